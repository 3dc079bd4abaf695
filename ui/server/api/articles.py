"""GET /api/articles, one article or exact characters of it, counts, and documents that come and go."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from pydantic import Field
from starlette.responses import Response

from index import Filter
from ui.contract import JsonObject, from_articles, from_citation, from_excerpt
from ui.server.api.bodies import Body
from ui.server.arrivals import receive_document
from ui.server.dependencies import Articles, Edits, Held, Working, allows, as_json
from ui.service.catalogue import MAX_LISTED, CountBy, Wanted
from ui.service.editing import Change
from ui.service.guides import Guide
from ui.service.identity import Scope
from ui.service.looks import Size

MAX_AROUND = 10_000
routes = APIRouter(prefix="/api", tags=["articles"])
ASKS, READS, WRITES = (Depends(allows(scope)) for scope in (Scope.ASK, Scope.READ, Scope.WRITE))


def find_wanted(
    words: Annotated[str, Query(max_length=300)] = "",
    source: Annotated[list[str] | None, Query()] = None,
    published_from: Annotated[date | None, Query(alias="from")] = None,
    published_to: Annotated[date | None, Query(alias="to")] = None,
    collection: Annotated[list[str] | None, Query()] = None,
    tag: Annotated[list[str] | None, Query()] = None,
    undated: bool = False,
) -> Wanted:
    """Return which articles the query means."""
    return Wanted(words, Filter.of(None, source, published_from, published_to, collection, tag, undated=undated))


class Edited(Body):
    """What is to be otherwise; what is left out stays. `published` is "" for no date; `reset` forgets earlier edits."""

    title: str | None = Field(default=None, examples=["The sea wall"])
    source: str | None = None
    published: str | None = Field(default=None, examples=["2024-03-01"])
    add: list[str] = Field(default=[], max_length=50, examples=[["harbour"]], description="Tags to add.")
    remove: list[str] = Field(default=[], max_length=50, description="Tags to take away.")
    reset: bool = False

    def change(self) -> Change:
        """Return what the service takes."""
        return Change(self.title, self.source, self.published, tuple(self.add), tuple(self.remove), self.reset)


Chosen = Annotated[Wanted, Depends(find_wanted)]


@routes.get("/articles", dependencies=[READS])
def list_articles(
    articles: Articles,
    wanted: Chosen,
    limit: Annotated[int, Query(ge=1, le=MAX_LISTED)] = MAX_LISTED,
    offset: Annotated[int, Query(ge=0)] = 0,
) -> Response:
    """List the articles as `list --json` prints them; `following` is the offset of the next page, or null."""
    listing = articles.list(wanted, limit, offset)
    rows = [{key: value for key, value in row.items() if key != "path"} for row in from_articles(listing.articles)]
    return as_json({"articles": rows, "total": listing.total, "following": listing.following})


@routes.get("/count", dependencies=[ASKS])
def count(articles: Articles, wanted: Chosen, by: CountBy = CountBy.SOURCE) -> Response:
    """Count the articles, in all and by source, year or month; "" is what has none."""
    counts = articles.count(by, wanted)
    return as_json({"by": by.value, "total": counts.total, "counts": dict(counts.rows)})


@routes.get("/pages/{article_id:path}", dependencies=[READS], response_class=Response)
def look_at_page(
    article_id: str, resources: Held, page: Annotated[int, Query(ge=1, le=100_000)] = 1, size: Size = Size.LARGE
) -> Response:
    """Return a page of the article's PDF or picture as a JPEG; 404 where there is none, or the file was changed."""
    drawn = resources.looks.find(resources.library, article_id, page, size)
    return Response(drawn, media_type="image/jpeg")


@routes.get("/guides/{article_id:path}", dependencies=[READS])
def read_guide(article_id: str, resources: Held) -> Response:
    """Return what an article is about in its own sentences, its names and dates, and questions that it answers."""
    return as_json(from_guide(resources.guides.find(resources.library, article_id)))


@routes.get("/articles/{article_id:path}", dependencies=[READS])
def read_article(
    article_id: str,
    articles: Articles,
    start: Annotated[int | None, Query(ge=0)] = None,
    end: Annotated[int | None, Query(ge=1)] = None,
    around: Annotated[int, Query(ge=0, le=MAX_AROUND)] = 0,
) -> Response:
    """Return an article, or exactly its characters from `start` to `end`, with `around` more on both sides."""
    excerpt = articles.excerpt(article_id, start, end, around)
    return as_json(from_excerpt(excerpt.article, excerpt.start, excerpt.end))


@routes.patch("/articles/{article_id:path}", dependencies=[WRITES])
def edit_article(article_id: str, edited: Edited, editing: Edits) -> Response:
    """Set title, source, date and tags of an article by hand; return its row of the list."""
    editing.edit([article_id], edited.change())
    (row,) = from_articles(editing.library.articles(Filter(articles=frozenset([article_id]))))
    return as_json({key: value for key, value in row.items() if key != "path"})


@routes.delete("/articles/{article_id:path}", dependencies=[WRITES])
def remove_article(article_id: str, work: Working) -> Response:
    """Remove an article: what `remove --json` prints."""
    work.library.article(article_id)
    for _ in work.remove([article_id]):
        pass
    return as_json({"removed": [article_id]})


@routes.put("/documents", dependencies=[WRITES])
async def put_document(request: Request, resources: Held, name: str = "") -> Response:
    """Take the body in as the document `name`; it becomes an article with the next POST /api/sync."""
    taken = await receive_document(request, resources.documents, name)
    return as_json({"name": taken.name, "replaced": taken.is_replaced})


def from_guide(guide: Guide) -> JsonObject:
    """Return a guide; each sentence and each day with the exact characters that say it."""
    return {
        "about": [from_citation(one) for one in guide.about],
        "names": list(guide.names),
        "dates": [{"day": day, "citation": from_citation(citation)} for day, citation in guide.dates],
        "questions": list(guide.questions),
    }
