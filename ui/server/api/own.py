"""Routes for Broadsheet's own commands: the very objects, so that they show what they always show."""

from collections.abc import AsyncIterator, Iterator
from threading import Event as Flag

from fastapi import APIRouter, Depends, Request
from fastapi.responses import StreamingResponse
from starlette.responses import Response

from rag.types import Event
from ui.server.api.bodies import Asked, Draft, Looked
from ui.server.api.wire import HITS, write_event
from ui.server.dependencies import Answering, Articles, Checking, Waiting, allows
from ui.service.identity import Scope
from ui.service.questions import Kept

routes = APIRouter(prefix="/api/own", dependencies=[Depends(allows(Scope.WRITE))], include_in_schema=False)


@routes.post("/ask")
async def ask(asked: Asked, request: Request, answering: Answering, turns: Waiting) -> Response:
    """Return the events of an answer, a line each."""
    del request
    question = asked.as_question()

    def make(stopped: Flag) -> Iterator[Event | Kept]:
        return answering.stream(question, stopped)

    steps = turns.follow(make)
    first = await anext(steps, None)

    async def tell() -> AsyncIterator[bytes]:
        if first is not None:
            yield write_event(first)
        async for event in steps:
            yield b"\n" if event is None else write_event(event)

    return StreamingResponse(tell(), media_type="application/jsonl")


@routes.post("/check")
def check(draft: Draft, checking: Checking) -> Response:
    """Return the sentences of a text, judged, a line each."""
    sentences = checking.sentences(draft.text, draft.only.filter())
    return StreamingResponse((write_event(one) for one in sentences), media_type="application/jsonl")


@routes.post("/search")
def search(looked: Looked, articles: Articles) -> Response:
    """Return the passages that fit."""
    hits = articles.search(looked.question, looked.count, looked.only.filter())
    return Response(HITS.dump_json(hits), media_type="application/json")
