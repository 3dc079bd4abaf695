"""The way of a question: resolve, search, gather evidence, generate, judge, cite."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from importlib.metadata import version

from index import Filter, Hit, Library
from rag.answer.citations import cite
from rag.answer.claims import split_claims
from rag.answer.gathering import gather_points
from rag.answer.request import Gathered, Request
from rag.answer.short import short_form
from rag.errors import QuestionRefused
from rag.evidence import gather_evidence
from rag.evidence.markup import show
from rag.evidence.timeliness import POOL, prefer_dates
from rag.evidence.vectors import SentenceVectors
from rag.generators.base import Generator, Reading, Review
from rag.prompt import write_prompt
from rag.question.kind import Kind, find_kind
from rag.question.premises import find_unsaid, say_unsaid
from rag.question.resolve import StandAlone, resolve
from rag.retrieval import Retrieval
from rag.support.disagreements import find_disagreements
from rag.support.instructions import obeys
from rag.support.judge import Verdict, judge
from rag.support.quantities import Kind as Measure
from rag.support.quantities import quantities
from rag.support.relevance import compare_with_question, holds_all, load_weights, probability, speaks_of_another
from rag.types import (
    Answer,
    Citation,
    Claim,
    Event,
    Evidence,
    Finished,
    Outcome,
    Point,
    Points,
    Receipt,
    Support,
    Timings,
    Token,
    Turn,
)

MAX_QUESTION_CHARS = 2_000
NEAREST = 3  # passages offered when nothing supports an answer
# What the model writes of; the others are the articles' own sentences, in an order that code gives them.
WRITTEN = (Kind.FACT, Kind.YES_NO, Kind.EXPLANATION, Kind.STATEMENTS, Kind.COMPARISON)
# A claim that the articles say so, where the model wrote it in words of its own; below it is not even weak.
LEAST_SUPPORT = 0.25
# Of the best sentence, from which it answers a question for one fact by itself where nothing written held: .43 of the
# answerable and .25 of the unanswerable questions of squad2-600 have one.
FIT_OF_A_FACT = 0.65
UNSEARCHED = (Kind.TALK, Kind.LIBRARY)


@dataclass(frozen=True, slots=True)
class AnswerSettings:
    """What can be set about answering; the defaults are the measured ones.

    `min_support`, 0 to 1: an answer whose probability of being what was asked is lower is withheld, however well the
    articles support it; see "How sure" in the README for what each value shows and refuses.
    """

    hits: int = 20
    points: int = 6
    max_evidence_tokens: int = 400
    max_answer_tokens: int = 96
    min_support: float = field(default_factory=lambda: load_weights().threshold)

    def __post_init__(self) -> None:
        for name in ("hits", "points", "max_evidence_tokens", "max_answer_tokens"):
            if getattr(self, name) < 1:
                raise ValueError(f"{name} is {getattr(self, name)}; expected 1 or more")
        if not 0 <= self.min_support <= 1:
            raise ValueError(f"min_support is {self.min_support}; expected a probability, 0 to 1")


class Assistant:
    """Answers questions from a library alone, and says which characters support each sentence."""

    def __init__(
        self, library: Library, generator: Generator | None = None, settings: AnswerSettings | None = None
    ) -> None:
        """Answer from `library` with `generator`, by default the best sentences without a model."""
        if generator is None:
            from rag.generators.extractive import ExtractiveGenerator

            generator = ExtractiveGenerator()
        self.library = library
        self.generator = generator
        self.settings = settings or AnswerSettings()
        self._vectors = SentenceVectors()

    def ask(
        self, question: str, history: Sequence[Turn] = (), only: Filter | None = None, *, asked: date | None = None
    ) -> Answer:
        """Return the answer to `question`; see `stream`."""
        for event in self.stream(question, history, only, asked=asked):
            if isinstance(event, Finished):
                return event.answer
        raise AssertionError("a stream always ends with Finished")

    def find(
        self, question: str, history: Sequence[Turn] = (), only: Filter | None = None, *, asked: date | None = None
    ) -> Retrieval:
        """Return what the answer to `question` would be made from; `stream` can go on from there.

        Raises:
            QuestionRefused: the question is empty or longer than `MAX_QUESTION_CHARS`.
        """
        _check(question)
        clock = _Clock()
        generator = self.generator  # the browser exchanges it once the model has arrived
        generation = self.library.generation
        if find_kind(question) in UNSEARCHED:
            alone = StandAlone(question.strip())
            return Retrieval(alone, (), Evidence((), 0), generator, generation, clock.timings().search_ms, 0.0)
        resolved = resolve(question.strip(), history, asked or date.today())
        hits = self._search(resolved, only or Filter())
        clock.searched()
        evidence = gather_evidence(resolved.text, hits, self.settings.max_evidence_tokens, generator.count_tokens)
        timings = clock.timings()
        return Retrieval(resolved, hits, evidence, generator, generation, timings.search_ms, timings.total_ms)

    def stream(
        self,
        question: str,
        history: Sequence[Turn] = (),
        only: Filter | None = None,
        *,
        asked: date | None = None,
        found: Retrieval | None = None,
    ) -> Iterator[Event]:
        """Yield `Retrieved`, `Evidence`, `Points`, the `Token`s as they are written, and `Finished`, in this order.

        `asked` is the day that "last week" counts from, by default today. With what was `found` for the same question,
        history and filter before, nothing is searched again. Without any hit there are no tokens. Closing the iterator
        stops the generator.

        Raises:
            QuestionRefused: the question is empty or longer than `MAX_QUESTION_CHARS`.
            GeneratorError: the generator failed.
        """
        found = found or self.find(question, history, only, asked=asked)
        clock = _Clock(found.search_ms, found.total_ms)
        resolved, hits, evidence = found.resolved, found.hits, found.evidence
        yield from found.events
        gathered = self._gather(found, only or Filter(), asked or date.today())
        points = tuple(point for part in gathered for point in part.points)
        unsaid = say_unsaid(find_unsaid(resolved.text, evidence.windows))
        note = " ".join(dict.fromkeys(filter(None, (unsaid, *(part.note for part in gathered)))))
        kind = gathered[0].kind
        yield Points(kind.value, points, note)
        reading = Reading(str(resolved), evidence, self.settings.max_answer_tokens)
        written: list[str] = []
        if evidence.windows and any(part.kind in WRITTEN for part in gathered):
            for piece in found.generator.generate(reading):
                clock.token()
                written.append(piece)
                yield Token(piece)
        text = "".join(written)
        verdicts = [_judge(claim, resolved.text, evidence) for claim in split_claims(text)]
        review = Review()
        if verdicts:
            read = next((verdict.matches[0].window for verdict in verdicts if verdict.matches), None)
            review = found.generator.review(reading, text, read)
        claims, best = _answering(resolved.text, verdicts, evidence, review, self.settings.min_support)
        short = short_form(best.claim, resolved.text, review.short, best.matches) if best is not None else ""
        receipt = self._receipt(found.generator, found.generation, reading, only or Filter())
        answer = _conclude(question, str(resolved), hits, evidence, claims, short, clock.timings(), receipt)
        if best is not None:
            answer = replace(answer, disagreements=find_disagreements(best.claim, evidence.windows))
        yield Finished(_with_points(answer, gathered, points, note))

    def _gather(self, found: Retrieval, only: Filter, asked: date) -> tuple[Gathered, ...]:
        question = found.resolved.text
        kind = find_kind(question)
        if not found.hits and kind not in UNSEARCHED:
            return (Gathered(kind, (), answerable=False),)
        most, vectors = self.settings.points, self._vectors
        return gather_points(Request(self.library, question, asked, only, most, vectors, found.hits))

    def _search(self, question: StandAlone, only: Filter) -> tuple[Hit, ...]:
        """Return the hits for a question, those of articles of its days first."""
        if not question.days:
            return self.library.search(question.searched, self.settings.hits, only)
        found = self.library.search(question.searched, self.settings.hits * POOL, only)
        return prefer_dates(found, question.days)[: self.settings.hits]

    def _receipt(self, generator: Generator, generation: int, reading: Reading, only: Filter) -> Receipt:
        identity = generator.identity
        windows = reading.evidence.windows
        return Receipt(
            generation=generation,
            embedder=self.library.embedder_name,
            generator=identity.name,
            model_sha256=identity.model_sha256,
            prompt_sha256=write_prompt(reading).sha256,
            passages=tuple(f"{window.article.id}:{window.start}-{window.end}" for window in windows),
            versions=tuple(
                f"{name} {version(name)}" for name in ("broadsheet", "faiss-cpu", "tantivy", "ik-llama-cpp-python")
            ),
            only=only,
        )


def _check(question: str) -> None:
    if not question.strip():
        raise QuestionRefused("The question is empty: type what you want to know about your articles.")
    if len(question) > MAX_QUESTION_CHARS:
        raise QuestionRefused(
            f"The question has {len(question):,} characters; at most {MAX_QUESTION_CHARS:,} can be asked: shorten it, "
            "or add the long text as an article."
        )


def _judge(claim: str, question: str, evidence: Evidence) -> Verdict:
    """Judge a written claim; what only follows an order of the sources is none."""
    if obeys(claim, question, evidence):
        reason = "it does what the sources order instead of what they tell"
        return Verdict(Claim(claim, Support.UNSUPPORTED, 0.0, (), reason))
    dates = [one for one in quantities(question) if one.kind in (Measure.YEAR, Measure.DATE)]
    return judge(claim, evidence.windows, LEAST_SUPPORT, dates)


def _answering(
    question: str, verdicts: Sequence[Verdict], evidence: Evidence, review: Review, least: float
) -> tuple[tuple[Claim, ...], Verdict | None]:
    """Return the claims, each as likely right as it is supported and what was asked, and the one that answers best.

    None answers where the best is not what was asked: then all are withheld, supported or not.
    """
    held = [verdict for verdict in verdicts if verdict.claim.support.is_shown]
    bearing = [one for one in held if review.short and holds_all(one.claim.text, review.short)]
    best = max(bearing or held, key=lambda verdict: verdict.claim.standing, default=None)
    if best is None:
        return tuple(verdict.claim for verdict in verdicts), None
    fit = probability(compare_with_question(question, best.claim.text, best.matches[0], evidence, review))
    reason = ""
    if speaks_of_another(question, best.matches[:1]):
        reason = "the sources do not speak of what was asked"
    elif fit < least:
        reason = "the sources say so, but it may not be what was asked"
    if not reason:
        return tuple(replace(verdict.claim, score=min(fit, verdict.claim.score)) for verdict in verdicts), best
    missed = [
        replace(verdict.claim, support=Support.UNSUPPORTED, citations=(), score=fit, reason=reason)
        if verdict in held
        else verdict.claim
        for verdict in verdicts
    ]
    return tuple(missed), None


def _conclude(
    question: str,
    resolved: str,
    hits: tuple[Hit, ...],
    evidence: Evidence,
    claims: tuple[Claim, ...],
    short: str,
    timings: Timings,
    receipt: Receipt,
) -> Answer:
    """Decide the outcome: unsupported claims are withheld, and without a supported one there is no answer."""
    shown = tuple(claim for claim in claims if claim.support.is_shown)
    withheld = tuple(claim for claim in claims if not claim.support.is_shown)
    if not shown:
        outcome = Outcome.NO_EVIDENCE
    elif withheld or any(claim.support is Support.WEAK for claim in shown):
        outcome = Outcome.PARTLY_SUPPORTED
    else:
        outcome = Outcome.ANSWERED
    return Answer(
        question=question,
        resolved=resolved,
        outcome=outcome,
        short=short,
        text=" ".join(claim.text for claim in shown),
        claims=shown,
        hits=hits,
        nearest=() if shown else _nearest(evidence),
        withheld=withheld,
        timings=timings,
        receipt=receipt,
    )


def _with_points(answer: Answer, gathered: Sequence[Gathered], points: tuple[Point, ...], note: str) -> Answer:
    """Return the answer with its points; where nothing written held, they are the answer if they fit well enough."""
    kind = gathered[0].kind
    if answer.claims:
        claimed = {" ".join(claim.text.split()) for claim in answer.claims}
        new = tuple(point for point in points if " ".join(show(point.citations[0].quote).split()) not in claimed)
        return replace(answer, kind=kind.value, points=new, note=note)
    if any(part.kind in UNSEARCHED for part in gathered):
        said = " ".join(filter(None, (note, *(show(point.citations[0].quote) for point in points))))
        outcome = Outcome.ANSWERED if said else Outcome.NO_EVIDENCE
        return replace(answer, kind=kind.value, outcome=outcome, points=points, note=note, text=said, nearest=())
    if points and any(_answers(part) for part in gathered):
        said = " ".join(show(point.citations[0].quote) for point in points)
        quoted = replace(answer, outcome=Outcome.QUOTED, points=points, text=said, nearest=())
        return replace(quoted, kind=kind.value, note=note)
    near = tuple(point.citations[0] for point in points[:NEAREST]) or answer.nearest
    return replace(answer, kind=kind.value, nearest=near, note=note)


def _answers(part: Gathered) -> bool:
    """Tell whether a part's points answer by themselves; for one fact they must fit very well."""
    if part.kind in (Kind.FACT, Kind.YES_NO):
        return part.answerable and part.score >= FIT_OF_A_FACT
    return part.answerable and bool(part.points)


def _nearest(evidence: Evidence) -> tuple[Citation, ...]:
    return tuple(cite(window.article, window.best) for window in evidence.windows[:NEAREST])


class _Clock:
    """Milliseconds since the question came, of which `spent_ms` are over already."""

    def __init__(self, search_ms: float = 0.0, spent_ms: float = 0.0) -> None:
        self._start = time.perf_counter() - spent_ms / 1000
        self._search_ms = search_ms
        self._first_token_ms = 0.0

    def _now(self) -> float:
        return round((time.perf_counter() - self._start) * 1000, 1)

    def searched(self) -> None:
        self._search_ms = self._now()

    def token(self) -> None:
        self._first_token_ms = self._first_token_ms or self._now()

    def timings(self) -> Timings:
        return Timings(self._search_ms, self._first_token_ms, self._now())
