"""A question of each kind in the real browser, over the demo articles and without a model: what a person sees of it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
from browser_support import Served, ask, open_citation, serve

from ui.service.demo import FOLDER

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytest_plugins = ["browser_fixtures"]
pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]

QUOTED = r"Answered in your articles’ own words: \d+ passages?\."


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serve(tmp_path_factory.mktemp("kinds"), FOLDER) as running:
        yield running


@dataclass(frozen=True, slots=True)
class Seen:
    """What stands on the page for a question: its last line, its note, its headings, its quotations."""

    status: str
    note: str
    headings: list[str]
    quotes: list[str]
    text: str
    cites: list[str] = field(default_factory=list)


def see(page: "Page", question: str) -> Seen:
    """Ask, and return what is there then; nothing of it may be empty, doubled or raw."""
    ask(page, question)
    answer = page.locator("#bs-current")
    notes = answer.locator(".bs-note")
    text = answer.inner_text()
    seen = Seen(
        page.locator(".bs-status").last.inner_text(),
        " ".join(notes.all_inner_texts()),
        answer.locator(".bs-points :is(h4, tbody th)").all_inner_texts(),
        answer.locator(".bs-points :is(li, td) > q").all_inner_texts(),
        text,
        answer.locator(".bs-points li > cite").all_inner_texts(),
    )
    assert len(seen.headings) == len(set(seen.headings))  # a heading stands once
    assert all(heading.strip() for heading in seen.headings)
    assert all(quote.strip() for quote in seen.quotes)
    assert len(seen.quotes) == len(set(seen.quotes))
    assert answer.locator(".bs-points ul:not(:has(li))").count() == 0
    assert notes.count() == len(set(notes.all_inner_texts()))
    assert not re.search(r"\*\*|\|\s*-{3}|<[a-z/]+>|&(?:amp|lt|quot);|\bNone\b(?! of)|\bTrue\b|\{|\}", text)
    return seen


def check_spans(page: "Page", seen: Seen) -> None:
    """Follow the first citation: what is marked is what was quoted, but for its markup."""
    if seen.quotes:
        marked = open_citation(page, 1)
        assert words(marked)[:4] in [words(quote)[:4] for quote in seen.quotes]


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def test_a_fact(page: "Page") -> None:
    seen = see(page, "How long will the sea wall be?")
    claim = page.locator("#bs-current .bs-claim").first.inner_text()
    assert "metres" in claim
    assert words(open_citation(page, 1))[:5] == words(claim)[:5]
    assert seen.status == "1 sentence of your articles, not checked as an answer."


def test_an_explanation(page: "Page") -> None:
    seen = see(page, "How did the fire in the engine room of the ferry Marguerite start?")
    assert "Answered" in seen.status
    assert any("fire" in quote for quote in seen.quotes)
    check_spans(page, seen)


def test_statements_stand_under_who_said_them(page: "Page") -> None:
    seen = see(page, "What did the harbour master, Edda Quist, say about the cause?")
    assert "Answered" in seen.status
    assert "Edda Quist" in seen.headings
    assert any("said that the cause was not known" in quote for quote in seen.quotes)
    check_spans(page, seen)


def test_an_overview_covers_articles_each_under_its_title_once(page: "Page") -> None:
    seen = see(page, "Summarise what the articles say about the ferry")
    assert re.search(QUOTED, seen.status)
    assert len(seen.headings) >= 2
    assert page.locator("#bs-sources h3").first.inner_text() == "Quoted"
    assert "*" not in page.locator("#bs-sources").inner_text()
    assert not any(heading in cite for heading in seen.headings for cite in seen.cites)
    assert "of 16 articles" in seen.note
    check_spans(page, seen)


def test_an_overview_of_the_library_says_what_it_covers(page: "Page") -> None:
    seen = see(page, "Summarise my library")
    assert "This covers the newest 12 of 16 articles." in seen.note
    assert len(seen.headings) == 12


def test_a_comparison_has_a_heading_for_each_side(page: "Page") -> None:
    seen = see(page, "Compare what the Courier and the Mercury say about the ferry fire")
    assert re.search(QUOTED, seen.status)
    assert seen.headings == ["Courier", "Mercury"]
    assert any("118" in quote for quote in seen.quotes)
    assert any("126" in quote for quote in seen.quotes)


def test_a_comparison_whose_one_side_no_article_tells_of_tells_the_other(page: "Page") -> None:
    seen = see(page, "Compare the ferry with the zeppelin")
    assert "Your articles say nothing of zeppelin; this is what they say of ferry." in seen.text
    assert "Closest passages" in seen.text


def test_a_list_of_articles_has_a_row_each_and_their_exact_number(page: "Page") -> None:
    seen = see(page, "Which articles mention the ferry?")
    found = re.search(r"(\d+) of 16 articles mention “ferry”", seen.note)
    assert found
    assert len(seen.headings) == len(seen.quotes) == int(found[1])


def test_a_count_is_exact_and_split_by_source(page: "Page") -> None:
    seen = see(page, "How many articles mention Marguerite?")
    found = re.search(r"(\d+) of 16 articles mention “Marguerite”: The Saltmere Courier (\d+)", seen.note)
    assert found
    assert len(seen.quotes) == int(found[1])


def test_a_list_without_rows_says_so(page: "Page") -> None:
    seen = see(page, "How many articles mention zeppelins?")
    assert "None of your 16 articles mentions “zeppelins”." in seen.text
    assert "No answer could be verified" not in seen.text
    assert seen.quotes == []


def test_a_timeline_stands_under_its_days_in_order(page: "Page") -> None:
    seen = see(page, "Give me a timeline of the ferry fire")
    assert re.search(QUOTED, seen.status)
    years = [int(year[0]) for heading in seen.headings if (year := re.findall(r"\b\d{4}\b", heading))]
    assert len(years) == len(seen.headings) >= 2
    assert years == sorted(years)
    assert "8 October 2023" in seen.headings


def test_a_timeline_of_what_no_article_tells_of_says_so(page: "Page") -> None:
    seen = see(page, "Give me a timeline of the zeppelins")
    assert "Nothing in your articles tells of this." in seen.text


def test_what_is_in_the_library(page: "Page") -> None:
    seen = see(page, "What is in my library?")
    assert "Answered" in seen.status
    assert "Your library holds 16 articles from The Saltmere Courier" in seen.note
    assert "You can ask:" in seen.note
    assert seen.quotes


def test_talk_is_one_line(page: "Page") -> None:
    seen = see(page, "Hello!")
    assert "Hello! Ask me anything about your articles." in seen.text
    assert seen.quotes == []
    assert page.locator("#bs-current .bs-cite").count() == 0


def test_a_yes_or_no_shows_its_reasons(page: "Page") -> None:
    seen = see(page, "Did the town council vote for the sea wall?")
    assert "of your articles, not checked as an answer" in seen.status
    assert "voted" in page.locator("#bs-current").inner_text()
    assert page.locator("#bs-current .bs-cite").count() >= 1


def test_a_question_of_two_parts_is_answered_in_two(page: "Page") -> None:
    seen = see(page, "When did the ferry Marguerite burn, and how many articles mention the lighthouse?")
    assert re.search(r"1 of 16 articles mentions “lighthouse”", seen.note)
    assert any("Marguerite" in quote for quote in seen.quotes) or "Marguerite" in seen.text


def test_another_language_than_the_articles_is_said(page: "Page") -> None:
    seen = see(page, "Was sagte Mayor Rosalind Achterberg über den vote?")
    assert "You asked in German; the articles found for it are in English." in seen.text
    assert any("Achterberg" in quote for quote in seen.quotes) or "Achterberg" in seen.text
