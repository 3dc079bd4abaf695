"""Results of the tools: objects for programs, each beside a text that reads alone."""

from collections.abc import Sequence
from typing import Any

from mcp_types import CallToolResult, TextContent
from pydantic import BaseModel, ConfigDict

from index import Hit
from rag.types import Answer, Checked, Citation
from ui.notes.types import STANDINGS, Note, Placed
from ui.server.openai.content import Content
from ui.service.catalogue import Counts, Listing
from ui.service.wording import sentences_of


class Result(BaseModel):
    """A passage that a search found; `id` is taken by `fetch`."""

    id: str
    title: str
    url: str
    text: str
    source: str
    published: str | None
    start: int
    end: int
    score: float


class Results(BaseModel):
    """What a search found, best first."""

    results: list[Result]


class Fetched(BaseModel):
    """An article, or exact characters of it: `text` are those from `start` to `end`."""

    id: str
    title: str
    text: str
    url: str
    start: int
    end: int
    metadata: dict[str, Any]


class Listed(BaseModel):
    """A page of the list of articles; `cursor` leads to the next one, None at the end."""

    articles: list[dict[str, Any]]
    total: int
    cursor: str | None


class Counted(BaseModel):
    """How many articles there are in all, and of each source, year or month."""

    total: int
    counts: dict[str, int]


class Whole(BaseModel):
    """The object that `broadsheet ask --json` or `check --json` prints."""

    model_config = ConfigDict(extra="allow")


class Noted(BaseModel):
    """The notes, as `broadsheet notes list --json` prints them."""

    notes: list[dict[str, Any]]


class Tagged(BaseModel):
    """The tags that each article has now."""

    tags: dict[str, list[str]]


class Added(BaseModel):
    """The ids of the articles that were added or changed."""

    added: list[str]


def result(text: str, value: BaseModel | dict[str, Any]) -> CallToolResult:
    """Return a text that reads alone, and the same as an object."""
    structured = value if isinstance(value, dict) else value.model_dump(mode="json")
    return CallToolResult(content=[TextContent(type="text", text=text)], structured_content=structured)


def write_id(article: str, start: int, end: int) -> str:
    """Return the id of characters of an article."""
    return f"{article}#{start}-{end}"


def say_hits(hits: Sequence[Hit]) -> str:
    """Return what a search found, as text."""
    if not hits:
        return "No passage fits: try other words, or fewer filters."
    return "\n\n".join(
        f"{number}. {hit.article.title}{_facts(hit.article.source, hit.article.published)}\n"
        f"id: {write_id(hit.article.id, hit.passage.start, hit.passage.end)}\n{hit.passage.text}"
        for number, hit in enumerate(hits, start=1)
    )


def say_answer(answer: Answer) -> str:
    """Return an answer with its sources, as text."""
    content = Content()
    for sentence in sentences_of(answer):
        content.add(sentence)
    nearest = [] if content.numbers else [_cite("closest", one) for one in answer.nearest]
    sources = [_cite(f"[{number}]", citation) for citation, number in content.numbers.items()]
    return "\n".join([content.text, *sources, *nearest])


def say_checked(sentences: Sequence[Checked]) -> str:
    """Return a checked text, as text: each sentence, how well it is supported, and where."""
    lines = []
    for sentence in sentences:
        claim = sentence.claim
        lines.append(f"{claim.support.value.upper()}: {claim.text}{f' ({claim.reason})' if claim.reason else ''}")
        lines += [_cite("  in", citation) for citation in claim.citations]
        lines += [_cite("  closest", citation) for citation in sentence.nearest]
    return "\n".join(lines)


def say_listing(listing: Listing) -> str:
    """Return a page of the list of articles, as text."""
    rows = [f"{one.id}: {one.title}{_facts(one.source, one.published)}" for one in listing.articles]
    return "\n".join([f"{listing.total} articles.", *rows])


def say_note(note: Note, placed: Sequence[Placed]) -> str:
    """Return a note, as text: what its reader wrote, and the quotes that are pinned in it."""
    pins = [
        line
        for one in placed
        for line in (_cite(f"[{one.pin.number}]", one.pin.citation), STANDINGS[one.standing])
        if line
    ]
    return "\n".join([f"{note.name} ({note.id})", *filter(None, [note.text]), *pins])


def say_counts(counts: Counts) -> str:
    """Return how many articles there are, as text."""
    return "\n".join([f"{counts.total} articles.", *(f"{name or '(none)'}: {number}" for name, number in counts.rows)])


def _cite(label: str, citation: Citation) -> str:
    place = write_id(citation.article, citation.start, citation.end)
    return f"{label} “{' '.join(citation.quote.split())}” – {citation.title} ({place})"


def _facts(source: str, published: object) -> str:
    facts = ", ".join(str(one) for one in (source, published) if one)
    return f" ({facts})" if facts else ""
