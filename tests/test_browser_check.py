"""In a real browser: a text of the reader's own is checked, its citations are followed, the conversation stays."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from browser_support import Served, ask, go, serve

from ui.service.checks import MAX_TEXT_CHARS

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytest_plugins = ["browser_fixtures"]
pytestmark = pytest.mark.browser
OPENED = "The bridge of Alderwick was opened in 1931."
DRAFT = f"<b>:\n\n{OPENED} The market opens on Friday.\n"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve a bridge and a market."""
    home = tmp_path_factory.mktemp("check")
    articles = home / "articles"
    articles.mkdir()
    (articles / "bridge.md").write_text(f"---\ntitle: The bridge\nsource: The Post\n---\n{OPENED} It is long.\n")
    (articles / "market.txt").write_text("The market\n\nThe market opens on Tuesday. Fish is sold there.\n")
    with serve(home, articles) as running:
        yield running


def check(page: "Page", text: str, patience_s: float = 30) -> str:
    """Check a text and return what is said of it at the end."""
    go(page, "check")
    page.locator("#bs-check textarea").fill(text)
    page.locator("#bs-check button").click()
    said = page.locator("#bs-checked [role=status]")
    said.wait_for(timeout=patience_s * 1000)
    return said.text_content() or ""


def test_a_text_is_checked_beside_the_conversation_and_its_citations_are_followed(page: "Page") -> None:
    ask(page, "When was the bridge of Alderwick opened?")
    assert not page.locator("#bs-checked").is_visible()
    assert check(page, DRAFT) == "3 sentences checked: 1 supported, 1 contradicted, 1 not judged."
    assert not page.locator("#bs-current").is_visible()
    assert not page.locator("#bs-question").is_visible()
    assert page.locator("#bs-checked .bs-not_judged > span").first.text_content() == "<b>:"
    assert page.locator("#bs-checked b").count() == 0
    link = page.locator("#bs-checked .bs-supported .bs-cite")
    link.focus()
    with page.expect_response("**/article?*checked=1*") as fetched:
        page.keyboard.press("Enter")
    assert fetched.value.status == 200
    page.locator("#bs-reader mark#bs-cited").wait_for()
    assert page.locator("#bs-cited").text_content() == OPENED
    page.get_by_role("link", name="Back to your text").click()
    assert page.evaluate("document.activeElement.id") == link.get_attribute("id")
    assert "The market opens on Tuesday." in (page.locator("#bs-checked .bs-closest").text_content() or "")
    page.locator("#bs-checked .bs-closest .bs-cite").click()
    page.locator("#bs-reader h2", has_text="The market").wait_for()
    assert page.locator("#bs-cited").text_content() == "The market opens on Tuesday."
    go(page, "talk")
    assert "1931" in (page.locator("#bs-current .bs-claim").first.text_content() or "")
    assert page.locator("#bs-question").is_visible()
    assert not page.locator("#bs-checked").is_visible()


def test_a_citation_is_followed_also_where_the_page_cannot_fetch_it_itself(page: "Page") -> None:
    check(page, DRAFT)
    page.route("**/article?*", lambda route: route.abort())
    page.locator("#bs-checked .bs-supported .bs-cite").click()
    page.locator("#bs-reader mark#bs-cited").wait_for()
    assert page.locator("#bs-cited").text_content() == OPENED


def test_it_is_cleared_and_checked_anew_against_fewer_articles(page: "Page") -> None:
    check(page, DRAFT)
    page.get_by_role("button", name="Clear").click()
    page.locator("#bs-checked .bs-hint").wait_for()
    assert page.locator("#bs-check textarea").input_value() == DRAFT
    go(page, "talk")
    page.locator("#bs-narrow summary").click()
    page.locator("#bs-narrow input[value='The Post']").check()
    page.locator("#bs-narrow button[type=submit]").click()
    page.locator("#bs-narrow summary", has_text="1 article of 2").wait_for()
    assert check(page, "The market opens on Tuesday.") == "1 sentence checked: 1 not found."


def test_a_text_as_long_as_may_be_is_checked_to_its_end(page: "Page") -> None:
    sentences = MAX_TEXT_CHARS // (len(OPENED) + 1)
    check(page, f"{OPENED} " * sentences, patience_s=300)  # to its end, however much else runs beside it
    page.locator("#bs-checked [role=status]", has_text=f"{sentences:,} supported").wait_for()
    assert page.locator("#bs-checked .bs-supported").count() == sentences


def test_only_blanks_are_refused_with_the_reason(page: "Page") -> None:
    go(page, "check")
    page.locator("#bs-check textarea").fill("   ")
    page.locator("#bs-check button").click()
    page.locator("#bs-checked [role=alert]", has_text="There is no text to check").wait_for()
    assert page.locator("#bs-checked-text").count() == 0
