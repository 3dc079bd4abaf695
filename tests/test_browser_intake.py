"""In a real browser: folders come in, work is cancelled and seen by all, a lost connection loses nothing."""

import re
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from browser_support import ask, go, open_page, serve

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytest_plugins = ["browser_fixtures"]
pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]
MB = 1 << 20


@pytest.fixture
def home(tmp_path: Path) -> Path:
    made = tmp_path / "home"
    made.mkdir()
    return made


def notes(folder: Path, number: int) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for one in range(number):
        (folder / f"{one:02}.txt").write_text(f"Note {one}\n\nThe note {one} of Brannoc is about herring {one}.\n")
    return folder


def test_a_folder_comes_in_with_its_folders_and_what_is_not_read_is_passed_over(
    browser: "Browser", home: Path, tmp_path: Path
) -> None:
    folder = notes(tmp_path / "brannoc", 3)
    notes(folder / "inner", 2)
    (folder / "drawing.dwg").write_bytes(b"no article")
    for name in (
        ".secret.txt",
        "~$01.docx",
        ".DS_Store",
        "Thumbs.db",
        "inner/desktop.ini",
        "__MACOSX/a.txt",
        "02.txt~",
    ):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("kept by a program")
    with serve(home) as served, open_page(browser, served) as page:
        page.locator("#bs-files input[webkitdirectory]").set_input_files(folder)
        go(page, "library")
        page.locator(".bs-sent", has_text="5 taken in, 1 passed over, whose format is not read.").wait_for()
        page.locator("#bs-news", has_text="The index is ready: 5 added.").wait_for()
        ask(page, "What is note 2 of Brannoc about?")
        assert "herring 2" in (page.locator("#bs-current").text_content() or "")
    assert not list((home / "documents").rglob(".*"))


def test_five_hundred_files_at_once_and_one_that_is_too_large(browser: "Browser", home: Path, tmp_path: Path) -> None:
    folder = notes(tmp_path / "many", 499)
    huge = tmp_path / "huge.txt"
    with huge.open("wb") as stream:
        stream.truncate(64 * MB + 1)
    with serve(home) as served, open_page(browser, served) as page:
        go(page, "library")
        page.locator("#bs-files input[type=file]").first.set_input_files([*sorted(folder.iterdir()), huge])
        page.locator(".bs-sent", has_text="499 taken in, 1 not taken in.").wait_for(timeout=60_000)
        assert "at most 64 MB" in (page.locator(".bs-queue [role=alert]").text_content() or "")
        page.locator("#bs-news", has_text="The index is ready: 499 added.").wait_for(timeout=120_000)
        page.locator("#bs-shelf .bs-total", has_text="499 articles").wait_for()


def test_files_dropped_anywhere_on_the_page_come_in(browser: "Browser", home: Path) -> None:
    with serve(home) as served, open_page(browser, served) as page:
        page.evaluate(
            """() => {
              const data = new DataTransfer();
              data.items.add(new File(["The quay\\n\\nThe quay is long."], "quay.txt"));
              document.querySelector("#bs-question").dispatchEvent(
                new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
            }"""
        )
        page.locator("#bs-shelf .bs-title", has_text="The quay").wait_for()
    assert (home / "documents" / "quay.txt").read_text().startswith("The quay")


def test_work_is_seen_from_another_tab_and_cancelled_there(browser: "Browser", home: Path, articles: Path) -> None:
    notes(home / "documents", 25)
    with serve(home, articles, kind="steady") as served:
        with open_page(browser, served) as one, open_page(browser, served) as two:
            go(one, "library")
            go(two, "library")
            one.locator("#bs-rebuild").click()
            one.locator("#bs-news progress[value]").wait_for()
            two.locator("#bs-news progress[value]").wait_for()
            two.locator("#bs-news [data-event=cancel]").click()
            for page in (one, two):
                page.locator("#bs-news", has_text="Cancelled.").wait_for()
            one.locator(".bs-waiting").wait_for()
            assert one.locator("#bs-news progress").count() == two.locator("#bs-news progress").count() == 0
        with open_page(browser, served) as page:
            go(page, "library")
            page.locator("#bs-scratch summary").click()
            page.locator("#bs-scratch [data-event=scratch]").click()
            page.locator("#bs-news progress").wait_for()
            ask(page, "When was the bridge of Alderwick opened?")  # the index as it is answers meanwhile
            go(page, "library")
            page.locator("#bs-news", has_text=re.compile("The index is ready: .* added")).wait_for(timeout=120_000)
            page.locator("#bs-shelf .bs-total", has_text="28 articles").wait_for()


def test_several_articles_are_removed_and_come_back(browser: "Browser", home: Path, articles: Path) -> None:
    with serve(home, articles) as served, open_page(browser, served) as page:
        go(page, "library")
        assert not page.locator("#bs-shelf .bs-chosen.bs-remove").is_visible()
        page.get_by_label("Choose The bridge").check()
        page.get_by_label("Choose The market").check()
        page.locator("#bs-shelf .bs-chosen.bs-remove summary").click()
        page.locator("#bs-shelf .bs-chosen.bs-remove button").click()
        page.locator("#bs-news", has_text="Removed: 2 articles").wait_for()
        page.locator("#bs-shelf .bs-total", has_text="1 article,").wait_for()
        page.locator("#bs-news [data-event=undo]").click()
        page.locator("#bs-shelf .bs-total", has_text="3 articles").wait_for()
        page.get_by_label("Choose all articles of this page").check()
        assert page.locator("#bs-shelf input[name=article]:checked").count() == 3


def test_a_watched_folder_brings_what_is_new_to_every_open_tab(browser: "Browser", home: Path, articles: Path) -> None:
    with serve(home) as served, open_page(browser, served) as page, open_page(browser, served) as other:
        go(page, "library")
        go(other, "library")
        page.locator("#bs-watched summary").click()
        page.locator("#bs-watched input[name=folder]").fill("/no/such/folder")
        page.locator("#bs-watched button[type=submit]").click()
        page.locator("#bs-news [role=alert]", has_text="There is no folder").wait_for()
        page.locator("#bs-watched input[name=folder]").fill(str(articles))
        page.locator("#bs-watched button[type=submit]").click()
        page.locator("#bs-news", has_text="The index is ready: 3 added.").wait_for()
        page.locator("#bs-watched summary", has_text="1 watched folder").wait_for()
        time.sleep(1)  # until it looks
        (articles / "quay.txt").write_text("The quay\n\nThe quay of Alderwick is 80 metres long.\n")
        for tab in (page, other):
            tab.locator("#bs-shelf .bs-title", has_text="The quay").wait_for()
        ask(other, "How long is the quay of Alderwick?")
        assert "80 metres" in (other.locator("#bs-current .bs-claims").text_content() or "")


def test_what_no_article_says_is_told_with_what_the_library_holds(
    browser: "Browser", home: Path, articles: Path
) -> None:
    with serve(home, articles) as served, open_page(browser, served) as page:
        ask(page, "Xyzzy plugh?")
        shown = page.locator("#bs-current").text_content() or ""
        assert "No answer could be verified." in shown
        assert "Your library holds 3 articles" in shown


QUESTION = "When was the bridge of Alderwick opened?"


def begin_slow_answer(page: "Page") -> None:
    page.locator("#bs-question textarea").fill(QUESTION)
    page.locator("#bs-question textarea").press("Enter")
    page.locator("#bs-current .bs-draft", has_text="Not checked yet").wait_for()


def test_who_reloads_in_the_middle_of_an_answer_sees_it_grow_to_its_end(
    browser: "Browser", home: Path, articles: Path
) -> None:
    with serve(home, articles, kind="slow") as served, open_page(browser, served) as page:
        begin_slow_answer(page)
        page.reload()
        page.locator("#bs-current .bs-question", has_text=QUESTION).wait_for()
        page.locator("#bs-current .bs-draft", has_text="Not checked yet").wait_for()
        page.locator("#bs-current .bs-making").wait_for(timeout=30_000)
        assert "1931" in (page.locator("#bs-current .bs-claims").text_content() or "")
        page.locator("#bs-history h2", has_text="1 kept conversation").wait_for()


def test_a_lost_connection_is_said_and_the_answer_is_there_when_it_is_back(
    browser: "Browser", home: Path, articles: Path
) -> None:
    with serve(home, articles, kind="slow") as served, open_page(browser, served) as page:
        begin_slow_answer(page)
        page.context.set_offline(True)
        page.locator(".bs-lost", has_text="The connection to Broadsheet is lost.").wait_for(timeout=30_000)
        page.locator("#bs-question textarea").fill("Half a question")
        page.context.set_offline(False)
        page.locator(".bs-lost").wait_for(state="detached", timeout=30_000)
        page.locator("#bs-current .bs-making").wait_for(timeout=40_000)
        assert "1931" in (page.locator("#bs-current .bs-claims").text_content() or "")
        page.wait_for_function("document.querySelector('#bs-question textarea').value === 'Half a question'")


def test_a_missing_model_is_said_fetched_and_gone_from_the_page(browser: "Browser", home: Path, articles: Path) -> None:
    with serve(home, articles, kind="missing") as served, open_page(browser, served) as page:
        page.locator("#bs-model", has_text="The writing model is not on this computer yet (1.1 GB, once).").wait_for()
        ask(page, QUESTION)
        assert "1931" in (page.locator("#bs-current .bs-claims").text_content() or "")
        page.locator("#bs-model [data-event=fetch]").click()
        page.locator("#bs-model progress[value]").wait_for()
        page.wait_for_function("document.querySelector('#bs-model').textContent.trim() === ''", timeout=20_000)
