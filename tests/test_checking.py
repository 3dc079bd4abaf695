"""Checks a text on the page, without Gradio and without a browser: what is shown, refused, and where links lead."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from index import Filter, Library
from index.errors import LibraryBusy
from rag.assistant import Assistant
from rag.generators.extractive import ExtractiveGenerator
from rag.types import Support
from ui.browser.actions import Actions
from ui.browser.views.checked import render_checked
from ui.conversations.store import ConversationStore
from ui.service import checks
from ui.service.checks import MAX_TEXT_CHARS, NOTHING_GIVEN, NOTHING_LOADED, CheckedText, number_checked
from ui.service.resources import Resources

OPENED = "The bridge of Alderwick was opened in 1931."
DRAFT = f"Notes:\n\n{OPENED} The market opens on Friday.\n\n{OPENED}"


@pytest.fixture
def actions(library: Library, articles: Path, tmp_path: Path) -> Actions:
    library.sync(articles)
    kept = ConversationStore.open(tmp_path / "home")
    return Actions(Resources(Assistant(library, ExtractiveGenerator()), tmp_path / "documents", kept))


def check(actions: Actions, text: str, only: Filter | None = None) -> CheckedText:
    *_, last = actions.checks.check(text, only or Filter())
    return last


def test_each_sentence_is_marked(actions: Actions) -> None:
    checked = check(actions, DRAFT)
    assert [one.claim.support for one in checked.sentences] == [
        Support.NOT_JUDGED,
        Support.SUPPORTED,
        Support.CONTRADICTED,
        Support.SUPPORTED,
    ]
    shown = render_checked(checked)
    assert "4 sentences checked: 2 supported, 1 contradicted, 1 not judged." in shown
    assert '<li class="bs-claim bs-not_judged"><span dir="auto">Notes:</span>' in shown
    assert "not judged: it has too few words that say something" in shown


def test_a_contradicted_sentence_is_shown_with_what_contradicts_it(actions: Actions) -> None:
    checked = check(actions, DRAFT)
    against = checked.sentences[2]
    assert [citation.quote for citation in against.claim.citations] == ["The market opens on Tuesday."]
    shown = render_checked(checked)
    item = shown.split('<li class="bs-claim bs-contradicted">')[1].split("</li>")[0]
    assert item.startswith('<span dir="auto">The market opens on Friday.</span> <span class="bs-support">')
    assert "≠</span> contradicted: the sources name another</span>" in item
    assert 'contradicted by: <q><bdi>The market opens on Tuesday.</bdi></q><span class="bs-cited"><a ' in item
    assert 'data-checked="2" aria-label="Citation 2: The market"' in item
    assert "closest: " not in item


def test_what_no_article_says_is_shown_with_what_comes_closest(actions: Actions) -> None:
    (judged,) = check(actions, "The market closes whenever the bridge is repaired by rowers.").sentences
    assert judged.claim.support is Support.UNSUPPORTED
    (nearest,) = judged.nearest
    item = render_checked(CheckedText("The market", (judged,), is_over=True))
    assert f"closest: <q><bdi>{nearest.quote}</bdi></q>" in item
    assert "contradicted" not in item
    assert "1 sentence checked: 1 not found." in item


def test_what_stands_between_the_sentences_stays(actions: Actions) -> None:
    first = check(actions, DRAFT).sentences[1]
    shown = render_checked(CheckedText(DRAFT, (first,), is_over=True))
    assert '<li class="bs-passed" dir="auto">Notes:</li>' in shown
    assert "The market opens on Friday." in shown


def test_a_span_has_one_number_wherever_it_is_cited_and_keeps_it(actions: Actions) -> None:
    checked = check(actions, DRAFT)
    numbers = number_checked(checked.sentences)
    assert list(numbers.values()) == [1, 2]
    assert list(number_checked(checked.sentences[:2]).items()) == list(numbers.items())[:1]
    assert render_checked(checked).count('data-checked="1"') == 2


def test_the_text_grows_while_it_is_checked(actions: Actions, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "SHOWN_EVERY_S", 0.0)
    told = list(actions.checks.check(DRAFT, Filter()))
    assert [len(one.sentences) for one in told] == [0, 1, 2, 3, 4, 4]
    assert [one.is_over for one in told] == [False] * 5 + [True]
    assert "Checking… 1 supported, 1 not judged" in render_checked(told[2])
    assert "The market opens on Friday." in render_checked(told[1])  # what was not come to yet


def test_a_citation_leads_to_its_characters_and_back_to_the_text(actions: Actions) -> None:
    sentences = check(actions, DRAFT).sentences
    opened = actions.open((), {"checked": "1"}, sentences=sentences)
    assert f'id="bs-cited" tabindex="-1" data-number="1">{OPENED}</mark>' in opened
    assert 'data-back="bs-checked-text">↩ Back to your text</a>' in opened
    assert "It is 212 metres long." in opened


def test_what_changed_since_is_quoted_and_never_marked_elsewhere(actions: Actions, articles: Path) -> None:
    sentences = check(actions, DRAFT).sentences
    bridge = next(path for path in articles.rglob("*") if path.is_file() and "212 metres" in path.read_text())
    bridge.write_text("The bridge\n\nNobody measured it. " + bridge.read_text(), encoding="utf-8")
    actions.resources.library.sync(articles)
    opened = actions.open((), {"checked": "1"}, sentences=sentences)
    assert "was removed, or has changed" in opened
    assert "<blockquote" in opened
    assert "bs-cited" not in opened


@pytest.mark.parametrize("number", ["3", "x", ""])
def test_a_citation_that_there_is_not_says_so(actions: Actions, number: str) -> None:
    assert "not known any more" in actions.open((), {"checked": number}, sentences=check(actions, DRAFT).sentences)


@pytest.mark.parametrize(
    ("text", "trouble"),
    [
        ("", NOTHING_GIVEN),
        (" \n ", NOTHING_GIVEN),
        ("word " * MAX_TEXT_CHARS, "250,000 characters; expected at most 50,000"),
    ],
)
def test_a_text_that_cannot_be_checked_is_refused(actions: Actions, text: str, trouble: str) -> None:
    (refused,) = actions.checks.check(text, Filter())
    assert trouble in refused.trouble
    assert 'role="alert"' in render_checked(refused)


def test_a_text_without_a_sentence_says_so(actions: Actions) -> None:
    shown = render_checked(check(actions, "Hello!\n\nWell."))
    assert "Nothing here can be looked up: expected sentences with at least two words that say something." in shown
    assert "Hello!" in shown
    assert "Well." in shown
    assert "checked:" not in shown


def test_an_empty_library_is_named(library: Library, tmp_path: Path) -> None:
    kept = ConversationStore.open(tmp_path / "home")
    actions = Actions(Resources(Assistant(library, ExtractiveGenerator()), tmp_path / "documents", kept))
    assert check(actions, DRAFT).trouble == NOTHING_LOADED


def test_only_the_chosen_articles_are_looked_into(actions: Actions) -> None:
    only = Filter(sources=frozenset({"nobody's"}))
    assert [one.claim.support for one in check(actions, DRAFT, only).sentences] == [
        Support.NOT_JUDGED,
        Support.UNSUPPORTED,
        Support.UNSUPPORTED,
        Support.UNSUPPORTED,
    ]


def test_how_much_is_enough_is_what_the_program_was_started_with(actions: Actions) -> None:
    strict = replace(actions, whole=replace(actions.resources, min_support=1.0))
    assert [one.claim.support for one in check(strict, DRAFT).sentences] == [
        Support.NOT_JUDGED,
        Support.UNSUPPORTED,
        Support.CONTRADICTED,
        Support.UNSUPPORTED,
    ]


def test_what_fails_on_the_way_is_said_beside_what_was_checked(
    actions: Actions, monkeypatch: pytest.MonkeyPatch
) -> None:
    sentence = check(actions, DRAFT).sentences[1]
    monkeypatch.setattr(checks, "check_text", lambda *given: failing(sentence))
    shown = render_checked(check(actions, DRAFT))
    assert "Somebody else writes: try again." in shown
    assert "1 sentence checked: 1 supported." in shown


def failing(sentence: object) -> Iterator[object]:
    yield sentence
    raise LibraryBusy("Somebody else writes: try again.")


def test_a_long_text_is_drawn_so_seldom_that_all_of_it_costs_as_much_as_a_few(
    actions: Actions, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, "SHOWN_EVERY_S", 0.0)
    drawn = [len(one.sentences) for one in actions.checks.check("It is long. " * 200, Filter())]
    assert drawn[-1] == 200
    assert sum(drawn) < 15 * 200
    assert drawn[:4] == [0, 1, 2, 3]


def test_the_leaders_of_a_list_are_not_of_its_sentences(actions: Actions) -> None:
    text = "## Facts\n\n- It is long.\n\n1. Fish is sold there.\n2. The market opens on Tuesday.\n"
    checked = check(actions, text)
    said = [text[one.start : one.end] for one in checked.sentences]
    assert said == ["Facts", "It is long.", "Fish is sold there.", "The market opens on Tuesday."]
    assert "bs-passed" not in render_checked(checked)


def test_a_day_at_the_beginning_is_no_leader(actions: Actions) -> None:
    text = "5. März war Markt in Alderwick."
    assert next(text[one.start : one.end] for one in check(actions, text).sentences).startswith("5. ")


def test_a_check_against_an_article_that_is_gone_says_what_to_press(actions: Actions) -> None:
    *_, last = actions.checks.check(DRAFT, Filter(articles=frozenset({"gone"})))
    assert last.is_over
    assert "Ask all articles again" in last.trouble
    assert "broadsheet" not in last.trouble
