"""Timetables: the first, last and all departures by direction and day, whatever way the table is written."""

from datetime import date
from pathlib import Path

import pytest
from points_support import gathered_for, library_of

from index import Library, Span
from rag import Assistant
from rag.answer.gathering import gather_points
from rag.answer.request import Request
from rag.evidence.clock import find_hours, read_hour
from rag.generators.extractive import ExtractiveGenerator
from rag.question.weekdays import find_days, label_days, read_days
from rag.types import Outcome

SUNDAY = date(2026, 11, 29)
FERRIES = (
    "Route,Ship,Leaves,Arrives,Days,Cars,Note\n"
    "Ostrow to Kellin,Merle,07:10,08:00,Mon-Sat,yes,\n"
    "Ostrow to Kellin,Merle,13:30,14:20,daily,yes,\n"
    "Ostrow to Kellin,Dart,19:45,20:15,Sat-Sun,no,Foot passengers\n"
    "Kellin to Ostrow,Merle,08:30,09:20,Mon-Sat,yes,\n"
    "Kellin to Ostrow,Merle,16:00,16:50,daily except Wed,yes,\n"
    "Kellin to Ostrow,Dart,21:05,21:35,Sat-Sun,no,Foot passengers\n"
)
BUSES = (
    "# Bus 31\n\nBuses between the market of Tolvane and Pell Bridge, from 1 May.\n\n"
    "| From | To | Dep. | Runs |\n|---|---|---|---|\n"
    "| Tolvane | Pell Bridge | 6.15 am | weekdays |\n"
    "| Tolvane | Pell Bridge | 9.40 am | Sundays |\n"
    "| Tolvane | Pell Bridge | 10.50 pm | Fri & Sat |\n"
    "| Tolvane | Pell Bridge | 12.20 am | Sat |\n"
    "| Pell Bridge | Tolvane | 6.55 am | weekdays |\n"
    "| Pell Bridge | Tolvane | 8.30 pm | daily |\n"
)
TRAINS = (
    "# Trains of the Vale Line\n\nThe train stops everywhere.\n\n## Quarn to Merrow\n\n"
    "| Time | Days | Platform |\n|---|---|---|\n| 05:50 | Mon–Fri | 1 |\n| 08:05 | Sat, Sun | 2 |\n"
    "| 22:40 | daily | 1 |\n\n## Merrow to Quarn\n\n"
    "| Time | Days | Platform |\n|---|---|---|\n| 06:30 | Mon–Fri | 3 |\n| 23:10 | Fri | 3 |\n| 22:00 | daily | 3 |\n"
)
TRAMS = (
    "Tram,Hafen,Dom,Zoo,Tage\nLinie 2,05:12,05:20,05:41,Mo-Fr\nLinie 2,07:12,07:20,07:41,Samstag\n"
    "Linie 2,23:12,23:20,23:41,täglich\n"
)
BOATS = (
    "# Island boats, every day\n\n| Direction | Mon-Fri | Sat | Sun |\n|---|---|---|---|\n"
    "| Lund → Holm | 07:00 | 08:00 | 10:00 |\n| Lund → Holm | 18:00 | 16:00 | 15:00 |\n"
    "| Holm → Lund | 18:45 | 16:45 | 15:45 |\n"
)
ZUEGE = "Von;Nach;Abfahrt;Ankunft;Tage\nAalen;Berg;06:12;06:50;Mo-Fr\nAalen;Berg;21:12;21:50;täglich\n"
PRICES = "Ticket,Day,Price\nFirst class,Sat,12.30\nSecond class,Sun,9.50\n"


@pytest.fixture
def tables(tmp_path: Path) -> Library:
    return library_of(
        tmp_path,
        {
            "ferries.csv": FERRIES, "bus-31.md": BUSES, "vale-line.md": TRAINS, "trams.csv": TRAMS,
            "prices.csv": PRICES, "boats.md": BOATS, "zuege.csv": ZUEGE,
            "kellin.txt": "The last ferry of the old company left Kellin in 1931. A bus to Oskerby is planned.\n",
        },
    )  # fmt: skip


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("last ferry from Kellin to Ostrow on a Saturday", "21:05"),
        ("last ferry kellin to ostrow thursday", "16:00"),
        ("last ferry from Kellin to Ostrow on Wednesday", "08:30"),
        ("When does the first ferry leave Ostrow on Sundays?", "13:30"),
        ("When does the last ferry leave Ostrow?", "19:45 (Sat, Sun); 13:30 (Mon–Fri)"),
        ("When is the last ferry from Ostrow that takes cars?", "13:30"),
        ("What time does the first ferry arrive in Kellin on Monday?", "08:00"),
        ("When do ferries go from Kellin to Ostrow on Saturdays?", "08:30, 16:00, 21:05"),
        ("first ferry from Ostrow to Kellin after noon on Sunday", "13:30"),
        ("When is the last ferry from Kellin today?", "21:05"),
        ("earliest ferry from Ostrow tomorrow", "07:10"),
        ("When is the first bus to Pell Bridge on Sundays?", "9.40 am"),
        ("When is the last bus to Pell Bridge on Saturdays?", "12.20 am"),
        ("When is the last boat from Lund to Holm on Sunday?", "15:00"),
        ("When does the last boat leave Holm?", "18:45 (Mon–Fri); 16:45 (Sat); 15:45 (Sun)"),
        ("Wann fährt der erste Zug von Aalen nach Berg am Samstag?", "21:12"),
        ("latest bus from Pell Bridge to Tolvane", "8.30 pm"),
        ("When is the last boat from Ostrow?", "19:45 (Sat, Sun); 13:30 (Mon–Fri)"),
        ("When is the next ferry from Kellin to Ostrow after 8 am on Saturday?", "08:30, 16:00, 21:05"),
        ("last ferry before 5 pm from Kellin on Saturday", "16:00"),
        ("When does the first train from Quarn to Merrow leave on Saturday?", "08:05"),
        ("last train from Merrow to Quarn on Fridays", "23:10"),
        ("last train from Merrow to Quarn on Mondays", "22:00"),
        ("When is the first tram from Hafen to Zoo on Saturday?", "07:12"),
        ("When does the last tram from Dom to Zoo leave?", "23:20"),
    ],
)
def test_a_departure_is_told_by_its_direction_and_day(question: str, short: str, tables: Library) -> None:
    gathered = gathered_for(tables, question)
    assert (gathered.short, gathered.answerable) == (short, True)
    cited = gathered.points[0].citations[0]
    assert cited.quote == tables.article(cited.article).text[cited.start : cited.end]
    assert short.split(" (")[0].split(",")[0] in cited.quote


@pytest.mark.parametrize(
    "question",
    [
        "last bus from Kellin to Ostrow",  # a ferry is no bus
        "last ferry from Kellin to Oskerby",
        "last ferry from Tolvane to Kellin",
        "When is the first bus to Pell Bridge from Quarn?",
        "When does the last tram from Zoo to Dom leave?",
        "When did the last ferry leave Kellin?",
        "How much is the last ferry from Kellin?",
        "When is the first ferry of the Vale Line?",
        "When is the last ferry of the Hollin from Kellin?",
        "What does the first class cost?",
    ],
)
def test_no_time_is_told_where_no_row_is_what_was_asked_for(question: str, tables: Library) -> None:
    found = gather_points(Request(tables, question, SUNDAY))
    assert not any(part.short and ":" in part.short for part in found)


def test_the_time_is_the_answer(tables: Library) -> None:
    answer = Assistant(tables, ExtractiveGenerator()).ask("last ferry from Kellin to Ostrow on a Saturday")
    assert (answer.short, answer.outcome) == ("21:05", Outcome.QUOTED)
    assert [point.citations[0].quote[:23] for point in answer.points] == ["Route: Kellin to Ostrow"]


@pytest.mark.parametrize(
    ("cell", "days"),
    [
        ("Mon-Fri", "Mon–Fri"), ("Mon–Sat", "Mon–Sat"), ("Fri - Sun", "Fri–Sun"), ("Sat-Mon", "Mon, Sat, Sun"),
        ("daily except Tue", "Mon, Wed–Sun"), ("daily", "Mon–Sun"), ("weekdays", "Mon–Fri"), ("Samstag", "Sat"),
        ("Not Sundays", "Mon–Sat"), ("Mon, Wed and Fri", "Mon, Wed, Fri"), ("täglich außer So", "Mon–Sat"),
        ("Sundays and public holidays", "Sun"), ("Mon-Sat (not public holidays)", "Mon–Sat"), ("Kellin", None),
        ("yes", None), ("Sunny Bay", None),
    ],
)  # fmt: skip
def test_the_days_of_a_cell(cell: str, days: str | None) -> None:
    found = read_days(cell)
    assert (None if found is None else label_days(found)) == days


def test_the_days_of_a_question() -> None:
    assert find_days("Is there a boat on Saturdays?")[0] == frozenset({5})
    assert find_days("the weekend train")[0] == frozenset({5, 6})
    assert find_days("Monday to Saturday from 3 May")[0] == frozenset(range(6))
    assert find_days("so we had to go")[0] is None


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("At 4.10 am the water stood at 4.61 metres.", "04:10"),
        ("It failed at about half past eleven on Saturday evening.", "23:30"),
        ("It was opened at ten to five on Sunday morning.", "04:50"),
        ("Shortly before two o'clock in the afternoon.", "14:00"),
        ("The alarm went off at 00.41. At noon all was over.", "00:41 12:00"),
        ("From 9:05 p.m. until 10 pm", "21:05 22:00"),
        ("A majority of ten to two, one to two people, version 2.10, £4.50, 12.03.2025", ""),
        ("Um 16.30 Uhr, à 20h15, at six in the evening", "16:30 20:15 18:00"),
        ("at 11 o'clock at night, at half past midnight", "23:00 00:30"),
    ],
)
def test_the_times_of_a_sentence(text: str, times: str) -> None:
    assert " ".join(f"{one.minutes // 60:02}:{one.minutes % 60:02}" for one in find_hours(text)) == times


def test_a_time_that_is_all_of_a_cell() -> None:
    assert [read_hour(cell) for cell in ("06:40", "7.05 pm", "06.40 Uhr", "noon", "Mon", "8", "from 7 am")] == [
        400, 1145, 400, 720, None, None, None,
    ]  # fmt: skip
    (hour,) = find_hours("By 3.20 am it stood")
    assert hour.span == Span(3, 10)
