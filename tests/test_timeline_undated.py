"""Timelines of what was planned, and of articles without a date that tell of few days."""

from pathlib import Path

import pytest
from points_support import gathered_for, library_of

from index.splitting import split_article
from index.types import Article, Hit
from rag.answer.overviews.overview import _far_ahead
from rag.question.kind import Kind, find_kind

PLAN = {
    "probe.md": """---
title: Probe Tern is to lift off on Saturday
date: 2022-09-02
---

The probe Tern is to lift off on Saturday for its trip around the moon.

Tern will pass the moon on September 9. Tern will splash down on September 20.
""",
    "scrubbed.md": """---
title: Trip of probe Tern around the moon is put off
date: 2022-09-04
---

The trip of the probe Tern around the moon was put off on Saturday because of a leak.
""",
}


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("What would have happened when on the trip of the probe Tern?", Kind.TIMELINE),
        ("What will happen when in the harbour?", Kind.TIMELINE),
    ],
)
def test_what_is_to_happen_when_is_a_timeline(question: str, kind: Kind) -> None:
    assert find_kind(question) is kind


def test_what_happens_under_a_condition_is_none() -> None:
    assert find_kind("What will happen when the bridge shuts?") is not Kind.TIMELINE
    assert find_kind("What would happen when it freezes?") is not Kind.TIMELINE


def test_a_plan_that_was_put_off_is_told_where_it_is_asked_for(tmp_path: Path) -> None:
    with library_of(tmp_path, PLAN) as library:
        planned = gathered_for(library, "What would have happened when on the trip of the probe Tern around the moon?")
        told = gathered_for(library, "Give me a timeline of the trip of the probe Tern around the moon.")
    assert {"9 September 2022", "20 September 2022"} <= {point.group for point in planned.points}
    assert not {"9 September 2022", "20 September 2022"} & {point.group for point in told.points}


REPORT = """# Ida Orr-Vane leaves the Tern Party

The councillor Ida Orr-Vane has left the Tern Party of Saltmere and called it a joke.

She had joined the party in a hall in Carrow.

The party expelled two of her friends for going to her meeting.

She has founded a party of her own in a pub.
"""


def test_what_an_article_without_a_date_tells_as_done_fills_a_timeline(tmp_path: Path) -> None:
    with library_of(tmp_path, {"report.md": REPORT}) as library:
        told = gathered_for(library, "Trace the path of Ida Orr-Vane in the Tern Party.")
    assert {point.group for point in told.points} == {"Without a day"}
    assert any("expelled" in point.citations[0].quote for point in told.points)


def _hits(name: str, text: str, score: float) -> list[Hit]:
    article = Article(name, name, text)
    return [Hit(article, passage, score, 0.0, 0.0) for passage in split_article(text)]


def test_an_article_far_ahead_is_the_one_that_an_overview_is_of() -> None:
    first = _hits("Tax study", "Taxes are good for owners, a study says.", 0.9)
    other = _hits("Oil firm", "An oil firm sells its ships.", 0.7)
    story = _hits("Tax study again", "The tax study was read in Carrow.", 0.7)
    question, topic = "Summarise the tax study", "tax study"
    assert _far_ahead(question, topic, [*first, *other]) == "Tax study"
    assert _far_ahead(question, topic, [*first, *_hits("Oil firm", "An oil firm sells its ships.", 0.85)]) == ""
    assert _far_ahead(question, topic, [*first, *story]) == ""
    assert _far_ahead("Summarise the articles on the tax study", topic, [*first, *other]) == ""
    assert _far_ahead(question, topic, []) == ""
