"""Tellings: the sentence of an article that tells most of an asked value."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index import Article, Span
from index.splitting.sentences import sentences_within
from rag.answer.citations import cite
from rag.answer.corrections.asked_value import AskedValue
from rag.answer.corrections.stories import MOST_CHARS, paragraphs_of
from rag.answer.corrections.withdrawals import (
    correcting_blocks,
)
from rag.support.quantity import Quantity
from rag.support.terms import holds_any, is_alike
from rag.types import Citation, Window
from rag.words import content_stems

OF_TOPIC = 0.5  # of a question's words, that a sentence with its title must hold
IN_TITLE = 0.5  # of a word's weight where only the title has it
_ACCUSED = re.compile(
    r"\b(?:arrested|charged|convicted|sentenced|jailed|pleaded guilty|confessed|acquitted|suspected"
    r"|(?:believed|thought|said|alleged) to have (?:taken|been|carried|done|acted)|gang of)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Telling:
    """What an article tells for what is asked, in its own characters; `value` is "" where it cannot be told in a word.

    `is_of_it`: it says so itself, and not its title alone: it may come first.
    """

    article: Article
    span: Span
    value: str = ""
    share: float = 0.0
    amounts: tuple[Quantity, ...] = ()
    is_correction: bool = False
    is_of_it: bool = True

    @property
    def citation(self) -> Citation:
        """Return the citation of its sentence."""
        return cite(self.article, self.span)

    @property
    def window(self) -> Window:
        """Return its sentence as what is read."""
        return Window(self.article, self.span.start, self.span.end, self.span, 1.0)


def best_of(asked: AskedValue, article: Article) -> Telling | None:
    """Return the sentence of an article that tells most of what is asked; None where none tells it."""
    found = [told for told in _tellings(asked, article) if told.share >= OF_TOPIC]
    return max(found, key=lambda one: one.share, default=None)


def _tellings(asked: AskedValue, article: Article) -> Iterator[Telling]:
    text, title = article.text[:MOST_CHARS], content_stems(article.title)
    corrected = correcting_blocks(article)
    for block in paragraphs_of(article):
        if any(one.overlaps(block) for one in corrected):
            continue
        if asked.is_culprit:
            yield from _culprits(article, block)
            continue
        for span in sentences_within(text, block):
            said = span.of(text)
            amounts = asked.amounts(said)
            if said.strip() == article.title.strip() or not amounts:
                continue
            stems = content_stems(said)
            told_of = asked.topic - title - {asked.counted}
            is_of_it = not told_of or holds_any(told_of, stems)
            share = _share(asked.topic, stems, title)
            value = asked.value(said, amounts)
            yield Telling(article, span, value, share, tuple(amounts), is_of_it=is_of_it)


def _culprits(article: Article, block: Span) -> Iterator[Telling]:
    """Yield what a paragraph tells of who did it: its sentences of arrests, charges and suspicions, in one stretch."""
    spans = [one for one in sentences_within(article.text, block) if _ACCUSED.search(one.of(article.text))]
    if spans:
        yield Telling(article, Span(spans[0].start, spans[-1].end), "", OF_TOPIC + 0.1 * len(spans))


def _share(topic: frozenset[str], said: frozenset[str], title: frozenset[str]) -> float:
    held = sum(1.0 if one in said or is_alike(one, said) else IN_TITLE * (one in title) for one in topic)
    return held / len(topic)
