"""What the page does with a question that is still being typed: its evidence is found and read, nothing is said."""

import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest

from index import Filter, Library
from rag.assistant import MAX_QUESTION_CHARS, Assistant
from rag.generators.base import Generator, GeneratorIdentity, Reading, Review
from rag.retrieval import Retrieval
from rag.types import Turn, Window
from ui.browser.actions import Actions
from ui.conversations.store import ConversationStore
from ui.service.resources import Resources

TYPED = "How long is the"
QUESTION = "How long is the bridge?"


class Writer:
    """Writes one sentence, and cannot read ahead."""

    identity = GeneratorIdentity("writer", "")

    def count_tokens(self, text: str) -> int:
        return len(text.split())

    def generate(self, reading: Reading) -> Iterator[str]:
        yield "The bridge is 212 metres long."

    def review(self, reading: Reading, written: str, window: Window | None) -> Review:
        return Review()

    def warm_up(self) -> None:
        return


class ReadingWriter(Writer):
    """Notes what it has read ahead."""

    idle_seconds = 1.0

    def __init__(self) -> None:
        self.read: list[Window] = []

    def prepare(self, window: Window) -> bool:
        self.read.append(window)
        return True


class Noting(Assistant):
    """Notes what is looked for."""

    def __init__(self, library: Library, generator: Generator) -> None:
        super().__init__(library, generator)
        self.found: list[str] = []

    def find(
        self, question: str, history: Sequence[Turn] = (), only: Filter | None = None, *, asked: date | None = None
    ) -> Retrieval:
        self.found.append(question)
        return super().find(question, history, only, asked=asked)


@pytest.fixture
def page(library: Library, articles: Path, tmp_path: Path) -> Callable[[Generator], tuple[Noting, Actions]]:
    library.sync(articles)

    def make(generator: Generator) -> tuple[Noting, Actions]:
        assistant = Noting(library, generator)
        return assistant, Actions(
            Resources(assistant, tmp_path / "documents", ConversationStore.open(tmp_path / "home"))
        )

    return make


Making = Callable[[Generator], tuple[Noting, Actions]]


def foresee(actions: Actions, question: str, only: Filter | None = None) -> None:
    actions.answers.foresee(question, (), "s", only or Filter())
    for thread in threading.enumerate():
        if thread.name == "reading along":
            thread.join(20)


def test_the_evidence_of_what_is_typed_is_read(page: Making) -> None:
    generator = ReadingWriter()
    assistant, actions = page(generator)
    foresee(actions, QUESTION)
    evidence = assistant.find(QUESTION).evidence.windows
    assert evidence
    assert [(one.article.id, one.start) for one in generator.read] == [(one.article.id, one.start) for one in evidence]


def test_it_is_asked_of_what_the_reader_chose(page: Making) -> None:
    generator = ReadingWriter()
    _, actions = page(generator)
    foresee(actions, QUESTION, Filter(sources=frozenset({"Nobody"})))
    assert generator.read == []


def test_the_question_that_is_asked_then_is_not_searched_for_again(page: Making) -> None:
    assistant, actions = page(ReadingWriter())
    foresee(actions, TYPED)
    foresee(actions, QUESTION)
    begun = actions.answers.find(f" {QUESTION} ", (), "s", Filter())
    *_, last = actions.answers.tell(QUESTION, (), "s", threading.Event(), "", None, 0)
    assert assistant.found == [TYPED, QUESTION]
    assert begun is not None
    assert last.exchanges[-1].windows == begun.windows


@pytest.mark.parametrize("question", ["", "  ", "x" * (MAX_QUESTION_CHARS + 1)])
def test_what_cannot_be_asked_is_not_read_for(page: Making, question: str) -> None:
    generator = ReadingWriter()
    _, actions = page(generator)
    foresee(actions, question)
    assert generator.read == []


def test_who_cannot_read_ahead_or_is_writing_is_left_alone(page: Making) -> None:
    busy = ReadingWriter()
    busy.idle_seconds = 0.0
    for generator in (Writer(), busy):
        assistant, actions = page(generator)
        foresee(actions, QUESTION)
        assert assistant.found == []
    assert busy.read == []


def test_while_an_answer_is_made_nothing_is_foreseen_in_its_conversation(page: Making) -> None:
    assistant, actions = page(ReadingWriter())
    running, *_ = actions.answers.tell(QUESTION, (), "s", threading.Event(), "", None, 0)
    assistant.found.clear()
    assert running.exchanges[-1].is_running
    actions.answers.foresee("And how wide?", running.exchanges, "s", Filter())
    assert assistant.found == []
