"""Requests of the native API; what is not known is named, so that a slip of the pen changes no answer."""

from dataclasses import replace
from datetime import date

from pydantic import BaseModel, ConfigDict, Field

from index import Filter
from rag.types import Turn
from ui.service.checks import MAX_TEXT_CHARS
from ui.service.questions import Question

MAX_HISTORY = 50


class Body(BaseModel):
    """A body in which an unknown name is an error."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)


class Facts(Body):
    """Articles by what is stated of them; an empty field does not restrict."""

    sources: list[str] = Field(default=[], max_length=1000, examples=[["The Saltmere Courier"]])
    published_from: date | None = Field(default=None, alias="from", examples=["2025-01-01"])
    published_to: date | None = Field(default=None, alias="to", examples=["2025-12-31"])
    tags: list[str] = Field(default=[], max_length=300, examples=[[]])
    undated: bool = False

    def filter(self) -> Filter:
        """Return what a search takes."""
        first, last = self.published_from, self.published_to
        return Filter.of(None, self.sources, first, last, None, self.tags, undated=self.undated)


class Only(Facts):
    """Which articles are meant; an empty field does not restrict. The same as `receipt.only` of an answer."""

    articles: list[str] = Field(default=[], max_length=1000, examples=[["harbour/sea-wall.md"]])
    collections: list[str] = Field(default=[], max_length=300, examples=[[]])

    def filter(self) -> Filter:
        """Return what a search takes."""
        articles, collections = frozenset(self.articles), frozenset(self.collections)
        return replace(super().filter(), articles=articles, collections=collections)


class _Narrowed(Body):
    only: Only = Only()
    collection: str | list[str] = Field(
        default=[], description="A collection, or several: the same as `only.collections`.", examples=["harbour"]
    )

    def filter(self) -> Filter:
        """Return what a search takes."""
        named = [self.collection] if isinstance(self.collection, str) else self.collection
        only = self.only.filter()
        return replace(only, collections=only.collections | frozenset(filter(None, named)))


class Said(Body):
    """A question that was asked before, and its answer."""

    question: str
    answer: str


class Asked(_Narrowed):
    """A question. `keep` begins a kept conversation with it, `conversation` goes on with one."""

    question: str = Field(examples=["How long will the sea wall be?"])
    history: list[Said] = Field(default=[], max_length=MAX_HISTORY, examples=[[]])
    conversation: str = Field(default="", examples=[""])
    keep: bool = False
    stream: bool = Field(
        default=False, description="Answer as server-sent events, as `Accept: text/event-stream` does."
    )

    def as_question(self) -> Question:
        """Return what the service takes."""
        history = tuple(Turn(said.question, said.answer) for said in self.history)
        return Question(self.question, self.filter(), history, self.conversation, self.keep)


class Draft(_Narrowed):
    """A text whose sentences are to be checked."""

    text: str = Field(max_length=MAX_TEXT_CHARS, examples=["The sea wall will be 900 metres long."])


class Looked(_Narrowed):
    """Words to be looked for."""

    question: str = Field(examples=["sea wall length"])
    count: int = Field(default=10, ge=1, le=100)
