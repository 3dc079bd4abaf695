"""Described: whom "the defender" or "the 18-year-old" means, who has been named before."""

import re
from collections.abc import Sequence

from rag.support.names import Name, find_capitals

_AGED = re.compile(r"(?:now )?\d+-year-old\b")
# A noun for somebody by what he does or where he is from; bodies and texts have other ones.
_PERSON = re.compile(
    r"(?:[a-z-]+ ){0,2}(?:(?!(?:letter|paper|newspaper|order|number|carrier|\w*maker|retailer|broadcaster|insurer"
    r"|lender|operator|manufacturer|regulator|publisher|supplier|developer|leader|minister|spokes\w+|officer|law\w+|solicitor"
    r"|prosecutor|barrister|investor|other|sister|brother|mother|father|daughter|doctor|editor|reporter|interviewer"
    r"|director|chairman|manager|president|union|paramedic|neighbour)\b)"
    r"[A-Za-z]+(?:er|or|ist|ian|ican|ean|man|woman)|American|Briton|star|champion|veteran|MEP|billionaire|entrepreneur"
    r"|actress|duchess|duke)"
)


def described(noun: str, text: str, before: Sequence[Sequence[Name]]) -> Name | None:
    """Return the last of those who spoke `before`, where a noun describes him; None of a noun that says who else it is.

    "The defender" is no more he where the article calls somebody else so: "defender Bo Lind".
    """
    bare = re.sub(r"^[Tt]he\s+", "", noun)
    last = next((names[0] for names in reversed(before) if names), None)
    if last is None or bare == noun or not (_AGED.match(bare) or _PERSON.fullmatch(bare)):
        return None
    head = bare.split()[-1].lower()
    called = re.compile(rf"\b(?i:{re.escape(head)})\s+(?=[A-Z][a-z])")
    starts = {match.end() for match in called.finditer(text)}
    others = (one for one in find_capitals(text) if one.start in starts or one.words[0].text.lower() == head)
    own = last.words[-1].text
    return None if any(len(one.words) > 1 and one.words[-1].text != own for one in others) else last
