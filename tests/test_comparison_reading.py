"""Comparisons over articles that tell of both sides: whose a sentence is, is read in order."""

from collections.abc import Callable, Iterator

import pytest
from points_support import gathered_for, library_of

from rag.answer.comparisons.wording import split_aspects
from rag.answer.request import Gathered
from rag.question.kind import Kind

ARTICLES = {
    "ferry.md": """---
title: Tarn Ferries strands thousands at midwinter
source: The Courier
date: 2025-12-27
---

Tarn Ferries cancelled every sailing on Monday after its booking system failed in the storm.

In October 2024, Tarn Ferries had a breakdown that cancelled 40 sailings and cost it 75,000 crowns.

The pilots said the breakdown came of old machines.
""",
    "fire-courier.md": """---
title: Sawmill fire drives out forty
source: The Courier
date: 2026-03-04
---

Forty people left their homes when the sawmill fire began, the Courier was told.
""",
    "fire-later.md": """---
title: Sawmill fire came of a fuse
source: The Courier
date: 2026-04-20
---

The sawmill fire came of a fuse, inspectors said about the sawmill fire.
""",
    "fire-post.md": """---
title: Sawmill fire empties a street
source: The Post
date: 2026-03-04
---

The sawmill fire emptied a street of 60 people. Dora Finch, who runs the sawmill, said the fire had been put out.
Owen Lusk of the union said the sawmill fire was no surprise.
""",
    "harbour.md": """---
title: Hedda Lund and Silas Orme vow to widen the harbour pact
source: The Courier
date: 2026-05-02
---

Hedda Lund and Silas Orme, who both want to be mayor, have vowed to widen the harbour pact with Orsa.

Hedda Lund said in a video on Sunday that the harbour had been neglected for years.

The plan that she proposes includes a yearly cap on the berths for cruise ships. She also put forward a levy of four
crowns for each passenger.

The pact has been disputed since the council announced it in March. Ida Korv said the pact was a mistake.

In an interview with the Mercury, Silas Orme also backed the pact.

He said he wanted to see it through, and to sign others with the islands. His plan has 20 more wardens for the quays.
""",
    "record.md": """---
title: Silas Orme, a life in council
source: The Courier
date: 2026-05-20
---

Silas Orme was born in Kellby. A friend says Orme thinks six moves ahead of everyone else.
""",
    "handhelds.md": """---
title: Kestrel Pocket arrives in March
source: The Post
date: 2026-02-11
---

The Kestrel Pocket plays music and films, and goes on sale in March for 180 crowns.

Nimbus has said that it will sell the Nimbus Duo from April. "It is for play, but it is no toy," said Tilda Voss, who
runs Kestrel. The Duo has two screens.
""",
    "trial.md": """---
title: Marsh denies fraud at Orlo
source: The Post
date: 2026-03-01
---

Prosecutors have argued that Pavel Marsh ordered the false entries. The prosecution's main witness is Lena Brask, who
ran the finances. Mr Marsh, 63, has always insisted that he knew nothing of the entries.
""",
}


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Gathered]]:
    with library_of(tmp_path_factory.mktemp("sides"), ARTICLES) as library:
        yield lambda question: gathered_for(library, question)


def told_of(gathered: Gathered, side: str) -> str:
    return " ".join(point.citations[0].quote for point in gathered.points if side in point.group)


def test_what_both_are_the_headline_of_is_read_to_its_end(ask: Callable[[str], Gathered]) -> None:
    told = ask("How do Hedda Lund and Silas Orme compare on the harbour?")
    assert "cap on the berths" in told_of(told, "Lund")
    assert "wardens" in told_of(told, "Orme")
    assert "wardens" not in told_of(told, "Lund")
    assert "mistake" not in told_of(told, "Lund") + told_of(told, "Orme")


def test_what_anothers_voice_says_of_it_is_no_sides(ask: Callable[[str], Gathered]) -> None:
    told = ask("Compare the Kestrel Pocket with the Nimbus Duo.")
    assert "music and films" in told_of(told, "Kestrel")
    assert "two screens" in told_of(told, "Nimbus")
    assert "no toy" not in told_of(told, "Nimbus")


def test_a_side_is_not_told_by_what_its_opponent_insists(ask: Callable[[str], Gathered]) -> None:
    told = ask("How do the prosecution and the defence differ on what Pavel Marsh knew of the entries?")
    assert "knew nothing" not in told_of(told, "prosecution")


def test_papers_and_parties_are_found_in_the_singular(ask: Callable[[str], Gathered]) -> None:
    told = ask("How do the offers of Hedda Lund and Silas Orme for the harbour differ?")
    assert {point.group for point in told.points} == {"Hedda Lund", "Silas Orme"}


def test_what_a_sentence_tells_is_what_the_question_behind_it_leans_on(ask: Callable[[str], Gathered]) -> None:
    told = ask("Tarn Ferries had a breakdown in October 2024. How does it compare with the one in December 2025?")
    assert "75,000 crowns" in told_of(told, "October 2024")
    assert "75,000 crowns" not in told_of(told, "December 2025")
    assert "booking system" in told_of(told, "December 2025")
    assert told.answerable


def test_papers_are_compared_by_the_day_on_which_both_told_of_it(ask: Callable[[str], Gathered]) -> None:
    told = ask("Compare what the Courier and the Post reported on the day after the sawmill fire.")
    assert {point.group for point in told.points} == {"Courier", "Post"}
    assert {str(point.citations[0].published) for point in told.points} == {"2026-03-04"}


@pytest.mark.parametrize(
    "question",
    [
        "There was a fire at the sawmill. What does each side say about the sawmill fire?",
        "How did the sawmill fire start, according to the different parties?",
        "What are the arguments for and against the sawmill fire?",
    ],
)
def test_of_each_side_anybody_may_be_one(ask: Callable[[str], Gathered], question: str) -> None:
    told = ask(question)
    assert told.kind is Kind.STATEMENTS
    assert {"Dora Finch", "Owen Lusk"} & {point.group for point in told.points}
    assert "no surprise" in " ".join(point.citations[0].quote for point in told.points)
    assert told.answerable


def test_each_side_is_nobodys_of_what_is_not_told(ask: Callable[[str], Gathered]) -> None:
    assert not ask("What does each side say about the zeppelin tickets?").answerable


def test_two_things_that_two_are_compared_on_are_looked_for_one_by_one() -> None:
    assert split_aspects("How do Lund and Orme differ on tax, and on the army?", "on tax, and on the army") == [
        "on tax",
        "on the army",
    ]
