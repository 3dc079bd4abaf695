"""Articles edited in the library of a real browser: one and many, tags, what has no date, and undo."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from browser_support import Served, go, open_page, serve

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

pytest_plugins = ["browser_fixtures"]
pytestmark = [pytest.mark.browser]


@pytest.fixture
def served(tmp_path: Path, articles: Path) -> Iterator[Served]:
    home = tmp_path / "home"
    home.mkdir()
    with serve(home, articles) as running:
        yield running


def row(page: "Page", title: str) -> "Locator":
    return page.locator("#bs-shelf .bs-table tbody tr", has_text=title)


def test_one_article_is_edited_and_edited_back(browser: "Browser", served: Served, articles: Path) -> None:
    with open_page(browser, served) as page:
        go(page, "library")
        row(page, "The market").locator(".bs-amend").click()
        form = page.locator("#bs-editing form")
        form.locator("input[name=title]").fill("")
        form.locator("input[name=title]").type("Fish & <b>chips</b>")
        form.locator("input[name=source]").fill("The Herald")
        form.locator("input[name=date]").fill("2024-05-06")
        form.locator("input[name=tags]").fill("Trade, sea food")
        form.locator("input[name=tags]").press("Enter")
        page.locator("#bs-news", has_text="Edited: Fish & <b>chips</b>").wait_for()
        edited = row(page, "Fish & <b>chips</b>")
        assert "The Herald" in (edited.text_content() or "")
        assert "6 May 2024" in (edited.text_content() or "")
        assert edited.locator(".bs-tagged").all_text_contents() == ["sea food", "trade"]
        assert "title, source, date set by hand" in (edited.text_content() or "")
        assert page.locator("#bs-editing form").count() == 0
        # A file that changed is read again, and what was set stays.
        market = articles / "market.txt"
        market.write_text(market.read_text(encoding="utf-8") + "It rains.\n", encoding="utf-8")
        page.locator("#bs-rebuild").click()
        page.locator("#bs-news", has_text="1 changed").wait_for()
        assert row(page, "Fish & <b>chips</b>").count() == 1
        page.locator("#bs-words :is(input, textarea)").fill("trade")
        page.locator("#bs-shelf .bs-table tbody tr", has_text="The bridge").wait_for(state="detached")
        assert page.locator("#bs-shelf .bs-table tbody tr").count() == 1
        row(page, "Fish").locator(".bs-amend").click()
        page.locator("#bs-editing [data-submits=revert]").click()
        page.locator("#bs-news [data-event=unedit]").wait_for()
        page.locator("#bs-words :is(input, textarea)").fill("")
        row(page, "The market").wait_for()
        page.locator("#bs-news [data-event=unedit]").click()
        row(page, "Fish & <b>chips</b>").wait_for()


def test_what_has_no_date_is_found_and_dated_together(browser: "Browser", served: Served) -> None:
    with open_page(browser, served) as page:
        go(page, "library")
        page.locator(".bs-undated button").click()
        page.locator("#bs-shelf .bs-table tbody tr", has_text="The bridge").wait_for(state="detached")
        assert page.locator("#bs-shelf .bs-table tbody tr").count() == 2
        page.locator("#bs-shelf [data-all=article]").check()
        page.locator("#bs-shelf [data-submits=amend]").click()
        form = page.locator("#bs-editing form")
        page.locator("#bs-editing h3", has_text="2 articles").wait_for()
        form.locator("input[name=date]").fill("2024-05-06")
        form.locator("button[type=submit]").first.click()
        page.locator("#bs-news", has_text="Edited: 2 articles").wait_for()
        page.locator(".bs-undated").wait_for(state="detached")
        page.locator("#bs-words :is(input, textarea)").fill("")
        page.locator("#bs-shelf time[datetime='2024-05-06']").nth(1).wait_for()
        page.locator("#bs-news [data-event=unedit]").click()
        page.locator(".bs-undated", has_text="2 articles without a date").wait_for()


def test_the_form_is_left_as_it_was_and_says_what_is_wrong(browser: "Browser", served: Served) -> None:
    with open_page(browser, served, width=390) as page:
        go(page, "library")
        row(page, "The bridge").locator(".bs-amend").click()
        form = page.locator("#bs-editing form")
        form.locator("input[name=tags]").fill("a" * 60)
        form.locator("input[name=tags]").press("Enter")
        page.locator("#bs-news .bs-trouble", has_text="cannot be a tag").wait_for()
        assert form.locator("input[name=tags]").input_value() == "a" * 60
        form.locator("[data-event=cancel]").click()
        form.wait_for(state="detached")
        assert page.locator(".bs-by-hand").count() == 0


def test_the_form_stands_in_sight_and_is_left_by_the_keyboard(browser: "Browser", served: Served) -> None:
    with open_page(browser, served, width=390) as page:
        go(page, "library")
        row(page, "The market").locator(".bs-amend").press("Enter")
        heading = page.locator("#bs-editing-title")
        page.wait_for_function("document.activeElement?.id === 'bs-editing-title'")
        page.wait_for_function("document.querySelector('.bs-editing').getBoundingClientRect().top > 40")
        page.keyboard.press("Escape")
        heading.wait_for(state="detached")
        page.locator("#bs-words :is(input, textarea)").fill("market")
        page.locator("#bs-shelf .bs-total", has_text="1 of 3 articles").wait_for()
        # What is done with the chosen ones stays in sight, wherever they were chosen.
        row(page, "The market").locator("input[name=article]").check()
        bulk = page.locator("#bs-shelf .bs-bulk")
        bulk.wait_for()
        assert page.evaluate("getComputedStyle(document.querySelector('.bs-bulk')).position") == "sticky"
