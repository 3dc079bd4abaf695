"""Statements about news: what was put off, passed over, corrected, measured out, told by "I", or is in millions."""

from datetime import date

import pytest
from test_support_kinds import assert_held, assert_refused, judged

from index import Article, Hit, Passage, Span
from rag.answer.corrections.corrected import find_right, righted, without_corrected
from rag.answer.gathering import _corrected
from rag.answer.request import Gathered
from rag.question.kind import Kind
from rag.support.corrections import take_back
from rag.support.interviews import interviewee_at
from rag.support.judge import judge
from rag.types import Citation, Point, Support, Window

FAMILY = (
    "Ilse Brandt had two children, Nora and Emil. Their son Emil, a baker, drowned in a quarry in 1977. She dedicated "
    "her last novel, written a year later, to him."
)
PLANS = "The work on Fish Lane, which had been due to begin in August, has been put off until after the fair."
CHOICE = "The bakers Lund & Moor have chosen Kellin over Dorn for their third mill. It is to open in 2027."
TERM = "Anton Weir was sentenced on Monday to six years in prison for theft. His lawyer said that he would appeal."
MONEY = (
    "The mayor said that no shop would pay more in rent because of the market hall: half of the money will come from "
    "the county, the rest from a loan to be repaid out of fees."
)
RULES = (
    "## Who can apply?\n\nAny shop in Fish Lane that is older than a year. Shops with more than six tills are excluded."
)
MATCH = "Dorn Rovers beat Kellin Town 3-1 on Sunday after being a goal down at the break."
WARD = "The hospital of Dorn closed a ward for a week after nine patients fell ill with measles. Nobody died."
CHAIR = (
    "The chairman, Hugo Marsh, will step down in June. His cousin Lena Marsh had called for that. He is to be "
    "succeeded by Ida Quill, formerly of the brewer Tarn."
)
LOSS = "Marsh & Moor made a profit of 9.1 million crowns in 2023 after a loss of 4.2 million crowns the year before."


@pytest.mark.parametrize(
    ("statement", "text"),
    [
        ("Ilse Brandt drowned in a quarry in 1977.", FAMILY),
        ("Nora Brandt drowned in a quarry in 1977.", FAMILY),
        ("The work on Fish Lane began in August.", PLANS),
        ("The work on Fish Lane began in August 2024.", PLANS),
        ("The third mill will be opened in Dorn.", CHOICE),
        ("Anton Weir is in prison.", TERM),
        ("The market hall will be repaid out of rent.", MONEY),
        ("Dorn Rovers beat Kellin Town after being a goal up at the break.", MATCH),
        ("Nobody fell ill with measles in the hospital of Dorn.", WARD),
        ("Ida Quill will succeed Lena Marsh.", CHAIR),
        ("Marsh & Moor made a loss of 4.2 million crowns in 2023.", LOSS),
    ],
)
def test_what_did_not_come_to_be_is_not_held(statement: str, text: str) -> None:
    assert_refused(statement, text)


@pytest.mark.parametrize(
    ("statement", "text"),
    [
        ("Emil Brandt drowned in a quarry in 1977.", FAMILY.replace("Their son Emil", "Emil Brandt")),
        ("The work on Fish Lane had been due to begin in August.", PLANS),
        ("Lund & Moor have chosen Kellin for their third mill.", CHOICE),
        ("Lund & Moor have chosen Kellin over Dorn.", CHOICE),
        ("Anton Weir was sentenced to six years in prison.", TERM),
        ("The loan is to be repaid out of fees.", MONEY),
        ("Dorn Rovers won 3-1 after being a goal down at the break, and beat Kellin Town.", MATCH),
        ("Nobody died of measles at the hospital of Dorn.", WARD),
        ("Ida Quill will succeed Hugo Marsh.", CHAIR),
    ],
)
def test_what_came_to_be_is_held(statement: str, text: str) -> None:
    assert_held(statement, text)


def test_a_verb_of_the_heading_is_not_that_of_a_sentence_with_its_own() -> None:
    assert judged("Shops with more than six tills can apply.", RULES).claim.support is not Support.SUPPORTED


@pytest.mark.parametrize(
    ("statement", "support"),
    [
        ("Sales of bread were 47 million crowns in 2023.", Support.SUPPORTED),
        ("Sales of bread were 47 crowns in 2023.", Support.CONTRADICTED),
    ],
)
def test_a_table_in_millions_is_told_in_millions(statement: str, support: Support) -> None:
    rows = "Sales by kind, million crowns\nKind: Bread | 2022: 41 | 2023: 47\nKind: Cake | 2022: 12 | 2023: 9\n"
    told = judged(statement, rows).claim.support
    assert told is support


INTERVIEW = (
    "Greta Falk, 74, was the last ferryman of Dorn. She spoke to Tom Quill in her garden.\n\n"
    "**How did you begin?**\n\nMy uncle had the boat before me. I took it over in 1971.\n\n"
    "**Were there others?**\n\nNot one. The county paid me as a helper until 1980.\n\n"
    "**Are you against the bridge?**\n\nI am not. Better a bridge than nothing.\n\n"
    "The bridge, if it is built, would cost nine million."
)


def test_i_is_whom_an_interview_introduces() -> None:
    assert interviewee_at(INTERVIEW, INTERVIEW.index("The county paid")) == "Greta Falk"
    assert interviewee_at(INTERVIEW, 0) == ""
    assert interviewee_at(INTERVIEW, INTERVIEW.index("The bridge, if")) == ""
    assert interviewee_at("What now?\n\nI do not know.", 12) == ""
    assert_held("Greta Falk was paid as a helper until 1980.", INTERVIEW)
    assert_refused("Tom Quill was paid as a helper until 1980.", INTERVIEW)


CORRECTION = Article(
    "c",
    "Correction: the market hall",
    'In an article of 3 May ("Hall to cost 31 million") we reported that the market hall of Dorn would cost 31 million '
    "crowns. That figure was wrong. It counted the roof twice. The true estimate is in fact 27 million crowns.\n\n"
    "We also wrote that Ida Quill collected 900 signatures in four days. She collected 900 of them in fourteen days.",
    published=date(2024, 5, 9),
)
HALL = Article("h", "Hall to cost 31 million", "The market hall of Dorn will cost 31 million crowns. It opens in 2026.")


def windows(*articles: Article) -> list[Window]:
    return [Window(one, 0, len(one.text), Span(0, len(one.text)), 1.0) for one in articles]


@pytest.mark.parametrize(
    ("statement", "right"),
    [
        ("The market hall of Dorn will cost 31 million crowns.", "27 million crowns"),
        ("Ida Quill collected 900 signatures in four days.", "fourteen days"),
    ],
)
def test_a_correction_tells_what_is_right(statement: str, right: str) -> None:
    verdict = judge(statement, windows(HALL, CORRECTION))
    assert verdict.claim.support is Support.CONTRADICTED
    found = find_right([verdict])
    assert found is not None
    assert found[0] == right
    assert right in found[1].quote


def test_what_is_taken_back_is_quoted_with_what_takes_it_back() -> None:
    first = CORRECTION.text.index(". That") + 1
    assert take_back(CORRECTION, Span(0, first)).of(CORRECTION.text).endswith("27 million crowns.")
    assert take_back(HALL, Span(0, 52)) == Span(0, 52)


def test_no_point_tells_what_a_correction_takes_back() -> None:
    def point(article: Article, start: int, end: int) -> Point:
        quote = article.text[start:end]
        return Point("", (Citation(article.id, article.title, start, end, quote, source="", url="", published=None),))

    hits = [Hit(one, Passage(one.text, 0, len(one.text)), 1.0, 1.0, 0.0) for one in (HALL, CORRECTION)]
    wrong, opening = point(HALL, 0, 52), point(HALL, 53, len(HALL.text))
    right = point(CORRECTION, 0, CORRECTION.text.index("\n\n"))
    assert without_corrected((wrong, opening, right), hits) == (opening, right)
    assert without_corrected((wrong, opening), hits[:1]) == (wrong, opening)
    in_place, behind = righted((wrong, opening), hits)
    assert "27 million" in in_place.citations[0].quote
    assert behind == opening
    assert righted((wrong, opening), hits[:1]) == (wrong, opening)
    longer = Article(
        "h", HALL.title, "The hall will cost 31 million crowns, not the 24 million told in May by the builders."
    )
    said = point(longer, 0, len(longer.text))
    assert without_corrected((said,), [Hit(longer, hits[0].passage, 1.0, 1.0, 0.0), hits[1]]) == ()
    shown = {kind: _corrected(Gathered(kind, (wrong, opening), "", 0.6, answerable=True), hits).points for kind in Kind}
    assert shown[Kind.FACT] == shown[Kind.YES_NO] == (opening,)
    assert shown[Kind.LISTING] == (wrong, opening)  # a row each
    first, correcting, last = shown[Kind.STATEMENTS]  # what else it tells may be what was asked for
    assert (first, last) == (wrong, opening)
    assert shown[Kind.EXPLANATION] == (opening, wrong, correcting)  # what is right explains it
    assert correcting.citations[0].article == CORRECTION.id
    assert "27 million" in correcting.citations[0].quote


BEDS = "Dorn General has 610 beds, Saint Ida's 245. Both were built in 1960."
ROADS = "The way to Dorn General takes 23 minutes, compared with nine minutes to Saint Ida's."
PASSES = "A pass for all days costs 75 pounds, or 40 pounds for students."
GIFTS = "Ida Quill wants to look for the wreck. She has raised 90,000 pounds of the 150,000 pounds she needs."
COACHES = (
    "Hugo Marsh was dismissed after nine matches without a win. His assistant, Tom Quill, took charge for five games "
    "and lost four of them."
)
HALLS = "Dogs are not allowed in the Old Corn Hall. The Tarn Sisters are to play songs from their new record."
CLAIMS = "In 1996 a docker, Tom Quill, claimed that the ship had carried guns under the timber."
HOURS = "Day: Saturday 20 July | Time: 21:00 | Event: Tarn Quartet | Place: Old Corn Hall | Price: 28"


@pytest.mark.parametrize(
    ("statement", "text"),
    [
        ("Dorn General has 245 beds.", BEDS),
        ("The way to Dorn General takes nine minutes.", ROADS),
        ("A pass for all days costs 40 pounds.", PASSES),
        ("Ida Quill has raised 150,000 pounds.", GIFTS),
        ("Hugo Marsh was dismissed after five games.", COACHES),
        ("Tom Quill lost four of his nine matches.", COACHES),
        ("The Tarn Sisters play in the Old Corn Hall.", HALLS),
        ("The ship carried guns under the timber.", CLAIMS),
        ("The Tarn Quartet plays at 20:00.", HOURS),
        ("The Tarn Quartet plays on the pier.", HOURS),
    ],
)
def test_what_is_told_of_something_beside_it_is_not_held(statement: str, text: str) -> None:
    assert_refused(statement, text)


@pytest.mark.parametrize(
    ("statement", "text"),
    [
        ("Dorn General has 610 beds.", BEDS),
        ("The way to Saint Ida's takes nine minutes.", ROADS),
        ("A pass for all days costs 75 pounds.", PASSES),
        ("A pass costs 40 pounds for students.", PASSES),
        ("Ida Quill has raised 90,000 pounds.", GIFTS),
        ("Ida Quill needs 150,000 pounds.", GIFTS),
        ("Hugo Marsh was dismissed after nine matches.", COACHES),
        ("Tom Quill took charge for five games.", COACHES),
        ("Tom Quill claimed that the ship had carried guns.", CLAIMS),
    ],
)
def test_what_is_told_of_it_is_held(statement: str, text: str) -> None:
    assert_held(statement, text)


def test_what_a_correction_gives_instead_is_not_taken_back() -> None:
    text = "We also gave the result of the vote as nine to four; it was eight votes to five."
    assert judged("The vote was nine to four.", text, "A correction").claim.support is Support.CONTRADICTED
    assert_held("The result of the vote was eight votes to five.", text, "A correction")


def test_who_else_was_there_says_nothing_of_where() -> None:
    text = "Ida Quill sang songs from her new record with Tom Marsh."
    assert judged("Ida Quill sang songs on the Dorn Stage.", text).claim.support is Support.UNSUPPORTED


def test_a_value_is_of_its_own_sentence_alone() -> None:
    text = "A pass costs 75 pounds, or 40 pounds for students. Ida Quill sells it, from noon, at the pier."
    assert_refused("A pass that Ida Quill sells at the pier costs 40 pounds.", text)


@pytest.mark.parametrize(
    ("statement", "text"),
    [
        (
            "Orn Mill was sold for £9m to Tarn.",
            "Marsh lost its oldest plant, Orn Mill. The plant was sold for £9m to Tarn.",
        ),
        (
            "Ida Quill reacted angrily to Jan Orr's suggestion that the fund was empty.",
            "Ida Quill reacted angrily to a radio host's suggestion that the fund was empty. Mill Radio's Jan Orr "
            "had said that he would watch it.",
        ),
        (
            "The new lamp for the Dorn buoy allows sailors to read the depth of the channel at night.",
            "The new lamp for the Dorn buoy means sailors can read the depth of the channel at night.",
        ),
        (
            'Hugo Marsh said that Lena Tarn ordered changes at the mill, telling him to "mend the books".',
            "The first witness, former mill clerk Hugo Marsh, has said that Ms Tarn ordered changes at the mill, "
            'telling him to "mend the books".',
        ),
        (
            "Marsh and Tarn both plan to extend the harbour wall.",
            "Marsh and Tarn have both vowed to extend the harbour wall.",
        ),
        (
            "The majority of fishermen support the wall, but farmers were split.",
            "Most fishermen support the wall, but farmers were split.",
        ),
        ("Bill O'Dunn closed the yard in May.", "Mr O'Dunn closed the yard in May."),
    ],
)
def test_what_a_reader_takes_from_beside_it_is_held(statement: str, text: str) -> None:
    assert_held(statement, text)


@pytest.mark.parametrize(
    ("statement", "text"),
    [
        (
            "Kell Mill was sold for £9m to Tarn.",
            "Marsh lost its oldest plant, Orn Mill. The plant was sold for £9m to Tarn.",
        ),
        (
            "Ida Quill reacted angrily to Lena Marsh's suggestion that the fund was empty.",
            "Ida Quill reacted angrily to a radio host's suggestion that the fund was empty. Mill Radio's Jan Orr "
            "had said that he would watch it.",
        ),
        (
            "Ida Quill reacted calmly to Jan Orr's suggestion that the fund was empty.",
            "Ida Quill reacted angrily to a radio host's suggestion that the fund was empty. Mill Radio's Jan Orr "
            "had said that he would watch it.",
        ),
        (
            "The new lamp for the Dorn buoy does not allow sailors to read the depth of the channel at night.",
            "The new lamp for the Dorn buoy means sailors can read the depth of the channel at night.",
        ),
        (
            "Dunn and Quill both plan to extend the harbour wall.",
            "Marsh and Tarn have both vowed to extend the harbour wall.",
        ),
        (
            "The majority of farmers support the wall.",
            "Most fishermen support the wall, but farmers were split.",
        ),
    ],
)
def test_what_stands_beside_it_of_others_is_not_held(statement: str, text: str) -> None:
    assert_refused(statement, text)
