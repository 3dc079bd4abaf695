"""Statements beyond their sentence: a condition added, a description or joke as a fact, a paper lent to somebody."""

import pytest
from test_support_kinds import assert_held, judged

from rag.support.quotes import mend_quotes

SUED = "Ida Marn said that the mill may have to close, and that the bidders would be sued in Lund."
CURE = "Orr and Vane showed the lamp on Monday. It is being made for mines and has been hailed as a cure for the dark."
INSULT = (
    'Rhys Tarn said that he thought the plan "an insult to the town". '
    'Of the trial, Ida Marn, who had no part in it, called it "the best evidence so far".'
)
NAMED = "The lamp was named as the best buy of the year. It is known as the Dorn lamp."
JOKE = (
    "Ask Ida Marn what she does and she will say that she is a sort of nurse. It is true that she sits by old clocks."
)
FIRST = "Ida Marn said on Monday that she is a nurse."
BIKES = (
    "The Dorn Carrier is our winner. The Tarn Light rides as well and goes further, but it costs £310 more and lets in "
    "the rain. The third is cheap."
)
FARM = (
    "She adds that a filter would have helped. Of the farm, on which Aqua Tarn had cast suspicion, the report says "
    "that its store was sound and that the germ was carried by geese, not by cows."
)
EELS = "Ida Marn, who won the medal, stayed at home, since the date fell in the eel season."
OWN = "Aqua Tarn published a report on Monday. The report says that the germ was carried by geese."
BIDS = (
    "Tarn Phone has rejected an offer from Orr Telecom worth $8bn, Orr said on Monday. Vane's offer is made up of "
    "cash, shares and dividends, and some say that it undervalues Tarn Phone."
)
LINKS = "The bank raised its rate.\n\nREADY FOR HIGHER RATES:Afraid of the rise? Savers fight back with 9.6% bonds."
LOAN = (
    "Per Dunn, defending, said that Marn had begun with a loan of £60 that he meant to repay, after his wife fell ill."
)


@pytest.mark.parametrize(
    ("statement", "text"),
    [
        ("Ida Marn said that if the bidders default, they would be sued in Lund.", SUED),
        ("The lamp is a cure for the dark.", CURE),
        ("The plan was an insult to the town.", INSULT),
        ("The trial is the best evidence so far.", INSULT),
        ("Ida Marn is a sort of nurse.", JOKE),
        ("Ida Marn is a sort of nurse who sits by old clocks.", JOKE),
        ("The Dorn Carrier costs £310 more.", BIKES),
        ("Aqua Tarn says the germ was carried by geese, not by cows.", FARM),
        ("Ida Marn stayed at home because she was ill.", EELS),
        ("Savers fight back with 9.6% bonds.", LINKS),
    ],
)
def test_what_goes_beyond_its_sentence_is_not_held(statement: str, text: str) -> None:
    claim = judged(statement, text).claim
    assert not claim.support.is_shown, claim


@pytest.mark.parametrize(
    ("statement", "text"),
    [
        ("Ida Marn said that the bidders would be sued in Lund.", SUED),
        ("Ida Marn stayed at home because it was the eel season.", EELS),
        ("The lamp has been hailed as a cure for the dark.", CURE),
        ("Rhys Tarn thought the plan an insult to the town.", INSULT),
        ("Ida Marn called the trial the best evidence so far.", INSULT),
        ("The lamp is the best buy of the year.", NAMED),
        ("Ida Marn is a nurse.", FIRST),
        ("Ida Marn sits by old clocks.", JOKE),
        ("Ida Marn will say that she is a sort of nurse.", JOKE),
        ("The Tarn Light costs £310 more.", BIKES),
        ("The report says the germ was carried by geese.", FARM),
        ("The germ was carried by geese, not by cows.", FARM),
        ("Aqua Tarn says that the germ was carried by geese.", OWN),
        ("The bank raised its rate.", LINKS),
        ("Marn had begun with a loan of £60 that he meant to repay, after his wife fell ill.", LOAN),
    ],
)
def test_what_its_sentence_says_is_held(statement: str, text: str) -> None:
    assert_held(statement, text)


def test_a_lamp_that_does_something_does_it() -> None:
    text = "The Dorn uses paraffin, can burn for a week without smoke and also warms a room."
    assert_held("The Dorn is a lamp that uses paraffin, can burn for a week without smoke and warms a room.", text)


def test_each_half_of_a_comparison_has_a_sentence_of_its_own() -> None:
    said = "Vane's offer was made up of cash, shares and dividends, while Orr's offer was rejected by Tarn Phone."
    claim = judged(said, BIDS).claim
    assert claim.support.is_shown, claim
    assert any("rejected" in citation.quote for citation in claim.citations), claim.citations


def test_what_a_quotation_explains_in_brackets_stays() -> None:
    text = '"The two firms [Orr and Vane] have agreed on a price," said Dunn. Tarn and Lund had no comment.'
    assert mend_quotes('"The two firms [Orr and Vane] have agreed on a price," said Dunn.', [text]).startswith(
        '"The two firms [Orr and Vane] have agreed on a price"'
    )
    assert mend_quotes('"The two firms … agreed on a price," said Dunn.', [text]).startswith('"The two firms" … "')


def test_what_only_the_title_says_cites_no_other_sentence() -> None:
    text = "Some said that Vane seemed to have done well. Others had expected 4bn euros. Line 4 was sold, too."
    claim = judged("Orr paid Vane $2bn to leave.", text, "Orr pays Vane $2bn to leave Line 4").claim
    assert not claim.support.is_shown, claim
    assert judged("Orr's Line 4 was sold.", text, "Orr pays Vane $2bn to leave Line 4").claim.support.is_shown


def test_he_is_whom_the_paragraph_is_about_though_his_surname_begins_it() -> None:
    text = (
        "Desmond Orr, 71, was treasurer for years. Not all agreed. The conductor, Rhys Tarn, said he thought it an "
        'insult. Orr, who wore a badge, spoke once.\n\n"I kept two sets of books," he said.'
    )
    assert_held("Desmond Orr kept two sets of books.", text)
    assert not judged("Rhys Tarn kept two sets of books.", text).claim.support.is_shown


def test_a_quotation_that_goes_on_is_still_his() -> None:
    text = (
        'Per Dunn denied that he had faked a crash.\n\nDunn insisted: "The crash happened. I was mad when I heard that '
        'I had missed a test." Ida Marn left.'
    )
    assert_held("Per Dunn insisted that the crash happened.", text)
    claim = judged("Per Dunn insisted that the crash happened and that he was mad when he heard of a test.", text).claim
    assert claim.support.is_shown, claim
    assert not judged("Ida Marn was mad when she heard that she had missed a test.", text).claim.support.is_shown
