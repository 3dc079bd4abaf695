"""A sync by Ray's actors: one is killed, one stands still, the store is full, the disk behind it is full, too."""

import json
import os
import re
import secrets
import signal
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from postgres_server import Server
from test_sync_ahead import held, sync, write_files

from index import Library
from index.embedders.hashed import HashedEmbedder
from index.errors import IndexingError
from index.filling import ray_pool
from index.filling.ray_pool import FILES_EACH, open_pool
from ui.main import main

# Before Ray is imported, which looks at them only then; `open_pool` does the same.
os.environ["RAY_AUTH_MODE"] = "token"
os.environ.setdefault("RAY_AUTH_TOKEN", secrets.token_hex(32))

pytestmark = [
    pytest.mark.slow,
    pytest.mark.alone,  # it starts a dozen processes, each of which has 30 seconds to come up
    # Of a first try that came to nothing, whose processes Ray leaves to the system.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning"),
]
PATIENCE_S = 280.0  # an actor starts late where other programs have the processors
SMALLEST_STORE = 75 << 20  # bytes; Ray takes no less


def test_an_actor_that_is_killed_loses_and_doubles_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ray_pool, "SILENCE_S", PATIENCE_S)
    folder, place = tmp_path / "files", tmp_path / "ray"
    write_files(folder)
    expected = sync(tmp_path / "plain", folder, None)
    embedder = HashedEmbedder()
    with (
        open_pool("hashed", tmp_path, embedder.identity, 2) as pool,
        Library.open(place, embedder=embedder) as library,
    ):
        before = pool.pids()
        steps = library.sync_steps(folder, pool=pool)
        next(steps)
        next(steps)
        os.kill(before[0], signal.SIGKILL)
        assert [step.report for step in steps][-1] == expected
        assert len(set(pool.pids()) - set(before)) == 1
    assert held(place) == held(tmp_path / "plain")


@pytest.mark.postgres
def test_one_that_stands_still_gets_no_more_files_and_a_server_loses_nothing(
    tmp_path: Path, postgres: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ray_pool, "SILENCE_S", 1.0)
    folder, place = tmp_path / "files", postgres.address()
    write_files(folder)
    expected = sync(tmp_path / "plain", folder, None)
    embedder = HashedEmbedder()
    with (
        open_pool("hashed", tmp_path, embedder.identity, 2) as pool,
        Library.open(place, embedder=embedder) as library,
    ):
        still = pool.pids()[0]
        os.kill(still, signal.SIGSTOP)
        try:
            report = [step.report for step in library.sync_steps(folder, pool=pool)][-1]
            while pool.held()[1]:
                time.sleep(0.05)
            monkeypatch.setattr(ray_pool, "SILENCE_S", PATIENCE_S)
            given = pool.held()[0]
            more = [pool.begin(folder / "a1.txt", "a1.txt", "") for _ in range(FILES_EACH + given)]
            assert [len(list(parts)) for parts in more] == [2] * len(more)
            assert pool.held()[0] == given > 0
        finally:
            os.kill(still, signal.SIGCONT)
    assert report is not None
    assert replace(report, notices=()) == expected
    assert "TimeoutError" in report.notices[0].reason
    assert held(place) == held(tmp_path / "plain")


def test_a_long_file_that_nobody_takes_to_its_end_keeps_no_actor(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ray_pool, "AHEAD", 1)
    monkeypatch.setattr(ray_pool, "SILENCE_S", PATIENCE_S)
    write_files(tmp_path / "files")
    with open_pool("hashed", tmp_path, HashedEmbedder().identity, 1) as pool:
        long = pool.begin(tmp_path / "files" / "many.jsonl", "many.jsonl", "")
        other = pool.begin(tmp_path / "files" / "a1.txt", "a1.txt", "")
        next(long)
        del long
        assert len(list(other)) == 2


@pytest.mark.long
@pytest.mark.parametrize("disk", ["room", "none"])
def test_a_full_store_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, disk: str) -> None:
    ray = pytest.importorskip("ray")
    from ray._private.internal_api import memory_summary

    monkeypatch.delenv("RAY_ADDRESS", raising=False)
    monkeypatch.setattr(ray_pool, "STORE_BYTES", SMALLEST_STORE)
    monkeypatch.setattr(ray_pool, "SILENCE_S", PATIENCE_S)
    if disk == "none":
        monkeypatch.setenv("RAY_local_fs_capacity_threshold", "0.0001")  # Ray takes any disk for a full one
    folder, place = tmp_path / "files", tmp_path / "ray"
    write_files(folder)
    for number in range(2):  # each is more than what is left of the store
        lines = [{"id": f"l{number}-{n}", "text": f"Long {n}", "url": f"https://{'a' * 1_000_000}"} for n in range(12)]
        (folder / f"long{number}.jsonl").write_text("\n".join(map(json.dumps, lines)))
    expected = sync(tmp_path / "plain", folder, None)
    embedder = HashedEmbedder()
    with (
        open_pool("hashed", tmp_path, embedder.identity, 2) as pool,
        Library.open(place, embedder=embedder) as library,
    ):
        halves = [ray.put(np.zeros(SMALLEST_STORE * 45 // 100, np.uint8)) for _ in range(2)]
        seen = [ray.get(half) for half in halves[: 1 if disk == "room" else 2]]  # what is looked at stays in the store
        report = [step.report for step in library.sync_steps(folder, pool=pool)][-1]
        spilled = re.search(r"Spilled (\d+) MiB", memory_summary(stats_only=True))  # no line of it where there was none
        assert (spilled is not None and int(spilled[1]) > 0) == (disk == "room")
        del seen
    assert report is not None
    assert replace(report, notices=()) == expected
    said = [(Path(notice.path).name, "(OutOfDiskError)" in notice.reason) for notice in report.notices]
    assert said == ([("long0.jsonl", True)] if disk == "none" else [])
    assert held(place) == held(tmp_path / "plain")


def test_an_engine_that_is_not_there_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = ["sync", str(tmp_path), "--home", str(tmp_path / "home"), "--embedder", "hashed", "--engine"]
    assert main([*given, "spark"]) == 1
    assert "expected --engine ray" in capsys.readouterr().err


def test_a_ray_that_does_not_start_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAY_ADDRESS", "nowhere")
    with (
        pytest.raises(IndexingError, match=r"Ray did not start .*look at RAY_ADDRESS"),
        open_pool("hashed", tmp_path, HashedEmbedder().identity, 1),
    ):
        pass


def test_a_ray_that_starts_at_the_second_try_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ray = pytest.importorskip("ray")
    monkeypatch.delenv("RAY_ADDRESS", raising=False)
    init = ray.init
    tries: list[dict[str, object]] = []

    def start(**settings: object) -> None:
        tries.append(settings)
        if len(tries) == 1:
            raise RuntimeError("Timed out waiting for file gcs_server_port")
        init(**settings)

    monkeypatch.setattr(ray, "init", start)
    with open_pool("hashed", tmp_path, HashedEmbedder().identity, 1) as pool:
        assert len(tries) == 2
        assert len(pool.pids()) == 1
