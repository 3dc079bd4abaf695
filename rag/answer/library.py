"""Answers about the library: its sources, days, newest articles, and questions that it answers."""

from collections import Counter
from collections.abc import Sequence

from index import Filter, Library
from index.types import ListedArticle
from rag.answer.overviews.round_up import first_points
from rag.answer.request import Gathered, Request
from rag.answer.scope import newest_first
from rag.question.kind import Kind
from rag.question.particulars import asked_particular
from rag.question.subject import topic_stems
from rag.support.names import find_names
from rag.words import content_stems

NEWEST = 6
SUGGESTED = 4
SHOWN_SOURCES = 5
_ABOUT_ITSELF = "article wrote write written author published artikel geschrieben ecrit publie escribio publico"
EMPTY = "Your library is empty: add articles, then ask about them."
READ_TITLES = 300  # of the newest articles, for names; some .3 ms each
LEAST_TITLES = 2  # that a name must be in, to be asked about


def gather(request: Request) -> Gathered:
    """Return the newest articles' first sentences, and in a note what the library holds; or only what was asked for."""
    listed = request.library.articles(request.only)
    if not listed:
        return Gathered(Kind.LIBRARY, (), say_nothing_found(request.library, request.only), 1.0)
    held = describe_articles(listed, "Your selection" if request.only else "Your library")
    particular = asked_particular(request.question)
    if particular == "count":
        return Gathered(Kind.LIBRARY, (), held, 1.0)
    if particular:
        return _of_one(request, particular)
    newest = newest_first(listed)[:NEWEST]
    points = tuple(point for row in newest for point in first_points(request.library.article(row.id)))
    asked = suggest_questions(listed)
    return Gathered(Kind.LIBRARY, points, held + (f" You can ask: {' · '.join(asked)}" if asked else ""), 1.0)


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


def suggest_questions(listed: Sequence[ListedArticle]) -> tuple[str, ...]:
    """Return questions that the library answers, made of its newest titles and the names in several of them."""
    newest = newest_first(listed)
    read = sorted((row.id, row.title) for row in newest[:READ_TITLES] if not row.title.isupper())
    names = Counter(title[name.start : name.end] for _, title in read for name in find_names(title))
    often = [name for name, count in names.most_common(SUGGESTED) if count >= LEAST_TITLES]
    titles = [f"Summarise “{row.title}”" for row in newest if row.title][: max(1, SUGGESTED - len(often))]
    return (*(f"What is the latest on {name}?" for name in often[: SUGGESTED - 1]), *titles)[:SUGGESTED]
