"""What several articles tell is shown once: a day of a timeline, a sentence about both sides; captions are nothing."""

from collections.abc import Callable, Iterator

import pytest
from points_support import gathered_for, library_of

from rag.answer.request import Gathered
from rag.evidence.telling import telling_spans

ROWING = {
    "final.md": """---
title: Tilda Brandt wins the Saltmere final
source: The Courier
date: 2026-06-08
---

Tilda Brandt won the Saltmere final on 7 June. Brandt had won silver at Orsa in 2019.

Hide Caption 3 of 20 Photos: Tilda Brandt rows in the Saltmere final on 7 June.

Photos: Brandt wins at Saltmere Lena Korv/Agency Tilda Brandt lifts the cup on 7 June in Saltmere.
""",
    "again.md": """---
title: Brandt's great day
source: The Mercury
date: 2026-06-09
---

Tilda Brandt won the final of Saltmere on 7 June. On 8 June Brandt was received by the mayor.
""",
    "things.md": """---
title: "Tilda Brandt, bridge tolls, the harbour: five things to know"
source: The Post
date: 2026-06-10
---

Tilda Brandt will row at Kellby on 20 June.

The tolls of the bridge rise on 1 July. The harbour opened on 9 June after the storm.
""",
}
BIKES = {
    "bikes.md": """---
title: The Brisa and the Kestrel
source: The Wheel
---

The Brisa climbs hills better than the Kestrel does. The Brisa has a small engine.

The Kestrel has a lamp that lights the road. The Kestrel is blue.

How do the Brisa and the Kestrel compare? The Brisa and the Kestrel are sold in Orsa.

The Brisa brakes in four metres in the rain. The Kestrel brakes in seven metres in the rain.
"""
}


@pytest.fixture(scope="module")
def rowing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Gathered]]:
    with library_of(tmp_path_factory.mktemp("rowing"), ROWING) as library:
        yield lambda question: gathered_for(library, question)


@pytest.fixture(scope="module")
def bikes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Gathered]]:
    with library_of(tmp_path_factory.mktemp("bikes"), BIKES) as library:
        yield lambda question: gathered_for(library, question)


def quoted(gathered: Gathered, group: str = "") -> list[str]:
    return [point.citations[0].quote for point in gathered.points if point.group == group or not group]


def test_a_timeline_tells_what_two_papers_tell_of_a_day_once(rowing: Callable[[str], Gathered]) -> None:
    told = rowing("Give me a timeline of Tilda Brandt.")
    assert len(quoted(told, "7 June 2026")) == 1
    assert [point.group for point in told.points][:2] == ["2019", "7 June 2026"]


def test_of_a_round_up_a_timeline_has_what_names_its_subject(rowing: Callable[[str], Gathered]) -> None:
    told = " ".join(quoted(rowing("Give me a timeline of Tilda Brandt.")))
    assert "Kellby on 20 June" in told
    assert "tolls" not in told
    assert "harbour" not in told


@pytest.mark.parametrize(
    "question", ["Give me a timeline of Tilda Brandt.", "What do we know of Tilda Brandt?", "Who won the final?"]
)
def test_what_a_picture_shows_is_not_quoted(rowing: Callable[[str], Gathered], question: str) -> None:
    told = " ".join(quoted(rowing(question)))
    assert "Photos:" not in told
    assert "Caption" not in told


def test_what_is_said_of_both_sides_stands_under_the_first_that_it_names(bikes: Callable[[str], Gathered]) -> None:
    told = bikes("Compare the Brisa with the Kestrel.")
    both = [point.group for point in told.points if "climbs hills better" in point.citations[0].quote]
    assert both == ["Brisa"]


def test_sides_that_are_compared_on_something_are_quoted_on_it_alone(bikes: Callable[[str], Gathered]) -> None:
    told = bikes("How do the Brisa and the Kestrel compare on brakes?")
    assert told.points
    assert [quote for quote in quoted(told) if "Orsa" in quote or "hills" in quote] == []


@pytest.mark.parametrize(
    "line",
    [
        "READ MORE: How the harbour was dredged",
        "HARBOUR DREDGING:What the work means for the ferries this summer",
        "WHAT'S NEXT FOR FERRIES? How dearer fuel changes fares, hours, routes and jobs",
        "RECALL LIST: Check the town's page for the latest updates",
        "In this aerial image, the ferry lies beside the mole in Saltmere.",
        "The mayor, Tilda Brandt, left, and the harbour master shake hands in Saltmere.",
    ],
)
def test_lines_that_point_elsewhere(line: str) -> None:
    assert not telling_spans(line)


@pytest.mark.parametrize(
    "line",
    [
        "OPENING HOURS: Monday to Friday from nine to five o'clock",
        "E9 ERROR: The pump is blocked and must be cleaned.",
        "INGREDIENTS: Two cups of flour, an egg and butter.",
        "TV NEWS: The minister has resigned over the affair.",
        "He sat down on the left, she on the right.",
    ],
)
def test_lines_in_capitals_that_tell_something(line: str) -> None:
    assert telling_spans(line)
