"""Statements that have all the words of an article and another sense: who did it, where, except when, up or down."""

import pytest
from test_support_kinds import assert_held, assert_refused, judged

from rag.types import Support

COUNCIL = (
    "The mayor called the vote the cheapest way to keep the town. Councillor Dominic Faye, who led the opposition, "
    "said that it would cut the Lower Town off from its beach."
)


@pytest.mark.parametrize(
    "statement", ["Dominic Faye voted for it in the Lower Town.", "Councillor Dominic Faye voted in the town."]
)
def test_nobody_does_what_the_sentence_before_or_the_title_has_another_do(statement: str) -> None:
    assert_refused(statement, COUNCIL, title="Council votes for the wall of the Lower Town")


def test_what_it_is_led_by_is_said_of_the_sentence_before() -> None:
    text = "A study by the college in Northshore is to show whether that is so. It is led by Farah Nightingale."
    assert_held("The study by the college in Northshore is led by Farah Nightingale.", text)


INVITED = (
    "“We said, ‘Come, let us meet and mend the bridge together,’” Anders Holm stated. “Regrettably, we could not get "
    "an answer from Dorn,” he added, and said that Ferne was not looking for a quarrel."
)


@pytest.mark.parametrize(
    "statement",
    [
        'Anders Holm stated, "Come, let us meet and mend the bridge together."',
        "Anders Holm added that they could not get an answer from Dorn.",
        'Anders Holm said, "Come, let us meet and mend the bridge together," but they could not get an answer.',
    ],
)
def test_who_spoke_is_whom_he_means_and_a_quotation_begins_with_no_name(statement: str) -> None:
    assert_held(statement, INVITED)


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("The railway ran on February 21, 1804.", "The railway ran on 21 February 1804."),
        ("On 3 May 2024 the pier was opened.", "On May 3, 2024, the pier was opened."),
    ],
)
def test_a_day_is_told_as_the_article_writes_it(statement: str, told: str) -> None:
    claim = judged(statement, f"{told} It rained.").claim
    assert claim.support is Support.SUPPORTED
    day = next(day for day in ("21 February 1804", "May 3, 2024") if day in told)
    assert day in claim.text


def test_a_day_keeps_the_year_that_only_the_statement_has() -> None:
    claim = judged("The pier was opened on May 3, 2024.", "The pier was opened on 3 May.", "Harbour 2024").claim
    assert "2024" in claim.text


OPENING = (
    "The library is open every day but Monday, from ten to eight. All ships except the Marguerite sail again. "
    "Nobody but the keeper has a key."
)


@pytest.mark.parametrize(
    "statement",
    [
        "The library is open every day but Monday.",
        "The library is not open on Monday.",
        "All ships except the Marguerite sail again.",
        "The Marguerite does not sail again.",
        "The keeper has a key.",
    ],
)
def test_what_an_article_excepts_is_held_with_its_exception(statement: str) -> None:
    assert_held(statement, OPENING)


@pytest.mark.parametrize("statement", ["The library is open on Mondays.", "The Marguerite sails again."])
def test_what_is_excepted_is_denied(statement: str) -> None:
    assert judged(statement, OPENING).claim.support is Support.CONTRADICTED


DENIED = "The bridge will close. The contractor, Dahl and Sons, denied that any worker was injured."


@pytest.mark.parametrize("statement", ["A worker was injured.", "The contractor admitted that a worker was injured."])
def test_what_somebody_denies_is_not_said(statement: str) -> None:
    assert_refused(statement, DENIED)


def test_that_somebody_denies_it_is_said() -> None:
    assert_held("The contractor denied that any worker was injured.", DENIED)


OTTER = "An otter named Biscuit escaped from Lindmoor Zoo on Monday and was caught on Thursday in a car wash."


@pytest.mark.parametrize(
    "statement",
    [
        "The otter was caught on Thursday in a car wash at Lindmoor Zoo.",
        "The otter was caught in a car wash in Lindmoor.",
    ],
)
def test_nothing_is_put_at_a_place_of_something_else(statement: str) -> None:
    assert_refused(statement, OTTER)


@pytest.mark.parametrize(
    "statement",
    ["The otter escaped from Lindmoor Zoo on Monday.", "The otter Biscuit was caught on Thursday in a car wash."],
)
def test_each_half_of_what_happened_is_held(statement: str) -> None:
    assert_held(statement, OTTER)


BUDGETS = (
    "Department: Parks | Budget 2023: 120000 | Budget 2024: 95000\n"
    "Department: Roads | Budget 2023: 450000 | Budget 2024: 510000\n"
    "Department: Libraries | Budget 2023: 80000 | Budget 2024: 80000"
)


@pytest.mark.parametrize(
    "statement", ["The Parks budget fell in 2024.", "The Roads budget rose from 450,000 to 510,000."]
)
def test_the_values_of_a_row_say_whether_they_rose(statement: str) -> None:
    assert_held(statement, BUDGETS)


@pytest.mark.parametrize(
    "statement",
    ["The budget for Parks rose in 2024.", "The Roads budget fell in 2024.", "The Libraries' budget fell in 2024."],
)
def test_what_rose_did_not_fall_and_what_stayed_did_neither(statement: str) -> None:
    claim = judged(statement, BUDGETS).claim
    assert claim.support is Support.CONTRADICTED, claim
    assert claim.citations[0].quote.split(" |")[0].removeprefix("Department: ") in statement


def test_who_takes_a_turn_is_who_says_it_by_any_part_of_the_name() -> None:
    text = (
        "Joseph Teague was its last keeper.\n\n**Courier:** When could it shine?\n\n**Teague:** If the council agrees "
        "in the autumn, it shines on the first of May 2025.\n\n**Courier:** Why?\n\n**Teague:** Because it is right "
        "for the whole town of Saltmere."
    )
    assert_held("Joseph Teague says it shines on the first of May 2025 if the council agrees.", text)


RIBBON = "Mayor Tobias Fenwright cut the ribbon at noon. The keeper fed the gulls at dusk."


@pytest.mark.parametrize(
    "statement",
    [
        "Mayor Tobias Fenwright cut the ribbon at midnight.",
        "Mayor Tobias Fenwright cut the ribbon in the evening.",
        "Mayor Tobias Fenwright cut the cake at noon.",
        "The keeper fed the gulls at dawn.",
        "The keeper fed the hens at dusk.",
        "The keeper saw the gulls at dusk.",
    ],
)
def test_one_word_in_the_place_of_another_is_not_said(statement: str) -> None:
    assert_refused(statement, RIBBON)


@pytest.mark.parametrize(
    "statement", ["Mayor Tobias Fenwright cuts the ribbon at noon.", "At dusk the keeper fed the gulls."]
)
def test_the_same_words_in_another_form_or_order_are_held(statement: str) -> None:
    assert_held(statement, RIBBON)


OWNED = (
    "Kostas Weir's lawyer has called for the charges to be dropped. Ida Lund's husband died in 2004, and Ida Lund "
    "moved to Ronne. Tom Brill’s elder brother won the race in May, and he sold the boat. "
    "The coach's sister closed the camp."
)


@pytest.mark.parametrize(
    "statement",
    [
        "Kostas Weir has called for the charges to be dropped.",
        "Weir called for the charges to be dropped.",
        "Ida Lund died in 2004.",
        "Tom Brill won the race in May.",
        "The coach closed the camp.",
    ],
)
def test_what_ones_lawyer_or_brother_does_one_does_not(statement: str) -> None:
    assert_refused(statement, OWNED)


@pytest.mark.parametrize(
    "statement",
    [
        "Kostas Weir's lawyer has called for the charges to be dropped.",
        "The lawyer of Kostas Weir has called for the charges to be dropped.",
        "Ida Lund moved to Ronne.",
        "Tom Brill's brother won the race in May.",
        "The sister of the coach closed the camp.",
    ],
)
def test_the_lawyer_or_brother_does_it(statement: str) -> None:
    assert_held(statement, OWNED)


def test_what_a_houses_spokesman_says_the_house_says() -> None:
    assert_held(
        "Brill Shipping said that it would sue.", "Brill Shipping's spokesman said that it would sue. It rained."
    )


@pytest.mark.parametrize(
    ("statement", "text"),
    [
        ("Harbour Freight rents the shed from the Dunlin family.", "The shed is owned by the Dunlin family. It is not "
         "used by them but let to Harbour Freight."),
        ("Elin Marsh still plays in the Corran Trio.", "Elin Marsh has not left the Corran Trio, but is resting for a "
         "year, she told us."),
        ("The chemistry course of that school was closed to girls.", "She wanted to study chemistry, but the "
         "school did not then admit girls to the course."),
        ("Twelve of the members stayed away from the vote.", "The vote was not a full one: of the 60 members 48 took "
         "part in it."),
    ],
)  # fmt: skip
def test_what_says_the_same_in_other_words_is_not_contradicted(statement: str, text: str) -> None:
    assert judged(statement, text).claim.support is not Support.CONTRADICTED


CORRECTED = (
    "The remark “We should have sold it years ago” was attributed to the mayor, Petra Holm. It was in fact made by her "
    "deputy, Ivo Lund."
)


def test_a_correction_withdraws_what_it_says_of_the_wrong_one_alone() -> None:
    wrong = judged("Petra Holm remarked that they should have sold it years ago.", CORRECTED, title="Correction").claim
    right = judged("Ivo Lund remarked that they should have sold it years ago.", CORRECTED, title="Correction").claim
    assert wrong.support is Support.CONTRADICTED
    assert right.support is not Support.CONTRADICTED


FIRE = (
    "Two night workers left the building before the roof fell in. Neither was hurt. The fire chief denied reports that "
    "the first engine had taken half an hour to arrive; by the log it reached the gate eleven minutes after the call."
)


def test_nobody_is_neither_and_what_is_denied_has_its_own_number() -> None:
    assert_held("Nobody was hurt in the building.", FIRE)
    assert_held("The first engine took eleven minutes to arrive.", FIRE)
    assert judged("Two night workers were hurt.", FIRE).claim.support is Support.CONTRADICTED
    assert judged("The first engine took half an hour to arrive.", FIRE).claim.support is Support.CONTRADICTED
