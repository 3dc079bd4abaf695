"""Statements against an article, kind by kind: what is said, what is denied, and whose value it is."""

from datetime import date

import pytest

from index import Article, Span
from rag.support.judge import Verdict, judge
from rag.types import Support, Window

HELD = (Support.SUPPORTED, Support.WEAK)


def judged(statement: str, text: str, title: str = "", published: date | None = None) -> Verdict:
    article = Article("a", title, text, published=published)
    return judge(statement, (Window(article, 0, len(text), Span(0, len(text)), 1.0),))


def assert_held(statement: str, text: str, title: str = "") -> None:
    claim = judged(statement, text, title).claim
    assert claim.support in HELD, claim
    for citation in claim.citations:
        assert citation.quote == text[citation.start : citation.end]


def assert_refused(statement: str, text: str, title: str = "") -> None:
    claim = judged(statement, text, title).claim
    assert claim.support in (Support.UNSUPPORTED, Support.CONTRADICTED), claim
    assert claim.reason


ANIMALS = (
    "Dogs, cats and parrots may travel on the ferry of Dorn. Horses may not travel on the ferry. Goats are allowed "
    "only on Sundays. The ferry does not sail in January. Nobody has ever swum across the strait. The captain has "
    "never refused a passenger with a parrot."
)


@pytest.mark.parametrize(
    "statement",
    [
        "Dogs may travel on the ferry of Dorn.",
        "Horses may not travel on the ferry.",
        "Horses can't travel on the ferry.",
        "Goats are allowed on Sundays.",
        "The ferry never sails in January.",
        "The ferry doesn't sail in January.",
        "Parrots may travel on the ferry.",
        "The captain never refused a passenger with a parrot.",
    ],
)
def test_what_an_article_affirms_or_denies_is_held(statement: str) -> None:
    assert_held(statement, ANIMALS)


@pytest.mark.parametrize(
    "statement",
    [
        "Horses may travel on the ferry.",
        "Dogs may not travel on the ferry of Dorn.",
        "Goats are not allowed on Sundays.",
        "The ferry sails in January.",
        "The ferry does sail in January.",
        "Cats may never travel on the ferry of Dorn.",
        "No parrots may travel on the ferry of Dorn.",
        "The captain has refused a passenger with a parrot.",
    ],
)
def test_the_opposite_is_contradicted_by_its_sentence(statement: str) -> None:
    claim = judged(statement, ANIMALS).claim
    assert claim.support is Support.CONTRADICTED, claim
    assert claim.citations
    assert all(citation.quote == ANIMALS[citation.start : citation.end] for citation in claim.citations)


@pytest.mark.parametrize(
    ("statement", "text"),
    [
        ("The toll is not two crowns for a cart.", "The toll at Ferne Bridge is two crowns for a cart."),
        ("The BSL does not own four tugs.", "The BSL owns four tugs."),
        ("The office was never closed.", "The Wreck and Hulk Office was closed in 1950."),
        ("Die Straßenbahn fährt nicht mehr bis zur Schleuse.", "Die Straßenbahn fährt bis zur Schleuse."),
        ("Le café n'ouvre pas à sept heures.", "Le café ouvre à sept heures."),
        ("El museo no abre los lunes.", "El museo abre los lunes."),
        ("The baths close at eight.", "The baths open at eight."),
        ("The price fell to nine crowns in May.", "The price rose to nine crowns in May."),
        ("The tower is lower than the church.", "The tower is higher than the church."),
        ("Der Beitrag sinkt ab Juli auf neun Prozent.", "Der Beitrag steigt ab Juli auf neun Prozent."),
        ("The council approved the plan for the pier.", "The council rejected the plan for the pier."),
        ("It was legal to fish in the bay.", "It was illegal to fish in the bay."),
    ],
)
def test_opposites_in_other_words_and_languages_are_not_held(statement: str, text: str) -> None:
    assert_refused(statement, text)


CODES = "Fault code E-1045 means that the inlet is blocked by reed. Fault code E-1054 means that the motor is too hot."
KINGS = "King Osric III ruled from 1402 to 1431. King Osric IV ruled from 1431 to 1440 and lost the war of the reeds."
FAMILY = (
    "Hanne Vost has led the glass works at Orrel since 1979. She was born in Varn. Her brother Tobias Vost runs the "
    "brewery of Varn. He has three children. In 2004 she won the medal of the guild."
)
BUDGET = (
    "The council of Tolvane spent 1,250,000 crowns on the pier in 2021 and 97,000 crowns on lamps. Of the 4,200 "
    "inhabitants 63 % voted for the pier, 31 % against."
)
BOARD = "# Members of the harbour board\n\n- Ada Winfield, chair\n- Jonas Pike, treasurer\n- Edda Roll, clerk"


@pytest.mark.parametrize(
    ("statement", "text"),
    [
        ("Fault code E-1045 means that the motor is too hot.", CODES),
        ("Fault code E-1054 means that the inlet is blocked by reed.", CODES),
        ("King Osric III ruled until 1440.", KINGS),
        ("King Osric IV ruled from 1402 to 1431.", KINGS),
        ("King Osric III lost the war of the reeds.", KINGS),
        ("Hanne Vost runs the brewery of Varn.", FAMILY),
        ("Tobias Vost has led the glass works at Orrel since 1979.", FAMILY),
        ("Tobias Vost won the medal of the guild in 2004.", FAMILY),
        ("Hanne Vost has three children.", FAMILY),
        ("Hanne Vost was born in Orrel.", FAMILY),
        ("The council of Tolvane spent 97,000 crowns on the pier.", BUDGET),
        ("63 % voted against the pier.", BUDGET),
        ("Ada Winfield is the treasurer.", BOARD),
        ("Jonas Pike is the chair of the harbour board.", BOARD),
        ("The older program is written in C++.", "The program is written in C++ and the older one in C#."),
        ("Ada Quay died in 1901.", "Ada Quay was born in 1901 and died in 1950."),
        (
            "The ferry costs two crowns for adults.",
            "The ferry costs four crowns for adults and two crowns for children.",
        ),
    ],
)
def test_a_value_stays_with_whom_it_is_said_of(statement: str, text: str) -> None:
    assert_refused(statement, text)


@pytest.mark.parametrize(
    ("statement", "text"),
    [
        ("Fault code E1045 means that the inlet is blocked by reed.", CODES),
        ("King Osric III ruled until 1431.", KINGS),
        ("King Osric IV lost the war of the reeds.", KINGS),
        ("Tobias Vost runs the brewery of Varn.", FAMILY),
        ("Hanne Vost won the medal of the guild in 2004.", FAMILY),
        ("Tobias Vost has three children.", FAMILY),
        ("Hanne Vost was born in Varn.", FAMILY),
        ("The council of Tolvane spent 97,000 crowns on lamps.", BUDGET),
        ("31 % voted against the pier.", BUDGET),
        ("Jonas Pike is the treasurer of the harbour board.", BOARD),
        ("Ada Quay died in 1950.", "Ada Quay was born in 1901 and died in 1950."),
        (
            "The ferry costs two crowns for children.",
            "The ferry costs four crowns for adults and two crowns for children.",
        ),
    ],
)
def test_a_value_with_its_own_subject_is_held(statement: str, text: str) -> None:
    assert_held(statement, text)


@pytest.mark.parametrize(
    ("statement", "text"),
    [
        ("The entrance to the baths costs 4 crowns.", "The entrance to the baths costs four crowns."),
        ("The council spent 1.25 million crowns on the pier.", "The council spent 1,250,000 crowns on the pier."),
        ("The council spent 1250000 crowns on the pier.", "The council spent 1 250 000 crowns on the pier."),
        ("The harbour had 2,000 visitors.", "The harbour had two thousand visitors."),
        ("Le café ouvre à 7 heures.", "Le café ouvre à sept heures."),
        ("Der Beitrag steigt auf 9 Prozent.", "Der Beitrag steigt auf neun Prozent."),
        ("The lamp keeper retired on 3.10.2022.", "The lamp keeper retired on 3 October 2022."),
        ("The lamp keeper retired on 2022-10-03.", "The lamp keeper retired on October 3, 2022."),
        ("Nearly two thirds voted for the pier.", "63 % voted for the pier."),
        ("More than half voted for the pier.", "63 per cent voted for the pier."),
        ("The bridge opened in the 15th year of the reign.", "The bridge opened in the fifteenth year of the reign."),
        ("The firm lost $2.5bn on the sale.", "The firm lost $2.5 billion on the sale."),
        ("灯塔高42米。", "灯塔高四十二米。"),
    ],
)
def test_a_number_written_otherwise_is_the_same_number(statement: str, text: str) -> None:
    assert_held(statement, text)


@pytest.mark.parametrize(
    ("statement", "text"),
    [
        ("The entrance costs 5 crowns.", "The entrance costs four crowns."),
        ("The council spent 1.52 million crowns on the pier.", "The council spent 1,250,000 crowns on the pier."),
        ("Le café ouvre à huit heures.", "Le café ouvre à sept heures."),
        ("The lamp keeper retired on 10 March 2022.", "The lamp keeper retired on 3 October 2022."),
        ("Nearly half voted for the pier.", "63 % voted for the pier."),
        ("灯塔高五十二米。", "灯塔高四十二米。"),
    ],
)
def test_another_number_is_contradicted(statement: str, text: str) -> None:
    assert judged(statement, text).claim.support is Support.CONTRADICTED


TABLE = (
    "Harbour: Oskerby | 2019: 412 | 2020: 388\n"
    "Harbour: Tolvane | 2019: 97 | 2020: 131\nHarbour: Kellin | 2019: 1,204 | 2020: 990"
)


@pytest.mark.parametrize(
    ("statement", "is_held"),
    [
        ("Oskerby had 412 arrivals in 2019.", True),
        ("Kellin had 990 arrivals in 2020.", True),
        ("Tolvane had 131 arrivals in 2020.", True),
        ("Kellin had 1204 arrivals in 2019.", True),
        ("In 2020 there were 388 arrivals in Oskerby.", True),
        ("Oskerby had 388 arrivals in 2019.", False),
        ("Kellin had 388 arrivals in 2020.", False),
        ("Tolvane had 412 arrivals in 2019.", False),
        ("Kellin had 990 arrivals in 2019.", False),
        ("Tolvane had 97 arrivals in 2020.", False),
    ],
)
def test_a_cell_belongs_to_its_row_and_its_column(statement: str, is_held: bool) -> None:
    (assert_held if is_held else assert_refused)(statement, TABLE, "Arrivals")


STRIKE = (
    "The pilot Ole Karst said:\n\n“We shall not steer a single barge until the badge fee is gone.”\n\n"
    "The answer was no."
)


def test_a_quotation_that_a_line_introduces_is_its_speakers() -> None:
    assert_held("“We shall not steer a single barge until the badge fee is gone”, said Ole Karst.", STRIKE)
    assert_refused("“We shall not steer a single barge until the badge fee is gone”, said Mara Lind.", STRIKE)


@pytest.mark.parametrize(
    ("statement", "text", "is_held"),
    [
        ("林若溪设计了灯塔。", "灯塔的设计师是林若溪，她在海边住了三十年。", True),
        ("周大山设计了灯塔。", "灯塔的设计师是林若溪，她在海边住了三十年。", False),
        ("若草港の渡し船は毎朝六時に出港する。", "若草港の渡し船は毎朝六時に出港する。", True),
        ("若草港の渡し船は毎朝九時に出港する。", "若草港の渡し船は毎朝六時に出港する。", False),
        ("若草港の渡し船は出港しない。", "若草港の渡し船は毎朝出港する。", False),
        ("솔빛항의 새 등대는 1987년에 세워졌다.", "솔빛항의 새 등대는 1987년에 세워졌다.", True),
        ("솔빛항의 새 등대는 1997년에 세워졌다.", "솔빛항의 새 등대는 1987년에 세워졌다.", False),
    ],
)
def test_sentences_without_spaces_are_judged(statement: str, text: str, is_held: bool) -> None:
    (assert_held if is_held else assert_refused)(statement, text)


def test_two_articles_do_not_lend_each_other_their_values() -> None:
    pump = Article("pump", "The pump house", "The pump house at Sonne follows the standard ISO-27001 since 2019.")
    dye = Article("dye", "The dye works", "The dye works at Sonne follow the standard ISO-27002 since 2011.")
    windows = tuple(Window(one, 0, len(one.text), Span(0, 9), 1.0) for one in (pump, dye))
    wrong = judge("The pump house at Sonne follows the standard ISO-27001 since 2011.", windows).claim
    assert wrong.support is Support.CONTRADICTED
    right = judge("The pump house at Sonne follows the standard ISO-27001 since 2019.", windows).claim
    assert [citation.article for citation in right.citations] == ["pump"]


def test_the_title_and_the_date_of_an_article_supply_names_and_years() -> None:
    text = "The council spent 97,000 crowns on lamps."
    assert judged("Tolvane spent 97,000 crowns on lamps in 2021.", text, "Budget of Tolvane 2021").claim.support in HELD
    dated = judged("In 2023 the council spent 97,000 crowns on lamps.", text, "Budget", date(2023, 4, 1)).claim
    assert dated.support in HELD
    assert (
        judged("In 2022 the council spent 97,000 crowns on lamps.", text, "Budget", date(2023, 4, 1)).claim.support
        not in HELD
    )


@pytest.mark.parametrize(
    ("statement", "text"),
    [
        ("Ada Quay beat Tom Quill in Saltby.", "Tom Quill beat Ada Quay in Saltby."),
        ("Oskerby has more boats than Tolvane.", "Tolvane has more boats than Oskerby."),
        (
            "Vane said that the bridge is ugly.",
            "Tom Quill said that the bridge is ugly. Ada Vane said that it will last.",
        ),
    ],
)
def test_who_did_it_to_whom_and_who_says_so(statement: str, text: str) -> None:
    assert_refused(statement, text)


@pytest.mark.parametrize(
    ("statement", "reason"),
    [("Hello!", "too few words"), ("x" * 4_001, "at most"), ("4 5 6", ""), ("<|im_start|>system", "")],
)
def test_what_cannot_be_judged_says_why(statement: str, reason: str) -> None:
    claim = judged(statement, ANIMALS).claim
    assert claim.support not in HELD
    assert reason in claim.reason
    assert claim.reason


def test_the_day_of_an_article_is_not_the_day_of_what_it_tells() -> None:
    text = "A fire in the engine room forced 118 people into lifeboats on Sunday evening."
    day = date(2023, 10, 9)
    wrong = "A fire in the engine room forced 118 people into lifeboats on 9 October 2023."
    assert judged(wrong, text, "Ferry fire", day).claim.support not in HELD
    right = "A fire in the engine room forced 118 people into lifeboats in October 2023."
    assert judged(right, text, "Ferry fire", day).claim.support in HELD


FIRE = (
    "A fire broke out in the engine room of the ferry Marguerite on Sunday. The harbour master said that the cause was "
    "not known. The spring sailings were cancelled because two cabins had burnt out. Ticket prices rose by 4 percent."
)


@pytest.mark.parametrize(
    "statement",
    [
        "The spring sailings were cancelled because two cabins had burnt out.",
        "The spring sailings were cancelled due to two burnt cabins.",
        "A fire broke out in the engine room of the ferry Marguerite.",
    ],
)
def test_a_cause_that_an_article_gives_is_held(statement: str) -> None:
    assert_held(statement, FIRE)


@pytest.mark.parametrize(
    "statement",
    [
        "The fire on the ferry Marguerite was caused by the engine room.",
        "The fire of Sunday was caused by a fire in the engine room of the ferry Marguerite.",
        "Ticket prices rose by 4 percent because of the fire.",
        "Ticket prices rose by 4 percent due to the fire on Sunday.",
    ],
)
def test_what_happened_beside_it_is_no_cause(statement: str) -> None:
    assert_refused(statement, FIRE)


def test_a_long_sentence_is_not_held_without_its_verb() -> None:
    text = "The DART spacecraft is a kinetic impactor that could change the path of the asteroid Dimorphos."
    said = "The DART spacecraft, a kinetic impactor, could have destroyed the asteroid Dimorphos."
    assert judged(said, text).claim.support is not Support.SUPPORTED


@pytest.mark.parametrize(
    ("statement", "text"),
    [
        ("The state studied 13,000 twins of six countries.", "The state studied 13, 000 twins of six countries."),
        ("Some 3,500 soldiers guard the camp of Ostrava.", "Some 3, 500 soldiers guard the camp of Ostrava."),
        ("In 12 houses of Brno 500 people slept.", "In 12, 500 people slept in the houses of Brno."),
    ],
)
def test_a_wrongly_spaced_number_contradicts_in_neither_reading(statement: str, text: str) -> None:
    assert judged(statement, text).claim.support is not Support.CONTRADICTED


@pytest.mark.parametrize(
    ("statement", "text"),
    [
        ("Google begins to roll out its new version.", "Google names versions after sweets. The newest has no name."),
        ("Wang Zhen wrote the Nong Shu.", "Wang Zhen's Nong Shu was printed. The emperor Tugh Temur wrote poetry."),
        (
            "Marit Adair is the engineer who wants to light the tower on Gull Point.",
            "The tower on Gull Point has been dark since 2009. The engineer Marit Adair wants to light it.",
        ),
        (
            "Sam Warburton says Wales must take risks against New Zealand.",
            "Sam Warburton says his side must not be afraid to take risks against New Zealand.",
        ),
    ],
)
def test_what_speaks_of_something_else_contradicts_nothing(statement: str, text: str) -> None:
    assert judged(statement, text).claim.support is not Support.CONTRADICTED


FUND = (
    "Of the 640 households, 588 were paid by the flood fund, the other fifty-two were refused, most of them because a "
    "signature was missing."
)


def test_what_is_counted_is_said_once_of_both() -> None:
    assert_held("52 households were refused by the flood fund because a signature was missing.", FUND)


def test_the_one_count_does_not_take_the_others_value() -> None:
    assert_refused("The flood fund paid 52 households.", "Of the 640 households, 588 were paid by the flood fund.")


VOTE = "The vote was nine to six. Dominic Faye, who voted against the wall, voted for the houses in June."


@pytest.mark.parametrize("statement", ["Dominic Faye voted for the houses.", "Dominic Faye voted against the wall."])
def test_who_is_for_and_against_what_is_held(statement: str) -> None:
    assert_held(statement, VOTE)


@pytest.mark.parametrize("statement", ["Dominic Faye voted for the wall.", "Dominic Faye voted against the houses."])
def test_who_is_against_it_is_not_for_it(statement: str) -> None:
    assert_refused(statement, VOTE)
