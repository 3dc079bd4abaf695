"""An amount must be of the kind that was asked for, and of several the one that the question is about is told."""

import pytest

from rag.answer.short.amounts import lacks_kind
from rag.answer.short.cutting import cut_amount, shorten

TRIAL = "The trial will run for twelve months and costs 86,000 euros, most of it for planters."
FLOOD = "In February 1784 the water rose to 7.2 metres; 23 people drowned."
HIVES = (
    "Those who treated before 20 August lost 19 percent of their hives, those who waited until September 52 percent."
)
NOISE = "In Mill Lane the noise rose from 61 to 66 decibels, above the limit of 64."


@pytest.mark.parametrize(
    ("claim", "question", "amount"),
    [
        (TRIAL, "How much does the trial cost?", "86,000 euros"),
        (TRIAL, "How long will the trial run?", "twelve months"),
        (TRIAL, "What is the cost of the trial?", "86,000 euros"),
        ("The ticket is $12 for 90 minutes.", "How much is a ticket worth?", "$12"),
        (FLOOD, "How high was the water in 1784?", "7.2 metres"),
        (FLOOD, "How many people drowned?", "23 people"),
        (HIVES, "What percentage of hives did those lose who waited until September?", "52 percent"),
        (HIVES, "Which share was lost by those who treated before August?", "19 percent"),
        (NOISE, "How loud is it in Mill Lane?", "66 decibels"),
        (NOISE, "What is the limit for noise?", "64"),
        ("5. Feed the colony with 2 litres of syrup.", "How many litres of syrup does a colony get?", "2 litres"),
        ("The road is 34 kilometres long and took 3 years.", "How far is it?", "34 kilometres"),
        ("She has been the keeper for 20 years.", "How long has she been the keeper?", "20 years"),
        ("In 1964, 1410 children were born there.", "How many children were born there in 1964?", "1410 children"),
        ("The final figure, which includes five brought out later, was forty-seven.", "How many left?", "forty-seven"),
        ("There were 19 hurt, including 4 children.", "How many were hurt?", "19 hurt"),
        ("“Twelve Lamps” sold 400 copies.", "How many copies were sold?", "400 copies"),
    ],
)
def test_the_amount_that_was_asked_for_is_told(claim: str, question: str, amount: str) -> None:
    assert cut_amount(claim, question) == amount
    assert not lacks_kind(claim, question)


@pytest.mark.parametrize(
    ("claim", "question"),
    [
        ("Mothers will have to go to St. Anna in Hollen, 34 kilometres away.", "How many midwives work at St. Anna?"),
        ("Beds at St. Anna: 320, births 1,120.", "How far is St. Anna?"),
        ("The trial will run for twelve months.", "How much does the trial cost?"),
        ("The wall was finished on 9 October 1911.", "How many men built the wall?"),
        ("The tower has stood since 1911.", "How tall is the tower?"),
        ("It costs 40 euros.", "What percentage of the seats is taken?"),
        ("5. Feed the colony after the treatment.", "How many litres does the colony get?"),
    ],
)
def test_an_amount_of_another_kind_is_no_answer(claim: str, question: str) -> None:
    assert lacks_kind(claim, question)
    assert cut_amount(claim, question) == ""


@pytest.mark.parametrize(
    ("claim", "question"),
    [
        ("The clinic is an hour's drive from Dorn, 60 minutes in snow.", "How far is the clinic from Dorn?"),
        ("Unemployment is 12 percent.", "How high is unemployment?"),
        ("Six in ten of those who were asked agree.", "What share of them agrees?"),
        ("It lasted from 1956 to 1961.", "How long did it last?"),
        ("None of the crew was paid.", "How much was the crew paid?"),
        ("The war cost 14 million lives.", "What was the cost of the war?"),
    ],
)
def test_what_may_be_the_amount_is_taken(claim: str, question: str) -> None:
    assert not lacks_kind(claim, question)


@pytest.mark.parametrize(
    ("claim", "question", "person"),
    [
        ("“The square is for people who walk,” said Ines Rahm, the councillor.", "Who is the councillor?", "Ines Rahm"),
        ("Karl Obst sold it to Mira Sand in May.", "To whom did Karl Obst sell it?", "Mira Sand"),
        ("Halvorsen built the wall.", "Who built the wall?", "Halvorsen"),
        ("It was built by Oona Reed, Per Lind and Ada Moss.", "Who built it?", "Oona Reed, Per Lind and Ada Moss"),
        ("She had offered to lead a birth centre without doctors.", "Who offered to lead a birth centre?", ""),
    ],
)
def test_who_is_answered_with_a_name(claim: str, question: str, person: str) -> None:
    assert shorten(claim, question) == person


@pytest.mark.parametrize(
    ("question", "is_amount"),
    [
        ("What does the ticket cost?", True),
        ("What must visitors pay for a car?", True),
        ("What does the stone weigh?", True),
        ("What did the council pay for?", False),
        ("What did the researchers measure?", False),
        ("What did it cost him?", False),
    ],
)
def test_what_is_paid_is_an_amount_and_what_is_paid_for_is_none(question: str, is_amount: bool) -> None:
    assert lacks_kind("They bought a new bell.", question) == is_amount


@pytest.mark.parametrize(
    ("claim", "question", "lacks"),
    [
        ("The bicycle has a range of 48 km.", "What is the maximum speed of the bicycle?", True),
        ("Its top speed is 25 km/h.", "What is the maximum speed of the bicycle?", False),
        ("Children under nine must not take it.", "What dose do children get?", True),
        ("Adults are given 100 mg twice a day.", "What dose do adults get?", False),
        ("Children under nine must not take it.", "How much paracetamol may a child take?", True),
        ("Adults may take at most 4 g in 24 hours.", "How much paracetamol may an adult take?", False),
        ("It takes two hours.", "How much time does it take?", False),
    ],
)
def test_a_speed_and_a_dose_have_units_of_their_own(claim: str, question: str, *, lacks: bool) -> None:
    assert lacks_kind(claim, question) is lacks


@pytest.mark.parametrize(
    ("claim", "question", "is_told"),
    [
        (
            "The console will go on sale for $250 and come with Spider-Man 2.",
            "When does the console go on sale?",
            False,
        ),
        ("When it goes on sale the console will cost £130.", "When does the console go on sale?", False),
        ("When the pump runs it is loud.", "When does the pump run?", False),
        ("When it rains the pump runs.", "When does the pump run?", True),
        ("The bridge cost 3 million.", "When was the bridge built?", False),
        ("The first 12 trams came.", "When did the trams come?", False),
        ("The museum closes at 5.", "When does the museum close?", True),
        ("The museum closes at 17:30.", "When does the museum close?", True),
        ("The museum closes: 5 pm.", "When does the museum close?", True),
        ("Das Museum schließt um 17 Uhr.", "Wann schließt das Museum?", True),
        ("| Ferry | 9.15 |", "When does the ferry leave?", True),
        ("Ferry 3 leaves at noon.", "When does the ferry leave?", True),
        ("He scored in the 87th minute.", "When did he score?", True),
        ("The race took place after 20 days of rain.", "When did the race take place?", True),
    ],
)
def test_a_time_is_no_price_and_no_repetition_of_the_question(claim: str, question: str, is_told: bool) -> None:
    assert lacks_kind(claim, question) is not is_told


@pytest.mark.parametrize(
    ("claim", "question", "amount"),
    [
        ("Drivers voted by 391 to 46 to accept the deal.", "How many drivers voted against the deal?", "46"),
        ("Drivers voted by 391 to 46 to accept the deal.", "How many drivers voted for the deal?", "391"),
        ("The proposal was lost by four votes to two.", "How many were against the proposal?", "four"),
        ("The proposal was lost by four votes to two.", "How many voted for the proposal?", "two"),
    ],
)
def test_a_vote_has_two_sides(claim: str, question: str, amount: str) -> None:
    assert cut_amount(claim, question).split(" vote")[0] == amount
