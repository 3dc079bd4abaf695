"""The tools that find and read articles, and articles as resources."""

import re
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import quote

from mcp.server.mcpserver import Context
from mcp.server.mcpserver.exceptions import ResourceError, ResourceNotFoundError
from mcp_types import CallToolResult
from pydantic import Field

from index import Hit
from index.errors import ArticleUnknown, BroadsheetError
from ui.contract import pick
from ui.conversations.urls import link_to
from ui.errors import explain
from ui.server.mcp import results
from ui.server.mcp.calls import Collection, From, Query, Source, Tag, To, Tools, Visit, filter_of, told
from ui.service.catalogue import Catalogue, CountBy, Excerpt, Wanted
from ui.service.errors import NotThere
from ui.service.identity import Scope

SPAN = re.compile(r"(?P<article>.+)#(?P<start>\d{1,9})-(?P<end>\d{1,9})")
Words = Annotated[str, Field(description="Words of title, source or author.", max_length=300)]


@dataclass(frozen=True, slots=True)
class ArticleTools(Tools):
    """Search, fetch, list and count."""

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
        tag: Tag = None,
    ) -> Annotated[CallToolResult, results.Results]:
        """Find passages of the user's articles. The id of a result is taken by `fetch`."""
        visit = self.admit(context, Scope.ASK)
        only = filter_of(source, published_from, published_to, collection, tag)
        hits = _catalogue(visit).search(query, limit, only)
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
        visit = self.admit(context, Scope.READ)
        excerpt = _excerpt(visit, id, around)
        article = excerpt.article
        fetched = results.Fetched(
            id=id,
            title=article.title,
            text=excerpt.text,
            url=_address(article.url, article.id, excerpt.start, excerpt.end, visit.caller.base),
            start=excerpt.start,
            end=excerpt.end,
            metadata=pick(article, "source", "author", "published") | {"length": len(article.text)},
        )
        return results.result(excerpt.text, fetched)

    @told()
    def list_articles(
        self,
        context: "Context[Any, Any]",
        query: Words = "",
        source: Source = None,
        published_from: From = None,
        published_to: To = None,
        collection: Collection = None,
        tag: Tag = None,
        limit: Annotated[int, Field(ge=1, le=200)] = 50,
        cursor: Annotated[str | None, Field(pattern=r"^\d{1,9}$", description="The one of the page before.")] = None,
    ) -> Annotated[CallToolResult, results.Listed]:
        """List the articles, a page at a time."""
        visit = self.admit(context, Scope.READ)
        wanted = Wanted(query, filter_of(source, published_from, published_to, collection, tag))
        listing = _catalogue(visit).list(wanted, limit, int(cursor or 0))
        rows = [pick(one, "id", "title", "source", "published", "tags") for one in listing.articles]
        following = None if listing.following is None else str(listing.following)
        page = results.Listed(articles=rows, total=listing.total, cursor=following)
        return results.result(results.say_listing(listing), page)

    @told()
    def count(
        self,
        context: "Context[Any, Any]",
        by: CountBy = CountBy.SOURCE,
        query: Words = "",
        published_from: From = None,
        published_to: To = None,
        collection: Collection = None,
        tag: Tag = None,
    ) -> Annotated[CallToolResult, results.Counted]:
        """Count the articles, in all and by source, year or month."""
        visit = self.admit(context, Scope.ASK)
        counts = _catalogue(visit).count(
            by, Wanted(query, filter_of(None, published_from, published_to, collection, tag))
        )
        counted = results.Counted(total=counts.total, counts=dict(counts.rows))
        return results.result(results.say_counts(counts), counted)

    def read_article(self, id: str, context: "Context[Any, Any]") -> str:
        """An article's whole text."""  # noqa: D401 - what a client shows of it
        return self._read(id, context)

    def read_span(self, id: str, start: str, end: str, context: "Context[Any, Any]") -> str:
        """Exact characters of an article."""
        return self._read(f"{id}#{start}-{end}", context)

    def _read(self, id: str, context: "Context[Any, Any]") -> str:
        try:
            return _excerpt(self.admit(context, Scope.READ), id).text
        except (ArticleUnknown, NotThere) as error:
            raise ResourceNotFoundError(explain(error)) from error
        except BroadsheetError as error:
            raise ResourceError(explain(error)) from error


def _excerpt(visit: Visit, id: str, around: int = 0) -> Excerpt:
    """Return the article that `id` names, or exact characters of it."""
    found = SPAN.fullmatch(id)
    if found is None:
        return _catalogue(visit).excerpt(id)
    return _catalogue(visit).excerpt(found["article"], int(found["start"]), int(found["end"]), around)


def _catalogue(visit: Visit) -> Catalogue:
    return Catalogue(visit.resources.library)


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
