"""The short form of an answer: the name, number, date or phrase that was asked for."""

import re

from rag.support.numbers import numbers
from rag.support.quotes import quotes
from rag.words import Word, words

MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
DAY = r"\d{1,2}(?:st|nd|rd|th)?"
DATE = re.compile(
    rf"\b(?:{DAY}\s+(?:of\s+)?{MONTH}(?:,?\s+\d{{4}})?|{MONTH}\s+{DAY}(?:,?\s+\d{{4}})?|{MONTH}(?:,?\s+\d{{4}})"
    r"|(?:1[5-9]|20)\d\d|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b"
)
WHEN = re.compile(r"\b(?:when|(?:what|which) (?:year|date|day|month))\b", re.IGNORECASE)
HOW_MANY = re.compile(
    r"\bhow (?:many|much|long|far|old|tall|high|deep|wide|big|large|fast|often)\b"
    r"|\bwhat (?:percentage|percent|number|share|age|price)\b",
    re.IGNORECASE,
)
YES_NO = re.compile(r"^\s*(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should)\b", re.IGNORECASE)
SAYING = re.compile(
    r"\bwhat (?:did|does|do|has|have|was|is)\b.*\b(?:say|said|says|tell|told|ask|call|write)\b", re.IGNORECASE
)
LIST_GOES_ON = re.compile(r"\s*(?:,|;|and\b|&|or\b)", re.IGNORECASE)
LIST_GAP_WORDS = 5  # "Idlib, and northern regions of Hama"
UNIT = re.compile(r"[\s-]*(?:percent|per cent|%|[^\W\d_]+)?", re.UNICODE)


def shorten(claim: str, question: str) -> str:
    """Return the part of `claim` that answers `question`, without a full stop; "" for an empty claim."""
    if not claim:
        return ""
    if YES_NO.match(question) and " or " not in question:
        return "No" if re.search(r"\b(?:not|no|never|n't)\b|n[’']t\b", claim, re.IGNORECASE) else "Yes"
    if WHEN.search(question) and (date := DATE.search(claim)):
        return date.group().strip(" .,")
    if HOW_MANY.search(question) and (amount := _amount(claim, question)):
        return amount
    if SAYING.search(question) and (quoted := quotes(claim)):
        return max(quoted, key=lambda quote: len(quote.text)).text.strip(" ,.")
    return _new_part(claim, question)


def _amount(claim: str, question: str) -> str:
    known = {number.value for number in numbers(question)}
    for number in numbers(claim):
        if number.value not in known:
            start = number.start - 1 if number.start and claim[number.start - 1] in "$£€" else number.start
            unit = UNIT.match(claim, number.end)
            tail = (
                unit.group()
                if unit and not re.fullmatch(r"[\s-]*(?:of|in|and|to|on|the|a|at|for)", unit.group())
                else ""
            )
            return (claim[start : number.end] + tail).strip()
    return ""


def _new_part(claim: str, question: str) -> str:
    """Return the longest stretch of the claim that the question does not hold, names preferred."""
    known = {word.stem for word in words(question)}
    stretches: list[list[Word]] = [[]]
    for word in words(claim):
        if word.stem in known:
            stretches.append([])
        elif not word.is_stop or stretches[-1]:
            stretches[-1].append(word)
    runs = [trimmed for stretch in stretches if (trimmed := _trim(stretch))]
    if not runs:
        return claim.strip(" .")
    named = [run for run in runs if any((word.is_name and word.start > 0) or word.is_number for word in run)]
    best = max(named or runs, key=lambda run: sum(not word.is_stop for word in run))
    return claim[best[0].start : _end_of_list(claim, best, named)]


def _end_of_list(claim: str, first: list[Word], named: list[list[Word]]) -> int:
    """Return where the list that begins with `first` ends: names go on after a comma or "and"."""
    end = first[-1].end
    for run in named:
        between = claim[end : run[0].start]
        if run[0].start > end and LIST_GOES_ON.match(between) and len(between.split()) <= LIST_GAP_WORDS:
            end = run[-1].end
    return end


def _trim(stretch: list[Word]) -> list[Word]:
    end = len(stretch)
    while end and stretch[end - 1].is_stop:
        end -= 1
    return stretch[:end]
