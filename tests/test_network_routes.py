"""Every route that the installed Gradio has, tried by a guest: what the page does not need is closed."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator

import pytest
from network_support import Site, Visit, serve_site, visit

from ui.server.access.routes import ROUTES, Kind, find_route

pytestmark = [pytest.mark.enable_socket, pytest.mark.slow]

# What the page was seen to ask for; a browser test sees to it that it needs no more.
NEEDED = {
    "/",
    "/assets/{path:path}",
    "/favicon.ico",
    "/gradio_api/cancel",
    "/gradio_api/heartbeat/{session_hash}",
    "/gradio_api/queue/data",
    "/gradio_api/queue/join",
    "/static/{path:path}",
    "/theme.css",
}
CLOSED = [
    "/login", "/logout", "/login_check", "/user", "/token", "/app_id", "/config", "/config/", "/info", "/api", "/docs",
    "/redoc", "/openapi.json", "/monitoring", "/monitoring/summary", "/monitoring/x", "/robots.txt", "/manifest.json",
    "/pwa_icon", "/pwa_icon/192", "/svelte/x.js", "/theme.css/", "/file=/etc/passwd", "/file//etc/passwd",
    "/gradio_api", "/gradio_api/", "/gradio_api/info", "/gradio_api/openapi.json", "/gradio_api/app_id",
    "/gradio_api/deep_link?session_hash=x", "/gradio_api/startup-events", "/gradio_api/runs", "/gradio_api/mcp/sse",
    "/gradio_api/mcp/schema", "/gradio_api/queue/status", "/gradio_api/reset", "/gradio_api/run/predict",
    "/gradio_api/api/predict", "/gradio_api/call/ask", "/gradio_api/call/v2/ask", "/gradio_api/call/ask/x",
    "/gradio_api/upload",
    "/gradio_api/upload_progress?upload_id=x", "/gradio_api/component_server",
    "/gradio_api/process_recording", "/gradio_api/dev/reload", "/gradio_api/vibe-edit",
    "/gradio_api/vibe-code", "/gradio_api/vibe-starter-queries", "/gradio_api/profiling/traces",
    "/gradio_api/custom_component/x/client/component/../../../../etc/passwd", "/gradio_api/theme.css",
    "/gradio_api/proxy=http://127.0.0.1:1/", "/gradio_api/proxy=https://evil.example/",
    "/gradio_api/file=/etc/passwd", "/gradio_api/file=http://127.0.0.1:1/", "/gradio_api/file=../../etc/passwd",
    "/gradio_api/file=C:/Windows/win.ini", "/gradio_api/file//etc/passwd", "/gradio_api/stream/x/0/0/playlist.m3u8",
    "/gradio_api/stream/x", "/gradio_api/heartbeat/", "/gradio_api/heartbeat/a/b", "/gradio_api/heartbeat/..%2fx",
    "/assets/", "/assets/../../../package.json", "/assets/..%2f..%2fpackage.json", "/assets/%2e%2e/%2e%2e/x",
    "/assets/.hidden", "/assets//etc/passwd", "/assets/a%00.js", "/assets/a\\..\\b", "/static/../app.py",
    "/static/..%2f..%2f..%2froutes.py", "/static/%2e%2e%2froutes.py", "/static//etc/passwd", "/static/js/../../x",
    "/static/C:%5CWindows%5Cwin.ini", "//evil.example/", "/%2fetc/passwd", "/index.html", "/.git/config", "/.env",
]  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with serve_site(tmp_path_factory.mktemp("routes")) as running:
        yield running


@pytest.fixture(scope="module")
def guest(site: Site) -> Iterator[Visit]:
    with visit(site) as visitor:
        visitor.open()
        yield visitor


LIST_ROUTES = """
import gradio, json
from gradio.routes import App
from starlette.routing import Mount, Route

with gradio.Blocks(analytics_enabled=False) as blocks:
    gradio.HTML("")
paths, waiting = set(), [*App.create_app(blocks).routes]
while waiting:
    route = waiting.pop()
    inner = getattr(route, "original_router", None)
    if inner is not None:
        waiting += inner.routes
    elif isinstance(route, Route):
        paths.add(route.path)
    else:
        assert isinstance(route, Mount), route
print(json.dumps(sorted(paths)))
"""


def installed_routes() -> set[str]:
    """Return the paths of all routes that Gradio would serve; it leaves loops open, hence a process of its own."""
    done = subprocess.run([sys.executable, "-c", LIST_ROUTES], capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_of_gradios_own_routes_only_those_of_the_page_are_open() -> None:
    paths = installed_routes()
    assert len(paths) > 60  # else they were not found
    assert paths >= NEEDED
    opened = {path for path in paths if find_route(re.sub(r"\{[^}]*\}", "x", path))}
    assert opened == NEEDED
    # And ours: sign in and out, documents, sign of life, an article, its guide, a page of the table, sources,
    # what is typed.
    assert len([route for route in ROUTES if route.kind is not Kind.PROGRAM]) == len(NEEDED) + 10


@pytest.mark.parametrize("path", CLOSED)
@pytest.mark.parametrize("method", ["GET", "POST", "HEAD"])
def test_what_the_page_does_not_need_is_not_there(guest: Visit, path: str, method: str) -> None:
    """A raw target: a client that tidies `..` away would test itself."""
    reply = guest.http.request(method, guest.site.address, extensions={"target": path.encode()})
    assert reply.status_code == 404
    # A program that asks where nothing is gets the reason in its own form.
    kind = "application/json" if path.startswith("/api") else "text/plain"
    assert reply.headers["content-type"].startswith(kind)


def test_files_of_the_home_are_not_served_by_any_route(guest: Visit, site: Site) -> None:
    assert guest.send("secret.txt", "The secret is swordfish.").status_code == 200
    sent = site.home / "documents" / "secret.txt"
    files = [site.home / "library" / "library.sqlite", site.home / "conversations.sqlite", sent, site.home]
    for file in files:
        assert file.exists()
        for before in (
            "/gradio_api/file=",
            "/file=",
            "/file/",
            "/gradio_api/file/",
            "/static/",
            "/assets/",
            "/svelte/",
        ):
            target = f"{before}{file}".encode()
            reply = guest.http.request("GET", site.address, extensions={"target": target})
            assert reply.status_code == 404
            assert "swordfish" not in reply.text


@pytest.mark.parametrize("method", ["OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "FOO"])
def test_no_other_method_is_taken(guest: Visit, method: str) -> None:
    own = (b"/sign-in", b"/article", b"/guide", b"/shelf", b"/sources", b"/typing")
    for target in (b"/", b"/theme.css", b"/gradio_api/queue/join", *own):
        assert guest.http.request(method, guest.site.address, extensions={"target": target}).status_code == 405


def test_an_asset_that_is_open_can_be_had_and_says_nothing_when_it_is_not_there(guest: Visit, site: Site) -> None:
    names = re.findall(r'(?:src|href)="\./(assets/[^"]+)"', guest.open().text)
    assert names
    assert all(guest.http.get(f"/{name}").status_code == 200 for name in names)
    missing = guest.http.get("/assets/nothing.js")
    assert missing.status_code == 404
    assert "/" not in missing.text


def test_headers_of_a_proxy_are_not_believed(guest: Visit) -> None:
    told = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https", "Forwarded": "host=evil.example"}
    told |= {"X-Gradio-Server": "http://evil.example", "X-Direct-Url": "http://evil.example/"}
    assert "evil.example" not in guest.http.get("/", headers=told).text


def test_a_socket_of_the_web_is_not_opened(guest: Visit) -> None:
    asked = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13"}
    assert guest.http.get("/gradio_api/queue/join", headers=asked).status_code == 405
