"""The words of the page in other languages: whole catalogues, and the language that a request asks for."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from conftest import ROOT

from ui.browser.told import tell
from ui.browser.views.header import SPOKEN, render_header
from ui.browser.views.picture import render_starters
from ui.browser.views.render import render_status
from ui.browser.wording import CATALOGUES, LANGUAGES, SOURCE, choose, count, gettext, ngettext, speaking

OTHERS = sorted(LANGUAGES.keys() - {SOURCE})
PLACE = re.compile(r"%\(\w+\)s|\{\w+\}|</?\w+>")
METHODS = [("**/templates/**.html", "jinja2"), ("**.py", "python")]
OPTIONS = {"**/templates/**.html": {"extensions": "jinja2.ext.do", "trimmed": "true", "silent": "false"}}


@cache
def written() -> dict[str, tuple[str, ...]]:
    """Return the messages of the code, by their first form, with all of their forms."""
    found = extract_from_dir(
        ROOT / "ui",
        METHODS,
        OPTIONS,
        keywords={"_": None, "gettext": None, "ngettext": (1, 2), "mark": None, "_mark_both": (1, 2)},
    )
    forms = (message if isinstance(message, tuple) else (message,) for _, _, message, _, _ in found)
    return {form[0]: form for form in forms}


def catalogue(language: str) -> Catalog:
    with (CATALOGUES / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale=language)


def translated(language: str) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Yield the forms of each message, and those of its translation."""
    for message in catalogue(language):
        if message.id:
            own = message.id if isinstance(message.id, tuple | list) else (message.id,)
            said = message.string if isinstance(message.string, tuple | list) else (message.string,)
            yield tuple(own), tuple(text or "" for text in said)


@pytest.mark.slow  # it reads the whole tree
@pytest.mark.parametrize("language", OTHERS)
def test_a_catalogue_has_every_message_of_the_code_and_no_other(language: str) -> None:
    messages = written()
    assert len(messages) > 300
    assert {own[0]: own for own, _ in translated(language)} == messages


@pytest.mark.parametrize("language", OTHERS)
def test_every_translation_says_something_with_the_same_places_and_tags(language: str) -> None:
    for own, said in translated(language):
        assert len(said) == len(own)
        for text in said:
            assert text.strip() == text != ""
            assert sorted(PLACE.findall(text)) == sorted(PLACE.findall(own[-1])), own
            assert '"' not in text  # it may stand in an attribute


def test_the_scripts_say_only_what_python_hands_them() -> None:
    scripts = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "ui/browser/assets").glob("*.js"))
    said = re.findall(r"\b(?:t|warn|room\.say|broadsheet\.say)\(\"([^\"]+)\"", scripts)
    assert set(said) == set(SPOKEN)


@pytest.mark.parametrize(
    ("headers", "language"),
    [
        ({}, "en"),
        ({"accept-language": "de-AT,de;q=0.9,en;q=0.8"}, "de"),
        ({"accept-language": "pt-BR, fr;q=0.5, es;q=0.7"}, "es"),
        ({"accept-language": "en-US,de;q=0.5"}, "en"),
        ({"accept-language": "ja, *;q=0.5"}, "en"),
        ({"accept-language": "de;q=0, fr;q=x, es;q=0.1"}, "es"),
        ({"accept-language": ";;,,=;q=" * 50}, "en"),
        ({"accept-language": "de", "cookie": "a=b; broadsheet-language=fr"}, "fr"),
        ({"accept-language": "de", "cookie": "broadsheet-language=../../etc"}, "de"),
    ],
)
def test_a_request_is_answered_in_what_was_chosen_or_else_the_language_of_its_browser(
    headers: dict[str, str], language: str
) -> None:
    assert choose(headers) == language


def test_each_request_has_words_and_numbers_of_its_own() -> None:
    with speaking("de"):
        assert gettext("Ask") == "Fragen"
        with speaking("fr"):
            assert ngettext("%(num)s added", "%(num)s added", 2) == "2 ajoutés"
        assert count(12_345, "passage") == "12.345 Stellen"
    assert count(12_345, "passage") == "12,345 passages"
    assert gettext("Ask") == "Ask"


def test_the_page_is_drawn_in_the_language_of_the_request() -> None:
    with speaking("es"):
        assert render_status(None) == '<p class="bs-status" role="status">Listo.</p>'
        assert 'lang="es"' in render_header(signs_in=False)
        assert 'data-ask="Resume «The mill»"' in render_starters(["Summarise “The mill”"])
    assert "Ready." in render_status(None)


def test_what_is_said_by_code_is_told_in_the_language_and_all_else_stays() -> None:
    said = "None of your 1,200 articles mentions “mill”. The mill burned."
    with speaking("de"):
        assert tell(said) == "Keiner Ihrer 1,200 Artikel erwähnt “mill”. The mill burned."
        assert tell("files of the format .mp4 are not read") == "Dateien des Formats .mp4 werden nicht gelesen"
        assert tell("100 % of them; %(number)s") == "100 % of them; %(number)s"
    assert tell(said) == said


def test_the_catalogues_travel_with_the_program() -> None:
    assert '"*.po"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert [path.parent.parent.name for path in sorted(Path(CATALOGUES).rglob("*.po"))] == OTHERS
