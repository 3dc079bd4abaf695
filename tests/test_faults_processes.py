"""Two processes on one library: readers go on while another writes, and a second writer waits or says why."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from command_line import Ended, said_in_one_sentence, start

from index.embedders.hashed import HashedEmbedder
from index.library import Library

WRITER = """
import sys, time
from pathlib import Path
from index.embedders.hashed import HashedEmbedder
from index.library import Library
with Library.open(sys.argv[1], embedder=HashedEmbedder()) as library:
    for step in library.sync_steps(Path(sys.argv[2])):
        print(step.stage, step.done, flush=True)
        if step.stage == "read" and step.done == int(sys.argv[3]):
            sys.stdin.readline()  # holds the lock until it is told to go on
print("ended", flush=True)
"""
ROOT = Path(__file__).parent.parent


def write_towers(folder: Path, numbers: range, word: str = "leans") -> None:
    folder.mkdir(exist_ok=True)
    for number in numbers:
        text = f"Tower {number}\n\nThe tower{number} {word}.\n"
        (folder / f"t{number:03}.txt").write_text(text, encoding="utf-8")


def start_writer(library: Path, folder: Path, hold_at: int) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(library), str(folder), str(hold_at)], text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip


def wait_for(process: "subprocess.Popen[str]", line: str) -> None:
    assert process.stdout is not None
    while (said := process.stdout.readline()) != f"{line}\n":
        assert said, "the writer ended before its time"


def let_go(process: "subprocess.Popen[str]") -> str:
    rest, _ = process.communicate("go on\n", timeout=60)
    assert process.returncode == 0
    return rest


@pytest.mark.slow
def test_readers_go_on_and_a_second_writer_says_why_and_then_waits(tmp_path: Path) -> None:
    home, folder = tmp_path / "home", tmp_path / "articles"
    write_towers(folder, range(6))
    with Library.open(home / "library", embedder=HashedEmbedder()) as library:
        library.sync(folder)
        write_towers(folder, range(100, 230))  # enough that some are stored before it stops in between
        writer = start_writer(home / "library", folder, 120)
        wait_for(writer, "read 120")
        # A reader of long standing, and one that comes now.
        assert library.search("Which one is tower3?", k=1)[0].article.id == "articles/t003.txt"
        with Library.open(home / "library", embedder=HashedEmbedder()) as newcomer:
            assert newcomer.search("Which one is tower3?", k=1)[0].article.id == "articles/t003.txt"
            assert len(newcomer.articles()) > 6
        told = run_remove(home, "articles/t003.txt")
        assert "Another sync, rebuild or removal is writing" in said_in_one_sentence(told)
        # A second writer that comes just before the first is done waits for it.
        waiting = subprocess.Popen(
            [*start("--home", str(home), "remove", "articles/t004.txt")], env=environment(), text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
        time.sleep(0.5)
        assert "ended" in let_go(writer)
        out, err = waiting.communicate(timeout=60)
        assert (waiting.returncode, out.strip()) == (0, "removed articles/t004.txt"), err
        assert len(library.articles()) == 135
        assert library.search("Which one is tower4?", k=1)[0].article.id != "articles/t004.txt"
        assert library.check() == ()


@pytest.mark.slow
def test_a_killed_writer_leaves_no_lock_behind(tmp_path: Path) -> None:
    home, folder = tmp_path / "home", tmp_path / "articles"
    write_towers(folder, range(4))
    writer = start_writer(home / "library", folder, 2)
    wait_for(writer, "read 2")
    writer.kill()
    writer.communicate()
    with Library.open(home / "library", embedder=HashedEmbedder()) as library:
        assert 0 < len(library.sync(folder).added) <= 4
        assert len(library.articles()) == 4
        assert library.check() == ()


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT)}


def run_remove(home: Path, article: str) -> Ended:
    done = subprocess.run(
        start("--home", str(home), "remove", article), env=environment(), capture_output=True, text=True, check=False
    )
    return Ended(done.returncode, done.stdout, done.stderr)
