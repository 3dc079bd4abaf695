"""Spoken: all that a speaker says in the articles in which he speaks of something, and what of it is shown."""

from collections.abc import Sequence
from itertools import pairwise

from index import Hit, Span
from index.splitting import split_article
from rag.answer.people.attribution import HIDDEN, voices_in
from rag.answer.people.voices import is_voice_of
from rag.answer.request import as_hits, best_articles, join
from rag.evidence.points import finish
from rag.evidence.quotations import Quote, is_copy
from rag.evidence.ranking import Ranked
from rag.evidence.sentences import Sentence
from rag.support.terms import holds_any
from rag.words import content_stems, words

MOST_ARTICLES = 8  # that are read for all that a speaker says
MOST_PASSAGES = 80  # of each
UNFOUND = 0.6  # of the score of an article's best passage, for one that was not found
WORTH = 0.5  # of the best score, for what else is said in the article where a speaker speaks of just that
NEAR = 0.75  # for what he says in another one
NEAR_UNSAID = 0.9  # where no word of what is asked stands around it
GROWTH = 0.45  # for a sentence that goes on in another paragraph
AT_HOME = 0.15  # for what is said where most of it is
IN_WORDS = 0.1  # for a stretch that has all the words of what is asked
LONGEST = 650  # characters of one quotation: what is said in one go is read in one go
PARAGRAPH = "\n\n"
MOST_RUNS = 3  # by which an article is measured


def read_whole(hits: Sequence[Hit], speaker: str) -> tuple[Hit, ...]:
    """Return `hits` with every passage of their best articles in which `speaker` says something.

    What he says need not share a word with the question that he answers.
    """
    whole: list[Hit] = []
    for article in best_articles(hits, MOST_ARTICLES):
        if not is_voice_of(article, speaker):
            continue
        least = UNFOUND * max(hit.score for hit in hits if hit.article.id == article.id)
        whole += as_hits(article, split_article(article.text)[:MOST_PASSAGES], least)
    return join(hits, whole)


def choose_spoken(said: Sequence[Ranked], topic: frozenset[str], most: int) -> tuple[Quote, ...]:
    """Return at most `most` stretches of what one speaker says: all of it where he speaks of just that, in its order.

    The article in which he says most on it comes first; of others is taken what fits as well, and tells something else.
    What has words of the `topic` itself counts for more.
    """
    top = max(item.score for item in said)
    runs: dict[str, list[Quote]] = {}
    for item in sorted(said, key=lambda one: one.sentence.span.start):
        runs.setdefault(item.sentence.article.id, [])
        _put(runs[item.sentence.article.id], item, top)
    for own in runs.values():
        for run in own:
            run.score += IN_WORDS * _share(topic, run.span.of(run.article.text))
        own.sort(key=lambda run: -run.score)
    home = max(runs, key=lambda id: _weight(runs[id], top))
    fitting = [run for run in runs[home] if run.score >= WORTH * top]
    others = [
        run
        for id, own in runs.items()
        for run in (own if id != home else ())
        if run.score >= (NEAR if not topic or _share(topic, _around(run)) else NEAR_UNSAID) * top
    ]
    chosen: list[Quote] = []
    for run in sorted((*fitting, *others), key=lambda one: -one.score - AT_HOME * (one.article.id == home)):
        told = (run.sentence, *run.grown)
        copied = next((row for row, one in enumerate(chosen) if any(is_copy(one, sentence) for sentence in told)), None)
        if copied is not None:
            if len(told) > 1 + len(chosen[copied].grown):  # the same, and more of it
                chosen[copied] = run
        elif len(chosen) < most:
            chosen.append(run)
    return finish(sorted(chosen, key=lambda run: (run.article.id != home, run.article.id, run.span.start)))


def with_neighbours(kept: Sequence[Ranked], said: Sequence[Ranked]) -> list[Ranked]:
    """Return `kept` with what of `said` goes on without a word between: a quotation is told to its end."""
    known = {id(item) for item in kept}
    in_order = sorted(said, key=lambda one: (one.sentence.article.id, one.sentence.span.start))
    for pairs in (pairwise(in_order), pairwise(reversed(in_order))):
        for one, other in pairs:
            if id(one) in known and _is_beside(one.sentence, other.sentence):
                known.add(id(other))
    return [item for item in said if id(item) in known]


def _is_beside(one: Sentence, other: Sentence) -> bool:
    first, second = sorted((one.span, other.span), key=lambda span: span.start)
    return one.article.id == other.article.id and not one.article.text[first.end : second.start].strip()


def _put(runs: list[Quote], item: Ranked, top: float) -> None:
    """Make a sentence part of the stretch before it where it goes on with that, else a stretch of its own."""
    sentence, last = item.sentence, runs[-1] if runs else None
    if sentence.is_order:
        return
    is_beside = last is not None and PARAGRAPH not in sentence.article.text[last.span.end : sentence.span.start]
    goes_on = is_beside or item.score >= GROWTH * top or _is_all_quoted(item)
    if last is not None and goes_on and last.takes(sentence):
        last.grow(sentence)
        last.score = max(last.score, item.score)
        return
    if last is None or last.span.end <= sentence.span.start:
        start = sentence.lead if last is None or last.span.end <= sentence.lead else sentence.span.start
        span = Span(start, sentence.span.end)
        runs.append(Quote(sentence.article, span, item.score, sentence, LONGEST, bridged=0))


def _is_all_quoted(item: Ranked) -> bool:
    voices = voices_in(item.sentence.article.text, item.sentence.span)
    return bool(voices) and not words(voices[0].outside.replace(HIDDEN, " "))


def _around(run: Quote) -> str:
    return f"{run.article.title}\n{run.sentence.passage_text}"


def _share(topic: frozenset[str], text: str) -> float:
    own = content_stems(text)
    return sum(holds_any((stem,), own) for stem in topic) / max(1, len(topic))


def _weight(runs: Sequence[Quote], top: float) -> float:
    """Return how much an article tells of what is asked: by its best stretches, one that is missing counts half."""
    best = [run.score for run in runs[:MOST_RUNS]]
    return sum(best) + (MOST_RUNS - len(best)) * WORTH * top
