"""What somebody says in a text of his own, and what two papers report, whatever the word for it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from index import Library
from index.embedders.hashed import HashedEmbedder
from rag.answer.people.authored import is_own_voice
from rag.assistant import Assistant
from rag.types import Outcome

COLUMN = """---
title: A tram is not a toy
source: The Vale Post
author: Ida Marl
---
I have lived beside the tram line for thirty years. Nobody likes the tram more than I do.

The council was wrong to sell it. What would I do? I would lend the tram to the museum, and I'd ask my
neighbours to drive it.
"""
REPORT = """---
title: The tram is sold
source: The Tarn Herald
author: Karl Obst
---
The council sold the tram on Monday. "I am glad, and I mean it," said the mayor, Per Lind. The price was 40,000 crowns.
"""


@pytest.fixture
def assistant(tmp_path: Path) -> Iterator[Assistant]:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "column.md").write_text(COLUMN, encoding="utf-8")
    (folder / "report.md").write_text(REPORT, encoding="utf-8")
    with Library.open(tmp_path / "library", embedder=HashedEmbedder()) as opened:
        opened.sync(folder)
        yield Assistant(opened)


@pytest.mark.parametrize(
    "question",
    [
        "What does Ida Marl propose for the tram?",
        "What does Ida Marl say about the tram?",
        "What did Marl recommend to do with the tram?",
        "What does Ida Marl think of the tram?",
        "Ida Marl's opinion on the tram",
    ],
)
def test_the_words_of_an_author_are_his_own(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert (answer.kind, answer.outcome) == ("statements", Outcome.QUOTED)
    assert {point.citations[0].title for point in answer.points if point.group.startswith(("Ida", "Marl"))} == {
        "A tram is not a toy"
    }


def test_a_report_is_not_its_authors_own_voice(assistant: Assistant) -> None:
    articles = {row.author: assistant.library.article(row.id) for row in assistant.library.articles()}
    assert is_own_voice(articles["Ida Marl"], "Ida Marl")
    assert not is_own_voice(articles["Ida Marl"], "Karl Obst")
    assert not is_own_voice(articles["Karl Obst"], "Karl Obst")


@pytest.mark.parametrize(
    "question",
    [
        "Compare how the Vale Post and the Tarn Herald reported on the tram",
        "Compare how the Post and the Herald covered the tram",
        "Compare the Post's and the Herald's coverage of the tram",
        "Compare what the Post and the Herald wrote about the tram",
    ],
)
def test_two_papers_are_compared_by_what_they_tell_of(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert (answer.kind, answer.outcome) == ("comparison", Outcome.QUOTED)
    assert {point.citations[0].source for point in answer.points} == {"The Vale Post", "The Tarn Herald"}
