"""Lists: what an article tests under its own names, what an article is about, and works that nobody is said to have."""

from pathlib import Path

import pytest
from points_support import library_of

from index import Library
from rag import Assistant
from rag.types import Outcome

KETTLES = """---
title: Three kettles on test
---

We boiled water for a month with three kettles, and dropped each of them once.

**Brask Solo (£29).** A plain kettle that takes its time. It weighs 900 grams.

**Orl Duo (£64).** It boils as quickly as the best, but the lid sticks.

**Tamm Air (£41).** The lightest of them.

**How we tested.** Four of us made tea.
"""
INN = """---
title: "Review: The Tarn Inn, Kellin"
---

The critic of this paper has eaten worse. We began with eel on rye, and with a soup of nettles that I could have drunk
by the bucket. The trout is smoked over oak in an old chimney. The dish without fish, a turnip pie, was soggy.
"""
FIRM = """---
title: Vost Glass sells its mill
---

Una Merrow, the managing director, said that the mill had lost money. "The accounts and books are in order," she told
the Kellin Post. The buyer is the Selby Trust, which owns three mills. The
council's leader, Bo Karst, welcomed the sale by Vost Glass.
"""


@pytest.fixture
def shelf(tmp_path: Path) -> Library:
    return library_of(tmp_path, {"kettles.md": KETTLES, "inn.md": INN, "firm.md": FIRM})


def test_what_was_tested_is_all_that_stands_at_the_head_of_a_paragraph(shelf: Library) -> None:
    answer = Assistant(shelf).ask("Which kettles were tested?")
    assert answer.short == "Brask Solo, Orl Duo and Tamm Air"
    assert [point.citations[0].quote.split(")")[0] for point in answer.points] == [
        "**Brask Solo (£29",
        "**Orl Duo (£64",
        "**Tamm Air (£41",
    ]


def test_a_list_is_told_by_the_article_that_its_names_are_the_title_of(shelf: Library) -> None:
    answer = Assistant(shelf).ask("List the dishes that the critic tried at the Tarn Inn")
    assert answer.outcome is Outcome.QUOTED
    assert "eel on rye" in " ".join(point.citations[0].quote for point in answer.points)


def test_the_library_tells_its_topics_and_what_can_be_asked(tmp_path: Path) -> None:
    papers = {
        f"{row}.md": f"---\ntitle: {title}\nsource: The Kellin Post\ndate: 2025-06-0{row}\n---\n\n{text}\n"
        for row, (title, text) in enumerate(
            (
                ("Ferry to Ostrow delayed", "The ferry to Ostrow will sail late, said Una Merrow."),
                ("Kellin Post readers ask about Ostrow", "Readers of the Kellin Post asked about the ferry."),
                ("Vote won by Una Merrow", "Una Merrow was elected on Friday."),
                ("Kellin Post wins prize", "The Kellin Post won a prize on Friday."),
            ),
            start=1,
        )
    }
    assistant = Assistant(library_of(tmp_path, papers))
    held = assistant.ask("What is in my library?")
    assert "Most often they tell of Ostrow (2), Una Merrow (2)." in held.note
    assert "latest on Kellin Post" not in held.note
    titles = [point.citations[0].title for point in held.points]
    assert {"Ferry to Ostrow delayed", "Vote won by Una Merrow"} <= set(titles)
    asked = assistant.ask("What can I ask you?")
    assert asked.note.startswith("Ask for one fact, for reasons")
    assert "Which articles mention" in asked.note
    assert not asked.points


def test_books_in_order_are_no_books_that_somebody_wrote(shelf: Library) -> None:
    answer = Assistant(shelf).ask("List all the books that Una Merrow has written.")
    assert answer.outcome is Outcome.NO_EVIDENCE


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("Who is the boss of Vost Glass?", "Una Merrow"),
        ("Who is the owner of the Kellin Post?", ""),
        ("Who is the head of Vost Glass?", ""),
    ],
)
def test_an_office_is_known_by_another_word(question: str, short: str, shelf: Library) -> None:
    assert Assistant(shelf).ask(question).short == short
