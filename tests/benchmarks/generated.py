"""Vectors and texts of any number that search as hard as real ones do.

The vectors are drawn from a tree of Gaussians, topic > story > point > passage, with heavy-tailed sizes at each
level, then scaled to unit length. The variance of each level, its spectrum and the spread were fitted to the
35,859 MiniLM vectors of passages from 1,488 news articles: `python tests/benchmarks/generated.py LIBRARY.sqlite`
prints, beside each other, how near the 1st, 10th and 100th neighbour lies in a library and in as many generated
vectors. The texts draw words with Zipf's frequencies, and each story has words of its own.
"""

import argparse
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

DIM = 384
SLICE = 50_000  # passages that are drawn at once
PER_STORY = 60  # passages on average
PER_POINT = 5
# Shares of the variance: the mean of all vectors, topics, stories, points, and what each passage has alone.
MEAN, TOPIC, STORY, POINT, OWN = 0.06, 0.11, 0.17, 0.20, 0.46
SPREAD = 0.3  # of the logarithm of the points' and the passages' own scale: some are near-copies, some stand alone
# Shares of the variance along the principal axes with these numbers; logarithmic in between.
AXES = (0, 1, 2, 4, 9, 19, 49, 99, 199, 299, 383)
ABOVE = (0.059, 0.051, 0.039, 0.034, 0.019, 0.0116, 0.0049, 0.0021, 0.0005, 0.0001, 0.00001)
WITHIN = (0.0206, 0.0192, 0.0168, 0.0152, 0.0115, 0.0085, 0.0057, 0.0034, 0.0015, 0.0003, 0.00001)
VOCABULARY = 60_000
STORY_WORDS = 40

Rows = NDArray[np.float32]


class World:
    """The topics and stories that all passages of one size and seed share."""

    def __init__(self, count: int, seed: int = 0) -> None:
        self.count = count
        self.slice = SLICE
        self.seed = seed
        dice = np.random.default_rng([seed, 1])
        self._axes = np.linalg.qr(dice.normal(size=(DIM, DIM)))[0].astype(np.float32)
        topics = max(2, int(1.5 * np.sqrt(count / 10)))
        stories = max(2, count // PER_STORY)
        topic_of = _heavy(dice, topics, stories)
        self._mean = np.sqrt(MEAN) * self._axes[-1]
        self._stories = (
            self._mean + self._draw(dice, topics, TOPIC, ABOVE)[topic_of] + self._draw(dice, stories, STORY, ABOVE)
        )
        weights = _weights(dice, stories)
        self._story_weights = weights / weights.sum()

    def slices(self, first: int = 0) -> Iterator[tuple[int, tuple[Rows, NDArray[np.int64]]]]:
        """Yield the number of each slice with its unit vectors, float32, shape (n, DIM), and the story of each."""
        for number in range(first, -(-self.count // SLICE)):
            count = min(SLICE, self.count - number * SLICE)
            yield number, self._slice(np.random.default_rng([self.seed, 2, number]), count)

    def stories_by_weight(self, count: int) -> NDArray[np.int64]:
        """Return the stories that `questions` asks about."""
        return self._slice(np.random.default_rng([self.seed, 3]), count)[1]

    def questions(self, count: int) -> Rows:
        """Return vectors that are not among the passages, drawn as they are."""
        return self._slice(np.random.default_rng([self.seed, 3]), count)[0]

    def _slice(self, dice: np.random.Generator, count: int) -> tuple[Rows, NDArray[np.int64]]:
        points = max(1, count // PER_POINT)
        story_of = dice.choice(len(self._stories), size=points, p=self._story_weights)
        centres = self._stories[story_of] + self._draw(dice, points, POINT, WITHIN) * _scales(dice, points)
        point_of = _heavy(dice, points, count)
        rows = centres[point_of] + self._draw(dice, count, OWN, WITHIN) * _scales(dice, count)
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        return rows.astype(np.float32), story_of[point_of]

    def _draw(self, dice: np.random.Generator, count: int, share: float, spectrum: tuple[float, ...]) -> Rows:
        axes = np.exp(np.interp(np.arange(DIM), AXES, np.log(spectrum)))
        deviations = np.sqrt(share * axes / axes.sum()).astype(np.float32)
        rows: Rows = (dice.standard_normal((count, DIM), dtype=np.float32) * deviations) @ self._axes
        return rows


class Texts:
    """Passages of about `words` words: common ones with Zipf's frequencies, rarer ones of their story."""

    def __init__(self, seed: int = 0, words: int = 130) -> None:
        dice = np.random.default_rng([seed, 4])
        letters = np.array(list("etaoinshrdlucmfwypvbgk"))
        lengths = dice.integers(2, 10, VOCABULARY)
        self._seed = seed
        self._stories: dict[int, NDArray[np.str_]] = {}
        self._words = np.array(["".join(dice.choice(letters, length)) for length in lengths])
        frequencies = 1 / (np.arange(VOCABULARY) + 2.7)
        self._cumulated = np.cumsum(frequencies / frequencies.sum())
        self._length = words

    def of_story(self, story: int) -> NDArray[np.str_]:
        """Return the words that passages of a story share."""
        if story not in self._stories:
            rare = np.random.default_rng([self._seed, 5, story]).integers(2000, VOCABULARY, STORY_WORDS)
            self._stories[story] = self._words[rare]
        return self._stories[story]

    def passage(self, dice: np.random.Generator, story: int) -> str:
        """Return one passage: a tenth of its words are its story's."""
        length = int(dice.normal(self._length, self._length / 6)) + 10
        words = self._words[np.searchsorted(self._cumulated, dice.random(length)).clip(max=VOCABULARY - 1)]
        own = dice.random(length) < 0.1
        words[own] = dice.choice(self.of_story(story), int(own.sum()))
        return " ".join(words) + "."

    def question(self, dice: np.random.Generator, story: int) -> str:
        """Return a question of three common words and three of a story."""
        common = self._words[np.searchsorted(self._cumulated, dice.random(3)).clip(max=VOCABULARY - 1)]
        return " ".join([*common, *dice.choice(self.of_story(story), 3)]) + "?"


def _weights(dice: np.random.Generator, count: int) -> NDArray[np.float64]:
    """Return heavy-tailed weights: with a shape of 1.3 the largest tenth has about half."""
    weights: NDArray[np.float64] = (dice.pareto(1.3, count) + 1).clip(max=1000)
    return weights


def _heavy(dice: np.random.Generator, groups: int, members: int) -> NDArray[np.int64]:
    weights = _weights(dice, groups)
    chosen: NDArray[np.int64] = dice.choice(groups, size=members, p=weights / weights.sum())
    return chosen


def _scales(dice: np.random.Generator, count: int) -> Rows:
    scales: Rows = np.exp(dice.normal(-(SPREAD**2), SPREAD, (count, 1))).astype(np.float32)
    return scales


def neighbours(rows: Rows, count: int = 500) -> list[list[float]]:
    """Return the 10 %, 50 % and 90 % quantiles of the cosine of the 1st, 10th and 100th neighbour."""
    chosen = np.random.default_rng(0).choice(len(rows), min(count, len(rows)), replace=False)
    cosines = rows[chosen] @ rows.T
    cosines[np.arange(len(chosen)), chosen] = -1
    ordered = -np.sort(-cosines, axis=1)
    return [np.quantile(ordered[:, rank], [0.1, 0.5, 0.9]).round(3).tolist() for rank in (0, 9, 99)]


def main() -> None:
    """Compare a library's vectors with generated ones."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("library", type=Path, help="a copy of a library.sqlite")
    connection = sqlite3.connect(parser.parse_args().library)
    blobs = [row[0] for row in connection.execute("SELECT vector FROM vectors ORDER BY passage_id")]
    real = np.frombuffer(b"".join(blobs), dtype="<f4").reshape(len(blobs), -1)
    generated = np.concatenate([rows for _, (rows, _) in World(len(real)).slices()])
    for name, rows in (("real", real), ("generated", generated)):
        sys.stdout.write(f"{name}: {len(rows)} vectors, neighbours 1, 10, 100: {neighbours(rows)}\n")


if __name__ == "__main__":
    main()
