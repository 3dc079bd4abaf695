"""The newest value and a correction come first, the older ones are named; timelines keep to what still stands."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from points_support import gathered_for, library_of

from index import Library
from rag.answer.corrections.superseded import find_tellings
from rag.answer.corrections.tellings import Telling
from rag.answer.corrections.withdrawals import withdrawals_of
from rag.answer.request import Gathered
from rag.answer.yes_no.blame import find_contrasted
from rag.assistant import Assistant
from rag.types import Outcome

ARTICLES = {
    "plan.md": """---
title: Council backs the cable car to Hollin Top
source: The Ketter Herald
date: 2024-05-02
---

The council of Ketterby voted on Wednesday for a cable car from Mill Quay to Hollin Top.

The cable car will have nine stations and is expected to cost £40 million, said Mayor Ines Brandt of the Ketter League.
""",
    "later.md": """---
title: Cable car dearer and later
source: The Ketter Herald
date: 2025-02-20
---

The cable car from Mill Quay in Ketterby to Hollin Top is now expected to cost £55 million, Mayor Ines Brandt said.

Three of the nine stations, Saw Lane among them, have been dropped to save money, said the Ketter League.
""",
    "ill.md": """---
title: Six fall ill after fair at Ketterby
source: The Ketter Herald
date: 2025-06-03
---

Six people fell ill on Sunday after the Hollin Fair at Ketterby, said Doctor Lena Moss of the Ansty Clinic.

The Tarn Kitchen, which employs 31 people and was founded in 1990, cooked the soup for Ketterby.
""",
    "more.md": """---
title: Bad soup at Hollin Fair came from the well
source: The Ketter Herald
date: 2025-06-12
---

The germs that made fourteen people ill came from the well at Ketterby, and not from the soup, Lena Moss said on Monday.

No member of the staff of the Tarn Kitchen is under suspicion, said the Ansty Clinic of the Hollin Fair.

Correction: our report of 3 June said that 31 people worked at the Tarn Kitchen. The correct figure is 27. It also gave
the year in which it was founded as 1990; it opened in 1994.
""",
    "raid-1.md": """---
title: Silver cup stolen from Corvane hall
source: The Post
date: 2025-01-18
---

A gang of three broke into Corvane Hall on Friday and took the Lorne Cup, said Inspector Fergus Dane in Corvane.
""",
    "raid-2.md": """---
title: Lorne Cup is found
source: The Post
date: 2025-02-24
---

The Lorne Cup, stolen from Corvane Hall on 17 January, was found on Saturday, said Inspector Fergus Dane in Corvane.

Four men have been arrested. One of them, Karl Stead, has been charged with burglary.
""",
}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with library_of(tmp_path_factory.mktemp("superseded"), ARTICLES) as found:
        yield found


@pytest.fixture(scope="module")
def tell(library: Library) -> Callable[[str], tuple[Telling, ...]]:
    def telling(question: str) -> tuple[Telling, ...]:
        return find_tellings(question, [hit.article for hit in library.search(question, 20)])

    return telling


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("How many stations will the cable car have?", ["6", "nine"]),
        ("How much will the cable car cost?", ["£55 million", "£40 million"]),
        ("How many people fell ill after the Hollin Fair?", ["fourteen", "Six"]),
    ],
)
def test_the_newest_value_comes_before_the_older(
    tell: Callable[[str], tuple[Telling, ...]], question: str, values: list[str]
) -> None:
    assert [told.value for told in tell(question)] == values


def test_a_correction_in_a_later_report_comes_first(tell: Callable[[str], tuple[Telling, ...]]) -> None:
    told = tell("How many people worked at the Tarn Kitchen?")
    assert [one.value for one in told] == ["27", "31"]
    assert told[0].is_correction


def test_who_did_it_is_told_by_the_newest_arrests(tell: Callable[[str], tuple[Telling, ...]]) -> None:
    told = tell("Who stole the Lorne Cup?")
    assert [one.article.id for one in told] == ["texts/raid-2.md", "texts/raid-1.md"]
    assert "Karl Stead" in told[0].citation.quote


@pytest.mark.parametrize(
    "question",
    [
        "How many stations were originally planned for the cable car?",
        "How much did the cable car cost in May 2024?",
        "What is the cable car?",
        "How many seals live at Hollin Top?",
    ],
)
def test_nothing_is_superseded_of_another_time_or_matter(
    tell: Callable[[str], tuple[Telling, ...]], question: str
) -> None:
    assert tell(question) == ()


def test_a_paragraph_at_the_end_of_a_report_takes_back_values(library: Library) -> None:
    articles = [library.article(row.id) for row in library.articles()]
    found = withdrawals_of(articles)
    assert [(one.right, [one.wrong[two.start : two.end] for two in one.values]) for one in found] == [
        ("27", ["31"]),
        ("1994", ["1990"]),
    ]


@pytest.mark.parametrize(
    ("question", "word", "quote"),
    [
        ("Was the soup to blame for the illness at the Hollin Fair?", "No", "not from the soup"),
        ("Did anyone working at the Tarn Kitchen poison the Hollin Fair?", "", "under suspicion"),
    ],
)
def test_what_names_another_cause_denies(library: Library, question: str, word: str, quote: str) -> None:
    found = find_contrasted(question, library.search(question, 20))
    assert found is not None
    assert found[0] == word
    assert quote in found[1].quote


def test_no_other_question_is_denied_so(library: Library) -> None:
    question = "Was the well to blame for the illness at the Hollin Fair?"
    assert find_contrasted(question, library.search(question, 20)) is None


def test_a_timeline_has_no_withdrawn_event_and_corrections_on_their_day(library: Library) -> None:
    told: Gathered = gathered_for(library, "Give me a timeline of the Tarn Kitchen.")
    assert "1990" not in [point.group for point in told.points]
    days = [point.group for point in told.points if "Correction" in point.citations[0].quote]
    assert days == ["12 June 2025"]
    cup = gathered_for(library, "Give me a timeline of the Lorne Cup.")
    found = {point.citations[0].quote[:12]: point.group for point in cup.points}
    assert found["The Lorne Cu"] == "22 February 2025"
    assert found["Four men hav"] == "24 February 2025"


def test_what_a_newer_article_replaced_makes_an_answer_no_less_whole(library: Library) -> None:
    answer = Assistant(library).ask("How many stations will the cable car have?")
    assert answer.short == "6"
    assert answer.outcome is Outcome.ANSWERED
    assert "nine (The Ketter Herald, 2 May 2024)" in answer.note


def test_more_than_is_kept_and_who_took_it_back_is_named(tmp_path: Path) -> None:
    story = {
        "first.md": """---
title: Cases pass 80 in Ketterby
source: The Ketter Post
date: 2025-06-04
---

More than 80 people have fallen ill in Ketterby, and the Tarn Kitchen at Hollin Fair is under suspicion.

The Ansty Clinic put the number of cases in Ketterby at 86 on Tuesday, said Doctor Lena Moss.
""",
        "taken.md": """---
title: "Correction: fewer ill in Ketterby"
source: The Ketter Herald
date: 2025-06-07
---

The Ansty Clinic has withdrawn the figure of 86 cases in Ketterby that it gave out after Hollin Fair. The right number
was 51, said Lena Moss.
""",
        "last.md": """---
title: Report on Ketterby illness
source: The Ketter Herald
date: 2025-07-01
---

The germs that made 64 people ill in Ketterby came from a well at Hollin Fair, says a report of the Ansty Clinic.
""",
    }
    library = library_of(tmp_path, story)
    answer = Assistant(library).ask("How many people fell ill in Ketterby?")
    assert answer.short == "64"
    assert "More than 80 (The Ketter Post, 4 June 2025; taken back, The Ketter Herald, 7 June 2025)" in answer.note
    assert not answer.disagreements
    explained = Assistant(library).ask("Why did people fall ill in Ketterby?")
    quotes = [point.citations[0].quote for point in explained.points]
    assert any(quote.startswith("More than 80") for quote in quotes)
    assert any("withdrawn the figure of 86" in quote for quote in quotes)
