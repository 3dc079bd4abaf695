"""Questions about articles themselves: who wrote one, when it was published, and how many there are."""

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
# Of a question about the library alone: "How many articles mention the dam?" is of another kind.
_COUNT = (
    r"how many (?:articles|documents|sources|texts|files)\b",
    r"wie viele (?:artikel|dokumente|quellen|texte)\b|combien (?:d'|d’|de )\w+|cuant[oa]s (?:articulos|fuentes)\b",
)
_ASKS = {name: re.compile("|".join(one)) for name, one in {"writer": WRITER, "day": DAY, "count": _COUNT}.items()}


def asked_particular(question: str) -> str:
    """Return "writer" or "day" where `question` asks for it of one article, "count" where for how many, else "".

    >>> asked_particular("Who wrote the article about the pump house?")
    'writer'
    """
    plain = " ".join(fold(question).split())
    return next((name for name, pattern in _ASKS.items() if pattern.search(plain)), "")
