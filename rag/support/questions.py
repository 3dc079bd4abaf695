"""Questions in the articles: a heading or an interviewer's says nothing but that it was asked."""

import re

from index.splitting import split_sentences
from rag.support.statement import Statement
from rag.support.units import Unit
from rag.words import content_stems

_TELLS_OF_ASKING = re.compile(r"\?\W*$|\b(?:ask|wonder|question|frag|demand|pregunt)\w*", re.IGNORECASE)
# "Why did they close it?" takes for granted that they did.
_TAKES_FOR_GRANTED = re.compile(
    r"\b(?:who|whom|whose|what|which|when|where|why|how|wer|wen|was|wann|wo|warum|wieso|wie|qui|quand|où|pourquoi|comment"
    r"|quién|cuándo|dónde|cómo|qué)\b",
    re.IGNORECASE,
)
_MARKS = " *_\"'”’»)"
LEAST_TOLD = 0.34  # of a statement's words, that what is no question must have


def is_only_asked(statement: Statement, unit: Unit) -> bool:
    """Tell whether a unit asks what a statement says, and tells hardly any of it."""
    if "?" not in unit.text or _TELLS_OF_ASKING.search(statement.text):
        return False
    sentences = [span.of(unit.text) for span in split_sentences(unit.text)] or [unit.text]
    told = content_stems(" ".join(one for one in sentences if not _asks_whether(one)))
    said = frozenset(term.stem for term in statement.content if term.stem)
    return len(said & told) < LEAST_TOLD * len(said)


def _asks_whether(sentence: str) -> bool:
    return sentence.rstrip(_MARKS).endswith("?") and not _TAKES_FOR_GRANTED.search(sentence)
