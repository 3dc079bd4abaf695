"""In a real browser: answers drawn as what they are, chips, quiet controls, sharing, and feedback by Enter."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from browser_support import Served, ask, go, serve

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytest_plugins = ["browser_fixtures"]
pytestmark = pytest.mark.browser
LISTED = "Which articles mention the bridge?"
OPENED = "When was the bridge of Alderwick opened?"
ARTICLES = {
    "post": ("The bridge", "The Post", "2024-03-01", "The bridge of Alderwick was opened in 1931. It is 212 metres."),
    "echo": ("A crossing", "The Echo", "2023-05-02", "The bridge of Alderwick was closed on 3 May 2019."),
    "herald": ("=1+1", "The Herald", "2025-01-09", "The bridge of Alderwick was painted on 8 June 2022."),
}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("answers")
    home, articles = folder / "home", folder / "articles"
    home.mkdir()
    articles.mkdir()
    for name, (title, source, day, text) in ARTICLES.items():
        head = f"---\ntitle: {json.dumps(title)}\nsource: {source}\ndate: {day}\n---\n"
        (articles / f"{name}.md").write_text(f"{head}{text}\n", encoding="utf-8")
    with serve(home, articles) as running:
        yield running


def saved(page: "Page", form: str) -> str:
    """Return the file that an answer is saved as."""
    share = page.locator("#bs-current .bs-share")
    if share.get_attribute("open") is None:
        share.locator("summary").click()
    with page.expect_download() as saving:
        share.locator(f"[data-format='{form}']").click()
    return Path(saving.value.path()).read_text(encoding="utf-8")


def test_a_reason_and_enter_are_never_taken_for_praise(page: "Page") -> None:
    ask(page, OPENED)
    form = page.locator("#bs-current .bs-feedback")
    form.locator("input").fill("the year is from another bridge")
    form.locator("input").press("Enter")
    page.locator("#bs-alert", has_text="press “Useful” or “Not useful”").wait_for()
    assert form.locator("input").input_value() == "the year is from another bridge"
    form.locator("button[value=bad]").click()
    form.get_by_text("You found this not useful: the year is from another bridge.").wait_for()
    form.locator("input").fill("It is wrong")
    form.locator("input").press("Enter")
    form.get_by_text("You found this not useful: It is wrong.").wait_for()


def test_a_listed_reason_alone_says_that_it_was_of_no_use(page: "Page") -> None:
    ask(page, OPENED)
    form = page.locator("#bs-current .bs-feedback")
    form.locator("input").fill("Something is missing")
    form.locator("input").press("Enter")
    form.get_by_text("You found this not useful: Something is missing.").wait_for()


def test_a_list_is_a_table_that_sorts_and_is_saved_as_csv(page: "Page") -> None:
    ask(page, LISTED)
    page.locator("#bs-current .bs-list tbody tr").nth(2).wait_for()
    page.locator("#bs-current .bs-sort-list", has_text="Date").click()
    assert page.locator("#bs-current th[aria-sort=ascending]").count() == 1
    days = page.locator("#bs-current .bs-list td:last-child time").evaluate_all("all => all.map(one => one.dateTime)")
    assert days == ["2023-05-02", "2024-03-01", "2025-01-09"]
    with page.expect_download() as saving:
        page.locator("#bs-current [data-csv]").click()
    rows = Path(saving.value.path()).read_text(encoding="utf-8-sig").splitlines()
    assert rows[0] == '"Article","In its words","Source","Date"'
    assert rows[1] == '"A crossing","The bridge of Alderwick was closed on 3 May 2019.","The Echo","2023-05-02"'
    assert rows[3].startswith('"\'=1+1",')


def test_a_timeline_stands_on_a_line(page: "Page") -> None:
    ask(page, "Timeline of the bridge of Alderwick")
    assert page.locator("#bs-current ol.bs-line > li h4").all_text_contents() == ["1931", "3 May 2019", "8 June 2022"]


def test_sides_stand_beside_each_other_and_below_on_a_phone(page: "Page") -> None:
    ask(page, "Compare what The Post and The Echo say of the bridge of Alderwick")
    sides = page.locator("#bs-current .bs-sides > section")
    assert sides.count() == 2
    tops = [box["y"] for box in (sides.nth(0).bounding_box(), sides.nth(1).bounding_box()) if box]
    assert tops[0] == tops[1]
    page.set_viewport_size({"width": 390, "height": 800})
    tops = [box["y"] for box in (sides.nth(0).bounding_box(), sides.nth(1).bounding_box()) if box]
    assert tops[0] < tops[1]
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_chip_names_the_publisher_and_lights_up_its_source(page: "Page") -> None:
    ask(page, OPENED)
    chip = page.locator("#bs-current .bs-cite").first
    assert chip.get_attribute("aria-label") == f"Citation 1: {chip.inner_text()}"
    assert chip.inner_text() in {source for _, source, _, _ in ARTICLES.values()}
    chip.focus()
    page.locator("#bs-sources .bs-quote.bs-lit[data-number='1']").wait_for()
    page.locator("#bs-sources .bs-quote[data-number='1']").hover()
    page.locator("#bs-current .bs-lit .bs-cite[data-number='1']").first.wait_for()


def test_an_answer_and_the_link_to_a_passage_are_copied(page: "Page", served: Served) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    ask(page, OPENED)
    page.locator("#bs-current [data-copy]").click()
    page.locator("#bs-current [data-copy][data-said='Copied.']").wait_for()
    text = page.evaluate("navigator.clipboard.readText()")
    assert text.startswith(f"{OPENED}\n")
    assert "[1] “" in text
    page.locator("#bs-sources .bs-link").first.click()
    page.locator("#bs-sources .bs-link[data-said]").wait_for()
    page.goto(page.evaluate("navigator.clipboard.readText()"))
    page.locator("#bs-reader mark#bs-cited").wait_for()


def test_an_answer_is_saved_as_a_page_and_as_references(page: "Page") -> None:
    ask(page, OPENED)
    written = saved(page, "html")
    assert "How this was made" in written
    assert "<script" not in written
    assert saved(page, "bib").startswith("@article{")
    assert {item["type"] for item in json.loads(saved(page, "csl"))} == {"article-newspaper"}


def test_three_controls_are_seen_and_what_is_asked_next_is_answered(page: "Page") -> None:
    ask(page, OPENED)
    names = page.locator("#bs-current .bs-doings .bs-icon").evaluate_all("all => all.map(one => one.ariaLabel)")
    assert names == ["Copy the answer with its citations", "Edit and ask again", "Share, save, run again"]
    follow = page.locator("#bs-current .bs-follow button").first
    question = follow.inner_text()
    follow.click()
    page.locator("#bs-current .bs-question", has_text=question).wait_for()
    page.locator("#bs-current .bs-points").wait_for()


def test_a_check_is_saved_as_a_document_to_read(page: "Page") -> None:
    go(page, "check")
    page.locator("#bs-check textarea").fill("The bridge of Alderwick was opened in 1931. It is 900 metres long.")
    page.locator("#bs-check button").click()
    page.locator("#bs-checked [role=status]").wait_for()
    for form, begins in (("html", "<!doctype html>"), ("md", "# A checked text"), ("json", "{")):
        with page.expect_download() as saving:
            page.locator(f"#bs-checked [data-format='{form}']").click()
        text = Path(saving.value.path()).read_text(encoding="utf-8")
        assert text.startswith(begins)
        assert "1931" in text
