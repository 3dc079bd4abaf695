"""Formulas (MathML) on one line, as people type them: (a+b)/2, x_i^2, √(2)."""

import re

from index.loaders.elements import Element

MAX_DEPTH = 60
_UNREAD = ("annotation", "annotation-xml", "mphantom")
_APART = frozenset("= < > ≤ ≥ ≈ ≠ ∝ ∼ → ⇒ ⇔ ∈".split())


def formula(element: Element, depth: int = 0) -> str:
    """Return a formula's text; the signs that are multiplied or applied without being seen are left out."""
    if depth > MAX_DEPTH:
        return "".join(element.itertext())
    parts = [formula(child, depth + 1) for child in element if child.tag not in _UNREAD and isinstance(child.tag, str)]
    own = " ".join((element.text or "").split())
    if element.tag == "mo":
        return f" {own} " if own in _APART else re.sub("[\u2061-\u2064]", "", own)
    if element.tag == "mtext":
        return re.sub(r"\s+", " ", element.text or "") + "".join(parts)
    text = _composed(element.tag.rpartition("}")[2], parts)
    return own + text if depth else " ".join((own + text).split())


def _composed(tag: str, parts: list[str]) -> str:
    shape = (tag, len(parts))
    if shape == ("mfrac", 2):
        return f"{_grouped(parts[0])}/{_grouped(parts[1])}"
    if tag in ("msup", "mover") and len(parts) == 2:
        return f"{parts[0]}{_attached('^', parts[1])}"
    if tag in ("msub", "munder") and len(parts) == 2:
        return f"{parts[0]}{_attached('_', parts[1])}"
    if tag in ("msubsup", "munderover") and len(parts) == 3:
        return f"{parts[0]}{_attached('_', parts[1])}{_attached('^', parts[2])}"
    if tag == "msqrt":
        return f"√({''.join(parts).strip()})"
    if shape == ("mroot", 2):
        return f"{_grouped(parts[0])}^(1/{parts[1].strip()})"
    if tag == "mfenced":
        return f"({', '.join(part.strip() for part in parts)})"
    if tag in ("mtable", "mtr"):
        return ("; " if tag == "mtable" else ", ").join(part.strip() for part in parts)
    return "".join(parts)


def _grouped(part: str) -> str:
    part = part.strip()
    return part if re.fullmatch(r"[\w.,′]*", part) else f"({part})"


def _attached(sign: str, part: str) -> str:
    return sign + _grouped(part) if part.strip() not in ("′", "″", "‾", "¯") else part.strip()
