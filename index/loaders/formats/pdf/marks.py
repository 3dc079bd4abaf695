"""Raised and lowered print: exponents, ordinals, formulas, and the marks of notes."""

import re

# What an exponent stands on: a ten, a sign of its own, a unit of measure, or a bracket.
_POWER_BASE = re.compile(r"(?:(?<![\d.,])10|(?<!\w)(?:[kcdmµnM]?m|[kmµn]?[sg]|ft|yd|in|mi|[b-zB-HJ-Z]))$")
_POWER = re.compile(r"[+−–-]?\d{1,3}")
_ORDINAL = re.compile(r"st|nd|rd|th|er|re|e|ème|o|os|a|as|er|tm|sm|[™®©℠°ºª′″]", re.IGNORECASE)
_SQUARES = {"2": "²", "3": "³"}


def with_mark(before: str, mark: str, is_raised: bool) -> str:
    """Return the text with small raised or lowered print behind it: "10^6", "m²", "2nd", "H2O", or a note's "1904[12]".

    >>> with_mark("It holds 10", "6", is_raised=True)
    'It holds 10^6'
    """
    mark = mark.strip()
    if not is_raised or not mark:
        return before + mark
    if _POWER.fullmatch(mark) and (_POWER_BASE.search(before) or not mark[0].isdigit()):
        is_unit = before[-1].isalpha() and mark in _SQUARES
        return before + (_SQUARES[mark] if is_unit else f"^{mark.replace('−', '-').replace('–', '-')}")
    if _ORDINAL.fullmatch(mark) and before[-1].isalnum():
        return before + mark
    if re.fullmatch(r"\[.*\]|\(.*\)|[*†‡§¶]+", mark):
        return before + mark
    if re.fullmatch(r"\d{1,3}(?:[,–-]\s?\d{1,3})*|[a-z]", mark):
        return f"{before}[{mark}]"
    return before + mark if before[-1].isspace() else f"{before}^{mark}" if before[-1].isalnum() else before + mark
