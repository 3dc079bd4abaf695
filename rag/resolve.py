"""From a follow-up to a stand-alone question, without a model call."""

import re
from collections.abc import Sequence
from datetime import date

from rag.types import Turn
from rag.words import Word, words

POINTER = re.compile(
    r"\b(?:he|she|it|they|him|her|them|his|hers|its|their|theirs|this|that|these|those|there|then|one|ones)\b",
    re.IGNORECASE,
)
ELLIPTIC = re.compile(
    r"^\s*(?:and|but|so|or|why|how come|what about|how about|what else|who else|when|where)\b", re.IGNORECASE
)
SHORT_WORDS = 4  # a question with fewer content words leans on what was said before when there are pointers


def resolve(question: str, history: Sequence[Turn], asked: date) -> str:
    """Return `question` with what it leans on from the last turns in brackets, or as it is when it stands alone."""
    said = words(question)
    content = [word for word in said if not word.is_stop]
    leans = bool(POINTER.search(question)) or (bool(ELLIPTIC.search(question)) and len(content) < SHORT_WORDS)
    if not history or not leans:
        return question
    known = {word.stem for word in said}
    topic = list(dict.fromkeys(name for turn in reversed(history[-2:]) for name in _names(turn) if name))
    fresh = [name for name in topic if not {word.stem for word in words(name)} <= known][:3]
    return f"{question.rstrip()} ({', '.join(fresh)})" if fresh else question


def _names(turn: Turn) -> list[str]:
    """Return the names of a turn, those of its question first."""
    return [*_runs(turn.question), *_runs(turn.answer)]


def _runs(text: str) -> list[str]:
    runs: list[list[Word]] = [[]]
    for word in words(text):
        adjacent = runs[-1] and text[runs[-1][-1].end : word.start] in (" ", " of ", "-", ". ")
        if not word.is_name or (word.is_stop and not runs[-1]):
            runs.append([])
        elif adjacent or not runs[-1]:
            runs[-1].append(word)
        else:
            runs.append([word])
    return [text[run[0].start : run[-1].end] for run in runs if run]
