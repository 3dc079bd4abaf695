"""Numbers as search compares them: 1,250,000 and 1 250 000 and 1.25 million, and telephone numbers."""

import re
from collections.abc import Iterator
from decimal import Decimal

# Thousands, also as in India (12,50,000) and in Switzerland (1'250'000): nothing else is written so.
_GROUPED = re.compile(r"(?<![\w.,'])[1-9]\d{0,2}(?:(?:,\d{2,3})*,\d{3}|(?:'\d{3})+)(?!\w|[,']\d)")
# These may be thousands, or two numbers, or a decimal number: they count as both.
_PERHAPS_GROUPED = re.compile(r"(?<![\w.,'])[1-9]\d{0,2}([ .])\d{3}(?:\1\d{3})*(?!\w)")
# A telephone number, an account number: the groups that their writers chose do not matter.
_RUN = re.compile(r"(?<!\w)\d+(?:(?:[-–./]| ?\(| ?\) ?| )\d+)+(?!\w)")
_LONG = re.compile(r"(?<!\w)0\d{6,14}(?!\w)")
_DIGIT = re.compile(r"\d")
MOST_GROUPS = 6
RUN_DIGITS = range(7, 16)  # ITU-T E.164: a telephone number has at most 15
_ZEROS = {
    3: "thousand|tausend", 4: "万|萬|만", 5: "lakh", 6: "million(?:s|en|i)?|millones|mio|mln|mn|миллион(?:а|ов)?|млн",
    7: "crore", 8: "億|亿|억", 9: "milliard(?:s|en|e|i)?|mrd|billions?|bn|миллиард(?:а|ов)?|млрд",
}  # fmt: skip
_MAGNITUDE = re.compile(
    r"(?<![\w.,])(\d+(?:[.,]\d+)?)[ -]?(?:"
    + "|".join(f"(?P<z{n}>{names})" for n, names in _ZEROS.items())
    + r")(?![a-z])",
    re.IGNORECASE,
)


def without_separators(text: str) -> str:
    """Return the text with its numbers written as their digits, where the separators leave no doubt."""
    return _GROUPED.sub(lambda number: re.sub(r"\D", "", number.group()), text)


def spellings(text: str) -> Iterator[str]:
    """Give other spellings of the numbers in a text, digits alone."""
    if _DIGIT.search(text) is None:
        return
    for found in _PERHAPS_GROUPED.finditer(text):
        yield re.sub(r"\D", "", found.group())
    for found in _RUN.finditer(text):
        yield from _run(found.group())
    for found in _LONG.finditer(text):
        yield found.group().lstrip("0")
    for found in _MAGNITUDE.finditer(text):
        zeros = int((found.lastgroup or "z0")[1:])
        value = Decimal(found[1].replace(",", ".")) * 10**zeros
        if value == value.to_integral_value():
            yield str(int(value))


def _run(run: str) -> Iterator[str]:
    """Give the digits of a run of groups, also without the groups at its head: a country's code, an area's."""
    groups = re.findall(r"\d+", run)
    if len(groups) > MOST_GROUPS:
        return  # the row of a table
    for first in range(len(groups) - 1):
        digits = "".join(groups[first:])
        if len(digits) in RUN_DIGITS:
            yield digits.lstrip("0")
