"""Raised and lowered text: powers, ordinals, fractions and prices as people type them; marks of notes left out."""

import re

_NOTE = re.compile(r"[*†‡§¶#※]+|[\[(][\w*†‡ ,;–-]{1,12}[\])]|\d+(?:\s?[,;]\s?\d+)+")
_PRICE = re.compile(r"(?:[$€£¥₹]|\b(?:USD|EUR|GBP|CHF))\s?\d[\d,]*$")
_LETTERS = frozenset("nkmxyijtpqT")
_UNIT = re.compile(
    r"[mcdkµμn]m|dam|hm|ft|yd|mi|sec|min|hr|kg|mol|met(?:re|er)s?|feet|foot|miles?|inch(?:es)?|yards?"
    r"|sin|cos|tan|log|ln|км|см|мм|дм"
)
_TERM = re.compile(r"\((?:[^()]*[+*/×·−=^-][^()]*|\w)\)$")


def raised(before: str, text: str, after: str, *, is_note: bool) -> str:
    """Return raised text as it stands between `before` and `after`, nothing where it is the mark of a note.

    10 and 6 become 10^6, 1 and st become 1st, $4 and 99 become $4.99; a number after a word or behind a long
    number is a note's.
    """
    base = re.split(r"\s", before)[-1]
    if is_note or not text or _NOTE.fullmatch(text):
        return ""
    if text.isdigit() and re.match(r"\s?[/\u2044]", after):
        return f" {text}" if base[-1:].isdigit() else text
    if not base or text[0] == "[":
        return text
    if re.fullmatch(r"\d\d", text) and _PRICE.search(before):
        return f".{text}"
    if text in ("o", "0", "º") and base[-1].isdigit() and re.match(r"\s?[CF]\b", after):
        return "°"
    if re.fullmatch(r"[a-z]", text) and re.search(r"[^\W\d_]{4}$", base):
        return ""
    if text.isalpha():
        return f"^{text}" if _is_variable(base, text) else text
    if text.isdigit() and not _has_power(base, before):
        return ""
    return _joined("^", text)


def lowered(before: str, text: str) -> str:
    """Return lowered text as it stands behind `before`: CO2, log10, x_i."""
    base = re.split(r"\s", before)[-1]
    single = re.search(r"(?:^|[^\w])[^\W\d_]$", base) is not None
    return _joined("_", text) if single and text[:1].isalpha() else text


def _joined(sign: str, text: str) -> str:
    return f"{sign}{text}" if re.fullmatch(r"[+−–-]?[\w.]+|[\d.]*[+−–-]+|′+", text) else f"{sign}({text})"


def _is_variable(base: str, text: str) -> bool:
    """Tell whether one letter raised is an exponent: x^n, 2^k; not the French 2e or a mark behind a word."""
    return text in _LETTERS and re.search(r"(?:^|\W)(?:[^\W\d_]|\d{1,2})$|\)$", base) is not None


def _has_power(base: str, before: str) -> bool:
    """Tell whether a raised number is a power of what it stands behind."""
    number = re.search(r"\d[\d.,:/–-]*$", base)
    if number is not None:
        return re.fullmatch(r"\d{1,2}|[01][.,]\d+", number[0]) is not None
    word = re.search(r"[^\W\d_]+$", base)
    if word is not None:
        is_factor = len(word[0]) == 1 or (len(word[0]) < 4 and re.search(r"[=+*/×·−]\s?\w+$", before) is not None)
        return is_factor or _UNIT.fullmatch(word[0]) is not None or re.search(r"\d\s?in$", before) is not None
    return _TERM.search(before) is not None
