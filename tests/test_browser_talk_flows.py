"""In a real browser: judging, running again, asking otherwise, fewer articles, and finding what was said."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from browser_support import Served, ask, go, serve

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

pytest_plugins = ["browser_fixtures"]
pytestmark = pytest.mark.browser
LONG = "How long is the bridge of Alderwick?"
OPENED = "When was the bridge of Alderwick opened?"


@pytest.fixture
def served(tmp_path: Path, articles: Path) -> Iterator[Served]:
    home = tmp_path / "home"
    home.mkdir()
    with serve(home, articles) as running:
        yield running


def reload(page: "Page") -> None:
    page.reload()
    page.locator("#bs-current .bs-making").first.wait_for()


def test_an_answer_is_judged_and_the_verdict_outlives_a_reload(page: "Page") -> None:
    ask(page, LONG)
    page.locator("#bs-current .bs-feedback input").fill("Something is missing")
    page.locator("#bs-current .bs-feedback button[value=bad]").click()
    said = page.locator("#bs-current .bs-feedback", has_text="You found this not useful: Something is missing.")
    said.wait_for()
    reload(page)
    said.wait_for()
    page.locator("#bs-current .bs-feedback button[value=none]").click()
    page.locator("#bs-current .bs-feedback legend", has_text="Was this of use?").wait_for()
    assert said.count() == 0


def test_an_answer_is_run_again_and_reported(page: "Page") -> None:
    ask(page, LONG)
    page.locator("#bs-current .bs-share summary").click()
    page.locator("#bs-current [data-event=again]").click()
    page.locator("#bs-current .bs-again", has_text="the same answer, word for word").wait_for()
    with page.expect_download() as saving:
        page.locator("#bs-current .bs-share summary").click()
        page.locator("#bs-current [data-format=json]").click()
    assert '"broadsheet": "report"' in Path(saving.value.path()).read_text(encoding="utf-8")


def test_a_question_is_asked_otherwise_and_replaces_its_answer(page: "Page") -> None:
    ask(page, LONG)
    page.locator("#bs-current [data-event=edit]").click()
    page.locator("#bs-alert", has_text="replaces its answer").wait_for()
    assert page.locator("#bs-question textarea").input_value() == LONG
    ask(page, OPENED)
    assert page.locator(".bs-exchange").count() == 1
    reload(page)
    assert page.locator(".bs-question").all_text_contents() == [OPENED]


@contextmanager
def events_held(page: "Page") -> Iterator[None]:
    """Let no event reach the program until the end."""
    held: list[Route] = []
    is_over = threading.Event()
    page.route("**/queue/join*", lambda route: route.continue_() if is_over.is_set() else held.append(route))
    yield
    is_over.set()
    for route in held:
        route.continue_()


def test_what_is_typed_before_a_reply_comes_is_not_drawn_over(page: "Page") -> None:
    from playwright.sync_api import expect

    box = page.locator("#bs-question textarea")
    box.fill(LONG)
    with events_held(page):
        box.press("Enter")
        expect(box).to_have_value("")
        box.press_sequentially("And then?")
    page.locator("#bs-current .bs-making").wait_for()
    expect(box).to_have_value("And then?")
    with events_held(page):
        page.locator("#bs-current [data-event=edit]").click()
        page.keyboard.type(" Exactly?")
    page.locator("#bs-alert", has_text="replaces its answer").wait_for()
    expect(box).to_have_value(f"{LONG} Exactly?")


def test_a_question_right_behind_a_choice_is_asked_of_what_was_chosen(page: "Page") -> None:
    page.locator("#bs-narrow summary").click()
    page.locator("#bs-narrow input[value='The Post']").check()
    page.locator("#bs-question textarea").fill(LONG)
    with events_held(page):
        page.locator("#bs-narrow button[type=submit]").click()
        page.locator("#bs-question textarea").press("Enter")
    page.locator("#bs-current .bs-resolved", has_text="Asked of: The Post").wait_for()
    with events_held(page):
        page.locator("#bs-narrow button", has_text="Ask all articles again").click()
        page.locator("#bs-question textarea").fill(OPENED)
        page.locator("#bs-question textarea").press("Enter")
    page.locator("#bs-current .bs-question", has_text=OPENED).wait_for()
    page.locator("#bs-current .bs-making").wait_for()
    assert not page.locator("#bs-current .bs-resolved", has_text="Asked of").count()


def test_a_conversation_is_narrowed_and_widened_and_stays_so_after_a_reload(page: "Page") -> None:
    page.locator("#bs-narrow summary", has_text="all 3 articles").click()
    page.locator("#bs-narrow input[value='The Post']").check()
    page.locator("#bs-narrow button[type=submit]").click()
    page.locator("#bs-narrow summary", has_text="1 article of 3").wait_for()
    ask(page, LONG)
    page.locator("#bs-current .bs-resolved", has_text="Asked of: The Post").wait_for()
    assert page.locator("#bs-sources h4").all_text_contents() == ["The bridge"]
    page.reload()
    page.locator("#bs-narrow summary", has_text="1 article of 3").wait_for()
    page.locator("#bs-narrow button", has_text="Ask all articles again").click()
    page.locator("#bs-narrow summary", has_text="all 3 articles").wait_for()


def test_only_the_open_article_is_asked(page: "Page") -> None:
    go(page, "library")
    page.locator("#bs-shelf .bs-title", has_text="The market").click()
    page.locator("#bs-reader [data-event=narrow]").click()
    page.locator("#bs-narrow summary", has_text="“The market”").wait_for()
    ask(page, LONG)
    assert "The bridge" not in page.locator("#bs-sources h4").all_text_contents()


def test_a_conversation_is_renamed_found_and_opened_at_the_answer(page: "Page") -> None:
    ask(page, LONG)
    ask(page, OPENED)
    page.locator("#bs-reset").click()
    page.locator("#bs-current .bs-welcome").wait_for()
    page.locator("#bs-history .bs-remove summary").first.click()
    page.locator("#bs-history input[name=name]").fill("Bridges")
    page.locator("#bs-history input[name=name]").press("Enter")
    page.locator("#bs-history", has_text="Renamed: Bridges").wait_for()
    page.locator("#bs-history input[name=words]").fill("long alderwick")
    page.locator("#bs-history input[name=words]").press("Enter")
    page.locator("#bs-history .bs-quote").first.click()
    page.locator("#bs-past .bs-exchange").wait_for()
    page.wait_for_function("document.activeElement.id === 'ask-1'")
    assert page.locator(".bs-question").all_text_contents() == [LONG, OPENED]


def test_a_second_tab_adds_to_the_same_conversation_and_loses_nothing(page: "Page", served: Served) -> None:
    ask(page, LONG)
    other = page.context.new_page()
    other.goto(served.address)
    other.locator("#bs-current .bs-making").first.wait_for()
    ask(other, OPENED)
    ask(page, "Who sells fish?")
    assert page.locator(".bs-question").all_text_contents() == [LONG, OPENED, "Who sells fish?"]
    other.close()


def test_ten_tabs_each_in_a_conversation_of_its_own(browser: "Browser", served: Served) -> None:
    pages = [browser.new_context(viewport={"width": 800, "height": 600}).new_page() for _ in range(10)]
    questions = [f"{OPENED[:-1]}, reader {name} asks?" for name in "abcdefghij"]
    for opened in pages:
        opened.goto(served.address)
    for opened, question in zip(pages, questions, strict=True):
        opened.locator("#bs-question textarea").fill(question)
        opened.locator("#bs-question textarea").press("Enter")
    for opened, question in zip(pages, questions, strict=True):
        opened.locator("#bs-current .bs-making").first.wait_for(timeout=60_000)
        assert opened.locator(".bs-question").all_text_contents() == [question]
        assert "1931" in (opened.locator("#bs-current .bs-claims").text_content() or "")
        opened.context.close()
