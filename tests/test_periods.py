"""A round-up of some days: the articles that were published in them, by day, whatever the days are named by."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest

from index import Library
from index.embedders.hashed import HashedEmbedder
from rag.answer.gathering import gather_points
from rag.answer.request import Gathered, Request
from rag.answer.times.periods import find_period
from rag.question.kind import Kind, find_kind

ASKED = date(2025, 7, 2)
ARTICLES = {
    "Pool closed": ("2025-05-12", "The pool was closed on Monday. Tiles had come loose. Nobody was hurt."),
    "Council sits": ("2025-05-15", "The council sat for six hours. It decided nothing. It will sit again."),
    "Tram begins": ("2025-06-24", "The tram began to run on Sunday 22 June. It was full. Many had to wait."),
    "Old mill": ("2024-05-13", "The old mill burnt down. It had stood empty. A cat was saved."),
}


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Gathered]]:
    folder = tmp_path_factory.mktemp("periods")
    (folder / "articles").mkdir()
    for title, (day, text) in ARTICLES.items():
        name = f"{title}.md".replace(" ", "-")
        (folder / "articles" / name).write_text(f"---\ntitle: {title}\ndate: {day}\n---\n\n{text}\n", "utf-8")
    with Library.open(folder / "library", embedder=HashedEmbedder()) as library:
        library.sync(folder / "articles")
        yield lambda question: gather_points(Request(library, question, ASKED))[0]


@pytest.mark.parametrize(
    ("question", "days"),
    [
        ("What happened in the week of 12 May 2025?", "12–18 May 2025"),
        ("What happened in the week of 14 February 2025?", "10–16 February 2025"),
        ("Summarise the week beginning 14 February 2025", "14–20 February 2025"),
        ("Summarise the week ending on Friday 14 February 2025", "8–14 February 2025"),
        ("What happened in the first week of June 2025?", "1–7 June 2025"),
        ("What happened in June 2025?", "June 2025"),
        ("What happened in December?", "December 2024"),
        ("What happened between 3 and 20 June 2025?", "3–20 June 2025"),
        ("Summarise 3–20 June 2025", "3–20 June 2025"),
        ("News from November to February 2025", "1 November 2024 – 28 February 2025"),
        ("What happened on June 3, 2025?", "3 June 2025"),
        ("What happened on Monday 2 June?", "2 June 2025"),
        ("What happened since 3 June 2025?", "3 June – 2 July 2025"),
        ("Give me an overview of summer 2024", "1 June – 31 August 2024"),
        ("What happened in winter 2024?", "1 December 2024 – 28 February 2025"),
        ("Summarise the second half of 2024", "1 July – 31 December 2024"),
        ("Summarise 2024", "2024"),
        ("Was geschah in der Woche vom 12. Mai 2025?", "12–18 May 2025"),
        ("Que s'est-il passé du 3 au 20 juin 2025 ?", "3–20 June 2025"),
        ("¿Qué pasó entre el 3 y el 20 de junio de 2025?", "3–20 June 2025"),
    ],
)
def test_days_that_the_calendar_names(question: str, days: str) -> None:
    found = find_period(question, ASKED)
    assert found is not None
    assert str(found[0]) == days


@pytest.mark.parametrize("question", ["What may happen at the pool?", "Compare 3 to 4 people", "Summarise the 1950s"])
def test_what_names_no_days(question: str) -> None:
    assert find_period(question, ASKED) is None


@pytest.mark.parametrize(
    "question",
    [
        "What happened in the week of 12 May 2025?",
        "What happened in the town in the week of 14 May 2025?",
        "Summarise May 2025",
        "What was in the news in May 2025?",
        "What happened from 11 to 16 May 2025?",
        "Give me an overview of May 2025",
    ],
)
def test_each_article_of_the_days_is_told_in_a_line_or_two_by_day(
    ask: Callable[[str], Gathered], question: str
) -> None:
    part = ask(question)
    assert (part.kind, part.answerable) == (Kind.OVERVIEW, True)
    assert [point.group for point in part.points] == ["12 May 2025: Pool closed"] * 2 + [
        "15 May 2025: Council sits"
    ] * 2
    assert part.note.startswith("This covers all 2 articles published")


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("Summarise last week", "Tram begins"),
        ("What happened last month?", "Tram begins"),
        ("What happened on 12 May 2025?", "Pool closed"),
    ],
)
def test_the_only_article_of_the_days_is_told_at_more_length(
    ask: Callable[[str], Gathered], question: str, title: str
) -> None:
    part = ask(question)
    assert [point.group for point in part.points] == [title] * 3


def test_days_without_an_article_are_told_by_those_that_tell_of_them(ask: Callable[[str], Gathered]) -> None:
    part = ask("What happened on 22 June 2025?")
    assert [point.citations[0].quote for point in part.points] == ["The tram began to run on Sunday 22 June."]
    assert part.note == "You have no articles published 22 June 2025; this is what others tell of those days."


def test_days_that_nobody_tells_of_are_said_to_be_so(ask: Callable[[str], Gathered]) -> None:
    part = ask("What happened in March 2023?")
    assert (part.points, part.answerable) == ((), False)
    assert part.note == "You have no articles published March 2023."


def test_a_topic_beside_the_days_is_kept(ask: Callable[[str], Gathered]) -> None:
    assert {point.group for point in ask("What happened to the pool in May 2025?").points} == {"Pool closed"}
    assert {point.group for point in ask("Summarise the start of the tram on 22 June 2025").points} >= {"Tram begins"}


@pytest.mark.parametrize("question", ["What was in the news in June 2025?", "What made the headlines last week?"])
def test_news_of_some_days_are_an_overview(question: str) -> None:
    assert find_kind(question) is Kind.OVERVIEW
