"""An answer is told by a thread of its own: it goes on and is kept when its first reader has left."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.library import Library
from rag.assistant import Assistant
from rag.generators.base import GeneratorIdentity, Reading, Review
from rag.types import Window
from ui.browser.actions import Actions
from ui.conversations.store import ConversationStore
from ui.service.exchange import Stage, Talk
from ui.service.resources import Resources
from ui.service.running_answers import LEFT_ALONE, RunningAnswers

QUESTION = "How long is the bridge?"
PATIENCE_S = 20.0


class PatientGenerator:
    """Writes its sentence once the test lets it."""

    def __init__(self) -> None:
        self.identity = GeneratorIdentity("patient", "")
        self.go = threading.Event()

    def count_tokens(self, text: str) -> int:
        return len(text.split())

    def generate(self, reading: Reading) -> Iterator[str]:
        yield "It is "
        assert self.go.wait(PATIENCE_S)
        yield "212 metres long."

    def review(self, reading: Reading, written: str, window: Window | None) -> Review:
        return Review()

    def warm_up(self) -> None:
        return


@pytest.fixture
def generator() -> PatientGenerator:
    return PatientGenerator()


@pytest.fixture
def actions(library: Library, articles: Path, tmp_path: Path, generator: PatientGenerator) -> Actions:
    library.sync(articles)
    home = tmp_path / "home"
    return Actions(Resources(Assistant(library, generator), home / "documents", ConversationStore.open(home)))


def begin(actions: Actions) -> Iterator[Talk]:
    """Ask, and look until something is written."""
    talks = actions.answers.ask(QUESTION, (), "s")
    for talk in talks:
        if talk.exchanges[-1].stage is Stage.WRITING:
            break
    return talks


def wait_until_kept(actions: Actions) -> None:
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        if any(one.exchanges for one in actions.resources.conversations.conversations()):
            return
        time.sleep(0.02)
    raise AssertionError("the answer was not kept")


def test_who_leaves_finds_the_answer_kept(actions: Actions, generator: PatientGenerator) -> None:
    begin(actions).close()  # type: ignore[attr-defined]
    generator.go.set()
    wait_until_kept(actions)
    (kept,) = actions.resources.conversations.conversations()
    assert actions.conversations.recall(kept.id).exchanges[0].question == QUESTION


def test_who_comes_back_in_the_middle_sees_it_grow_to_its_end(actions: Actions, generator: PatientGenerator) -> None:
    begin(actions).close()  # type: ignore[attr-defined]
    (begun,) = actions.resources.conversations.conversations()
    assert begun.exchanges == 0
    assert "kept conversation" not in actions.keeping.history("")  # nothing is kept of it yet
    again = actions.answers.resume(begun.id, "t")
    assert next(again).exchanges[-1].draft == "It is "
    generator.go.set()
    *_, last = again
    assert last.exchanges[-1].stage is Stage.DONE
    assert last.conversation == begun.id
    assert list(actions.answers.resume(begun.id, "t")) == []
    assert "1 kept conversation" in actions.keeping.history("")


def test_who_comes_back_can_stop_the_answer(actions: Actions) -> None:
    begin(actions).close()  # type: ignore[attr-defined]
    (begun,) = actions.resources.conversations.conversations()
    again = actions.answers.resume(begun.id, "another session")
    assert next(again).exchanges[-1].is_running
    actions.stops.stop("another session")
    *_, last = again
    assert last.exchanges[-1].stage is Stage.STOPPED


def test_a_stopped_answer_leaves_no_empty_conversation(actions: Actions) -> None:
    talks = begin(actions)
    actions.stops.stop("s")
    *_, last = talks
    assert last.exchanges[-1].stage is Stage.STOPPED
    assert actions.resources.conversations.conversations() == ()


def test_of_answers_that_nobody_looks_at_only_some_go_on() -> None:
    running, gate = RunningAnswers(), threading.Event()

    def told() -> Iterator[Talk]:
        yield Talk()
        assert gate.wait(PATIENCE_S)

    flags = [threading.Event() for _ in range(LEFT_ALONE + 3)]
    for flag in flags:
        looking = running.begin(told(), flag).follow()
        next(looking)
        looking.close()  # type: ignore[attr-defined]
    stopped = [flag.is_set() for flag in flags]
    assert stopped[:2] == [True, True]
    assert not any(stopped[2:])
    gate.set()


def test_an_answer_is_not_stopped_before_its_first_reader_looks() -> None:
    running, gate = RunningAnswers(), threading.Event()

    def told() -> Iterator[Talk]:
        yield Talk()
        assert gate.wait(PATIENCE_S)

    flags = [threading.Event() for _ in range(2 * LEFT_ALONE)]
    begun = [running.begin(told(), flag) for flag in flags]
    assert not any(flag.is_set() for flag in flags)
    for telling in begun:
        first, second = telling.follow(), telling.follow()
        next(first)
        next(second)
        first.close()  # type: ignore[attr-defined]
        assert telling.is_watched
        second.close()  # type: ignore[attr-defined]
        assert not telling.is_watched
    running.begin(told(), threading.Event())
    assert [flag.is_set() for flag in flags] == [True] * LEFT_ALONE + [False] * LEFT_ALONE
    gate.set()


def test_an_answer_that_is_looked_at_is_never_stopped_for_others() -> None:
    running, gate = RunningAnswers(), threading.Event()

    def told() -> Iterator[Talk]:
        yield Talk(box="first")
        assert gate.wait(PATIENCE_S)
        yield Talk(box="last")

    mine = threading.Event()
    seen = running.begin(told(), mine).follow(from_start=True)
    assert next(seen).box == "first"
    for _ in range(LEFT_ALONE + 3):
        running.begin(told(), threading.Event())
    assert not mine.is_set()
    gate.set()
    assert [talk.box for talk in seen] == ["last"]


def test_a_failure_ends_the_telling(caplog: pytest.LogCaptureFixture) -> None:
    def told() -> Iterator[Talk]:
        yield Talk()
        raise RuntimeError("no more")

    telling = RunningAnswers().begin(told(), threading.Event())
    assert list(telling.follow(from_start=True)) == [Talk()]
    assert telling.is_over
