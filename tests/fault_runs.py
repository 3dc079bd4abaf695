"""Runs of the process that is killed: a broken disk is compiled and preloaded, and each run gets a home of its own."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from fault_work import make_home, texts_of

HERE = Path(__file__).parent
ALONE, COUNT, KILL, TEAR, FULL, BROKEN, RECORD = -1, 0, 1, 2, 3, 4, 5
SIGKILL = 9


@dataclass(frozen=True, slots=True)
class Run:
    """How a run ended: the signal that killed it (0: none), what it said when it failed, calls and seconds."""

    home: Path
    signal: int
    code: int
    calls: int
    seconds: float

    @property
    def said(self) -> str:
        """Return the sentence that the run ended with, and its traceback; empty when it did not fail."""
        file = self.home / "said"
        return file.read_text(encoding="utf-8") if file.exists() else ""


class Patient:
    """The process that forks a child for each run; `before` is what its home holds, id -> text."""

    def __init__(self, process: "subprocess.Popen[str]", scratch: Path, articles: int) -> None:
        self._process = process
        self._scratch = scratch
        self._template = scratch / "template"
        make_home(scratch / "home", articles)
        self.before = texts_of(scratch / "home")
        (scratch / "home").rename(self._template)

    def new_home(self) -> Path:
        """Put a copy of the template where it was made, since a library knows the paths of its files."""
        home = self._scratch / "home"
        shutil.rmtree(home, ignore_errors=True)
        shutil.copytree(self._template, home)
        return home

    def run(self, work: str, how: int, at: int = 0, after_s: float = 0, home: Path | None = None) -> Run:
        """Do `work` in a new home, or in `home`, on a disk that breaks as `how` and `at` say."""
        home = home or self.new_home()
        order = {"work": work, "home": str(home), "how": how, "at": at, "after_s": after_s}
        order["journal"] = str(home.with_suffix(".journal"))
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        return Run(home, answer["signal"], answer["code"], answer["calls"], answer["seconds"])


@contextmanager
def start_patient(scratch: Path, articles: int = 8) -> Iterator[Patient]:
    """Start the process that is killed, on a disk that can be broken; skip where there is no C compiler."""
    compiler = shutil.which("cc")
    if compiler is None or sys.platform != "linux":
        pytest.skip("the disk that breaks on command needs Linux and a C compiler: apt-get install gcc libc6-dev")
    disk = scratch / "faulty_disk.so"
    command = [compiler, "-O1", "-shared", "-fPIC", "-o", str(disk), str(HERE / "faulty_disk.c"), "-ldl", "-lpthread"]
    subprocess.run(command, check=True)
    environment = {
        **os.environ, "LD_PRELOAD": str(disk), "PYTHONPATH": f"{HERE.parent}{os.pathsep}{HERE}",
        "OMP_NUM_THREADS": "1", "PYTHONWARNINGS": "ignore",
    }  # fmt: skip
    process = subprocess.Popen(
        [sys.executable, str(HERE / "fault_child.py")], env=environment, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    try:
        yield Patient(process, scratch, articles)
    finally:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.close()
        process.stdout.close()
        process.wait(30)
