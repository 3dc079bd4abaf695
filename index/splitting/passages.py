"""Passages: contiguous runs of whole sentences of about one length, in the cheapest division of an article."""

import math
from collections.abc import Sequence
from itertools import accumulate

from index.splitting.blocks import Block, split_blocks
from index.splitting.pieces import Limits, Piece, cut_pieces
from index.types import Passage

MIN_RATIO = 1 / 3
# Prices, as in `pieces`: a passage that begins in the middle of a turn and goes on into the next person's
# turn, and one that is below a third of the target.
OVER_NEXT_TURN = 0.8
TOO_SHORT = 0.3


def split_article(text: str, target_words: int = 70) -> tuple[Passage, ...]:
    """Return the passages of `text` in order; between them only whitespace is left out.

    A passage has about `target_words` words, at most 1.45 times that and 8 characters a target word, and at
    least a third where its neighbours allow it. It ends at a sentence's end (only a sentence above the limits
    is cut, at whitespace), rather at a paragraph's; a heading goes with what follows it. `speaker` is set where
    all of it is said by one person. Raises ValueError for a target below 1.
    """
    if target_words < 1:
        raise ValueError(f"target_words is {target_words}; expected 1 or more, such as 70")
    limits = Limits(target_words)
    blocks = split_blocks(text)
    pieces = cut_pieces(text, blocks, limits)
    ranges = _divide(pieces, _rows_of_turns(blocks), [block.speaker for block in blocks], limits)
    return tuple(_passage(text, blocks, pieces[begin], pieces[end - 1]) for begin, end in ranges)


def _passage(text: str, blocks: Sequence[Block], first: Piece, last: Piece) -> Passage:
    speakers = {block.speaker for block in blocks[first.first : last.last + 1]}
    speaker = speakers.pop() if len(speakers) == 1 else ""
    return Passage(text[first.start : last.end], first.start, last.end, speaker)


def _rows_of_turns(blocks: Sequence[Block]) -> list[int]:
    """Return how many turns have begun up to and with each block."""
    return list(accumulate(int(block.kind == "turn") for block in blocks))


def _divide(
    pieces: Sequence[Piece], turns: Sequence[int], speakers: Sequence[str], limits: Limits
) -> list[tuple[int, int]]:
    """Return the cheapest division into passages as ranges of pieces; among equal ones the longer last passage."""
    words = [0, *accumulate(piece.words for piece in pieces)]
    over = [0.0, *accumulate(piece.over for piece in pieces)]
    target, max_words, max_chars = limits.target_words, limits.max_words, limits.max_chars
    least = MIN_RATIO * target
    midway = [
        speakers[piece.first] != "" and not (piece.new_block and _begins_turn(turns, piece.first)) for piece in pieces
    ]
    best = [0.0]
    begins = [0]
    for end in range(1, len(pieces) + 1):
        last = pieces[end - 1]
        cheapest, chosen = math.inf, end - 1
        for begin in range(end - 1, -1, -1):
            size = words[end] - words[begin]
            first = pieces[begin]
            # A single piece always fits; the loop ends at the first range that does not.
            if size > max_words or last.end - first.start > max_chars:
                break
            price = best[begin] + (size / target - 1) ** 2 + over[end] - over[begin + 1]
            if size < least:
                price += TOO_SHORT
            if midway[begin] and turns[last.last] > turns[first.first]:
                price += OVER_NEXT_TURN
            if price <= cheapest:
                cheapest, chosen = price, begin
        best.append(cheapest + (pieces[end].before if end < len(pieces) else 0.0))
        begins.append(chosen)
    ranges: list[tuple[int, int]] = []
    end = len(pieces)
    while end:
        ranges.append((begins[end], end))
        end = begins[end]
    return ranges[::-1]


def _begins_turn(turns: Sequence[int], row: int) -> bool:
    return turns[row] > (turns[row - 1] if row else 0)
