"""Answers about the library: its sources, days, newest articles, and questions that it answers."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from index import Filter, Library
from index.types import ListedArticle
from rag.answer.overviews.round_up import first_points
from rag.answer.request import Gathered, Request
from rag.answer.scope import newest_first
from rag.answer.short.answer_type import MONTH, WEEKDAY
from rag.question.kind import Kind
from rag.question.particulars import asked_particular
from rag.question.subject import topic_stems
from rag.support.names import find_names
from rag.words import content_stems, fold

NEWEST = 6
SUGGESTED = 4
SHOWN_SOURCES = 5
_ABOUT_ITSELF = "article wrote write written author published artikel geschrieben ecrit publie escribio publico"
EMPTY = "Your library is empty: add articles, then ask about them."
READ_TITLES = 300  # of the newest articles, for names; some .3 ms each
LEAST_TITLES = 2  # that a name must be in, to be asked about
SHOWN_TOPICS = 8
LEAD_CHARS = 600  # of an article, that tell whom and what it is about
SHORT_NAME = 2  # letters: "US" is no topic
_CALENDAR = re.compile(rf"(?:{MONTH}|{WEEKDAY}s?|Christmas|Easter)(?: \d+)?")
_ASKS_WHAT_TO_ASK = re.compile(
    r"\b(?:can|could|may|should) i ask\b|\bkinds? of questions\b|\bhelp\b|\bwhat can you do\b|\bexamples?\b"
    r"|\bhow does (?:this|it) work\b|\bwas kann ich (?:\w+ )?fragen\b|\bpuis-je (?:\w+ )?demander\b"
    r"|\bpuedo preguntar\b"
)
KINDS = (
    "Ask for one fact, for reasons (why, how), for what somebody said, for a summary, a comparison, a list or a count,"
    " for what happened when, or for yes or no; a question may go on from the last answer."
)


def gather(request: Request) -> Gathered:
    """Return first sentences of articles, one a topic, and in a note what the library holds; or only what was asked."""
    listed = request.library.articles(request.only)
    if not listed:
        return Gathered(Kind.LIBRARY, (), say_nothing_found(request.library, request.only), 1.0)
    held = describe_articles(listed, "Your selection" if request.only else "Your library")
    particular = asked_particular(request.question)
    if particular == "count":
        return Gathered(Kind.LIBRARY, (), held, 1.0)
    if particular:
        return _of_one(request, particular)
    newest = newest_first(listed)
    leads = {row.id: request.library.article(row.id).text[:LEAD_CHARS] for row in newest[:READ_TITLES]}
    topics = find_topics(newest, leads)
    asked = " · ".join(suggest_questions(listed, tuple(topics)))
    if _ASKS_WHAT_TO_ASK.search(fold(request.question)):
        return Gathered(Kind.LIBRARY, (), f"{KINDS} {f'You can ask: {asked}' if asked else ''}".strip(), 1.0)
    often = sorted(list(topics.items())[:SHOWN_TOPICS], key=lambda one: -one[1])
    of = ", ".join(f"{name} ({count:,})" for name, count in often)
    told = f" Most often they tell of {of}." if of else ""
    shown = dict.fromkeys([*_one_each(topics, newest), *newest])
    points = tuple(point for row in list(shown)[:NEWEST] for point in first_points(request.library.article(row.id)))
    return Gathered(Kind.LIBRARY, points, f"{held}{told}{f' You can ask: {asked}' if asked else ''}", 1.0)


def _one_each(topics: Iterable[str], newest: Sequence[ListedArticle]) -> Iterator[ListedArticle]:
    """Yield the newest article whose title begins with each topic, else has it: of a round-up it stands further on."""
    for topic in topics:
        titled = [row for row in newest if topic in row.title]
        if titled:
            yield next((row for row in titled if row.title.startswith(topic)), titled[0])


def _of_one(request: Request, particular: str) -> Gathered:
    """Return who wrote the article that the question is about, or the day it was published, in a note."""
    topic = topic_stems(request.question) - content_stems(_ABOUT_ITSELF)
    hit = next(iter(request.search()), None)
    if hit is None or (topic and not topic & content_stems(f"{hit.article.title} {hit.passage.text}")):
        return Gathered(Kind.LIBRARY, (), "None of your articles is about that.", 1.0)
    article, named = hit.article, f"“{hit.article.title}”"
    if particular == "writer":
        note = f"{named} was written by {article.author}." if article.author else f"{named} does not say who wrote it."
    elif article.published is None:
        note = f"{named} does not say when it was published."
    else:
        note = f"{named} was published on {article.published.isoformat()}."
    first = next(iter(first_points(article)), None)
    return Gathered(Kind.LIBRARY, (first,) if first else (), note, 1.0)


def say_nothing_found(library: Library, only: Filter) -> str:
    """Return in a sentence why nothing can be found for any question: no articles, or none that pass `only`."""
    if not library.articles():
        return EMPTY
    if not library.articles(only):
        known = sorted({row.source for row in library.articles() if row.source})
        if unknown := sorted(only.sources - set(known)):
            named = f"{', '.join(known[:SHOWN_SOURCES])}{' and others' if len(known) > SHOWN_SOURCES else ''}"
            have = f"your sources are {named}" if known else "none of them has a source"
            return f"No article has the source {' or '.join(unknown)}; {have}."
        return "None of your articles is among those that you narrowed the question to."
    return ""


def describe_articles(listed: Sequence[ListedArticle], held_by: str = "Your library") -> str:
    """Return a sentence on how many articles there are, whose, and of when."""
    sources = Counter(row.source for row in listed if row.source)
    named = [f"{source} ({count:,})" for source, count in sources.most_common(SHOWN_SOURCES)]
    more, none = len(sources) - len(named), sum(not row.source for row in listed)
    rest = [f"{more} more sources"] if more > 0 else []
    rest += [f"{none:,} without a source"] if none else []
    of = f" from {' and '.join([', '.join(named), *rest])}" if named else ""
    days = sorted(row.published for row in listed if row.published)
    when = f", published {days[0].isoformat()} to {days[-1].isoformat()}" if days else ""
    undated = sum(row.published is None for row in listed)
    without = f"; {undated:,} {'has' if undated == 1 else 'have'} no date" if undated and days else ""
    return f"{held_by} holds {len(listed):,} {'article' if len(listed) == 1 else 'articles'}{of}{when}{without}."


def find_topics(newest: Sequence[ListedArticle], leads: Mapping[str, str] = MappingProxyType({})) -> dict[str, int]:
    """Return the names that several titles, or beginnings of articles, have, the commonest first, each with how many.

    `newest`: the articles, the newest first; `leads`: how those begin whose beginnings count, by id. A paper's own name
    is no topic, nor is a month.
    """
    read = sorted((row.id, row.title) for row in newest[:READ_TITLES] if not row.title.isupper())
    sources = [fold(source).removeprefix("the ") for source in {row.source for row in newest} if source]
    named = Counter(name for _, title in read for name in {title[one.start : one.end] for one in find_names(title)})
    told = [f"{title}\n{leads.get(id, '')}" for id, title in read]

    def is_topic(name: str) -> bool:
        own = f" {fold(name)} "
        is_source = any(f" {source} " in own for source in sources)
        return len(name) > SHORT_NAME and not is_source and not _CALENDAR.fullmatch(name)

    counts = {
        name: max(titles, sum(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", one) is not None for one in told))
        for name, titles in named.items()
        if is_topic(name)
    }
    often = [name for name, count in counts.items() if count >= LEAST_TITLES]
    return {name: counts[name] for name in sorted(often, key=lambda name: (-named[name], -counts[name]))}


def suggest_questions(listed: Sequence[ListedArticle], topics: Sequence[str] = ()) -> tuple[str, ...]:
    """Return questions that the library answers, made of its newest titles and its `topics`, by default its titles'."""
    newest = newest_first(listed)
    often = list(topics or find_topics(newest))[: SUGGESTED - 1]
    titles = [f"Summarise “{row.title}”" for row in newest if row.title][: max(1, SUGGESTED - len(often))]
    forms = ("What is the latest on {}?", "Which articles mention {}?", "What is the latest on {}?")
    return (*(form.format(name) for form, name in zip(forms, often, strict=False)), *titles)[:SUGGESTED]
