"""Two articles that give another value, and questions that take for granted what no article says."""

from datetime import date

import pytest

from index import Article, Span
from rag.answer.citations import cite
from rag.question.premises import find_unsaid, say_unsaid
from rag.support.disagreements import find_disagreements, list_values
from rag.support.judge import judge
from rag.types import Claim, Support, Window


def window(id: str, text: str, published: date | None = None) -> Window:
    article = Article(id, id.title(), text, source=id, published=published)
    return Window(article, 0, len(text), Span(0, len(text)), 1.0)


FIRST = window("courier", "The ferry caught fire with 118 people on board.", date(2023, 10, 9))
LATER = window("correction", "The ferry caught fire with 121 people on board, the board said.", date(2023, 10, 11))
OTHER = window("mercury", "The ferry caught fire with 126 people on board.", date(2023, 10, 10))
BESIDE = window("dues", "The harbour raised its dues by 8 percent for 40 boats.", date(2023, 10, 12))


def test_other_values_are_found_with_the_newest_first() -> None:
    windows = (FIRST, LATER, OTHER, BESIDE)
    claim = judge("The ferry caught fire with 118 people on board.", (FIRST,)).claim
    found = find_disagreements(claim, windows)
    assert [citation.article for citation in found] == ["correction", "mercury"]
    assert [citation.quote for citation in found] == [LATER.text, OTHER.text]


@pytest.mark.parametrize(
    "other", ["The ferry caught fire on Sunday.", "The ferry caught fire with 118 people on board."]
)
def test_the_same_value_and_none_are_no_disagreement(other: str) -> None:
    claim = judge("The ferry caught fire with 118 people on board.", (FIRST,)).claim
    assert find_disagreements(claim, (FIRST, window("b", other))) == ()


def test_a_claim_without_a_value_disagrees_with_nobody() -> None:
    claim = judge("The ferry caught fire.", (FIRST,)).claim
    assert find_disagreements(claim, (FIRST, LATER)) == ()


SCHOOL = "Parents of the old harbour school asked for a second teacher and a longer bus route."


@pytest.mark.parametrize(
    ("question", "unsaid"),
    [
        ("Why is the harbour school unhappy?", "unhappy"),
        ("Why are the modest parents of the harbour school asking for a teacher?", ""),
        ("Why did the parents of the harbour school demand a teacher?", ""),
        ("Who is unhappy?", ""),
        ("Pourquoi la school est-elle furieuse ?", "furieuse"),
        ("Warum ist die school wütend?", "wütend"),
    ],
)
def test_a_state_that_a_question_takes_for_granted_and_nobody_tells(question: str, unsaid: str) -> None:
    assert find_unsaid(question, (SCHOOL,)) == unsaid


def test_nothing_is_unsaid_where_nothing_was_found() -> None:
    assert find_unsaid("Why is the harbour school unhappy?", ()) == ""


def test_it_is_said_in_a_sentence() -> None:
    assert say_unsaid("") == ""
    assert "“unhappy”" in say_unsaid("unhappy")


CORRECTION = (
    "In our report of 18 November we said that forty-two households had been evacuated. That was the number at six. The"
    " final figure, which includes five brought out later, was forty-seven.\n\nThe Post reported that fifty-seven"
    " households were evacuated."
)


@pytest.mark.parametrize(
    ("said", "right"),
    [
        ("Fifty-seven households were evacuated.", ("Fifty-seven", "forty-seven")),
        ("Forty-seven households were evacuated.", ()),
    ],
)
def test_what_a_correction_says_to_be_right_stands_beside_another_value(said: str, right: tuple[str, ...]) -> None:
    article = Article("correction", "Correction: flood", CORRECTION, "Gazette", published=date(2024, 11, 25))
    windows = [Window(article, 0, len(CORRECTION), Span(0, 10), 1.0)]
    start = CORRECTION.index("The Post")
    claim = Claim(said, Support.SUPPORTED, 0.9, (cite(article, Span(start, len(CORRECTION))),))
    others = find_disagreements(claim, windows)
    assert tuple(value.text for value in list_values([claim], others)) == right
    assert all(value.is_corrected for value in list_values([claim], others)[1:])
