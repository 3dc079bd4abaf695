"""Types that travel through `rag`: evidence, claims with their citations, answers, and the events of a stream."""

from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from index import Article, Filter, Hit, Span


class Outcome(StrEnum):
    """The end of a question; `QUOTED`: nothing written held, but the articles' own sentences answer."""

    ANSWERED = "answered"
    PARTLY_SUPPORTED = "partly_supported"
    QUOTED = "quoted"
    NO_EVIDENCE = "no_evidence"


class Support(StrEnum):
    """The verdict on a claim: the evidence holds what it says, or does not."""

    SUPPORTED = "supported"
    WEAK = "weak"
    UNSUPPORTED = "unsupported"
    CONTRADICTED = "contradicted"
    NOT_JUDGED = "not_judged"

    @property
    def is_shown(self) -> bool:
        """Tell whether a claim of this support may stand in an answer."""
        return self in (Support.SUPPORTED, Support.WEAK)


@dataclass(frozen=True, slots=True)
class Turn:
    """One question of a conversation and the text of its answer."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Window:
    """A contiguous stretch of an article that the generator reads.

    `start` and `end` are offsets into `article.text`; `best` is the sentence in it that fits the
    question best; `score` is that of the hit it grew from; `speaker` is who speaks in it, where
    the article is an interview.
    """

    article: Article
    start: int
    end: int
    best: Span
    score: float
    speaker: str = ""

    @property
    def text(self) -> str:
        """Return the window's characters."""
        return self.article.text[self.start : self.end]

    def is_same(self, other: "Window") -> bool:
        """Tell whether both are the same characters of the same article, whatever they were found for."""
        return (self.article.id, self.start, self.end) == (other.article.id, other.start, other.end)

    def overlaps(self, other: "Window") -> bool:
        """Tell whether both have characters of the same article in common."""
        return self.article.id == other.article.id and self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Citation:
    """The exact span of an article that supports a claim: `quote == article.text[start:end]`.

    `place` is the page, slide, sheet or chapter in which it begins, where the article has such.
    """

    article: str
    title: str
    start: int
    end: int
    quote: str
    source: str = ""
    url: str = ""
    published: date | None = None
    place: str = ""

    def overlaps(self, other: "Citation") -> bool:
        """Tell whether both have characters of the same article in common."""
        return self.article == other.article and self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence of an answer, judged.

    `score` is the calibrated support, 0 to 1; `reason` says in a few words why it is not
    supported (empty when it is). `citations` support it, or contradict it where it is contradicted.
    """

    text: str
    support: Support
    score: float
    citations: tuple[Citation, ...] = ()
    reason: str = ""

    @property
    def standing(self) -> tuple[bool, float]:
        """Return what claims are compared by: whether it may be shown, then its score."""
        return self.support.is_shown, self.score

    def withheld(self, reason: str, score: float | None = None) -> "Claim":
        """Return this claim as not supported, for `reason`; with another `score` where it is given."""
        kept = self.score if score is None else score
        return replace(self, support=Support.UNSUPPORTED, citations=(), reason=reason, score=kept)


@dataclass(frozen=True, slots=True)
class Point:
    """A point: what the articles say, in their own words.

    The first citation is shown; the others are where the same is told ("also in"). `group` is the heading under which
    it is shown: a side, a speaker, a day, an article's title, or "". `best` is the sentence of the first citation for
    which it was chosen, in the article's characters; None where it is all of it, or none is known.
    """

    group: str
    citations: tuple[Citation, ...]
    best: Span | None = None

    @property
    def parts(self) -> tuple[str, str, str]:
        """Return what is quoted in three: what stands before its best sentence, that sentence, and what is behind."""
        first, best = self.citations[0], self.best
        if (
            best is None
            or not first.start <= best.start < best.end <= first.end
            or best == Span(first.start, first.end)
        ):
            return "", "", first.quote
        start, end = best.start - first.start, best.end - first.start
        return first.quote[:start], first.quote[start:end], first.quote[end:]


@dataclass(frozen=True, slots=True)
class Misspelling:
    """A word as it was `asked` with, which no article has, and the word of the library that it was `read` as."""

    asked: str
    read: str


@dataclass(frozen=True, slots=True)
class Timings:
    """Milliseconds since the question came; `first_token_ms` is 0 when nothing was generated."""

    search_ms: float
    first_token_ms: float
    total_ms: float


@dataclass(frozen=True, slots=True)
class Receipt:
    """The ingredients of an answer: the same receipt gives the same answer."""

    generation: int
    embedder: str
    generator: str
    model_sha256: str
    prompt_sha256: str
    passages: tuple[str, ...]
    versions: tuple[str, ...]
    only: Filter = field(default_factory=Filter)


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer: a short form, claims with citations, and how it ended.

    `text` is the shown sentences joined. With `NO_EVIDENCE`, `short`, `text` and `claims` are
    empty and `nearest` cites the closest passages; `withheld` holds the claims that were
    written but not shown, for "how was this made". `kind` is what was asked for; `points` are the articles' own
    sentences, chosen by code, and `note` says in a sentence what must be known beside them. `disagreements` cite the
    articles that give another value than the claims, the newest first. `misspellings` are the words of the
    question that were read as others.
    """

    question: str
    resolved: str
    outcome: Outcome
    short: str
    text: str
    claims: tuple[Claim, ...]
    hits: tuple[Hit, ...]
    nearest: tuple[Citation, ...]
    withheld: tuple[Claim, ...]
    timings: Timings
    receipt: Receipt
    kind: str = "fact"
    points: tuple[Point, ...] = ()
    note: str = ""
    disagreements: tuple[Citation, ...] = ()
    misspellings: tuple[Misspelling, ...] = ()

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Return every citation in the order in which it is read, each span once."""
        of_claims = (citation for claim in self.claims for citation in claim.citations)
        of_points = (citation for point in self.points for citation in point.citations)
        return tuple(dict.fromkeys((*of_claims, *self.disagreements, *of_points, *self.nearest)))


@dataclass(frozen=True, slots=True)
class Retrieved:
    """Event: the search is done. `resolved` is the question that was searched for."""

    resolved: str
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Event, and what the generator reads: windows, most useful first, at most `tokens` tokens in all."""

    windows: tuple[Window, ...]
    tokens: int


@dataclass(frozen=True, slots=True)
class Points:
    """Event: the articles' own sentences for a question of `kind`, before anything is written."""

    kind: str
    points: tuple[Point, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """A sentence, from `start` to `end` of the checked text, judged.

    `nearest` cites what comes closest to one that is not supported.
    """

    start: int
    end: int
    claim: Claim
    nearest: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Token:
    """Event: the generator wrote `text` (not judged yet)."""

    text: str


@dataclass(frozen=True, slots=True)
class Judged:
    """Event: a sentence of several is complete and judged; `rest` is what was written behind it, not judged yet.

    Only where an answer has several sentences. A single one is judged with the whole answer, in `Finished`.
    """

    claim: Claim
    rest: str


@dataclass(frozen=True, slots=True)
class Finished:
    """Event: the judged answer; always the last one."""

    answer: Answer


Event = Retrieved | Evidence | Points | Token | Judged | Finished
