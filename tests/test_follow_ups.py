"""Follow-ups over the demo articles: what needs nothing stays, and what leans on the talk gets what it means."""

import pytest
from follow_up_talks import ASKED, Talk, read_talks

from rag.question.mentions import find_mentions
from rag.question.pronouns import find_pronouns
from rag.question.resolve import resolve
from rag.types import Turn

TALKS = tuple(read_talks())
ALONE = [talk for talk in TALKS if not talk.needs]
LEANING = [talk for talk in TALKS if talk.needs]


def _wrong(talks: list[Talk]) -> list[str]:
    return [f"{talk.question} -> {talk.resolved}" for talk in talks if not talk.is_right]


def test_there_are_enough_conversations_of_both_kinds() -> None:
    assert len(TALKS) >= 60
    assert min(len(ALONE), len(LEANING)) >= 30


def test_what_needs_nothing_is_left_alone() -> None:
    wrong = _wrong(ALONE)
    assert len(wrong) <= 0.05 * len(ALONE), wrong


def test_what_leans_on_the_talk_gets_what_it_means() -> None:
    wrong = _wrong(LEANING)
    assert len(wrong) <= 0.05 * len(LEANING), wrong


@pytest.mark.parametrize(
    ("question", "pointing"),
    [
        ("How long must the soup boil before it is served?", []),
        ("When it opened, what did the library cost?", []),
        ("Does the wall protect the houses behind it?", []),
        ("Did the council approve it?", ["it"]),
        ("Did Tarr say that she was frightened?", []),
        ("Is it true that the ferry sank?", []),
        ("How long does it take to cross to Perrin?", []),
        ("Which is the wall that protects the town?", []),
        ("What will happen this year?", []),
        ("Is there a school in the Lower Town?", []),
        ("Who lives there?", ["there"]),
        ("How long does that levy run?", ["that"]),
        ("Können Sie mir sagen, wer der Hafenmeister ist?", []),
    ],
)
def test_a_pronoun_is_bound_inside_its_question_first(question: str, pointing: list[str]) -> None:
    assert [found.text for found in find_pronouns(question, find_mentions(question))] == pointing


@pytest.mark.parametrize(
    ("before", "piece", "whole"),
    [
        ("How many boats were there in 2018?", "And in 2019?", "How many boats were there in 2019?"),
        ("What did the Courier say?", "What about the Mercury?", "What did the Mercury say?"),
        ("Who is the harbour master?", "And the mayor?", "Who is the mayor?"),
        ("How did the council vote on the sea wall?", "And on the houses?", "How did the council vote on the houses?"),
        ("Wer leitet den Hafen?", "Und die Bibliothek?", "Wer leitet die Bibliothek?"),
        ("How many people came in 2024?", "And the year before?", "How many people came in 2023?"),
        ("When will the sea wall be finished?", "Why so late?", "Why will the sea wall be finished so late?"),
        ("How much did the tower cost?", "And why so much?", "Why did the tower cost so much?"),
        ("How many stops will Line 4 have?", "Why only 12?", "Why will Line 4 have only 12 stops?"),
        ("What will the sea wall cost?", "Tell me more.", "Tell me more about the sea wall"),
    ],
)
def test_a_piece_takes_the_place_of_its_like(before: str, piece: str, whole: str) -> None:
    assert resolve(piece, [Turn(before, "So it is.")], ASKED).text == whole


def test_greetings_are_no_part_of_the_talk() -> None:
    history = [Turn("What will the sea wall cost?", "41 million crowns."), Turn("thanks!", "You are welcome.")]
    assert resolve("How high will it be?", history, ASKED).text == "How high will the sea wall be?"


@pytest.mark.parametrize("piece", ["And in May?", "What about May?", "and in may?"])
def test_another_month_takes_the_place_of_the_one_before(piece: str) -> None:
    last = Turn("How much does a pitch cost in July?", "28 crowns.")
    assert resolve(piece, [last], ASKED).text.casefold() == "how much does a pitch cost in may?"
