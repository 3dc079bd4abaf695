"""The application behind the door: the routes of programs, beside which the page is mounted."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from ui.server.api import articles, collections, conversations, library, notes, own, questions
from ui.server.faults import add_fault_handlers
from ui.server.mcp.http import build_route
from ui.server.openai import chat
from ui.server.streaming import Turns
from ui.service.resources import Resources

DESCRIPTION = (
    "Ask questions of your own articles; every sentence of an answer comes with the exact characters that support it. "
    "On this computer alone nobody has to sign in; else send `Authorization: Bearer TOKEN`."
)


def create_api(resources: Resources) -> FastAPI:
    """Return the routes of programs, with nothing mounted beside them yet."""
    turns = Turns()
    mcp, sessions = build_route(resources, turns)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        del app
        async with sessions.run():
            yield

    app = FastAPI(
        title="Broadsheet",
        version="1",
        description=DESCRIPTION,
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
    )
    app.state.resources = resources
    app.state.turns = turns
    for one in (questions, articles, collections, library, conversations, notes, own, chat):
        app.include_router(one.routes)
    app.router.routes.append(mcp)
    add_fault_handlers(app)
    return app
