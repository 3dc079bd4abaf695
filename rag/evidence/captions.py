"""Captions: a line of its own that tells in the present tense what is to be seen of a day that is past."""

import re
from datetime import date

from index import Article, Span
from rag.evidence.date_names import MONTHS
from rag.evidence.event_dates import find_told

MOST_CHARS = 300
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_ENDS_DATED = re.compile(
    rf"\b(?:on|in) (?:\w+day,? )?(?:\d{{1,2}} )?(?:{_MONTH})\b\.?(?: \d{{1,2}}\b)?,?(?: \d{{4}})?\.?[\"”]?\s*$",
    re.IGNORECASE,
)
# "The army rescues people", "Ada Vane poses for a photo"; "The sprinters' trials began" goes on with what is past.
_PRESENT = re.compile(
    r"(?P<before>^.{3,120}?[\w’'])\s+[a-z]+[a-rt-z]s\s+(?!\w+ed\b|of\b|that\b|who\b|which\b|and\b|were\b|had\b|have\b)[\w\"“‘]"
)
_IS_SEEN = re.compile(r"^.{3,80}?\b(?:is|are) (?:\w+(?:ed|en|ing)|seen)\b")  # "Homes are surrounded by water in Orl"
_TOLD = re.compile(
    r"\b(?:was|were|had|has|have|will|would|could|should|may|might|did|said|says|told|began|came|went|took|gave|made"
    r"|became|left|met|won|lost|fell|rose|broke|held|saw|found|got|sent|led|ran)\b"
)
_ENDED = re.compile(r"\b\w+ed\b")


def is_caption(article: Article, span: Span) -> bool:
    """Tell whether a sentence stands beneath a picture: alone in its paragraph, in the present, dated in the past."""
    text = article.text
    said = span.of(text)
    if article.published is None or not shows_dated(said):
        return False
    is_alone = not text[: span.start].rpartition("\n")[2].strip() and not text[span.end :].partition("\n")[0].strip()
    return is_alone and _is_past(said, article.published)


def shows_dated(said: str) -> bool:
    """Tell whether a sentence tells in the present what is to be seen of a day that it ends with."""
    return len(said) <= MOST_CHARS and _ENDS_DATED.search(said) is not None and _shows(said)


def _shows(said: str) -> bool:
    if _IS_SEEN.match(said):
        return not _TOLD.search(said)
    found = _PRESENT.match(said)
    return found is not None and not _TOLD.search(said) and not _ENDED.search(found["before"])


def _is_past(said: str, published: date) -> bool:
    told = find_told(said, published)
    return told is not None and (0, 0, 0) < told.order <= (published.year, published.month, published.day)
