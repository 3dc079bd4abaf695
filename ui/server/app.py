"""The application behind the door: the routes of programs, beside which the page is mounted."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from ui.server.api import articles, conversations, library, own, questions
from ui.server.faults import add_fault_handlers
from ui.server.mcp.http import McpRoute
from ui.server.openai import chat
from ui.server.streaming import Turns
from ui.service.resources import Resources

DESCRIPTION = (
    "Ask questions of your own articles; every sentence of an answer comes with the exact characters that support it. "
    "On this computer alone nobody has to sign in; else send `Authorization: Bearer TOKEN`."
)


def create_api(resources: Resources) -> FastAPI:
    """Return the routes of programs, with nothing mounted beside them yet."""
    mcp = McpRoute(resources)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        del app
        async with mcp.running():
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
    app.state.turns = Turns()
    for one in (questions, articles, library, conversations, own, chat):
        app.include_router(one.routes)
    app.router.routes.append(mcp.route)
    add_fault_handlers(app)
    return app
