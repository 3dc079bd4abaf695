"""Who somebody was, why something happened: what tells it before what stands beside."""

from pathlib import Path

import pytest
from points_support import gathered_for, library_of

from index import Library
from rag.answer.people.lives import Life

OBITUARY = (
    "# Ada Vane, bell founder of Merrow, dies at 88\n\n"
    "Ada Vane, who cast the bells of eleven churches, died on Sunday in Merrow. She was 88.\n\n"
    "She was born in 1936 in Oskerby, the third of five children.\n\nIn 1961 she became the first woman in the guild "
    "of founders, and she taught there for thirty years.\n\nVane never married. She kept geese.\n\n"
    "The funeral is on Friday. Vane leaves two nephews and a goose.\n\nHer best-known bell hangs in Kellin.\n"
)
PIER = (
    "# Why the pier leans\n\nThe pier of Merrow leans to the west. Wet winters are the main culprit. The board found "
    "that the sand is washed out. But there is a second one: heavier cranes.\n\nThe pier of Merrow is painted blue, "
    "and the pier of Merrow has forty lamps, which lean on the rail of the pier.\n"
)


@pytest.fixture
def library(tmp_path: Path) -> Library:
    news = "# Bells\n\nAda Vane sold a bell to Kellin. The bell of Ada Vane is heavy.\n"
    return library_of(tmp_path, {"vane.md": OBITUARY, "pier.md": PIER, "bells.md": news})


def test_a_life_is_told_from_its_beginning_by_what_it_is_known_for(library: Library) -> None:
    quotes = [point.citations[0].quote for point in gathered_for(library, "Who was Ada Vane?").points]
    said = "\n".join(quotes)
    assert quotes[0].startswith("Ada Vane, who cast the bells")
    assert "born in 1936" in said
    assert "first woman in the guild" in said
    assert "best-known bell" in said


@pytest.mark.parametrize(
    ("question", "is_of_a_life"),
    [("Who was Ada Vane?", True), ("And who is Bo Lind?", True), ("Who was the mayor in 1936?", False),
     ("Who was Ada Vane married to?", False), ("What was Ada Vane?", False)],
)  # fmt: skip
def test_questions_for_a_life(question: str, is_of_a_life: bool) -> None:
    assert (Life.of(question) is not None) == is_of_a_life


def test_the_main_cause_and_the_second_are_told(library: Library) -> None:
    said = "\n".join(
        point.citations[0].quote for point in gathered_for(library, "Why does the pier of Merrow lean?").points
    )
    assert "main culprit" in said
    assert "heavier cranes" in said
