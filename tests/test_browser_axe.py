"""axe-core finds no violation in any state of the page."""

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest
from browser_support import Served, ask, go, open_citation, open_page, serve
from printed_pdf import down, made_pdf

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytest_plugins = ["browser_fixtures"]
pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("axe")
    (folder / "articles").mkdir()
    (folder / "articles" / "bridge.md").write_text(
        "---\ntitle: The bridge\nsource: The Post\ndate: 2024-03-01\n---\n"
        "# A bridge\n\nThe **bridge** of Alderwick was opened in 1931. It is 212 metres long.\n",
        encoding="utf-8",
    )
    printed = ["The pier survey", "", "The pier of Tansy carries 840 walkers a day."]
    (folder / "articles" / "pier.pdf").write_bytes(made_pdf(down(printed), down(["The annex names 14 lamps."])))
    home = folder / "home"
    home.mkdir()
    with serve(home, folder / "articles") as running:
        yield running


def violations(page: "Page") -> list[str]:
    """Return the findings, with the elements that they are about."""
    script = files("axe_core_python").joinpath("axe.min.js").read_text(encoding="utf-8")
    page.evaluate(script)
    found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
    return [f"{one['id']}: {node['html'][:160]}" for one in found["violations"] for node in one["nodes"]]


# What a reader's system may ask for besides.
MORE: "dict[str, Literal['more'] | None]" = {"": None, "contrast": "more", "forced": None}


@pytest.mark.parametrize(
    ("width", "dark", "wants"),
    [
        (1440, False, ""), (1440, True, "contrast"), (1440, False, "forced"), (1024, False, "contrast"),
        (1024, True, ""), (768, True, "forced"), (768, False, ""), (390, False, ""), (390, True, "contrast"),
    ],
)  # fmt: skip
def test_no_violation_from_the_first_page_to_an_open_article(
    browser: "Browser", served: Served, width: int, dark: bool, wants: str
) -> None:
    with open_page(browser, served, width, dark) as page:
        page.emulate_media(contrast=MORE[wants], forced_colors="active" if wants == "forced" else None)
        assert violations(page) == []
        ask(page, "When was the bridge of Alderwick opened?")
        page.locator("#bs-current .bs-making summary").click()
        page.locator("#bs-narrow summary").click()
        if width < 900:
            page.locator(".bs-header nav [data-view=kept]").click()
        page.locator("#bs-history .bs-remove summary").first.click()
        assert violations(page) == []
        go(page, "library")
        page.locator("#bs-paste summary").click()
        page.locator("#bs-watched summary").click()
        page.locator("#bs-scratch summary").click()
        page.locator("#bs-shelf .bs-picture summary").click()
        page.locator("#bs-shelf input[name=article]").first.check()
        page.locator("#bs-shelf .bs-chosen.bs-remove summary").click()
        page.locator("#bs-shelf [data-submits=amend]").click()
        page.locator("#bs-editing form").wait_for()
        assert violations(page) == []
        page.keyboard.press("?")
        assert violations(page) == []
        page.keyboard.press("Escape")
        go(page, "talk")
        page.locator("#bs-current .bs-share summary").click()
        page.locator("#bs-current .bs-pin").first.focus()
        page.keyboard.press("Enter")
        page.locator("#bs-noted [data-event=note]").wait_for()
        assert violations(page) == []
        page.locator("#bs-noted [data-event=note]").click()
        page.locator("#bs-note .bs-pins li").first.wait_for()
        assert violations(page) == []
        go(page, "talk")
        open_citation(page)
        page.locator("#bs-reader .bs-guide summary").click()
        page.locator("#bs-reader .bs-about").wait_for()
        assert violations(page) == []
        go(page, "library")
        page.locator("#bs-shelf .bs-title", has_text="The pier survey").click()
        page.locator("#bs-reader .bs-look summary").click()
        page.wait_for_function("document.querySelector('#bs-reader .bs-sheet-image').naturalWidth > 0")
        assert violations(page) == []
        go(page, "check")
        assert violations(page) == []
        page.locator("#bs-check textarea").fill("The bridge was opened in 1931. It is 900 metres long.")
        page.locator("#bs-check button").click()
        page.locator("#bs-checked [role=status]").wait_for()
        assert violations(page) == []


def test_no_violation_on_an_empty_library(browser: "Browser", tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    with serve(home) as running, open_page(browser, running) as page:
        page.locator("#bs-current h2", has_text="Your library is empty").wait_for()
        assert violations(page) == []


def test_the_check_finds_what_is_wrong(browser: "Browser", served: Served) -> None:
    with open_page(browser, served) as page:
        page.evaluate("document.body.insertAdjacentHTML('beforeend', '<button id=\"nameless\"></button>')")
        assert [found for found in violations(page) if found.startswith("button-name")] != []
