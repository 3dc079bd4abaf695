"""The page in German, French and Spanish, in a browser of that language: no word of it is left in English."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from babel.messages.pofile import read_po
from browser_support import Served, ask, go, open_page, serve
from test_browser_axe import violations

from ui.browser.wording import CATALOGUES

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytest_plugins = ["browser_fixtures"]
pytestmark = pytest.mark.browser
SEEN = "document.body.innerText + [...document.querySelectorAll('[aria-label], [title], [placeholder]')]"
SEEN += ".map((one) => `\\n${one.ariaLabel ?? ''}\\n${one.title ?? ''}\\n${one.placeholder ?? ''}`).join('')"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("words")
    (folder / "articles").mkdir()
    (folder / "articles" / "bridge.md").write_text(
        "---\ntitle: Xylo\nsource: Zorp\ndate: 2024-03-01\n---\nThe bridge of Alderwick was opened in 1931.\n",
        encoding="utf-8",
    )
    (folder / "home").mkdir()
    with serve(folder / "home", folder / "articles") as running:
        yield running


def left_in_english(page: "Page", language: str) -> set[str]:
    """Return the lines of the page that are messages whose translation is another."""
    with (CATALOGUES / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        messages = {one.id: one.string for one in read_po(file, locale=language) if isinstance(one.id, str) and one.id}
    lines = {line.strip(" ✕↩←→▲▼") for line in page.evaluate(SEEN).split("\n")}
    return {line for line in lines if messages.get(line, line) not in (line, *lines)}


@pytest.mark.parametrize(
    ("locale", "width", "asks", "holds", "checked", "supported"),
    [
        ("de-AT", 390, "Fragen", "01.03.2024", "1 Satz geprüft: 1 belegt.", "belegt"),
        ("fr-FR", 1440, "Demander", "1 mars 2024", "1 phrase vérifiée : 1 étayé.", "étayé"),
        ("es-MX", 390, "Preguntar", "1 mar 2024", "1 frase comprobada: 1 respaldado.", "respaldado"),
    ],
)
def test_every_place_speaks_the_language_of_the_browser(
    browser: "Browser", served: Served, locale: str, width: int, asks: str, holds: str, checked: str, supported: str
) -> None:
    language = locale[:2]
    with open_page(browser, served, width, locale=locale) as page:
        assert page.evaluate("document.documentElement.lang") == language
        assert page.locator("#bs-go").inner_text() == asks
        page.locator("#bs-starters button").first.wait_for()
        assert left_in_english(page, language) == set()
        ask(page, "When was the bridge of Alderwick opened?")
        page.locator("#bs-current .bs-making summary").click()
        assert left_in_english(page, language) == set()
        page.locator("#bs-current .bs-share summary").click()
        assert left_in_english(page, language) == set()
        with page.expect_download() as saving:
            page.locator("#bs-current .bs-share [data-format=md]").click()
        said = Path(saving.value.path()).read_text(encoding="utf-8")
        assert f"({supported})" in said
        assert not re.search(r"\b(Asked|Understood|supported|characters)\b", said)
        for place in ("notes", "library", "check"):
            go(page, place)
            assert left_in_english(page, language) == set()
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            if place == "library":
                assert holds in page.locator("#bs-shelf").inner_text()
        page.locator("#bs-check textarea").fill("The bridge of Alderwick was opened in 1931.")
        page.locator("#bs-check button").click()
        page.locator("#bs-checked [role=status]", has_text=checked).wait_for()
        if language == "de":
            assert violations(page) == []


def test_a_language_that_is_chosen_is_kept(browser: "Browser", served: Served) -> None:
    with open_page(browser, served, locale="de-DE") as page:
        page.locator("[data-help]").click()
        with page.expect_navigation():
            page.locator("[data-language]").select_option("fr")
        page.locator("#bs-go", has_text="Demander").wait_for()
        assert page.evaluate("document.documentElement.lang") == "fr"
        page.reload()
        page.locator("#bs-go", has_text="Demander").wait_for()


def test_a_browser_of_another_language_gets_the_page_in_english_and_is_told_so(
    browser: "Browser", served: Served
) -> None:
    with open_page(browser, served, locale="nl-NL") as page:
        assert page.locator("#bs-go").inner_text() == "Ask"
        assert page.evaluate("document.documentElement.lang") == "en"
