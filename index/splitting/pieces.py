"""Pieces: what is never divided between two passages, with the price of the border before each."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from index.splitting.blocks import Block
from index.splitting.sentences import sentences_within
from index.types import Span

MAX_RATIO = 1.45
# 1,040 characters of English news are within the 256 tokens that a small embedder reads, nearly always.
CHARS_PER_TARGET_WORD = 8
MIN_MAX_CHARS = 80
# Shorter pieces are not parted from their neighbour, which also bounds the work of dividing.
MIN_PIECE_WORDS = 6

# Prices of borders, in units of a passage that misses its target by 100 %.
BETWEEN_SENTENCES = 0.3
INSIDE_SENTENCE = 0.5
AFTER_QUESTION = 0.4
AFTER_HEADING = 20.0
OVER_MARKED_HEADING = 0.9
OVER_GUESSED_HEADING = 0.35

# Scripts without spaces: a character there costs an embedder about as much as a word of English.
UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\U00020000-\U0003ffff]")
TOKEN = re.compile(r"\S+")


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
        return max(MIN_MAX_CHARS, CHARS_PER_TARGET_WORD * self.target_words)


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence, a few short ones, or a part of one that exceeds the limits.

    `first` and `last` are the numbers of the blocks it begins and ends in; `new_block` tells whether it
    begins one. `before` is the price of ending a passage right before it, `over` of going on over that border.
    """

    start: int
    end: int
    words: int
    first: int
    last: int
    new_block: bool
    before: float
    over: float


def cut_pieces(text: str, blocks: Sequence[Block], limits: Limits) -> list[Piece]:
    """Return the pieces of an article in order; between them only whitespace is left out."""
    unspaced = UNSPACED.search(text) is not None
    merged: list[Piece] = []
    for row, block in enumerate(blocks):
        before, over = _border_prices(text, blocks[row - 1] if row else None, block)
        new_block = True
        for span, words, price_behind in _parts(text, block.span, limits, unspaced=unspaced):
            piece = Piece(span.start, span.end, words, row, row, new_block, before, over)
            before, over, new_block = price_behind, 0.0, False
            if merged and _belong_together(merged[-1], piece, limits):
                last = merged.pop()
                piece = replace(last, end=piece.end, words=last.words + words, last=row)
            merged.append(piece)
    return merged


def _belong_together(last: Piece, piece: Piece, limits: Limits) -> bool:
    """Tell whether one of two neighbours is too short to be parted from the other."""
    if last.words + piece.words > limits.max_words or piece.end - last.start > limits.max_chars or piece.over:
        return False
    if not piece.new_block:
        return min(last.words, piece.words) < MIN_PIECE_WORDS
    return last.words < MIN_PIECE_WORDS and last.new_block


def _border_prices(text: str, previous: Block | None, block: Block) -> tuple[float, float]:
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


def _parts(text: str, span: Span, limits: Limits, *, unspaced: bool) -> Iterator[tuple[Span, int, float]]:
    """Yield the sentences of a block, over-long ones in parts: span, words, price of the border behind it."""
    for sentence in sentences_within(text, span):
        words = _count_words(sentence.of(text), unspaced=unspaced)
        if words > limits.max_words or sentence.end - sentence.start > limits.max_chars:
            yield from _cut(text, sentence, words, limits, unspaced=unspaced)
        else:
            yield sentence, words, BETWEEN_SENTENCES


def _cut(text: str, span: Span, words: int, limits: Limits, *, unspaced: bool) -> Iterator[tuple[Span, int, float]]:
    """Yield about equal parts of an over-long sentence, cut at whitespace, inside a word only where one is too long."""
    parts = max(-(-words // limits.max_words), -(-(span.end - span.start) // limits.max_chars))
    goal = -(-words // parts)
    start, end, size = span.start, span.start, 0
    for token, more in _tokens(text, span, limits, unspaced=unspaced):
        if size and (size + more > goal or token.end - start > limits.max_chars):
            yield Span(start, end), size, INSIDE_SENTENCE
            start, size = token.start, 0
        end, size = token.end, size + more
    yield Span(start, end), size, BETWEEN_SENTENCES


def _tokens(text: str, span: Span, limits: Limits, *, unspaced: bool) -> Iterator[tuple[Span, int]]:
    """Yield the words of a sentence with their count; one that alone exceeds the limits comes in slices."""
    for match in TOKEN.finditer(text, span.start, span.end):
        start, end = match.span()
        step = limits.max_chars
        wide = unspaced and UNSPACED.search(text, start, end) is not None
        if wide:
            # Signs and words in between count together, so that a slice may hold fewer words than signs.
            step = min(step, limits.max_words)
        for begin in range(start, end, step):
            part = Span(begin, min(begin + step, end))
            yield part, _count_words(part.of(text), unspaced=True) if wide else 1


def _count_words(piece: str, *, unspaced: bool) -> int:
    """Return how many words a piece has; in a script without spaces every character counts as one."""
    if not unspaced:
        return len(piece.split())
    spaced, signs = UNSPACED.subn(" ", piece)
    return len(spaced.split()) + signs
