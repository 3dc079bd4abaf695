"""Follow-ups and relative dates: what is shown as `resolved`."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.question.dates import DateRange, find_dates
from rag.question.resolve import resolve
from rag.types import Turn

WEDNESDAY = date(2026, 11, 18)


@pytest.mark.parametrize(
    ("question", "days"),
    [
        ("What did the council decide today?", "18 November 2026"),
        ("Who won yesterday?", "17 November 2026"),
        ("What happened last night?", "17 November 2026"),
        ("What opens tomorrow?", "19 November 2026"),
        ("Who spoke the day before yesterday?", "16 November 2026"),
        ("What did the council decide last week?", "9–15 November 2026"),
        ("What is on this week?", "16–22 November 2026"),
        ("What is on next week?", "23–29 November 2026"),
        ("What was on last weekend?", "14–15 November 2026"),
        ("What did the ferry cost last month?", "October 2026"),
        ("What is next year's levy?", "2027"),
        ("Who spoke last Tuesday?", "17 November 2026"),
        ("Who spoke last Wednesday?", "11 November 2026"),
        ("Who speaks next Monday?", "23 November 2026"),
        ("Who speaks this Friday?", "20 November 2026"),
        ("What was built last November?", "November 2025"),
        ("What was built last March?", "March 2026"),
        ("What will open next March?", "March 2027"),
        ("What was decided two weeks ago?", "2–8 November 2026"),
        ("What was decided 3 days ago?", "15 November 2026"),
        ("What was decided a year ago?", "2025"),
        ("What happened in the past three days?", "16–18 November 2026"),
        ("What happened over the last week?", "12–18 November 2026"),
        ("What happened in the past month?", "19 October – 18 November 2026"),
        ("What happens in the next two weeks?", "18 November – 1 December 2026"),
        ("What happened in the last two years?", "19 November 2024 – 18 November 2026"),
        ("What has changed since last week?", "9–18 November 2026"),
    ],
)
def test_relative_dates_are_counted_from_the_day_of_asking(question: str, days: str) -> None:
    assert [str(found) for found in find_dates(question, WEDNESDAY)] == [days]


@pytest.mark.parametrize(
    "question",
    [
        "What did the council decide recently?",
        "What happened a few days ago?",
        "Who spoke on Tuesday?",
        "What was voted in the last week of May?",
        "What did the mayor do in her last year in office?",
        "What happened in the first week of June 2024, and last week?",
        "What did “This week in Saltmere” say?",
        "Who hosts Last Week Tonight?",
        "What did USA Today write?",
        "What stood until last year?",
        "What happened 9999 years ago?",
        "How long do the herring last?",
    ],
)
def test_what_is_vague_a_title_or_dated_already_stays(question: str) -> None:
    assert find_dates(question, WEDNESDAY) == ()


def test_two_relative_dates_keep_their_order() -> None:
    found = find_dates("Was it yesterday or last week?", WEDNESDAY)
    assert found == (
        DateRange(date(2026, 11, 17), date(2026, 11, 17)),
        DateRange(date(2026, 11, 9), date(2026, 11, 15)),
    )


@pytest.mark.parametrize(
    ("asked", "question", "days"),
    [
        (date(2026, 1, 1), "last week", "22–28 December 2025"),
        (date(2027, 1, 6), "last week", "28 December 2026 – 3 January 2027"),
        (date(2026, 11, 16), "last week", "9–15 November 2026"),
        (date(2026, 11, 22), "last week", "9–15 November 2026"),
        (date(2026, 1, 31), "next month", "February 2026"),
        (date(2024, 3, 31), "the past month", "March 2024"),
        (date(2026, 3, 2), "yesterday", "1 March 2026"),
        (date(2024, 2, 29), "last year", "2023"),
    ],
)
def test_weeks_months_and_years_turn_over(asked: date, question: str, days: str) -> None:
    assert [str(found) for found in find_dates(question, asked)] == [days]


ALDERWICK = [Turn("Who opened the bridge of Alderwick?", "It was opened by Ada Vane.")]
LIBRARY = [Turn("Who designed the new town library?", "It was designed by the architect Noor Bellweather.")]
COXSWAIN = [Turn("Who is the coxswain of the Hester Dane?", "Tobias Renn is the coxswain of the lifeboat Hester Dane.")]
WALL = [
    Turn(
        "How did the Saltmere town council vote on the sea wall?",
        "The council voted to build a new sea wall by nine votes to six.",
    )
]
LEVY = [
    Turn("What will the sea wall cost?", "It will cost 41 million crowns."),
    Turn("Who pays for the sea wall?", "The state pays 60 percent of that; the rest comes from a levy on property."),
]
HERRING = [
    Turn(
        "Who won the prize for the best smoked herring?",
        "The prize went to Brigid Vantongeren of the smokehouse on Cooper's Lane.",
    )
]
FERRIES = [
    Turn(
        "Which shipyard builds the ferries for Perrin Line?",
        "The Dunmore shipyard in Saltmere will build two electric ferries for Perrin Line.",
    )
]
LIGHT = [Turn("Is the lighthouse on Gull Point lit?", "No, it has been dark since 2009.")]
KEEPER = [Turn("Who was the last keeper of the Gull Point light?", "The last keeper was Agnes Morrow.")]
FESTIVAL = [
    Turn("How many people came to the herring festival?", "Some 23,000 people came to Saltmere's herring festival.")
]
FERRY = [
    Turn(
        "How old was the ferry Marguerite?",
        "The ship was twenty-nine years old and had been due for a new engine in November.",
    )
]
SEAL = [Turn("What held up the launch of the lifeboat?", "A grey seal held up the launch of the lifeboat in Saltmere.")]
RENN = [Turn("When did Tobias Renn speak?", "On Sunday.")]
OPENING = [Turn("When did the library open?", "It opened on Tuesday.")]
BEATLES = [Turn("The Beatles", "Break-up")]
TALKS = [
    (ALDERWICK, "When did she open it?", "When did Ada Vane open the bridge of Alderwick?"),
    (ALDERWICK, "How long is it?", "How long is the bridge of Alderwick?"),
    (LIBRARY, "What else did she design?", "What else did the architect Noor Bellweather design?"),
    (LIBRARY, "Is she from Saltmere?", "Is the architect Noor Bellweather from Saltmere?"),
    (LIBRARY, "Why?", "Why? (the new town library)"),
    (
        COXSWAIN,
        "What did he say about the fire?",
        "What did Tobias Renn say about the fire?",
    ),
    (WALL, "How high will it be?", "How high will the sea wall be? (the Saltmere town council)"),
    (WALL, "Who got the contract?", "Who got the contract? (the Saltmere town council, the sea wall)"),
    (
        WALL,
        "What did they decide last week?",
        "What did the Saltmere town council decide last week? (9–15 November 2026)",
    ),
    (LEVY, "How long does that levy run?", "How long does that levy run? (the sea wall)"),
    (LEVY, "When does the work start?", "When does the work start? (the sea wall)"),
    (
        HERRING,
        "How often has she won?",
        "How often has Brigid Vantongeren won?",
    ),
    (HERRING, "Who came second?", "Who came second? (the prize for the best smoked herring)"),
    (HERRING, "Any others?", "Any others besides Brigid Vantongeren? (the prize for the best smoked herring)"),
    (FERRIES, "What are they called?", "What are the ferries for Perrin Line called?"),
    (FERRIES, "Who is its director?", "Who is the Dunmore shipyard's director?"),
    (LIGHT, "Who wants to light it again?", "Who wants to light the lighthouse on Gull Point again?"),
    (LIGHT, "What would that cost?", "What would that cost? (the lighthouse on Gull Point)"),
    (KEEPER, "When did she retire?", "When did Agnes Morrow retire?"),
    (
        KEEPER,
        "What was named after her?",
        "What was named after Agnes Morrow?",
    ),
    (FESTIVAL, "Who organised it?", "Who organised the herring festival?"),
    (FESTIVAL, "And last year?", "How many people came to the herring festival last year? (2025)"),
    (FERRY, "What would repairs cost?", "What would repairs cost? (the ferry Marguerite)"),
    (SEAL, "Why did it leave?", "Why did the grey seal leave?"),
    (RENN, "What is his job?", "What is Tobias Renn's job?"),
    (RENN, "Who knows him?", "Who knows Tobias Renn?"),
    (OPENING, "What else is in it?", "What else is in the library?"),
    (OPENING, "Is it true that it has no late fees?", "Is it true that the library has no late fees?"),
    (OPENING, "How many people came yesterday?", "How many people came yesterday? (the library; 17 November 2026)"),
    (BEATLES, "When did they disband?", "When did the Beatles disband?"),
]


@pytest.mark.parametrize(("history", "question", "resolved"), TALKS, ids=[question for _, question, _ in TALKS])
def test_a_follow_up_is_read_with_what_it_leans_on(history: list[Turn], question: str, resolved: str) -> None:
    assert str(resolve(question, history, WEDNESDAY)) == resolved


def test_what_was_resolved_before_is_leant_on_again() -> None:
    history = [*ALDERWICK, Turn("When did Ada Vane open the bridge of Alderwick?", "On 3 May 1931.")]
    assert str(resolve("How long is it?", history, WEDNESDAY)) == "How long is the bridge of Alderwick? (Ada Vane)"
    assert str(resolve("What else did she open?", history, WEDNESDAY)).startswith("What else did Ada Vane open")


@pytest.mark.parametrize("history", [ALDERWICK, LIBRARY, HERRING, LIGHT])
@pytest.mark.parametrize(
    "question",
    [
        "How long is the pier of Saltmere?",
        "When did Halvorsen & Pike build the breakwater at Gull Point?",
        "Who captained the lifeboat Hester Dane in 2023?",
        "",
    ],
)
def test_a_question_that_stands_alone_stays(history: list[Turn], question: str) -> None:
    assert str(resolve(question, history, WEDNESDAY)) == question


def test_a_first_question_stays_but_for_its_dates() -> None:
    assert str(resolve("When did she open it?", [], WEDNESDAY)) == "When did she open it?"
    shown = "What did the council decide last week? (9–15 November 2026)"
    assert str(resolve("What did the council decide last week?", [], WEDNESDAY)) == shown


@given(st.text(max_size=40), st.lists(st.tuples(st.text(max_size=40), st.text(max_size=40)), max_size=3))
@pytest.mark.slow
def test_any_text_is_resolved(question: str, turns: list[tuple[str, str]]) -> None:
    history = [Turn(asked, answer) for asked, answer in turns]
    assert str(resolve(question, history, WEDNESDAY)) == str(resolve(question, history, WEDNESDAY))


@pytest.mark.parametrize(
    ("asked", "answered", "question", "resolved"),
    [
        ("Who built the breakwater at Gull Point?", "Halvorsen & Pike built it.",
         "How many people do they have on the site?",
         "How many people do Halvorsen & Pike have on the site?"),
        ("Who designed the ferries?", "The ferries were designed by Ada Vane.", "How long are they?",
         "How long are the ferries?"),
        ("Who won the race?", "Ada Vane and Tom Quill won the race.", "Where do they live?",
         "Where do Ada Vane and Tom Quill live?"),
    ],
)  # fmt: skip
def test_they_are_a_firm_two_people_or_the_things_asked_about(
    asked: str, answered: str, question: str, resolved: str
) -> None:
    assert str(resolve(question, [Turn(asked, answered)], date(2026, 11, 23))) == resolved
