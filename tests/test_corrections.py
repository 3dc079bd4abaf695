"""Corrections: what an article takes back is not supported by it, and what it corrects contradicts nothing."""

import pytest
from test_support_kinds import assert_held, judged

from index import Article, Span
from rag.support.judge import judge
from rag.types import Support, Window

TITLE = "Correction: the fair at Ronne"
OLD = "Fair at Ronne draws 640 visitors"
CORRECTION = (
    f"Our report of 4 May, “{OLD}”, gave a wrong number of visitors. The gate counted 712 visitors. The number of "
    "stalls, thirty, was right. We also wrote that the fair closed at nine in the evening. It closed at seven in the "
    "evening."
)
REPORT = "The spring fair of Ronne Abbey had 640 visitors on Saturday, more than ever before, and thirty stalls."


def window(title: str, text: str) -> Window:
    return Window(Article(title, title, text), 0, len(text), Span(0, len(text)), 1.0)


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("640 visitors came to the fair at Ronne.", CORRECTION),
        ("The fair closed at nine in the evening.", CORRECTION),
        ("The bridge is 48 metres long.", "An earlier version of this article misstated the bridge as 48 metres long."),
        ("The bridge is 48 metres long.", "The article incorrectly said that the bridge is 48 metres long."),
        ("The bridge is 48 metres long.", "The figure in our story, a bridge 48 metres long, was wrong."),
        ("Der Steg ist 48 Meter lang.", "Die Zeitung schrieb fälschlich, der Steg sei 48 Meter lang."),
    ],
)
def test_what_is_taken_back_is_contradicted(statement: str, told: str) -> None:
    claim = judged(statement, f"{told} It rained.", TITLE if told is CORRECTION else "The bridge").claim
    assert claim.support in (Support.CONTRADICTED, Support.UNSUPPORTED), claim


@pytest.mark.parametrize(
    "statement",
    [
        "The gate counted 712 visitors.",
        "The number of stalls was thirty.",
        "The report of 4 May gave a wrong number of visitors.",
        "The fair closed at seven in the evening.",
    ],
)
def test_what_is_right_and_that_it_was_wrong_are_held(statement: str) -> None:
    assert_held(statement, CORRECTION, title=TITLE)


def test_a_corrected_value_is_contradicted_by_the_correction_though_the_old_report_has_it() -> None:
    claim = judge("640 visitors came to the fair.", [window(OLD, REPORT), window(TITLE, CORRECTION)]).claim
    assert claim.support is Support.CONTRADICTED
    assert claim.reason == "the sources say that this was wrong"
    assert claim.citations[0].title == TITLE


def test_the_right_value_is_held_with_the_names_of_the_corrected_report() -> None:
    windows = [window(OLD, REPORT), window(TITLE, CORRECTION)]
    claim = judge("The fair of Ronne Abbey had 712 visitors.", windows).claim
    assert claim.support is Support.SUPPORTED, claim
    assert claim.citations[0].title == TITLE
    alone = judge("The fair of Ronne Abbey had 712 visitors.", windows[:1]).claim
    assert alone.support is Support.CONTRADICTED


def test_a_wrong_that_takes_nothing_back_is_a_word_like_others() -> None:
    told = "The mayor said that it was wrong to close the pier in 1998. It rained."
    assert_held("The mayor said it was wrong to close the pier in 1998.", told)
