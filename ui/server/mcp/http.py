"""MCP over HTTP, on the page's own port: each request says who asks, and none is remembered."""

from typing import TYPE_CHECKING, Any, cast

from mcp.server.mcpserver import Context
from mcp.server.transport_security import TransportSecuritySettings
from starlette.requests import Request
from starlette.routing import BaseRoute

from ui.server.access.routes import MCP
from ui.server.access.visitors import Visitor
from ui.server.guard import VISITOR
from ui.server.mcp.calls import Caller
from ui.server.mcp.server import build_server
from ui.server.streaming import Turns
from ui.service.resources import Resources

if TYPE_CHECKING:
    from mcp.server.streamable_http_manager import StreamableHTTPSessionManager


def build_route(resources: Resources, turns: Turns) -> "tuple[BaseRoute, StreamableHTTPSessionManager]":
    """Return the route that takes MCP's requests, and what has to run as long as it is served."""
    server = build_server(resources, find_caller, turns)
    # The door in front of this knows the hosts and origins that are let in.
    security = TransportSecuritySettings(enable_dns_rebinding_protection=False)
    app = server.streamable_http_app(
        streamable_http_path=MCP, stateless_http=True, json_response=True, transport_security=security
    )
    return next(route for route in app.routes if getattr(route, "path", "") == MCP), server.session_manager


def find_caller(context: "Context[Any, Any]") -> Caller:
    """Return who sends a request; the door has found that out."""
    request = cast(Request, context.request_context.request)
    visitor: Visitor = request.scope[VISITOR]
    return Caller(visitor.identity, str(request.base_url), request.is_disconnected)
