"""The generator without a model: it answers with the evidence's best sentences, word for word."""

import math
from collections.abc import Iterator

from rag.generators.base import Form, GeneratorIdentity, Reading, Review
from rag.types import Window

EXTRACTIVE = "extractive"  # its name
# An English word takes about 1.3 tokens of a 50,000-piece vocabulary.
TOKENS_PER_WORD = 1.3
# The second window speaks, too, when its score is at least this share of the first one's.
CLOSE_RATIO = 0.95


class ExtractiveGenerator:
    """Answers with the best sentence of the first window, and of the second when it fits as well.

    It needs no model, loads nothing and never fails: the reference, the fallback and the stand-in
    for tests.
    """

    @property
    def identity(self) -> GeneratorIdentity:
        """Return who this generator is."""
        return GeneratorIdentity(EXTRACTIVE, "")

    def count_tokens(self, text: str) -> int:
        """Return an estimate: `TOKENS_PER_WORD` a word, rounded up."""
        return math.ceil(len(text.split()) * TOKENS_PER_WORD)

    def generate(self, reading: Reading) -> Iterator[str]:
        """Yield one or two sentences of the evidence, verbatim; nothing without evidence, and no paragraph.

        The first is written even when it is longer than `max_answer_tokens`: half a sentence is no
        quotation.
        """
        windows = reading.evidence.windows
        if not windows or reading.form is Form.PARAGRAPH:  # whose sentences are shown as points already
            return
        first = windows[0].best.of(windows[0].article.text).strip()
        yield first
        if len(windows) < 2 or windows[0].score <= 0:
            return
        second = windows[1].best.of(windows[1].article.text).strip()
        close = windows[1].score >= CLOSE_RATIO * windows[0].score
        room = self.count_tokens(f"{first} {second}") <= reading.max_answer_tokens
        if close and room and second != first:
            # A line break keeps two sentences two when the first is a headline, or the second the row of a table.
            yield f"\n{second}"

    def review(self, reading: Reading, written: str, window: Window | None) -> Review:
        """Return nothing: it has no words and no doubts of its own."""
        return Review()

    def warm_up(self) -> None:
        """Do nothing: there is nothing to load."""
