"""Workers of a library on a real PostgreSQL server: they share the files, and lose and double nothing."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from postgres_server import Server, serve_postgres
from typer.testing import CliRunner
from worker_kills import drain, open_hashed, start

from index import Library
from index.address import read_address
from index.embedders.base import Embedder
from index.embedders.hashed import HashedEmbedder
from index.errors import LibraryError
from index.postgres import jobs as queue
from index.postgres.connection import PostgresConnection
from index.postgres.storage import leave_to_workers
from index.postgres.worker import Worker
from index.types import Progress, SyncReport
from ui.main import app, move_global_options

pytestmark = pytest.mark.postgres
ROOT = Path(__file__).parent.parent
DONE = "SELECT count(*) FROM jobs WHERE state <> 'waiting'"
ASKED = ("Who bakes?", "herring")
TRADES = "baker smith weaver cooper fuller tanner".split()


def fill(folder: Path, files: int) -> Path:
    """Write files of an article each, a tenth of which has the text of another, and one file of ten articles."""
    folder.mkdir(exist_ok=True)
    for number in range(files):
        said = number - number % 10 // 9
        text = " ".join(f"The {trade} of house {said} works until {said * 7 % 24} o'clock." for trade in TRADES * 3)
        (folder / f"{number:03}.txt").write_text(f"House {said}\n\n{text}", encoding="utf-8")
    lines = [
        f'{{"id": "line {number}", "title": "T", "text": "Line {number} speaks of herring."}}' for number in range(10)
    ]
    (folder / "lines.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return folder


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    return fill(tmp_path / "documents", 12)


@pytest.fixture
def address(postgres: Server) -> str:
    """Return the address of an empty library that knows its embedder."""
    address = postgres.address()
    begin(address)
    return address


def begin(address: str) -> None:
    with closing(PostgresConnection(read_address(address))) as connection, connection.transaction():
        connection.set_embedder(HashedEmbedder().identity)


def hand_out(address: str, folder: Path) -> None:
    with closing(PostgresConnection(read_address(address))) as connection:
        for step in leave_to_workers(connection, folder):
            if step.stage == "work":
                break


def rows(address: str, statement: str) -> list[tuple[object, ...]]:
    with closing(PostgresConnection(read_address(address))) as connection:
        return connection.rows(statement)


def contents(library: Library) -> list[object]:
    """Return what a library holds, but for the numbers of its rows."""
    connection = library._database.connection
    return [
        connection.rows("SELECT a.id, a.sha256, path, text, start, \"end\", speaker, vector FROM articles a"
            " JOIN texts t ON t.id = a.text_id JOIN passages p ON p.text_id = t.id JOIN vectors ON passage_id = p.id"
            " ORDER BY 1, 5"),
        connection.rows("SELECT path, sha256, reader FROM files ORDER BY path"),
        connection.one("SELECT count(*) FROM texts"),
        # What no word of a question is in is found in the order of its numbers, which kills change.
        [[hit.article.id for hit in library.search(question, 100) if hit.score > 0] for question in ASKED],
    ]  # fmt: skip


def assert_as_synced(address: str, folder: Path, tmp_path: Path, ranked: bool = True) -> None:
    """Hold that a library is what a sync in one process makes; `ranked` where no equals fill a page of hits."""
    with (
        Library.open(address, embedder=HashedEmbedder()) as worked,
        Library.open(tmp_path / "alone", embedder=HashedEmbedder()) as alone,
    ):
        assert worked.check() == ()
        alone.sync(folder)
        one, other = contents(worked), contents(alone)
        assert one[:3] == other[:3]
        if ranked:
            assert [set(found) for found in one[3]] == [set(found) for found in other[3]]  # type: ignore[attr-defined]
        report = worked.sync(folder)
        assert (report.added, report.changed, report.removed, report.failures) == ((), (), (), ())


def worker(address: str) -> Worker:
    return Worker(read_address(address), open_hashed)


def work(address: str) -> None:
    drain(worker(address).steps(until_idle=True))


def follow(steps: Iterator[Progress]) -> SyncReport:
    return [step.report for step in steps if step.report][-1]


def test_workers_do_what_a_sync_does_and_the_sync_that_asked_reports_it(
    postgres: Server, documents: Path, tmp_path: Path
) -> None:
    address = postgres.address()
    (documents / "broken.jsonl").write_text('{"id": "whole", "title": "W", "text": "A whole line."}\n{"id": ', "utf-8")
    with Library.open(address, embedder=HashedEmbedder()) as library:
        at_work: list[Progress] = []
        for step in library.sync_steps(documents, by_workers=True):
            if step.stage == "work" and not at_work:
                assert "`broadsheet work` starts one" in step.detail
                at_work += worker(address).steps(until_idle=True)
            report = step.report
        assert report is not None
        assert at_work[-1].done == 14
        with Library.open(tmp_path / "alone", embedder=HashedEmbedder()) as alone:
            expected = alone.sync(documents)
        assert sorted(report.added) == sorted(expected.added)
        assert (report.unchanged, report.failures) == (0, expected.failures)
        assert rows(address, "SELECT * FROM jobs") == []
        (documents / "broken.jsonl").write_text('{"id": "whole", "title": "W", "text": "A whole line."}', "utf-8")
        (documents / "001.txt").write_text("House 1\n\nIt is empty now.")
        (documents / "002.txt").rename(documents / "moved.txt")
        steps = library.sync_steps(documents, by_workers=True)
        assert next(step for step in steps if step.stage == "work").done == 0
        work(address)
        report = follow(steps)
        assert (report.added, report.changed) == (("documents/moved.txt",), ("documents/001.txt",))
        assert report.removed == ("documents/002.txt",)
    (tmp_path / "alone" / "library.sqlite").unlink()
    assert_as_synced(address, documents, tmp_path)


def test_a_worker_that_lost_its_file_stores_nothing(address: str, documents: Path, tmp_path: Path) -> None:
    hand_out(address, documents)
    slow = worker(address).steps(until_idle=True)
    next(step for step in slow if step.stage == "embed")
    with closing(PostgresConnection(read_address(address))) as connection:
        connection.run("UPDATE jobs SET leased_until = '-infinity'")
    work(address)
    drain(slow)
    assert rows(address, "SELECT max(attempts) FROM jobs") == [(2,)]
    assert_as_synced(address, documents, tmp_path)


def test_a_worker_that_takes_long_keeps_its_file(address: str, tmp_path: Path) -> None:
    folder = tmp_path / "long"
    folder.mkdir()
    (folder / "a.txt").write_text("Long\n\nIt takes long to embed this.")
    hand_out(address, folder)
    lease_s = 6.0
    slow = Worker(read_address(address), open_hashed, lease_s).steps(until_idle=True)
    next(step for step in slow if step.stage == "embed")
    with closing(PostgresConnection(read_address(address))) as connection:
        (claimed,) = connection.one("SELECT leased_until FROM jobs")
        while connection.first("SELECT 1 FROM jobs WHERE leased_until > ?", claimed) is None:
            time.sleep(0.1)  # the test's own limit ends a worker that extends nothing
        assert queue.JobTable(connection).claim("another", lease_s) is None
    drain(slow)
    assert rows(address, "SELECT attempts, state FROM jobs") == [(1, "done")]


def test_two_workers_with_one_text_store_it_once(address: str, tmp_path: Path) -> None:
    folder = tmp_path / "twins"
    folder.mkdir()
    for name in ("a.txt", "b.txt"):
        (folder / name).write_text("Twins\n\nThe same text in both of them.")
    hand_out(address, folder)
    one, other = (worker(address).steps(until_idle=True) for _ in range(2))
    for steps in (one, other):
        next(step for step in steps if step.stage == "embed")
    next(step for step in one if step.stage == "idle")
    drain(other)
    drain(one)
    assert_as_synced(address, folder, tmp_path)


def test_a_text_that_went_meanwhile_is_split_again(address: str, tmp_path: Path) -> None:
    folder = tmp_path / "twins"
    folder.mkdir()
    (folder / "a.txt").write_text("Twins\n\nThe same text in both of them.")
    hand_out(address, folder)
    work(address)
    (folder / "b.txt").write_text((folder / "a.txt").read_text())
    hand_out(address, folder)
    steps = worker(address).steps(until_idle=True)
    assert next(steps).detail == "b.txt"
    with Library.open(address, embedder=HashedEmbedder()) as library:
        # Between reading and storing: the worker has seen the text, which goes with its last article.
        original = library.remove
        from index.filling import one_file

        stored = one_file.FileSync._store

        def store(self: one_file.FileSync, *given: object) -> None:
            one_file.FileSync._store = stored  # type: ignore[method-assign]
            original("twins/a.txt")
            stored(self, *given)  # type: ignore[arg-type]

        one_file.FileSync._store = store  # type: ignore[assignment, method-assign]
        try:
            drain(steps)
        finally:
            one_file.FileSync._store = stored  # type: ignore[method-assign]
        assert [hit.article.id for hit in library.search("same text")] == ["twins/b.txt"]
        assert library.check() == ()


def test_a_library_that_is_embedded_otherwise_meanwhile_holds_no_other_vectors(address: str, documents: Path) -> None:
    hand_out(address, documents)

    def open_any(name: str) -> Embedder:
        return HashedEmbedder(64) if changed else open_hashed(name)

    changed = False
    steps = Worker(read_address(address), open_any).steps(until_idle=True)
    next(step for step in steps if step.stage == "embed")
    with Library.open(address, embedder=HashedEmbedder()) as library:
        drain(library.rebuild_steps(HashedEmbedder(64)))
        changed = True
        drain(steps)
        assert {len(row[0]) for row in rows(address, "SELECT vector FROM vectors")} == {256}  # type: ignore[arg-type]
        assert library.check() == ()
        assert library.size().articles == 22


def test_a_file_at_which_workers_end_is_left_alone_and_said(
    postgres: Server, documents: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "MOST_ATTEMPTS", 2)
    address = postgres.address()
    from index.filling.one_file import FileSync

    whole = FileSync.steps

    def fail(self: FileSync) -> Iterator[Progress]:
        if self._file.name == "003.txt":
            raise MemoryError
        return whole(self)

    monkeypatch.setattr(FileSync, "steps", fail)
    with Library.open(address, embedder=HashedEmbedder()) as library:
        steps = library.sync_steps(documents, by_workers=True)
        next(step for step in steps if step.stage == "work")
        work(address)
        report = follow(steps)
        assert [(Path(one.path).name, "the next sync tries again" in one.reason) for one in report.failures] == [
            ("003.txt", True)
        ]
        monkeypatch.setattr(FileSync, "steps", whole)
        assert library.sync(documents).added == ("documents/003.txt",)


def test_workers_outlast_the_server(documents: Path, tmp_path: Path) -> None:
    with serve_postgres() as server:
        address = server.address()
        begin(address)
        hand_out(address, documents)
        steps = Worker(read_address(address), open_hashed, 1.0).steps(until_idle=True)
        for _ in range(3):
            next(step for step in steps if step.stage == "embed")
            server.stop()
            said = next(step for step in steps if step.stage == "wait")
            assert "wait until it is back" in said.detail or "cannot be reached" in said.detail
            server.start()
        drain(steps)
        assert_as_synced(address, documents, tmp_path)


@pytest.mark.long
@pytest.mark.timeout(1200)
def test_a_server_that_is_killed_24_times_while_two_workers_fill_loses_and_doubles_nothing(tmp_path: Path) -> None:
    folder = fill(tmp_path / "documents", 400)
    chosen = random.Random(7)  # noqa: S311 - no secret
    with serve_postgres() as server:
        address = server.address()
        begin(address)
        hand_out(address, folder)
        workers = [start(address) for _ in range(2)]
        try:
            for _ in range(24):
                before = done = rows(address, DONE)
                while done == before:  # they find the server again, and go on
                    time.sleep(0.05)
                    done = rows(address, DONE)
                time.sleep(chosen.uniform(0, 0.15))
                server.stop()
                server.start()
        finally:
            for child in workers:
                os.kill(child, signal.SIGKILL)
                os.waitpid(child, 0)
        work(address)
        assert_as_synced(address, folder, tmp_path, ranked=False)


def killed(address: str, folder: Path, kills: int, tmp_path: Path) -> None:
    hand_out(address, folder)
    script = Path(__file__).with_name("worker_kills.py")
    done = subprocess.run(
        [sys.executable, script, address, folder, str(kills), "7"], cwd=ROOT, check=False, capture_output=True,
        text=True, env={"PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}", "PATH": "/usr/bin:/bin"}, timeout=900,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == kills
    assert_as_synced(address, folder, tmp_path)


def test_killed_workers_lose_and_double_nothing(address: str, tmp_path: Path) -> None:
    killed(address, fill(tmp_path / "documents", 40), 12, tmp_path)


@pytest.mark.long
@pytest.mark.timeout(1200)
def test_a_hundred_and_fifty_killed_workers_lose_and_double_nothing(address: str, tmp_path: Path) -> None:
    killed(address, fill(tmp_path / "documents", 600), 150, tmp_path)


def test_the_commands(postgres: Server, documents: Path, tmp_path: Path) -> None:
    def run(*arguments: str) -> tuple[int, str]:
        given = [*arguments, "--home", str(tmp_path / "home"), "--embedder", "hashed"]
        done = CliRunner().invoke(app, move_global_options(given))
        return done.exit_code, done.output

    on_server = ("--library", postgres.address())
    assert run("sync", str(documents), "--workers", "1", *on_server)[0] == 0
    assert run("list", *on_server)[1].count("\n") == 22
    assert run("work", "--until-idle", *on_server) == (0, "0 files taken in\n")
    with pytest.raises(LibraryError, match="is in a folder"):
        Library.open(tmp_path / "local", embedder=HashedEmbedder())._storage.work(open_hashed, 1.0)
