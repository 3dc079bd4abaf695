"""Offices: who holds one, asked by another word for it than the articles': "the boss" is the chief executive."""

import re

from rag.answer.citations import cite
from rag.answer.people.roles import find_by_role
from rag.answer.request import Gathered, Request
from rag.question.kind import Kind
from rag.support.names import find_names, is_held
from rag.support.units import units_of
from rag.types import Point

_WHO_IS = re.compile(
    r"^\W*(?:[Aa]nd |[Ss]o )?[Ww]ho(?:['’]s| is| was) (?:the )?(?P<role>(?:[a-z][\w-]* ){0,2}[a-z][\w-]*)"
    r"(?P<of>(?: of| at| in| for) .+?)?[\s?.!]*$"
)
_OF_ANOTHER = re.compile(r"(?P<whose>[\w-]+)['’]s?\s+[\w -]{2,30},?\s*$")  # "The council's leader, Patrick Rooney"


def gather_office(request: Request) -> Gathered | None:
    """Return who holds the office that a question names in whatever word; None where the articles name nobody."""
    asked = _WHO_IS.match(request.question)
    if asked is None or not asked["of"]:
        return None
    hits = request.hits or request.search()
    names = find_names(asked["of"])
    texts = [f"{hit.article.title}\n{hit.article.text}" for hit in hits]
    of_names = tuple(
        hit for hit, text in zip(hits, texts, strict=True) if names and all(is_held(name, text) for name in names)
    )
    known = find_by_role(f"{asked['role']}{asked['of']}", of_names)
    if known is None:
        return None
    name, article = known
    if " " not in name:
        return None  # of one word it may be a place or a firm
    for unit in units_of(article, 0, len(article.text)):
        near = f"{article.title}\n{unit.text}"
        of_another = _OF_ANOTHER.search(unit.text, 0, unit.text.index(name)) if name in unit.text else None
        is_of_it = of_another is None or any(is_held(one, of_another["whose"]) for one in names)
        if name in unit.text and is_of_it and all(is_held(one, near) for one in names):
            return Gathered(Kind.FACT, (Point("", (cite(article, unit.span),)),), score=1.0, short=name)
    return None
