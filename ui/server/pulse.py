"""The sign of life that open tabs ask for: what has changed since, and whether this is still the same run."""

import secrets
from dataclasses import dataclass, field

from anyio import to_thread
from starlette.responses import JSONResponse
from starlette.types import Receive, Scope, Send

from ui.service.resources import Resources


@dataclass(frozen=True, slots=True)
class Pulse:
    """What a tab compares with what it was told before, as an ASGI application."""

    resources: Resources
    run: str = field(default_factory=lambda: secrets.token_hex(8))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Tell the run of the server, and what changes with the library, the collections, the work and the model."""
        generation = await to_thread.run_sync(lambda: self.resources.library.generation)
        made = await to_thread.run_sync(lambda: self.resources.collections.changed_at)
        work = self.resources.work.now
        changes = f"{generation}-{made}-{work.number}-{int(work.is_over)}-{self.resources.model.state.number}"
        told = {"run": self.run, "changes": changes}
        await JSONResponse(told)(scope, receive, send)
