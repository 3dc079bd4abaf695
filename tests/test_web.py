"""Pages and feeds by their addresses: fetched once, kept with address and date, and only from public hosts."""

import http.server
import json
import socket
import threading
from collections.abc import Callable, Generator, Iterator
from datetime import date
from pathlib import Path

import pytest
from test_loaders_html_text import BODY
from web_site import Site, rss

from index import Article, Library
from index.errors import FetchFailed
from index.loaders.registry import read_file
from index.loaders.snapshot import Snapshot, read_head
from index.types import Progress, SyncReport
from index.web import fetching
from index.web.adding import add_steps, update_steps, whole_address
from index.web.feeds import is_feed
from index.web.fetching import fetch, is_public
from index.web.following import FEEDS, Added, fetch_steps, followed, refresh_steps, unfollow

PAGE = f"<html><head><title>Water</title></head><body><article><h1>Water</h1>{BODY}</article></body></html>"

pytest_plugins = ["site_fixtures"]


def run(steps: Generator[Progress, None, Added]) -> Added:
    """Run steps to their end and return what came."""
    while True:
        try:
            next(steps)
        except StopIteration as stop:
            added: Added = stop.value
            return added


def fetched(folder: Path, url: str) -> Added:
    return run(fetch_steps(folder, url, allow_private=True))


def report_of(steps: Iterator[Progress]) -> SyncReport:
    *_, last = steps
    assert last.report is not None
    return last.report


def read(path: Path) -> Article:
    [loaded] = read_file(path, "x")
    assert isinstance(loaded, Article)
    return loaded


def test_a_page_is_kept_with_its_address_and_the_day(tmp_path: Path, site: Site) -> None:
    url = site.page("/water?a=ä b", PAGE.encode("utf-16"), "text/html; charset=utf-16")
    site.replies["/water?a=%C3%A4%20b"] = site.replies["/water?a=ä b"]
    [file] = fetched(tmp_path / "web", url).files
    article = read(file)
    assert (article.title, article.url, article.source) == ("Water", url, "127.0.0.1")
    assert "mason from Tarn" in article.text
    assert "snapshot" not in article.text
    assert read_head(file.read_bytes()).fetched[:4].isdigit()
    assert site.asked == ["/water?a=%C3%A4%20b"]


def test_plain_text_keeps_its_lines_and_other_kinds_are_refused(tmp_path: Path, site: Site) -> None:
    url = site.page("/a.txt", "one\n  <two>", "text/plain")
    [file] = fetched(tmp_path, url).files
    assert read(file).text == "one\n  <two>"
    with pytest.raises(FetchFailed, match="is application/zip, not a page; download it"):
        fetched(tmp_path, site.page("/a.zip", b"PK", "application/zip"))


def test_a_feed_brings_its_entries_and_later_the_new_ones(tmp_path: Path, site: Site) -> None:
    first = site.page("/1", PAGE)
    feed = site.page("/feed", rss((first, "Tue, 05 Mar 2024 23:30:00 +0000")), "application/rss+xml")
    added = fetched(tmp_path, feed)
    assert (len(added.files), added.known, added.is_feed) == (1, 0, True)
    assert read(added.files[0]).published == date(2024, 3, 5)
    gone = site.root + "/gone"
    second = site.page("/2", PAGE.replace("Water", "Wind"))
    entries = "".join(
        f"<entry><link rel='self' href='/x'/><link href='{url}'/><updated>2024-04-01T00:00:00Z</updated></entry>"
        for url in (second, first, gone)
    )
    site.page("/feed", f"<feed xmlns='http://www.w3.org/2005/Atom'>{entries}</feed>", "text/xml")
    added = run(refresh_steps(tmp_path))
    assert [read(file).title for file in added.files] == ["Wind"]
    assert added.known == 1
    assert [(failure.path, "answered 404" in failure.reason) for failure in added.failures] == [(gone, True)]
    assert site.asked.count("/1") == 1
    assert [one.url for one in followed(tmp_path)] == [feed]


def test_what_the_user_removed_of_a_feed_stays_away(tmp_path: Path, site: Site) -> None:
    first, second = site.page("/1", PAGE), site.page("/2", PAGE)
    feed = site.page("/feed", rss((first, ""), (second, "")), "application/rss+xml")
    for file in fetched(tmp_path, feed).files:
        file.unlink()
    site.page("/feed", rss((site.page("/3", PAGE), ""), (second, "")), "application/rss+xml")
    assert len(run(refresh_steps(tmp_path)).files) == 1
    assert followed(tmp_path)[0].seen == (second, site.root + "/3")
    assert len(fetched(tmp_path, feed).files) == 1  # added again, all that is not there comes
    assert unfollow(tmp_path, feed)
    assert not unfollow(tmp_path, feed)
    assert run(refresh_steps(tmp_path)) == Added(is_feed=True)


@pytest.mark.parametrize(("status", "asked_again"), [(404, False), (410, False), (403, True), (503, True)])
def test_an_entry_whose_page_is_gone_is_asked_for_again_once_the_feed_changes_it(
    tmp_path: Path, site: Site, status: int, asked_again: bool
) -> None:
    gone = site.status("/gone", status)
    feed = site.page("/feed", rss((gone, "Tue, 05 Mar 2024 10:00:00 +0000")), "application/rss+xml")
    assert len(fetched(tmp_path, feed).failures) == 1
    assert len(run(refresh_steps(tmp_path)).failures) == asked_again
    assert site.asked.count("/gone") == 1 + asked_again
    site.page("/gone", PAGE)
    site.page("/feed", rss((gone, "Wed, 06 Mar 2024 10:00:00 +0000")), "application/rss+xml")
    assert len(run(refresh_steps(tmp_path)).files) == 1
    assert followed(tmp_path)[0].gone == ()


def test_a_feed_that_is_added_again_asks_for_what_was_gone(tmp_path: Path, site: Site) -> None:
    gone = site.status("/gone", 404)
    feed = site.page("/feed", rss((gone, "")), "application/rss+xml")
    fetched(tmp_path, feed)
    site.page("/gone", PAGE)
    assert len(run(refresh_steps(tmp_path)).files) == 0
    assert len(fetched(tmp_path, feed).files) == 1


def test_a_feed_that_was_interrupted_is_followed_and_goes_on(tmp_path: Path, site: Site) -> None:
    urls = [site.page(f"/{number}", PAGE) for number in range(3)]
    feed = site.page("/feed", rss(*((url, "") for url in urls)), "application/rss+xml")
    steps = fetch_steps(tmp_path, feed, allow_private=True)
    for _ in range(3):
        next(steps)
    steps.close()
    assert len(list(tmp_path.glob("*.html"))) == 1
    assert len(run(refresh_steps(tmp_path)).files) == 2
    assert site.asked.count("/0") == 1


@pytest.mark.parametrize("damaged", ["{", "[1]", "3", '[{"url": "x"}]'])
def test_a_damaged_list_of_feeds_is_said_and_keeps_no_sync_from_working(
    library: Library, tmp_path: Path, damaged: str
) -> None:
    (tmp_path / FEEDS).write_text(damaged)
    (tmp_path / "a.txt").write_text("A note.")
    report = report_of(update_steps(library, tmp_path, [tmp_path]))
    assert "is damaged: delete it" in report.failures[0].reason
    assert len(report.added) == 1


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("<rss version='2.0'>", True),
        ("\ufeff<?xml version='1.0'?>\n<!-- a > b --><feed xmlns='x'>", True),
        ("<!DOCTYPE rss [<!ENTITY a 'b'>]>\n<rdf:RDF xmlns:rdf='x'>", True),
        ("<!DOCTYPE html><html><body><pre>&lt;rss <feed></pre>", False),
        ("<html><script>'<rss version>'</script>", False),
        ("<feedback>", False),
        ("<!-- " * 5000, False),
        (" " * 20_000 + "<rss>", False),
        ("", False),
    ],
)
def test_a_feed_is_known_by_its_first_element(head: str, expected: bool) -> None:
    assert is_feed(head.encode()) is expected


def test_a_feed_that_is_served_as_a_page_is_a_feed(tmp_path: Path, site: Site) -> None:
    feed = site.page("/feed", rss((site.page("/1", PAGE), "")), "text/html")
    assert fetched(tmp_path, feed).is_feed


def test_a_page_that_was_removed_comes_back_when_it_is_added_again(
    library: Library, tmp_path: Path, site: Site
) -> None:
    url, pages = site.page("/1", PAGE), tmp_path / "web"
    report = report_of(add_steps(library, pages, f" {url} ", allow_private=True))
    (added,) = report.added
    assert report.news[0].startswith(f"“Water” is kept as {url} showed it on ")
    library.remove(added)
    assert report_of(update_steps(library, pages)).left_out == ()
    assert library.articles() == ()
    report = report_of(add_steps(library, pages, url, allow_private=True))
    assert (report.added, report.left_out, len(report.news)) == ((added,), (), 1)
    report = report_of(add_steps(library, pages, url, allow_private=True))
    assert (report.added, report.unchanged, len(report.news)) == ((), 1, 1)


def test_news_of_feeds_are_sentences(library: Library, tmp_path: Path, site: Site) -> None:
    first, second = site.page("/1", PAGE), site.page("/2", PAGE.replace("Water", "Wind"))
    feed = site.page("/feed", rss((first, "")), "application/rss+xml")
    pages = tmp_path / "web"
    assert report_of(update_steps(library, pages)).news == ()
    report = report_of(add_steps(library, pages, feed, allow_private=True))
    assert report.news == (
        f"{feed} is a feed, which is followed from now on: 1 new entry came. Each sync fetches what is new in it.",
    )
    assert report_of(update_steps(library, pages)).news == ("There is nothing new in the feed that is followed.",)
    site.page("/feed", rss((second, ""), (first, "")), "application/rss+xml")
    report = report_of(update_steps(library, pages))
    assert report.news == ("1 new entry came from the feed that is followed.",)
    assert len(report.added) == 1
    del site.replies["/feed"]
    report = report_of(update_steps(library, pages))
    assert (report.news, [failure.path for failure in report.failures]) == ((), [feed])


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("example.org", "https://example.org"),
        (" news.example.org/a?b=c\n", "https://news.example.org/a?b=c"),
        ("http://example.org", "http://example.org"),
        ("ftp://example.org", "ftp://example.org"),
        ("two words", "two words"),
        ("localhost", "localhost"),
    ],
)
def test_an_address_without_its_scheme_is_completed(given: str, expected: str) -> None:
    assert whole_address(given) == expected


def test_feeds_do_not_read_files_and_grow(tmp_path: Path, site: Site) -> None:
    bomb = "<!DOCTYPE r [<!ENTITY a 'xxxxxxxxxx'><!ENTITY f SYSTEM 'file:///etc/passwd'>]>"
    url = site.page("/feed", bomb + "<rss><channel><item><link>&f;&a;</link></item></channel></rss>", "text/xml")
    assert fetched(tmp_path, url).files == ()
    with pytest.raises(FetchFailed, match="not a feed"):
        fetched(tmp_path, site.page("/b", "<rss >", "text/xml"))


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

    def drip(begun: bytes) -> Callable[[http.server.BaseHTTPRequestHandler], None]:
        def reply(handler: http.server.BaseHTTPRequestHandler) -> None:
            handler.wfile.write(begun)
            while not over.wait(0.02):
                handler.wfile.write(b"x")
                handler.wfile.flush()

        return reply

    site.replies["/head"] = drip(b"HTTP/1.1 200 OK\r\nX: ")
    site.replies["/body"] = drip(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
    site.replies["/old"] = drip(b"HTTP/1.0 200 OK\r\n\r\n")
    site.replies["/long"] = drip(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
    monkeypatch.setattr(fetching, "WHOLE_S", 0.3)
    try:
        for path in ("/head", "/body", "/old", "/long"):
            with pytest.raises(FetchFailed, match="took too long"):
                fetch(f"{site.root}{path}", allow_private=True)
    finally:
        over.set()


def test_the_head_of_a_snapshot_cannot_be_broken_out_of() -> None:
    url = "http://a.example/--><script>x</script>?--!>"
    head = Snapshot(url, "2026-01-01", "utf-8").head()
    assert head.count(b"-->") == 1
    assert read_head(head + b"<p>x").url == url
    assert read_head(b"<!-- snapshot {[} -->\n") == Snapshot()


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
    assert main([*home, "sync"]) == 0
    assert capsys.readouterr().out == "There is nothing new in the feed that is followed.\n2 unchanged\n"
    assert main([*home, "add", "--unfollow", f"{feed}x"]) == 2
    assert f"followed: {feed}." in " ".join(capsys.readouterr().err.split())
    assert main([*home, "add", "--unfollow", feed]) == 0
    assert capsys.readouterr().out == f"{feed} is followed no longer; its articles stay.\n"
    with Library.open(tmp_path / "library") as library:
        assert {row.url for row in library.articles()} == {first, second}
