"""What stands on the terminal, and what is left of it in a pipe."""

import io
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from test_contract import ANSWER, ARTICLE, CITATION, HIT

from index import Span
from index.types import Progress, SyncReport
from rag.types import Event, Evidence, Finished, Outcome, Retrieved, Token, Window
from ui.terminal.answers import follow_answer, name_source, show_answer, show_making
from ui.terminal.progress import follow_steps
from ui.terminal.screen import Screen, harmless
from ui.terminal.tables import show_hits

JUDGED = """\
Ada Quay

Ada Quay founded it in 1871. [1] (supported)
It was sunny. (partly found: no sentence says so)
Your articles support only a part of this answer.

Cited:
[1] The Harbour (Gazette, 2024-05-01)
    “Ada Quay founded it in 1871.” (page 2)

The model also wrote this, unconfirmed; do not rely on it:
- It cost 9 pounds. (not found)
"""


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True

    def shown(self) -> str:
        """Return the text without colours, and without the spaces that fill a line."""
        text = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", self.getvalue())
        return "\n".join(line.rstrip() for line in text.split("\n"))


def events() -> Iterator[Event]:
    yield Retrieved("Who founded the harbour?", (HIT, HIT))
    yield Evidence((Window(ARTICLE, 0, 48, Span(20, 48), 0.7),), 20)
    yield Token("Ada Quay founded")
    yield Token(" it.")
    yield Finished(ANSWER)


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "100")


def test_in_a_pipe_only_the_final_text_comes() -> None:
    out, err = io.StringIO(), io.StringIO()
    screen = Screen(out, err)
    answer = follow_answer(events(), screen)
    assert out.getvalue() == ""
    show_answer(answer, screen)
    assert out.getvalue() == JUDGED
    assert err.getvalue() == ""


def test_a_pipe_gets_no_control_codes_whatever_the_environment_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    out = io.StringIO()
    show_answer(ANSWER, Screen(out, io.StringIO()))
    assert "\x1b" not in out.getvalue()


def test_on_a_terminal_sources_come_before_the_first_word() -> None:
    out = Terminal()
    screen = Screen(out, io.StringIO())
    seen = []

    def watched() -> Iterator[Event]:
        for event in events():
            yield event
            seen.append(out.shown())

    answer = follow_answer(watched(), screen)
    assert seen[0] == "Sources\n[1] The Harbour (Gazette, 2024-05-01)\n\n"
    assert seen[1] == seen[0] + "Closest sentence: “Ada Quay founded it in 1871.”\n\n"
    assert seen[2] == seen[1] + "Ada Quay founded"
    assert seen[3] == seen[2] + " it."
    show_answer(answer, screen)
    show_making(answer, screen)
    assert out.shown() == f"{seen[3]}\n{JUDGED}\n0.0 s, written by extractive\n"


def test_no_evidence_is_said_with_the_nearest_passages() -> None:
    out = io.StringIO()
    nothing = replace(ANSWER, outcome=Outcome.NO_EVIDENCE, short="", text="", claims=(), nearest=(CITATION,))
    show_answer(nothing, Screen(out, io.StringIO()))
    assert out.getvalue() == (
        "No answer could be verified.\n\nClosest passages:\n"
        "[1] The Harbour (Gazette, 2024-05-01)\n    “Ada Quay founded it in 1871.” (page 2)\n"
        "\nLeft out: what the model wrote.\n"
    )


def test_an_article_is_named_once_above_its_quotes() -> None:
    out = io.StringIO()
    first = replace(CITATION, start=0, end=19, quote="The harbour opened.", place="page 1")
    other = replace(CITATION, article="a2", title="The Pier", source="", published=None, place="")
    nothing = replace(
        ANSWER, outcome=Outcome.NO_EVIDENCE, short="", text="", claims=(), withheld=(), nearest=(CITATION, other, first)
    )
    show_answer(nothing, Screen(out, io.StringIO()))
    assert out.getvalue().splitlines()[3:] == [
        "[1] The Harbour (Gazette, 2024-05-01)",
        "    “The harbour opened.” (page 1)",
        "    “Ada Quay founded it in 1871.” (page 2)",
        "[2] The Pier",
        "    “Ada Quay founded it in 1871.”",
    ]


def test_a_stream_that_stops_early_is_an_error_and_closes_its_line() -> None:
    out = Terminal()
    with pytest.raises(RuntimeError, match="without Finished"):
        follow_answer(iter([Token("half")]), Screen(out, io.StringIO()))
    assert out.shown() == "half\n"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b]0;title\x07", "�]0;title�"),
        ("\x9b2J", "�2J"),
        ("abc\u202edef", "abc�def"),
        ("one\r\ntwo\tthree", "one\ntwo\tthree"),
        ("[bold]not markup[/bold] :smile:", "[bold]not markup[/bold] :smile:"),
    ],
)
def test_article_text_is_never_obeyed(text: str, shown: str) -> None:
    assert harmless(text) == shown
    out = io.StringIO()
    Screen(out, io.StringIO()).say(text)
    assert out.getvalue() == f"{shown}\n"
    terminal = Terminal()
    Screen(terminal, io.StringIO()).write(text)
    assert "\x1b]" not in terminal.getvalue()


def test_a_source_is_named_with_what_is_known() -> None:
    assert name_source("A\nTitle", "Gazette", None) == "A Title (Gazette)"
    assert name_source("A Title", "", None) == "A Title"


def test_tables_are_aligned_on_a_terminal_and_tabbed_in_a_pipe() -> None:
    pipe, terminal = io.StringIO(), Terminal()
    for out in (pipe, terminal):
        Screen(out, io.StringIO()).table(("id", "title"), [("a", "One\ttab"), ("bbb", "Two")])
    assert pipe.getvalue() == "a\tOne tab\nbbb\tTwo\n"
    assert terminal.shown().split() == ["id", "title", "a", "One", "tab", "bbb", "Two"]
    assert "a    One tab" in terminal.shown()


def test_hits_say_where_they_stand() -> None:
    out = io.StringIO()
    show_hits([HIT], Screen(out, io.StringIO()))
    assert out.getvalue() == (
        "1. The Harbour (Gazette, 2024-05-01)\n   0.712  a1, page 2, characters 20-48\n"
        "   Mayor: Ada Quay founded it in 1871.\n"
    )


def steps() -> Iterator[Progress]:
    yield Progress("read", 0, 2, "a.txt")
    yield Progress("read", 1, 2, "b.txt")
    yield Progress("done", 2, 2, report=SyncReport(added=("a", "b")))


def test_progress_in_a_pipe_is_a_line_a_stage_on_standard_error() -> None:
    out, err = io.StringIO(), io.StringIO()
    last = follow_steps(steps(), Screen(out, err))
    assert last.report == SyncReport(added=("a", "b"))
    assert err.getvalue() == "read 0/2 a.txt\n"
    assert out.getvalue() == ""


def test_progress_on_a_terminal_keeps_standard_output_clean() -> None:
    out, err = io.StringIO(), Terminal()
    last = follow_steps(steps(), Screen(out, err))
    assert last.report == SyncReport(added=("a", "b"))
    assert out.getvalue() == ""
    assert "read 0/2 a.txt" in err.shown() or "done 2/2" in err.shown()


def test_bytes_are_shown_as_megabytes() -> None:
    err = io.StringIO()
    follow_steps(iter([Progress("pull", 250_000_000, 1_117_320_768, "qwen")]), Screen(io.StringIO(), err))
    assert err.getvalue() == "pull 250/1117 MB qwen\n"


def test_an_operation_without_a_step_is_an_error() -> None:
    with pytest.raises(RuntimeError, match="made no step"):
        follow_steps(iter(()), Screen(io.StringIO(), io.StringIO()))
