"""Points of questions as people ask them: lives and affairs, who says it, one text of a kind, totals of tables."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from index import Library
from index.embedders.hashed import HashedEmbedder
from rag.answer.gathering import gather_points
from rag.answer.request import Gathered, Request
from rag.answer.written.reading import choose_reading
from rag.evidence.event_dates import find_told
from rag.evidence.leaning import begins_with_pronoun
from rag.generators.base import GeneratorIdentity, Reading, Review
from rag.generators.extractive import ExtractiveGenerator
from rag.question.kind import Kind, find_kind
from rag.question.resolve import StandAlone
from rag.question.subject import find_sides
from rag.retrieval import Retrieval
from rag.searches import Searches
from rag.types import Evidence, Window

ARTICLES = {
    "bees.txt": """Bees that sleep in the cold remember the colours of flowers for longer

Bees that spend the night at 12 degrees remember a flower for longer, say researchers in Marrow. The team trained 246
workers. "A box is not a nest," says Winifred Lau, who was not part of it. Lau wants a trial in the wild.
""",
    "keeper.md": """---
title: A talk with Yelena Marsh
date: 2024-11-02
---
Yelena Marsh, 47, keeps the lighthouse.

**What do you think of the wind farm?**

Marsh: I am in favour of the wind farm, and my neighbours hardly speak to me because of it.

**How many guests do you have?**

Marsh: Around 1,100 a year.

**Will you go on?**

Marsh: As long as my knees let me go up those stairs.
""",
    "correction.md": """---
title: "Correction: the regatta"
date: 2025-07-15
---
In our article of 11 June we wrote that 23 people were hurt at the regatta. The correct number is 19.
""",
    "column.md": """---
title: Leave the phones in the bag
date: 2025-09-09
author: Cressida Vole
---
The board wants to ban telephones from January. I think that the ban is a mistake.
""",
    "life.txt": """Ottoline Farrow, who mapped the Carse
Carse Review, 4 April 2023

Ottoline Farrow was born in 1871. In 1895 Farrow joined the Drainage Board. Farrow surveyed the marshes from 1898.
The map of Ottoline Farrow appeared in 1909. Farrow married in 1910. Farrow printed a flora in 1916.
Farrow lost an election in 1922. Farrow won it in 1926. Farrow retired in 1934. Ottoline Farrow died in 1949.
""",
    "report.md": """---
title: Tamsel annual report
date: 2025-03-20
---
| Segment | Revenue 2023 (million euros) | Revenue 2024 (million euros) | Bicycles sold 2024 |
|---|---|---|---|
| City bicycles | 61.5 | 52.3 | 71,000 |
| Cargo bicycles | 18.3 | 21.9 | 5,200 |
| Total | 79.8 | 74.2 | 76,200 |
""",
}
RECIPE = """Plum dumplings
Kitchen Notes, 30 August 2024

Plum dumplings are made with a potato dough. The recipe makes 16.

Boil the potatoes the day before. Peel and press them, and knead them with the flour.
Let the dough rest for 20 minutes, but no longer.

Stone the plums and put a sugar cube in each. Wrap each plum in dough. Lay the dumplings in water that simmers.

Brown the crumbs in the butter. Roll the dumplings in them and serve at once.
"""
ARTICLES["dumplings.txt"] = RECIPE
TODAY = date(2026, 11, 30)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("people")
    (folder / "articles").mkdir()
    for name, text in ARTICLES.items():
        (folder / "articles" / name).write_text(text, "utf-8")
    with Library.open(folder / "library", embedder=HashedEmbedder()) as opened:
        opened.sync(folder / "articles")
        yield opened


@pytest.fixture(scope="module")
def ask(library: Library) -> Callable[[str], Gathered]:
    return lambda question: gather_points(Request(library, question, TODAY))[0]


def told(part: Gathered) -> list[tuple[str, str]]:
    return [(point.group, point.citations[0].quote) for point in part.points]


def test_a_life_has_more_days_than_an_answer_has_sentences(ask: Callable[[str], Gathered]) -> None:
    part = ask("Give me a timeline of Ottoline Farrow's life")
    days = [day for day, _ in told(part)]
    assert part.answerable
    assert len(days) >= 8
    assert days == sorted(days)
    assert {"1871", "1949"} <= set(days)


@pytest.mark.parametrize(
    ("sentence", "day"),
    [
        ("Lucian Brade, deputy mayor since 2019, resigned on Wednesday.", "18 June 2025"),
        ("The mill has been shut since 2019.", "2019"),
        ("The commission that is to find out why met for the first time on Monday.", "16 June 2025"),
        ("The commission is to meet on Monday.", "23 June 2025"),
    ],
)
def test_the_day_of_what_happened(sentence: str, day: str) -> None:
    found = find_told(sentence, date(2025, 6, 19))
    assert found is not None
    assert found.label == day


def test_words_of_a_namesake_are_not_the_askeds(ask: Callable[[str], Gathered]) -> None:
    own = ask("What does Yelena Marsh think about the wind farm?")
    assert told(own)[0][0] == "Yelena Marsh"
    other = ask("What does Pavel Marsh think about the wind farm?")
    assert "do not quote Pavel Marsh" in other.note
    assert all(name != "Pavel Marsh" for name, _ in told(other))


def test_of_a_group_whoever_speaks_is_told_without_a_note(ask: Callable[[str], Gathered]) -> None:
    part = ask("What do other scientists say of a nest of bees?")
    assert part.note == ""
    assert any("a nest" in quote and name == "Winifred Lau" for name, quote in told(part))


def test_a_title_is_no_point_of_its_own_article(ask: Callable[[str], Gathered]) -> None:
    for question in ("Summarise the article about the bees", "Why do bees remember flowers for longer?"):
        quotes = [quote for _, quote in told(ask(question))]
        assert quotes
        assert "Bees that sleep in the cold remember the colours of flowers for longer" not in quotes


@pytest.mark.parametrize(
    "question",
    ["What did the correction of 15 July change?", "Summarise the correction", "What does the correction say?"],
)
def test_the_only_text_of_its_kind_is_meant(ask: Callable[[str], Gathered], question: str) -> None:
    assert find_kind(question) is Kind.OVERVIEW
    part = ask(question)
    assert part.answerable
    assert {title for title, _ in told(part)} == {"Correction: the regatta"}


def test_a_correction_of_another_day_is_not_meant(ask: Callable[[str], Gathered]) -> None:
    assert not ask("What did the correction of 3 May change?").answerable


def test_all_that_somebody_wrote_is_meant_by_their_name(ask: Callable[[str], Gathered]) -> None:
    part = ask("Summarise the piece by Cressida Vole")
    assert part.answerable
    assert {title for title, _ in told(part)} == {"Leave the phones in the bag"}


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("Which segment of Tamsel sold the most bicycles in 2024?", "City bicycles"),
        ("What was the revenue of cargo bicycles in 2024?", "21.9 million euros"),
        ("What was the total revenue in 2023?", "79.8 million euros"),
    ],
)
def test_a_total_is_none_of_those_that_it_sums(ask: Callable[[str], Gathered], question: str, short: str) -> None:
    part = ask(question)
    assert part.short == short


def test_the_second_side_has_the_head_of_the_first() -> None:
    sides = find_sides("Compare the prices of a pitch in July and in September.")
    assert sides is not None
    assert sides[:2] == ("prices of a pitch in July", "prices of a pitch in September")
    assert find_sides("Compare the harbour in Dorn and the quay in Brunnen") == (
        "harbour in Dorn",
        "quay in Brunnen",
        "",
    )


@pytest.mark.parametrize(
    "claim", ["One of them is in hospital.", "Both were hurt.", "The others went home.", "Moving it takes a year."]
)
def test_what_leans_on_a_count_begins_no_answer(claim: str) -> None:
    assert begins_with_pronoun(claim)


class Named(ExtractiveGenerator):
    """Writes nothing by a model, and is asked as one is: it reads no answer anywhere."""

    def review(self, reading: Reading, written: str, window: Window | None) -> Review:
        return Review(answerable=-2.0)

    @property
    def identity(self) -> GeneratorIdentity:
        return GeneratorIdentity("named", "", "build")


def test_the_passage_of_the_best_sentence_is_read_though_its_hit_is_not(library: Library) -> None:
    question = "When did Ottoline Farrow retire?"
    hits = library.search(question, 20)
    gathered = gather_points(Request(library, question, TODAY, hits=hits))
    found = Retrieval(StandAlone(question), hits, Evidence((), 0), Named(), 0, 0.0, 0.0, Searches(library))
    _, reading = choose_reading(found, gathered, library)
    (window,) = reading.evidence.windows
    assert "retired in 1934" in window.best.of(window.article.text)


@pytest.mark.parametrize(
    ("question", "is_told"),
    [("Who is Winifred Lau?", True), ("Why does Winifred Lau want a trial in the wild?", False)],
)
def test_who_somebody_is_is_told_by_what_is_said_of_them(library: Library, question: str, *, is_told: bool) -> None:
    hits = library.search(question, 20)
    gathered = gather_points(Request(library, question, TODAY, hits=hits))
    found = Retrieval(StandAlone(question), hits, Evidence((), 0), Named(), 0, 0.0, 0.0, Searches(library))
    (part,), reading = choose_reading(found, gathered, library)
    assert gathered[0].answerable
    assert (part.answerable, bool(reading.evidence.windows)) == (is_told, is_told)


@pytest.mark.parametrize("question", ["How do I make the plum dumplings?", "how to make plum dumplings"])
def test_how_something_is_done_is_told_whole_and_in_order(ask: Callable[[str], Gathered], question: str) -> None:
    part = ask(question)
    shown = " ".join(quote for _, quote in told(part))
    steps = [
        "Boil the potatoes",
        "Peel and press",
        "rest for 20 minutes",
        "Stone the plums",
        "Wrap each",
        "Brown the crumbs",
    ]
    places = [shown.find(step) for step in steps]
    assert part.answerable
    assert -1 not in places
    assert places == sorted(places)


def test_what_has_the_verb_and_the_day_is_read_though_it_names_nobody(tmp_path: Path) -> None:
    told = "She retired from the Board and moved to a house in Tarn, where she died on 2 March 1949."
    text = f"# Ottoline Farrow\n\nOttoline Farrow was born in Tarn.\n\n{told}\n"
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "life.md").write_text(text, "utf-8")
    with Library.open(tmp_path / "library", embedder=HashedEmbedder()) as opened:
        opened.sync(tmp_path / "articles")
        (part,) = gather_points(Request(opened, "When did Ottoline Farrow die?", TODAY))
    (window,) = part.telling
    assert window.best.of(window.article.text) == told


def test_what_happens_if_is_told_by_what_it_depends_on(tmp_path: Path) -> None:
    text = (
        "# The lighthouse\n\nMarsh keeps a lighthouse. She cooks mackerel in it, and the lamp shines.\n\n"
        "The coastguard leases it to her on condition that she keeps the lamp. If she fails to light it three times, "
        "the lease is over.\n"
    )
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "lamp.md").write_text(text, "utf-8")
    with Library.open(tmp_path / "library", embedder=HashedEmbedder()) as opened:
        opened.sync(tmp_path / "articles")
        asked = {
            question: gather_points(Request(opened, question, TODAY))[0]
            for question in ("What happens if Marsh does not light the lamp?", "Why does Marsh not light the lamp?")
        }
    condition, why = asked.values()
    assert "the lease is over" in condition.points[0].citations[0].quote
    assert condition.score > why.score
