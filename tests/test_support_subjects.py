"""Who does it: whom "he" means, whose tail it is, of whom a place's people are, and what merely stands beside it."""

from pathlib import Path

import pytest
from test_support_kinds import assert_held, assert_refused, judged

from index import Article, Library, Span
from index.embedders.hashed import HashedEmbedder
from rag.support.antecedents import name_subject
from rag.support.demonyms import place_of
from rag.support.judge import judge
from rag.support.quantities import quantities
from rag.text_check import check_text
from rag.types import Support, Window

CATS = (
    "Fenner, a grey cat, measured 18.8 inches in January. Famous cats of the house are two.\n\n"
    "Altair holds the record for the longest tail. His tail measures 16.1 inches."
)
OWNER = "Mr. Weir earns 90,000 dollars a year. Weir's company employs 40 people. His boat is worth 12,000 dollars."


@pytest.mark.parametrize(
    ("statement", "text"),
    [
        ("He measures 16.1 inches.", CATS),
        ("Altair measures 16.1 inches.", CATS),
        ("Weir employs 40 people.", OWNER),
        ("He is worth 12,000 dollars.", OWNER),
        ("Lyle Jessop has filed for divorce in Utah.", "The legal wife of Lyle Jessop has filed for divorce in Utah."),
        ("Anna Holm sold the mill.", "A cousin of Anna Holm sold the mill."),
    ],
)
def test_nobody_is_or_does_what_is_told_of_something_of_ones(statement: str, text: str) -> None:
    assert_refused(statement, text)


@pytest.mark.parametrize(
    ("statement", "text"),
    [
        ("His tail measures 16.1 inches.", CATS),
        ("He measured 18.8 inches.", CATS),
        ("Weir earns 90,000 dollars.", OWNER),
        ("Weir's company employs 40 people.", OWNER),
        ("The boat is worth 12,000 dollars.", OWNER),
        ("The wife of Lyle Jessop has filed for divorce.", "The legal wife of Lyle Jessop has filed for divorce."),
    ],
)
def test_what_is_told_of_it_stays_told(statement: str, text: str) -> None:
    assert_held(statement, text)


@pytest.mark.parametrize(
    ("statement", "text"),
    [
        (
            "Elda Jahn closed her final North American tour at Dover Hall on Sunday.",
            "Jahn, 75, closed her Long Goodbye tour in North America on Sunday, a farewell at Dover Hall.",
        ),
        ("The Russian envoy left Dorn on Monday.", "The envoy of Russia left Dorn on Monday."),
        (
            "Leighton Asper walked away from the sport for 18 months.",
            "Last year's winner, 38-year-old Leighton Asper, who once walked away from the sport for 18 months, won.",
        ),
        (
            "Jay has 735,000 followers and Alexa 1.1 million.",
            "On the album Jay has 735, 000 followers and Alexa 1. 1 million followers.",
        ),
    ],
)
def test_ages_peoples_and_relative_clauses_take_nothing_away(statement: str, text: str) -> None:
    assert_held(statement, text, title="Elda Jahn at Dover Hall")


@pytest.mark.parametrize(
    ("statement", "text"),
    [
        (
            "The 21-year-old held his nerve in the final round.",
            "Speth held his nerve in the final round, 18 under par.",
        ),
        ("Teri Oneal, 30, recorded the video in her boat.", "Teri Oneal recorded the video in her boat in six months."),
        (
            "The auctioneer announced that it sells the skeleton of a Gorgon lizard.",
            "A 76-million-year-old skeleton will be sold in New Dorn, the auctioneer announced on Tuesday.",
        ),
        ("Altair Sky measures 15 inches.", CATS.replace("Fenner", "Fenner Powers")),
    ],
)
def test_another_number_or_name_beside_it_contradicts_nothing(statement: str, text: str) -> None:
    assert judged(statement, text).claim.support is not Support.CONTRADICTED


def test_who_is_named_in_the_sentence_does_it_and_not_who_was_spoken_of() -> None:
    text = (
        "Mario Drane held his hands up when somebody leapt on to the podium. The woman, who named herself later as "
        "Josefine Witt, yelled that the bank must fall."
    )
    assert_refused("Mario Drane yelled that the bank must fall.", text)
    assert_held("Josefine Witt yelled that the bank must fall.", text)


@pytest.mark.parametrize(
    ("word", "place"),
    [("American", "america"), ("Scottish", "scotland"), ("Austrian", "austria"), ("Julian", ""), ("Indiana", "")],
)
def test_a_people_is_of_its_place(word: str, place: str) -> None:
    assert place_of(word) == place


def test_thousands_are_no_number() -> None:
    assert not quantities("thousands of pounds and hundreds of lamps")
    assert [one.value for one in quantities("two thousand pounds")] == [2000.0]


def test_he_means_whom_the_sentences_before_name() -> None:
    before = ["Hanne Vost was born in Dorn.", "Tobias Vost keeps the light."]
    assert name_subject("He paints it.", before) == "Tobias Vost paints it."
    assert name_subject("He's tired.", before) == ""
    assert name_subject("The light is old.", before) == ""
    assert name_subject("She paints.", []) == ""


FAMILY = "Her brother Per Lindholm grinds the flour. He had been a sailor for twelve years."


@pytest.mark.parametrize(
    "statement", ["She was a sailor for twelve years.", "Greta Lindholm was a sailor for twelve years."]
)
def test_she_does_not_what_he_does_nor_greta_what_per_does(statement: str) -> None:
    text = f"Greta Lindholm, a baker, bought the mill. {FAMILY}"
    assert_refused(statement, text)
    assert_held("He was a sailor for twelve years.", text)
    assert_held("Per Lindholm was a sailor for twelve years.", text)


def test_what_she_does_must_be_told_of_whom_the_text_names(tmp_path: Path) -> None:
    (tmp_path / "vosts.md").write_text(
        "# The people of Dorn\n\nHanne Vost was born in Dorn in 1961. She studied chemistry in Kellin.\n\n"
        "Ida Marsh grew up in Kellin. She runs the brewery with forty workers.\n",
        "utf-8",
    )
    with Library.open(tmp_path / "library", embedder=HashedEmbedder()) as library:
        library.sync(tmp_path)
        wrong = [one.claim.support for one in check_text(library, "Hanne Vost was born in Dorn. She runs the brewery.")]
        right = [one.claim.support for one in check_text(library, "Ida Marsh grew up in Kellin. She runs the brewery.")]
    assert wrong[0] is right[0] is right[1] is Support.SUPPORTED
    assert not wrong[1].is_shown


def test_a_line_of_another_year_takes_none_from_the_question() -> None:
    text = "2021: The dictionary chose “vaccine” as the word of the year.\n\n2020: It chose “pandemic”."
    article = Article("words", "Words of the year", text)
    window = Window(article, 0, len(text), Span(0, len(text)), 1.0)
    asked = quantities("What did the dictionary choose as its word of the year 2022?")
    claim = "The dictionary chose “vaccine” as the word of the year 2022."
    assert not judge(claim, [window], supplied=asked).claim.support.is_shown
    assert judge(claim.replace("2022", "2021"), [window]).claim.support.is_shown


def test_a_month_alone_is_a_time_and_no_name() -> None:
    text = "The parents of Dorn met on 12 March 2024. The vote was held in June."
    assert_held("The parents of Dorn met in March.", text)
    assert_refused("The parents of Dorn met in April.", text)
    assert [one.month for one in quantities("They met in March; Theresa May came, and may come again.")] == [3]
