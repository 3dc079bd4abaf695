"""An overview of what an article is about though no sentence of it says so."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest

from index import Library
from index.embedders.hashed import HashedEmbedder
from rag.answer.gathering import gather_points
from rag.answer.request import Gathered, Request

COURT = """# Treasurer denies taking the money

The county court sat on Monday to hear the treasurer. He said that he was innocent.

The case came to light when an auditor read the books.
"""
MARKET = "# The market\n\nThe market opens on Tuesday. Fish is sold there.\n"


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Gathered]]:
    folder = tmp_path_factory.mktemp("topics")
    (folder / "articles").mkdir()
    (folder / "articles" / "court.md").write_text(COURT, "utf-8")
    (folder / "articles" / "market.md").write_text(MARKET, "utf-8")
    with Library.open(folder / "library", embedder=HashedEmbedder()) as library:
        library.sync(folder / "articles")
        yield lambda question: gather_points(Request(library, question, date(2026, 11, 30)))[0]


def test_an_article_that_has_all_words_of_a_topic_is_about_it(ask: Callable[[str], Gathered]) -> None:
    part = ask("Summarise the court case")
    assert part.answerable
    assert {point.group for point in part.points} == {"Treasurer denies taking the money"}
    assert not part.note


def test_an_article_whose_title_is_near_is_shown_and_the_word_that_nobody_says_is_named(
    ask: Callable[[str], Gathered],
) -> None:
    part = ask("Summarise the treasurer money yacht")
    assert part.answerable
    assert part.note == "No article found for this says “yacht”: this is what comes closest."


@pytest.mark.parametrize("question", ["Summarise the court yacht", "Summarise the fish wars", "Summarise the wedding"])
def test_what_no_article_is_about_is_refused(ask: Callable[[str], Gathered], question: str) -> None:
    assert not ask(question).answerable


@pytest.mark.parametrize(
    ("question", "is_told"), [("treasurer money", True), ("treasurer yacht", False), ("fish wars", False)]
)
def test_words_alone_are_answered_by_what_is_about_them(
    ask: Callable[[str], Gathered], question: str, *, is_told: bool
) -> None:
    assert ask(question).answerable is is_told


@pytest.mark.parametrize(
    ("typed", "is_told"),
    [
        ("market fish tuesday", True),
        ("fish market price", True),
        ("treasurer county court auditor", True),
        ("county court treasurer judge", True),  # three of four
        ("fish market in harlow", False),
        ("the treasurer of the moon", False),
    ],
)
def test_words_alone_are_answered_by_an_article_that_has_most_of_them(
    ask: Callable[[str], Gathered], typed: str, *, is_told: bool
) -> None:
    assert ask(typed).answerable is is_told
