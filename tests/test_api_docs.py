"""docs/api.md stays true: its requests are sent, its Python runs, its commands exist, its table names every route."""

import json
import re
import shlex
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from mcp.client.client import Client
from served_programs import open_resources, serve_programs

from ui.collections.store import FILE, CollectionStore
from ui.main import main
from ui.notes.store import NoteStore
from ui.service.resources import Resources

pytestmark = [pytest.mark.enable_socket, pytest.mark.slow]
ROOT = Path(__file__).parent.parent
DOCS = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
ADDRESS = "http://127.0.0.1:7860"
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", DOCS, re.DOTALL)
LINES = [line for kind, block in BLOCKS if kind == "sh" for line in block.splitlines()]


@pytest.fixture(scope="module")
def resources(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Resources]:
    home = tmp_path_factory.mktemp("docs")
    with open_resources(home, ROOT / "seeds" / "harbour") as opened:
        yield replace(opened, collections=CollectionStore(home / FILE), notes=NoteStore.of(home))


@pytest.fixture(scope="module")
def served(resources: Resources, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serve_programs(resources, tmp_path_factory.mktemp("home")) as address:
        yield address


@pytest.mark.parametrize("line", [line for line in LINES if line.startswith("curl")])
def test_its_requests_are_answered(line: str, served: str) -> None:
    words = shlex.split(line)
    address = next(word for word in words if word.startswith(ADDRESS)).replace(ADDRESS, served)
    body = json.loads(words[words.index("--json") + 1]) if "--json" in words else None
    method = "POST" if body is not None or "POST" in words else "PUT" if "-T" in words else "GET"
    content = b"Notes\n\nThe quay is long.\n" if method == "PUT" else None
    reply = httpx.request(method, address, json=body, content=content, timeout=30)
    assert reply.status_code in (200, 201, 202), reply.text


def test_its_commands_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    commands = [shlex.split(line)[1:] for line in LINES if line.startswith("broadsheet")]
    assert len(commands) == 3
    for command in commands:
        assert main(["--home", str(tmp_path), *command]) == 0
    assert "notebook" in capsys.readouterr().out


def test_its_python_runs(served: str, capsys: pytest.CaptureFixture[str]) -> None:
    (code,) = [block for kind, block in BLOCKS if kind == "python"]
    exec(compile(code.replace(ADDRESS, served), "api.md", "exec"), {})  # noqa: S102
    said = capsys.readouterr().out
    assert "1.8 kilometres" in said
    assert f"{served}/?article=" in said


def test_its_json_is_json_and_its_table_has_every_route(served: str) -> None:
    blocks = [json.loads(block) for kind, block in BLOCKS if kind == "json"]
    refused = httpx.post(f"{served}/api/ask", json={"question": ""}, timeout=60).json()
    assert refused in blocks
    paths = httpx.get(f"{served}/api/openapi.json", timeout=60).json()["paths"]
    for path in paths:
        assert path.split("{")[0].rstrip("/") in DOCS, path


def test_it_names_every_tool(served: str) -> None:
    import anyio

    async def run() -> list[str]:
        async with Client(f"{served}/mcp") as client:
            return [tool.name for tool in (await client.list_tools()).tools]

    tools = anyio.run(run)
    section = DOCS.split("## MCP")[1]
    assert len(tools) == 8
    for tool in (*tools, "add_article", "tag_articles", "write_note", "pin"):
        assert f"`{tool}`" in section
