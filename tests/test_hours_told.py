"""Timelines of one night, by its hours, and of one matter day by day."""

from datetime import date
from pathlib import Path

import pytest

from index import Library
from index.embedders.hashed import HashedEmbedder
from rag.answer.gathering import gather_points
from rag.answer.request import Gathered, Request
from rag.answer.times.hours import gather_hours
from rag.question.kind import Kind, find_kind

FIRE = (
    "---\ntitle: The fire at the rope works of Tolvane\ndate: 2024-03-12\nsource: The Tolvane Echo\n---\n\n"
    "The rope works of Tolvane burned down in the night. A guard smelled smoke at about half past ten on Sunday "
    "evening. At 11.50 pm the roof of the rope works fell. By 2.15 am the fire had reached the yard.\n\n"
    "Nobody was hurt. The fire was out at ten to six on Monday morning, the brigade said. The owner said on Tuesday"
    " that he would have slept at the works had he known. The works are to open on 1 May at 8 am.\n"
)
REPORT = (
    "---\ntitle: Report on the rope works fire\ndate: 2024-06-03\nsource: The Bay Courier\n---\n\n"
    "The fire in Tolvane began in a drum of oil, the report says. At 10.30 pm on Sunday 10 March the alarm rang "
    "in the house of the foreman. Five minutes later it rang again. At 2.15 am the fire reached the yard of ropes.\n"
)
SCHOOL = (
    "---\ntitle: Pell School to close\ndate: 2024-09-01\n---\n\nPell School is to close in July 2026. The bell "
    "rings at 8.15 am on Monday for the last first day. At 3 pm on Friday 30 August the hall was sold.\n"
)
STRIKE = (
    "---\ntitle: The week of the pilots' strike\ndate: 2023-05-20\n---\n\nThe pilots struck for a week.\n\n"
    "**Monday.** No ship left. Forty ships lay in the roads.\n\n**Tuesday.** Two ships left without a pilot, and one"
    " of them ran aground at noon.\n\nOn Wednesday the owners gave way. The pilots went back to work.\n"
)
HEARING = (
    "The inquest into the loss of the Merle\n\nThe inquest sat for two days in all, in the old hall of the harbour.\n\n"
    "## Day one\n\nThe mate said that the pumps had failed before they passed the light of Kellin that evening.\n\n"
    "## Day two\n\nThe owner said that the pumps were new and had been tried out in the harbour in spring.\n"
)


@pytest.fixture
def library(tmp_path: Path) -> Library:
    folder = tmp_path / "told"
    folder.mkdir()
    for name, text in [
        ("fire.md", FIRE), ("report.md", REPORT), ("school.md", SCHOOL), ("strike.md", STRIKE), ("inquest.md", HEARING),
    ]:  # fmt: skip
        (folder / name).write_text(text, encoding="utf-8")
    library = Library.open(tmp_path / "library", embedder=HashedEmbedder())
    library.sync(folder)
    return library


def told(library: Library, question: str) -> Gathered:
    (gathered,) = gather_points(Request(library, question, date(2026, 11, 29)))
    return gathered


@pytest.mark.parametrize(
    "question",
    [
        "Give me a timeline of the night of the rope works fire",
        "timeline of the fire night at the rope works",
        "What happened hour by hour in the fire at the rope works?",
    ],
)
def test_a_night_is_told_by_its_hours(question: str, library: Library) -> None:
    gathered = told(library, question)
    assert gathered.kind is Kind.TIMELINE
    assert [(point.group, point.citations[0].quote[:20], len(point.citations)) for point in gathered.points] == [
        ("10 March 2024", "A guard smelled smok", 2),
        ("10 March 2024", "At 11.50 pm the roof", 1),
        ("11 March 2024", "By 2.15 am the fire ", 2),
        ("11 March 2024", "The fire was out at ", 1),
    ]
    quoted = " ".join(citation.quote for point in gathered.points for citation in point.citations)
    assert "Five minutes later it rang again." in quoted
    assert not any(word in quoted for word in ("to open", "would have", "Pell"))


@pytest.mark.parametrize(
    ("question", "days"),
    [
        ("What happened on each day of the pilots' strike?", ["15 May 2023", "16 May 2023", "17 May 2023"]),
        ("Tell me about the pilots' strike day by day", ["15 May 2023", "16 May 2023", "17 May 2023"]),
        ("What was said on each day of the inquest into the Merle?", ["Day one", "Day two"]),
    ],
)
def test_an_article_is_told_day_by_day(question: str, days: list[str], library: Library) -> None:
    gathered = told(library, question)
    assert (gathered.kind, [point.group for point in gathered.points]) == (Kind.TIMELINE, days)
    for citation in (point.citations[0] for point in gathered.points):
        assert library.article(citation.article).text[citation.start : citation.end] == citation.quote


def test_a_night_that_no_article_tells_has_no_hours(library: Library) -> None:
    request = Request(library, "Give me a timeline of the night of the flood", date(2026, 11, 29))
    assert gather_hours(request) is None


def test_every_day_is_no_timeline_by_itself() -> None:
    assert find_kind("How many ships leave every day?") is not Kind.TIMELINE
    assert find_kind("What happened on each day of the trial?") is Kind.TIMELINE
