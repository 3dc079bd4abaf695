"""Ranking: how well each sentence of the hits fits a question.

A sentence is worth its cosine to the question, the share of the question's words that it holds, and the score of the
passage it stands in. Only the sentences that look best without their vectors are embedded.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index import Hit
from index.embedders.base import Embedder
from rag.evidence.overlap import word_weights
from rag.evidence.sentences import Sentence, read_sentences
from rag.evidence.vectors import SentenceVectors
from rag.language import differ
from rag.question.subject import topic_stems
from rag.support.terms import is_alike
from rag.words import content_stems, words

# Sentences that are embedded for a question, which is most of what points cost: with 32 instead of 20 open-news holds
# .76 instead of .75 of the facts, clapnq-half the same, and points take a quarter longer.
READ = 20
WORDS_UNREAD = 0.2  # for the share of the question's words, while no cosine is known
COSINE, WORDS, PASSAGE = 0.45, 0.1, 0.35
READ_FOR_LANGUAGE = 5  # hits
READ_ABROAD = 3  # times as many sentences, of which no word tells which fits
TITLE = 0.5  # of a word's weight where only the article's title holds it
ALIKE = 0.8  # where it is there in another form: "injuries", asked for the injured
HEADING = 0.8  # where the heading above holds it
BESIDE = 0.8  # where another sentence of its paragraph holds it: an answer stands beside the words it answers


@dataclass(frozen=True, slots=True)
class Ranked:
    """A sentence with how well it fits the question, and its vector, float32, of unit length.

    `fit` is that of every kind of question, 0 to 1; `score` has what its kind of sentence is worth on top.
    """

    sentence: Sentence
    fit: float
    score: float
    vector: NDArray[np.float32]


def rank_sentences(
    question: str,
    hits: Sequence[Hit],
    embedder: Embedder,
    vectors: SentenceVectors,
    *,
    bonus: Callable[[Sentence], float] = lambda _: 0.0,
    read: int = READ,
) -> tuple[Ranked, ...]:
    """Return the sentences of `hits` that fit `question` best, best first; `bonus` adds what their kind is worth."""
    sentences = read_sentences(hits)
    asked = topic_stems(question) or content_stems(question)
    is_abroad = differ(question, [hit.passage.text for hit in hits[:READ_FOR_LANGUAGE]]) is not None
    if is_abroad:
        # "graves", in French, is no grave: of another language only names and numbers are the same word.
        asked = frozenset(
            word.stem for word in words(question) if word.stem in asked and (word.is_name or word.is_number)
        )
    weights = word_weights(asked, hits)
    total = sum(weights.values()) or 1.0
    in_title = 1.0 if is_abroad else TITLE
    held = [_held(sentence, weights, in_title) / total for sentence in sentences]
    fits = [PASSAGE * item.score + WORDS * share for item, share in zip(sentences, held, strict=True)]
    worths = [bonus(sentence) for sentence in sentences]
    unread = [PASSAGE * item.score + WORDS_UNREAD * share for item, share in zip(sentences, held, strict=True)]
    most = read * READ_ABROAD if is_abroad else read
    order = sorted(range(len(sentences)), key=lambda row: -unread[row] - worths[row])[:most]
    found = vectors.of(embedder, [sentences[row].text for row in order])
    cosines = found @ embedder.embed_question(question) if order else np.empty(0)
    ranked = [
        Ranked(
            sentences[row], fits[row] + COSINE * float(cosine), fits[row] + worths[row] + COSINE * float(cosine), vector
        )
        for row, cosine, vector in zip(order, cosines, found, strict=True)
    ]
    return tuple(sorted(ranked, key=lambda item: -item.score))


def _held(sentence: Sentence, weights: dict[str, float], in_title: float = TITLE) -> float:
    """Return the weight of the question's words that a sentence holds; those around it count in part."""
    own = content_stems(sentence.whole.of(sentence.article.text))
    title = content_stems(sentence.article.title)
    heading = content_stems(sentence.heading)
    beside = content_stems(sentence.paragraph)
    around = {
        stem: max(HEADING * (stem in heading), BESIDE * (stem in beside), in_title * (stem in title))
        for stem in weights
    }
    return sum(
        weight * (1.0 if stem in own else ALIKE if is_alike(stem, own) else around[stem])
        for stem, weight in weights.items()
    )
