"""Answers of several sentences: written from the points, each sentence judged by itself as soon as it is complete."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from index import Library
from rag.answer.written.paragraph import is_told
from rag.assistant import Assistant
from rag.generators.base import Form, GeneratorIdentity, Reading, Review
from rag.prompt import PARAGRAPH, write_asking, write_prompt
from rag.reach import SMALL
from rag.types import Answer, Citation, Claim, Event, Finished, Judged, Outcome, Support, Token, Window

GATE = (
    "The tide gate of Merrow was closed because its hinges had rusted through. The engineer Ina Moor found the rust "
    "in March. The council pays 40,000 crowns for new hinges. Until then boats leave by the north channel."
)


class Scribe:
    """A generator that writes a given text in small pieces, and remembers what it read."""

    def __init__(self, text: str, answerable: float | None = None) -> None:
        self.identity = GeneratorIdentity("scribe", "", "0" if answerable is not None else "")
        self.text = text
        self.answerable = answerable
        self.read: list[Reading] = []

    def count_tokens(self, text: str) -> int:
        return len(text.split())

    def generate(self, reading: Reading) -> Iterator[str]:
        self.read.append(reading)
        yield from (self.text[start : start + 9] for start in range(0, len(self.text), 9))

    def review(self, reading: Reading, written: str, window: Window | None) -> Review:
        assert not written, "a paragraph is judged sentence by sentence; its writer is not asked of what it wrote"
        return Review(answerable=self.answerable)

    def warm_up(self) -> None: ...


@pytest.fixture
def gate(library: Library, tmp_path: Path) -> Library:
    line = {"id": "gate", "title": "Why the tide gate is shut", "text": GATE, "source": "Merrow Post"}
    (tmp_path / "gate.jsonl").write_text(json.dumps(line), encoding="utf-8")
    library.sync(tmp_path / "gate.jsonl")
    return library


def events_of(library: Library, text: str, question: str = "Why was the tide gate of Merrow closed?") -> list[Event]:
    return [*Assistant(library, Scribe(text)).stream(question)]


def answer_of(events: list[Event]) -> Answer:
    last = events[-1]
    assert isinstance(last, Finished)
    return last.answer


def test_each_sentence_is_judged_and_cited_by_itself(gate: Library) -> None:
    events = events_of(
        gate,
        "The tide gate was closed because its hinges had rusted through. Ina Moor found the rust in March. "
        "The council pays 90,000 crowns for new hinges.",
    )
    answer = answer_of(events)
    assert [claim.text for claim in answer.claims] == [
        "The tide gate was closed because its hinges had rusted through.",
        "Ina Moor found the rust in March.",
    ]
    assert all(claim.support is Support.SUPPORTED and claim.citations for claim in answer.claims)
    assert [(claim.support, claim.reason != "") for claim in answer.withheld] == [(Support.CONTRADICTED, True)]
    assert (answer.outcome, answer.short) == (Outcome.PARTLY_SUPPORTED, "")


def test_a_sentence_is_judged_before_the_next_one_is_written(gate: Library) -> None:
    events = events_of(gate, "The hinges had rusted through. Ina Moor found the rust in March.")
    places = [place for place, event in enumerate(events) if isinstance(event, Judged)]
    tokens = [place for place, event in enumerate(events) if isinstance(event, Token)]
    assert len(places) == 2
    assert places[0] < tokens[-1] < places[1]
    first = events[places[0]]
    assert isinstance(first, Judged)
    assert first.claim.text == "The hinges had rusted through."
    assert "Ina Moor found the rust in March.".startswith(first.rest)


def test_where_nothing_written_holds_the_points_are_the_answer(gate: Library) -> None:
    answer = answer_of(events_of(gate, "The gate was closed by order of the navy. Sailors cheered all night."))
    assert (answer.outcome, answer.claims) == (Outcome.QUOTED, ())
    assert "rusted" in answer.text
    assert len(answer.withheld) == 2


def test_points_that_the_sentences_tell_are_not_told_again(gate: Library) -> None:
    answer = answer_of(events_of(gate, GATE))
    told = {citation.quote for claim in answer.claims for citation in claim.citations}
    assert told
    assert not {point.citations[0].quote for point in answer.points} & told


def test_the_writer_reads_the_points_as_lines_under_their_article(gate: Library) -> None:
    scribe = Scribe("Its hinges had rusted through.")
    Assistant(gate, scribe).ask("Why was the tide gate of Merrow closed?")
    (reading,) = scribe.read
    assert reading.form is Form.PARAGRAPH
    assert reading.evidence.tokens <= SMALL.point_tokens
    prompt = write_prompt(reading)
    assert prompt.blocks == ()
    assert prompt.told.startswith("[Why the tide gate is shut | Merrow Post]\n- The tide gate of Merrow was closed")
    assert PARAGRAPH in prompt.closing
    assert prompt.user.count("[Why the tide gate is shut") == 1
    assert write_asking(reading).told == prompt.told


def test_nothing_is_written_where_the_reader_says_that_the_points_do_not_answer(gate: Library) -> None:
    scribe = Scribe("Its hinges had rusted through.", answerable=-3.0)
    answer = Assistant(gate, scribe).ask("Why was the tide gate of Merrow closed?")
    assert not scribe.read
    assert answer.outcome is Outcome.NO_EVIDENCE
    assert answer.nearest


@pytest.mark.parametrize(
    "question",
    [
        "Why is the tide gate of Merrow beloved?",  # nobody says that it is
        "Why did the emperor Osric III abdicate?",  # nothing fits
        "Hello",
    ],
)
def test_nothing_is_written_of_what_the_articles_do_not_tell(gate: Library, question: str) -> None:
    scribe = Scribe("It is beloved for its hinges.")
    answer = Assistant(gate, scribe).ask(question)
    assert scribe.read == []
    assert answer.claims == ()


def test_one_fact_is_one_sentence_of_passages(gate: Library) -> None:
    scribe = Scribe("")
    Assistant(gate, scribe).ask("Who found the rust?")
    assert [reading.form for reading in scribe.read] == [Form.SENTENCE]


@pytest.mark.parametrize(("start", "end", "told"), [(0, 50, True), (4, 50, True), (25, 90, False), (60, 90, False)])
def test_a_point_is_told_where_claims_cite_nearly_all_of_it(start: int, end: int, told: bool) -> None:
    claim = Claim("It is so.", Support.SUPPORTED, 0.9, (Citation("gate", "", 0, 46, ""),))
    assert is_told(Citation("gate", "", start, end, ""), (claim,)) is told
    assert not is_told(Citation("other", "", start, end, ""), (claim,))


def test_no_paragraph_begins_with_a_word_that_points_at_nothing(gate: Library) -> None:
    answer = answer_of(events_of(gate, "Its hinges had rusted through. Ina Moor found the rust in March. It was rust."))
    told = [claim.text for claim in answer.claims]
    assert told[0] == "The tide gate of Merrow was closed because its hinges had rusted through."
    assert "Its hinges had rusted through." not in told
