"""Notes in a real browser: pinned from an answer and from selected words, written, checked, saved, brought back."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from browser_support import ask, go, open_page, serve

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytest_plugins = ["browser_fixtures"]
pytestmark = [pytest.mark.browser]
QUESTION = "How long is the bridge of Alderwick?"


def pin_first(page: "Page") -> None:
    """Pin the first statement of the newest answer, and wait until that is said."""
    button = page.locator("#bs-current .bs-pin").first
    button.focus()
    button.press("Enter")
    page.locator("#bs-noted .bs-toast", has_text="Pinned to").wait_for()


def select(page: "Page", words: str) -> None:
    """Select `words` in the open article, as a pointer would."""
    page.evaluate(
        """(words) => {
          const walker = document.createTreeWalker(document.querySelector("#bs-reader .bs-text"), NodeFilter.SHOW_TEXT);
          for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            const at = node.data.indexOf(words);
            if (at < 0) continue;
            window.getSelection().setBaseAndExtent(node, at, node, at + words.length);
            return;
          }
          throw new Error("not there: " + words);
        }""",
        words,
    )


def test_a_note_from_the_first_pin_to_the_file(browser: "Browser", tmp_path: Path, articles: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    market = articles / "market.txt"
    market.write_text("The market 🐟\n\nThe market opens on Tuesday. Fish 🐟 is sold by Ada Vane.\n", encoding="utf-8")
    with serve(home, articles) as running, open_page(browser, running) as page:
        ask(page, QUESTION)
        pin_first(page)
        page.locator("#bs-noted [data-event=note]").click()
        page.locator("#bs-noting .bs-pins li").wait_for()
        assert page.locator("#bs-note input[name=name]").input_value() == QUESTION
        quote = page.locator("#bs-note .bs-pins .bs-quote").first.text_content() or ""
        assert "1931" in quote
        # Words that are selected in an article, behind signs that Python and the browser count otherwise.
        go(page, "library")
        page.locator("#bs-shelf .bs-title", has_text="The market").click()
        page.locator("#bs-reader .bs-text").wait_for()
        select(page, "is sold by Ada Vane.")
        page.locator("#bs-reader [data-event=pin]").click()
        page.locator("#bs-noted .bs-toast", has_text="Pinned to").wait_for()
        page.locator("#bs-noted [data-event=note]").click()
        second = page.locator("#bs-note .bs-pins li").nth(1)
        second.wait_for()
        assert "is sold by Ada Vane." in (second.locator(".bs-quote").text_content() or "")
        page.locator("#bs-reader [data-close]").click()
        # What is written is kept when the field is left, and there after a reload.
        page.locator("#bs-note textarea").fill("It is 212 metres long [1]. The market opens on Friday.")
        page.locator("#bs-note textarea").press("Tab")
        page.locator("#bs-noted .bs-toast", has_text="Saved.").wait_for()
        page.locator("#bs-note [data-submits=check]").click()
        page.locator("#bs-note-checked [role=status]", has_text="2 sentences checked").wait_for()
        assert page.locator("#bs-note-checked .bs-supported").count() == 1
        page.locator("#bs-note-checked .bs-supported .bs-cite").first.click()
        page.locator("#bs-reader mark#bs-cited", has_text="212 metres").wait_for()
        page.reload()
        page.locator("#bs-note .bs-pins li").nth(1).wait_for(state="attached")
        assert page.locator("#bs-note textarea").input_value().endswith("opens on Friday.")
        with page.expect_download() as waiting:
            page.locator("#bs-note [data-format=html]").click()
        saved = Path(waiting.value.path()).read_text(encoding="utf-8")
        assert "is sold by Ada Vane." in saved
        assert 'href="#note-1"' in saved


def test_notes_are_listed_opened_emptied_and_brought_back(browser: "Browser", tmp_path: Path, articles: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    with serve(home, articles) as running, open_page(browser, running) as page:
        page.locator("#bs-notes [data-event=jot]").click()
        page.locator("#bs-note input[name=name]").fill("First")
        page.locator("#bs-note input[name=name]").press("Enter")
        page.locator("#bs-notes li .bs-title", has_text="First").wait_for()
        go(page, "talk")
        ask(page, QUESTION)
        pin_first(page)
        assert "First" in (page.locator("#bs-noted").text_content() or "")
        page.locator("#bs-notes [data-event=jot]").click()
        page.locator("#bs-notes li", has_text="New note").wait_for()
        assert page.locator("#bs-note .bs-pins li").count() == 0
        page.locator("#bs-notes li .bs-title", has_text="First").click()
        page.locator("#bs-note .bs-pins li").wait_for()
        assert page.locator("#bs-notes li[aria-current]").text_content() is not None
        page.locator("#bs-note [data-event=unpin]").click()
        page.locator("#bs-note .bs-pins li").wait_for(state="detached")
        page.locator("#bs-noted [data-event=restore]").click()
        page.locator("#bs-note .bs-pins li").wait_for()
        page.locator("#bs-note .bs-remove summary").click()
        page.locator("#bs-note [data-event=drop]").click()
        page.locator("#bs-notes li", has_text="First").wait_for(state="detached")
        page.locator("#bs-noted [data-event=restore]").click()
        page.locator("#bs-notes li", has_text="First").wait_for()
        assert page.locator("#bs-note input[name=name]").input_value() == "First"


def test_a_changed_article_is_said_beside_the_quote(browser: "Browser", tmp_path: Path, articles: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    with serve(home, articles) as running, open_page(browser, running) as page:
        ask(page, QUESTION)
        pin_first(page)
        bridge = articles / "bridge.md"
        bridge.write_text(bridge.read_text(encoding="utf-8").replace("1931", "1932"), encoding="utf-8")
        go(page, "library")
        page.locator("#bs-rebuild").click()
        page.locator("#bs-news", has_text="1 changed").wait_for()
        page.locator("#bs-notes li .bs-title").click()
        page.locator("#bs-note .bs-changed", has_text="no longer has these words").wait_for()
        assert "1931" in (page.locator("#bs-note .bs-pins blockquote").text_content() or "")
