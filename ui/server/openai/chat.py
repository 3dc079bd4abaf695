"""GET /v1/models and POST /v1/chat/completions."""

import secrets
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial

from fastapi import APIRouter, Depends, Request
from fastapi.sse import format_sse_event
from starlette.responses import Response

from rag.types import Answer, Event, Finished, Judged, Points
from ui.collections.errors import CollectionUnknown
from ui.contract import JsonObject, JsonValue, from_answer
from ui.server.dependencies import Answering, Gathered, Held, Waiting, allows, as_json
from ui.server.openai.bodies import MODEL, Chat, collection_of
from ui.server.openai.content import Content, Piece
from ui.server.streaming import say_event, stream
from ui.service.collections import Collections
from ui.service.errors import NotThere
from ui.service.identity import Scope
from ui.service.questions import Kept, answer_among
from ui.service.wording import Sentence, sentences_of

DONE = format_sse_event(data_str="[DONE]")
routes = APIRouter(prefix="/v1", tags=["openai"], dependencies=[Depends(allows(Scope.ASK))])


@routes.get("/models")
def list_models(collections: Gathered) -> Response:
    """List what can be asked: the library, and each collection."""
    names = [MODEL, *(f"{MODEL}/{one.slug}" for one in collections.all())]
    return as_json({"object": "list", "data": [_model(name) for name in names]})


@routes.get("/models/{name:path}")
def read_model(name: str, collections: Gathered) -> Response:
    """Describe one model."""
    _require_model(name, collections)
    return as_json(_model(name))


@routes.post("/chat/completions")
async def complete(
    chat: Chat, request: Request, answering: Answering, turns: Waiting, resources: Held, collections: Gathered
) -> Response:
    """Answer the last message; the content has [1], each with an annotation that leads to the exact characters."""
    _require_model(chat.model, collections)
    question = chat.as_question()
    make = partial(answering.stream, question)
    completion = Completion(
        str(request.base_url), resources.assistant.generator.count_tokens, question.text, chat.model
    )
    if chat.stream:
        say = completion.telling(chat.includes_usage)
        return await stream(turns.follow(make), say, completion.opening, DONE, fault=None)
    return as_json(completion.whole(answer_among(await turns.gather(make, request.is_disconnected))))


class Said:
    """The sentences of an answer as its events come: what holds as soon as it is judged, the others at the end."""

    def __init__(self) -> None:
        self.answer: Answer | None = None
        self._note = ""
        self._told: list[Sentence] = []

    def take(self, event: Event | Kept) -> Iterator[Sentence]:
        """Yield what can be said from now on."""
        match event:
            case Points(_, _, note):
                self._note = note
            case Judged(claim, _) if claim.support.is_shown:
                if self._note and not self._told:
                    yield self._tell(Sentence(self._note))
                yield self._tell(Sentence(claim.text, claim.citations))
            case Finished(answer):
                self.answer = answer
                told = list(self._told)
                yield from (sentence for sentence in sentences_of(answer) if sentence not in told)

    def _tell(self, sentence: Sentence) -> Sentence:
        self._told.append(sentence)
        return sentence


@dataclass(frozen=True, slots=True)
class Completion:
    """What is told of one answer; `base` is the page's address."""

    base: str
    count_tokens: Callable[[str], int]
    question: str
    model: str = MODEL
    id: str = field(default_factory=lambda: f"chatcmpl-{secrets.token_hex(12)}")
    created: int = field(default_factory=lambda: int(time.time()))

    def whole(self, answer: Answer) -> JsonObject:
        """Return the completion as one object."""
        written = Content(self.base)
        pieces = [written.add(sentence) for sentence in sentences_of(answer)]
        content = written.text
        message: JsonObject = {
            "role": "assistant",
            "content": content,
            "refusal": None,
            "annotations": [one for piece in pieces for one in piece.annotations],
            "broadsheet": from_answer(answer),
        }
        choice: JsonObject = {"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}
        return self._object("chat.completion", [choice]) | {"usage": self._usage(content)}

    @property
    def opening(self) -> bytes:
        """Return what a stream begins with."""
        return self._chunk({"role": "assistant", "content": ""})

    def telling(self, includes_usage: bool) -> Callable[[Event | Kept], Iterator[bytes]]:
        """Return what tells the events of a stream: one delta a judged sentence, and at the end the whole."""
        content, said = Content(self.base), Said()

        def say(event: Event | Kept) -> Iterator[bytes]:
            for sentence in said.take(event):
                yield self._delta(content.add(sentence))
            if said.answer is not None:
                yield self._chunk({"broadsheet": from_answer(said.answer)}, "stop")
                if includes_usage:
                    yield say_event(self._object("chat.completion.chunk", []) | {"usage": self._usage(content.text)})

        return say

    def _delta(self, piece: Piece) -> bytes:
        cited: JsonObject = {"annotations": piece.annotations} if piece.annotations else {}
        return self._chunk({"content": piece.text} | cited)

    def _chunk(self, delta: JsonObject, reason: str | None = None) -> bytes:
        choice: JsonObject = {"index": 0, "delta": delta, "finish_reason": reason, "logprobs": None}
        return say_event(self._object("chat.completion.chunk", [choice]))

    def _object(self, kind: str, choices: list[JsonValue]) -> JsonObject:
        return {"id": self.id, "object": kind, "created": self.created, "model": self.model, "choices": choices}

    def _usage(self, content: str) -> JsonObject:
        asked, answered = self.count_tokens(self.question), self.count_tokens(content)
        return {"prompt_tokens": asked, "completion_tokens": answered, "total_tokens": asked + answered}


def _require_model(name: str, collections: Collections) -> None:
    """Raise NotThere unless `name` is the library or a collection that who asks may read."""
    try:
        if collection := collection_of(name):
            collections.get(collection)
    except CollectionUnknown as error:
        raise NotThere(f"There is no model {name!r}: GET /v1/models lists those that there are.", "model") from error


def _model(name: str) -> JsonObject:
    return {"id": name, "object": "model", "created": 0, "owned_by": MODEL}
