"""A comparison's quotations face each other: both sides are quoted on the same thing."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest

from index import Library
from index.embedders.hashed import HashedEmbedder
from rag.answer.comparisons.facing import asked_value, find_topic, find_values
from rag.answer.comparisons.wording import read_sides, split_aspects
from rag.answer.gathering import gather_points
from rag.answer.request import Gathered, Request
from rag.question.subject import find_sides

COURIER = """# Bridge falls

The mayor would not tell the number of injured people. Nobody knows the cost of the bridge, she said.

The bridge over the weir fell on Sunday during the race. Rowers cheered until the bridge broke in the middle.

Nineteen people were taken to hospital with injuries, the chief of the hospital said.

A new bridge would cost 2.4 million crowns, the works department thinks. It was built in 1968.
"""
MERCURY = """# Weir bridge report

The number of injured people was not known to the mayor. The cost of the bridge was no matter, she said.

The bridge had been inspected by engineers, the report shows. The bridge was rusty, and the race went on.

Repairing the bridge would have cost 60,000 crowns. The race was won by nobody.

In all 23 people were injured when the bridge fell.
"""
BIKES = """# Bikes compared

The price of the Brisa is right. The weight of the Brisa is not.

The weight of the Tamsel is a nuisance, and the Tamsel is not worth it.

The Brisa goes far. Its price is 900 crowns. Children like the Brisa.

The Tamsel is heavy, and it weighs 31 kg. The price of the Tamsel is 1,200 crowns.

The Brisa weighs 22 kg with its battery.
"""


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Gathered]]:
    folder = tmp_path_factory.mktemp("facing")
    (folder / "articles").mkdir()
    for name, text in (("Courier", COURIER), ("Mercury", MERCURY), ("Wheel", BIKES)):
        head = f"---\nsource: The {name}\ndate: 2025-06-03\n---\n\n"
        (folder / "articles" / f"{name}.md").write_text(head + text, "utf-8")
    with Library.open(folder / "library", embedder=HashedEmbedder()) as library:
        library.sync(folder / "articles")
        yield lambda question: gather_points(Request(library, question, date(2025, 7, 2)))[0]


@pytest.mark.parametrize(
    ("question", "first", "second"),
    [
        ("Compare what the Courier and the Mercury say about the number of injured", "Nineteen people", "23 people"),
        (
            "Compare what the Courier and the Mercury reported about the number of people injured",
            "Nineteen",
            "23 people",
        ),
        ("How do the Courier and the Mercury differ on how many were injured?", "Nineteen", "23 people"),
        ("Compare what the Courier and the Mercury say about the cost of the bridge", "2.4 million", "60,000 crowns"),
        ("Compare the price of the Brisa and the Tamsel", "900 crowns", "1,200 crowns"),
        ("Compare the weight of the Brisa and the Tamsel", "22 kg", "31 kg"),
    ],
)
def test_both_sides_are_quoted_on_what_they_are_compared_on(
    ask: Callable[[str], Gathered], question: str, first: str, second: str
) -> None:
    part = ask(question)
    sides = dict.fromkeys(point.group for point in part.points)
    leads = [next(point for point in part.points if point.group == side).citations[0].quote for side in sides]
    assert len(leads) == 2
    assert first in leads[0]
    assert second in leads[1]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("It costs 60,000 crowns.", {"money"}),
        ("It costs £60.", {"money"}),
        ("The sea rose by 12 per cent.", {"percent"}),
        ("It is 31 kg.", {"weight"}),
        ("It opened on 3 May 2024.", {"day"}),
        ("Nobody came.", set()),
    ],
)
def test_kinds_of_values(text: str, kinds: set[str]) -> None:
    assert find_values(text) == kinds
    assert "count" in find_values("Nineteen people came.")


@pytest.mark.parametrize(
    ("aspect", "value", "topic"),
    [
        ("say about the number of injured", "count", {"injur"}),
        ("reported on the cost of the wall", "money", {"cost", "wall"}),
        ("on how many pupils came", "count", {"pupil", "came"}),
        ("say about the strike", "", {"strike"}),
    ],
)
def test_the_aspect_that_sides_are_compared_on(aspect: str, value: str, topic: set[str]) -> None:
    assert asked_value(aspect) == value
    assert find_topic(aspect) >= topic - {"came"}


def test_a_side_is_no_article_and_an_aspect_of_both_is_told() -> None:
    assert find_sides("Compare what Brade and the report said about the rust") == (
        "Brade",
        "report",
        "said about the rust",
    )
    assert find_sides("Compare the price of the Brisa and the Tamsel") == ("Brisa", "Tamsel", "price")
    assert find_sides("Compare the Battle of Hastings and the conquest") == ("Battle of Hastings", "conquest", "")


TENTS = """# Four tents on test

| Tent | Price | Weight |
|---|---|---|
| Olm Peak 2 | 340 crowns | 1.9 kg |
| Olm Light | 410 crowns | 1.1 kg |
| Karst Basic | 90 crowns | 3.2 kg |
| Roe Dome | 150 crowns | 2.8 kg |

The winner, the Olm Peak, kept out all of the rain. What cost it points is the noise of its flaps.

The Karst Basic came second. It is heavy, and its pegs bend. It is our best buy.

The Roe Dome leaked at the door. Its poles broke in the wind.

The painter Ada Vane thinks that the tents of the valley will vanish. "Nobody sleeps in them," she says.

Her neighbour Bo Lind is more hopeful. He sews tents for the school of the valley.
"""


@pytest.fixture(scope="module")
def tents(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Gathered]]:
    folder = tmp_path_factory.mktemp("tents")
    (folder / "articles").mkdir()
    (folder / "articles" / "tents.md").write_text(TENTS, "utf-8")
    with Library.open(folder / "library", embedder=HashedEmbedder()) as library:
        library.sync(folder / "articles")
        yield lambda question: gather_points(Request(library, question, date(2025, 7, 2)))[0]


def sides_of(gathered: Gathered) -> dict[str, str]:
    found: dict[str, str] = {}
    for point in gathered.points:
        found[point.group] = f"{found.get(point.group, '')}\n{point.citations[0].quote}"
    return found


def test_a_neighbour_stands_under_no_side(tents: Callable[[str], Gathered]) -> None:
    sides = sides_of(tents("How do the Olm Peak and the Karst Basic compare?"))
    assert "340 crowns" in sides["Olm Peak"]
    assert "90 crowns" in sides["Karst Basic"]
    assert not any("Olm Light" in said or "Roe Dome" in said or "poles" in said for said in sides.values())


def test_what_is_thought_of_each_belongs_to_it(tents: Callable[[str], Gathered]) -> None:
    sides = sides_of(tents("How do the Olm Peak and the Karst Basic compare?"))
    assert "noise of its flaps" in sides["Olm Peak"]
    assert "It is our best buy." in sides["Karst Basic"]


def test_sides_in_front_of_the_question(tents: Callable[[str], Gathered]) -> None:
    sides = sides_of(tents("Olm Peak or Roe Dome: how do they differ in price and what do they weigh?"))
    assert "340 crowns" in sides["Olm Peak"]
    assert "150 crowns" in sides["Roe Dome"]


def test_whether_two_agree_is_told_by_what_each_says(tents: Callable[[str], Gathered]) -> None:
    sides = sides_of(tents("Do Vane and Lind agree on whether the tents of the valley will vanish?"))
    assert list(sides) == ["Vane", "Lind"]
    assert "Nobody sleeps" in sides["Vane"]
    assert "more hopeful" in sides["Lind"]


WATER = """# The water

Tarnwater, which runs the works at Saltby, said on Monday that slurry from a farm had made the water bad.

The inspectors' report was printed later. Of the farm, which Tarnwater had blamed, the report says that it was in order.

"A filter had a crack, and that made the water bad," said the chief inspector, Ida Lorne.

Tarnwater does not accept this. In a statement it said that rain alone had made the water bad.
"""
FIRM = """# The firm

The company said that its water was bad for paper, and that the works would close.
"""
KETTLE = """# The kettle

"The Dorn kettle is a triumph and I welcome it," said Tony Astor. The Dorn kettle is sold in Saltby.

"The Dorn kettle is too expensive and fails to boil," said Pim Quill of the trade paper.
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Gathered]]:
    folder = tmp_path_factory.mktemp("told")
    (folder / "articles").mkdir()
    for name, text in (("water", WATER), ("firm", FIRM), ("kettle", KETTLE)):
        (folder / "articles" / f"{name}.md").write_text(text, "utf-8")
    with Library.open(folder / "library", embedder=HashedEmbedder()) as library:
        library.sync(folder / "articles")
        yield lambda question: gather_points(Request(library, question, date(2025, 7, 2)))[0]


def test_each_side_has_only_what_it_says_itself(told: Callable[[str], Gathered]) -> None:
    found = told("Compare what Tarnwater and the inspectors say about what made the water bad")
    said = {
        side: " ".join(p.citations[0].quote for p in found.points if p.group == side)
        for side in ("Tarnwater", "inspectors")
    }
    assert "slurry" in said["Tarnwater"]
    assert "rain alone" in said["Tarnwater"]
    assert "in order" not in said["Tarnwater"]
    assert "crack" in said["inspectors"]
    assert "slurry" not in said["inspectors"]


def test_critics_are_who_speaks_against_it(told: Callable[[str], Gathered]) -> None:
    found = told("What do the critics say about the Dorn kettle?")
    assert [point.group for point in found.points] == ["Pim Quill"]


def test_ones_are_what_the_first_side_is() -> None:
    sides = read_sides("What is the difference between the bees that slept and the ones that were shaken?")
    assert sides == ("bees that slept", "bees that were shaken", "")


@pytest.mark.parametrize(
    ("question", "sides", "aspects"),
    [
        (
            "What is the difference between Dorn's and Weir's plans for the mill?",
            ("Dorn", "Weir", "plans for the mill"),
            ["plans for the mill"],
        ),
        (
            "How do the sentences that Ada Vane and Bo Lind got in Saltby compare?",
            ("Ada Vane", "Bo Lind", "sentences got in Saltby"),
            ["sentences got in Saltby"],
        ),
        (
            "How does the Brisa compare with the Tamsel tram: motor, weight and what it is meant for?",
            ("Brisa", "Tamsel tram", "motor, weight and what it is meant for"),
            ["motor", "weight", "what it is meant for"],
        ),
        (
            "How far apart were the Greens and the Blues in the polls after the vote?",
            ("Greens", "Blues", "in the polls after the vote"),
            ["in the polls after the vote"],
        ),
        ("How does the Brisa stack up against a Tamsel at that price?", ("Brisa", "Tamsel", ""), [""]),
        ("How did Dorn's new offer differ from his earlier bid?", ("Dorn's new offer", "Dorn's earlier bid", ""), [""]),
    ],
)
def test_sides_are_named_and_what_stands_around_both_is_asked_of_both(
    question: str, sides: tuple[str, str, str], aspects: list[str]
) -> None:
    found = read_sides(question)
    assert found == sides
    assert split_aspects(question, found[2]) == aspects


CLUBS = {
    "ferry": """# Brask and Weir on the ferry

Ada Brask, the mayor, wants the ferry to run at night. "People work late," she said.

Bo Weir of the opposition has no time for it, and wants the money for schools.

Brask is for a free ferry, while Weir would have everybody pay.
""",
    "garden": """# A garden for the mill

Ida Lorne, a gardener, has planted roses, daisies and tulips behind the old mill of the village this spring.
""",
    "boards": """# Two boards

The Dorn board is light and cheap, and a Dorn can be mended at home.

The Astor board is made of oak. Every board of that kind is heavy, and a board of oak lasts.

Boards are dear this year. A board is a board, said the dealer.
""",
    "wood": """# Oak

A board of pine is soft. The board of the school met.
""",
    "bans": """# Orr on the market

Silas Orr said on Monday that bans for life from the market are wrong.

Mona Quill, who founded the market, wrote that she agrees with Orr: there should be no bans for life from the market.

Quill has a dog.
""",
}


@pytest.fixture(scope="module")
def clubs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Gathered]]:
    folder = tmp_path_factory.mktemp("clubs")
    (folder / "articles").mkdir()
    for name, text in CLUBS.items():
        (folder / "articles" / f"{name}.md").write_text(text, "utf-8")
    with Library.open(folder / "library", embedder=HashedEmbedder()) as library:
        library.sync(folder / "articles")
        yield lambda question: gather_points(Request(library, question, date(2025, 7, 2)))[0]


def test_a_side_that_nothing_is_told_of_on_the_topic_is_named_as_such(clubs: Callable[[str], Gathered]) -> None:
    found = clubs("How do Brask and Lorne compare on ferry trips?")
    assert "say nothing of Lorne on ferry trips" in found.note
    assert {point.group for point in found.points} == {"Brask"}
    assert not any(point.citations[0].quote.startswith("Bo Weir") for point in found.points)


def test_what_an_article_compares_itself_is_shown_of_both(clubs: Callable[[str], Gathered]) -> None:
    found = clubs("How do Brask and Weir compare on the ferry?")
    told = [point.citations[0].quote for point in found.points]
    assert any("while Weir would have everybody pay" in quote for quote in told)
    assert not found.note


def test_whether_two_agree_is_told_first_by_who_names_the_other(clubs: Callable[[str], Gathered]) -> None:
    found = clubs("Do Silas Orr and Mona Quill agree on bans for life from the market?")
    assert "she agrees with Orr" in found.points[0].citations[0].quote
    assert all("dog" not in point.citations[0].quote for point in found.points)
