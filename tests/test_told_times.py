"""Timelines: each event under its own day and once, from reports, histories, minutes and lists of dated headings."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest

from index import Article, Library, Span
from index.embedders.hashed import HashedEmbedder
from rag.answer.gathering import gather_points
from rag.answer.request import Gathered, Request
from rag.answer.times.calendar_order import order_of
from rag.evidence.article_days import is_written_on, told_in
from rag.evidence.date_clauses import tells_announced, tells_done
from rag.evidence.event_dates import find_told, told_as

ARTICLES = {
    "list.md": """---
title: How the Corsham dam dispute went from bad to worse
date: 2023-02-10
---

The Corsham dam dispute has lasted for months. Here is how it came about.

## Nov. 3: Cracks are found

Divers find three cracks in the Corsham dam.

## Dec. 20: The lake is drained

The water board drains the lake overnight.

## Jan. 9: The board resigns

All nine members of the board resign in a letter.

## Feb. 14: A new board is chosen

The farmers choose a new board of five.
""",
    "history.md": """---
title: "The dockers' lockout at Pellworth in 1887"
date: 2021-04-02
---

On 4 March 1887 the gates of the docks at Pellworth were locked. The lockout had been announced in February.

In August the dockers of Pellworth ended the lockout by a march to the town hall. On 2 September they went back.
""",
    "minutes.md": """---
title: Harlow parish council
date: 2024-05-14
---

Minutes of the meeting held in the hall on 14 May 2024

Present: A. Orr, B. Finn, C. Dale

## Footbridge

Mr Finn proposed that the footbridge be sold to the railway. The motion was carried by five votes to two.

## Hedges

It was agreed to cut the hedges in June.
""",
    "report.md": """---
title: Footbridge sale is called off
date: 2024-06-20
---

On Tuesday the parish council of Harlow voted to rescind its decision of last month to sell the footbridge. The bridge,
which was closed on 3 June, had been let to go to ruin. Repairs to the footbridge were put off until 2027.
""",
}


@pytest.fixture(scope="module")
def tell(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], list[tuple[str, str]]]]:
    folder = tmp_path_factory.mktemp("times")
    (folder / "articles").mkdir()
    for name, text in ARTICLES.items():
        (folder / "articles" / name).write_text(text, "utf-8")
    with Library.open(folder / "library", embedder=HashedEmbedder()) as library:
        library.sync(folder / "articles")

        def told(question: str) -> list[tuple[str, str]]:
            part: Gathered = gather_points(Request(library, question, date(2026, 11, 30)))[0]
            return [(point.group, point.citations[0].quote) for point in part.points]

        yield told


def test_a_list_of_dated_headings_is_told_whole_in_its_own_years(tell: Callable[[str], list[tuple[str, str]]]) -> None:
    told = tell("Give me a timeline of the Corsham dam dispute")
    assert [day for day, _ in told] == ["3 November 2022", "20 December 2022", "9 January 2023", "14 February 2023"]
    assert told[0][1].startswith("## Nov. 3: Cracks are found")
    assert "three cracks" in told[0][1]


def test_a_history_is_dated_by_the_year_it_is_about(tell: Callable[[str], list[tuple[str, str]]]) -> None:
    days = [day for day, _ in tell("Give me a timeline of the Pellworth lockout")]
    assert days
    assert all(day.endswith("1887") for day in days)
    assert "August 1887" in days


def test_minutes_give_their_decisions_and_a_report_what_became_of_them(
    tell: Callable[[str], list[tuple[str, str]]],
) -> None:
    told = dict(tell("How did the sale of the footbridge unfold, step by step?"))
    assert "carried by five votes" in told["14 May 2024"]
    assert "rescind" in told["18 June 2024"]
    assert "closed on 3 June" in told["3 June 2024"]
    assert not {"2027", "May 2024", "June 2024"} & set(told)
    assert "Present" not in " ".join(told.values())


@pytest.mark.parametrize(
    ("sentence", "published", "label"),
    [
        ("The alarm rang fourteen times between 9 and 12 February.", date(2025, 4, 18), "9–12 February 2025"),
        (
            "He wrote cheques to himself between June 2016 and August 2023.",
            date(2025, 5, 23),
            "June 2016 – August 2023",
        ),
        (
            "She retired in 1936 and died in the village on 9 January 1944.",
            date(2024, 11, 2),
            "1936 and 9 January 1944",
        ),
        ("The army on Sunday denied having opened fire yesterday.", date(2022, 7, 10), "10 July 2022"),
        ("It fell after the plan of last Friday was read out.", date(2022, 9, 30), "23 September 2022"),
        ("The line was in the paper the next day.", date(2023, 9, 15), None),
        ("On Aug. 4 she was convicted.", date(2022, 7, 20), None),  # written on since, or a year ago
    ],
)
def test_days_that_lie_between_or_cannot_be_told(sentence: str, published: date, label: str | None) -> None:
    told = find_told(sentence, published)
    assert (told.label if told else None) == label


@pytest.mark.parametrize(
    "sentence",
    [
        "Ada Orr, who was only elected in 2010, won the vote.",
        "The country has met its worst crisis since it became independent in 1948.",
        "“My mother drove the tram until 1957,” the shopkeeper said.",
        "Lee became the third mayor after Jane Dale (1979-1990).",
        "The debt has risen to nine million, compared with two million in 1973.",
    ],
)
def test_a_day_told_in_passing_is_an_aside(sentence: str) -> None:
    told = find_told(sentence, date(2022, 9, 6))
    assert told is not None
    assert told.is_aside


def test_deadlines_and_plans_are_known_as_such() -> None:
    limit = find_told("They have until midnight on 16 December.", date(2022, 12, 1))
    plan = find_told("The hearing was scheduled for Tuesday.", date(2022, 12, 12))
    assert limit is not None
    assert limit.is_limit
    assert plan is not None
    assert plan.is_coming


def test_months_without_a_year_follow_what_is_called_last_year() -> None:
    last = find_told("The pair withdrew last August.", None)
    assert last is not None
    days = [told_as(0, 2, 0), told_as(0, 12, 0), last]
    assert [day.label for day in sorted(days, key=lambda day: order_of(day, days))] == [
        "August",
        "December",
        "February",
    ]


def test_a_month_behind_a_dated_one_in_its_paragraph_is_of_that_year() -> None:
    text = "The nurse wrote to the director in June 2022. When he wrote again in November he was moved."
    told = told_in(Article("a", "Inquiry", text, published=date(2025, 5, 19)), Span(text.index("When"), len(text)))
    assert told is not None
    assert told.label == "November 2022"


def test_an_article_that_was_written_on_counts_no_weekday() -> None:
    text = "The president fled on Wednesday. Crowds cheered in the square on Wednesday, July 13."
    article = Article("a", "Crisis", text, published=date(2022, 7, 11))
    assert is_written_on(article)
    assert told_in(article, Span(0, text.index(" Crowds"))) is None


@pytest.mark.parametrize(
    ("sentence", "is_done", "is_announced"),
    [
        ("The runners have been cleared by a court.", True, False),
        ("The league will appeal against the verdict.", False, True),
        ("More than eight months have passed since then.", False, False),
        ("The player, whom the state has called a hostage, faces ten years.", False, False),
        ("I have spent a month reading forecasts.", False, False),
    ],
)
def test_what_a_report_begins_with_is_news_where_it_is_done(
    sentence: str, *, is_done: bool, is_announced: bool
) -> None:
    assert (tells_done(sentence), tells_announced(sentence)) == (is_done, is_announced)
