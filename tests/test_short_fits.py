"""Short forms of the kind, the verb and the object asked; values and totals that are another's."""

from datetime import date

import pytest
from test_support_kinds import HELD, assert_held, assert_refused

from index import Article, Span
from rag.answer.corrections.asked_value import AskedValue
from rag.answer.short.amounts import lacks_kind, nearest_amount
from rag.answer.short.form import short_form
from rag.answer.written.verdicts import answer_with
from rag.generators.base import Review
from rag.support.judge import judge
from rag.types import Claim, Evidence, Support, Window

FLOOD = "Twelve people were taken to hospital and more than 90 were moved out of their homes."
STAFF = "Six of its 40 museum guards would lose their jobs."


def short(claim: str, question: str, proposed: str = "", support: Support = Support.SUPPORTED) -> str:
    return short_form(Claim(claim, support, 0.9), question, proposed)


@pytest.mark.parametrize(
    ("claim", "question", "proposed"),
    [
        ("The season opens in May. Seats cost from £9; those under 20 pay £4.", "What will be played in May?", ""),
        (
            "The fire that put 12 people in hospital in Orsa was out by noon.",
            "How many people left home in Orsa?",
            "12",
        ),
        ("Mayor Ada Vane said that the Orsa Circle had met.", "What is the Orsa Circle and who runs it?", "Ada Vane"),
        ("They face bans if the Rinn Federation finds them guilty.", "Which athletes were punished?", ""),
        ("But Vane had the support of 60% of her party.", "If they throw Orr out, do the people of Rinn vote?", ""),
        ("The bed was dry, said union man Bo Lind.", "How many jobs are lost, and where will it move?", "Bo Lind"),
    ],
)
def test_what_is_of_another_kind_or_deed_has_no_short_form(claim: str, question: str, proposed: str) -> None:
    assert short(claim, question, proposed) == ""


@pytest.mark.parametrize(
    ("claim", "question", "proposed", "told"),
    [
        ("The council pays for the roof.", "Who pays for the roof?", "council", "council"),
        ("The tram runs from 4 June.", "When does the tram run?", "4 June", "from 4 June"),
        ("The tram will not run before 4 June.", "When will the tram run?", "4 June", "not before 4 June"),
        ("The tram ran on 4 June.", "When did the tram run?", "4 June", "4 June"),
        ("The fire put 12 people in hospital.", "How many people did the fire put in hospital?", "12", "12"),
    ],
)
def test_what_is_asked_has_its_short_form(claim: str, question: str, proposed: str, told: str) -> None:
    assert short(claim, question, proposed) == told


def test_who_of_a_half_found_claim_has_no_short_form() -> None:
    assert short("The council pays for the roof.", "Who pays for the roof?", "council", Support.WEAK) == ""


@pytest.mark.parametrize(
    ("sentence", "question", "value"),
    [
        (FLOOD, "How many people had to leave their homes?", "90"),
        (FLOOD, "How many people were taken to hospital after the flood?", "Twelve"),
        ("The county puts the number at 212, living in 94 houses.", "How many people left their homes?", "212"),
        (STAFF, "How many museum guards will lose their jobs?", "Six"),
        (STAFF, "How many museum guards does Rinn have?", "40"),
    ],
)
def test_the_amount_is_that_of_what_is_asked(sentence: str, question: str, value: str) -> None:
    found = nearest_amount(sentence, question)
    assert found is not None
    assert sentence[found.start : found.end] == value


def test_an_older_value_is_that_of_the_part_that_tells_it() -> None:
    asked = AskedValue.of("How many people were taken to hospital after the flood?")
    assert asked is not None
    assert asked.value(FLOOD, asked.amounts(FLOOD)) == "Twelve"


def test_a_share_of_the_vote_is_no_number_of_votes() -> None:
    assert lacks_kind("Vane won 31% of the vote in Rinn.", "How many votes did Vane get in Rinn?")
    assert not lacks_kind("Vane won 3,100 votes in Rinn.", "How many votes did Vane get in Rinn?")


@pytest.mark.parametrize(
    ("told", "question"),
    [
        ("The lease on the mill could not be ended before 2031.", "How many came, and when did it end?"),
        ("The gas leak put 34 people in hospital in Orsa.", "How many people had to leave their homes in Orsa?"),
    ],
)
def test_what_tells_of_something_else_answers_nothing(told: str, question: str) -> None:
    window = Window(Article("a", "News", told), 0, len(told), Span(0, len(told)), 1.0)
    _, best = answer_with(question, [judge(told, [window], 0.25)], Evidence((window,), 20), Review(), 0.0)
    assert best is None


PROMISES = "Ida Morn said the club had promises of £62,000, including five years' heating from the writer Mara Thule."
OFFER = "Its head, Bo Lind, said that Tarn Cooling had offered Kell a full inspection in 2022."
BRIDGE = "The hangers are to be replaced, and cars will not cross the bridge again before April, the county said."


def test_a_total_belongs_to_no_part_of_it() -> None:
    assert_refused("Mara Thule has promised £62,000.", PROMISES)
    assert_held("The club had promises of £62,000.", PROMISES)


def test_what_the_other_side_denies_is_told_as_said() -> None:
    statement = "Tarn Cooling offered Kell a full inspection in 2022."
    denied = f"{OFFER} Mr Orr of Kell said he had no record of such an offer."
    assert_held(statement, OFFER)
    assert_refused(statement, denied)
    assert_held("Bo Lind said that Tarn Cooling had offered Kell a full inspection in 2022.", denied)


def test_until_is_not_not_before() -> None:
    assert_refused("Cars will cross the bridge again until April.", BRIDGE)


def test_a_newer_article_replaces_a_number() -> None:
    told = ((STAFF, date(2026, 1, 4)), ("Four guards are to go rather than six.", date(2026, 3, 4)))
    windows = [
        Window(Article(text[:4], "News", text, published=day), 0, len(text), Span(0, len(text)), 1.0)
        for text, day in told
    ]
    assert judge("Six museum guards would lose their jobs.", windows[:1]).claim.support in HELD
    assert judge("Six museum guards would lose their jobs.", windows).claim.support is Support.CONTRADICTED
