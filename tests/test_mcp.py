"""The SDK's own client calls the tools: beside the server in one process, over HTTP, and over standard input."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import anyio
import pytest
from mcp.client.client import Client
from mcp.client.stdio import StdioServerParameters
from mcp.shared.exceptions import MCPError
from mcp_types import CallToolResult, TextContent
from served_programs import ANSWER, QUESTION, open_resources, serve_programs

from ui.main import main
from ui.server.mcp.tools import build_server
from ui.service.resources import Resources

ROOT = Path(__file__).parent.parent
READ_ONLY = {"search", "fetch", "ask", "check", "list_articles", "count"}


@pytest.fixture
def resources(tmp_path: Path, articles: Path) -> Iterator[Resources]:
    with open_resources(tmp_path / "home", articles) as opened:
        yield opened


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


@pytest.mark.slow
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
