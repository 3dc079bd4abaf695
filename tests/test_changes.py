"""Tables asked in other words: which rows rose, who won something, how many there are of a kind."""

from pathlib import Path

import pytest
from points_support import gathered_for, library_of

from index import Library

FAIR = (
    "Boat,Owner,Class,Offer,Award\nPetrel,Ada Vane,Yawl,For sale,Harbour Cup\nMinnow,Bo Lind,Dinghy,Shown only,\n"
    "Heron,Una Roe,Yawl,Not for sale,\nTern,Ole Karst,Dinghy,Shown only,Best Newcomer\n"
    "Gannet,Edda Roll,Dinghy,For sale,\n"
)
YARD = (
    "# Merrow Boatyard: report for the year 2024\n\nMerrow Boatyard sold fewer boats and mended more.\n\n"
    "| Branch | Sales 2023 (crowns) | Sales 2024 (crowns) | Staff 2024 |\n|---|---|---|---|\n"
    "| New boats | 410,000 | 385,000 | 12 |\n| Repairs | 190,000 | 244,000 | 9 |\n"
    "| Winter berths | 80,000 | 71,000 | 2 |\n"
    "| Total | 680,000 | 700,000 | 23 |\n\nRepairs rose because of the storm in May, said the owner.\n"
)
LINE = (
    "# Kellin Line: half year 2025\n\nThe Kellin Line carried more than before.\n\n"
    "| | H1 2025 | H1 2024 |\n|---|---|---|\n| Revenue | 4.8m | 4.5m |\n| Profit | 0.3m | 0.4m |\n"
    "| Net debt | 6.2m | 5.5m |\n"
)


@pytest.fixture
def library(tmp_path: Path) -> Library:
    texts = {
        "boat-fair.csv": FAIR,
        "yard.md": YARD,
        "line.md": LINE,
        "x.txt": "Repairs of the pier fell behind in May.\n",
    }
    return library_of(tmp_path, texts)


@pytest.mark.parametrize(
    ("question", "rows", "short"),
    [
        ("Which boats won something at the boat fair?", "Petrel Tern", ""),
        ("Which boats at the fair won an award?", "Petrel Tern", ""),
        ("Which boats at the fair won nothing?", "Minnow Heron Gannet", ""),
        ("Which boats at the fair got no award?", "Minnow Heron Gannet", ""),
        ("How many dinghies were at the boat fair?", "Minnow Tern Gannet", "3"),
        ("How many boats won an award at the boat fair?", "Petrel Tern", "2"),
        ("How many boats were at the fair for sale?", "Petrel Gannet", "2"),
        ("How many boats were at the fair not for sale?", "Heron", "1"),
    ],
)
def test_rows_that_have_what_is_asked_for(question: str, rows: str, short: str, library: Library) -> None:
    gathered = gathered_for(library, question)
    quotes = [point.citations[0].quote for point in gathered.points]
    assert [quote.split("Boat: ")[1].split(" |")[0] for quote in quotes if "Boat: " in quote] == rows.split()
    assert gathered.short == short


@pytest.mark.parametrize(
    ("question", "rows", "short"),
    [
        ("Which part of Merrow Boatyard's business grew last year?", ["Repairs"], "Repairs"),
        ("Which branches of the Merrow Boatyard shrank in 2024?", ["New boats", "Winter berths"],
         "New boats, Winter berths"),
        ("What got worse at the Kellin Line in the first half of 2025?", ["Profit", "Net debt"], "Profit, Net debt"),
        ("Which figures of the Kellin Line improved?", ["Revenue"], "Revenue"),
        ("What went up at the Kellin Line in 2025?", ["Revenue", "Net debt"], "Revenue, Net debt"),
        ("Which figures of the Kellin Line rose?", ["Revenue", "Net debt"], "Revenue, Net debt"),
    ],
)  # fmt: skip
def test_rows_that_rose_or_fell(question: str, rows: list[str], short: str, library: Library) -> None:
    gathered = gathered_for(library, question)
    quotes = [point.citations[0].quote for point in gathered.points if " | " in point.citations[0].quote]
    assert len(quotes) == len(rows)
    assert all(row in quote for row, quote in zip(rows, quotes, strict=True))
    assert gathered.short == short


def test_words_that_tell_the_same_stand_beside_the_row(library: Library) -> None:
    gathered = gathered_for(library, "Which part of Merrow Boatyard's business grew last year?")
    assert "because of the storm" in gathered.points[-1].citations[0].quote


@pytest.mark.parametrize(
    "question",
    [
        "Which part of the Oskerby Foundry's business grew last year?",  # no table is of it
        "What caused the sales of the Merrow Boatyard to fall?",
        "Which ships of the Merrow Boatyard grew barnacles?",
    ],
)
def test_another_question_has_no_such_rows(question: str, library: Library) -> None:
    assert " rows of “" not in gathered_for(library, question).note
