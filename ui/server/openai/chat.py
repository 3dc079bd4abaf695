"""GET /v1/models and POST /v1/chat/completions."""

import secrets
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import aclosing
from dataclasses import dataclass, field
from threading import Event as Flag

from fastapi import APIRouter, Depends, Request
from fastapi.responses import StreamingResponse
from fastapi.sse import KEEPALIVE_COMMENT, format_sse_event
from starlette.responses import Response

from rag.types import Answer, Event, Finished, Judged, Points
from ui.contract import JsonObject, JsonValue, from_answer, write_json
from ui.server.api.questions import SSE_HEADERS
from ui.server.dependencies import Answering, Held, Waiting, allows, as_json
from ui.server.faults import describe_fault
from ui.server.openai.bodies import MODEL, Chat, require_model
from ui.server.openai.content import Content, Piece
from ui.service.identity import Scope
from ui.service.questions import Kept
from ui.service.wording import Sentence, sentences_of

routes = APIRouter(prefix="/v1", tags=["openai"], dependencies=[Depends(allows(Scope.ASK))])


@routes.get("/models")
def list_models() -> Response:
    """List what can be asked: the library."""
    return as_json({"object": "list", "data": [_model()]})


@routes.get("/models/{name:path}")
def read_model(name: str) -> Response:
    """Describe one model."""
    require_model(name)
    return as_json(_model())


@routes.post("/chat/completions")
async def complete(chat: Chat, request: Request, answering: Answering, turns: Waiting, resources: Held) -> Response:
    """Answer the last message; the content has [1], each with an annotation that leads to the exact characters."""
    question = chat.as_question()

    def make(stopped: Flag) -> Iterator[Event | Kept]:
        return answering.stream(question, stopped)

    completion = Completion(str(request.base_url), resources.assistant.generator.count_tokens, question.text)
    steps = turns.follow(make)
    if chat.stream:
        first = await anext(steps, None)  # what is refused at once is refused with a status
        told = completion.stream(first, steps, chat.includes_usage)
        return StreamingResponse(told, media_type="text/event-stream", headers=SSE_HEADERS)
    async with aclosing(steps):
        async for event in steps:
            if isinstance(event, Finished):
                return as_json(completion.whole(event.answer))
            if event is None and await request.is_disconnected():
                break
    return as_json({})  # nobody reads it


class Said:
    """The sentences of an answer as its events come: what holds as soon as it is judged, the others at the end."""

    def __init__(self) -> None:
        self.answer: Answer | None = None
        self._note = ""
        self._told: list[Sentence] = []

    def take(self, event: Event | Kept | None) -> Iterator[Sentence]:
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

    async def stream(
        self, first: Event | Kept | None, steps: AsyncIterator[Event | Kept | None], includes_usage: bool
    ) -> AsyncIterator[bytes]:
        """Yield the completion as it comes: one delta a judged sentence, and signs of life before."""
        yield self._chunk({"role": "assistant", "content": ""})
        try:
            content, said = Content(self.base), Said()
            for sentence in said.take(first):
                yield self._delta(content.add(sentence))
            async for event in steps:
                if event is None:
                    yield KEEPALIVE_COMMENT
                for sentence in said.take(event):
                    yield self._delta(content.add(sentence))
            if said.answer is not None:
                yield self._chunk({"broadsheet": from_answer(said.answer)}, "stop")
                if includes_usage:
                    told = self._object("chat.completion.chunk", []) | {"usage": self._usage(content.text)}
                    yield format_sse_event(data_str=write_json(told))
        except Exception as error:  # the edge of a stream: its status was sent long ago
            yield format_sse_event(data_str=write_json(describe_fault(error)))
        yield format_sse_event(data_str="[DONE]")

    def _delta(self, piece: Piece) -> bytes:
        cited: JsonObject = {"annotations": piece.annotations} if piece.annotations else {}
        return self._chunk({"content": piece.text} | cited)

    def _chunk(self, delta: JsonObject, reason: str | None = None) -> bytes:
        choice: JsonObject = {"index": 0, "delta": delta, "finish_reason": reason, "logprobs": None}
        return format_sse_event(data_str=write_json(self._object("chat.completion.chunk", [choice])))

    def _object(self, kind: str, choices: list[JsonValue]) -> JsonObject:
        return {"id": self.id, "object": kind, "created": self.created, "model": MODEL, "choices": choices}

    def _usage(self, content: str) -> JsonObject:
        asked, answered = self.count_tokens(self.question), self.count_tokens(content)
        return {"prompt_tokens": asked, "completion_tokens": answered, "total_tokens": asked + answered}


def _model() -> JsonObject:
    return {"id": MODEL, "object": "model", "created": 0, "owned_by": MODEL}
