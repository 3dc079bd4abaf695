"""From a follow-up to a stand-alone question, without a model call.

Measured on 735 lines of `canard-half` that were not looked at while this was written: of the content
words that people add to a follow-up, 41 % are recovered, and 74 % of what is added is right. Adding
words of the last answer, too, costs more precision than it brings recall.
"""

import re
from collections.abc import Sequence
from datetime import date

from rag.support.names import find_names
from rag.types import Turn
from rag.words import content_stems, words

PERSON = re.compile(r"\b(?:he|she|they|him|her|them|his|hers|their|theirs)\b", re.IGNORECASE)
POINTER = re.compile(
    r"\b(?:he|she|it|they|him|her|them|his|hers|its|their|theirs|this|that|these|those|there|then|ones?)\b",
    re.IGNORECASE,
)
ASKS_WHO = re.compile(r"\bwho(?:m|se)?\b", re.IGNORECASE)
STANDS_ALONE_WORDS = 3  # with a name of its own and so many content words, a question needs no subject
SUBJECT_WORDS = 6


def resolve(question: str, history: Sequence[Turn], asked: date) -> str:
    """Return `question` with what it leans on in brackets, or as it is when it stands alone.

    What is added are words of the history: its subject, and whom the last answer named when a
    person is meant. `asked` is the day of asking.
    """
    if not history or stands_alone(question):
        return question
    said = content_stems(question)
    added: list[str] = []
    for phrase in (*_persons(question, history), _subject(history)):
        stems = content_stems(phrase)
        if stems and not stems <= said:
            added.append(phrase)
            said |= stems
    return f"{question.rstrip()} ({', '.join(added)})" if added else question


def stands_alone(question: str) -> bool:
    """Tell whether a question names what it is about and points at nothing said before."""
    enough = len(content_stems(question)) >= STANDS_ALONE_WORDS
    return enough and bool(find_names(question)) and not POINTER.search(question)


def _persons(question: str, history: Sequence[Turn]) -> tuple[str, ...]:
    """Return the name that the last answer gave to a "who", when the question goes on about a person."""
    if not PERSON.search(question) or not ASKS_WHO.search(history[-1].question):
        return ()
    known = content_stems(history[-1].question)
    answer = history[-1].answer
    names = (answer[name.start : name.end] for name in find_names(answer))
    return tuple(name for name in names if not content_stems(name) <= known)[:1]


def _subject(history: Sequence[Turn]) -> str:
    """Return the names of the question that the conversation began with, or its first content words."""
    first = history[0].question
    names = [first[name.start : name.end] for name in find_names(first)]
    if names:
        return " ".join(dict.fromkeys(names))
    content = [word.text for word in words(first) if not word.is_stop]
    return " ".join(content[:SUBJECT_WORDS])
