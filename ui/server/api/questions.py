"""POST /api/ask, /api/check and /api/search."""

from collections.abc import Iterator
from dataclasses import asdict
from functools import partial
from typing import Any

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from rag.types import Event, Finished, Judged, Points, Retrieved
from ui.contract import from_answer, from_checked, from_claim, from_hits, from_point, place_hit
from ui.server.api.bodies import Asked, Draft, Looked
from ui.server.dependencies import Answering, Articles, Asker, Checking, Waiting, allows, as_json
from ui.server.streaming import say_event, stream
from ui.service.identity import Scope
from ui.service.questions import Kept, answer_among

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
async def ask(asked: Asked, request: Request, asker: Asker, answering: Answering, turns: Waiting) -> Response:
    """Answer a question: each sentence with the exact characters that support it."""
    if asked.keep or asked.conversation:
        asker.require(Scope.WRITE)
    make = partial(answering.stream, asked.as_question())
    if asked.stream or "text/event-stream" in request.headers.get("accept", ""):
        return await stream(turns.follow(make), partial(_say, judged=set()))
    events = await turns.gather(make, request.is_disconnected)
    kept = [asdict(event) for event in events if isinstance(event, Kept)]
    return as_json(from_answer(answer_among(events)) | (kept[0] if kept else {}))


@routes.post("/check")
def check(draft: Draft, checking: Checking) -> Response:
    """Say of each sentence of a text whether the articles support it, and where: what `check --json` prints."""
    return as_json(from_checked(list(checking.sentences(draft.text, draft.filter()))))


@routes.post("/search")
def search(looked: Looked, articles: Articles) -> Response:
    """Find the passages that fit: what `search --json` prints."""
    return as_json(from_hits(articles.search(looked.question, looked.count, looked.filter())))


def _say(event: Event | Kept, judged: set[str]) -> Iterator[bytes]:
    """Yield what is told of an event; `judged` are the sentences that were told already."""
    match event:
        case Retrieved(resolved, hits):
            yield say_event({"resolved": resolved, "hits": [place_hit(hit) for hit in hits]}, "retrieved")
        case Points(kind, points, note):
            told = [from_point(point) for point in points]
            yield say_event({"kind": kind, "points": told, "note": note}, "points")
        case Judged(claim, _):
            judged.add(claim.text)
            yield say_event(from_claim(claim), "sentence")
        case Finished(answer):
            for claim in answer.claims:
                if claim.text not in judged:
                    yield say_event(from_claim(claim), "sentence")
            yield say_event(from_answer(answer), "finished")
        case Kept():
            yield say_event(asdict(event), "kept")
