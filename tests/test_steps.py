"""Steps: what an article numbers from one on is told whole and in order, where the question is how that is done."""

from pathlib import Path

import pytest
from points_support import gathered_for, library_of

from index import Library
from rag.answer.records.steps import read_steps

WAX = (
    "# How to wax a canvas tent\n\nA canvas tent lets the rain in after some years. In 2019 I did mine again.\n\n"
    "**1. Brush it.** Take a soft brush. Mind the seams.\n\n**2. Warm the wax.** A bowl of hot water will do.\n\n"
    "**3. Rub it in.** Begin at the ridge.\n\n**4. Let it dry.** Two days in the sun.\n\n"
    "Roll the tent up dry. My brother's went green within a month.\n"
)
STOVE = (
    "# The Korva camping stove: handbook\n\n## Lighting the stove\n\n1. Open the valve.\n2. Press the knob.\n"
    "3. Wait for the flame.\n\n## Cleaning the burner\n\n1. Let it cool.\n2. Unscrew the cap.\n3. Brush the holes.\n\n"
    "The stove weighs 400 grams and burns for two hours on one can of gas, which lasts a weekend.\n"
)


@pytest.fixture(name="library")
def _library(tmp_path: Path) -> Library:
    return library_of(tmp_path, {"wax.md": WAX, "stove.md": STOVE})


@pytest.mark.parametrize(
    ("question", "first", "last", "count"),
    [
        ("How do I wax a canvas tent?", "**1. Brush it.** Take a soft brush. Mind", "**4. Let it dry.** Two days", 4),
        ("What are the steps for proofing a tent?", "**1. Brush it.**", "**4. Let it dry.** Two days in the sun.", 4),
        ("How do I clean the burner?", "1. Let it cool.", "3. Brush the holes.", 3),
        ("How do I light the Korva stove?", "1. Open the valve.", "3. Wait for the flame.", 3),
    ],
)
def test_all_steps_are_told_in_order(library: Library, question: str, first: str, last: str, count: int) -> None:
    quotes = [point.citations[0].quote for point in gathered_for(library, question).points]
    assert (len(quotes), quotes[0].startswith(first), quotes[-1].startswith(last)) == (count, True, True)


@pytest.mark.parametrize("question", ["How do I wash a canvas tent?", "Why did the tent go green?"])
def test_steps_of_something_else_are_not_told(library: Library, question: str) -> None:
    assert "steps of" not in gathered_for(library, question).note


def test_numbers_that_do_not_begin_at_one_are_no_steps() -> None:
    assert not list(read_steps("2. Two men left.\n3. Three stayed.\n4. Four came.\n"))
    assert not list(read_steps("1. The first.\n2. The second.\n"))
