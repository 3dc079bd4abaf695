"""One question and where its answer is looked for; and what a kind brings together for it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from index import Article, Filter, Hit, Library, Passage
from index.search import rank_articles
from rag.evidence.vectors import SentenceVectors
from rag.question.kind import Kind
from rag.searches import WIDE, Searches
from rag.support.demonyms import is_people
from rag.support.interviews import interviewee_at
from rag.support.names import find_names
from rag.types import Point, Window
from rag.words import fold

LEAST_NAME = 3  # letters: "US" is written in many ways
OFTEN = 3  # times in an article that is about somebody
HEAD_CHARS = 2_000  # of an article, where it introduces whom it is about
NEAR_CHARS = 300  # around a passage, for the name of whom it is about
LABEL = re.compile(r"^([^\W\d_a-zà-ÿ][^\W\d_a-zà-ÿ]+):", re.MULTILINE)  # "LORNE:", before a turn
LEAST_KEPT = 2  # hits: a name that is hardly found may be written otherwise
MOST_POINTS = 6


@dataclass(frozen=True, slots=True)
class Request:
    """A stand-alone question over the articles that pass `only`; `asked` is the day that "last week" counts from.

    `hits`: what was found for this very question already, enough for one fact; open questions are searched more widely,
    by `searches`, which makes each search once.
    """

    library: Library
    question: str
    asked: date
    only: Filter = field(default_factory=Filter)
    most: int = MOST_POINTS
    vectors: SentenceVectors = field(default_factory=SentenceVectors)
    hits: tuple[Hit, ...] = ()
    searches: Searches | None = None

    def search(self, question: str = "", k: int = WIDE, only: Filter | None = None) -> tuple[Hit, ...]:
        """Return the best passages for `question`, by default the request's own, of articles that know its names."""
        asked = question or self.question
        searches = self.searches or Searches(self.library)
        return of_named(asked, searches.find(asked, k, self.only if only is None else only))


def best_articles(hits: Sequence[Hit], most: int) -> list[Article]:
    """Return at most `most` articles of `hits`, the best first."""
    known = {hit.article.id: hit.article for hit in hits}
    return [known[id] for id in rank_articles(hits)[:most]]


def as_hits(article: Article, passages: Iterable[Passage], score: float) -> tuple[Hit, ...]:
    """Return passages of an article that is read whole as hits, each as good as `score`."""
    return tuple(Hit(article, passage, score, 0.0, 0.0) for passage in passages)


def join(first: Iterable[Hit], second: Iterable[Hit]) -> tuple[Hit, ...]:
    """Return the hits of both in their order, a passage that both have as the first has it."""
    found: dict[tuple[str, int], Hit] = {}
    for hit in (*first, *second):
        found.setdefault((hit.article.id, hit.passage.start), hit)
    return tuple(found.values())


def of_named(question: str, hits: tuple[Hit, ...]) -> tuple[Hit, ...]:
    """Return the hits of articles about one of the question's names; all of them where hardly any is.

    What happened in the same months to somebody else is no part of a person's timeline. An article that names somebody
    once or twice, a digest of the day's news, say, is about him where it does.
    """
    # "Which American colleges …": an article about one of them need not say of which land it is.
    told = [name for name in find_names(question) if len(name.words) > 1 or not is_people(name.words[0].text)]
    # "What does the Herald's preview …": its own articles do not name the paper.
    sources = {fold(_bare(hit.article.source)) for hit in hits}
    told = [name for name in told if fold(_bare(question[name.start : name.end])) not in sources]
    names = [re.sub(r"['’]s?$|(?<=\w{3})s$", "", name.words[-1].text) for name in told]
    # "Lib Dems" is written "Lib Dem", too.
    named = [name for name in names if len(name) >= LEAST_NAME]
    kept = tuple(hit for hit in hits if any(_is_about(name, hit) for name in named))
    return kept if len(kept) >= LEAST_KEPT else hits


def _bare(name: str) -> str:
    return re.sub(r"^[Tt]he\s+|['’]s?$", "", name)


def _is_about(name: str, hit: Hit) -> bool:
    text, passage = hit.article.text, hit.passage
    near = text[max(0, passage.start - NEAR_CHARS) : passage.end + NEAR_CHARS]
    around = f"{hit.article.title}\n{near}\n{passage.speaker} {interviewee_at(text, passage.end - 1)}"
    for form in {name, name.capitalize(), name.upper()}:  # "WorldCom" is written "Worldcom", too
        if form in around or text.count(form) >= OFTEN:
            return True
    labels = frozenset(LABEL.findall(near))  # found first: names are read of few articles so
    return bool(labels) and any(part.upper() in labels for part in (name, *_whole_name(name, text)))


@lru_cache(maxsize=256)
def _whole_name(name: str, text: str) -> tuple[str, ...]:
    """Return the words of the whole name that an article introduces somebody by: "Agnes Thorley", of "Agnes"."""
    known = [tuple(word.text for word in one.words) for one in find_names(text[:HEAD_CHARS])]
    return next((words for words in known if name in words and len(words) > 1), ())


@dataclass(frozen=True, slots=True)
class Gathered:
    """The points and hits brought together for a question of `kind`.

    `note` says in one sentence what must be known beside the points: what was covered, which side is missing, or why
    there are no points. `score`, 0 to 1, is how well the best point fits the question; `answerable` tells whether that
    is enough. `short` is the answer in a few words where code can tell it: a table's value, a count of its rows.
    `near`: the passages of the sentences that fit about as well as the best, each with that sentence: one of them
    answers where no model writes. `telling`: those of the sentences that have the verb of a question for a time or
    an amount, and one. `question`: the part of what was asked that it is for.
    """

    kind: Kind
    points: tuple[Point, ...]
    note: str = ""
    score: float = 0.0
    answerable: bool = True
    short: str = ""
    near: tuple[Window, ...] = ()
    telling: tuple[Window, ...] = ()
    question: str = ""
