"""In a real browser, by keyboard alone: every flow of the other browser tests, and where the focus is can be seen."""

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from browser_support import Served, serve

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytest_plugins = ["browser_fixtures"]
pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]
OPENED = "When was the bridge of Alderwick opened?"
MOST = 150  # presses of Tab to anything
# What has the focus is where it can be seen: in the window, covered by nothing, and looks otherwise than the rest.
SEEN = """() => {
  const one = document.activeElement, { left, top, width, height } = one.getBoundingClientRect();
  const over = document.elementFromPoint(left + Math.min(width / 2, 40), top + Math.min(height / 2, 10));
  const look = getComputedStyle(one);
  const isLit = look.outlineStyle !== "none" || look.boxShadow !== "none"
    || one.closest("label, .block")?.matches(":focus-within");
  return width > 0 && Boolean(over) && (one.contains(over) || over.contains(one)) && isLit;
}"""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    home = tmp_path_factory.mktemp("keys")
    (home / "articles").mkdir()
    told = {
        "The bridge": "The bridge of Alderwick was opened in 1931.",
        "The mill": "The mill of Brannoc burned in 1890.",
    }
    for title, text in told.items():
        head = f"---\ntitle: {title}\nsource: The {title[4:]} Post\ndate: 2024-03-01\n---\n"
        (home / "articles" / f"{title[4:]}.md").write_text(f"{head}{text}\n", encoding="utf-8")
    with serve(home, home / "articles") as running:
        yield running


def reach(page: "Page", selector: str, key: str = "Tab") -> None:
    """Press Tab until what `selector` finds has the focus, in sight."""
    there = f"document.activeElement.matches({json.dumps(selector)})"
    for _ in range(MOST):
        if page.evaluate(there):
            page.wait_for_function(SEEN)
            return
        page.keyboard.press(key)
    raise AssertionError(f"{selector} was not reached with {key}")


def press(page: "Page", selector: str, key: str = "Enter") -> None:
    """Go to what `selector` finds, and press it."""
    reach(page, selector)
    page.keyboard.press(key)


def ask(page: "Page", question: str = OPENED) -> None:
    leave_field(page)
    page.keyboard.press("/")
    page.locator("#bs-question textarea:focus").wait_for()
    page.keyboard.type(question)
    page.keyboard.press("Enter")
    page.locator("#bs-current .bs-question", has_text=question).wait_for()
    page.locator("#bs-current .bs-making").wait_for()
    page.keyboard.press("Escape")


def leave_field(page: "Page") -> None:
    """Stand on the first thing of the page, from where Tab leads to all others."""
    page.evaluate("document.activeElement.blur()")


def test_an_answer_is_read_judged_saved_and_asked_otherwise(page: "Page") -> None:
    ask(page)
    leave_field(page)
    page.keyboard.press("j")
    page.locator("#bs-current .bs-cite:focus").wait_for()
    page.keyboard.press("o")
    page.locator("#bs-reader mark#bs-cited:focus").wait_for()
    press(page, "#bs-reader .bs-guide summary")
    page.locator("#bs-reader .bs-guide .bs-about").wait_for()
    press(page, "#bs-reader [data-event=pin]")
    page.locator("#bs-noted .bs-toast").wait_for()
    page.keyboard.press("Escape")
    page.locator("#bs-reader .bs-article").wait_for(state="detached")
    assert page.evaluate("document.activeElement.matches('#bs-current .bs-cite')")
    press(page, "#bs-current .bs-pin")
    page.locator("#bs-noted .bs-toast").wait_for()
    press(page, "#bs-current .bs-making summary")
    page.locator("#bs-current .bs-making dl").wait_for()
    press(page, "#bs-current .bs-share summary")
    with page.expect_download():
        press(page, "#bs-current .bs-share [data-format=md]")
    press(page, "#bs-current .bs-feedback button[value=bad]")
    page.get_by_text("You found this not useful").wait_for()
    leave_field(page)
    press(page, "#bs-current [data-event=edit]")
    page.locator("#bs-question textarea:focus").wait_for()
    page.wait_for_function("said => document.activeElement.value === said", arg=OPENED)
    page.keyboard.press("End")
    page.keyboard.press("Backspace")
    page.keyboard.type(" to traffic?")
    page.keyboard.press("Enter")
    page.locator("#bs-current .bs-question", has_text="opened to traffic?").wait_for()
    page.locator("#bs-current .bs-making").wait_for()


def test_a_question_is_narrowed_and_a_conversation_renamed_deleted_and_brought_back(page: "Page") -> None:
    leave_field(page)
    press(page, "#bs-narrow summary")
    press(page, "#bs-narrow [name=source]", "Space")
    press(page, "#bs-narrow form[data-event=narrow] [type=submit]")
    page.locator("#bs-narrow summary", has_text="1 article of").wait_for()
    ask(page)
    leave_field(page)
    press(page, "#bs-narrow .bs-scope > [data-event=narrow]")
    page.locator("#bs-narrow summary", has_text="all ").wait_for()
    leave_field(page)
    press(page, "#bs-history li summary")
    reach(page, "#bs-history [name=name]")
    page.keyboard.press("Control+A")
    page.keyboard.type("Crossings")
    page.keyboard.press("Enter")
    page.locator("#bs-history .bs-title", has_text="Crossings").wait_for()
    leave_field(page)
    press(page, "#bs-history li summary")
    press(page, "#bs-history [data-event=forget]")
    page.locator("#bs-history .bs-gone").wait_for()
    leave_field(page)
    press(page, "#bs-history [data-event=restore]")
    page.locator("#bs-history .bs-title", has_text="Crossings").wait_for()
    leave_field(page)
    press(page, "#bs-history .bs-title")
    page.locator("#bs-current .bs-question", has_text=OPENED).wait_for()
    leave_field(page)
    press(page, "#bs-reset")
    page.locator(".bs-welcome").wait_for()


def test_the_library_is_filled_sorted_edited_gathered_and_emptied(page: "Page") -> None:
    leave_field(page)
    press(page, ".bs-header nav [data-view=library]")
    press(page, "#bs-paste summary")
    reach(page, "#bs-paste textarea")
    page.keyboard.type("The pier of Tansy is of oak.")
    page.keyboard.press("Control+Enter")
    pier = page.locator("#bs-shelf .bs-rows tr", has_text="The pier of Tansy")
    pier.wait_for()
    leave_field(page)
    press(page, "#bs-shelf .bs-sort[data-order=Date]")
    page.locator("#bs-shelf th[aria-sort=ascending] [data-order=Date]").wait_for()
    leave_field(page)
    reach(page, "#bs-words :is(input, textarea)")
    page.keyboard.type("pier")
    page.locator("#bs-shelf .bs-total", has_text="1 of 3").wait_for()
    press(page, "#bs-shelf .bs-amend")
    reach(page, "#bs-editing [name=source]")
    page.keyboard.type("The Tansy Post")
    page.keyboard.press("Control+Enter")
    pier.get_by_text("The Tansy Post").wait_for()
    leave_field(page)
    press(page, "#bs-shelf [name=article]", "Space")
    press(page, "#bs-shelf .bs-collect summary")
    reach(page, "#bs-shelf .bs-collect [name=name]")
    page.keyboard.type("Piers")
    page.keyboard.press("Enter")
    page.locator("#bs-collections .bs-title", has_text="Piers").wait_for()
    leave_field(page)
    press(page, "#bs-shelf .bs-title")
    page.locator("#bs-reader #bs-article-title:focus").wait_for()
    page.keyboard.press("Escape")
    press(page, "#bs-shelf .bs-rows td .bs-remove summary")
    press(page, "#bs-shelf .bs-rows td [data-event=remove]")
    pier.wait_for(state="detached")
    leave_field(page)
    press(page, "#bs-news [data-event=undo]")
    pier.wait_for()
    leave_field(page)
    press(page, "#bs-collections .bs-title")
    page.locator("#bs-narrow summary", has_text="(the collection piers)").wait_for()


def test_a_text_is_checked_and_a_note_written_and_the_language_chosen(page: "Page") -> None:
    leave_field(page)
    press(page, ".bs-header nav [data-view=check]")
    reach(page, "#bs-check textarea")
    page.keyboard.type("The bridge of Alderwick was opened in 1931.")
    page.keyboard.press("Control+Enter")
    page.locator("#bs-checked .bs-cite").wait_for()
    leave_field(page)
    press(page, "#bs-checked .bs-cite")
    page.locator("#bs-reader mark#bs-cited:focus").wait_for()
    page.keyboard.press("Escape")
    leave_field(page)
    press(page, ".bs-header nav [data-view=notes]")
    press(page, "[data-event=jot]")
    reach(page, "#bs-note textarea")
    page.keyboard.type("The mill of Brannoc burned in 1890.")
    press(page, "#bs-note [data-event=check], #bs-note [data-submits=check]")
    page.locator("#bs-note-checked .bs-cite").wait_for()
    leave_field(page)
    page.keyboard.press("?")
    page.locator("#bs-help [autofocus]:focus").wait_for()
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.activeElement.matches('[data-language]')")
    page.keyboard.press("Escape")
    page.locator("#bs-help").wait_for(state="hidden")
