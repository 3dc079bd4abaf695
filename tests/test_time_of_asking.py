"""A question about the day it is asked is answered from the newest article that tells of it, an older one with its day.

Each small library tells the same of several years.
"""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from index import Library
from rag.assistant import Assistant
from rag.question.tense import Tense, find_tense
from rag.types import Answer, Claim, Point

ASKED = date(2022, 9, 1)
STORIES = {
    "summit": (
        ("2021-06-11", "Leaders gather", "The host of the G7 summit, which takes place in Cornwall, is Boris Farrow."),
        ("2022-06-26", "Leaders gather", "The host of the G7 summit, which takes place at Elmau, is Olaf Brandt."),
    ),
    "life": (
        ("2019-03-02", "Health figures", "Life expectancy in Marland is 82.4 years, the statistics office says."),
        ("2022-08-20", "Health figures", "Life expectancy in Marland is 81.1 years, the statistics office says."),
    ),
    "prize": (
        ("2016-10-25", "Alder Prize", "The Alder Prize is held by The Selloff, a novel by Paul Batey."),
        ("2021-11-03", "Alder Prize", "The Alder Prize is held by The Pledge, a novel by Damon Gallard."),
    ),
    "toll": (
        ("2019-03-01", "Ferne Bridge", "The toll at Ferne Bridge is two crowns for a cart."),
        ("2022-05-01", "Ferne Bridge", "The toll at Ferne Bridge is three crowns for a cart, since May."),
    ),
    "mayor": (
        ("2018-01-10", "Rathaus", "Die Bürgermeisterin von Tolvane heißt Hanne Vost. Sie leitet den Rat."),
        ("2022-02-10", "Rathaus", "Die Bürgermeisterin von Tolvane heißt Ilse Morn. Sie leitet den Rat."),
    ),
    "bread": (
        ("2020-01-10", "Le pain", "Le prix du pain à Brumont est de 90 centimes la baguette."),
        ("2022-07-10", "Le pain", "Le prix du pain à Brumont est de 120 centimes la baguette."),
    ),
    "coach": (
        ("2020-01-10", "Entrenador", "El entrenador del club de Sotillo es Iván Rueda."),
        ("2022-07-10", "Entrenador", "El entrenador del club de Sotillo es Marcos Leal."),
    ),
}  # fmt: skip
Ask = Callable[[str, str], Answer]


@pytest.fixture
def ask(library: Library, tmp_path: Path) -> Ask:
    def answer(story: str, question: str) -> Answer:
        folder = tmp_path / story
        folder.mkdir()
        for day, title, text in STORIES[story]:
            (folder / f"{day}.md").write_text(f"---\ntitle: {title}\ndate: {day}\n---\n{text}\n", encoding="utf-8")
        library.sync(folder)
        return Assistant(library).ask(question, asked=ASKED)

    return answer


def first_told(answer: Answer) -> str:
    """Return the words that come first: the first claim's, else the first point's, else the nearest passage."""
    told: tuple[Claim | Point, ...] = (*answer.claims, *answer.points)
    return told[0].citations[0].quote if told else answer.nearest[0].quote


@pytest.mark.parametrize(
    ("story", "question", "told"),
    [
        ("summit", "Where is this year's G7 summit?", "Elmau"),
        ("summit", "Where does the G7 summit take place?", "Elmau"),
        ("summit", "Who is the current host of the G7 summit?", "Olaf Brandt"),
        ("life", "How high is life expectancy in Marland now?", "81.1"),
        ("life", "What is the latest figure for life expectancy in Marland?", "81.1"),
        ("life", "What is life expectancy in Marland?", "81.1"),
        ("prize", "Which novel holds the Alder Prize?", "The Pledge"),
        ("prize", "Who is the current holder of the Alder Prize?", "The Pledge"),
        ("toll", "What is the toll at Ferne Bridge?", "three crowns"),
        ("toll", "How many crowns is the toll at Ferne Bridge now?", "three crowns"),
        ("mayor", "Wer ist derzeit Bürgermeisterin von Tolvane?", "Ilse Morn"),
        ("mayor", "Wie heißt die Bürgermeisterin von Tolvane?", "Ilse Morn"),
        ("bread", "Quel est le prix actuel du pain à Brumont ?", "120"),
        ("coach", "¿Quién es el actual entrenador del club de Sotillo?", "Marcos Leal"),
    ],
)
def test_what_is_so_now_is_told_from_the_newest_article(ask: Ask, story: str, question: str, told: str) -> None:
    assert told in first_told(ask(story, question))


@pytest.mark.parametrize(
    ("story", "question", "told"),
    [
        ("summit", "Where was the G7 summit in 2021?", "Cornwall"),
        ("prize", "Which novel by Paul Batey held the Alder Prize?", "The Selloff"),
        ("life", "What was life expectancy in Marland in 2019?", "82.4"),
    ],
)
def test_the_past_is_told_as_it_was(ask: Ask, story: str, question: str, told: str) -> None:
    answer = ask(story, question)
    assert any(told in hit.passage.text for hit in answer.hits)
    assert "newest" not in answer.note


def test_what_is_old_is_told_with_its_day(ask: Ask) -> None:
    answer = ask("prize", "By which novel is the Alder Prize currently held?")
    assert answer.note == (
        "This is of 3 November 2021, the newest of your articles found for it; another is of 25 October 2016."
    )


def test_what_is_new_needs_no_day(ask: Ask) -> None:
    assert ask("life", "What is life expectancy in Marland?").note == ""


def test_an_older_article_is_named_with_its_day(ask: Ask) -> None:
    note = "This is of 1 May 2022, the newest of your articles found for it; another is of 1 March 2019."
    assert ask("toll", "What is the toll at Ferne Bridge?").note == note


def test_an_article_without_a_date_says_so(library: Library, tmp_path: Path) -> None:
    folder = tmp_path / "undated"
    folder.mkdir()
    (folder / "a.md").write_text(
        "---\ntitle: Harbour\n---\nThe harbour master of Dorn is Karl Voss.\n", encoding="utf-8"
    )
    library.sync(folder)
    note = "The article that says so has no date: it may no longer be so."
    assert Assistant(library).ask("Who is the current harbour master of Dorn?", asked=ASKED).note == note
    assert Assistant(library).ask("Who is the harbour master of Dorn?", asked=ASKED).note == ""


@pytest.mark.parametrize(
    ("question", "tense"),
    [
        ("Who is the current mayor?", Tense.NOW),
        ("What is the latest on the ferry?", Tense.NOW),
        ("How many people live there now?", Tense.NOW),
        ("What does the crossing cost these days?", Tense.NOW),
        ("Wie hoch ist die aktuelle Lebenserwartung?", Tense.NOW),
        ("Qui dirige le port aujourd'hui ?", Tense.NOW),
        ("¿Cuál es el último libro premiado?", Tense.NOW),
        ("Who leads the council?", Tense.PRESENT),
        ("How many people live in Saltmere?", Tense.PRESENT),
        ("Was kostet die Maut?", Tense.PRESENT),
        ("Qui dirige le port ?", Tense.PRESENT),
        ("¿Cuánto cuesta el peaje?", Tense.PRESENT),
        ("Who was the mayor?", Tense.OTHER),
        ("Who won the prize?", Tense.OTHER),
        ("How many people came to the festival?", Tense.OTHER),
        ("Who is the mayor in 2019?", Tense.OTHER),
        ("Wer hat den Leuchtturm entworfen?", Tense.OTHER),
        ("Qui a écrit le livre ?", Tense.OTHER),
        ("¿Quién fue la última farera?", Tense.OTHER),
    ],
)
def test_the_tense_of_a_question(question: str, tense: Tense) -> None:
    assert find_tense(question) is tense
