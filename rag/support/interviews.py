"""Interviews whose answers have no label: "I" is whom the lines above the first question introduce."""

import re
from functools import lru_cache

from index.splitting import split_blocks
from rag.support.names import find_capitals

LEAST_QUESTIONS = 3
FIRST_PERSON = re.compile(r"\b(?:I|me|my|mine|myself|we|us|our)\b(?![.\w])")


def interviewee_at(text: str, start: int) -> str:
    """Return who answers at `start` of an article; "" where it is no such interview, or somebody else's words.

    It is one where at least three lines are questions with answers in the first person below them.
    """
    begin, end, name = _interview(text)
    return name if begin <= start < end else ""


@lru_cache(maxsize=256)
def _interview(text: str) -> tuple[int, int, str]:
    """Return where the answers of an interview begin and end, and who gives them; ("" nobody does)."""
    blocks = split_blocks(text)
    asked = [
        row
        for row, block in enumerate(blocks[:-1])
        if block.kind == "heading" and block.span.of(text).rstrip('*_#"”’ ').endswith("?")
    ]
    answers = [blocks[row + 1].span for row in asked]
    own = [span for span in answers if FIRST_PERSON.search(span.of(text))]
    if len(asked) < LEAST_QUESTIONS or len(own) * 2 < len(answers):
        return 0, 0, ""
    introduced = find_capitals(text[: blocks[asked[0]].span.start])
    name = next((" ".join(word.text for word in one.words) for one in introduced if len(one.words) > 1), "")
    return blocks[asked[0]].span.end, answers[-1].end, name
