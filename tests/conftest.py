"""What every test gets: a home of its own, no network, and small articles to ask about."""

import ast
import gc
import re
import signal
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from postgres_server import Server, serve_postgres

from index.embedders.hashed import HashedEmbedder
from index.home import find_home
from index.library import Library

ROOT = Path(__file__).parent.parent
SEEDS = ROOT / "seeds"
STARTER = SEEDS / "000_8be325a0ea03c6de.txt"


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave out a file whose `pytestmark` alone keeps its tests out of this run: importing it may take a second.

    A file that is named on the command line is read in any case.
    """
    if collection_path.suffix != ".py" or not (wanted := config.option.markexpr):
        return None
    marked = re.search(r"^pytestmark = .*", collection_path.read_text(encoding="utf-8"), re.MULTILINE)
    marks = re.findall(r"pytest\.mark\.(\w+)", marked[0]) if marked else []
    return True if left_out(wanted).intersection(marks) else None


def left_out(wanted: str) -> set[str]:
    """Return the marks that no test of a run may have: those of `not MARK`, where all terms of `wanted` must hold."""
    whole = ast.parse(wanted.strip(), mode="eval").body
    terms = whole.values if isinstance(whole, ast.BoolOp) and isinstance(whole.op, ast.And) else [whole]
    negated = [term.operand for term in terms if isinstance(term, ast.UnaryOp) and isinstance(term.op, ast.Not)]
    return {operand.id for operand in negated if isinstance(operand, ast.Name)}


def pytest_collection_finish() -> None:
    """Keep what was imported and collected, which stays to the end, from being looked through for garbage."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Make folders, one after the other: `mktemp` looks through all that there are for the next number."""
    root = tmp_path_factory.mktemp("folders")

    def make() -> Iterator[Path]:
        for number in count():
            folder = root / str(number)
            folder.mkdir()
            yield folder

    return make()


@pytest.fixture
def tmp_path(folders: Iterator[Path]) -> Path:
    """Return an empty folder, made with less ado than pytest's own."""
    return next(folders)


@pytest.fixture(autouse=True)
def own_home(request: pytest.FixtureRequest, folders: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """Point Broadsheet's home at an empty folder; the models' folder stays the machine's where real models run."""
    home = next(folders)
    if request.node.get_closest_marker("model") is not None:
        monkeypatch.setenv("BROADSHEET_MODELS", str(find_home().models))
    monkeypatch.setenv("BROADSHEET_HOME", str(home))
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setenv("GRADIO_ANALYTICS_ENABLED", "False")
    return home


@pytest.fixture
def heeds_ctrl_c() -> Iterator[None]:
    """Have Ctrl-C do what it does in a terminal, in child processes, too: a shell has it ignored in the background."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """Return a folder with three articles, one of them in a folder of its own."""
    folder = tmp_path / "articles"
    (folder / "sport").mkdir(parents=True)
    (folder / "bridge.md").write_text(
        "---\ntitle: The bridge\nsource: The Post\ndate: 2024-03-01\n---\n"
        "The bridge of Alderwick was opened in 1931. It is 212 metres long.\n",
        encoding="utf-8",
    )
    (folder / "market.txt").write_text(
        "The market\n\nThe market opens on Tuesday. Fish is sold by Ada Vane.\n", encoding="utf-8"
    )
    (folder / "sport" / "rowing.txt").write_text(
        "Rowing club wins\n\nThe rowing club won the cup in June. Tom Quill was at the helm.\n", encoding="utf-8"
    )
    return folder


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """Return an empty library with the reference embedder."""
    with Library.open(tmp_path / "library", embedder=HashedEmbedder()) as opened:
        yield opened


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """Give a PostgreSQL server with pgvector; it is started for the first test that asks for one."""
    with serve_postgres() as server:
        yield server
