"""What a model writes, made to stand by itself: who it is about, who says so, and no sentence that breaks off."""

import pytest

from index import Article, Span
from rag.answer.written.paragraph import LEAST_SUPPORT, POINTLESS, SAYS_NOTHING, Paragraph
from rag.answer.written.verdicts import judge_claim
from rag.types import Claim, Evidence, Window

COURT = (
    "Malcolm Orr, 61, was jailed on Monday. Simon Lund, defending, said that Orr had begun with a loan of £600 that he "
    "meant to repay. Since his arrest he had sold his house and paid back £71,000. The bank and the union declined to "
    "comment. Orr's daughter wept. In his speech the judge praised the clerk."
)


def written(text: str) -> list[Claim]:
    """Return the claims of what a model wrote of the article."""
    window = Window(Article("a", "Treasurer jailed", COURT), 0, len(COURT), Span(0, len(COURT)), 1.0)
    evidence = Evidence((window,), 0)
    paragraph = Paragraph(
        lambda claim: judge_claim(claim, "Why was he jailed?", evidence, LEAST_SUPPORT), lambda _: None
    )
    list(paragraph.add(text))
    list(paragraph.end())
    return [verdict.claim for verdict in paragraph.verdicts]


def shown(text: str) -> list[str]:
    """Return the sentences that are shown."""
    return [claim.text for claim in written(text) if claim.support.is_shown]


@pytest.mark.parametrize("text", ["Since his arrest he had sold his house and paid back £71,000.", "He wept."])
def test_he_who_is_named_nowhere_is_not_shown(text: str) -> None:
    (claim,) = written(text)
    assert not claim.support.is_shown
    assert claim.reason == POINTLESS or text == "He wept."


def test_he_gets_the_name_that_the_sentence_has_there_and_who_says_so() -> None:
    assert shown("He had begun with a loan of £600.") == ["Orr had begun with a loan of £600, Simon Lund said."]


def test_what_a_lawyer_says_is_no_fact() -> None:
    assert shown("Orr had begun with a loan of £600.") == ["Orr had begun with a loan of £600, Simon Lund said."]
    kept = "Simon Lund said that Orr had begun with a loan of £600."
    assert shown(kept) == [kept]


def test_he_means_whom_a_sentence_before_it_or_its_own_names() -> None:
    assert shown("Malcolm Orr was jailed on Monday. Since his arrest he had sold his house.") == [
        "Malcolm Orr was jailed on Monday.",
        "Since his arrest he had sold his house.",
    ]
    assert shown("In his speech the judge praised the clerk.") == ["In his speech the judge praised the clerk."]


def test_that_nobody_would_comment_answers_nothing() -> None:
    (claim,) = written("The bank and the union declined to comment.")
    assert (claim.support.is_shown, claim.reason) == (False, SAYS_NOTHING)


def test_a_last_sentence_that_breaks_off_is_none() -> None:
    assert shown("Malcolm Orr was jailed on Monday. The bank and the") == ["Malcolm Orr was jailed on Monday."]
    assert shown("Malcolm Orr was jailed on Monday") == ["Malcolm Orr was jailed on Monday"]


def test_he_behind_a_sentence_that_is_not_shown_is_nobody_else() -> None:
    told = "Malcolm Orr was jailed on Monday. Simon Lund won the lottery. He said that Orr had begun with a loan."
    assert shown(told)[0] == "Malcolm Orr was jailed on Monday."
    assert not any(one.startswith("He ") for one in shown(told))
