"""A web site on this computer, for tests of what is fetched."""

import http.server
from collections.abc import Callable

Reply = Callable[[http.server.BaseHTTPRequestHandler], None]


class Site:
    """A server on this computer: what it answers by path, and what it was asked for."""

    def __init__(self, port: int) -> None:
        self.root = f"http://127.0.0.1:{port}"
        self.replies: dict[str, Reply] = {}
        self.asked: list[str] = []

    def page(self, path: str, body: str | bytes, kind: str = "text/html; charset=utf-8") -> str:
        """Answer `path` with a body, and return its address."""
        data = body.encode() if isinstance(body, str) else body

        def reply(handler: http.server.BaseHTTPRequestHandler) -> None:
            handler.send_response(200)
            handler.send_header("Content-Type", kind)
            handler.end_headers()
            handler.wfile.write(data)

        self.replies[path] = reply
        return self.root + path

    def status(self, path: str, status: int) -> str:
        """Answer `path` with a status alone, and return its address."""

        def reply(handler: http.server.BaseHTTPRequestHandler) -> None:
            handler.send_response(status)
            handler.end_headers()

        self.replies[path] = reply
        return self.root + path

    def redirect(self, path: str, to: str) -> str:
        """Answer `path` with a redirect, and return its address."""

        def reply(handler: http.server.BaseHTTPRequestHandler) -> None:
            handler.send_response(302)
            handler.send_header("Location", to)
            handler.end_headers()

        self.replies[path] = reply
        return self.root + path


def rss(*entries: tuple[str, str]) -> str:
    items = "".join(f"<item><title>t</title><link>{url}</link><pubDate>{day}</pubDate></item>" for url, day in entries)
    return f"<?xml version='1.0'?><rss version='2.0'><channel><title>News</title>{items}</channel></rss>"
