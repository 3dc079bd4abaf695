"""Corrections: what an article takes back is not supported by it, and what it corrects contradicts nothing."""

import pytest
from test_support_kinds import assert_held, judged

from index import Article, Hit, Passage, Span
from rag.answer.citations import cite
from rag.answer.corrections.corrected import corrected_last
from rag.support.judge import judge
from rag.types import Point, Support, Window

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


# A correction that stands at the end of another article, of another title.
MILL = (
    "The paper mill at Varn will reopen in May.\n\n**Correction:** Our report of 2 April said that 64 people worked at "
    "the Orrel paper mill. The correct figure is 58. It also gave the year in which the mill was founded as 1987; the "
    "brothers bought the site in that year but made their first paper in 1989."
)
COIN = (
    "The Lund coin is coming home. It was found under a floor.\n\nCorrection: in our report of 18 May we said that the "
    "coin was discovered in 1926. It came to light in 1928. We also described it as one of five known in Norway; there "
    "are seven."
)


@pytest.mark.parametrize(
    ("statement", "text"),
    [
        ("64 people worked at the paper mill.", MILL),
        ("The mill was founded in 1987.", MILL),
        ("The coin was discovered in 1926.", COIN),
        ("The Lund coin is one of five known in Norway.", COIN),
    ],
)
def test_what_a_correction_at_the_end_of_another_article_takes_back_is_contradicted_by_it(
    statement: str, text: str
) -> None:
    claim = judged(statement, text, "Stolen coin found").claim
    assert claim.support is Support.CONTRADICTED, claim
    assert claim.reason == "the sources say that this was wrong"


@pytest.mark.parametrize(
    ("statement", "text"),
    [
        ("58 people work at the paper mill.", MILL),
        ("58 people were employed at the mill.", MILL),
        ("The mill has 58 employees.", MILL),
        ("The Orrel paper mill employs 58 people.", MILL),
        ("The correct figure is 58.", MILL),
        ("The first paper was made in 1989.", MILL),
        ("The coin was discovered in 1928.", COIN),
    ],
)
def test_what_such_a_correction_says_is_held(statement: str, text: str) -> None:
    assert_held(statement, text, title="Stolen coin found")


def test_what_was_bought_in_the_year_that_was_wrong_is_not_contradicted() -> None:
    claim = judged("The brothers bought the site in 1987.", MILL, "Stolen coin found").claim
    assert claim.support is not Support.CONTRADICTED, claim


def test_the_span_that_contradicts_says_what_is_right() -> None:
    old = window("The mill at Orrel", "The mill at Orrel, which employs 64 people, was founded in 1987.")
    for statement in ("The mill employs 64 people.", "The mill was founded in 1987."):
        claim = judge(statement, [old, window("Stolen coin found", MILL)]).claim
        assert claim.support is Support.CONTRADICTED, claim
        assert claim.citations[0].title == "Stolen coin found"
        assert any(right in claim.citations[0].quote for right in ("58", "1989"))


def test_a_year_of_something_else_is_not_taken_back() -> None:
    old = window("The museum", "The museum of Lund opened its doors in 1926.")
    claim = judge("The museum of Lund opened in 1926.", [old, window("Stolen coin found", COIN)]).claim
    assert claim.support.is_shown, claim


STRIKE = (
    "The union rejected the claim. Ida Marn, who leads the branch, said that 512 drivers were now out.\n\n"
    "The Traders' Association of Rinn put the loss at 38 per cent. Its chair, Per Tolv, urged both sides to talk."
)
MENDED = (
    'In our report "Bus strike: day two in Rinn" we stated that 512 drivers were on strike. That figure, which the '
    "union had given to us, was wrong. The number of drivers on strike was 438.\n\n"
    "The same report said that the traders' association was chaired by Per Tolv. Mr Tolv is its vice-chair. The chair "
    "is Rhea Volk."
)


@pytest.mark.parametrize(
    ("statement", "support"),
    [
        ("Per Tolv is the chair of the traders' association.", Support.CONTRADICTED),
        ("Per Tolv chairs the traders' association.", Support.CONTRADICTED),
        ("512 drivers were on strike.", Support.CONTRADICTED),
        ("Per Tolv is the vice-chair of the traders' association.", Support.SUPPORTED),
        ("Rhea Volk is the chair of the traders' association.", Support.SUPPORTED),
        ("Ida Marn said that 512 drivers were out.", Support.SUPPORTED),
    ],
)
def test_a_correction_takes_back_who_somebody_is_and_not_that_somebody_said_so(
    statement: str, support: Support
) -> None:
    windows = [window("Bus strike: day two in Rinn", STRIKE), window("Correction: drivers on strike", MENDED)]
    claim = judge(statement, windows).claim
    assert claim.support is support, claim


def test_whom_a_correction_takes_back_contradicts_nobody() -> None:
    text = "The same report said that the traders' association was chaired by Ola Tolv."
    claim = judged("Rhea Volk chairs the traders' association.", text, "Correction: drivers on strike").claim
    assert claim.support is not Support.CONTRADICTED, claim


def test_what_is_taken_back_stands_behind_what_is_right_with_its_correction() -> None:
    report, other = Article("r", OLD, REPORT), Article("o", "Why they came", "They came because the abbey was free.")
    correction = Article("c", TITLE, CORRECTION)
    hits = [Hit(one, Passage(one.text, 0, len(one.text)), 1.0, 1.0, 0.0) for one in (report, correction, other)]
    points = [Point("", (cite(one, Span(0, len(one.text))),)) for one in (report, other)]
    assert [point.citations[0].article for point in corrected_last(points, hits)] == ["o", "r", "c"]
