"""Types that travel through `index`: articles, their passages, and hits; all frozen, none half-built."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date

Named = Iterable[str] | None


@dataclass(frozen=True, slots=True)
class Place:
    """The name of the stretch of a text that begins at `start` and runs to the next place: "page 3", "sheet Prices"."""

    start: int
    name: str


@dataclass(frozen=True, slots=True)
class Article:
    """A document of the user: what is searched, quoted and cited.

    Every offset in Broadsheet counts characters (Unicode code points) of `text`, half-open:
    `text[start:end]`. `id` is unique in a library; an unknown text field is the empty string.
    `places` ascend; a document without pages, slides, sheets or chapters has none.
    """

    id: str
    title: str
    text: str
    source: str = ""
    url: str = ""
    published: date | None = None
    author: str = ""
    places: tuple[Place, ...] = ()

    def place_at(self, offset: int) -> str:
        """Return the name of the place in which the character at `offset` stands; empty where it has none."""
        position = bisect_right(self.places, offset, key=lambda place: place.start)
        return self.places[position - 1].name if position else ""


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range of characters, `0 <= start < end`."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"span [{self.start}, {self.end}) is empty or negative; expected 0 <= start < end")

    def of(self, text: str) -> str:
        """Return the characters of `text` that this span covers."""
        return text[self.start : self.end]

    def overlaps(self, other: "Span") -> bool:
        """Tell whether the two spans share at least one character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Passage:
    """A contiguous span of one article, the unit that is embedded and searched.

    `text == article.text[start:end]`, always. `speaker` is who says it in an interview or a
    transcript, when the label stands before the passage; else the empty string.
    """

    text: str
    start: int
    end: int
    speaker: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage with its score for a question.

    `score` is the fused score, `cosine` the dense part (-1 to 1) and `full_text` the BM25 part
    divided by the best BM25 of this search (0 to 1); higher is better in all three.
    """

    article: Article
    passage: Passage
    score: float
    cosine: float
    full_text: float


@dataclass(frozen=True, slots=True)
class Filter:
    """Conditions on the articles that a search may return; an empty field does not restrict.

    `published_from` and `published_to` are inclusive; an article without a date passes neither. `folders` are those in
    which, or below which, the article's file lies. `collections` are names: only a library knows what is in them, and
    an article of any of them passes. `tags` are in lower case; an article with any of them passes. `undated` lets those
    without a date through alone. Of the other filters it must pass all of `all_of`, one of `any_of`, none of
    `none_of`.
    """

    articles: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()
    published_from: date | None = None
    published_to: date | None = None
    collections: frozenset[str] = frozenset()
    folders: frozenset[str] = frozenset()
    all_of: tuple["Filter", ...] = ()
    any_of: tuple["Filter", ...] = ()
    none_of: tuple["Filter", ...] = ()
    tags: frozenset[str] = frozenset()
    undated: bool = False

    @classmethod
    def of(
        cls, articles: Named = None, sources: Named = None, first: date | None = None, last: date | None = None,
        collections: Named = None, tags: Named = None, *, folders: Named = None, undated: bool = False,
    ) -> "Filter":  # fmt: skip
        """Return the filter that somebody's words describe; None where nothing was said, and tags in any case."""
        return cls(
            frozenset(articles or ()), frozenset(sources or ()), first, last, frozenset(collections or ()),
            frozenset(folders or ()), tags=frozenset(map(str.casefold, tags or ())), undated=undated,
        )  # fmt: skip

    def __bool__(self) -> bool:
        own = self.articles or self.sources or self.published_from or self.published_to or self.tags or self.undated
        return bool(own or self.collections or self.folders or self.all_of or self.any_of or self.none_of)

    def within(self, other: "Filter") -> "Filter":
        """Return the filter that an article passes when it passes this one and `other`."""
        return replace(self, all_of=(*self.all_of, other)) if other else self


NOTHING = Filter(none_of=(Filter(),))


FACTS = ("title", "source", "published")  # that can be set by hand


@dataclass(frozen=True, slots=True)
class Edit:
    """What somebody set by hand of an article: None, and no tag, where it is as its file says.

    `published` is an ISO date, or "" for none. Tags are in lower case, each once, in alphabetical order.
    """

    title: str | None = None
    source: str | None = None
    published: str | None = None
    tags: tuple[str, ...] = ()

    @property
    def fields(self) -> tuple[str, ...]:
        """Return the names of the facts that are not the file's."""
        return tuple(name for name in FACTS if getattr(self, name) is not None)


@dataclass(frozen=True, slots=True)
class ListedArticle:
    """One row of the library's table of articles; `edited` names what of it was set by hand, and is not the file's.

    Articles of one text have the same number as `text`; 0 where it is not known.
    """

    id: str
    title: str
    source: str
    author: str
    url: str
    published: date | None
    passages: int
    added: str
    path: str
    tags: tuple[str, ...] = ()
    edited: tuple[str, ...] = ()
    text: int = 0


@dataclass(frozen=True, slots=True)
class Failure:
    """A file, or a line of one, that could not be read, and why in a sentence fit to show.

    `ours` says that the fault is Broadsheet's or its installation's, not the file's.
    """

    path: str
    reason: str
    ours: bool = False


@dataclass(frozen=True, slots=True)
class Notice:
    """A file, or a line of one, that was read but for something, and for what, in a sentence fit to show."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class SyncReport:
    """The outcome of a sync: ids of articles added, changed, removed and left out, failures, and parts not read.

    `left_out` holds articles that the user removed and whose file still lies there unchanged; `news` holds sentences
    on what came from web addresses.
    """

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    unchanged: int = 0
    failures: tuple[Failure, ...] = ()
    notices: tuple[Notice, ...] = ()
    news: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Progress:
    """A step of a long operation: `done` of `total` (0 when unknown), and what it is doing."""

    stage: str
    done: int
    total: int
    detail: str = ""
    report: SyncReport | None = field(default=None)


ProgressSteps = Iterator[Progress]
