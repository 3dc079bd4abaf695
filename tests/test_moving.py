"""Moving a library to a server and back: all of it, whole or not at all, whoever is killed on the way."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from postgres_server import Server, serve_postgres
from test_conversations import ANSWER
from typer.testing import CliRunner

from index import Library
from index.database import carrying
from index.database.carrying import Sums, sum_up
from index.embedders.hashed import HashedEmbedder
from index.errors import LibraryError
from index.filling.moving import Move
from index.home import find_home
from index.storage import open_storage
from index.types import Edit
from ui.conversations.store import ConversationStore
from ui.main import app, move_global_options
from ui.service.comparing import Comparison, make_questions

pytestmark = pytest.mark.postgres
ROOT = Path(__file__).parent.parent
TOWNS = "Arden Birkhall Cullen Dray Eastwick Fallow Garth Holm Inver Jedburn Kells Lorn".split()


def write_articles(folder: Path) -> None:
    folder.mkdir()
    for number, town in enumerate(TOWNS):
        text = f"The ferry of {town}\n\nThe ferry of {town} leaves at {number + 6}:15. " * 2
        (folder / f"{town}.txt").write_text(f"{text}\n\nIts bridge was built in {1800 + number} by {town} Vane.")
    (folder / "again.txt").write_text((folder / "Arden.txt").read_text())  # two articles with one text


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """Return a library with what can be lost: edits, tags, an article that is left out, a text of two articles."""
    write_articles(tmp_path / "articles")
    folder = tmp_path / "home" / "library"
    with Library.open(folder, embedder=HashedEmbedder()) as opened:
        opened.sync(tmp_path / "articles")
        opened.remove("articles/Lorn.txt")
        opened.edit({"articles/Kells.txt": Edit(title="Kells by hand", published="2024-05-03", tags=("floods",))})
    return folder


def sums_of(place: Path | str) -> Sums:
    counting = sum_up(database := open_storage(place).open())
    with closing(database):
        while True:
            try:
                next(counting)
            except StopIteration as end:
                return dict(end.value)


def tables_of(place: Path | str) -> dict[str, list[tuple[object, ...]]]:
    """Return every row as it lies there."""
    with closing(open_storage(place).open()) as database:
        return {
            table: database.connection.rows(f"SELECT * FROM {table} ORDER BY 1")  # noqa: S608
            for table in ("meta", "texts", "articles", "passages", "vectors", *carrying.TABLES)
        }


def move(source: Path | str, target: Path | str) -> Move:
    moved = Move(open_storage(source), open_storage(target))
    for _ in moved.steps():
        pass
    moved.finish()
    return moved


def found(place: Path | str) -> list[tuple[str, int]]:
    with Library.open(place, embedder=HashedEmbedder()) as library:
        assert library.check() == ()
        asked = [f"When does the ferry of {town} leave?" for town in TOWNS]
        return [(hit.article.id, hit.passage.start) for question in asked for hit in library.search(question, 5)]


def test_to_a_server_and_back(postgres: Server, library: Path, tmp_path: Path) -> None:
    address, back = postgres.address(), tmp_path / "back" / "library"
    before = tables_of(library)
    assert not move(library, address).was_there
    assert sums_of(address) == sums_of(library)
    assert found(address) == found(library)
    with Library.open(address, embedder=HashedEmbedder()) as there:
        kells = next(row for row in there.articles() if row.id == "articles/Kells.txt")
        assert (kells.title, kells.tags, str(kells.published)) == ("Kells by hand", ("floods",), "2024-05-03")
        report = there.sync(tmp_path / "articles")  # what was removed stays out, and nothing is read anew
        assert (report.unchanged, report.added, report.changed, report.removed) == (len(TOWNS), (), (), ())
    move(address, back)
    assert sums_of(back) == sums_of(library)
    assert found(back) == found(library)
    assert tables_of(library) == before
    assert [one.name for one in back.parent.iterdir()] == ["library"]
    assert move(library, address).was_there


def test_a_second_move_goes_on_and_takes_nothing_from_an_older_state(postgres: Server, library: Path) -> None:
    address = postgres.address()
    done = []
    for _ in range(2):
        steps = Move(open_storage(library), open_storage(address), at_once=2).steps()
        done += [next(steps).done for _ in range(3)]
        del steps  # which ends it
    assert done == [0, 2, 4, 4, 6, 8]
    with closing(open_storage(address).open()) as target:
        assert target.is_empty
    with Library.open(library, embedder=HashedEmbedder()) as changed:
        changed.remove("articles/Cullen.txt")
    move(library, address)
    assert sums_of(address) == sums_of(library)
    assert "Cullen" not in str(tables_of(address)["articles"])


@pytest.mark.parametrize(
    "wrong", ["DELETE FROM edits", "UPDATE vectors SET crc = 1", "UPDATE articles SET title = 'x'"]
)
def test_what_arrived_otherwise_is_not_used(postgres: Server, library: Path, wrong: str) -> None:
    address = postgres.address()
    moved = Move(open_storage(library), open_storage(address))
    steps = moved.steps()
    while next(steps).stage != "compare":
        pass
    with closing(moved.arriving.open()) as database:
        database.connection.run(wrong)
    with pytest.raises(LibraryError, match="type the same command again"):
        list(steps)
    with closing(open_storage(address).open()) as target:
        assert target.is_empty
    move(library, address)
    assert sums_of(address) == sums_of(library)


def test_another_library_is_left_alone(postgres: Server, library: Path, tmp_path: Path) -> None:
    address = postgres.address()
    (tmp_path / "other.txt").write_text("Other\n\nThe quokka sleeps.")
    with Library.open(address, embedder=HashedEmbedder()) as other:
        other.sync(tmp_path / "other.txt")
        before = tables_of(address)
        with pytest.raises(LibraryError, match="another library"):
            move(library, address)
        assert tables_of(address) == before
        with pytest.raises(LibraryError, match="another library"):
            move(address, library)
        with pytest.raises(LibraryError, match="is empty"):
            move(tmp_path / "nothing", address)
        other.remove("other.txt")
        with pytest.raises(LibraryError, match="another library"):  # it knows what was removed
            move(library, address)


def test_who_reads_an_empty_library_finds_the_one_that_comes(postgres: Server, library: Path) -> None:
    address = postgres.address()
    with Library.open(address, embedder=HashedEmbedder()) as reader:
        assert reader.size().articles == 0
        move(library, address)
        assert reader.size().articles == len(TOWNS)
        assert reader.search("When does the ferry of Garth leave?")[0].article.id == "articles/Garth.txt"


def test_a_server_that_is_lost(library: Path) -> None:
    with serve_postgres() as server:
        address = server.address()
        steps = Move(open_storage(library), open_storage(address)).steps()
        next(steps)
        server.stop()
        with pytest.raises(LibraryError, match="the server was lost"):
            list(steps)
        server.start()
        move(library, address)
        assert sums_of(address) == sums_of(library)


def test_answers_are_compared(library: Path, tmp_path: Path) -> None:
    (tmp_path / "other.txt").write_text("The ferry of Dray\n\nThe ferry of Dray never leaves.")
    with (
        Library.open(library, embedder=HashedEmbedder()) as one,
        Library.open(tmp_path / "other", embedder=HashedEmbedder()) as other,
    ):
        other.sync(tmp_path / "other.txt")
        questions = make_questions(one)
        assert len(questions) == len(TOWNS) - 1
        same = Comparison(one, one, questions)
        assert [step.done for step in same.steps()] == list(range(len(questions)))
        assert same.differing == []
        differing = Comparison(one, other, questions)
        list(differing.steps())
        assert len(differing.differing) == len(questions)


def test_the_command(postgres: Server, library: Path, tmp_path: Path) -> None:
    home, address = library.parent, postgres.address()

    def run(*given: str, at: str = "") -> tuple[int, str]:
        where = ["--home", str(home), "--embedder", "hashed", *(["--library", at] if at else [])]
        done = CliRunner().invoke(app, move_global_options([*given, *where]))
        return done.exit_code, f"{done.output}{done.exception or ''}"

    assert run("collections", "make", "Wet", "--tag", "floods")[0] == 0
    assert run("tokens", "make", "desk")[0] == 0
    kept = ConversationStore.open(home)
    kept.append(kept.start("Before").id, ANSWER)
    code, said = run("move", "--to", address, "--json")
    assert code == 0, said
    told = json.loads(said[said.index("{") :])
    assert (told["articles"], told["asked"], told["same"]) == (len(TOWNS), len(TOWNS) - 1, len(TOWNS) - 1)
    assert "articles/Kells.txt" in run("search", "ferry", "--collection", "wet", "--json", at=address)[1]
    assert "already: nothing was to be done" in run("move", "--to", address)[1]
    for given, at, says in (
        (str(home), "", "no address of a server"),
        (str(tmp_path), address, "is not the home"),
        ("postgresql://nobody@127.0.0.1:1/none", "", "check that the server runs"),
    ):
        code, said = run("move", "--to", given, at=at)
        assert (code, says in said) == (1, True), said
    there = ConversationStore.of(find_home(str(home), address))
    assert [(one.name, one.exchanges) for one in there.conversations()] == [("Before", 1)]
    assert "desk" in run("tokens", "list", at=address)[1]
    for one in there.conversations():
        there.delete(one.id)
    there.start("Since")
    assert run("move", "--to", address, at=address)[0] == 0  # what the home has, once more
    assert {one.name for one in there.conversations()} == {"Since", "Before"}
    there.delete(next(one.id for one in there.conversations() if one.name == "Before"))
    (home / "library").rename(home / "old")
    code, said = run("move", "--to", str(home), at=address)
    assert code == 0, said
    assert "answered alike" in said
    assert sums_of(home / "library") == sums_of(home / "old")
    assert [one.name for one in ConversationStore.open(home).conversations()] == ["Since"]
    (aside,) = home.glob("replaced-*")
    assert [one.name for one in ConversationStore.open(aside).conversations()] == ["Before"]
    assert "wet" in run("collections", "list")[1].lower()


@pytest.fixture(scope="module")
def killing() -> Iterator[Callable[[object, object, int], dict[str, object]]]:
    process = subprocess.Popen(
        [sys.executable, ROOT / "tests" / "move_child.py"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert process.stdin is not None
    assert process.stdout is not None
    stdin, stdout = process.stdin, process.stdout

    def run(source: object, target: object, at: int) -> dict[str, object]:
        print(json.dumps({"source": str(source), "target": str(target), "at": at}), file=stdin, flush=True)
        return dict(json.loads(stdout.readline()))

    yield run
    stdin.close()
    process.wait(60)
    stdout.close()


@pytest.mark.parametrize("direction", ["there", "back"])
@pytest.mark.parametrize("kills", [12, pytest.param(120, marks=[pytest.mark.long, pytest.mark.timeout(900)])])
def test_killed_at_any_time_nothing_is_lost_and_no_half_is_used(
    postgres: Server, library: Path, tmp_path: Path, direction: str, kills: int,
    killing: Callable[[object, object, int], dict[str, object]],
) -> None:  # fmt: skip
    """Each attempt dies later than the one before and goes on from there, until one arrives; then another begins."""
    source: Path | str = library
    if direction == "back":
        move(library, source := postgres.address())
    place = (lambda name: postgres.address()) if direction == "there" else (lambda name: tmp_path / name / "library")
    whole, before = sums_of(source), tables_of(source)
    counted = killing(source, place("counted"), 0)
    assert counted["said"] == ""
    step = int(str(counted["calls"])) // 40
    killed = rounds = 0
    while killed < kills:
        rounds += 1
        target, at = place(f"killed {rounds}"), step * (rounds * 7 % 10) // 10
        ended: dict[str, object] = {"killed": True}
        while ended["killed"]:
            at += step
            ended = killing(source, target, at)
            assert ended["said"] == "", (at, ended)
            killed += bool(ended["killed"])
            with closing(open_storage(target).open()) as database:
                is_there = not database.is_empty
            assert not is_there or sums_of(target) == whole, f"half of it was there after a kill at {at}, step {step}"
        assert sums_of(target) == whole
        assert found(target) == found(source)
    assert tables_of(source) == before
