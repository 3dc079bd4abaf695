"""Requests of OpenAI clients: what changes no answer is passed over, what cannot be had is named."""

import re
from dataclasses import replace
from itertools import pairwise
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from rag.types import Turn
from ui.server.api.bodies import Only
from ui.service.errors import NotThere, NotUnderstood
from ui.service.questions import Question

MODEL = "broadsheet"
MAX_MESSAGES = 500
HISTORY = 20  # of the latest turns
_MARK = re.compile(r"\s*\[\d{1,3}\]")


class _Lenient(BaseModel):
    model_config = ConfigDict(extra="ignore")


class Part(_Lenient):
    """A part of a message."""

    type: str
    text: str = ""


class Message(_Lenient):
    """A message; `system` and `developer` ones are passed over: the articles answer, by their own rules."""

    role: str
    content: str | list[Part] | None = None

    def words(self) -> str:
        """Return its text; raises NotUnderstood for a picture, a sound or a file."""
        if not isinstance(self.content, list):
            return self.content or ""
        for part in self.content:
            if part.type != "text":
                raise NotUnderstood(f"A part of type {part.type!r} cannot be read; expected text.", "messages")
        return "\n".join(part.text for part in self.content)


class Format(_Lenient):
    """The form that is asked for."""

    type: str = "text"


class StreamOptions(_Lenient):
    """What a stream tells besides."""

    include_usage: bool = False


class Chat(_Lenient):
    """A request of POST /v1/chat/completions; sampling parameters are passed over: answers are greedy."""

    model: str = Field(examples=[MODEL])
    messages: list[Message] = Field(
        max_length=MAX_MESSAGES, examples=[[{"role": "user", "content": "How long is it?"}]]
    )
    stream: bool = False
    stream_options: StreamOptions | None = None
    n: int | None = None
    response_format: Format | None = None
    tool_choice: str | dict[str, object] | None = None
    modalities: list[Literal["text", "audio"]] | None = None
    broadsheet: Only = Only()

    @property
    def includes_usage(self) -> bool:
        """Tell whether a stream ends with what was used."""
        return self.stream_options is not None and self.stream_options.include_usage

    def as_question(self) -> Question:
        """Return the question with what was said before.

        Raises:
            NotThere: there is no such model.
            NotUnderstood: something is asked for that cannot be had.
        """
        self._refuse_others()
        said = [(one.role, one.words()) for one in self.messages if one.role in ("user", "assistant")]
        if not said:
            raise NotUnderstood("There is no message of a user; expected the question as the last one.", "messages")
        if said[-1][0] != "user":
            raise NotUnderstood("The last message is not the user's; expected the question there.", "messages")
        only = self.broadsheet.filter()
        named = frozenset(filter(None, [collection_of(self.model)]))
        if named and only.collections:
            raise NotUnderstood(
                "The model is a collection, and `broadsheet.collections` names some, too; expected one of the two.",
                "broadsheet",
            )
        only = replace(only, collections=only.collections | named)
        return Question(said[-1][1], only, tuple(_turns(said[:-1]))[-HISTORY:])

    def _refuse_others(self) -> None:
        if self.n not in (None, 1):
            raise NotUnderstood(f"n is {self.n}; expected 1: the same question has one answer.", "n")
        if self.response_format is not None and self.response_format.type != "text":
            raise NotUnderstood(
                f"The response_format {self.response_format.type!r} cannot be written; expected text: the answer as an "
                "object stands under `broadsheet`.",
                "response_format",
            )
        if self.tool_choice not in (None, "none", "auto"):
            raise NotUnderstood("No tool can be called; expected no tool_choice, or none or auto.", "tool_choice")
        if self.modalities and "audio" in self.modalities:
            raise NotUnderstood("No sound can be made; expected the modality text.", "modalities")


def collection_of(model: str) -> str:
    """Return the collection that a model stands for, "" for the library; raises NotThere for what is no model."""
    library, slash, collection = model.partition("/")
    if library != MODEL or bool(slash) != bool(collection):
        raise NotThere(
            f"There is no model {model!r}; expected {MODEL!r} or a collection, as in {MODEL + '/harbour'!r}: GET "
            "/v1/models lists them.",
            "model",
        )
    return collection


def _turns(said: list[tuple[str, str]]) -> list[Turn]:
    """Return the questions that were answered, each with its answer, without the marks of its sources."""
    pairs = pairwise(said)
    return [
        Turn(question, _MARK.sub("", answer))
        for (role, question), (next_role, answer) in pairs
        if role == "user" and next_role == "assistant"
    ]
