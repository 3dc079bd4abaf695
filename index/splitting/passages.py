"""Passages: contiguous runs of whole sentences of about one length, the best such division of an article."""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from index.splitting.blocks import Block, split_blocks
from index.splitting.sentences import sentences_within
from index.types import Passage, Span

MAX_RATIO = 1.45
MIN_RATIO = 1 / 3
# 1,050 characters of English news are at most the 256 tokens that a small embedder reads, nearly always.
CHARS_PER_TARGET_WORD = 8
# A script without spaces: a character there costs an embedder about as much as a word of English.
UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\U00020000-\U0003ffff]")
TOKEN = re.compile(r"\S+")

# What a border costs, in units of a passage that misses its target by 100 %.
BETWEEN_SENTENCES = 0.3
BETWEEN_TURN_SENTENCES = 0.35
INSIDE_SENTENCE = 0.5
AFTER_HEADING = 20.0
# What it costs to go on over a border that should divide.
AFTER_QUESTION = 0.4
OVER_MARKED_HEADING = 0.9
OVER_GUESSED_HEADING = 0.35
OVER_NEXT_TURN = 0.8
TOO_SHORT = 0.3


# Shorter sentences are not parted from the next one in their block.
MIN_PIECE_WORDS = 6


@dataclass(frozen=True, slots=True)
class Limits:
    """The sizes of passages, in words and in characters."""

    target_words: int

    @property
    def max_words(self) -> int:
        """Return the most words a passage may have."""
        return max(1, int(MAX_RATIO * self.target_words))

    @property
    def max_chars(self) -> int:
        """Return the most characters a passage may have."""
        return max(80, CHARS_PER_TARGET_WORD * self.target_words)


@dataclass(frozen=True, slots=True)
class Piece:
    """What is never divided: a few sentences or a part of an over-long one.

    `row` is its block's number; `before` is what it costs to end a passage right before it, `over` what it
    costs to go on over that border.
    """

    start: int
    end: int
    words: int
    row: int
    before: float
    over: float


def split_article(text: str, target_words: int = 130) -> tuple[Passage, ...]:
    """Return the passages of `text` in order; between them only whitespace is left out.

    A passage has about `target_words` words, not above 1.45 times that nor 8 characters a target word, and
    not below a third where its neighbours allow it. It ends at a sentence's end (a sentence above the limit
    is cut at whitespace), rather at a paragraph's, and a heading begins a new one. `speaker` is set when
    all of it is one person's turn.
    """
    if target_words < 1:
        raise ValueError(f"target_words is {target_words}; expected 1 or more, such as 130")
    limits = Limits(target_words)
    blocks = split_blocks(text)
    unspaced = UNSPACED.search(text) is not None
    pieces: list[Piece] = []
    for row, block in enumerate(blocks):
        previous = blocks[row - 1] if row else None
        before, over = _border_costs(text, previous, block)
        for start, end, words, inside in _parts(text, block.span, limits, unspaced=unspaced):
            pieces.append(Piece(start, end, words, row, before, over))
            before, over = inside, 0.0
    return tuple(
        _passage(text, blocks, pieces[first], pieces[last - 1]) for first, last in _divide(blocks, pieces, limits)
    )


def _passage(text: str, blocks: Sequence[Block], first: Piece, last: Piece) -> Passage:
    speakers = {block.speaker for block in blocks[first.row : last.row + 1]}
    speaker = speakers.pop() if len(speakers) == 1 else ""
    return Passage(text[first.start : last.end], first.start, last.end, speaker)


def _border_costs(text: str, previous: Block | None, block: Block) -> tuple[float, float]:
    """Return what it costs to end a passage before `block`, and to go on into it."""
    if previous is None:
        return 0.0, 0.0
    if previous.kind == "heading":
        return AFTER_HEADING, 0.0
    over = 0.0
    if block.kind == "heading":
        over = OVER_MARKED_HEADING if text[block.span.start] in "#*_" else OVER_GUESSED_HEADING
    asks = previous.kind == "turn" and text[previous.span.end - 1] == "?"
    return (AFTER_QUESTION if asks else 0.0), over


def _divide(blocks: Sequence[Block], pieces: Sequence[Piece], limits: Limits) -> list[tuple[int, int]]:
    """Return the cheapest division into passages, as ranges of pieces; equal costs keep the longer last one."""
    words = [0, *accumulate(piece.words for piece in pieces)]
    over = [0.0, *accumulate(piece.over for piece in pieces)]
    new_turn = [
        row == 0 or (piece.row != pieces[row - 1].row and blocks[piece.row].kind == "turn")
        for row, piece in enumerate(pieces)
    ]
    turns = [0, *accumulate(new_turn)]
    midway = [
        not new_turn[row]
        and blocks[piece.row].speaker != ""
        and blocks[piece.row].speaker == blocks[pieces[row - 1].row].speaker
        for row, piece in enumerate(pieces)
    ]
    best = [0.0]
    begins = [0]
    for end in range(1, len(pieces) + 1):
        after = pieces[end].before if end < len(pieces) else 0.0
        cheapest, chosen = math.inf, end - 1
        for begin in range(end - 1, -1, -1):
            size = words[end] - words[begin]
            too_long = size > limits.max_words or pieces[end - 1].end - pieces[begin].start > limits.max_chars
            if too_long and begin < end - 1:
                break
            cost = best[begin] + (size / limits.target_words - 1) ** 2 + over[end] - over[begin + 1]
            if size < MIN_RATIO * limits.target_words:
                cost += TOO_SHORT
            if midway[begin] and turns[end] > turns[begin + 1]:
                cost += OVER_NEXT_TURN
            if cost <= cheapest:
                cheapest, chosen = cost, begin
        best.append(cheapest + after)
        begins.append(chosen)
    ranges: list[tuple[int, int]] = []
    end = len(pieces)
    while end:
        ranges.append((begins[end], end))
        end = begins[end]
    return ranges[::-1]


def _parts(text: str, span: Span, limits: Limits, *, unspaced: bool) -> Iterator[tuple[int, int, int, float]]:
    """Yield start, end and words of what is not divided in a block, with the price of the border behind it."""
    start, words = span.start, 0
    end = span.start
    for sentence in sentences_within(text, span):
        more = _count_words(sentence.of(text), unspaced=unspaced)
        joined = words + more
        if words and (joined > limits.max_words or sentence.end - start > limits.max_chars):
            yield start, end, words, BETWEEN_SENTENCES
            start, joined = sentence.start, more
        end, words = sentence.end, joined
        if words > limits.max_words or end - start > limits.max_chars:
            yield from _cut(text, Span(start, end), words, limits, unspaced=unspaced)
        elif words >= MIN_PIECE_WORDS:
            yield start, end, words, BETWEEN_SENTENCES
        else:
            continue
        start, words = _skip_space(text, end, span.end), 0
    if words:
        yield start, end, words, BETWEEN_SENTENCES


def _cut(text: str, span: Span, words: int, limits: Limits, *, unspaced: bool) -> Iterator[tuple[int, int, int, float]]:
    """Yield about equal parts of an over-long sentence, cut at whitespace, inside a word only where one is too long."""
    parts = max(-(-words // limits.max_words), -(-(span.end - span.start) // limits.max_chars))
    goal = -(-words // parts)
    start, end, size = span.start, span.start, 0
    for token in _tokens(text, span, limits, unspaced=unspaced):
        more = _count_words(token.of(text), unspaced=unspaced)
        if size and (size + more > goal or token.end - start > limits.max_chars):
            yield start, end, size, INSIDE_SENTENCE
            start, size = token.start, 0
        end, size = token.end, size + more
    yield start, end, size, BETWEEN_SENTENCES


def _tokens(text: str, span: Span, limits: Limits, *, unspaced: bool) -> Iterator[Span]:
    """Yield the words of a sentence; one that alone exceeds the limits comes in slices."""
    for match in TOKEN.finditer(text, span.start, span.end):
        start, end = match.span()
        slice_chars = limits.max_chars
        if unspaced and UNSPACED.search(text, start, end):
            slice_chars = min(slice_chars, limits.max_words)
        for begin in range(start, end, slice_chars):
            yield Span(begin, min(begin + slice_chars, end))


def _count_words(piece: str, *, unspaced: bool) -> int:
    """Return how many words a piece has; in a script without spaces every character counts as one."""
    if not unspaced:
        return len(piece.split())
    spaced, signs = UNSPACED.subn(" ", piece)
    return len(spaced.split()) + signs


def _skip_space(text: str, position: int, end: int) -> int:
    while position < end and text[position].isspace():
        position += 1
    return position
