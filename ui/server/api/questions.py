"""POST /api/ask, /api/check and /api/search."""

from collections.abc import AsyncIterator, Iterator
from contextlib import aclosing
from threading import Event as Flag
from typing import Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import StreamingResponse
from fastapi.sse import KEEPALIVE_COMMENT, format_sse_event
from starlette.responses import Response

from rag.types import Event, Finished, Judged, Points, Retrieved
from ui.contract import JsonObject, from_answer, from_checked, from_claim, from_hits, from_point, place_hit, write_json
from ui.server.api.bodies import Asked, Draft, Looked
from ui.server.dependencies import Answering, Articles, Checking, Waiting, allows, as_json
from ui.server.faults import describe_fault
from ui.server.streaming import Turns
from ui.service.identity import Scope
from ui.service.questions import Kept

SSE_HEADERS = {"Cache-Control": "no-cache", "X-Accel-Buffering": "no"}
ASK_REPLY: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The object that `broadsheet ask --json` prints, or its events: retrieved, points, sentence, "
        "finished, kept, error.",
        "content": {
            "application/json": {
                "example": {"outcome": "answered", "text": "It will be 900 metres long.", "claims": []}
            },
            "text/event-stream": {"example": 'event: points\ndata: {"kind": "fact", "points": [], "note": ""}\n\n'},
        },
    }
}
routes = APIRouter(prefix="/api", tags=["questions"], dependencies=[Depends(allows(Scope.ASK))])


@routes.post("/ask", responses=ASK_REPLY)
async def ask(asked: Asked, request: Request, answering: Answering, turns: Waiting) -> Response:
    """Answer a question: each sentence with the exact characters that support it."""
    if asked.keep or asked.conversation:
        allows(Scope.WRITE)(request.scope["broadsheet.visitor"].identity)
    question = asked.as_question()

    def make(stopped: Flag) -> Iterator[Event | Kept]:
        return answering.stream(question, stopped)

    if not (asked.stream or "text/event-stream" in request.headers.get("accept", "")):
        return as_json(await finish(turns, make, request))
    steps = turns.follow(make)
    first = await anext(steps, None)  # what is refused at once is refused with a status
    return StreamingResponse(_tell(first, steps), media_type="text/event-stream", headers=SSE_HEADERS)


@routes.post("/check")
def check(draft: Draft, checking: Checking) -> Response:
    """Say of each sentence of a text whether the articles support it, and where: what `check --json` prints."""
    return as_json(from_checked(list(checking.sentences(draft.text, draft.only.filter()))))


@routes.post("/search")
def search(looked: Looked, articles: Articles) -> Response:
    """Find the passages that fit: what `search --json` prints."""
    return as_json(from_hits(articles.search(looked.question, looked.count, looked.only.filter())))


async def finish(turns: Turns[Event | Kept], make: Any, request: Request) -> JsonObject:  # noqa: ANN401
    """Return the answer as one object, with where it is kept; leave off when the client is gone."""
    told: JsonObject = {}
    async with aclosing(turns.follow(make)) as steps:
        async for event in steps:
            if event is None and await request.is_disconnected():
                return told
            if isinstance(event, Finished):
                told = from_answer(event.answer)
            elif isinstance(event, Kept):
                told |= {"conversation": event.conversation, "number": event.number}
    return told


async def _tell(first: Event | Kept | None, steps: AsyncIterator[Event | Kept | None]) -> AsyncIterator[bytes]:
    judged: set[str] = set()
    try:
        for name, told in _describe(first, judged):
            yield format_sse_event(event=name, data_str=write_json(told))
        async for event in steps:
            if event is None:
                yield KEEPALIVE_COMMENT
            for name, told in _describe(event, judged):
                yield format_sse_event(event=name, data_str=write_json(told))
    except Exception as error:  # the edge of a stream: its status was sent long ago
        yield format_sse_event(event="error", data_str=write_json(describe_fault(error)))


def _describe(event: Event | Kept | None, judged: set[str]) -> Iterator[tuple[str, JsonObject]]:
    """Yield an event's name and fields; `judged` are the sentences that were told already."""
    match event:
        case Retrieved(resolved, hits):
            yield "retrieved", {"resolved": resolved, "hits": [place_hit(hit) for hit in hits]}
        case Points(kind, points, note):
            yield "points", {"kind": kind, "points": [from_point(point) for point in points], "note": note}
        case Judged(claim, _):
            judged.add(claim.text)
            yield "sentence", from_claim(claim)
        case Finished(answer):
            for claim in answer.claims:
                if claim.text not in judged:
                    yield "sentence", from_claim(claim)
            yield "finished", from_answer(answer)
        case Kept(conversation, number):
            yield "kept", {"conversation": conversation, "number": number}
