"""Pages and feeds by their addresses: fetched once, kept with address and date, and only from public hosts."""

import http.server
import json
import socket
import threading
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from test_loaders_html_text import BODY

from index import Article, Library
from index.errors import FetchFailed
from index.loaders.registry import read_file
from index.loaders.snapshot import Snapshot, read_head
from index.web import fetching
from index.web.fetching import fetch, is_public
from index.web.snapshots import add_address, check_may_add, followed, refresh

PAGE = f"<html><head><title>Water</title></head><body><article><h1>Water</h1>{BODY}</article></body></html>"
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

    def redirect(self, path: str, to: str) -> str:
        """Answer `path` with a redirect, and return its address."""

        def reply(handler: http.server.BaseHTTPRequestHandler) -> None:
            handler.send_response(302)
            handler.send_header("Location", to)
            handler.end_headers()

        self.replies[path] = reply
        return self.root + path


@pytest.fixture
def site() -> Iterator[Site]:
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            made.asked.append(self.path)
            reply = made.replies.get(self.path)
            try:
                if reply is None:
                    self.send_error(404)
                else:
                    reply(self)
            except OSError:
                pass  # the other side has hung up

        def log_message(self, format: str, *args: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        made = Site(server.server_port)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield made
        server.shutdown()
        thread.join()


def read(path: Path) -> Article:
    [loaded] = read_file(path, "x")
    assert isinstance(loaded, Article)
    return loaded


def rss(*entries: tuple[str, str]) -> str:
    items = "".join(f"<item><title>t</title><link>{url}</link><pubDate>{day}</pubDate></item>" for url, day in entries)
    return f"<?xml version='1.0'?><rss version='2.0'><channel><title>News</title>{items}</channel></rss>"


def test_a_page_is_kept_with_its_address_and_the_day(tmp_path: Path, site: Site) -> None:
    url = site.page("/water?a=ä b", PAGE.encode("utf-16"), "text/html; charset=utf-16")
    site.replies["/water?a=%C3%A4%20b"] = site.replies["/water?a=ä b"]
    [file] = add_address(tmp_path / "web", url, allow_private=True).files
    article = read(file)
    assert (article.title, article.url, article.source) == ("Water", url, "127.0.0.1")
    assert "mason from Tarn" in article.text
    assert "snapshot" not in article.text
    assert read_head(file.read_bytes()).fetched[:4].isdigit()
    assert site.asked == ["/water?a=%C3%A4%20b"]


def test_plain_text_keeps_its_lines_and_other_kinds_are_refused(tmp_path: Path, site: Site) -> None:
    url = site.page("/a.txt", "one\n  <two>", "text/plain")
    [file] = add_address(tmp_path, url, allow_private=True).files
    assert read(file).text == "one\n  <two>"
    with pytest.raises(FetchFailed, match="is application/zip, not a page; download it"):
        add_address(tmp_path, site.page("/a.zip", b"PK", "application/zip"), allow_private=True)


def test_a_feed_brings_its_entries_and_later_the_new_ones(tmp_path: Path, site: Site) -> None:
    first = site.page("/1", PAGE)
    feed = site.page("/feed", rss((first, "Tue, 05 Mar 2024 23:30:00 +0000")), "application/rss+xml")
    added = add_address(tmp_path, feed, allow_private=True)
    assert (len(added.files), added.known, added.is_feed) == (1, 0, True)
    assert read(added.files[0]).published == date(2024, 3, 5)
    gone = site.root + "/gone"
    second = site.page("/2", PAGE.replace("Water", "Wind"))
    entries = "".join(
        f"<entry><link rel='self' href='/x'/><link href='{url}'/><updated>2024-04-01T00:00:00Z</updated></entry>"
        for url in (second, first, gone)
    )
    site.page("/feed", f"<feed xmlns='http://www.w3.org/2005/Atom'>{entries}</feed>", "text/xml")
    added = refresh(tmp_path)
    assert [read(file).title for file in added.files] == ["Wind"]
    assert added.known == 1
    assert [(failure.path, "answered 404" in failure.reason) for failure in added.failures] == [(gone, True)]
    assert site.asked.count("/1") == 1
    assert [one.url for one in followed(tmp_path)] == [feed]


def test_feeds_do_not_read_files_and_grow(tmp_path: Path, site: Site) -> None:
    bomb = "<!DOCTYPE r [<!ENTITY a 'xxxxxxxxxx'><!ENTITY f SYSTEM 'file:///etc/passwd'>]>"
    url = site.page("/feed", bomb + "<rss><channel><item><link>&f;&a;</link></item></channel></rss>", "text/xml")
    assert add_address(tmp_path, url, allow_private=True).files == ()
    with pytest.raises(FetchFailed, match="not a feed"):
        add_address(tmp_path, site.page("/b", "<rss", "text/xml"), allow_private=True)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "0.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "224.0.0.1",
        "::1", "::", "fe80::1%eth0", "fd00::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::",
        "255.255.255.255",
    ],
)  # fmt: skip
def test_addresses_of_this_computer_and_its_network_are_not_public(address: str) -> None:
    assert not is_public(address)


def test_public_addresses_are_public() -> None:
    assert is_public("93.184.216.34")
    assert is_public("2606:2800:220:1::1")


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost/",
        "http://127.0.0.1:1/",
        "http://[::1]/",
        "http://2130706433/",
        "http://0x7f.1/",
        "https://127.1/",
    ],
)
def test_private_addresses_are_refused_however_they_are_written(url: str) -> None:
    with pytest.raises(FetchFailed, match=r"is this computer or its own network|is not known"):
        fetch(url)


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://example.org/", "example.org", "http://u:p@example.org/", "http://"]
)
def test_other_than_web_addresses_are_refused(url: str) -> None:
    with pytest.raises(FetchFailed, match="is not a public web address; expected"):
        fetch(url)


def test_a_redirect_to_this_computer_and_a_name_that_changes_are_refused(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first look-up says a public address, every later one this computer: only the first one counts."""
    port = int(site.root.rpartition(":")[2])
    inner = site.page("/inner", "secret")
    site.redirect("/out", inner)
    looked_up: list[str] = []
    connected: list[str] = []
    real = socket.create_connection

    def look_up(host: str, *args: object, **options: object) -> list[tuple[object, ...]]:
        looked_up.append(host)
        address = "93.184.216.34" if looked_up == ["news.example"] else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    def connect(address: tuple[str, int], timeout: float) -> socket.socket:
        connected.append(address[0])
        return real(("127.0.0.1", port), timeout)

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(FetchFailed, match=r"127\.0\.0\.1 leads to 127\.0\.0\.1, which is this computer"):
        fetch(f"http://news.example:{port}/out")
    assert connected[0] == "93.184.216.34"
    assert site.asked == ["/out"]


def test_five_redirects_are_followed_and_no_more(site: Site) -> None:
    site.page("/0", PAGE)
    for step in range(1, 7):
        site.redirect(f"/{step}", f"/{step - 1}")
    assert fetch(f"{site.root}/5", allow_private=True).url == f"{site.root}/0"
    with pytest.raises(FetchFailed, match="more than 5 redirects"):
        fetch(f"{site.root}/6", allow_private=True)
    with pytest.raises(FetchFailed, match="not a public web address"):
        fetch(site.redirect("/f", "file:///etc/passwd"), allow_private=True)


def test_huge_and_slow_answers_are_refused(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "MAX_BYTES", 2**20)
    with pytest.raises(FetchFailed, match="is larger than 1 MiB"):
        fetch(site.page("/huge", b"x" * (2**20 + 1)), allow_private=True)
    assert len(fetch(site.page("/full", b"x" * 2**20), allow_private=True).data) == 2**20
    over = threading.Event()

    def drip(handler: http.server.BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nX: ")
        while not over.wait(0.02):
            handler.wfile.write(b"x")
            handler.wfile.flush()

    site.replies["/slow"] = drip
    monkeypatch.setattr(fetching, "WHOLE_S", 0.3)
    try:
        with pytest.raises(FetchFailed, match="took too long"):
            fetch(f"{site.root}/slow", allow_private=True)
    finally:
        over.set()


def test_the_head_of_a_snapshot_cannot_be_broken_out_of() -> None:
    url = "http://a.example/--><script>x</script>?--!>"
    head = Snapshot(url, "2026-01-01", "utf-8").head()
    assert head.count(b"-->") == 1
    assert read_head(head + b"<p>x").url == url
    assert read_head(b"<!-- snapshot {[} -->\n") == Snapshot()


def test_pages_that_are_served_to_others_fetch_nothing_without_leave() -> None:
    check_may_add(is_shared=False, is_allowed=False)
    check_may_add(is_shared=True, is_allowed=True)
    with pytest.raises(FetchFailed, match="served to others"):
        check_may_add(is_shared=True, is_allowed=False)


def test_add_and_sync_in_the_terminal(tmp_path: Path, site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    from ui.main import main

    first, second = site.page("/1", PAGE), site.page("/2", PAGE.replace("Water", "Wind"))
    feed = site.page("/feed", rss((first, "")), "application/rss+xml")
    home = ["--home", str(tmp_path), "--embedder", "hashed"]
    assert main([*home, "add", feed]) == 1
    assert "is this computer or its own network" in capsys.readouterr().err
    assert main([*home, "add", feed, "--allow-private"]) == 0
    site.page("/feed", rss((second, ""), (first, "")), "application/rss+xml")
    capsys.readouterr()
    assert main([*home, "sync", "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)["added"]) == 1
    with Library.open(tmp_path / "library") as library:
        assert {row.url for row in library.articles()} == {first, second}
