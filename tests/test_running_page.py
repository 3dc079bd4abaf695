"""The commands beside a running page of the same home: the same output, and by themselves where there is none."""

import re
import shutil
import socket
import threading
from pathlib import Path

import pytest
from command_line import Broadsheet, Ended
from served_programs import SECRET, serve_programs

from index import Filter
from index.embedders.hashed import HashedEmbedder
from index.library import Library
from rag.assistant import Assistant
from rag.errors import GeneratorError
from rag.types import Token
from ui.commands.running_page import RunningPage
from ui.conversations.store import ConversationStore
from ui.errors import InterfaceError
from ui.server.access.address import Address
from ui.server.running import Running, find_running, note_running
from ui.service.resources import Resources

pytest_plugins = ["command_line_fixtures"]
pytestmark = [pytest.mark.enable_socket, pytest.mark.slow]
TIMES = re.compile(r'"(?:search|first_token|total)_ms": [\d.]+')
ASKED = "Who founded the harbour of Saltby?"


class Counting(Assistant):
    """Remembers what was asked."""

    asked = 0

    def stream(self, *given: object, **named: object):  # type: ignore[no-untyped-def]  # noqa: ANN201
        Counting.asked += 1
        return super().stream(*given, **named)  # type: ignore[arg-type]


def test_a_running_page_answers_with_the_same_output(filled: Broadsheet, home: Path, tmp_path: Path) -> None:
    text = tmp_path / "draft.txt"
    text.write_text("The harbour of Saltby was founded by Ada Quay in 1871. Entry costs nine pounds on weekdays.\n")
    commands = [
        ["ask", ASKED], ["ask", ASKED, "--json"], ["ask", "When did she found it?", "--continue", "--json"],
        ["ask", " "], ["search", "museum"], ["search", "museum", "--json"], ["search", " "], ["check", str(text)],
        ["check", str(text), "--json"],
    ]  # fmt: skip

    def run() -> list[tuple[int, str]]:
        def tidy(ended: Ended) -> tuple[int, str]:
            said = f"{ended.out}{ended.err}".replace("no generator model yet", "")
            lines = [line for line in said.splitlines() if "answering with the best sentences" not in line]
            return ended.code, TIMES.sub("", "\n".join(lines))

        return [tidy(filled(*command)) for command in commands]

    alone = run()
    assert Counting.asked == 0
    served = tmp_path / "served"
    shutil.copytree(home, served)
    with Library.open(served / "library", embedder=HashedEmbedder()) as library:
        resources = Resources(Counting(library), served / "documents", ConversationStore.open(served))
        with serve_programs(resources, home) as address:
            port = int(address.rpartition(":")[2])
            with note_running(home, Address(port=port), SECRET):
                assert (home / "running.json").stat().st_mode & 0o077 == 0
                assert run() == alone
                assert Counting.asked == 4
                filled("--generator", "extractive", "ask", ASKED)
                assert Counting.asked == 4  # told to work otherwise than the page
    assert find_running(home) is None


class Failing(Assistant):
    """Fails in the middle of an answer."""

    fault: Exception = GeneratorError("The generator gave up: ask again.")

    def stream(self, *given: object, **named: object):  # type: ignore[no-untyped-def]  # noqa: ANN201
        yield Token("It is")
        raise Failing.fault


@pytest.mark.parametrize("form", [[], ["--json"]])
@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (GeneratorError("The generator gave up: ask again."), "broadsheet: The generator gave up: ask again.\n"),
        (ZeroDivisionError("inside"), "broadsheet: Something went wrong here; the log of the page says what.\n"),
    ],
)
def test_what_goes_wrong_in_the_middle_of_an_answer_is_said(
    filled: Broadsheet, home: Path, tmp_path: Path, form: list[str], fault: Exception, said: str
) -> None:
    Failing.fault = fault
    served = tmp_path / "served"
    shutil.copytree(home, served)
    with Library.open(served / "library", embedder=HashedEmbedder()) as library:
        resources = Resources(Failing(library), served / "documents", ConversationStore.open(served))
        with serve_programs(resources, home) as address:
            port = int(address.rpartition(":")[2])
            with note_running(home, Address(port=port), SECRET):
                ended = filled("ask", ASKED, *form)
    assert (ended.code, ended.out, ended.err) == (1, "", said)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (b"6\r\nToken\t", "The page was closed before it had answered: run the same command again."),
        (b'22\r\ndata: {"error": {"message": "x"}}\n\r\n0\r\n\r\n', "x"),
    ],
)
def test_a_page_that_ends_in_the_middle_of_an_answer_is_said(sent: bytes, said: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            connection, _ = listening.accept()
            with connection:
                connection.recv(65536)
                connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + sent)

        serving = threading.Thread(target=serve)
        serving.start()
        page = RunningPage(Running(f"http://127.0.0.1:{listening.getsockname()[1]}/", SECRET))
        with pytest.raises(InterfaceError, match=said):
            list(page.ask(ASKED, Filter()))
        serving.join()


def test_a_page_that_was_killed_is_passed_over(filled: Broadsheet, home: Path) -> None:
    with note_running(home, Address(port=9), SECRET):
        assert "Ada Quay" in filled("ask", ASKED).out
        (home / "running.json").write_text("{")
        assert "Ada Quay" in filled("ask", ASKED).out
