"""Turns: who speaks in an interview, and the questions that its answers stand under."""

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from index import Hit, Passage, Span
from index.splitting import split_blocks
from rag.support.interviews import interviewee_at

MOST_QUESTION_CHARS = 300  # of an interviewer's turn, that stands for a heading of the answer


def answers_to(hit: Hit) -> Iterator[Hit]:
    """Yield the turn behind a hit that asks in an interview: the words that were looked for stand in the question."""
    text = hit.article.text
    turns = _turns(text)
    for (turn, _), (answer, speaker) in pairwise(turns):
        asks = turn.of(text).rstrip('*_"” ').endswith("?")
        if asks and hit.passage.start < turn.end and turn.start < hit.passage.end and answer.end > hit.passage.end:
            passage = Passage(answer.of(text), answer.start, answer.end, speaker)
            yield replace(hit, passage=passage)


def speaker_at(text: str, start: int) -> str:
    """Return who speaks at `start`, where the article is an interview; "" elsewhere."""
    said = next((speaker for turn, speaker in _turns(text) if turn.start <= start < turn.end), "")
    return said or interviewee_at(text, start)


def turn_at(text: str, start: int) -> Span | None:
    """Return the turn of an interview that `start` is in; None elsewhere."""
    return next((turn for turn, _ in _turns(text) if turn.start <= start < turn.end), None)


def question_before(text: str, start: int) -> str:
    """Return the question that is answered at `start` of an interview; "" elsewhere."""
    return next(
        (
            asked.of(text)[-MOST_QUESTION_CHARS:]
            for (asked, _), (turn, _) in pairwise(_turns(text))
            if turn.start <= start < turn.end and asked.of(text).rstrip().endswith("?")
        ),
        "",
    )


def is_asked(text: str, span: Span) -> bool:
    """Tell whether a sentence is of an interviewer's turn that asks: it tells nothing by itself."""
    asking = (turn for turn, _ in _turns(text)[:-1] if turn.start <= span.start < turn.end)
    return any(turn.of(text).rstrip('*_"” ').endswith("?") for turn in asking)


@lru_cache(maxsize=256)
def _turns(text: str) -> tuple[tuple[Span, str], ...]:
    """Return the turns of an interview with their speakers; what stands behind the last one may be the reporter's."""
    blocks = split_blocks(text)
    last = max((row for row, block in enumerate(blocks) if block.kind == "turn"), default=-1)
    return tuple((block.span, block.speaker) for block in blocks[: last + 1] if block.speaker)
