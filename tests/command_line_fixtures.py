"""A command line to test with: a home of its own, two articles, and a runner in this process."""

import shutil
from pathlib import Path

import pytest
from command_line import Broadsheet, Ended, write_articles

from ui.main import main


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give each test its own home, where no model is."""
    monkeypatch.setenv("BROADSHEET_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("BROADSHEET_MODELS", str(tmp_path / "models"))
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    return tmp_path / "home"


@pytest.fixture
def broadsheet(home: Path, capsys: pytest.CaptureFixture[str]) -> Broadsheet:
    """Run a command in this process, in the test's own home."""

    def run(*arguments: str) -> Ended:
        capsys.readouterr()
        code = main(arguments)
        return Ended(code, *capsys.readouterr())

    return run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with two articles."""
    return write_articles(tmp_path)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the two articles and a home into which they were loaded, to be copied and left as it is."""
    made = tmp_path_factory.mktemp("template")
    assert main(["--home", str(made / "home"), "--embedder", "hashed", "sync", str(write_articles(made))]) == 0
    return made


@pytest.fixture
def filled(broadsheet: Broadsheet, home: Path, template: Path) -> Broadsheet:
    """Return the runner in a home that holds the two articles, embedded by the embedder without a model."""
    shutil.copytree(template / "home", home)
    return broadsheet
