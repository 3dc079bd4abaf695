"""In a real browser: the places of the page, the keys, what is undone, and what a phone shows."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from browser_support import Served, ask, go, open_citation, open_page, serve

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytest_plugins = ["browser_fixtures"]
pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]
OPENED = "When was the bridge of Alderwick opened?"
NOTES = 40
# Also what moves right after a key: on a slow machine it moves later.
SHIFTS = """() => { window.shifts = 0; new PerformanceObserver((list) => {
  for (const one of list.getEntries()) window.shifts += one.value;
}).observe({ type: "layout-shift", buffered: false }); }"""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve a bridge, and notes enough for a table that is longer than the window."""
    home = tmp_path_factory.mktemp("places")
    articles = home / "articles"
    articles.mkdir()
    (articles / "bridge.md").write_text(
        "---\ntitle: The bridge\nsource: The Post\ndate: 2005-03-01\n---\nThe bridge of Alderwick was opened in 1931.\n"
    )
    for number in range(NOTES):
        head = f"---\ntitle: Note {number:02}\nsource: The Northshore Mercury\ndate: 2023-01-02\n---\n"
        (articles / f"note-{number:02}.md").write_text(f"{head}Note {number} of Brannoc is about herring.\n")
    with serve(home, articles) as running:
        yield running


def focused(page: "Page") -> str:
    return str(page.evaluate("document.activeElement.closest('[id]')?.id ?? ''"))


def test_one_place_is_seen_at_a_time_and_the_browsers_way_back_leads_to_the_one_before(page: "Page") -> None:
    places = {"talk": "#bs-talk", "check": "#bs-checking", "library": "#bs-library"}
    assert not page.locator("#bs-side").is_visible()  # nothing is in it yet
    for wanted, selector in places.items():
        go(page, wanted)
        assert [name for name, one in places.items() if page.locator(one).is_visible()] == [wanted], selector
        assert page.locator("nav [aria-current=page]").get_attribute("data-view") == wanted
    page.go_back()
    page.locator("#bs-check").wait_for()
    page.reload()
    page.locator("#bs-check").wait_for()


def test_an_article_far_down_the_table_opens_in_view(page: "Page") -> None:
    go(page, "library")
    page.locator("#bs-shelf .bs-title", has_text=f"Note {NOTES - 1}").click()
    page.locator("#bs-reader h2", has_text=f"Note {NOTES - 1}").wait_for()
    box = page.locator("#bs-reader h2").bounding_box()
    assert box is not None
    assert 0 < box["y"] < 400
    page.keyboard.press("Escape")
    page.locator("#bs-reader .bs-article").wait_for(state="detached")
    assert not page.locator("#bs-side").is_visible()


def test_what_is_typed_after_sorting_keeps_its_letters_and_the_focus(page: "Page") -> None:
    go(page, "library")
    page.locator("#bs-shelf .bs-sort[data-order=Date]").click()
    page.locator("#bs-shelf th[aria-sort] [data-order=Date]").wait_for()
    page.locator("#bs-words :is(input, textarea)").click()
    page.keyboard.type("note 17", delay=60)
    page.wait_for_function("document.querySelectorAll('#bs-shelf .bs-table tbody tr').length === 1")
    assert page.locator("#bs-words :is(input, textarea)").input_value() == "note 17"
    assert focused(page) == "bs-words"


def test_a_ticked_box_looks_ticked_with_and_without_the_focus(page: "Page") -> None:
    go(page, "library")
    box = page.locator("#bs-shelf input[name=article]").first
    looks = [box.screenshot()]
    box.check()
    looks.append(box.screenshot())  # with the focus
    page.locator("#bs-words :is(input, textarea)").focus()
    looks.append(box.screenshot())
    style = "(box) => { const s = getComputedStyle(box); return [s.appearance, s.accentColor, s.backgroundImage]; }"
    assert box.evaluate(style) == ["auto", "rgb(31, 74, 109)", "none"]
    assert looks[0] != looks[1]
    assert looks[0] != looks[2]


def test_keys_lead_through_questions_citations_and_articles(page: "Page") -> None:
    ask(page, OPENED)
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("j")
    assert focused(page).startswith("cite-1-1")
    page.keyboard.press("o")
    page.locator("#bs-cited").wait_for()
    page.keyboard.press("Escape")
    page.locator("#bs-reader .bs-article").wait_for(state="detached")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("?")
    page.locator("#bs-help dd", has_text="Next citation").wait_for()
    page.keyboard.press("Escape")
    page.locator("#bs-help").wait_for(state="hidden")
    go(page, "library")
    page.keyboard.press("/")
    page.locator("#bs-question").wait_for()
    assert focused(page) == "bs-question"
    page.keyboard.type("j?o/")
    assert page.locator("#bs-question textarea").input_value() == "j?o/"


def test_ctrl_and_enter_check_a_text(page: "Page") -> None:
    go(page, "check")
    page.locator("#bs-check textarea").fill("The bridge of Alderwick was opened in 1931.")
    page.locator("#bs-check textarea").press("Control+Enter")
    page.locator("#bs-checked [role=status]", has_text="1 sentence checked").wait_for()


def test_escape_stops_an_answer_which_grows_without_moving_the_page(browser: "Browser", tmp_path: Path) -> None:
    (tmp_path / "bridge.txt").write_text("The bridge\n\nThe bridge of Alderwick was opened in 1931.\n")
    with serve(tmp_path, tmp_path / "bridge.txt", kind="slow") as served, open_page(browser, served) as page:
        page.evaluate(SHIFTS)
        page.locator("#bs-question textarea").fill(OPENED)
        page.locator("#bs-question textarea").press("Enter")
        page.locator("#bs-current .bs-draft", has_text="Not checked yet").wait_for()
        page.locator("#bs-current .bs-draft", has_text="bridge").wait_for()
        page.keyboard.press("Escape")
        page.locator("#bs-current .bs-trouble", has_text="You stopped this answer").wait_for()
        assert page.evaluate("window.shifts") <= 0.05


def test_a_deleted_conversation_comes_back_after_a_reload(page: "Page") -> None:
    ask(page, OPENED)
    page.locator("#bs-history .bs-remove summary").first.click()
    page.locator("#bs-history [data-event=forget]").first.click()
    page.locator("#bs-current .bs-welcome").wait_for()
    page.reload()
    page.locator("#bs-history .bs-gone", has_text=OPENED).wait_for()
    page.locator("#bs-history [data-event=restore]").click()
    page.locator("#bs-history [role=status]", has_text=f"Back: {OPENED}").wait_for()
    page.locator("#bs-history .bs-title", has_text=OPENED).first.click()
    page.locator("#bs-current .bs-question", has_text=OPENED).wait_for()


def test_a_narrowing_to_no_article_is_said_and_ends_with_a_new_conversation(page: "Page") -> None:
    page.locator("#bs-narrow summary").click()
    page.locator("#bs-narrow input[name=from]").fill("2030-01-01")
    page.locator("#bs-narrow button[type=submit]").click()
    page.locator("#bs-narrow summary", has_text="none of your").wait_for()
    ask(page, OPENED)
    assert "None of your articles is among those" in (page.locator("#bs-current").text_content() or "")
    page.locator("#bs-reset").click()
    page.locator("#bs-narrow summary", has_text=f"all {NOTES + 1} articles").wait_for()


def test_an_answer_of_one_article_names_its_title(page: "Page") -> None:
    go(page, "library")
    page.locator("#bs-shelf .bs-title", has_text="The bridge").click()
    page.locator("#bs-reader [data-event=narrow]").click()
    page.locator("#bs-narrow summary", has_text="“The bridge”").wait_for()
    ask(page, OPENED)
    assert page.locator("#bs-current .bs-resolved").last.text_content() == "Asked of: “The bridge”"
    page.locator("#bs-reset").click()
    page.locator("#bs-current .bs-welcome").wait_for()


def test_on_a_phone_an_article_is_a_sheet_that_nothing_covers_and_a_row_takes_two_lines(
    browser: "Browser", served: Served
) -> None:
    with open_page(browser, served, 390) as page:
        ask(page, OPENED)
        assert not page.locator("#bs-side").is_visible()
        page.locator("#bs-sheet button").click()
        page.locator("#bs-sources .bs-card").first.wait_for()
        page.locator("[data-unsheet]").click()
        page.locator("#bs-side").wait_for(state="hidden")
        open_citation(page)
        assert page.locator(".bs-tip:visible").count() == 0
        page.get_by_role("button", name="Close the article").click()
        go(page, "library")
        rows = page.locator("#bs-shelf .bs-table tbody tr")
        heights = [box["height"] for row in rows.all()[:10] if (box := row.bounding_box())]
        assert max(heights) < 80
        assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_documents_that_wait_take_one_line_and_texts_leave_their_form(browser: "Browser", tmp_path: Path) -> None:
    documents = tmp_path / "documents"
    documents.mkdir()
    for number in range(60):
        (documents / f"{number}.txt").write_text(f"Note {number}\n\nNothing.\n")
    with serve(tmp_path) as served, open_page(browser, served) as page:
        page.locator("#bs-question textarea").fill(OPENED)
        page.locator("#bs-question textarea").press("Enter")
        page.get_by_role("alert").filter(has_text="Your library is empty").wait_for()
        go(page, "library")
        page.locator(".bs-waiting summary", has_text="60 documents not in the library yet").wait_for()
        assert page.locator(".bs-waiting button:visible").count() == 0
        page.locator("#bs-paste summary").click()
        page.locator("#bs-paste textarea").fill("The mill was sold.")
        page.locator("#bs-paste textarea").press("Control+Enter")
        page.locator("#bs-news", has_text="The index is ready: 61 added").wait_for()
        page.wait_for_function("document.querySelector('#bs-paste textarea').value === ''")
        go(page, "talk")
        page.get_by_role("alert").filter(has_text="Your library is empty").wait_for(state="detached")


def test_what_is_being_chosen_and_typed_outlives_a_change_of_the_library(browser: "Browser", tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "bridge.md").write_text("---\ntitle: The bridge\nsource: The Post\n---\nIt is long.\n")
    with serve(tmp_path, tmp_path / "articles") as running, open_page(browser, running) as page:
        page.locator("#bs-narrow summary").click()
        page.locator("#bs-narrow [name=source]").check()
        page.locator("#bs-collections .bs-gather summary").click()
        page.locator("#bs-collections .bs-gather [name=name]").click()
        page.keyboard.type("Tr")
        with open_page(browser, running) as other:
            go(other, "library")
            other.locator("#bs-paste summary").click()
            other.locator("#bs-paste textarea").fill("A pasted text about the mill.")
            other.locator("#bs-paste button[type=submit]").click()
            other.locator("#bs-shelf .bs-total", has_text="2 articles").wait_for()
        page.locator("#bs-narrow summary", has_text="all 2 articles").wait_for()
        page.wait_for_timeout(300)
        page.keyboard.type("ade")
        assert page.locator("#bs-collections .bs-gather [name=name]").input_value() == "Trade"
        assert page.locator("#bs-narrow [name=source]").is_checked()
        page.locator("#bs-narrow form[data-event=narrow] button").click()
        page.locator("#bs-narrow summary", has_text="(The Post)").wait_for()
        assert not page.locator("#bs-narrow form[data-event=narrow]").is_visible()
