"""Routes for Broadsheet's own commands: the very objects, so that they show what they always show."""

from functools import partial

from fastapi import APIRouter, Depends
from starlette.responses import Response

from ui.server.api.bodies import Asked, Draft, Looked
from ui.server.api.wire import write_event, write_hits
from ui.server.dependencies import Answering, Articles, Checking, Waiting, allows
from ui.server.streaming import stream
from ui.service.identity import Scope

routes = APIRouter(prefix="/api/own", dependencies=[Depends(allows(Scope.WRITE))], include_in_schema=False)


@routes.post("/ask")
async def ask(asked: Asked, answering: Answering, turns: Waiting) -> Response:
    """Return the events of an answer, a line each."""
    return await stream(
        turns.follow(partial(answering.stream, asked.as_question())), lambda event: (write_event(event),)
    )


@routes.post("/check")
async def check(draft: Draft, checking: Checking, turns: Waiting) -> Response:
    """Return the sentences of a text, judged, a line each."""
    sentences = turns.follow(lambda _: checking.sentences(draft.text, draft.filter()))
    return await stream(sentences, lambda sentence: (write_event(sentence),))


@routes.post("/search")
def search(looked: Looked, articles: Articles) -> Response:
    """Return the passages that fit."""
    hits = articles.search(looked.question, looked.count, looked.filter())
    return Response(write_hits(hits), media_type="application/json")
