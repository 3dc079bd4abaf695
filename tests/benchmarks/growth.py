"""A library that grows without an embedding model: generated articles, put in as a sync puts them."""

import itertools
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import date, timedelta
from hashlib import blake2b
from pathlib import Path

import numpy as np
from generated import DIM, Rows, Texts, World

from index.database import Database, SplitText
from index.embedders.base import EmbedderIdentity
from index.filling.changes import put_article
from index.types import Article, Passage

AT_ONCE = 450  # articles a transaction
PASSAGES = 24  # an article, as in the news articles that the vectors were fitted to
SOURCES = 20
FIRST_DAY = date(2015, 1, 1)
DAYS = 3650


class GeneratedEmbedder:
    """An Embedder that knows the vectors of the questions, and makes one up for any other text."""

    def __init__(self, questions: dict[str, Rows]) -> None:
        self.identity = EmbedderIdentity("generated", "1", DIM)
        self._questions = questions

    def embed_passages(self, texts: Sequence[str]) -> Rows:
        """Return float32 vectors, shape (len(texts), DIM), rows of unit length."""
        rows = [np.random.default_rng(_seed(text)).normal(size=DIM) for text in texts]
        units = np.array(rows, dtype=np.float32).reshape(-1, DIM)
        units /= np.linalg.norm(units, axis=1, keepdims=True)
        return units

    def embed_question(self, question: str) -> Rows:
        """Return one float32 vector, shape (DIM,), of unit length."""
        known = self._questions.get(question)
        vector: Rows = self.embed_passages([question])[0] if known is None else known
        return vector


def questions(world: World, texts: Texts, count: int) -> dict[str, Rows]:
    """Return questions with their vectors."""
    dice = np.random.default_rng(7)
    stories = world.stories_by_weight(count)
    return {texts.question(dice, int(story)): row for story, row in zip(stories, world.questions(count), strict=True)}


def articles(world: World, texts: Texts, start: int) -> Iterator[tuple[Article, SplitText]]:
    """Yield the articles from passage number `start` on, with their passages and vectors."""
    for number, (rows, stories) in world.slices(start // world.slice):
        order = np.argsort(stories, kind="stable")
        dice = np.random.default_rng([9, number])
        for first in range(0, len(order), PASSAGES):
            if number * world.slice + first < start:
                continue
            members = order[first : first + PASSAGES]
            yield _article(f"g{number}-{first}", [texts.passage(dice, int(stories[m])) for m in members], rows[members])


def fill(library: Path, world: World, texts: Texts, wanted: int, seconds: float, clock: "Clock") -> int:
    """Put articles in until there are `wanted` passages or the time is over; return how many there are."""
    with closing(Database(library / "library.sqlite")) as database:
        return grow(database, world, texts, wanted, seconds, clock)


def grow(database: Database, world: World, texts: Texts, wanted: int, seconds: float, clock: "Clock") -> int:
    """Do `fill` over a connection that may write."""
    if database.connection.embedder is None:
        with database.connection.transaction():
            database.connection.set_embedder(GeneratedEmbedder({}).identity)
    held = database.passages.count()
    supply = articles(world, texts, held)
    while held < wanted and clock() < seconds:
        with database.connection.transaction():
            for article, split in itertools.islice(supply, min(AT_ONCE, -(-(wanted - held) // PASSAGES))):
                put_article(database, article, Path("generated.jsonl"), split)
                held += len(split.passages)
    return held


class Clock:
    """Seconds since it was made."""

    def __init__(self) -> None:
        from time import perf_counter

        self._now = perf_counter
        self._start = perf_counter()

    def __call__(self) -> float:
        return self._now() - self._start


def _article(id: str, passages: list[str], rows: Rows) -> tuple[Article, SplitText]:
    spans, start = [], 0
    for passage in passages:
        spans.append(Passage(passage, start, start + len(passage)))
        start += len(passage) + 2
    seed = _seed(id)
    day = FIRST_DAY + timedelta(days=seed % DAYS)
    title = " ".join(passages[0].split()[:6])
    article = Article(id, title, "\n\n".join(passages), source=f"Source {seed % SOURCES}", published=day)
    return article, SplitText(tuple(spans), rows)


def _seed(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big")
