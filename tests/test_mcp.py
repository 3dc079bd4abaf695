"""The SDK's own client calls the tools: beside the server in one process, over HTTP, and over standard input."""

import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import anyio
import httpx
import pytest
from mcp.client.client import Client
from mcp.client.stdio import StdioServerParameters
from mcp.shared.exceptions import MCPError
from mcp_types import CallToolResult, TextContent
from served_programs import ANSWER, QUESTION, open_resources, serve_programs

from rag.assistant import Assistant
from rag.types import Token
from ui.main import main
from ui.notes.store import NoteStore
from ui.server.mcp.server import build_server
from ui.server.streaming import AT_ONCE
from ui.service.resources import Resources

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent
READ_ONLY = {"search", "fetch", "ask", "check", "list_articles", "count", "list_notes", "read_note"}


@pytest.fixture
def resources(tmp_path: Path, articles: Path) -> Iterator[Resources]:
    with open_resources(tmp_path / "home", articles) as opened:
        yield opened


class Patient(Assistant):
    """Answers once it is told to, and counts the answers that are being made."""

    def __init__(self, *given: object) -> None:
        super().__init__(*given)  # type: ignore[arg-type]
        self.may_end = threading.Event()
        self.running = self.most = 0
        self._lock = threading.Lock()

    def stream(self, *given: object, **named: object):  # type: ignore[no-untyped-def]  # noqa: ANN201
        with self._lock:
            self.running += 1
            self.most = max(self.most, self.running)
        try:
            while not self.may_end.wait(0.02):
                yield Token("")
            yield from super().stream(*given, **named)  # type: ignore[arg-type]
        finally:
            with self._lock:
                self.running -= 1

    def wait_for(self, running: int) -> None:
        until = time.monotonic() + 30
        while self.running != running:
            assert time.monotonic() < until
            time.sleep(0.02)


def call_ask(address: str, timeout_s: float = 60) -> str:
    params = {"name": "ask", "arguments": {"question": QUESTION}}
    body = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params}
    accepted = {"Accept": "application/json, text/event-stream"}
    return httpx.post(f"{address}/mcp", json=body, headers=accepted, timeout=timeout_s).text


def post_ask(address: str, timeout_s: float = 60) -> str:
    return httpx.post(f"{address}/api/ask", json={"question": QUESTION}, timeout=timeout_s).text


def text_of(result: CallToolResult) -> str:
    (content,) = result.content
    assert isinstance(content, TextContent)
    return content.text


async def walk(client: Client) -> None:
    """Do what an assistant does: search, fetch what was found, ask, check, list, count, read a resource."""
    assert {tool.name for tool in (await client.list_tools()).tools} == READ_ONLY
    found = await client.call_tool("search", {"query": "bridge Alderwick", "limit": 1})
    (hit,) = found.structured_content["results"]
    assert hit["id"] in text_of(found)
    fetched = await client.call_tool("fetch", {"id": hit["id"]})
    assert fetched.structured_content["text"] == hit["text"] == text_of(fetched)
    answer = await client.call_tool("ask", {"question": QUESTION})
    assert answer.structured_content["outcome"] == "answered"
    assert f"{ANSWER} [1]" in text_of(answer)
    checked = await client.call_tool("check", {"text": f"{ANSWER} It is painted green."})
    assert text_of(checked).startswith("SUPPORTED: ")
    listed = await client.call_tool("list_articles", {"limit": 2})
    assert listed.structured_content["cursor"] == "2"
    counted = await client.call_tool("count", {"by": "year"})
    assert counted.structured_content["total"] == 3
    (article,) = [one["id"] for one in listed.structured_content["articles"] if "bridge" in one["id"]]
    read = await client.read_resource(f"article://{article.replace('/', '%2F')}/4-10")
    assert read.contents[0].text == "bridge"  # type: ignore[union-attr]
    prompt = await client.get_prompt("answer_with_sources", {"question": QUESTION})
    assert QUESTION in str(prompt.messages[0].content)


def test_an_assistant_finds_reads_asks_and_checks(resources: Resources) -> None:
    async def run() -> None:
        async with Client(build_server(resources)) as client:
            await walk(client)

    anyio.run(run)


@pytest.mark.enable_socket
def test_the_same_over_http(resources: Resources, tmp_path: Path) -> None:
    async def run(address: str) -> None:
        async with Client(f"{address}/mcp") as client:
            await walk(client)
            found = await client.call_tool("search", {"query": "bridge", "limit": 1})
            assert found.structured_content["results"][0]["url"].startswith(f"{address}/?article=")

    with serve_programs(resources, tmp_path) as address:
        anyio.run(run, address)


@pytest.mark.enable_socket
def test_no_more_are_asked_at_once_than_of_the_other_routes(resources: Resources, tmp_path: Path) -> None:
    patient = Patient(resources.library)
    with (
        serve_programs(replace(resources, assistant=patient), tmp_path) as address,
        ThreadPoolExecutor(AT_ONCE + 3) as pool,
    ):
        asked = [pool.submit(call_ask, address) for _ in range(AT_ONCE + 2)]
        asked.append(
            pool.submit(lambda: httpx.post(f"{address}/api/ask", json={"question": QUESTION}, timeout=60).text)
        )
        patient.wait_for(AT_ONCE)
        time.sleep(0.3)
        patient.may_end.set()
        assert all(ANSWER in one.result() for one in asked)
    assert patient.most == AT_ONCE


@pytest.mark.enable_socket
@pytest.mark.parametrize("ask", [call_ask, post_ask])
def test_an_answer_ends_when_the_client_leaves(
    resources: Resources, tmp_path: Path, ask: Callable[[str, float], str]
) -> None:
    patient = Patient(resources.library)
    with serve_programs(replace(resources, assistant=patient), tmp_path) as address, ThreadPoolExecutor(1) as pool:
        asked = pool.submit(ask, address, 2)
        patient.wait_for(1)
        assert isinstance(asked.exception(), httpx.ReadTimeout)
        patient.wait_for(0)
    assert not patient.may_end.is_set()


def test_the_same_over_standard_input(tmp_path: Path, articles: Path) -> None:
    options = ["--home", str(tmp_path / "own"), "--embedder", "hashed"]
    assert main([*options, "sync", str(articles)]) == 0
    command = ["-m", "ui.main", *options, "--generator", "extractive", "mcp"]
    server = StdioServerParameters(
        command=sys.executable, args=command, cwd=str(ROOT), env={**os.environ, "PYTHONPATH": str(ROOT)}
    )

    async def run() -> None:
        async with Client(server) as client:
            await walk(client)

    anyio.run(run)


def test_what_goes_wrong_is_a_sentence_that_a_model_can_act_on(resources: Resources) -> None:
    async def run() -> None:
        async with Client(build_server(resources)) as client:
            for tool, given, said in (
                ("fetch", {"id": "nothing"}, "no article 'nothing'"),
                ("ask", {"question": " "}, "empty"),
                ("check", {"text": " "}, "no text"),
                ("search", {"query": "a", "limit": 1000}, "limit"),
                ("count", {"by": "colour"}, "by"),
                ("add_article", {"title": "a", "text": "b"}, "add_article"),
                ("write_note", {"name": "a"}, "write_note"),
                ("tag_articles", {"ids": ["a"], "add": ["b"]}, "tag_articles"),
            ):
                result = await client.call_tool(tool, given)
                assert result.is_error
                assert said in text_of(result)
            with pytest.raises(MCPError):
                await client.read_resource("article://nothing/0-4")
            with pytest.raises(MCPError):
                await client.read_resource("file:///etc/passwd")

    anyio.run(run)


def test_an_article_is_added_only_where_that_was_allowed(resources: Resources) -> None:
    async def run() -> None:
        async with Client(build_server(resources, write=True)) as client:
            given = {"title": "The quay", "text": "The quay of Alderwick is 40 metres long.", "source": "The Post"}
            added = await client.call_tool("add_article", given)
            (article,) = added.structured_content["added"]
            fetched = await client.call_tool("fetch", {"id": article})
            assert "40 metres" in text_of(fetched)

    anyio.run(run)


def test_articles_are_tagged_and_notes_written_only_where_that_was_allowed(
    resources: Resources, tmp_path: Path
) -> None:
    async def run() -> None:
        kept = replace(resources, notes=NoteStore.of(tmp_path))
        async with Client(build_server(kept, write=True)) as client:
            found = await client.call_tool("search", {"query": "bridge Alderwick", "limit": 1})
            span = found.structured_content["results"][0]["id"]
            article = span.partition("#")[0]
            tagged = await client.call_tool("tag_articles", {"ids": [article], "add": ["Crossings"]})
            assert tagged.structured_content["tags"] == {article: ["crossings"]}
            listed = await client.call_tool("list_articles", {"tag": "Crossings"})
            assert [one["tags"] for one in listed.structured_content["articles"]] == [["crossings"]]
            assert (await client.call_tool("count", {"tag": "none such"})).structured_content["total"] == 0
            begun = await client.call_tool("write_note", {"name": "Bridges", "text": "Long [1]."})
            note = begun.structured_content["id"]
            assert "Bridges" in text_of(await client.call_tool("list_notes", {}))
            pinned = await client.call_tool("pin", {"note": note, "id": span})
            read = await client.call_tool("read_note", {"note": note})
            assert text_of(read) == text_of(pinned)
            assert f"({span})" in text_of(read)
            written = await client.call_tool("write_note", {"note": note, "text": "Short."})
            assert written.structured_content["name"] == "Bridges"
            for tool, given, said in (
                ("pin", {"note": note, "id": article}, "ID#START-END"),
                ("read_note", {"note": "nothing"}, "nothing"),
            ):
                wrong = await client.call_tool(tool, given)
                assert wrong.is_error
                assert said in text_of(wrong)

    anyio.run(run)
