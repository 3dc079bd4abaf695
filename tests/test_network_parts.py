"""The parts of the door, without a server: accounts, tries, cookies, names, events, drains."""

import asyncio
import json
import stat
from pathlib import Path

import pytest
from starlette.types import Message, Receive, Scope, Send

from index.home import find_home
from ui.browser.app import Door
from ui.commands.door import PASSWORD, Wanted, find_accounts, find_names, open_door
from ui.server.access.accounts import OWNER, Accounts, read_accounts, read_password_file, write_accounts
from ui.server.access.address import Address
from ui.server.access.attempts import FREE_TRIES, MAX_PEERS, MAX_WAIT_S, Attempts, network_of
from ui.server.access.bodies import TooLarge, TooSlow, metered, read_whole
from ui.server.access.errors import CertificateRefused, PasswordNeeded, PasswordRefused
from ui.server.access.events import EventRefused, rewrite_event
from ui.server.access.origin import Names, is_loopback
from ui.server.access.streams import Streams
from ui.server.access.visitors import MAX_AGE_S, MAX_ENDED, Visitor, Visitors
from ui.terminal.screen import open_screen

ANYWHERE = "0.0.0.0"  # noqa: S104 - never bound here
LONG = "correct horse battery"


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.slow
def test_a_password_is_kept_as_a_hash_that_only_its_owner_can_read(tmp_path: Path) -> None:
    write_accounts(tmp_path, Accounts().including("Anna ", LONG))
    (file,) = tmp_path.iterdir()
    assert LONG not in file.read_text()
    assert json.loads(file.read_text())["accounts"]["anna"].startswith("$argon2id$")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    kept = read_accounts(tmp_path)
    assert kept.admits("anna", LONG)
    assert not kept.admits("anna", LONG + "x")
    assert not kept.admits("nobody", LONG)
    assert not kept.without("anna")


@pytest.mark.parametrize("password", ["", "short", "x" * 1001])
def test_a_password_that_is_none_is_refused(password: str) -> None:
    with pytest.raises(PasswordRefused, match=r"expected 10 to 1,000"):
        Accounts().including(OWNER, password)


@pytest.mark.parametrize("name", ["", " ", "a b", "../x", "x" * 41, "<b>"])
def test_a_name_that_is_none_is_refused(name: str) -> None:
    with pytest.raises(PasswordRefused, match="cannot be a name"):
        Accounts().including(name, LONG)


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"format": 2}', '{"format": 1, "accounts": {"a": "plain"}}', "\xff"]
)
def test_damaged_accounts_let_nobody_in_and_are_not_taken_for_none(tmp_path: Path, content: str) -> None:
    (tmp_path / "accounts.json").write_text(content, encoding="latin-1")
    with pytest.raises(PasswordRefused, match="cannot be read"):
        read_accounts(tmp_path)


def test_each_failure_doubles_the_wait_up_to_a_limit_and_success_ends_it() -> None:
    clock = Clock()
    attempts = Attempts(clock)
    waits: list[float] = []
    for _ in range(FREE_TRIES + 12):
        assert attempts.begin("10.0.0.1") == 0
        waits.append(attempts.begin("10.0.0.1") if len(waits) >= FREE_TRIES - 1 else 0)
        clock.now += max(waits[-1], 0)
    assert waits[FREE_TRIES - 1 : FREE_TRIES + 3] == [1, 2, 4, 8]
    assert max(waits) == MAX_WAIT_S
    assert attempts.begin("10.0.0.2") == 0
    attempts.succeed("10.0.0.1")
    assert attempts.begin("10.0.0.1") == 0


def test_a_hundred_tries_at_once_are_not_a_hundred_tries() -> None:
    attempts = Attempts(Clock())
    assert sum(attempts.begin("10.0.0.1") == 0 for _ in range(100)) == FREE_TRIES


def test_what_is_remembered_of_tries_is_bounded_and_forgotten() -> None:
    clock = Clock()
    attempts = Attempts(clock)
    for number in range(3 * MAX_PEERS):
        attempts.begin(f"10.{number // 250}.{number % 250}.1")
    assert len(attempts) == MAX_PEERS
    for _ in range(FREE_TRIES + 3):
        attempts.begin("10.0.0.1")
        clock.now += 9
    clock.now += 10_000
    assert [attempts.begin("10.0.0.1") for _ in range(FREE_TRIES)] == [0] * FREE_TRIES


def test_the_addresses_of_one_subscriber_count_as_one() -> None:
    assert network_of("2001:db8::1") == network_of("2001:db8::ffff:1") != network_of("2001:db8:0:1::1")
    assert network_of("::ffff:10.0.0.1") == network_of("10.0.0.1") == "10.0.0.1"
    assert network_of("fe80::1%eth0") == "fe80::/64"
    assert network_of("") == ""


def test_a_cookie_ends_with_its_age_its_account_and_its_server() -> None:
    clock = Clock()
    visitors = Visitors(Accounts({"anna": "x"}), clock)
    cookie = visitors.seal(visitors.welcome("anna"))
    assert getattr(visitors.recognise(cookie), "name", None) == "anna"
    clock.now += MAX_AGE_S + 1
    assert visitors.recognise(cookie) is None
    assert Visitors(Accounts({"anna": "x"}), Clock()).recognise(cookie) is None
    gone = visitors.seal(visitors.welcome("ben"))
    assert visitors.recognise(gone) is None
    open_to_all = visitors.seal(visitors.welcome(""))
    assert visitors.recognise(open_to_all) is None


def test_what_is_remembered_of_those_who_left_is_bounded() -> None:
    visitors = Visitors(Accounts())
    for number in range(MAX_ENDED + 5):
        visitors.dismiss(Visitor(str(number)))
    assert len(visitors._ended) == MAX_ENDED


def test_a_session_is_bound_to_its_browser() -> None:
    one, two = Visitor("a"), Visitor("b")
    assert one.bind("s") == one.bind("s") != two.bind("s")
    assert one.bind("s") != one.bind("t")
    assert (Visitor("a", OWNER).owner, Visitor("a", "anna").owner, Visitor("a").owner) == ("", "anna", "")


def test_an_event_keeps_what_the_page_sends_and_nothing_else() -> None:
    visitor = Visitor("a")
    said = {"data": [["x", {"y": 1}]], "session_hash": "s", "fn_index": 3, "simple_format": True}
    event = json.loads(rewrite_event(json.dumps(said).encode(), visitor))
    assert event == {"data": [["x", {"y": 1}]], "session_hash": visitor.bind("s"), "fn_index": 3}
    deep = b'{"session_hash": "s", "data": ' + b"[" * 900 + b"]" * 900 + b"}"
    with pytest.raises(EventRefused):
        rewrite_event(deep, visitor)


@pytest.mark.parametrize("named", [{"path": "/x"}, {"url": "http://x"}, {"a": [{"path": ""}]}])
def test_an_event_that_names_a_file_is_refused(named: object) -> None:
    with pytest.raises(EventRefused):
        rewrite_event(json.dumps({"session_hash": "s", "data": [[named]]}).encode(), Visitor("a"))


def _giver(*parts: bytes, pause_s: float = 0) -> Receive:
    waiting = list(parts)

    async def receive() -> Message:
        await asyncio.sleep(pause_s)
        return {"type": "http.request", "body": waiting.pop(0), "more_body": bool(waiting)}

    return receive


def test_a_body_is_measured_as_it_comes() -> None:
    assert asyncio.run(read_whole(metered(_giver(b"ab", b"c"), 3))) == b"abc"
    with pytest.raises(TooLarge):
        asyncio.run(read_whole(metered(_giver(b"ab", b"cd"), 3)))
    with pytest.raises(TooSlow):
        asyncio.run(read_whole(metered(_giver(b"ab", pause_s=1), 3, pause_s=0.01)))


async def _endless(scope: Scope, receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await asyncio.sleep(60)


def test_a_drain_waits_for_answers_and_tells_those_that_it_cuts_off() -> None:
    async def play() -> list[Message]:
        streams, sent = Streams(), []

        async def send(message: Message) -> None:
            sent.append(message)

        async def brief(scope: Scope, receive: Receive, send: Send) -> None:
            await asyncio.sleep(0.2)
            await send({"type": "http.response.body", "body": b"the answer", "more_body": False})

        waiting = [
            asyncio.ensure_future(streams.run(app, {}, _giver(b""), send, answers))
            for app, answers in ((brief, "one"), (_endless, "two"), (_endless, ""))
        ]
        await asyncio.sleep(0.01)
        assert streams.answering == 2
        await streams.drain(0.5)
        await asyncio.gather(*waiting)
        assert streams.is_draining
        assert streams.answering == 0
        return sent

    bodies = [message["body"] for message in asyncio.run(play()) if message["type"] == "http.response.body"]
    assert bodies[0] == b"the answer"
    assert sorted(body[:33] for body in bodies[1:]) == [b"", b'data: {"msg": "unexpected_error",']


def test_what_an_application_says_of_being_cut_off_is_not_passed_on() -> None:
    async def play() -> list[Message]:
        streams, sent = Streams(), []

        async def send(message: Message) -> None:
            sent.append(message)

        async def talkative(scope: Scope, receive: Receive, send: Send) -> None:
            await send({"type": "http.response.start", "status": 200, "headers": []})
            try:
                await asyncio.sleep(60)
            except asyncio.CancelledError as error:
                said = f"Cancelled via cancel scope at /home/me/{error}".encode()
                await send({"type": "http.response.body", "body": said, "more_body": False})

        running = asyncio.ensure_future(streams.run(talkative, {}, _giver(b""), send, "one"))
        await asyncio.sleep(0.01)
        await streams.drain(0)
        await running
        return sent

    (body,) = [message["body"] for message in asyncio.run(play()) if message["type"] == "http.response.body"]
    assert b"Broadsheet was closed before this answer was done" in body
    assert b"/home/me" not in body


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.0.1", "localhost", "::1", "[::1]"])
def test_this_computer_alone_needs_no_password(tmp_path: Path, host: str) -> None:
    assert is_loopback(host)
    assert not find_accounts(Wanted(host), tmp_path, is_loopback(host))


@pytest.mark.parametrize("host", [ANYWHERE, "::", "192.168.1.5", "example.org", "", "127.0.0.1.example.org"])
def test_another_address_without_a_password_is_refused(
    tmp_path: Path, host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
    assert not is_loopback(host)
    with pytest.raises(PasswordNeeded, match="BROADSHEET_PASSWORD"):
        open_door(Wanted(host), find_home(str(tmp_path)), open_screen())


@pytest.mark.slow
def test_a_password_comes_from_the_environment_a_file_or_the_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "password"
    file.write_text(f"{LONG}\r\nmore", encoding="utf-8")
    assert read_password_file(file) == LONG
    assert find_accounts(Wanted(ANYWHERE, password_file=file), tmp_path, False).admits(OWNER, LONG)
    monkeypatch.setenv(PASSWORD, LONG)
    assert open_door(Wanted(ANYWHERE), find_home(str(tmp_path)), open_screen()).accounts.admits(OWNER, LONG)
    assert "plain http" in capsys.readouterr().err
    assert find_accounts(Wanted(), tmp_path, True)
    assert not (tmp_path / "accounts.json").exists()
    monkeypatch.delenv(PASSWORD)
    write_accounts(tmp_path, Accounts().including("anna", LONG))
    assert list(find_accounts(Wanted(sign_in=True), tmp_path, True).hashes) == ["anna"]
    with pytest.raises(PasswordRefused, match="cannot be read"):
        read_password_file(tmp_path / "nothing")


def test_a_certificate_needs_its_key(tmp_path: Path) -> None:
    file = tmp_path / "x.pem"
    file.write_text("no certificate")
    for wanted in (Wanted(certificate=file), Wanted(key=file), Wanted(certificate=file, key=file)):
        with pytest.raises(CertificateRefused):
            open_door(wanted, find_home(str(tmp_path)), open_screen())


def test_the_names_of_the_page() -> None:
    alone = find_names(Wanted(names=("Reading.Room",)), True)
    assert alone.allow("reading.room:7860")
    assert not alone.allow("192.168.1.5")
    others = find_names(Wanted("192.168.1.5"), False)
    assert others.allow("192.168.1.5:7860")
    assert others.allow("[2001:db8::1]:7860")
    assert not others.allow("evil.example")


def test_others_reach_a_page_by_its_address_by_a_name_or_with_an_account() -> None:
    """There, web addresses are not fetched for whoever asks."""
    assert not Door().is_shared
    assert not Door(Address("::1"), Names()).is_shared
    assert Door(Address(ANYWHERE)).is_shared
    assert Door(Address(), find_names(Wanted(names=("reading.room",)), True)).is_shared
    assert Door(accounts=Accounts().including("anna", LONG)).is_shared


def test_the_address_to_type_in() -> None:
    assert Address().url == "http://127.0.0.1:7860/"
    assert Address(ANYWHERE, 1, Path("c"), Path("k")).url == "https://127.0.0.1:1/"
    assert Address("::1", 2).url == "http://[::1]:2/"
    assert Address("::", 2).url == "http://[::1]:2/"
