"""A sync by Ray's actors, one of which is killed."""

import os
import signal
from pathlib import Path

import pytest
from test_sync_ahead import held, sync, write_files

from index import Library
from index.embedders.hashed import HashedEmbedder
from index.errors import IndexingError
from index.filling.ray_pool import open_pool
from ui.main import main

pytestmark = pytest.mark.slow


def test_an_actor_that_is_killed_loses_and_doubles_nothing(tmp_path: Path) -> None:
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
