"""A call of a tool: who calls, what they may read, and what every tool takes and tells alike."""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Any

from mcp.server.mcpserver import Context
from mcp.server.mcpserver.exceptions import ToolError
from pydantic import Field

from index import Filter
from index.errors import BroadsheetError
from ui.errors import explain
from ui.server.streaming import Turns
from ui.service.collections import readable
from ui.service.identity import Identity, Scope
from ui.service.resources import Resources

Query = Annotated[str, Field(description="A question or a few words.", max_length=2000)]
Source = Annotated[str | None, Field(description="Only articles of this source.")]
Collection = Annotated[str | None, Field(description="Only articles of this collection.")]
Tag = Annotated[str | None, Field(description="Only articles with this tag.")]
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


FindCaller = Callable[["Context[Any, Any]"], Caller]


def nobody_else(context: "Context[Any, Any]") -> Caller:
    """Return the owner of this computer, who started the server."""
    del context
    return Caller()


@dataclass(frozen=True, slots=True)
class Visit:
    """A call that was admitted: who calls, and what they may read."""

    caller: Caller
    resources: Resources


@dataclass(frozen=True, slots=True)
class Tools:
    """Tools call the service, for who calls them; questions wait for their turn."""

    resources: Resources
    find_caller: FindCaller = nobody_else
    turns: Turns = field(default_factory=Turns)

    def admit(self, context: "Context[Any, Any]", scope: Scope) -> Visit:
        """Return the call that `context` is; raises NotAllowed where who calls may not do what `scope` names."""
        caller = self.find_caller(context)
        caller.identity.require(scope)
        return Visit(caller, readable(self.resources, caller.identity))


@contextmanager
def told() -> Iterator[None]:
    """Tell the failures of a tool as sentences that a model can act on."""
    try:
        yield
    except BroadsheetError as error:
        raise ToolError(explain(error)) from error


def filter_of(
    source: str | None, published_from: date | None, published_to: date | None, collection: str | None, tag: str | None
) -> Filter:
    """Return the articles that the parameters of a tool name."""
    sources, collections, tags = ([name] if name else None for name in (source, collection, tag))
    return Filter.of(None, sources, published_from, published_to, collections, tags)
