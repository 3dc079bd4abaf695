"""The way of a question: resolve, search, gather evidence, generate, judge, cite."""

import copy
import time
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from importlib.metadata import version

from index import Filter, Hit, Library
from rag.answer.corrections.superseded import supersede
from rag.answer.gathering import gather_points
from rag.answer.joined import are_answered_alone, distinct, join
from rag.answer.library import say_nothing_found
from rag.answer.outcome import UNSEARCHED, conclude, with_points
from rag.answer.request import Gathered, Request
from rag.answer.short.measured import find_measured
from rag.answer.short.wanted import find_quoted
from rag.answer.written.reading import choose_reading
from rag.answer.written.writing import write
from rag.answer.yes_no.opposed import SAYS_OTHERWISE, find_denied_premise
from rag.answer.yes_no.verdict import find_verdict
from rag.errors import QuestionRefused
from rag.evidence.timeliness import say_when
from rag.evidence.vectors import SentenceVectors
from rag.evidence.windows import gather_evidence
from rag.finding import find_hits, read_question
from rag.generators.base import Generator as Writer
from rag.generators.base import Reading
from rag.generators.extractive import ExtractiveGenerator
from rag.language import say_difference
from rag.prompt import write_prompt
from rag.question.kind import Kind, find_kind
from rag.question.premises import find_unsaid, say_unsaid
from rag.question.resolve import StandAlone
from rag.question.spelling import say_misspellings
from rag.reach import Reach, Step, find_reach
from rag.retrieval import Retrieval
from rag.searches import Searches
from rag.support.disagreements import find_disagreements
from rag.support.relevance import load_weights
from rag.types import (
    Answer,
    Claim,
    Event,
    Evidence,
    Finished,
    Judged,
    Outcome,
    Point,
    Points,
    Receipt,
    Timings,
    Token,
    Turn,
)

MAX_QUESTION_CHARS = 2_000


@dataclass(frozen=True, slots=True)
class AnswerSettings:
    """Settings of answering; the defaults are the measured ones.

    `min_support`, 0 to 1: an answer whose probability of being what was asked is lower is withheld, however well the
    articles support it; see "How sure" in docs/measurements.md. How many tokens are read and written at most follows
    the generator's model unless they are given; `reach` sets all of it at once.
    """

    hits: int = 20
    points: int = 6
    max_evidence_tokens: int | None = None
    max_answer_tokens: int | None = None
    reach: Step | None = None
    min_support: float = field(default_factory=lambda: load_weights().threshold)

    def __post_init__(self) -> None:
        for name in ("hits", "points", "max_evidence_tokens", "max_answer_tokens"):
            value = getattr(self, name)
            if value is not None and value < 1:
                raise ValueError(f"{name} is {value}; expected 1 or more")
        if not 0 <= self.min_support <= 1:
            raise ValueError(f"min_support is {self.min_support}; expected a probability, 0 to 1")

    def reach_of(self, generator: Writer) -> Reach:
        """Return how much `generator` reads and writes at once; raises GeneratorError as `Sized.size`."""
        reach = find_reach(generator, self.reach)
        return replace(
            reach,
            evidence_tokens=self.max_evidence_tokens or reach.evidence_tokens,
            answer_tokens=self.max_answer_tokens or reach.answer_tokens,
        )


class Assistant:
    """Answers questions from a library alone, and says which characters support each sentence."""

    def __init__(
        self, library: Library, generator: Writer | None = None, settings: AnswerSettings | None = None
    ) -> None:
        """Answer from `library` with `generator`, by default the best sentences without a model."""
        if generator is None:
            generator = ExtractiveGenerator()
        self.library = library
        self.generator = generator
        self.settings = settings or AnswerSettings()
        self._vectors = SentenceVectors()

    def over(self, library: Library) -> "Assistant":
        """Return this assistant, answering from `library`: a part of its own."""
        part = copy.copy(self)
        part.library = library
        return part

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
            GeneratorError: the generator's model cannot be read.
        """
        _check(question)
        clock = _Clock()
        generator = self.generator  # the browser exchanges it once the model has arrived
        generation, searches = self.library.generation, Searches(self.library)
        if find_kind(question) in UNSEARCHED:
            alone = StandAlone(question.strip())
            search_ms = clock.timings().search_ms
            return Retrieval(alone, (), Evidence((), 0), generator, generation, search_ms, 0.0, searches)
        earlier = [replace(turn, question=_whole(turn.question)) for turn in history]
        most, day = self.settings.hits, asked or date.today()
        resolved, hits = read_question(searches, _whole(question.strip()), earlier, day, most, only or Filter())
        clock.searched()
        reach = self.settings.reach_of(generator)
        evidence = _read_of(resolved, hits, generator, reach)
        timings = clock.timings()
        search_ms, total_ms = timings.search_ms, timings.total_ms
        return Retrieval(resolved, hits, evidence, generator, generation, search_ms, total_ms, searches, reach)

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

        Between the tokens of an answer of several sentences stands `Judged` behind each sentence that is complete. Of
        two facts asked at once each is read, written and judged by itself.

        `asked` is the day that "last week" counts from, by default today. With what was `found` for the same question,
        history and filter before, nothing is searched again. Without any hit there are no tokens. Closing the iterator
        stops the generator.

        Raises:
            QuestionRefused: the question is empty or longer than `MAX_QUESTION_CHARS`.
            GeneratorError: the generator failed.
        """
        only, day = only or Filter(), asked or date.today()
        found = found or self.find(question, history, only, asked=day)
        clock = _Clock(found.search_ms, found.total_ms)
        yield from found.events
        asking = _prepare(found, self._gather(found, only, day))
        yield Points(asking.gathered[0].kind.value, asking.points, asking.note_of(asking.points, day))
        if not are_answered_alone(asking.gathered):
            yield Finished(replace((yield from self._answer(asking, only, day, clock)), question=question))
            return
        answers: list[Answer] = []
        for part in asking.gathered:
            if answers:
                yield Token(" ")
            answer = yield from self._answer(_prepare(self._narrow(found, part, only), (part,)), only, day, clock)
            yield from (Judged(claim, "") for claim in (*answer.claims, *answer.withheld))
            answers.append(answer)
        yield Finished(join(question, found, answers, asking.gathered))

    def _answer(self, asking: "_Asking", only: Filter, day: date, clock: "_Clock") -> Generator[Event, None, Answer]:
        """Yield what is written, and return the answer."""
        found, gathered = asking.found, asking.gathered
        resolved, evidence = found.resolved, found.evidence
        reading = Reading(str(resolved), Evidence((), 0))
        if not asking.unsaid:  # a small model would explain all the same what the articles do not say
            gathered, reading = choose_reading(found, gathered, self.library)
        written = yield from write(found, reading, self.settings.min_support, clock.token)
        older = ""
        if len(gathered) == 1 and gathered[0].kind is Kind.FACT and not gathered[0].short:
            is_answered = gathered[0].answerable
            written, older = supersede(resolved.text, written, found.hits, answerable=is_answered)
        receipt = self._receipt(found.generator, found.generation, reading, only)
        answer = conclude(str(resolved), found.hits, evidence, written.claims, written.short, clock.timings(), receipt)
        others = [one for claim in written.told for one in find_disagreements(claim, evidence.windows)]
        others = [
            one
            for one in (*written.others, *others)
            if not any(one.overlaps(cited) for claim in written.told for cited in claim.citations)
        ]
        answer = replace(answer, disagreements=tuple(dict.fromkeys(others)))
        lead = written.lead
        if not written.told and lead.verdict is None and len(gathered) == 1 and gathered[0].kind is Kind.FACT:
            told = find_measured(resolved.text, found.hits)
            if told is None and gathered[0].answerable:
                told = find_quoted(resolved.text, evidence)
            lead = replace(lead, verdict=told)
        answer, points = replace(answer, misspellings=resolved.misspellings), asking.points
        if len(gathered) == 1 and gathered[0].kind is Kind.YES_NO and lead.verdict is None and not answer.short:
            read = (*evidence.windows, *gathered[0].near)
            if (decided := find_verdict(resolved.text, read)) is not None:
                word, cited = decided
                answer, points = replace(answer, short=word), distinct((Point("", (cited,)), *points))
                lead = lead if written.told else replace(lead, verdict=decided)
        answer = with_points(answer, gathered, points, asking.note, lead)
        if answer.outcome is Outcome.NO_EVIDENCE:
            return answer
        note = asking.note_of((*answer.claims, *answer.points), day)
        return replace(answer, note=" ".join(filter(None, (note, older))))

    def _narrow(self, found: Retrieval, part: Gathered, only: Filter) -> Retrieval:
        """Return what is found for one part of a question."""
        asked = StandAlone(part.question, found.resolved.days)
        hits = find_hits(found.searches, asked, self.settings.hits, only)
        evidence = _read_of(asked, hits, found.generator, found.reach)
        return replace(found, resolved=asked, hits=hits, evidence=evidence)

    def _gather(self, found: Retrieval, only: Filter, asked: date) -> tuple[Gathered, ...]:
        question = found.resolved.text
        kind = find_kind(question)
        if not found.hits and kind not in UNSEARCHED:
            return (Gathered(kind, (), say_nothing_found(self.library, only), answerable=False),)
        most, vectors = self.settings.points, self._vectors
        return gather_points(Request(self.library, question, asked, only, most, vectors, found.hits, found.searches))

    def _receipt(self, generator: Writer, generation: int, reading: Reading, only: Filter) -> Receipt:
        identity = generator.identity
        windows = reading.evidence.windows
        return Receipt(
            generation=generation,
            embedder=self.library.embedder_name,
            generator=identity.name,
            model_sha256=identity.model_sha256,
            prompt_sha256=write_prompt(reading).sha256,
            passages=tuple(f"{window.article.id}:{window.start}-{window.end}" for window in windows),
            versions=(
                f"broadsheet {version('broadsheet')}",
                *self.library.engines,
                *filter(None, (identity.build,)),
            ),
            only=only,
        )


@dataclass(frozen=True, slots=True)
class _Asking:
    """A question that is being answered: what was found and gathered for it; `unsaid` is what it takes for granted."""

    found: Retrieval
    gathered: tuple[Gathered, ...]
    points: tuple[Point, ...]
    note: str
    unsaid: str

    def note_of(self, told: Sequence[Claim | Point], day: date) -> str:
        """Return the note, and of which day the first of what is `told` is, where the question is about today."""
        cited = next((one.citations[0] for one in told if one.citations), None)
        return " ".join(filter(None, (self.note, say_when(self.found.resolved.text, cited, self.found.hits, day))))


def _prepare(found: Retrieval, gathered: tuple[Gathered, ...]) -> _Asking:
    """Return the question with its points, and with what must be known beside any answer to it."""
    points = tuple(point for part in gathered for point in part.points)
    points = distinct(points) if len(gathered) > 1 else points
    told = [f"{hit.article.title}. {hit.passage.text}" for hit in found.hits]
    asked = found.resolved.text
    across = say_difference(asked, [point.citations[0].quote for point in points])
    # In another language no word of the question is in the articles.
    unsaid = "" if across else say_unsaid(find_unsaid(asked, told))
    if denied := find_denied_premise(asked, found.hits):
        unsaid, points = SAYS_OTHERWISE, distinct((Point("", (denied,)), *points))
    notes = (say_misspellings(found.resolved.misspellings), across, unsaid, *(part.note for part in gathered))
    return _Asking(found, gathered, points, " ".join(dict.fromkeys(filter(None, notes))), unsaid)


def _read_of(question: StandAlone, hits: Sequence[Hit], generator: Writer, reach: Reach) -> Evidence:
    return gather_evidence(question.text, hits, reach.evidence_tokens, generator.count_tokens, reach.worth)


def _whole(question: str) -> str:
    """Return a question without half characters, which a terminal makes of bytes that are no UTF-8."""
    return question.encode("utf-8", "replace").decode("utf-8")


def _check(question: str) -> None:
    if not question.strip():
        raise QuestionRefused("The question is empty: type what you want to know about your articles.")
    if len(question) > MAX_QUESTION_CHARS:
        raise QuestionRefused(
            f"The question has {len(question):,} characters; at most {MAX_QUESTION_CHARS:,} can be asked: shorten it, "
            "or add the long text as an article."
        )


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
