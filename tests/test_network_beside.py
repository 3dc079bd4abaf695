"""What the page fetches beside Gradio's events: asked for by its owner, by strangers, and as no page asks for it."""

import json
import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from network_support import QUESTION, Site, Visit, serve_site, visit

from ui.server.access.accounts import OWNER, Accounts, write_accounts
from ui.server.access.routes import MAX_QUESTION_BYTES

pytestmark = [pytest.mark.enable_socket, pytest.mark.slow]
PASSWORDS = {OWNER: "a long enough password", "anna": "another long password"}
CITED = 'id="bs-cited" tabindex="-1" data-number="1">The bridge of Alderwick was opened in 1931.</mark>'


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Serve a page that nobody has to sign in to."""
    with serve_site(tmp_path_factory.mktemp("beside")) as running:
        yield running


@pytest.fixture
def guest(site: Site) -> Iterator[Visit]:
    """Return somebody whose page has shown what the library holds."""
    with visit(site) as visitor:
        visitor.open()
        visitor.do("bs-history", "turn", [], {})
        yield visitor


def shown(visitor: Visit, place: str, event: str, data: list[Any], said: object = None) -> list[str]:
    """Let an event happen and return every text that came of it."""
    assert visitor.join(place, event, data, said).status_code == 200
    return list(texts(visitor.messages()))


def texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from texts(inner)


def read(visitor: Visit, session: str | None = None, **said: str) -> httpx.Response:
    return visitor.http.get("/article", params={"session_hash": session or visitor.session, **said})


def look_for(visitor: Visit, question: str = QUESTION, only: str = "", session: str | None = None) -> httpx.Response:
    asked = {"question": question, "only": only}
    return visitor.http.post("/sources", params={"session_hash": session or visitor.session}, json=asked)


def tell_typed(visitor: Visit, question: str = QUESTION, only: str = "", session: str | None = None) -> httpx.Response:
    typed = {"question": question, "only": only}
    return visitor.http.post("/typing", params={"session_hash": session or visitor.session}, json=typed)


def turn(visitor: Visit, **said: str) -> httpx.Response:
    return visitor.http.get("/shelf", params={"session_hash": visitor.session, **said})


def test_a_citation_opens_as_its_event_does(guest: Visit) -> None:
    guest.ask()
    reply = read(guest, turn="1", number="1")
    assert reply.status_code == 200
    assert reply.headers["content-type"].startswith("text/plain")
    assert reply.headers["cache-control"] == "no-store"
    assert CITED in reply.text
    event = shown(guest, "bs-current", "open", [], {"turn": "1", "number": "1", "at": "1"})
    assert f'<div data-opened="1">{reply.text}</div>' in event
    assert "not known any more" in read(guest, turn="2", number="1").text
    assert "has no article" in read(guest, article="<x>").text
    assert "<x>" not in read(guest, article="<x>").text


def test_the_conversation_of_another_visitor_is_not_read_by_naming_their_session(guest: Visit, site: Site) -> None:
    guest.ask()
    with visit(site) as thief:
        thief.open()
        for said in ({"turn": "1", "number": "1"}, {"turn": "1", "window": "0"}):
            assert read(thief, guest.session, **said).status_code == 409
        assert look_for(thief, session=guest.session).status_code == 409
        assert tell_typed(thief, session=guest.session).status_code == 409
        thief.session = guest.session
        assert turn(thief, page="0").status_code == 409
        thief.do("bs-history", "turn", [], {})  # now there is such a session, of their own
        assert read(thief, turn="1", number="1").status_code == 409
        event = thief.do("bs-current", "open", [], {"turn": "1", "number": "1", "at": "1", "kept": "1"})
        assert "not known any more" in event
    assert CITED in read(guest, turn="1", number="1").text


def test_what_one_user_asked_is_not_shown_to_another(tmp_path_factory: pytest.TempPathFactory) -> None:
    home = tmp_path_factory.mktemp("users")
    accounts = Accounts()
    for name, password in PASSWORDS.items():
        accounts = accounts.including(name, password)
    write_accounts(home, accounts)
    with serve_site(home, "--sign-in") as running, visit(running) as owner, visit(running) as anna:
        for visitor, name in ((owner, OWNER), (anna, "anna")):
            assert visitor.sign_in(name, PASSWORDS[name]).status_code == 303
            visitor.open()
        owner.ask()
        anna.session = owner.session
        assert read(anna, turn="1", number="1").status_code == 409
        anna.do("bs-history", "turn", [], {})
        assert "1931" not in read(anna, turn="1", number="1").text
        assert look_for(anna).json()["number"] == 1
        assert CITED in read(owner, turn="1", number="1").text
        owner.http.post("/sign-out")
        for reply in (read(owner, turn="1", number="1"), turn(owner), look_for(owner), tell_typed(owner)):
            assert reply.status_code == 401


def test_sources_are_there_before_the_event_and_the_event_goes_on_from_them(guest: Visit) -> None:
    begun = look_for(guest).json()
    assert begun["number"] == 1
    assert "1931" in begun["sources"]
    assert QUESTION in begun["current"]
    assert "1931" in read(guest, turn="1", window="0").text  # its sources can be opened already
    event = shown(guest, "bs-question", "submit", [QUESTION, None, ""])
    assert {begun["current"], begun["sources"], begun["status"]} <= set(event)
    assert not any("Searching" in text for text in event)
    assert look_for(guest, "How long is it?").json()["number"] == 2
    assert CITED in read(guest, turn="1", number="1").text


@pytest.mark.parametrize("question", ["", "   ", "x" * 2_001])
def test_a_question_that_is_refused_is_left_to_its_event(guest: Visit, question: str) -> None:
    assert look_for(guest, question).status_code == 204


def test_a_question_is_asked_of_what_the_reader_chose(guest: Visit) -> None:
    chosen = json.dumps({"article": "", "source": "Nobody", "from": "", "to": ""})
    assert "1931" not in look_for(guest, only=chosen).json()["sources"]
    assert look_for(guest, only="no scope").status_code == 200


@pytest.mark.parametrize("question", ["When was", QUESTION, "", "x" * 2_001])
def test_what_is_typed_changes_nothing_and_says_nothing(guest: Visit, question: str) -> None:
    reply = tell_typed(guest, question)
    assert (reply.status_code, reply.content) == (204, b"")
    assert look_for(guest).json()["number"] == 1
    assert guest.do("bs-history", "turn", [], {})


@pytest.mark.parametrize("route", ["/sources", "/typing"])
@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b'"x"', b'{"question": 1, "only": ""}', b'{"question": "x"}', b"\xff", b"[" * 20_000]
)
def test_a_body_that_is_no_question_is_refused(guest: Visit, route: str, body: bytes) -> None:
    reply = guest.http.post(route, params={"session_hash": guest.session}, content=body)
    assert reply.status_code == 400
    assert "Traceback" not in reply.text


def test_too_long_a_question_is_not_read(guest: Visit) -> None:
    assert look_for(guest, "x" * MAX_QUESTION_BYTES).status_code == 413
    assert tell_typed(guest, "x" * MAX_QUESTION_BYTES).status_code == 413


@pytest.mark.parametrize(
    "said",
    [
        {"turn": "x"},
        {"turn": "-1", "number": "1"},
        {"turn": "1", "number": "1e3"},
        {"turn": "1", "window": "../x"},
        {"turn": "9" * 10, "number": "1"},
        {"article": "x" * 301},
    ],
)
def test_an_article_is_asked_for_as_the_page_does_it(guest: Visit, said: dict[str, str]) -> None:
    assert read(guest, **said).status_code == 400


def test_a_page_of_the_table_and_what_the_session_shows_from_then_on(guest: Visit) -> None:
    first = turn(guest, page="0", order="Date", down="1")
    assert first.status_code == 200
    assert 'aria-sort="descending"' in first.text
    assert first.text in shown(guest, "bs-drop", "took", [""])
    assert "No title or source has" in turn(guest, words="<script>").text
    assert "<script>" not in turn(guest, words="<script>").text
    for said in ({"page": "x"}, {"order": "Nothing"}, {"down": "yes"}, {"words": "x" * 301}):
        assert turn(guest, **said).status_code == 400


def test_nothing_that_is_not_asked_for_by_the_page_reaches_a_route(guest: Visit) -> None:
    """Parameters that a route has not are dropped at the door."""
    reply = turn(guest, page="0", file="/etc/passwd", url="http://127.0.0.1:1/")
    assert reply.status_code == 200
    assert not re.search("passwd|127.0.0.1", reply.text)
