"""Statements turned round: a denial denied, a restriction dropped, predicates crossed."""

import pytest
from test_support_kinds import assert_held, judged

from rag.types import Support

LETTER = "The director, Ida Marn, resigned in February. She denies having seen the first letter."
EVIDENCE = "Per Tolv was suspended in May. He declined to give evidence."
RENT = "Rhea Volk failed to pay the rent of the mill."
DARK = "The light burned oil. In the war the lighthouse was dark except when convoys were due."
HALL = "Until then the gymnasium may be used only in dry weather."
YARD = "Until then the yard may only be used in dry weather."
MACHINE = "The machine is right about the pitch and wrong about the piano."
HEIR = "The board appoints the former warden Iris Holt as Bram Kell's replacement, its third head in a year."
NEXT = "On Monday the society named Iris Holt as the successor to Bram Kell."
STEPS = "On the steps Ida Marn hugged her daughter and thanked the jury."
CRACK = "The keeper said it was too early to say, but several people pointed to the storm of 9 May."
LIFE = "Ida Marn was born in Rinn in 1901 and died in Lund in 1970."


@pytest.mark.parametrize(
    ("statement", "text", "support"),
    [
        ("Ida Marn does not deny having seen the first letter.", LETTER, Support.CONTRADICTED),
        ("Per Tolv did not decline to give evidence.", EVIDENCE, Support.CONTRADICTED),
        ("Rhea Volk never failed to pay the rent.", RENT, Support.CONTRADICTED),
        ("The lighthouse was dark during the whole of the war.", DARK, Support.UNSUPPORTED),
        ("The lighthouse was dark throughout the war.", DARK, Support.UNSUPPORTED),
        ("The gymnasium may be used.", HALL, Support.UNSUPPORTED),
        ("The yard may be used.", YARD, Support.UNSUPPORTED),
        ("The machine is wrong about the pitch.", MACHINE, Support.CONTRADICTED),
        ("The machine is right about the piano.", MACHINE, Support.CONTRADICTED),
        ("Ida Marn died in Rinn.", LIFE, Support.CONTRADICTED),
        ("Ida Marn's sister thanked the jury.", STEPS, Support.UNSUPPORTED),
        ("The crack was caused by the storm of 9 May.", CRACK, Support.UNSUPPORTED),
        ("Bram Kell was replaced by the board.", HEIR, Support.UNSUPPORTED),
        ("Bram Kell replaced Iris Holt.", HEIR, Support.CONTRADICTED),
        ("Bram Kell succeeds Iris Holt.", NEXT, Support.UNSUPPORTED),
        ("The society succeeded Bram Kell.", NEXT, Support.UNSUPPORTED),
    ],
)
def test_what_is_turned_round_is_not_held(statement: str, text: str, support: Support) -> None:
    claim = judged(statement, text).claim
    assert claim.support is support, claim


@pytest.mark.parametrize(
    ("statement", "text"),
    [
        ("Ida Marn thanked the jury.", STEPS),
        ("Several people pointed to the storm of 9 May.", CRACK),
        ("Bram Kell was replaced by Iris Holt.", HEIR),
        ("Iris Holt replaced Bram Kell.", HEIR),
        ("Iris Holt succeeds Bram Kell.", NEXT),
        ("Ida Marn denies having seen the first letter.", LETTER),
        ("Ida Marn did not see the first letter.", LETTER),
        ("Ida Marn does not deny having seen the letter.", "Ida Marn does not deny having seen the letter, she said."),
        ("Per Tolv declined to give evidence.", EVIDENCE),
        ("Per Tolv did not give evidence.", EVIDENCE),
        ("In the war the lighthouse was dark except when convoys were due.", DARK),
        ("The gymnasium may be used in dry weather.", HALL),
        ("The yard may be used only in dry weather.", YARD),
        ("The machine is right about the pitch.", MACHINE),
        ("The machine is wrong about the piano.", MACHINE),
        ("Ida Marn died in Lund.", LIFE),
    ],
)
def test_what_is_said_as_it_stands_is_held(statement: str, text: str) -> None:
    assert_held(statement, text)


TALK = """Ida Marn has tuned pianos for 41 years. Now 68, she is closing her workshop in Tarn Street.

**Weekly: How did you come to it?**

**Marn:** By failing at everything else. Then I went to Leipzig and learned the trade from a master of it.

**Weekly: Do you use electronic devices?**

**Marn:** Never. My apprentice does, and I've stopped arguing. The machine is right about the pitch.

**Weekly: Who was your most difficult customer?**

**Marn:** A cellist, not a pianist. He complained for six years that the A was flat. I found his tuning fork was bent.
"""


@pytest.mark.parametrize(
    "statement",
    [
        "Marn's tuning fork was bent.",
        "Ida Marn's tuning fork was bent.",
        "Marn complained for six years that the A was flat.",
        "Marn uses electronic devices.",
    ],
)
def test_he_in_an_answer_is_not_who_answers_and_a_question_is_no_answer(statement: str) -> None:
    claim = judged(statement, TALK, "I tune pianos").claim
    assert not claim.support.is_shown, claim


@pytest.mark.parametrize(
    "statement",
    [
        "A cellist complained for six years that the A was flat.",
        "Marn went to Leipzig.",
        "Marn is closing her workshop in Tarn Street.",
    ],
)
def test_what_who_answers_says_of_herself_and_of_others_is_held(statement: str) -> None:
    assert_held(statement, TALK, title="I tune pianos")


def test_another_year_contradicts_nothing_of_a_verb_that_is_not_there() -> None:
    text = (
        "Ida Marn was born in Rinn in 1871, the fifth of seven children. She left school at eleven.\n\n"
        "The flood of 1931 made her famous. Her maps showed that the bank had been built too low."
    )
    title = "Ida Marn, the woman who mapped the marsh"
    claim = judged("Ida Marn was a woman born in Rinn in 1871 who mapped the marsh.", text, title).claim
    assert claim.support is not Support.CONTRADICTED, claim
    assert judged("Ida Marn was born in Rinn in 1931.", text, title).claim.support is Support.CONTRADICTED
