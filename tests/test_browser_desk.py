"""In a real browser: what is seen first, menus that keep their place, what happens elsewhere meanwhile, and size."""

import json
import re
import urllib.request
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from browser_support import Served, ask, go, open_citation, open_page, serve

from index import Filter
from ui.collections.store import FILE, CollectionStore
from ui.collections.types import Collection

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytest_plugins = ["browser_fixtures"]
pytestmark = pytest.mark.browser
OPENED = "When was the bridge of Alderwick opened?"
LONG = "W" * 500
MANY = 200


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve a bridge with markup, titles that fit nowhere, and two hundred sources."""
    folder = tmp_path_factory.mktemp("desk")
    home, articles = folder / "home", folder / "articles"
    home.mkdir()
    articles.mkdir()
    rows = [
        {
            "id": "bridge", "title": "The bridge", "source": "The Post", "published": "2024-03-01",
            "text": "## History\n\nThe **bridge** of Alderwick was *opened* in 1931. It is 212 metres long.",
        },
        {"id": "long", "title": LONG, "source": LONG, "text": "The lamp of Alderwick weighs 41 kilograms."},
        {"id": "right", "title": "\u05d2\u05e9\u05e8 " * 80, "source": "RTL", "text": "The gate of Alderwick is blue."},
        {"id": "emoji", "title": "\U0001f309" * 250, "source": "\U0001f309" * 60, "text": "The tower leans 3 metres."},
        *(
            {"id": f"a{number}", "title": f"Report {number}", "source": f"Paper {number}", "text": f"Dog {number}."}
            for number in range(MANY)
        ),
    ]  # fmt: skip
    (articles / "all.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    with serve(home, articles) as running:
        yield running


def in_view(page: "Page", selector: str) -> bool:
    """Tell whether all of an element is in the window, and nothing lies over its middle."""
    return bool(
        page.locator(selector).evaluate(
            "(one) => { const at = one.getBoundingClientRect();"
            " const top = document.elementFromPoint((at.left + at.right) / 2, (at.top + at.bottom) / 2);"
            " return at.top >= 0 && at.bottom <= innerHeight && at.left >= 0 && at.right <= innerWidth"
            " && one.contains(top); }"
        )
    )


def test_what_the_library_holds_is_in_the_first_reply(served: Served, page: "Page") -> None:
    with urllib.request.urlopen(served.address, timeout=10) as reply:  # noqa: S310 - our own loopback address
        first = reply.read().decode()
    assert f"{MANY + 4} articles" in first
    assert page.locator("#bs-first").count() == 0
    assert page.locator("#bs-current .bs-welcome").count() == 1


@pytest.mark.parametrize("width", [390, 1440])
def test_the_menu_of_an_answer_opens_at_its_button_and_goes_with_escape(
    browser: "Browser", served: Served, width: int
) -> None:
    with open_page(browser, served, width) as page:
        ask(page, OPENED)
        summary = page.locator("#bs-current .bs-share summary")
        summary.scroll_into_view_if_needed()
        before = summary.bounding_box()
        summary.click()
        page.locator("#bs-current .bs-share > div[style]").wait_for()
        assert summary.bounding_box() == before
        assert in_view(page, "#bs-current .bs-share > div")
        page.keyboard.press("Escape")
        assert page.locator("#bs-current .bs-share[open]").count() == 0
        assert page.evaluate("document.activeElement.matches('.bs-share summary')")
        summary.click()
        page.locator("#bs-current .bs-question").click()
        assert page.locator("#bs-current .bs-share[open]").count() == 0


def test_collections_of_the_terminal_come_and_go_on_the_page(served: Served, page: "Page") -> None:
    store = CollectionStore(served.home / FILE)
    store.add(Collection("Elsewhere", Filter(sources=frozenset({"The Post"})), frozenset(), ""))
    page.locator("#bs-narrow input[value=elsewhere]").wait_for(state="attached")
    page.locator("#bs-narrow summary").click()
    page.locator("#bs-narrow input[value=elsewhere]").check()
    page.locator("#bs-narrow form[data-event=narrow] button[type=submit]").click()
    page.locator("#bs-narrow summary", has_text="1 article of").wait_for()
    store.delete("elsewhere")
    page.locator("#bs-question textarea").fill(OPENED)
    page.locator("#bs-question textarea").press("Enter")
    page.locator("#bs-alert", has_text="Press “Ask all articles again”").wait_for()
    assert "broadsheet" not in (page.locator("#bs-alert").text_content() or "")
    assert page.locator("#bs-question textarea").input_value() == OPENED
    assert "Traceback" not in (served.home / "page.log").read_text()
    page.get_by_role("button", name="Ask all articles again").click()
    ask(page, OPENED)  # at once: of what was chosen, though no reply has said so yet
    assert "1931" in (page.locator("#bs-current").text_content() or "")


def test_the_signs_of_markup_are_there_and_not_seen(page: "Page") -> None:
    ask(page, OPENED)
    assert open_citation(page).startswith("The **bridge** of Alderwick was *opened* in 1931.")
    seen = page.locator("#bs-reader .bs-text").inner_text()
    assert "The bridge of Alderwick was opened in 1931." in seen
    assert not re.search(r"[#*]", seen)


def test_the_link_that_saves_a_check_goes_with_it(page: "Page") -> None:
    go(page, "check")
    page.locator("#bs-check textarea").fill("The bridge was opened in 1931.")
    page.locator("#bs-check button").click()
    page.locator("#bs-checked [role=status]").wait_for()
    for leaves in ("Clear", "Library"):
        page.locator("#bs-checked [data-format=md]").click()
        page.locator("#bs-history .bs-save").wait_for(state="visible")
        page.locator("#bs-checked [data-event=clear], .bs-header nav a", has_text=leaves).click()
        page.locator("#bs-history .bs-save").wait_for(state="hidden")
        go(page, "check")
        page.locator("#bs-check button").click()
        page.locator("#bs-checked [role=status]").wait_for()


@pytest.mark.parametrize("width", [390, 1440])
def test_titles_and_sources_of_any_length_widen_nothing(browser: "Browser", served: Served, width: int) -> None:
    with open_page(browser, served, width) as page:
        for question in ("How much does the lamp of Alderwick weigh?", "By how much does the tower lean?"):
            ask(page, question)
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            open_citation(page)
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            page.keyboard.press("Escape")
        page.locator("#bs-narrow summary").click()
        assert page.locator("#bs-narrow input[name=source]").count() == MANY
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        go(page, "library")
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_script_that_fails_is_said_and_logged(served: Served, browser: "Browser") -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(served.address)
    page.locator("#bs-shelf .bs-total").wait_for(state="attached")
    page.evaluate("setTimeout(() => { throw new Error('a fault of this test') })")
    page.locator("#bs-pulse [role=alert]", has_text="has failed").wait_for()
    ask(page, OPENED)  # the event came before this one
    context.close()
    assert "a fault of this test" in (served.home / "page.log").read_text()
