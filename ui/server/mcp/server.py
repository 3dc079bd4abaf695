"""The server that a client of MCP finds: its tools, resources and prompt, and what it is told of them."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.resources import ResourceSecurity
from mcp_types import ToolAnnotations

from ui.server.mcp.answers import AnswerTools
from ui.server.mcp.articles import ArticleTools
from ui.server.mcp.calls import FindCaller, nobody_else
from ui.server.mcp.changes import ChangeTools
from ui.server.mcp.notes import NoteTools
from ui.server.streaming import Turns
from ui.service.resources import Resources

INSTRUCTIONS = (
    "Broadsheet holds the user's own articles. `search` finds passages and `fetch` reads them to the exact character; "
    "`ask` answers with sentences that were judged against the articles; `check` tells which sentences of a draft of "
    "yours the articles support. Before you answer from these articles, check your draft and mend or leave out what is "
    "not supported."
)
READ_ONLY = ToolAnnotations(read_only_hint=True, open_world_hint=False)
WRITES = ToolAnnotations(read_only_hint=False, destructive_hint=False, open_world_hint=False)


def build_server(
    resources: Resources, find_caller: FindCaller = nobody_else, turns: Turns | None = None, write: bool = False
) -> MCPServer[Any]:
    """Return the server; it only reads, unless `write`. Its questions wait for their turn in `turns`."""
    with _own_logging():
        server: MCPServer[Any] = MCPServer("broadsheet", title="Broadsheet", instructions=INSTRUCTIONS)
    held = (resources, find_caller, turns or Turns())
    articles, answers, notes, changes = ArticleTools(*held), AnswerTools(*held), NoteTools(*held), ChangeTools(*held)
    reading = (articles.search, articles.fetch, answers.ask, answers.check, articles.list_articles, articles.count)
    for tool in (*reading, notes.list_notes, notes.read_note):
        server.add_tool(tool, annotations=READ_ONLY)
    for change in (changes.add_article, changes.tag_articles, notes.write_note, notes.pin) if write else ():
        server.add_tool(change, annotations=WRITES)
    lenient = ResourceSecurity(exempt_params={"id"})  # an id names no file: it is looked up in the table
    for template in ("article://{id}/{start}-{end}", "article://{id}"):
        read = articles.read_span if "start" in template else articles.read_article
        server.resource(template, name=read.__name__, mime_type="text/plain", security=lenient)(read)
    server.prompt(title="Answer with sources")(answer_with_sources)
    return server


def answer_with_sources(question: str) -> str:
    """Answer a question from the user's articles, with every sentence checked."""
    return (
        f"Question: {question}\n\n1. Call `search` with the question, and with other words where little is found.\n"
        "2. Read what you need with `fetch`.\n3. Write a short answer from these passages alone.\n"
        "4. Call `check` with your draft. Mend each sentence that is not supported, or leave it out, and check again.\n"
        "5. Give the answer; after each sentence name the id of the passage that supports it."
    )


@contextmanager
def _own_logging() -> Iterator[None]:
    """Keep the SDK from setting up logging for the whole process, as it does where nobody has."""
    root, taken = logging.getLogger(), logging.NullHandler()
    root.addHandler(taken)
    try:
        yield
    finally:
        root.removeHandler(taken)
