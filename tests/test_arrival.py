"""The writing model arrives while the page is open: loading, missing and fetched, or failed; said in each case."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from index.errors import PullFailed
from index.home import Home
from index.library import Library
from index.types import Progress
from rag.assistant import Assistant
from rag.generators.base import GeneratorIdentity
from rag.generators.extractive import ExtractiveGenerator
from ui.browser.views.intake import render_model
from ui.commands import arrival
from ui.commands.arrival import Arrival
from ui.commands.settings import EXTRACTIVE, Settings
from ui.service.work import Work
from ui.service.writing_model import ModelStage, ModelState
from ui.terminal.screen import open_screen

PATIENCE_S = 20.0


class NamedGenerator(ExtractiveGenerator):
    """A generator with a model behind it, as far as the page knows."""

    @property
    def identity(self) -> GeneratorIdentity:
        return GeneratorIdentity("a model", "0" * 64)


@pytest.fixture
def make(library: Library, tmp_path: Path) -> Callable[[str], Arrival]:
    def make_arrival(generator: str) -> Arrival:
        settings = Settings(Home(tmp_path / "home", tmp_path / "models"), generator=generator)
        return Arrival(Assistant(library), settings, open_screen())

    return make_arrival


def wait_for(made: Arrival, stage: ModelStage) -> ModelState:
    until = time.monotonic() + PATIENCE_S
    while made.model.state.stage is not stage and time.monotonic() < until:
        time.sleep(0.01)
    assert made.model.state.stage is stage
    return made.model.state


def test_a_model_that_is_not_there_is_missing_and_can_be_fetched(
    make: Callable[[str], Arrival], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make("")
    assert made.model.state.stage is ModelStage.LOADING
    made.begin()
    missing = wait_for(made, ModelStage.MISSING)
    assert missing.size > 1e9
    assert "1.1 GB, once" in render_model(missing, may_fetch=True)
    assert 'data-event="fetch"' in render_model(missing, may_fetch=True)
    assert "data-event" not in render_model(missing, may_fetch=False)

    def pulled(models: Path, model: object) -> Iterator[Progress]:
        yield Progress("pull", 500_000_000, 1_100_000_000, "from here")

    monkeypatch.setattr(arrival, "pull", pulled)
    monkeypatch.setattr(arrival, "open_chosen_generator", lambda *_: NamedGenerator())
    steps = list(made.model.fetch())
    assert [(step.done, step.total, step.detail) for step in steps] == [(500, 1100, "MB, from here")]
    wait_for(made, ModelStage.READY)
    assert made._assistant.generator.identity.name == "a model"
    assert render_model(made.model.state, may_fetch=True) == ""
    made.end()


def test_a_model_that_cannot_be_fetched_says_why_and_stays_missing(
    make: Callable[[str], Arrival], monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(models: Path, model: object) -> Iterator[Progress]:
        yield Progress("pull", 0, 1)
        raise PullFailed("There is no network.")

    monkeypatch.setattr(arrival, "pull", failing)
    made = make("")
    made.begin()
    wait_for(made, ModelStage.MISSING)
    work = Work()
    work.start("Getting the writing model", made.model.fetch)
    *_, last = work.follow()
    assert last.trouble == "There is no network."
    again = render_model(ModelState(ModelStage.MISSING, 1_100_000_000, last.trouble), may_fetch=True)
    assert 'role="alert">There is no network.' in again
    assert 'data-event="fetch"' in again
    assert made.model.state.stage is ModelStage.MISSING


def test_a_model_that_does_not_load_says_why(
    make: Callable[[str], Arrival], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def failing(*_: object) -> None:
        raise PullFailed("The file is damaged.")

    monkeypatch.setattr(arrival, "open_chosen_generator", failing)
    made = make("")
    made.begin()
    assert "The file is damaged." in render_model(wait_for(made, ModelStage.FAILED), may_fetch=True)


def test_who_chose_to_have_no_model_is_told_of_none(make: Callable[[str], Arrival]) -> None:
    made = make(EXTRACTIVE)
    assert render_model(made.model.state, may_fetch=True) == ""
    made.begin()
    wait_for(made, ModelStage.READY)
    made.end()
    assert threading.active_count() < 20
