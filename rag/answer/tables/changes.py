"""Changes: which rows of a table rose or fell from one time to the next: "Which part of the business grew?"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index import Article, Span
from rag.answer.citations import cite
from rag.answer.request import Gathered, Request, best_articles
from rag.answer.tables.columns import names
from rag.answer.tables.reading import Row, TableOfText, read_tables
from rag.answer.tables.rows import SHOWN
from rag.answer.tables.table import is_one
from rag.evidence.telling import telling_spans
from rag.question.kind import Kind
from rag.question.subject import topic_stems
from rag.support.quantities import quantities
from rag.support.terms import terms
from rag.support.trends import DIRECTIONS, YEAR, find_direction
from rag.types import Point
from rag.words import content_stems

ARTICLES = 3  # of the best hits, whose tables are read
HEAD_CHARS = 600  # of an article, that say whose figures they are
SENTENCES = 2  # that tell the same in words
NAMED = 4  # rows, that are named in the answer in a few words
_ASKS = re.compile(r"^\W*(?:(?:and|in|so) )?(?:which|what|welche\w?|name|list|was|quel\w*|qu[ée]|cu[aá]les)\b", re.I)
_BETTER = re.compile(r"\b(?:improved?|(?:got|did|went|became|was|were) better)\b", re.I)
_WORSE = re.compile(r"\b(?:worsened|deteriorated|(?:got|did|went|became|was|were) worse)\b", re.I)
_WENT_UP, _WENT_DOWN = (
    re.compile(r"\b(?:went|gone|going) up\b", re.I),
    re.compile(r"\b(?:went|gone|going) down\b", re.I),
)
# What is the worse the higher it is.
_BAD = re.compile(
    r"\b(?:debts?|costs?|loss(?:es)?|expens\w+|injur\w+|accidents?|errors?|complaints?|deaths?|cases)\b", re.I
)
_CHANGE = re.compile(r"(?:change|growth|difference|veränderung|variation|\+/[-−–])\b.*", re.I)
_LIGHT = content_stems(
    "part parts business division divisions segment segments area areas unit units sector branch branches line lines"
    " figure figures number numbers thing category categories kind up down got get went gone going did become"
    " better worse improve"
    " worsen last previous past year years first second half quarter month over since compared increase decrease most"
)


@dataclass(frozen=True, slots=True)
class _Step:
    """A row whose value was `before` in the column `old` and is `after` in `new`; before a column of changes 0."""

    row: Row
    label: str
    old: str
    new: str
    before: float
    after: float

    @property
    def way(self) -> int:
        """Return 1 where the value rose, -1 where it fell, else 0."""
        return (self.after > self.before) - (self.after < self.before)


def gather_changes(request: Request, kind: Kind) -> Gathered | None:
    """Return the rows of a table that rose, or fell, where a question asks which did; None without such a table."""
    question = request.question
    if kind not in (Kind.FACT, Kind.LISTING, Kind.EXPLANATION) or not _ASKS.match(question):
        return None
    judged = (_BETTER.search(question) is not None) - (_WORSE.search(question) is not None)
    moved = (_WENT_UP.search(question) is not None) - (_WENT_DOWN.search(question) is not None)
    way = judged or moved or find_direction(content_stems(question))
    if not way:
        return None
    for article in best_articles(request.search(), ARTICLES):
        for table in read_tables(article.text):
            if steps := _asked(list(_steps(article, table)), article, question):
                return _told(steps, article, kind, way, is_judged=bool(judged))
    return None


def _steps(article: Article, table: TableOfText) -> Iterator[_Step]:
    """Yield each row with its values of two times, the pairs of columns in their order."""
    for row in filter(is_one, table.rows):
        first = row.span.of(article.text).partition(" | ")[0].strip(" |")
        label = row.values[0] if first.startswith(f"{row.cells[0].name}:") else first
        series: dict[str, list[tuple[int, str, float]]] = {}
        for cell, value in zip(row.cells, row.values, strict=True):
            found, years = quantities(value), YEAR.findall(cell.name)
            if len(found) == 1 and len(years) == 1:
                key = YEAR.sub("", cell.name).strip()
                series.setdefault(key, []).append((int(years[0]), cell.name, found[0].value))
            elif found and _CHANGE.fullmatch(cell.name):
                sign = -1.0 if value[:1] in "-−–" else 1.0
                series.setdefault(cell.name, []).extend([(0, "", 0.0), (1, cell.name, sign * abs(found[0].value))])
        for values in series.values():
            if len(values) > 1:
                (_, old, before), (_, new, after) = sorted(values)[-2:]
                yield _Step(row, label, old, new, before, after)


def _asked(steps: Sequence[_Step], article: Article, question: str) -> list[_Step]:
    """Return the steps of the pair of columns that a question is about, the first if it names none; [] if not its own.

    All that it says must be of the article, its table, or of rising and falling.
    """
    if len({step.label for step in steps}) < 2:  # "which of them" of one row is nothing
        return []
    said = topic_stems(question)
    asked = [term for term in terms(question) if term.is_content and (term.quantity or term.stem in said)]
    asked = [term for term in asked if content_stems(term.text).isdisjoint(_LIGHT) and term.stem not in DIRECTIONS]
    named = [step for step in steps if any(term.quantity is None and names(step.new, term) for term in asked)]
    pair = (named or list(steps))[0].new
    head = f"{article.title}\n{article.text[:HEAD_CHARS]}"
    own = content_stems(head) | content_stems(" ".join(step.row.cells[0].name for step in steps))
    times = quantities(f"{head}\n{pair}")
    for term in asked:
        known = (
            any(one.holds(term.quantity) for one in times)
            if term.quantity
            else term.stem in own or any(names(name, term) for name in (step.new for step in steps))
        )
        if not known:
            return []
    return [step for step in steps if step.new == pair]


def _told(steps: Sequence[_Step], article: Article, kind: Kind, way: int, *, is_judged: bool) -> Gathered:
    found = [step for step in steps if step.way == way * (-1 if is_judged and _BAD.search(step.label) else 1)]
    span = f"from “{steps[0].old}” to “{steps[0].new}”" if steps[0].old else f"by “{steps[0].new}”"
    verb = ("got better" if way > 0 else "got worse") if is_judged else ("rose" if way > 0 else "fell")
    labels = [step.label for step in found]
    of = f"{len(found) or 'None'} of the {len(steps):,} rows of “{article.title}” {verb} {span}"
    note = f"{of}: {', '.join(labels)}." if labels else f"{of}."
    points = [Point(article.title, (cite(article, step.row.span),)) for step in (found or steps)[:SHOWN]]
    points += [Point(article.title, (cite(article, said),)) for said in _in_words(article, steps, found)]
    return Gathered(kind, tuple(points), note, 1.0, short=", ".join(labels) if 0 < len(labels) <= NAMED else "")


def _in_words(article: Article, steps: Sequence[_Step], found: Sequence[_Step]) -> list[Span]:
    """Return the sentences that tell of one row, of those `found`, that it rose or fell, and name no other row."""
    ways = {step.label: step.way for step in found}
    every = [step.label for step in steps]
    spans = [span for span, _ in telling_spans(article.text) if " | " not in span.of(article.text)]
    told = [
        span
        for span in spans
        for stems in [content_stems(span.of(article.text))]
        for named in [[label for label in every if content_stems(label) <= stems]]
        if len(named) == 1 and find_direction(stems) == ways.get(named[0])
    ]
    return told[:SENTENCES]
