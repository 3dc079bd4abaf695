"""In a real browser: web pages and feeds are added by their addresses, where nobody else reaches the page."""

import http.server
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from browser_support import ask, go, open_page, serve
from web_site import Site, rss

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytest_plugins = ["browser_fixtures", "site_fixtures"]
pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]


def page_of(name: str, said: str) -> str:
    text = f"<p>{said}</p><p>The {name} of Alderwick is looked after by Ina Moor, who has kept its book for years.</p>"
    return (
        f"<html><head><title>The {name}</title></head><body><article><h1>The {name}</h1>{text}</article></body></html>"
    )


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("BROADSHEET_TEST_SITES", "1")
    made = tmp_path / "home"
    made.mkdir()
    return made


def add(page: "Page", address: str) -> None:
    go(page, "library")
    if page.locator("#bs-web details[open]").count() == 0:
        page.locator("#bs-web summary").click()
    page.locator("#bs-web input[name=address]").fill(address)
    page.locator("#bs-web button[type=submit]").click()


def test_a_page_is_added_shown_with_its_day_and_asked(
    browser: "Browser", home: Path, articles: Path, site: Site
) -> None:
    url = site.page("/ferry", page_of("ferry", "The ferry of Alderwick carries 44 people."))
    with serve(home, articles) as served, open_page(browser, served) as page, open_page(browser, served) as other:
        add(page, f" {url} ")
        page.locator("#bs-news", has_text=f"“The ferry” is kept as {url} showed it on").wait_for()
        page.locator("#bs-news", has_text="The index is ready: 1 added").wait_for()
        go(other, "library")
        for tab in (page, other):
            tab.locator("#bs-shelf .bs-title", has_text="The ferry").wait_for()
        ask(page, "How many people does the ferry of Alderwick carry?")
        assert "44 people" in (page.locator("#bs-current .bs-claims").text_content() or "")
        go(page, "library")
        page.locator("#bs-shelf .bs-title", has_text="The ferry").click()
        assert page.locator("#bs-reader a", has_text=url).get_attribute("href") == url
        assert site.asked == ["/ferry"]  # neither the question nor the reader fetched it again
        page.get_by_label("Remove The ferry").click()
        page.locator("button[data-event=remove]:visible").click()
        page.locator("#bs-news", has_text="Removed: The ferry").wait_for()
        page.locator("#bs-rebuild").click()
        page.locator("#bs-news", has_text="The index is ready: 3 unchanged").wait_for()
        add(page, url)
        page.locator("#bs-news", has_text="The index is ready: 1 added").wait_for()


def test_a_feed_is_known_followed_refreshed_by_the_page_and_left(browser: "Browser", home: Path, site: Site) -> None:
    first = site.page("/1", page_of("ferry", "The ferry of Alderwick carries 44 people."))
    second = site.page("/2", page_of("mill", "The mill of Alderwick grinds oats."))
    feed = site.page("/feed", rss((first, "Tue, 05 Mar 2024 23:30:00 +0000")), "text/html")
    with serve(home) as served, open_page(browser, served) as page:
        add(page, feed)
        page.locator("#bs-news", has_text="is a feed, which is followed from now on: 1 new entry came.").wait_for()
        page.locator("#bs-web summary", has_text="1 feed followed").wait_for()
        page.locator("#bs-shelf td time[datetime='2024-03-05']").wait_for()
        site.page("/feed", rss((second, ""), (first, ""), (f"{site.root}/gone", "")), "text/html")
        page.locator("#bs-rebuild").click()
        page.locator("#bs-news", has_text="1 new entry came from the feed that is followed.").wait_for()
        said = page.locator("#bs-news .bs-failures").text_content() or ""
        assert f"{site.root}/gone" in said
        assert "answered 404" in said
        page.get_by_label("Remove The ferry").click()
        page.locator("button[data-event=remove]:visible").click()
        page.locator("#bs-news", has_text="Removed: The ferry").wait_for()
        page.locator("#bs-rebuild").click()
        page.locator("#bs-news", has_text="There is nothing new").wait_for()
        assert page.locator("#bs-shelf [data-event=open]").all_text_contents() == ["The mill"]
        page.locator("#bs-web summary").click()
        page.locator("#bs-web [data-event=unfollow]").click()
        page.locator("#bs-news", has_text="No longer followed:").wait_for()
        page.locator("#bs-web summary", has_text="1 feed followed").wait_for(state="detached")


def test_an_address_that_gives_nothing_is_said_and_stays_to_be_mended(
    browser: "Browser", home: Path, articles: Path, site: Site
) -> None:
    over = threading.Event()

    def wait(handler: http.server.BaseHTTPRequestHandler) -> None:
        over.wait(30)

    site.replies["/slow"] = wait
    with serve(home, articles) as served, open_page(browser, served) as page:
        add(page, f"{site.root}/gone")
        page.locator("#bs-news [role=alert]", has_text="answered 404 Not Found; expected a page").wait_for()
        assert page.locator("#bs-web input[name=address]").input_value() == f"{site.root}/gone"
        add(page, site.page("/a.zip", b"PK", "application/zip"))
        page.locator("#bs-news [role=alert]", has_text="is application/zip, not a page").wait_for()
        add(page, "ftp://example.org/x")
        page.locator("#bs-news [role=alert]", has_text="is not a public web address").wait_for()
        add(page, f"{site.root}/slow")
        page.locator("#bs-news progress").wait_for()
        page.locator("#bs-news", has_text=f"Fetching {site.root}/slow").wait_for()
        over.set()
        page.locator("#bs-news [role=alert]", has_text="could not be fetched").wait_for()
        page.locator("#bs-shelf .bs-total", has_text="3 articles").wait_for()


def test_addresses_of_this_computer_are_refused_on_the_page(
    browser: "Browser", home: Path, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("BROADSHEET_TEST_SITES")
    url = site.page("/ferry", page_of("ferry", "The ferry of Alderwick carries 44 people."))
    with serve(home) as served, open_page(browser, served) as page:
        for address in (url, url.replace("127.0.0.1", "localhost"), "http://169.254.169.254/latest/meta-data"):
            add(page, address)
            page.locator("#bs-news [role=alert]", has_text="is this computer or its own network").wait_for()
            assert page.locator("#bs-news code").text_content() == "broadsheet add --allow-private"
    assert site.asked == []
