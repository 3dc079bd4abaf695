"""Logs and metrics: what they tell, and that no text of anybody is in them."""

import json
import sqlite3
import urllib.request
from pathlib import Path

import pytest
from command_line import HARBOUR, Broadsheet

from index.errors import LibraryBusy
from index.home import Home
from index.library import Library
from rag.errors import QuestionRefused
from rag.types import Finished
from ui.watching.assistant import WatchedAssistant
from ui.watching.logs import KEPT, close_log, log, log_failure, open_log
from ui.watching.metrics import Metrics

pytest_plugins = ["command_line_fixtures"]
QUESTION = "Who founded the harbour of Saltby?"
OPTIONS = ("--embedder", "hashed", "--generator", "extractive")
SECRETS = ("Saltby", "harbour", "Quay", "museum", "founded", "1871", "saltby.jsonl", "zebra")


def lines(home: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (home / "logs" / "broadsheet.jsonl").read_text("utf-8").splitlines()]


def spoil(home: Path) -> None:
    """Let the next search fail with a message that names an article."""
    with sqlite3.connect(home / "library" / "library.sqlite") as opened:
        opened.execute("UPDATE texts SET text = replace(text, 'pier', 'quay')")
    opened.close()


def test_a_session_leaves_no_text_in_the_log(filled: Broadsheet, home: Path, template: Path) -> None:
    assert filled("ask", QUESTION, *OPTIONS).code == 0
    assert filled("search", "the founded harbour", *OPTIONS).code == 0
    assert filled("sync", str(template / "articles"), *OPTIONS).code == 0
    assert filled("remove", "zebra").code == 1
    assert filled("ask", " " * 3, *OPTIONS).code == 1
    spoil(home)
    assert "harbour" in filled("ask", QUESTION, *OPTIONS).err
    written = (home / "logs" / "broadsheet.jsonl").read_text("utf-8")
    assert [secret for secret in SECRETS if secret in written] == []
    told = lines(home)
    assert [row["event"] for row in told] == [
        "question", "command", "command", "command", "command_failed", "command",
        "question_failed", "command_failed", "command", "question_failed", "command_failed", "command",
    ]  # fmt: skip
    assert (told[0]["outcome"], told[0]["claims"]) == ("answered", 1)
    assert [(row["command"], row["code"]) for row in told if row["event"] == "command"] == [
        ("ask", 0), ("search", 0), ("sync", 0), ("remove", 1), ("ask", 1), ("ask", 1),
    ]  # fmt: skip
    assert told[-2]["error"] == "LibraryDamaged"
    assert any(str(place).startswith("articles.py:") for place in told[-2]["where"])  # type: ignore[attr-defined]
    assert (home / "logs").stat().st_mode & 0o077 == 0


def test_debug_writes_what_the_exception_says(filled: Broadsheet, home: Path) -> None:
    filled("remove", "zebra", "--debug")
    failed = lines(home)[0]
    assert "no article 'zebra'" in str(failed["message"])
    assert "Traceback" in str(failed["traceback"])


def test_the_log_is_rotated_and_old_files_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.watching.logs.MAX_BYTES", 2_000)
    open_log(Home(tmp_path, tmp_path))
    for number in range(400):
        log("counted", number=number)
    close_log()
    files = sorted((tmp_path / "logs").iterdir())
    assert len(files) == 1 + KEPT
    assert all(file.stat().st_size <= 2_000 for file in files)
    assert lines(tmp_path)[-1]["number"] == 399


def test_a_log_that_cannot_be_written_keeps_nobody_from_working(filled: Broadsheet, home: Path) -> None:
    (home / "logs").write_text("in the way", encoding="utf-8")
    assert filled("list").code == 0
    (home / "logs").unlink()
    (home / "logs" / "broadsheet.jsonl").mkdir(parents=True)
    assert filled("list").err == ""


def test_no_home_is_made_for_a_log(broadsheet: Broadsheet, home: Path) -> None:
    assert broadsheet("models", "list", "--json").code == 0
    assert broadsheet("models", "pull", "nobody").err.count("\n") == 1  # and none on standard error instead
    assert not home.exists()


def read_metrics(url: str) -> dict[str, float]:
    with urllib.request.urlopen(url) as answer:  # noqa: S310 - a server of this test
        rows = [line.rsplit(" ", 1) for line in answer.read().decode().splitlines() if not line.startswith("#")]
    return {name: float(value) for name, value in rows}


def test_metrics_count_questions_by_how_they_ended(library: Library, tmp_path: Path) -> None:
    (tmp_path / "harbour.txt").write_text(f"The harbour\n\n{HARBOUR}\n", encoding="utf-8")
    library.sync(tmp_path / "harbour.txt")
    metrics = Metrics(library)
    assistant = WatchedAssistant(library, metrics=metrics)
    served = metrics.serve(0)
    try:
        url = f"http://127.0.0.1:{served.port}/metrics"
        assert isinstance(list(assistant.stream(QUESTION))[-1], Finished)
        assistant.ask("Zebra zoology?")
        with pytest.raises(QuestionRefused):
            assistant.ask(" ")
        stopped = assistant.stream(QUESTION)
        next(stopped)
        assert read_metrics(url)["broadsheet_questions_under_way"] == 1
        stopped.close()  # type: ignore[attr-defined]
        told = read_metrics(url)
    finally:
        served.close()
    counted = {name: value for name, value in told.items() if name.startswith("broadsheet_questions_total")}
    assert counted == {
        f'broadsheet_questions_total{{outcome="{outcome}"}}': 1.0
        for outcome in ("answered", "no_evidence", "failed", "stopped")
    }
    assert told['broadsheet_errors_total{error="QuestionRefused"}'] == 1
    assert told["broadsheet_questions_under_way"] == 0
    assert told["broadsheet_answer_seconds_count"] == told["broadsheet_search_seconds_count"] == 2
    assert told["broadsheet_first_token_seconds_count"] == 1  # nothing is written of zebras
    assert (told["broadsheet_library_articles"], told["broadsheet_library_passages"]) == (1, 1)
    assert [name for name in told if any(secret in name for secret in SECRETS)] == []


def test_a_failure_is_logged_by_its_type(tmp_path: Path) -> None:
    open_log(Home(tmp_path, tmp_path))
    try:
        raise LibraryBusy("zebra")
    except LibraryBusy as error:
        log_failure("question_failed", error)
    close_log()
    (row,) = lines(tmp_path)
    assert (row["level"], row["error"]) == ("error", "LibraryBusy")
    assert "zebra" not in json.dumps(row)
