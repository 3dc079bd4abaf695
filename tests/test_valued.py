"""A list and a value of each asked at once: the rows that have both."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest

from index import Library
from index.embedders.hashed import HashedEmbedder
from rag.answer.gathering import gather_points
from rag.answer.request import Gathered, Request
from rag.question.kind import Kind

ARTICLES = {
    "shop.md": """# Harbour bikes

The shop rents city bikes, cargo bikes and old bikes. The shop is open daily, and the bikes are new.

A city bike costs 12 crowns a day. A cargo bike costs 30 crowns a day. Helmets are free with all bikes.
""",
    "tours.md": """# Tours in summer

Three tours are offered by the office, and all tours begin at the town hall:

- Lighthouse tour: 2 hours, 14 crowns
- Marsh tour: 3 hours, 18 crowns
- Old town tour: 90 minutes, 9 crowns
""",
    "ships.csv": "Ship,Cargo,Length,Built\nIda,timber,41 metres,1902\nAda,coal,55 metres,1911\nUna,timber,38 metres,\n",
}


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], tuple[Gathered, ...]]]:
    folder = tmp_path_factory.mktemp("valued")
    (folder / "articles").mkdir()
    for name, text in ARTICLES.items():
        (folder / "articles" / name).write_text(text, "utf-8")
    with Library.open(folder / "library", embedder=HashedEmbedder()) as library:
        library.sync(folder / "articles")
        yield lambda question: gather_points(Request(library, question, date(2025, 7, 2)))


@pytest.mark.parametrize(
    ("question", "rows"),
    [
        ("Which bikes does the shop rent and what do they cost?", ["12 crowns", "30 crowns"]),
        ("Which tours are offered by the office and how long do they take?", ["2 hours", "3 hours", "90 minutes"]),
        ("Which tours does the office offer and what do they cost?", ["14 crowns", "18 crowns", "9 crowns"]),
        ("Which ships are there and how long are they?", ["41 metres", "55 metres", "38 metres"]),
        ("Which ships have timber as cargo and when were they built?", ["1902"]),
        ("Which ships have timber as cargo and what is their length?", ["41 metres", "38 metres"]),
    ],
)
def test_rows_that_have_what_is_listed_and_the_value_are_the_answer(
    ask: Callable[[str], tuple[Gathered, ...]], question: str, rows: list[str]
) -> None:
    [part] = ask(question)
    assert (part.kind, part.answerable) == (Kind.LISTING, True)
    quotes = [point.citations[0].quote for point in part.points]
    assert len(quotes) == len(rows)
    assert all(any(row in quote for quote in quotes) for row in rows)


@pytest.mark.parametrize(
    "question",
    [
        "Which bikes does the shop rent and when does the office open?",  # of something else
        "Who owns the shop and what does it cost?",  # no list
        "Which articles mention the tours and when were they published?",
        "Which bikes does the shop rent and why are they old?",  # no value
    ],
)
def test_what_asks_for_no_value_of_each_stays_two_questions(
    ask: Callable[[str], tuple[Gathered, ...]], question: str
) -> None:
    assert len(ask(question)) == 2
