"""Timelines of messy news: reports without a date, lists run into a paragraph, what is said or seen, weekdays."""

from datetime import date
from pathlib import Path

import pytest
from points_support import gathered_for, library_of

from rag.evidence.date_clauses import comments, shows_now, tells_done
from rag.evidence.event_dates import find_told
from rag.evidence.telling import telling_spans

LIST = {
    "orr.md": """---
title: Mayor Ada Orr resigns after a year of scandals
date: 2022-07-07
---

Mayor Ada Orr of Saltmere stepped down on Thursday after a year of scandals.

Scandals of Ada Orr September 9, 2021 Closes the hall The mayor closes the hall. November 2021 She sells the park to a \
friend. December 7 A video of a party is leaked. January 12 The mayor says that she was there. April 12 Orr and her \
deputy are fined. July 7 She steps down.
"""
}
UNDATED = {
    "a.md": """---
title: Tarn Oil sells its harbour
---

Tarn Oil has sold its harbour to Brisa Gas. The price was nine million pounds.
""",
    "b.md": """---
title: Court hears Tarn Oil
---

A court has heard the complaint of Tarn Oil against Brisa Gas. Tarn Oil says that the sale of its harbour was forced.

Tarn Oil sold its harbour to Brisa Gas some weeks ago. The commission ruled on 30 July 2002 that the firm owed taxes. \
But that ruling was later overturned by a judge.
""",
}


def test_a_list_of_days_that_has_run_into_a_paragraph_is_told_in_its_own_years(tmp_path: Path) -> None:
    with library_of(tmp_path, LIST) as library:
        told = gathered_for(library, "Give me a timeline of the scandals of Ada Orr")
    days = [point.group for point in told.points]
    assert days[:3] == ["9 September 2021", "November 2021", "7 December 2021"]
    assert days[3:] == ["12 January 2022", "12 April 2022", "7 July 2022"]


def test_reports_without_a_date_are_told_the_recalled_one_first(tmp_path: Path) -> None:
    with library_of(tmp_path, UNDATED) as library:
        told = gathered_for(library, "Give me a timeline of Tarn Oil and its harbour")
    quotes = [point.citations[0].quote for point in told.points]
    assert "later overturned" in quotes[0]
    undated = [quote for point, quote in zip(told.points, quotes, strict=True) if point.group == "Without a day"]
    assert "has sold its harbour" in undated[0]
    assert "nine million" in undated[0]
    assert "has heard" in undated[1]


@pytest.mark.parametrize(
    ("sentence", "label"),
    [
        ("The mayor was shot on Friday.", "8 July 2022"),  # written on, or abroad
        ("The mayor was shot last Friday.", "1 July 2022"),
        ("The mayor was stopped last Wednesday.", "29 June 2022"),  # not yesterday
    ],
)
def test_weekdays_around_the_day_of_a_report(sentence: str, label: str) -> None:
    told = find_told(sentence, date(2022, 7, 7))
    assert told is not None
    assert told.label == label


def test_a_name_in_commas_before_the_verb_leaves_its_day_alone() -> None:
    told = find_told("The mayor, Ada Orr, resigned on Monday, after weeks of protests.", date(2022, 5, 9))
    assert told is not None
    assert not told.is_aside


def test_what_is_said_or_seen_is_no_event() -> None:
    assert comments("The mayor said on Monday that the bridge is safe.")
    assert not comments("The bridge has been sold, the mayor said.")
    assert shows_now("The rocket can be seen at sunrise on 23 March.")
    assert not tells_done("Her office has not confirmed the plans.")


@pytest.mark.parametrize(
    "line",
    [
        "Lena Korv/Reuters Mourners lit candles in front of the hall on July 9.",
        "Lena Korv for CNN Mourners lit candles in front of the hall on July 9.",
        "Ada Orr pictured at her swearing in ceremony as mayor in August 2020.",
    ],
)
def test_lines_beneath_pictures_tell_nothing(line: str) -> None:
    assert not telling_spans(line)
