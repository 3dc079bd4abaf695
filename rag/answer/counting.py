"""Counting: which articles, and how many, mention what a question names, over the whole library and exactly."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index import Article, Span
from index.types import ListedArticle
from rag.answer.citations import cite
from rag.answer.overviews.round_up import first_points
from rag.answer.request import Gathered, Request
from rag.answer.scope import Scope, find_scope, newest_first
from rag.evidence.telling import telling_spans
from rag.question.kind import Kind
from rag.question.subject import topic_words
from rag.support.names import find_names, without_title
from rag.support.quotes import quotes as find_quotes
from rag.types import Point

# Not "companies that are to report their earnings".
OF_ARTICLES = re.compile(
    r"(?<!\bto )\b(?:articles?|reports?|stories|documents?|texts?|artikeln?|berichte?|art[ií]culos?)\b", re.IGNORECASE
)
HOW_OFTEN = re.compile(r"\b(?:how often|how many times|wie oft|combien de fois|cu[aá]ntas veces)\b", re.IGNORECASE)
BY_MONTH = re.compile(r"\b(?:by|per|each|every|pro|je|par|por) (?:month|monat|mois|mes)\b", re.IGNORECASE)
MOST_READ = 20_000  # articles that are read for a count
ROWS = 20
NEAR_CHARS = 400  # where the sentence around a mention is looked for


@dataclass(frozen=True, slots=True)
class Mention:
    """An article that mentions what is asked for: where first, and how often."""

    article: Article
    span: Span
    count: int


def asks_of_articles(question: str) -> bool:
    """Tell whether a question asks for articles, or how often something is mentioned."""
    return bool(OF_ARTICLES.search(question) or HOW_OFTEN.search(question))


def gather(request: Request) -> Gathered:
    """Return a row an article that mentions what is asked for, with the exact count as its note."""
    scope = find_scope(request.question, request.library.articles(request.only), request.only, request.asked)
    rows = newest_first(scope.rows)[:MOST_READ]
    terms = find_terms(request.question, scope.stems)
    covered = "" if len(rows) == len(scope.rows) else f" (of the newest {MOST_READ:,}, which were read)"
    if not terms:
        points = tuple(point for row in rows[:ROWS] for point in first_points(request.library.article(row.id)))
        return Gathered(Kind.LISTING, points, f"{_count(len(scope.rows), scope)}{_split(rows, request.question)}.", 1.0)
    found = list(find_mentions(request, rows, terms))
    said = " and ".join(f"“{term}”" for term in terms)
    if not found:
        note = f"None of your {len(scope.rows):,} articles{_of(scope)} mentions {said}{covered}."
        return Gathered(Kind.LISTING, (), note, 1.0)
    told = {mention.article.id for mention in found}
    times = f" {sum(mention.count for mention in found):,} times" if HOW_OFTEN.search(request.question) else ""
    verb = "mentions" if len(found) == 1 else "mention"
    note = (
        f"{len(found):,} of {len(scope.rows):,} articles{_of(scope)} {verb} {said}"
        f"{times}{_split([row for row in rows if row.id in told], request.question)}{covered}."
    )
    points = tuple(Point(mention.article.title, (cite(mention.article, mention.span),)) for mention in found[:ROWS])
    return Gathered(Kind.LISTING, points, note, 1.0)


def find_terms(question: str, known: frozenset[str]) -> tuple[str, ...]:
    """Return what articles must mention: quotes and names as they stand, else each word of the topic."""
    quoted = [quote.text for quote in find_quotes(question)]
    if quoted:
        return tuple(quoted)
    named = find_names(question)
    names = [
        question[without_title(name).start : name.end]
        for name in named
        if not all(word.stem in known for word in name.words)
        and not OF_ARTICLES.fullmatch(question[name.start : name.end])
    ]
    inside = {word.text.lower() for name in named for word in name.words}
    plain = [
        word.text
        for word in topic_words(question)
        if word.stem not in known and word.text.lower() not in inside and word.text.lower() not in _ABOUT
    ]
    return tuple(dict.fromkeys([*names, *plain]))


_ABOUT = frozenset(
    """often times time handeln handelt erwähnen erwähnt viele mentionnent parlent mencionan hablan sources month months
    monat count counts number deal deals report reports cover covers discuss discusses speak speaks""".split()
)


def find_mentions(request: Request, rows: Sequence[ListedArticle], terms: Sequence[str]) -> Iterator[Mention]:
    """Yield the articles of `rows` that hold all `terms`, with the sentence of the first mention."""
    patterns = [_pattern(term) for term in terms]
    for row in rows:
        article = request.library.article(row.id)
        matches = [pattern.search(article.text) for pattern in patterns]
        first = next((match for match in matches if match), None)
        titled = [
            match is not None or pattern.search(article.title) for match, pattern in zip(matches, patterns, strict=True)
        ]
        if all(titled) and article.text.strip():
            count = sum(1 for _ in patterns[0].finditer(article.text))
            yield Mention(article, _around(article.text, first.start() if first else 0), count)


def _pattern(term: str) -> re.Pattern[str]:
    """Return a pattern of a term: names letter by letter, other words with any ending."""
    parts = [re.escape(part) for part in term.split()]
    whole = r"\s+".join(parts)
    if term[0].isupper() or len(parts) > 1 or len(term) < 4:
        return re.compile(rf"(?<!\w){whole}(?:['’]s)?(?!\w)", 0 if term.isupper() else re.IGNORECASE)
    bare = re.sub(r"(?:ies|es|s|y|e)$", "", term) if len(term) > 4 else term
    return re.compile(rf"(?<!\w){re.escape(bare)}(?:y|ies|e|es|s|ed|ing|en|n|er|ers)?(?:['’]s)?(?!\w)", re.IGNORECASE)


def _around(text: str, place: int) -> Span:
    """Return the sentence around a place, or the first that tells something behind it."""
    start = max(0, place - NEAR_CHARS)
    spans = [span for span, _ in telling_spans(text[start : place + NEAR_CHARS], start)]
    around = next((span for span in spans if span.end > place), None)
    if around is not None:
        return around
    kept = text[place : place + NEAR_CHARS].strip() or text.strip()
    begin = text.index(kept[:20], min(place, len(text) - 1)) if kept[:20] in text[place:] else text.index(kept[:20])
    return Span(begin, begin + len(kept.split("\n")[0]) or begin + 1)


def _count(count: int, scope: Scope) -> str:
    return f"You have {count:,} {'article' if count == 1 else 'articles'}{_of(scope)}"


def _of(scope: Scope) -> str:
    return f" {scope.label}" if scope.label else ""


def _split(rows: Sequence[ListedArticle], question: str) -> str:
    """Return how many of `rows` are of each month, where months are asked for, else of each source."""
    if BY_MONTH.search(question):
        months = Counter(f"{row.published:%Y-%m}" if row.published else "without a date" for row in rows)
        counts = sorted(months.items())
    else:
        counts = Counter(row.source for row in rows if row.source).most_common()
    return f": {', '.join(f'{name} {count:,}' for name, count in counts)}" if len(counts) > 1 else ""
