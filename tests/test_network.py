"""Strangers, neighbours and other sites at the door of the page: what they get, and what they do not."""

import json
import re
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from network_support import QUESTION, Site, Visit, serve_site, visit

from ui.server.access.accounts import OWNER, Accounts, write_accounts
from ui.server.access.replies import HEADERS
from ui.server.access.routes import MAX_EVENT_BYTES, MAX_FILE_BYTES
from ui.server.serving import HEADERS_S

pytestmark = [pytest.mark.enable_socket, pytest.mark.slow]

PASSWORDS = {OWNER: "a long enough password", "anna": "another long password"}
EVIL = "http://evil.example"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Serve a page that nobody has to sign in to."""
    with serve_site(tmp_path_factory.mktemp("open")) as running:
        yield running


@pytest.fixture(scope="module")
def closed_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Serve a page for two users, under every number of this computer."""
    home = tmp_path_factory.mktemp("closed")
    accounts = Accounts()
    for name, password in PASSWORDS.items():
        accounts = accounts.including(name, password)
    write_accounts(home, accounts)
    with serve_site(home, "--host", "0.0.0.0", "--name", "reading.room") as running:  # noqa: S104 - what is tested
        yield running


@pytest.fixture
def guest(site: Site) -> Iterator[Visit]:
    with visit(site) as visitor:
        visitor.open()
        yield visitor


@pytest.fixture
def owner(closed_site: Site) -> Iterator[Visit]:
    with visit(closed_site) as visitor:
        assert visitor.sign_in(OWNER, PASSWORDS[OWNER]).status_code == 303
        assert visitor.open().status_code == 200
        yield visitor


@pytest.fixture
def anna(closed_site: Site) -> Iterator[Visit]:
    with visit(closed_site) as visitor:
        assert visitor.sign_in("Anna ", PASSWORDS["anna"]).status_code == 303
        assert visitor.open().status_code == 200
        yield visitor


def test_the_page_works_through_the_door(guest: Visit) -> None:
    shown = guest.ask()
    assert "1931" in shown
    assert "bs-support" in shown
    assert "kept conversation" in shown


@pytest.mark.parametrize("path", ["/", "/theme.css", "/favicon.ico", "/gradio_api/config", "/sign-in.css"])
def test_every_reply_has_the_headers(site: Site, path: str) -> None:
    with visit(site) as stranger:
        reply = stranger.http.get(path)
        assert {name: reply.headers.get(name) for name in HEADERS} == HEADERS
        assert "server" not in reply.headers
        assert [name for name in reply.headers if name.startswith("access-control-")] == []
        is_asset = path in ("/theme.css", "/favicon.ico")
        assert (reply.headers.get("cache-control") == "no-store") is not is_asset


def test_a_cookie_is_for_this_site_and_no_script(guest: Visit, closed_site: Site) -> None:
    with visit(guest.site) as stranger:
        flags = stranger.http.get("/").headers["set-cookie"]
        assert {"HttpOnly", "SameSite=strict", "Path=/"} <= set(flags.split("; "))
        assert "Max-Age" not in flags
    with visit(closed_site) as stranger:
        assert "set-cookie" not in stranger.http.get("/").headers


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "127.0.0.1.evil.example",
        "localhost@evil.example",
        "192.168.1.7",
        "[::2]",
        "",
        "a b",
        "localhost:x",
    ],
)
def test_another_name_for_this_computer_is_refused(site: Site, host: str) -> None:
    with visit(site, {"Host": host}) as stranger:
        assert stranger.http.get("/").status_code == 400
        assert (
            stranger.http.options("/", headers={"Origin": EVIL, "Access-Control-Request-Method": "GET"}).status_code
            == 400
        )


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:7860", "[::1]:80", "LOCALHOST."])
def test_this_computers_own_names_are_taken(site: Site, host: str) -> None:
    with visit(site, {"Host": host}) as stranger:
        assert stranger.http.get("/").status_code == 200


def test_served_to_others_numbers_and_given_names_are_taken_and_other_names_not(closed_site: Site) -> None:
    for host, status in (("192.168.1.7:7860", 200), ("reading.room", 200), ("evil.example", 400)):
        with visit(closed_site, {"Host": host}) as stranger:
            assert stranger.http.get("/sign-in").status_code == status


def test_two_host_headers_are_refused(site: Site) -> None:
    twice = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.example\r\n\r\n"
    assert _say(site, twice).startswith(b"HTTP/1.1 400")


def _say(site: Site, request: bytes) -> bytes:
    host, port = site.address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=10) as connection:
        connection.sendall(request)
        return connection.recv(65536)


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": EVIL},
        {"Origin": "null"},
        {"Origin": "http://localhost:1"},
        {"Origin": "http://127.0.0.1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"},
    ],
)
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/gradio_api/queue/join"),
        ("PUT", "/documents?name=a.txt"),
        ("POST", "/gradio_api/cancel"),
        ("GET", "/gradio_api/queue/data?session_hash=a"),
        ("GET", "/gradio_api/heartbeat/a"),
        ("GET", "/pulse"),
        ("GET", "/article?session_hash=a&turn=1&number=1"),
        ("GET", "/shelf?session_hash=a"),
        ("POST", "/sources?session_hash=a"),
        ("POST", "/typing?session_hash=a"),
        ("POST", "/sign-in"),
        ("POST", "/sign-out"),
        ("GET", "/theme.css"),
    ],
)
def test_another_site_in_the_same_browser_is_refused(
    guest: Visit, headers: dict[str, str], method: str, path: str
) -> None:
    reply = guest.http.request(method, path, headers=headers)
    assert reply.status_code == 403
    assert not any(name.startswith("access-control-") for name in reply.headers)


@pytest.mark.parametrize("origin", [EVIL, "null", "http://localhost:3000", "http://127.0.0.1:3000"])
def test_no_other_origin_is_granted_anything(site: Site, origin: str) -> None:
    """Gradio's own middleware grants any port of localhost credentials; nothing of that comes through."""
    with visit(site) as stranger:
        asked = {"Origin": origin, "Access-Control-Request-Method": "POST"}
        reply = stranger.http.options("/gradio_api/queue/join", headers=asked)
        assert reply.status_code == 405
        assert not any(name.startswith("access-control-") for name in reply.headers)
        assert stranger.http.get("/", headers={"Origin": origin}).status_code == 403


def test_the_pages_own_requests_are_taken(guest: Visit) -> None:
    guest.http.headers.update({"Origin": guest.site.address, "Sec-Fetch-Site": "same-origin"})
    assert "1931" in guest.ask()


def test_a_link_on_another_site_leads_to_the_page_and_takes_nobody_out(owner: Visit, site: Site) -> None:
    link = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    for place in (owner.site, site):
        with visit(place, link) as stranger:  # the cookie is strict: it does not come along
            reply = stranger.http.get("/")
            assert reply.status_code == 200
            assert 'http-equiv="refresh" content="0;url=/"' in reply.text
            assert "set-cookie" not in reply.headers
            framed = stranger.http.get("/", headers={"Sec-Fetch-Dest": "iframe"})
            assert framed.status_code == 403


def test_without_signing_in_there_is_only_the_way_in(closed_site: Site) -> None:
    with visit(closed_site) as stranger:
        reply = stranger.http.get("/")
        assert (reply.status_code, reply.headers["location"]) == (303, "/sign-in")
        for method, path in (
            ("GET", "/theme.css"),
            ("GET", "/favicon.ico"),
            ("GET", "/static/js/iframeResizer.contentWindow.min.js"),
            ("GET", "/gradio_api/queue/data?session_hash=a"),
            ("GET", "/gradio_api/heartbeat/a"),
            ("GET", "/pulse"),
            ("GET", "/article?session_hash=a&turn=1&number=1"),
            ("GET", "/shelf?session_hash=a"),
            ("POST", "/sources?session_hash=a"),
            ("POST", "/typing?session_hash=a"),
            ("POST", "/gradio_api/queue/join"),
            ("PUT", "/documents?name=a.txt"),
            ("POST", "/gradio_api/cancel"),
        ):
            assert stranger.http.request(method, path).status_code == 401, path
        page = stranger.http.get("/sign-in").text
        assert "script" not in page
        assert re.findall(r'(?:src|href|action)="([^"]*)"', page) == ["/sign-in.css", "/sign-in"]
        assert '<label for="password">' in page


@pytest.mark.parametrize(
    ("name", "password"),
    [(OWNER, "wrong"), ("nobody", "a long enough password"), ("anna", PASSWORDS[OWNER]), (OWNER, ""), ("", "x" * 9000)],
)
def test_a_wrong_password_lets_nobody_in(closed_site: Site, name: str, password: str) -> None:
    with visit(closed_site) as stranger:
        reply = stranger.sign_in(name, password)
        assert reply.status_code == 401
        assert "set-cookie" not in reply.headers
        assert 'role="alert"' in reply.text
        assert stranger.http.get("/theme.css").status_code == 401


def test_guessing_is_slowed_down_even_for_the_right_password(closed_site: Site) -> None:
    with visit(closed_site) as stranger:
        assert [stranger.sign_in(OWNER, f"guess {number}").status_code for number in range(3)] == [401, 401, 401]
        reply = stranger.sign_in(OWNER, PASSWORDS[OWNER])
        assert reply.status_code == 429
        assert int(reply.headers["retry-after"]) >= 1
        assert "Wait" in reply.text
    with visit(closed_site) as stranger:  # from another computer
        assert stranger.sign_in(OWNER, PASSWORDS[OWNER]).status_code == 303


def test_who_signs_out_is_out_with_every_copy_of_the_cookie(closed_site: Site) -> None:
    with visit(closed_site) as visitor, visit(closed_site) as thief:
        visitor.sign_in("anna", PASSWORDS["anna"])
        thief.http.cookies.update(visitor.http.cookies)
        assert thief.http.get("/theme.css").status_code == 200
        reply = visitor.http.post("/sign-out")
        assert (reply.status_code, reply.headers["location"]) == (303, "/sign-in")
        assert visitor.http.get("/theme.css").status_code == 401
        assert thief.http.get("/theme.css").status_code == 401


def test_a_forged_cookie_is_nobodys(closed_site: Site, owner: Visit) -> None:
    ((name, value),) = owner.http.cookies.items()
    payload, _, signature = value.rpartition(".")
    for forged in (payload, f"{payload}.", f"{payload}.{signature[::-1]}", f"x{value}", "null", '["a","owner",9e99]'):
        with visit(closed_site) as stranger:
            assert stranger.http.get("/theme.css", headers={"Cookie": f"{name}={forged}"}).status_code == 401


def test_conversations_of_one_user_are_not_anothers(owner: Visit, anna: Visit) -> None:
    before = _listed(owner)
    owner.ask()
    (conversation,) = _listed(owner) - before
    assert "1931" in owner.do("bs-history", "turn", [], {"conversation": conversation})
    stolen = anna.do("bs-history", "turn", [], {"conversation": conversation})
    assert "1931" not in stolen
    assert conversation not in stolen
    assert "data:text" not in anna.do("bs-history", "export", [], {"conversation": conversation, "format": "md"})
    assert "No conversation has the id" in anna.do("bs-history", "forget", [""], {"conversation": conversation})
    assert "1931" in owner.do("bs-history", "turn", [], {"conversation": conversation})


def test_a_conversation_of_another_cannot_be_added_to(owner: Visit, anna: Visit) -> None:
    before = _listed(owner)
    owner.ask()
    (conversation,) = _listed(owner) - before
    anna.do("bs-question", "submit", [QUESTION, None, conversation])
    assert conversation not in _listed(anna)
    assert len(_listed(anna)) >= 1


def _listed(visitor: Visit) -> set[str]:
    return set(re.findall(r'data-conversation="([0-9a-f]+)"', visitor.do("bs-history", "turn", [], {})))


def test_the_stream_of_another_cannot_be_read_nor_stopped(guest: Visit, site: Site) -> None:
    with visit(site) as thief:
        thief.open()
        thief.session = guest.session
        event = guest.join("bs-question", "submit", [QUESTION, None, ""]).json()["event_id"]
        stolen = str(thief.messages())
        assert "1931" not in stolen
        assert "session_not_found': True" in stolen
        body = {"session_hash": guest.session, "fn_index": 0, "event_id": event}
        thief.http.post("/gradio_api/cancel", json=body)
        assert "1931" in str(guest.messages())


def test_a_document_arrives_whole_under_a_safe_name(guest: Visit, site: Site) -> None:
    documents = site.home / "documents"
    reply = guest.send("notes/../harbour/quay.txt", "The quay\n\nThe quay is long.\n")
    assert (reply.status_code, reply.json()) == (200, {"name": "notes/harbour/quay.txt", "replaced": False})
    assert (documents / "notes" / "harbour" / "quay.txt").read_text() == "The quay\n\nThe quay is long.\n"
    assert guest.send("notes/harbour/quay.txt", "The quay\n\nShort.\n").json()["replaced"] is True
    assert guest.send("../../../outside.txt", "x").json()["name"] == "outside.txt"
    assert guest.send("/etc/passwd.txt", "x").json()["name"] == "etc/passwd.txt"
    assert not (site.home / "outside.txt").exists()
    assert [path for path in documents.rglob(".*")] == []


def test_a_document_of_another_format_is_refused_with_the_reason(guest: Visit, site: Site) -> None:
    reply = guest.send("game.exe", "MZ")
    assert reply.status_code == 415
    assert "files of the format .exe are not read" in reply.text
    assert guest.send("", "x").status_code == 415
    assert guest.send("harbour.txt/quay.txt", "x").status_code == 200
    assert guest.send("harbour.txt", "x").status_code == 507  # a folder stands there
    assert [path for path in (site.home / "documents").rglob(".*")] == []


@pytest.mark.parametrize(
    "data",
    [
        [[{"path": "/etc/passwd", "meta": {"_type": "gradio.FileData"}}]],
        [[{"path": "http://127.0.0.1:1/secret", "meta": {"_type": "gradio.FileData"}}]],
        [[{"path": ["a"], "meta": {"_type": "gradio.FileData"}}]],
        [{"a": [{"b": {"path": "../../library/library.sqlite"}}]}],
    ],
)
def test_no_event_names_a_file_or_an_address_of_its_own_choice(guest: Visit, data: list[object]) -> None:
    assert guest.join("bs-question", "submit", data).status_code == 400


def test_an_address_in_an_event_is_not_fetched(guest: Visit) -> None:
    """Gradio would download it: a request forged on the server's behalf."""
    with socket.create_server(("127.0.0.1", 0)) as trap:
        trap.settimeout(1.5)
        url = f"http://127.0.0.1:{trap.getsockname()[1]}/secret"
        assert guest.join("bs-question", "submit", [{"url": url}, None, ""]).status_code == 400
        with pytest.raises(TimeoutError):
            trap.accept()


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"null", b"{", b'{"data": []}', b'{"session_hash": 1}', b'{"a":' * 100_000, b"\xff\xfe"]
)
def test_a_body_that_is_no_event_is_refused(guest: Visit, body: bytes) -> None:
    reply = guest.http.post("/gradio_api/queue/join", content=body, headers={"Content-Type": "application/json"})
    assert reply.status_code == 400
    assert reply.text.startswith("Not an event of the page")


def test_a_failure_inside_says_nothing_of_the_inside(
    guest: Visit, site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    bad = {"data": [], "fn_index": 99_999, "session_hash": "a"}
    reply = guest.http.post("/gradio_api/queue/join", json=bad)
    assert reply.status_code >= 400
    assert "Traceback" not in reply.text
    assert str(guest.site.home) not in reply.text
    assert ".py" not in reply.text


def test_a_body_beyond_its_limit_is_refused_whether_announced_or_not(guest: Visit) -> None:
    def endless(size: int) -> Iterator[bytes]:
        for _ in range(size // 65536 + 2):
            yield b" " * 65536

    url = "/gradio_api/queue/join"
    for content in (b" " * (MAX_EVENT_BYTES + 1), endless(MAX_EVENT_BYTES)):
        reply = guest.http.post(url, content=content)
        assert (reply.status_code, reply.text) == (413, "Too large: at most 1 MB at once.")
    announced = f"PUT /documents?name=a.txt HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {MAX_FILE_BYTES + 1}\r\n\r\n"
    assert _say(guest.site, announced.encode()).startswith(b"HTTP/1.1 413")


def test_too_large_a_document_is_refused_and_nothing_of_it_stays(guest: Visit, site: Site) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(MAX_FILE_BYTES // (1 << 20) + 2):
            yield b"x" * (1 << 20)

    before = sorted((site.home / "documents").rglob("*"))
    assert guest.http.put("/documents?name=big.txt", content=endless()).status_code == 413
    assert sorted((site.home / "documents").rglob("*")) == before


def test_who_does_not_finish_the_headers_is_hung_up_on(site: Site) -> None:
    host, port = site.address.removeprefix("http://").split(":")
    request = b"GET /theme.css HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"

    def wait(whole: bytes, begun: bytes) -> float:
        """Return the seconds until the server hangs up."""
        with socket.create_connection((host, int(port)), timeout=HEADERS_S + 5) as connection:
            connection.sendall(whole)
            time.sleep(0.2 if whole else 0)
            connection.sendall(begun)
            began = time.monotonic()
            with suppress(ConnectionResetError):
                while connection.recv(65536):
                    pass
            return time.monotonic() - began

    with ThreadPoolExecutor() as pool:  # they wait beside each other
        waited = list(pool.map(wait, (b"", b"", request), (b"", request[:-2], b"GET /theme")))
    assert max(waited) < HEADERS_S + 4


def test_the_cookie_of_a_page_over_https_is_for_https_alone() -> None:
    from starlette.responses import Response

    from ui.server.access.accounts import Accounts
    from ui.server.access.reception import Reception

    reception = Reception(Accounts(), secure=True)
    reply = Response()
    reception.give_cookie(reply, reception.visitors.welcome())
    assert "Secure" in reply.headers["set-cookie"].split("; ")


def test_what_the_terminal_kept_is_the_owners(owner: Visit, anna: Visit, closed_site: Site) -> None:
    from index.embedders.hashed import HashedEmbedder
    from index.library import Library
    from rag.assistant import Assistant
    from ui.conversations.store import ConversationStore

    store = ConversationStore.open(closed_site.home)
    kept = store.start("Kept in the terminal").id
    with Library.open(closed_site.home / "library", embedder=HashedEmbedder()) as library:
        store.append(kept, Assistant(library).ask(QUESTION))
    assert kept in _listed(owner)
    assert kept not in _listed(anna)
    assert json.dumps(kept) not in anna.open().text
