"""Statements of kinds that a stranger's articles brought up: another act's number, exceptions, conditions, causes."""

from datetime import date

import pytest
from test_support_kinds import HELD, assert_held, assert_refused, judged

from index import Article, Span
from rag.support.judge import judge
from rag.support.quantities import quantities
from rag.types import Support, Window

BOATS = (
    "Nine of the 31 boats in the harbour leak. Five must be scrapped by June; the other four will be repaired in May."
)
INN = "The inn has about 900 guests a year. Before the flood it was nearer 1,200."
LOAN = "The loan runs for four years from the day of payment. It is extended to seven years if you pay on time."
SAUNA = "The stove may be used in a sauna unless there is a gas pipe in the wall."
PARKS = "Horses are not allowed in the parks, except in Elm Park and Mill Park."
SHOP = "If you return the coat within ten days, we repay everything but the postage of 6 crowns."
BONUS = "If the turnover exceeds 5 million crowns in 2026, we intend to pay a bonus of 300 crowns."
QUIT = (
    "Rhea Volk said that she quit because of the noise, not because of the wages, whatever the union wrote in its "
    "letter."
)
FAMILY = "Among the judges are Ida Morn, who now runs the mill, and his sister Greta, who no longer bakes but teaches."
UNCLES = (
    "Per Tolv was born in Rinn. His mother kept him from the mine, because three of his cousins had died of dust there."
)
CLUB = "The sailing club of Rinn had asked the county in May for a ban on motor boats."
BIRTH = "Anna Krog was born in Rinn on 6 March 1880, the second of nine children of a cooper."
POST = "You pay for sending the lamp to us."


@pytest.mark.parametrize(
    ("statement", "text"),
    [
        ("Nine boats must be scrapped by June.", BOATS),
        ("Nine boats will be repaired in May.", BOATS),
        ("Five boats will be repaired in May.", BOATS),
        ("The inn had about 900 guests a year before the flood.", INN),
        ("The loan runs for seven years from the day of payment.", LOAN),
        ("The loan is extended to four years if you pay on time.", LOAN),
        ("Anna Krog had six children.", BIRTH),
    ],
)
def test_a_number_stays_with_its_act_and_its_time(statement: str, text: str) -> None:
    assert_refused(statement, text)


@pytest.mark.parametrize(
    ("statement", "text"),
    [
        ("Five boats must be scrapped by June.", BOATS),
        ("The other four boats will be repaired in May.", BOATS),
        ("Nine of the 31 boats in the harbour leak.", BOATS),
        ("The inn has about 900 guests a year.", INN),
        ("The loan runs for four years from the day of payment.", LOAN),
        ("Anna Krog was born on 6 March 1880.", BIRTH),
    ],
)
def test_a_number_of_this_act_is_held(statement: str, text: str) -> None:
    assert_held(statement, text)


@pytest.mark.parametrize(
    ("statement", "text"),
    [
        ("The stove may be used in any sauna.", SAUNA),
        ("The stove may be used in a sauna with a gas pipe in the wall.", SAUNA),
        ("Horses are not allowed in Elm Park.", PARKS),
        ("Horses are not allowed in Elm Park and Mill Park.", PARKS),
        ("The postage is repaid if you return the coat within ten days.", SHOP),
    ],
)
def test_an_exception_is_no_part_of_its_rule(statement: str, text: str) -> None:
    assert_refused(statement, text)


@pytest.mark.parametrize(
    ("statement", "text"),
    [
        ("The stove may be used in a sauna unless there is a gas pipe in the wall.", SAUNA),
        ("Horses are allowed in Elm Park.", PARKS),
        ("Horses are not allowed in the parks, except in Elm Park and Mill Park.", PARKS),
        ("We repay everything but the postage of 6 crowns.", SHOP),
    ],
)
def test_a_rule_is_held_with_its_exception_and_an_exception_by_itself(statement: str, text: str) -> None:
    assert_held(statement, text)


@pytest.mark.parametrize(
    ("statement", "text"),
    [
        ("Tarn will pay a bonus of 300 crowns for 2026.", BONUS),
        ("Tarn intends to pay a bonus of 300 crowns.", BONUS),
        ("Tarn intends to pay a bonus of 300 crowns if the profit exceeds 5 million crowns.", BONUS),
    ],
)
def test_what_depends_on_a_condition_is_not_told_without_it(statement: str, text: str) -> None:
    assert_refused(statement, text, "Tarn: annual report")


def test_what_depends_on_a_condition_is_held_with_it() -> None:
    assert_held(
        "Tarn intends to pay a bonus of 300 crowns if the turnover exceeds 5 million crowns.",
        BONUS,
        "Tarn: annual report",
    )


@pytest.mark.parametrize("cause", ["the wages", "what the union wrote in its letter"])
def test_a_cause_that_is_denied_or_told_beside_is_none(cause: str) -> None:
    assert_refused(f"Rhea Volk quit because of {cause}.", QUIT)


@pytest.mark.parametrize("cause", ["because of the noise", "because of the noise, not because of the wages"])
def test_the_cause_that_is_given_is_held(cause: str) -> None:
    assert_held(f"Rhea Volk said that she quit {cause}.", QUIT)


@pytest.mark.parametrize(
    ("statement", "text"),
    [
        ("Greta now runs the mill.", FAMILY),
        ("Ida Morn is his sister.", FAMILY),
        ("His mother had died of dust in the mine.", UNCLES),
        ("The county had asked for a ban on motor boats.", CLUB),
        ("We pay for sending the lamp.", POST),
    ],
)
def test_a_deed_or_a_kinship_is_not_that_of_somebody_beside(statement: str, text: str) -> None:
    assert_refused(statement, text)


@pytest.mark.parametrize(
    ("statement", "text"),
    [
        ("Ida Morn now runs the mill.", FAMILY),
        ("Greta no longer bakes.", FAMILY),
        ("Three of his cousins had died of dust in the mine.", UNCLES),
        ("The sailing club had asked for a ban on motor boats.", CLUB),
        ("You pay for sending the lamp.", POST),
        ("The ferry sank off Rinn.", "A storm sank the ferry off Rinn."),
    ],
)
def test_a_deed_of_the_one_who_does_it_is_held(statement: str, text: str) -> None:
    assert_held(statement, text)


@pytest.mark.parametrize(
    ("statement", "text"),
    [
        (
            "The guild won't pay if the owner was very careless.",
            "The guild will pay only if the owner was not very careless.",
        ),
        ("The pump is out of order in the cold room.", "The pump does not work in the cold room."),
        ("Olsen had only seen a draft of the contract.", "Olsen had seen a draft, not the contract."),
    ],
)
def test_what_may_say_the_same_without_a_not_is_not_called_contradicted(statement: str, text: str) -> None:
    assert judged(statement, text).claim.support is not Support.CONTRADICTED


OLD = Article(
    "old",
    'Divers saw "deep" cracks in Rinn dam, letter shows',
    "In all, 14 people were hurt at the dam. The harbour board decided on the new quay without a hearing.",
    published=date(2024, 5, 2),
)
NEW = Article(
    "new",
    "Correction: Rinn dam",
    "In our article of 2 May (\"Divers saw 'deep' cracks in Rinn dam, letter shows\") we wrote that 14 people "
    "were hurt. Three people were counted twice. The correct number is 11.\n\n"
    "In the same article we wrote that the new quay "
    'had been decided on "without a hearing". In fact the harbour board heard the matter for an hour.',
    published=date(2024, 6, 1),
)
BOTH = tuple(Window(one, 0, len(one.text), Span(0, len(one.text)), 1.0) for one in (OLD, NEW))


@pytest.mark.parametrize(
    "statement", ["The harbour board decided on the new quay without a hearing.", "At the dam, 14 people were hurt."]
)
def test_what_a_correction_takes_back_is_not_held(statement: str) -> None:
    assert judge(statement, BOTH).claim.support in (Support.UNSUPPORTED, Support.CONTRADICTED)


@pytest.mark.parametrize(
    "statement", ["At the dam, 11 people were hurt.", "The paper owned up to having counted three people twice."]
)
def test_what_a_correction_puts_right_is_not_contradicted_by_the_error(statement: str) -> None:
    assert judge(statement, BOTH).claim.support is not Support.CONTRADICTED


def test_three_people_counted_twice_is_no_part_of_what_was_wrong() -> None:
    assert judge("Three people were counted twice.", BOTH).claim.support is Support.SUPPORTED


NUMBERED = (
    "3. Roof of the Dorn school\n\nThe work was put off by 8 votes to 2. The school may ask again in a year.\n\n"
    "4. Lamps in Fish Lane\n\nThe offer of 4,000 crowns was taken."
)


def test_a_numbered_heading_is_one() -> None:
    assert_held("The work on the Dorn school was put off by 8 votes to 2.", NUMBERED)
    assert_refused("There were three offers.", NUMBERED)


def test_numbers_of_a_column_in_millions_are_millions() -> None:
    row = (
        "Line: Clocks | Sales 2022 (million crowns): 12.5 | Sold 2022: 800\n"
        "Line: Bells | Sales 2022 (million crowns): 3.1 | Sold 2022: 70"
    )
    assert_held("Sales of clocks in 2022 were 12.5 million crowns.", row)
    assert_refused("Sales of clocks in 2022 were 3.1 million crowns.", row)


@pytest.mark.parametrize(
    ("statement", "text", "is_said"),
    [
        ("There were 19 people on the bridge.", "Nineteen people were taken to hospital.", False),
        ("There were 19 people on the bridge.", "Nineteen people stood on the bridge.", True),
        ("There are 40 beds in the ward.", "Forty beds were bought.", False),
    ],
)
def test_how_many_were_where_needs_the_place(statement: str, text: str, *, is_said: bool) -> None:
    article = Article("a", "The bridge and the ward", text)
    verdict = judge(statement, (Window(article, 0, len(text), Span(0, len(text)), 1.0),))
    assert (verdict.claim.support is Support.SUPPORTED) == is_said


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Six pounds fifty.", [6.5]),
        ("It is six pounds and fifty pence a jar.", [6.5]),
        ("Two euros eighty per pot.", [2.8]),
        ("She paid five pounds. Ten people came.", [5, 10]),
        ("For five pounds ten people were let in.", [5, 10]),
        ("He has 3 dollars and 5 apples.", [3, 5]),
    ],
)
def test_pounds_and_pence_are_one_amount(text: str, values: list[float]) -> None:
    assert [one.value for one in quantities(text)] == values


COUNTS = "The council decides within 28 days. If it does not, the application counts as refused, and one may appeal."
LORRY = "Councillor Strand moved that a second-hand lorry be bought. It was carried."


@pytest.mark.parametrize(
    ("statement", "text"),
    [
        ("If the council does not decide within 28 days, the application counts as approved.", COUNTS),
        ("If the council does not decide within 28 days, the application counts as granted.", COUNTS),
        ("Councillor Strand moved that a new lorry be bought.", LORRY),
        ("The shop sells new bikes.", "The shop sells second-hand bikes and tyres."),
        ("The library charges for late books.", "The library stopped charging for late books in September."),
        ("The mayor answered the questions.", "The mayor refused to answer the questions."),
        ("The council opened the pool.", "The council failed to open the pool."),
        ("The plant makes steel.", "The plant ceased to make steel in 1984."),
        ("Tolley smokes cigars.", "Tolley gave up smoking cigars after his illness."),
        ("The trial ended in a conviction.", "The trial ended in an acquittal."),
        (
            "Stephen Orr told the court that he had been at his sister's flat.",
            "The court heard from Mr Orr's sister, Alison Moy, that he had been at her flat until one.",
        ),
        ("Orr said that the flat was dark.", "Orr's sister said that the flat was dark."),
    ],
)
def test_a_word_in_the_place_of_another_and_what_is_not_done_are_not_held(statement: str, text: str) -> None:
    assert judged(statement, text).claim.support not in HELD


@pytest.mark.parametrize(
    ("statement", "text"),
    [
        ("If the council does not decide within 28 days, the application counts as refused.", COUNTS),
        ("Councillor Strand moved that a second-hand lorry be bought.", LORRY),
        ("The library does not charge for late books.", "The library stopped charging for late books in September."),
        ("The mayor did not answer the questions.", "The mayor refused to answer the questions."),
        ("The council did not open the pool.", "The council failed to open the pool."),
        ("The recipe may be opened in 2050.", "The recipe is not to be opened until 2050."),
    ],
)
def test_the_same_said_with_a_not_is_held(statement: str, text: str) -> None:
    assert judged(statement, text).claim.support in HELD


CODES = "E7: The room is too cold.\n\nE9: The compressor is overheated. Switch off and wait."


@pytest.mark.parametrize(
    ("statement", "is_held"),
    [
        ("E9 means that the compressor is overheated.", True),
        ("Code E9 indicates that the compressor is overheated.", True),
        ("E7 means that the room is too cold.", True),
        ("E7 means that the compressor is overheated.", False),
        ("E8 means that the room is too cold.", False),
    ],
)
def test_what_a_code_means_stands_behind_it(statement: str, *, is_held: bool) -> None:
    assert (judged(statement, CODES, "Fault codes").claim.support in HELD) is is_held


@pytest.mark.parametrize(
    ("statement", "text"),
    [
        ("The library charges for late books.", "## Does the library charge for late books?"),
        ("The bridge is closed for ice.", "Is the bridge closed for ice?"),
        ("The mayor will sell the mill.", "Gazette: Will the mayor sell the mill?"),
        ("Der Bürgermeister verkauft die Mühle.", "Verkauft der Bürgermeister die Mühle?"),
    ],
)
def test_what_is_only_asked_is_not_held(statement: str, text: str) -> None:
    assert judged(statement, text).claim.support not in HELD


def test_that_it_was_asked_is_held() -> None:
    asked = judged("The Gazette asked whether the mayor will sell the mill.", "Gazette: Will the mayor sell the mill?")
    assert asked.claim.reason != "the sources only ask it"


@pytest.mark.parametrize(
    ("statement", "text"),
    [
        ("The crack is 43 cm long.", "The crack is 43 centimetres long."),
        ("The crack is 43 centimeters long.", "The crack is 43 cm long."),
        ("The road is 12 km long.", "The road is 12 kilometres long."),
        ("The calf weighs 31 kg.", "The calf weighs 31 kilograms."),
    ],
)
def test_a_unit_is_the_same_by_its_sign(statement: str, text: str) -> None:
    assert judged(statement, text).claim.support in HELD


@pytest.mark.parametrize(
    ("statement", "text"),
    [
        ("The crack is 43 cm long.", "The crack is 43 millimetres long."),
        ("The road is 12 km long.", "The road is 12 miles long."),
    ],
)
def test_another_unit_is_not(statement: str, text: str) -> None:
    assert judged(statement, text).claim.support not in HELD


def test_without_charge_denies_nothing() -> None:
    claim = judged("Seeds can be borrowed without charge in spring.", "Borrowers take seeds for free in spring.").claim
    assert claim.reason != "the sources say the opposite"


NURSES = (
    "The head of the institute, Ada Lund, who had no part in the research, called it good, but warned that the trial "
    'had been paid for in part by Hale. "Ten of us slept," said Bo Marn.'
)
CUP = "It is the first win for Varn since 1974."
ASIDES = [
    ("The trial was paid for in part by Hale.", NURSES, True),
    ("Ada Lund had no part in the research.", NURSES, True),
    ("Ada Lund had a part in the research.", NURSES, False),
    ("The trial had not been paid for by Hale.", NURSES, False),
    ("Varn had not won since 1974.", CUP, True),
    ("It is not the first win for Varn since 1974.", CUP, False),
    ("Varn will not return to the plan.", "Varn ruled out returning to the plan.", True),
    ("Varn ruled out the busway.", "Varn ruled out going back to the alternative of the busway.", True),
    ("The choir has 61 members.", "Forty-four of the choir's 61 members signed. It rained.", True),
    ("The choir has 44 members.", "Forty-four of the choir's 61 members signed. It rained.", False),
    (
        "The start of the work has been moved to May and two of the nine stops have been dropped.",
        "The start of the work has been moved from March to May. Two of the nine stops, Hale and Varn, have been "
        "dropped for good.",
        True,
    ),
    (
        "The start of the work has been moved to May and three of the nine stops have been dropped.",
        "The start of the work has been moved from March to May. Two of the nine stops, Hale and Varn, have been "
        "dropped for good.",
        False,
    ),
    ("Varn will return to the plan.", "Varn ruled out returning to the plan.", False),
]


@pytest.mark.parametrize(("statement", "text", "is_held"), ASIDES)
def test_what_is_denied_in_an_aside_or_in_other_words(statement: str, text: str, is_held: bool) -> None:
    claim = judged(statement, text).claim
    assert claim.support.is_shown is is_held, claim


BARRACK = "The barrack was swept away by a gale. Nobody was in it: Marn had taken the men off that afternoon."
MOTION = "Councillor Lund proposed that the fund be opened in May. Councillor Marn seconded."
TEAMS = (
    "The cup will be played for by Cameroon's Indomitable Lions, Senegal's Lions of Teranga and Morocco's Atlas Lions."
)
BLAST = "The blast at the mill killed two people and hurt six."
PRICES = "# Duo Basic\n\nPrice: £99\n\nWeight: 300 g\n\n# Trio Basic\n\n- Price: £129\n- Weight: 200 g"
ROWS = "Jacket: Fell Basic | Price: £79 | Score: 81\n\nJacket: Nord Shell | Price: £465 | Score: 79"
COURT = "Ida Marn, 71, was given two years' imprisonment, suspended for two years, and 200 hours of unpaid work."
EXPERT = (
    "The insurers put it at £1 million, but Ida Marn, an expert in Iron Age coins at the University of Lund, told us "
    'that it was worth more. "I think £3 million would be nearer the mark," she said.'
)


@pytest.mark.parametrize(
    ("statement", "text", "is_held"),
    [
        ("The barrack was swept away before Marn had taken the men off.", BARRACK, False),
        ("The barrack was swept away after Marn had taken the men off.", BARRACK, True),
        ("Councillor Marn opposed the fund.", MOTION, False),
        ("Morocco's nickname is the Indomitable Lions.", TEAMS, False),
        ("Two people died in the blast.", BLAST, True),
        ("Six people died in the blast.", BLAST, False),
        ("The blast killed two people.", BLAST, True),
        ("The Duo Basic costs £99.", PRICES, True),
        ("The Trio Basic costs £129.", PRICES, True),
        ("The Duo Basic costs £129.", PRICES, False),
        ("The Fell Basic costs £79.", ROWS, True),
        ("The Nord Shell costs £79.", ROWS, False),
        ("Ida Marn was given a suspended sentence of two years.", COURT, True),
        ("Ida Marn was given a suspended sentence of six years.", COURT, False),
        ("Ida Marn thinks that £3 million would be nearer the mark.", EXPERT, True),
    ],
)
def test_order_roles_deaths_prices_and_sentences(statement: str, text: str, is_held: bool) -> None:
    claim = judged(statement, text).claim
    assert claim.support.is_shown is is_held, claim


@pytest.mark.parametrize(
    ("statement", "support"),
    [
        ("Line 4 is expected to cost £412 million.", Support.CONTRADICTED),
        ("Line 4 is expected to cost £530 million.", Support.SUPPORTED),
        ("Line 4 was expected to cost £412 million.", Support.SUPPORTED),
        ("Line 4 will have fourteen stops.", Support.CONTRADICTED),
    ],
)
def test_what_a_newer_article_has_otherwise_now(statement: str, support: Support) -> None:
    texts = {
        date(2024, 9, 12): "Line 4, as it will be known, is expected to cost £412 million, with fourteen stops.",
        date(2025, 6, 26): "Line 4 is now expected to cost £530 million. Two of the fourteen stops have been dropped.",
    }
    windows = [
        Window(Article(str(day), "Line 4", text, published=day), 0, len(text), Span(0, len(text)), 1.0)
        for day, text in texts.items()
    ]
    claim = judge(statement, windows).claim
    assert claim.support is support, claim
    if support is Support.CONTRADICTED:
        assert claim.citations[0].published == date(2025, 6, 26)


@pytest.mark.parametrize(
    ("text", "doer", "beside"),
    [
        ("The mill beside the brewery employs 58 people.", "mill", "brewery"),
        ("The hut near the chapel was sold in May.", "hut", "chapel"),
        ("The school opposite the church was closed by the county.", "school", "church"),
    ],
)
def test_what_something_does_is_not_done_by_what_it_stands_beside(text: str, doer: str, beside: str) -> None:
    assert_held(text, text)
    said = (
        text.replace(f" beside the {beside}", "")
        .replace(f" near the {beside}", "")
        .replace(f" opposite the {beside}", "")
    )
    assert_held(said, text)
    assert_refused(said.replace(doer, beside), text)
