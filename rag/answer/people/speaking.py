"""Speaking: the names that say something in a sentence, beside what they are."""

import re
from collections.abc import Sequence

from rag.support.names import Name, find_capitals
from rag.support.speakers import GOVERNED, REPORTING, SAYING, find_sayers, is_possessive

_ASIDE = re.compile(  # "Abdul Karim, whose hardware shop is for the time being among the survivors, said"
    r",\s+(?:(?:who|whose|which|an?|the|his|her|its|their|\d)\b|[a-z])[^.!?\"“”]{1,170}?,\s+(?:\w+ly\s+)?$"
)
# What somebody thinks or wants is told without "said": "Pemberton demanded that she resign".
STANCE = re.compile(
    r"\b(?:repeat(?:s|ed)|demand(?:s|ed)|disput(?:es|ed)|conced(?:es|ed)|confirm(?:s|ed)|object(?:s|ed)|prais(?:es|ed)"
    r"|ruled out|would not rule out|reject(?:s|ed)|thinks|thought|consider(?:s|ed)|favours|fear(?:s|ed)|apologised"
    r"|hop(?:es|ed)|believ(?:es|ed)|propos(?:es|ed)|recommend(?:s|ed)|doubt(?:s|ed)|wants|wanted|welcom(?:es|ed)"
    r"|accus(?:es|ed)|urg(?:es|ed)|criticis(?:es|ed)|criticiz(?:es|ed)|condemn(?:s|ed)|dismiss(?:es|ed)|defend(?:s|ed)"
    r"|respond(?:s|ed)|recall(?:s|ed)|jok(?:es|ed)|quip(?:s|ped)|hail(?:s|ed)|appeal(?:s|ed)|regrets|regretted"
    r"|reiterat(?:es|ed)|acknowledg(?:es|ed)|maintain(?:s|ed)|question(?:s|ed)|oppos(?:es|ed)|expects|protest(?:s|ed)|reflect(?:s|ed)|referred|label(?:s|led|ed)"
    r"|blam(?:es|ed)|pointed out|points out|disagre(?:es|ed)|stress(?:es|ed)|suspect(?:s|ed)|reckon(?:s|ed))\b"
)
_DIRECTLY = re.compile(r",?\s+(?:(?:\w+ly|has|have|had|also|now|later|then|once|again)\s+){0,3}")
_TITLE_BETWEEN = re.compile(  # "said student Femi Adeyemi"
    r"\s+(?:(?!(?:that|of|to|if|when|by|in|on|about|whether|how|why|and|but|from|for|with|as|at|who|it)\b)[a-z][\w-]*\s+){1,4}"
)
_ROLE_BETWEEN = re.compile(r"\s+(?:the|an?|his|her|its|their|our|[\w-]+['’]s|[\w-]+s['’])\s+[^,.;:!?\"“”]{2,80},\s+")


_OF_A_PLACE = re.compile(r"\s+(?:of|from|at|in)\s+(?:the\s+)?")


def _whose_place(name: Name, names: Sequence[Name], text: str) -> Name:
    """Return who is of a place or firm: Lena Brask of "Lena Brask of Orl, who was not there, said"."""
    before = (one for one in reversed(names) if one.end < name.start)
    return next((one for one in before if _OF_A_PLACE.fullmatch(text, one.end, name.start)), name)


def sayers_of(text: str) -> tuple[Name, ...]:
    """Return who says something in `text`, also beside what they are: "said the captain, Freya Dahl".

    In "Ruth Pocock, whose father Ernest was the first victim, said" it is not Ernest.
    """
    names = [name for name in find_capitals(text) if not is_possessive(name, text)]
    stances = list(STANCE.finditer(text))
    verbs = [*SAYING.finditer(text), *REPORTING.finditer(text), *stances]
    sayers = {name.start: name for name in find_sayers(text)}
    for name in names:
        for verb in verbs:
            titled = text[: verb.start()].rstrip()[-1:] in tuple("\"”’'»,") and verb.end() < name.start
            if (
                (aside := _ASIDE.fullmatch(text, name.end, verb.start()))
                or (aside := _ROLE_BETWEEN.fullmatch(text, verb.end(), name.start))
                or (titled and (aside := _TITLE_BETWEEN.fullmatch(text, verb.end(), name.start)))
            ):
                sayer = _whose_place(name, names, text)
                first = min(sayer.end, aside.start())
                sayers = {start: one for start, one in sayers.items() if not first <= start < aside.end()}
                sayers[sayer.start] = sayer
                break
        is_told = any(verb.end() <= name.start for verb in verbs)  # "Brask argued that Weir wants more"
        if is_told or GOVERNED.search(text, 0, name.start):
            continue
        if any(_DIRECTLY.fullmatch(text, name.end, verb.start()) for verb in stances):
            sayers.setdefault(name.start, name)
    return tuple(sayers[start] for start in sorted(sayers))
