"""Questions about the day they are asked: by "now" and its like, or by nothing but the present tense."""

import re
from enum import IntEnum

from rag.support.quotes import QUOTE
from rag.words import fold

_NOW = re.compile(
    r"\b(?:now|nowadays|current(?:ly)?|today|tonight|at present|at the moment|right now|these days"
    r"|latest|newest|most recent(?:ly)?|recent(?:ly)?|so far"
    r"|this (?:week|month|year|season|summer|winter|spring|autumn)"
    r"|incumbent|up to date|any ?more|any longer"
    r"|aktuell\w*|jetzt|heut\w*|derzeit\w*|zurzeit|momentan\w*|gegenwartig\w*|neueste\w*|jungste\w*"
    r"|diese[nrs]? (?:woche|monat|jahr)e?s?|zuletzt"
    r"|actuel(?:le)?s?|actuellement|maintenant|aujourd'hui|en ce moment|recent(?:e|es|s)?|plus recent\w*"
    r"|cette (?:semaine|annee)|ce mois"
    r"|actual(?:es|mente)?|ahora|hoy|recientes?|esta semana|este (?:ano|mes)|en este momento)\b"
)
_NEW = re.compile(
    r"\bwhat(?:'s| is) new\b|\bnew(?:s)? (?:on|about|from)\b|\bneu(?:es)? (?:bei|uber|von)\b"
    r"|\bnouveau\b|\b(?:novedades|ultim[oa]s?)\b"
)
_PAST = re.compile(
    r"\b(?:was(?! (?:ist|sind|kostet|macht|gibt|gilt|heisst|steht|tut|verdient|verlangt)\b)|were|did|had|used to|ago"
    r"|yesterday|last (?:week|month|year|summer|winter|night)|back then|formerly|once"
    r"|former|previous|then"
    r"|waren|wurden?|hatten?|damals|gestern|fruher\w*|ehemalig\w*|hat\b.*\b(?:ge\w+t|\w{4,}en|\w+iert)(?=\W*$)"
    r"|sind\b.*\bge\w+en"
    r"|etait|etaient|fut|furent|avait|avaient|hier|ancien(?:ne)?s?|(?:a|ont)(?:-t)?-(?:il|elle|ils|elles|on)|(?:a"
    r"|ont) \w+(?:e|i|u|is|it)s?"
    r"|fue|fueron|era|eran|habia|hubo|ayer|antiguo|\w+(?:aron|ieron))\b"
)
_YEAR = re.compile(r"(?<![\d.,])(?:1\d|20)\d\d(?![\d.,]\d|\d)|\b\d{4}-\d\d")
_PRESENT = re.compile(
    r"\b(?:is|are|am|does|do|has|have|can|may|must|isn't|aren't|doesn't|don't"
    r"|ist|sind|gibt|heisst|kostet|leitet|hat|darf|kann|muss|kommt|liegt|wohnt"
    r"|est|sont|coute|dirige|peut|doit|vit|y a-t-il|combien"
    r"|es|son|esta|estan|hay|cuesta|dirige|puede|debe|tiene|vive)\b"
    r"|^\W*(?:and )?(?:who|which|what)(?: \w+){0,3}? (?!(?:this|his|its|was|is)\b)\w{2,}[^su\W]s\b(?! (?:of|for|in"
    r"|did|were|was)\b)"
)


_HOW_MANY = re.compile(r"^\W*(?:and )?how (?:many|much)\b")
_DONE = re.compile(
    r"\b(?:\w{3,}ed|came|won|went|took|got|made|left|fell|lost|sank|spoke|paid|built|bought|sold|said|told|wrote|gave"
    r"|saw|ran|held|hit)\b"
)


_LONG_PAST = re.compile(
    r"\b(?:ago|yesterday|last (?:week|month|year|summer|winter|night)|back then|used to|formerly|former|previous"
    r"|damals|gestern|fruher\w*|ehemalig\w*|hier|ancien(?:ne)?s?|ayer|antiguo)\b"
)


# "What is a culvert?", and “What is "Ansel grey"?”, whose words in quotation marks are gone: it is what it was.
_DEFINES = re.compile(
    r"\W*(?:and )?(?:what(?:'s| is| are| was| were)|was (?:ist|sind)|qu'est-ce qu'|que (?:es|son))\s*"
    r"(?:(?:an?|ein\w?|une?|una?) [\w -]+)?\W*"
)


class Tense(IntEnum):
    """Degree to which a question is about the day it is asked: not at all, by its tense alone, or in so many words."""

    OTHER = 0
    PRESENT = 1
    NOW = 2


def find_tense(question: str) -> Tense:
    """Return whether `question` is about the day it is asked; one that names a year or speaks of the past is not.

    What it quotes somebody said on another day.
    """
    asked = fold(re.sub(r"\s*\([^()]*\)\s*$", "", QUOTE.sub("", question)))
    if _DEFINES.fullmatch(asked):
        return Tense.OTHER
    if _YEAR.search(asked):
        return Tense.OTHER
    is_past = _PAST.search(asked) is not None
    if (_NOW.search(asked) and not _LONG_PAST.search(asked)) or (_NEW.search(asked) and not is_past):
        return Tense.NOW
    counts = _HOW_MANY.match(asked) and not _DONE.search(asked)
    return Tense.PRESENT if (counts or _PRESENT.search(asked)) and not is_past else Tense.OTHER


def without_now(question: str) -> str:
    """Return `question` folded, without the words that say "now"."""
    return _NOW.sub("", fold(question))
