"""Permission: whether one may do something, by the sentence that allows or forbids just that."""

import re

from rag.answer.citations import cite
from rag.answer.request import Gathered, Request
from rag.question.kind import Kind
from rag.question.subject import topic_words
from rag.support.quantities import quantities
from rag.support.terms import is_alike
from rag.support.units import units_of
from rag.types import Point
from rag.words import content_stems

LEAST_WORDS = 2  # of a deed: "swim" alone is forbidden in many places
_MAY_I = re.compile(
    r"^\W*(?:(?:am|are|is)\s+(?:I|we|you|one|it|people|anyone)\s+(?:still\s+)?(?:allowed|permitted|legal)\s+to"
    r"|(?:can|may)\s+(?:I|we|you|one|people|anyone)(?:\s+still)?)\s+(?P<deed>.+)$",
    re.IGNORECASE,
)
_FORBIDS = re.compile(
    r"\b(?:(?:may|must|can) ?not|mustn[’']t|can[’']t|(?:not|no longer|never) (?:be )?(?:allowed|permitted)"
    r"|forbid\w*|forbidden|prohibit\w*|illegal|banned)\b",
    re.IGNORECASE,
)
_OPEN = re.compile(r"\b(?:unless|except|without|but|only|until)\b|\bif\b", re.IGNORECASE)  # what is no bare No
_WOULD = re.compile(r"\b(?:would|could|plans?|proposes?|wants?|said|says|calls?)\b", re.IGNORECASE)
_ALLOWED = ("allow", "permit", "legal")


def gather_permission(request: Request) -> Gathered | None:
    """Return "No" with the sentence that forbids what is asked for; None where none has every word of the deed.

    When is no part of it: a rule that names no day is that of each.
    """
    asked = _MAY_I.match(request.question)
    if asked is None:
        return None
    when = [(one.start, one.end) for one in quantities(asked["deed"])]
    deed = {
        word.stem
        for word in topic_words(asked["deed"])
        if not word.stem.startswith(_ALLOWED) and not any(start <= word.start < end for start, end in when)
    }
    if len(deed) < LEAST_WORDS:
        return None
    for article in {hit.article.id: hit.article for hit in request.hits or request.search()}.values():
        for unit in units_of(article, 0, len(article.text)):
            own = content_stems(unit.text)
            is_rule = _FORBIDS.search(unit.text) and not _OPEN.search(unit.text) and not _WOULD.search(unit.text)
            if is_rule and all(stem in own or is_alike(stem, own) for stem in deed):
                return Gathered(Kind.YES_NO, (Point("", (cite(article, unit.span),)),), score=1.0, short="No")
    return None
