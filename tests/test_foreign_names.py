"""Questions in another language than the articles: names as they are spelt there, and articles that alone have them."""

from pathlib import Path

import pytest
from points_support import library_of

from index import Library
from rag import Assistant
from rag.question.foreign_names import find_foreign
from rag.types import Outcome

TEXTS = {
    "oil.md": """---
title: Yarvos sells its wells
---

The oil firm Yarvos has sold its wells to the state. The head of the firm, Pavel Chirkov, was arrested in May.
""",
    "quake.md": """---
title: Earthquake in the hills
---

People are digging grave after grave in the hills, said a doctor. The quake was felt as far away as Tarnistan.
""",
    "flood.md": """---
title: "Tarnistan floods: what you need to know"
---

The floods in Tarnistan have put a third of the country under water. The rain was ten times heavier than usual.
""",
    "bad.md": """---
title: Lindenauer retten ihr Freibad
---

Das Freibad in Lindenau war alt, und die Gemeinde wollte es schließen. Da gründeten die Leute eine Genossenschaft.

Ein Anteil kostet 100 Euro. Die Heizung ist jetzt neu, und das Wasser wird von der Sonne gewärmt.
""",
    "pool.md": """---
title: Swimming pools and water
---

The people of Kellin saved water by closing their swimming pool for a week. The pool is heated with gas.
""",
}


@pytest.fixture
def shelf(tmp_path: Path) -> Library:
    return library_of(tmp_path, TEXTS)


@pytest.mark.parametrize(
    ("asked", "held"),
    [
        ("Ioukos", "yukos"),
        ("Tschechow", "chekhov"),
        ("Poutine", "putin"),
        ("Chodorkowski", "khodorkovsky"),
        ("Moskau", "moscow"),
        ("Brandt", ""),
        ("Rio", ""),
    ],
)
def test_a_name_is_found_as_the_library_spells_it(asked: str, held: str) -> None:
    known = {"yukos", "chekhov", "putin", "khodorkovsky", "moscow", "brand", "ryo"}
    assert find_foreign(asked, lambda words: tuple(int(word in known) for word in words)) == held


def test_a_question_in_french_finds_the_name_in_its_english_spelling(shelf: Library) -> None:
    answer = Assistant(shelf).ask("Pourquoi est-ce que la société Iarvos a vendu ses puits ?")
    assert "Read “Iarvos” as “Yarvos”." in answer.note
    assert "You asked in French; the articles found for it are in English." in answer.note


def test_a_word_that_only_looks_the_same_leads_to_nothing(shelf: Library) -> None:
    answer = Assistant(shelf).ask("Pourquoi les inondations au Tarnistan ont-elles été si graves ?")
    assert answer.points[0].citations[0].title.startswith("Tarnistan floods")


@pytest.mark.parametrize(
    "question", ["How did the people of Lindenau save their swimming pool?", "Is the Lindenau pool heated?"]
)
def test_an_article_in_another_language_is_found_by_its_name(question: str, shelf: Library) -> None:
    answer = Assistant(shelf).ask(question)
    assert answer.outcome is Outcome.QUOTED
    assert {point.citations[0].title for point in answer.points} == {"Lindenauer retten ihr Freibad"}
    assert "You asked in English; the articles found for it are in German." in answer.note
