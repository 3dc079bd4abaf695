"""`broadsheet show`: an article, found by what people call it, whole or in part."""

import json

import pytest
from command_line import HARBOUR, MUSEUM, Broadsheet, said_in_one_sentence
from test_cli_terminal import Terminal

from index import Article, Span
from index.types import ListedArticle
from ui.terminal.reading import show_article
from ui.terminal.screen import Screen

pytest_plugins = ["command_line_fixtures"]


@pytest.mark.parametrize("named", ["harbour", "THE  Harbour", "bour", "the Harb"])
def test_an_article_is_found_by_what_it_is_called(filled: Broadsheet, named: str) -> None:
    ended = filled("show", named)
    head, text = ended.out.split("\n\n", 1)
    assert ended.code == 0
    assert head.splitlines()[:2] == ["The harbour", "Gazette, 2024-05-01"]
    assert head.splitlines()[-1] == f"harbour, {len(HARBOUR)} characters"
    assert text == f"{HARBOUR}\n"


def test_what_may_be_several_or_none_is_said(filled: Broadsheet) -> None:
    several = said_in_one_sentence(filled("show", "the"))
    assert "2 articles: 'harbour' (The harbour), 'museum' (The museum)" in several
    assert "'pier'" in said_in_one_sentence(filled("show", "pier"))
    assert filled("show", " ").code == 1


def test_characters_are_marked_in_the_text_or_shown_with_some_around(filled: Broadsheet) -> None:
    start = HARBOUR.index("Ada Quay")
    span = f"{start}-{start + 8}"
    marked = HARBOUR.replace("Ada Quay", ">>>Ada Quay<<<")
    ended = filled("show", "harbour", span)
    assert ended.out.split("\n\n", 1)[1] == f"{marked}\n"
    assert f"harbour, characters {span} of {len(HARBOUR)}" in ended.out
    assert filled("show", "harbour", span, "--around", "3").out.endswith("\n\n… by >>>Ada Quay<<< in …\n")


def test_json_is_what_the_api_returns(filled: Broadsheet) -> None:
    whole = json.loads(filled("show", "the museum", "--json").out)
    assert whole == {
        "id": "museum", "title": "The museum", "source": "Herald", "author": "", "url": "", "published": "2024-06-01",
        "start": 0, "end": len(MUSEUM), "length": len(MUSEUM), "text": MUSEUM, "place": "",
    }  # fmt: skip
    part = json.loads(filled("show", "museum", "4-10", "--around", "2", "--json").out)
    assert (part["start"], part["end"], part["text"]) == (2, 12, MUSEUM[2:12])


@pytest.mark.parametrize("wrong", ["10", "20-10", "a-b", "-1-5"])
def test_what_are_no_characters_is_no_command(filled: Broadsheet, wrong: str) -> None:
    assert filled("show", "harbour", wrong).code == 2


def test_characters_that_are_not_there_are_said(filled: Broadsheet) -> None:
    assert f"it has {len(HARBOUR)}" in said_in_one_sentence(filled("show", "harbour", "10-5000"))


def test_a_terminal_obeys_nothing_of_an_article() -> None:
    text = "One\x1b[2J two"
    article = Article("odd", "Odd\x1b]0;", text)
    row = ListedArticle("odd", "Odd", "", "", "", None, 1, "", "/papers/odd.txt")
    out = Terminal()
    show_article(article, row, Span(0, 3), Screen(out, out))
    assert "\x1b[2J" not in out.getvalue()
    assert "\x1b]0;" not in out.getvalue()
    assert ">>>One<<<" in out.shown()
