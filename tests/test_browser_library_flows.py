"""In a real browser: from an empty library to an answer, pasted texts, an undone removal, and the picture."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from browser_support import Served, ask, go, open_page, serve

from ui.service.demo import QUESTIONS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytest_plugins = ["browser_fixtures"]
pytestmark = pytest.mark.browser


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    home = tmp_path / "home"
    home.mkdir()
    with serve(home) as running:
        yield running


def test_from_an_empty_library_to_the_answer_of_a_demo_question(page: "Page") -> None:
    page.locator("#bs-current h2", has_text="Your library is empty").wait_for()
    page.locator("#bs-current [data-event=demo]").click()
    page.locator("#bs-starters [data-ask]").first.wait_for()
    page.locator("#bs-shelf .bs-total", has_text="16 articles").wait_for(state="attached")
    page.locator("#bs-narrow summary", has_text="all 16 articles").wait_for()
    page.locator("#bs-starters [data-ask]", has_text="last keeper").click()
    page.locator("#bs-current .bs-making").first.wait_for()
    assert page.locator("#bs-current .bs-question").text_content() == QUESTIONS[0]
    assert "No answer" not in (page.locator("#bs-current").text_content() or "")


def test_a_pasted_text_is_answered_from_removed_and_brought_back(page: "Page") -> None:
    go(page, "library")
    page.locator("#bs-paste summary").click()
    page.locator("#bs-paste input[name=title]").fill("The mill")
    page.locator("#bs-paste textarea").fill("The old mill of Brannoc was sold to Ines Roth in June.")
    page.locator("#bs-paste button[type=submit]").click()
    page.locator("#bs-news", has_text="The index is ready: 1 added.").wait_for()
    ask(page, "Who bought the old mill of Brannoc?")
    assert "Ines Roth" in (page.locator("#bs-current .bs-claims").text_content() or "")
    page.locator("#bs-narrow summary", has_text="your one article").wait_for()
    go(page, "library")
    page.locator("#bs-shelf tbody .bs-remove summary").click()
    page.locator("#bs-shelf button[data-event=remove]").click()
    page.locator("#bs-shelf .bs-hint").wait_for()
    page.reload()
    page.locator("#bs-news [data-event=undo]").click()
    page.locator("#bs-news", has_text="Back in the library: The mill").wait_for()
    page.locator("#bs-shelf .bs-title", has_text="The mill").wait_for()


def test_a_source_in_the_picture_filters_the_table(browser: "Browser", tmp_path: Path, articles: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    with serve(home, articles) as running, open_page(browser, running) as page:
        go(page, "library")
        page.locator("#bs-shelf .bs-picture summary").click()
        assert page.locator("#bs-shelf .bs-times span").count() == 1
        assert page.locator("#bs-shelf meter").count() == 0
        page.locator("#bs-shelf .bs-picture .bs-title", has_text="The Post").click()
        page.wait_for_function("document.querySelectorAll('#bs-shelf .bs-table tbody tr').length === 1")
        assert page.locator("#bs-shelf .bs-table .bs-title").all_text_contents() == ["The bridge"]


def test_articles_of_one_text_or_one_title_name_each_other(browser: "Browser", tmp_path: Path) -> None:
    home, articles = tmp_path / "home", tmp_path / "articles"
    home.mkdir()
    articles.mkdir()
    told = {"first": ("The pier", "It is of oak."), "second": ("The pier (updated)", "It is of steel."),
            "third": ("A landing", "It is of oak."), "fourth": ("The mill", "It burned.")}  # fmt: skip
    for name, (title, text) in told.items():
        (articles / f"{name}.md").write_text(f"---\ntitle: {title}\ndate: 2024-01-02\n---\n{text}\n", encoding="utf-8")
    with serve(home, articles) as running, open_page(browser, running) as page:
        go(page, "library")
        page.locator("#bs-shelf .bs-undated", has_text="3 articles have the text or the title of another").locator(
            "button"
        ).click()
        page.locator("#bs-shelf .bs-total", has_text="3 of 4 articles").wait_for()
        row = page.locator("#bs-shelf .bs-rows tr", has=page.locator(".bs-title", has_text="The pier")).first
        assert "Same text: A landing" in row.inner_text()
        assert "Same title, another text: 2 Jan 2024" in row.inner_text()
        row.locator(".bs-quiet").first.click()
        page.locator("#bs-reader #bs-article-title", has_text="A landing").wait_for()
