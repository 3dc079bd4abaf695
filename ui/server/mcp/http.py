"""MCP over HTTP, on the page's own port: each request says who asks, and none is remembered."""

from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from mcp.server.mcpserver import Context, MCPServer
from mcp.server.transport_security import TransportSecuritySettings
from starlette.requests import Request
from starlette.routing import BaseRoute

from ui.server.access.routes import MCP
from ui.server.access.visitors import Visitor
from ui.server.guard import VISITOR
from ui.server.mcp.tools import Caller, build_server
from ui.service.resources import Resources

if TYPE_CHECKING:
    from starlette.applications import Starlette


@dataclass(slots=True)
class McpRoute:
    """The route, and what has to run as long as it is served."""

    resources: Resources
    server: MCPServer[Any] = field(init=False)
    _app: "Starlette" = field(init=False)

    def __post_init__(self) -> None:
        self.server = build_server(self.resources, find_caller)
        # The door in front of this knows the hosts and origins that are let in.
        security = TransportSecuritySettings(enable_dns_rebinding_protection=False)
        self._app = self.server.streamable_http_app(
            streamable_http_path=MCP, stateless_http=True, json_response=True, transport_security=security
        )

    @property
    def route(self) -> BaseRoute:
        """Return the route that takes MCP's requests."""
        return next(route for route in self._app.routes if getattr(route, "path", "") == MCP)

    def running(self) -> AbstractAsyncContextManager[None]:
        """Return what the server's lifespan holds."""
        return self.server.session_manager.run()


def find_caller(context: "Context[Any, Any]") -> Caller:
    """Return who sends a request; the door has found that out."""
    request = cast(Request, context.request_context.request)
    visitor: Visitor = request.scope[VISITOR]
    return Caller(visitor.identity, str(request.base_url))
