"""Load, the end of a page under load, and what the process connects to: the short forms of tests/load/run.py."""

import asyncio
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from load.measure import Held, Row, growth, look
from load.readers import Tally, read_together
from load.run import SAID, prepare
from network_support import ROOT, serve_site

pytestmark = [pytest.mark.enable_socket, pytest.mark.slow]

MAX_GROWTH_MB = 200  # of a process of 400 MB: what 100 open conversations hold
WATCH = """
import sys
def watch(event, given):
    if event in ("socket.connect", "socket.sendto", "socket.getaddrinfo"):
        place = given[1] if event != "socket.getaddrinfo" else given[:2]
        name = place[0] if isinstance(place, tuple) else place
        if str(name) not in ("127.0.0.1", "localhost", "::1", "None"):
            sys.stderr.write(f"WENT OUT: {event} {place}\\n")
sys.addaudithook(watch)
"""


def test_growth_is_that_of_the_second_half() -> None:
    rows = [Row(60.0 * turn, turn, 0, 0.1, Held(100 + max(0, 50 - 20 * turn), 9, 17, 0)) for turn in range(10)]
    rows.append(Row(600.0, 10, 0, 0.1, Held(105, 10, 18, 0)))
    late = growth(rows)
    assert late["from_s_to_s"] == [300, 600]
    assert late["memory_mb"] == [100, 100, 100, 100, 100, 105]
    assert late["memory_mb_an_hour"] == 42.9  # 5 MB at the end of six points: 5 / 7 a minute
    assert late["descriptors"] == [17, 17, 17, 17, 17, 18]
    assert growth(rows[:1]) == {}


def test_many_readers_at_once_are_all_answered_and_the_end_is_clean(tmp_path: Path) -> None:
    home = tmp_path / "home"
    tally = Tally()
    with serve_site(home, "--load", str(prepare(home))) as site:
        asyncio.run(read_together(site.address, 10, 2, tally))
        before = look(site.process.pid, home / "uploads")
        asyncio.run(read_together(site.address, 10, 3, tally))
        after = look(site.process.pid, home / "uploads")
        assert tally.errors == []
        assert tally.counts["question"] == 50
        assert tally.counts["upload"] > 0
        assert after.rss_mb - before.rss_mb < MAX_GROWTH_MB
        assert after.temp_files == 0
        site.process.terminate()
        assert site.process.wait(60) == 0
    assert "Traceback" not in (home / "served.log").read_text()


def test_a_page_told_to_end_in_the_middle_of_answers_finishes_or_says_so(tmp_path: Path) -> None:
    home = tmp_path / "home"
    tally = Tally()

    async def play() -> None:
        reading = asyncio.ensure_future(read_together(site.address, 8, 1000, tally))
        while not tally.answers_s:
            await asyncio.sleep(0.05)
        site.process.send_signal(signal.SIGTERM)
        await reading

    with serve_site(home, "--load", str(prepare(home))) as site:
        asyncio.run(play())
        assert site.process.wait(60) == 0
    assert "Traceback" not in (home / "served.log").read_text()
    unsaid = [error for error in tally.errors if not re.search(SAID, error)]
    assert unsaid == []


def test_nothing_but_this_computer_is_connected_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hook = tmp_path / "hook"
    hook.mkdir()
    (hook / "sitecustomize.py").write_text(WATCH, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(hook), str(ROOT)]))
    monkeypatch.delenv("HF_HUB_OFFLINE")
    checked = subprocess.run(
        [sys.executable, "-c", "import socket; socket.socket().connect_ex(('192.0.2.1', 1))"],
        capture_output=True, text=True, timeout=300, env={**os.environ, "PYTHONPATH": str(hook)},
    )  # fmt: skip
    assert "WENT OUT" in checked.stderr  # the hook sees what it should
    home = tmp_path / "home"
    tally = Tally()
    with serve_site(home, path=[hook]) as site:
        asyncio.run(read_together(site.address, 1, 1, tally))
    assert tally.errors == []
    assert "WENT OUT" not in (home / "served.log").read_text()
