"""Which of the applications behind the door answers a request: our own small ones, and Gradio for the rest."""

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.types import ASGIApp, Receive, Scope, Send


@dataclass(frozen=True, slots=True)
class Rooms:
    """The applications by their path, and the one for all other paths."""

    own: Mapping[str, ASGIApp]
    rest: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request on."""
        await self.own.get(scope.get("path", ""), self.rest)(scope, receive, send)
