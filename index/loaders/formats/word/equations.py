"""Equations as one line that can be read: "x = (a + b)/2", "10^6", "√(x)", "∑_(i=1)^n i"."""

import re
from collections.abc import Callable

from index.loaders.elements import Element
from index.loaders.formats.word.package import M, W, value

EQUATIONS = frozenset({f"{M}oMath", f"{M}oMathPara"})
_ONE = re.compile(r"[\w.,]*|\([^()]*\)|.")


def equation_text(equation: Element) -> str:
    """Return an equation of Word (`m:oMath`, `m:oMathPara` or a part of one) on one line."""
    pieces = []
    for child in equation:
        name = str(child.tag).removeprefix(M)
        if name == "t" or child.tag == f"{W}t":
            pieces.append(child.text or "")
        elif name in _WRITTEN:
            pieces.append(_WRITTEN[name](child))
        elif not name.endswith("Pr") and child.tag not in {f"{W}del", f"{W}moveFrom"}:
            pieces.append(equation_text(child))
    return "".join(pieces)


def _part(element: Element, name: str) -> str:
    part = element.find(f"{M}{name}")
    return "" if part is None else equation_text(part).strip()


def _grouped(text: str) -> str:
    """Return what is a number, a word or a sign as it is, and anything longer in parentheses."""
    return text if _ONE.fullmatch(text) else f"({text})"


def _script(sign: str, text: str) -> str:
    return sign + _grouped(text) if text else ""


def _fraction(element: Element) -> str:
    above, below = _grouped(_part(element, "num")), _grouped(_part(element, "den"))
    return f"({above} over {below})" if value(element.find(f"{M}fPr/{M}type")) == "noBar" else f"{above}/{below}"


def _scripts(element: Element) -> str:
    return f"{_grouped(_part(element, 'e'))}{_script('_', _part(element, 'sub'))}{_script('^', _part(element, 'sup'))}"


def _before(element: Element) -> str:
    return f"{_script('_', _part(element, 'sub'))}{_script('^', _part(element, 'sup'))} {_part(element, 'e')}"


def _root(element: Element) -> str:
    degree = _part(element, "deg")
    return f"√{f'[{degree}]' if degree else ''}({_part(element, 'e')})"


def _sum(element: Element) -> str:
    sign = value(element.find(f"{M}naryPr/{M}chr"), "∫")
    return f"{sign}{_script('_', _part(element, 'sub'))}{_script('^', _part(element, 'sup'))} {_part(element, 'e')}"


def _bracketed(element: Element) -> str:
    properties = element.find(f"{M}dPr")
    signs = dict(zip(("begChr", "sepChr", "endChr"), "(|)", strict=True))
    if properties is not None:
        stated = {name: properties.find(f"{M}{name}") for name in signs}
        signs |= {name: value(found) for name, found in stated.items() if found is not None}
    inner = signs["sepChr"].join(equation_text(part).strip() for part in element.findall(f"{M}e"))
    return f"{signs['begChr']}{inner}{signs['endChr']}"


def _limits(element: Element) -> str:
    below = element.tag == f"{M}limLow"
    return _part(element, "e") + _script("_" if below else "^", _part(element, "lim"))


def _named(element: Element) -> str:
    return f"{_part(element, 'fName')} {_part(element, 'e')}"


def _lines(element: Element) -> str:
    return "; ".join(equation_text(line).strip() for line in element.findall(f"{M}e"))


def _matrix(element: Element) -> str:
    rows = [[equation_text(cell).strip() for cell in row.findall(f"{M}e")] for row in element.findall(f"{M}mr")]
    return f"[{'; '.join(', '.join(row) for row in rows)}]"


_WRITTEN: dict[str, Callable[[Element], str]] = {
    "f": _fraction,
    "sSup": _scripts,
    "sSub": _scripts,
    "sSubSup": _scripts,
    "sPre": _before,
    "rad": _root,
    "nary": _sum,
    "d": _bracketed,
    "limLow": _limits,
    "limUpp": _limits,
    "func": _named,
    "eqArr": _lines,
    "m": _matrix,
}
