"""Questions about an article itself: who wrote it, and when it was published."""

import re

from rag.words import fold

_ONE = r"(?:the|this|that|my|den|diese[nrs]?|der|das|dieser|el|este|cet|le) ?"
_PIECE = r"(?:article|articulo|artikel)s?"
WRITER = (
    rf"who (?:wrote|authored|is the (?:author|writer) of|has written) {_ONE}{_PIECE}\b",
    rf"wer (?:hat {_ONE}{_PIECE}\b.*\bgeschrieben|schrieb {_ONE}{_PIECE}\b)",
    rf"qui a ecrit (?:l'|l’|{_ONE}){_PIECE}\b|quien (?:escribio|ha escrito) {_ONE}{_PIECE}\b",
)
DAY = (
    rf"when was {_ONE}{_PIECE}\b.*\b(?:published|written|posted)\W*$",
    rf"wann (?:wurde|ist) {_ONE}{_PIECE}\b.*\b(?:veroffentlicht|geschrieben|erschienen)\W*$",
    rf"wann erschien {_ONE}{_PIECE}\b",
    rf"quand (?:l'|l’|{_ONE}){_PIECE}\b.*\bpublie\W*$|cuando se publico {_ONE}{_PIECE}\b",
)
_ASKS = {"writer": re.compile("|".join(WRITER)), "day": re.compile("|".join(DAY))}


def asked_particular(question: str) -> str:
    """Return "writer" or "day" where `question` asks for it of one article, else "".

    >>> asked_particular("Who wrote the article about the pump house?")
    'writer'
    """
    plain = " ".join(fold(question).split())
    return next((name for name, pattern in _ASKS.items() if pattern.search(plain)), "")
