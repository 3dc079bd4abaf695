"""The tools, resources and the prompt that a client of MCP finds."""

import logging
import re
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Annotated, Any
from urllib.parse import quote

from mcp.server.mcpserver import Context, MCPServer
from mcp.server.mcpserver.exceptions import ResourceError, ResourceNotFoundError, ToolError
from mcp.server.mcpserver.resources import ResourceSecurity
from mcp_types import CallToolResult, ToolAnnotations
from pydantic import Field

from index import Filter, Hit
from index.errors import ArticleUnknown, BroadsheetError
from index.types import SyncReport
from rag.types import Turn
from ui.contract import from_answer, from_checked
from ui.conversations.urls import link_to
from ui.errors import explain
from ui.server.mcp import results
from ui.server.streaming import Turns
from ui.service.catalogue import Catalogue, CountBy, Excerpt, Wanted
from ui.service.checks import Checks
from ui.service.collections import readable
from ui.service.documents import write_pasted
from ui.service.errors import NotThere
from ui.service.identity import Identity, Scope
from ui.service.questions import Question, Questions, answer_among
from ui.service.resources import Resources

INSTRUCTIONS = (
    "Broadsheet holds the user's own articles. `search` finds passages and `fetch` reads them to the exact character; "
    "`ask` answers with sentences that were judged against the articles; `check` tells which sentences of a draft of "
    "yours the articles support. Before you answer from these articles, check your draft and mend or leave out what is "
    "not supported."
)
READ_ONLY = ToolAnnotations(read_only_hint=True, open_world_hint=False)
WRITES = ToolAnnotations(read_only_hint=False, destructive_hint=False, open_world_hint=False)
_SPAN = re.compile(r"(?P<article>.+)#(?P<start>\d{1,9})-(?P<end>\d{1,9})")
Query = Annotated[str, Field(description="A question or a few words.", max_length=2000)]
Source = Annotated[str | None, Field(description="Only articles of this source.")]
Collection = Annotated[str | None, Field(description="Only articles of this collection.")]
From = Annotated[date | None, Field(description="Only articles published on this day or later.")]
To = Annotated[date | None, Field(description="Only articles published on this day or earlier.")]


async def stays() -> bool:
    """Tell that the client has not left: one that does, over standard input, ends the server."""
    return False


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls a tool, the address of the page, "" where there is none, and what tells whether the client left."""

    identity: Identity = Identity()  # noqa: RUF009 - frozen
    base: str = ""
    is_gone: Callable[[], Awaitable[bool]] = stays


@dataclass(frozen=True, slots=True)
class Visit:
    """A call of a tool: who calls, and what they may read."""

    caller: Caller
    resources: Resources

    @property
    def catalogue(self) -> Catalogue:
        """Return what can be asked of the articles."""
        return Catalogue(self.resources.library)

    def excerpt(self, id: str, around: int = 0) -> Excerpt:
        """Return the article that `id` names, or exact characters of it."""
        found = _SPAN.fullmatch(id)
        if found is None:
            return self.catalogue.excerpt(id)
        return self.catalogue.excerpt(found["article"], int(found["start"]), int(found["end"]), around)


FindCaller = Callable[["Context[Any, Any]"], Caller]


def nobody_else(context: "Context[Any, Any]") -> Caller:
    """Return the owner of this computer, who started the server."""
    del context
    return Caller()


def build_server(
    resources: Resources, find_caller: FindCaller = nobody_else, turns: Turns | None = None, write: bool = False
) -> MCPServer[Any]:
    """Return the server; it only reads, unless `write`. Its questions wait for their turn in `turns`."""
    with _own_logging():
        server: MCPServer[Any] = MCPServer("broadsheet", title="Broadsheet", instructions=INSTRUCTIONS)
    tools = Tools(resources, find_caller, turns or Turns())
    for tool in (tools.search, tools.fetch, tools.ask, tools.check, tools.list_articles, tools.count):
        server.add_tool(tool, annotations=READ_ONLY)
    if write:
        server.add_tool(tools.add_article, annotations=WRITES)
    lenient = ResourceSecurity(exempt_params={"id"})  # an id names no file: it is looked up in the table
    for template in ("article://{id}/{start}-{end}", "article://{id}"):
        read = tools.read_span if "start" in template else tools.read_article
        server.resource(template, name=read.__name__, mime_type="text/plain", security=lenient)(read)
    server.prompt(title="Answer with sources")(answer_with_sources)
    return server


@contextmanager
def _own_logging() -> Iterator[None]:
    """Keep the SDK from setting up logging for the whole process, as it does where nobody has."""
    root, taken = logging.getLogger(), logging.NullHandler()
    root.addHandler(taken)
    try:
        yield
    finally:
        root.removeHandler(taken)


@contextmanager
def told() -> Iterator[None]:
    """Tell the failures of a tool as sentences that a model can act on."""
    try:
        yield
    except BroadsheetError as error:
        raise ToolError(explain(error)) from error


def answer_with_sources(question: str) -> str:
    """Answer a question from the user's articles, with every sentence checked."""
    return (
        f"Question: {question}\n\n1. Call `search` with the question, and with other words where little is found.\n"
        "2. Read what you need with `fetch`.\n3. Write a short answer from these passages alone.\n"
        "4. Call `check` with your draft. Mend each sentence that is not supported, or leave it out, and check again.\n"
        "5. Give the answer; after each sentence name the id of the passage that supports it."
    )


@dataclass(frozen=True, slots=True)
class Tools:
    """Each tool calls the service, for who calls it."""

    resources: Resources
    find_caller: FindCaller
    turns: Turns

    @told()
    def search(
        self,
        query: Query,
        context: "Context[Any, Any]",
        limit: Annotated[int, Field(ge=1, le=50)] = 8,
        source: Source = None,
        published_from: From = None,
        published_to: To = None,
        collection: Collection = None,
    ) -> Annotated[CallToolResult, results.Results]:
        """Find passages of the user's articles. The id of a result is taken by `fetch`."""
        visit = self._admit(context, Scope.ASK)
        only = _filter(source, published_from, published_to, collection)
        hits = visit.catalogue.search(query, limit, only)
        found = results.Results(results=[_result(hit, visit.caller.base) for hit in hits])
        return results.result(results.say_hits(hits), found)

    @told()
    def fetch(
        self,
        id: Annotated[str, Field(description="An article's id, or ID#START-END as `search` gives it.")],
        context: "Context[Any, Any]",
        around: Annotated[int, Field(ge=0, le=10_000, description="Characters more on both sides.")] = 0,
    ) -> Annotated[CallToolResult, results.Fetched]:
        """Read an article, or exactly the characters that a result's id names."""
        visit = self._admit(context, Scope.READ)
        excerpt = visit.excerpt(id, around)
        article = excerpt.article
        fetched = results.Fetched(
            id=id,
            title=article.title,
            text=excerpt.text,
            url=_address(article.url, article.id, excerpt.start, excerpt.end, visit.caller.base),
            start=excerpt.start,
            end=excerpt.end,
            metadata={
                "source": article.source,
                "author": article.author,
                "published": article.published.isoformat() if article.published else None,
                "length": len(article.text),
            },
        )
        return results.result(excerpt.text, fetched)

    async def ask(
        self,
        question: Query,
        context: "Context[Any, Any]",
        source: Source = None,
        published_from: From = None,
        published_to: To = None,
        collection: Collection = None,
        history: Annotated[
            list[tuple[str, str]] | None, Field(description="Earlier questions, each with its answer.", max_length=50)
        ] = None,
    ) -> Annotated[CallToolResult, results.Whole]:
        """Answer a question from the articles alone; each sentence is judged and comes with the exact characters."""
        with told():
            visit = self._admit(context, Scope.ASK)
            before = tuple(Turn(*turn) for turn in history or ())
            asked = Question(question, _filter(source, published_from, published_to, collection), before)
            make = partial(Questions(visit.resources.assistant).stream, asked)
            answer = answer_among(await self.turns.gather(make, visit.caller.is_gone))
        return results.result(results.say_answer(answer), dict(from_answer(answer)))

    @told()
    def check(
        self,
        text: Annotated[str, Field(description="A draft, for example an answer that you are about to give.")],
        context: "Context[Any, Any]",
        source: Source = None,
        published_from: From = None,
        published_to: To = None,
        collection: Collection = None,
    ) -> Annotated[CallToolResult, results.Whole]:
        """Tell of each sentence of a text whether the user's articles support it or contradict it, and where."""
        held = self._admit(context, Scope.ASK).resources
        only = _filter(source, published_from, published_to, collection)
        sentences = list(Checks(held.library, held.min_support).sentences(text, only))
        return results.result(results.say_checked(sentences), dict(from_checked(sentences)))

    @told()
    def list_articles(
        self,
        context: "Context[Any, Any]",
        query: Annotated[str, Field(description="Words of title, source or author.", max_length=300)] = "",
        source: Source = None,
        published_from: From = None,
        published_to: To = None,
        collection: Collection = None,
        limit: Annotated[int, Field(ge=1, le=200)] = 50,
        cursor: Annotated[str | None, Field(pattern=r"^\d{1,9}$", description="The one of the page before.")] = None,
    ) -> Annotated[CallToolResult, results.Listed]:
        """List the articles, a page at a time."""
        visit = self._admit(context, Scope.READ)
        wanted = Wanted(query, _filter(source, published_from, published_to, collection))
        listing = visit.catalogue.list(wanted, limit, int(cursor or 0))
        rows: list[dict[str, str | int | None]] = [
            {
                "id": one.id,
                "title": one.title,
                "source": one.source,
                "published": one.published.isoformat() if one.published else None,
            }
            for one in listing.articles
        ]
        following = None if listing.following is None else str(listing.following)
        page = results.Listed(articles=rows, total=listing.total, cursor=following)
        return results.result(results.say_listing(listing), page)

    @told()
    def count(
        self,
        context: "Context[Any, Any]",
        by: CountBy = CountBy.SOURCE,
        query: Annotated[str, Field(description="Words of title, source or author.", max_length=300)] = "",
        published_from: From = None,
        published_to: To = None,
        collection: Collection = None,
    ) -> Annotated[CallToolResult, results.Counted]:
        """Count the articles, in all and by source, year or month."""
        visit = self._admit(context, Scope.ASK)
        counts = visit.catalogue.count(by, Wanted(query, _filter(None, published_from, published_to, collection)))
        counted = results.Counted(total=counts.total, counts=dict(counts.rows))
        return results.result(results.say_counts(counts), counted)

    @told()
    def add_article(
        self,
        title: Annotated[str, Field(min_length=1, max_length=300)],
        text: Annotated[str, Field(min_length=1, max_length=1_000_000)],
        context: "Context[Any, Any]",
        source: Annotated[str, Field(max_length=300)] = "",
        published: date | None = None,
    ) -> Annotated[CallToolResult, results.Added]:
        """Add an article to the library; one of the same title that was added here before is replaced."""
        self._admit(context, Scope.WRITE)
        day = published.isoformat() if published else ""
        taken = write_pasted(self.resources.documents, title, text, source, day)
        report = SyncReport()
        for step in self.resources.library.sync_steps(self.resources.documents / taken.name):
            report = step.report or report
        ids = [*report.added, *report.changed]
        return results.result(f"Added: {', '.join(ids) or 'nothing new'}", results.Added(added=ids))

    def read_article(self, id: str, context: "Context[Any, Any]") -> str:
        """An article's whole text."""  # noqa: D401 - what a client shows of it
        return self._read(id, context)

    def read_span(self, id: str, start: str, end: str, context: "Context[Any, Any]") -> str:
        """Exact characters of an article."""
        return self._read(f"{id}#{start}-{end}", context)

    def _read(self, id: str, context: "Context[Any, Any]") -> str:
        try:
            return self._admit(context, Scope.READ).excerpt(id).text
        except (ArticleUnknown, NotThere) as error:
            raise ResourceNotFoundError(explain(error)) from error
        except BroadsheetError as error:
            raise ResourceError(explain(error)) from error

    def _admit(self, context: "Context[Any, Any]", scope: Scope) -> Visit:
        caller = self.find_caller(context)
        caller.identity.require(scope)
        return Visit(caller, readable(self.resources, caller.identity))


def _result(hit: Hit, base: str) -> results.Result:
    article, passage = hit.article, hit.passage
    return results.Result(
        id=results.write_id(article.id, passage.start, passage.end),
        title=article.title,
        url=_address(article.url, article.id, passage.start, passage.end, base),
        text=passage.text,
        source=article.source,
        published=article.published.isoformat() if article.published else None,
        start=passage.start,
        end=passage.end,
        score=round(hit.score, 6),
    )


def _address(url: str, article: str, start: int, end: int, base: str) -> str:
    """Return where a person can look: our page at these characters, else the article's own address."""
    if base:
        return link_to(base, article, start, end)
    return url or f"article://{quote(article, safe='')}/{start}-{end}"


def _filter(
    source: str | None, published_from: date | None, published_to: date | None, collection: str | None
) -> Filter:
    sources, collections = (frozenset([name] if name else ()) for name in (source, collection))
    return Filter(frozenset(), sources, published_from, published_to, collections)
