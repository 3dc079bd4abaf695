from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.splitting import split_blocks

STARTER = Path(__file__).parent.parent / "seeds" / "000_8be325a0ea03c6de.txt"
BODY = "The harbour was opened in 1921 and has grown in every year since then, officials of the town said on Monday."
TURNS = "WTN: What happened?\nDr. Hughes: It was bad.\nWTN: Why do you say so?\nDr. Hughes: I saw it."


def blocks(text: str) -> list[tuple[str, str, str]]:
    return [(block.kind, block.speaker, block.span.of(text)) for block in split_blocks(text)]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        (BODY, ["paragraph"]),
        (f"{BODY}\n{BODY}\n\n{BODY}", ["paragraph"] * 3),
        (f"# Title\n{BODY}", ["heading", "paragraph"]),
        (f"Title of it\n===========\n{BODY}", ["heading", "paragraph"]),
        (f"**Why it matters**\n\n{BODY}", ["heading", "paragraph"]),
        (f"{BODY}\n\nA guessed heading\n\n{BODY}", ["paragraph", "heading", "paragraph"]),
        (f"2. Church shooting\n\n{BODY}", ["heading", "paragraph"]),
        (f"He said only this.\n\n{BODY}", ["paragraph", "paragraph"]),
        ("- one\n* two\n• three\n1. four\n(b) five", ["item"] * 5),
        ("| name | price |\n| salt | 2 |", ["item", "item"]),
        ("name | price\nsalt | 2", ["item", "item"]),
        ("", []),
        (" \n\r\n\t", []),
    ],
)
def test_kinds(text: str, kinds: list[str]) -> None:
    assert [block.kind for block in split_blocks(text)] == kinds


def test_lines_wrapped_to_a_width_are_one_paragraph() -> None:
    lines = [
        "The harbour of the old town was opened in 1921 and has grown",
        "in every year since then, officials of the town had to say.",
        "It is full.",
    ]
    first = "\n".join(lines)
    text = f"{first}\n\n{first}"
    assert [piece for _, _, piece in blocks(text)] == [first, first]


def test_lines_that_end_sentences_are_paragraphs_of_their_own() -> None:
    text = "The harbour was opened in 1921.\nIt has grown since then.\nNobody knows why."
    assert len(split_blocks(text)) == 3


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        (TURNS, ["WTN", "Dr. Hughes", "WTN", "Dr. Hughes"]),
        ("**WTN:** Why?\n**Dr.Hughes:** So.\n**WTN:** Oh?", ["WTN", "Dr. Hughes", "WTN"]),
        ("**Dr. Hughes:** The situation is deeply troubling.", ["Dr. Hughes"]),
        ("**WTN**: Why?\n**Lee**: So.\n**WTN**: Oh?", ["WTN", "Lee", "WTN"]),
        ("Q: Is it?\nA: It is.\nQ: Why?\nA: Nobody knows.", ["Q", "A", "Q", "A"]),
        ("Q. Is it?\nA. It is.\nQ. Why?\nA. Nobody knows.", ["Q", "A", "Q", "A"]),
        (
            "ANNA LEE, ANCHOR: Is it?\nSEN. KAY (D): It is.\nANNA LEE, ANCHOR: You are sure?\nSEN. KAY (D): I am.",
            ["ANNA LEE", "SEN. KAY (D)", "ANNA LEE", "SEN. KAY (D)"],
        ),
        ("Note: this is nobody.\nNote: nor is this.", ["", ""]),
        ("Anna: this is once.\nHe left the house.", ["", ""]),
        ("**Note:** you see.\n**Note:** you see.", ["", ""]),
        ("**Why it matters:** We pay.\n**The big picture:** You pay.", ["", ""]),
        (f"Details: a lake.\nHours: 9 to 5.\nDetails: a hill.\nHours: 8 to 4.\n{BODY}", [""] * 5),
        ("BACKGROUND: We asked.\nMETHODS: We saw.\nRESULTS: We won.", [""] * 3),
    ],
)
def test_speakers(text: str, speakers: list[str]) -> None:
    found = split_blocks(text)
    assert [block.speaker for block in found] == speakers
    assert [block.kind == "turn" for block in found] == [bool(speaker) for speaker in speakers]


@pytest.mark.parametrize(
    ("added", "speaker"),
    [
        ("The next years will be hard.", "Dr. Hughes"),
        ("This interview has been edited.", ""),
        ("Hughes is a fellow of the institute.", ""),
        ("*Edited for length.*", ""),
        ("## What is next", ""),
    ],
)
def test_who_goes_on_after_a_turn(added: str, speaker: str) -> None:
    last = split_blocks(f"{TURNS}\n{added}")[-1]
    assert (last.speaker, last.kind == "turn") == (speaker, False)


def test_nobody_goes_on_after_a_question_or_for_ever() -> None:
    assert [block.speaker for block in split_blocks(f"{TURNS}\nWTN: And now?\n{BODY}")][-2:] == ["WTN", ""]
    many = "\n".join([TURNS, *[f"Number {number} of it grew again." for number in range(5)]])
    assert [block.speaker for block in split_blocks(many)][4:] == ["Dr. Hughes"] * 3 + ["", ""]


def test_the_starter() -> None:
    text = STARTER.read_text(encoding="utf-8")
    found = split_blocks(text)
    assert [block.kind for block in found] == ["paragraph"] * 21 + ["heading", "paragraph"] + ["turn"] * 10 + [
        "paragraph"
    ]
    assert [block.speaker for block in found] == [""] * 23 + ["WTN", "Dr. Hughes"] * 5 + ["Dr. Hughes"]


@settings(deadline=None, max_examples=60)
@given(st.text(st.sampled_from("aB .:\n\r*#-|Q1?\t\u2028=<好"), max_size=120))
def test_blocks_cover_the_text_in_order(text: str) -> None:
    position = 0
    for block in split_blocks(text):
        piece = block.span.of(text)
        assert piece == piece.strip()
        assert text[position : block.span.start].strip() == ""
        assert position <= block.span.start
        position = block.span.end
    assert text[position:].strip() == ""
