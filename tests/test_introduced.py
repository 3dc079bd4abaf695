"""Who is asked for by what he is, "the Iron Age expert", and what a paper reports or takes back."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from index import Article, Hit, Library, Passage
from index.embedders.hashed import HashedEmbedder
from rag.answer.people.roles import find_by_role, is_role
from rag.answer.people.speaking import sayers_of
from rag.answer.request import Request
from rag.answer.yes_no.permission import gather_permission
from rag.assistant import Assistant
from rag.types import Outcome

DIG = """---
title: Hoard of coins found at Tarn
source: The Vale Post
author: Karl Obst
date: 2025-03-02
---
A hoard of coins was found at Tarn on Sunday by a farmer, Hugh Laverty, who had lost a cow. "I thought it was a lid,"
he said.

Dr Mina Farou, an expert in Roman coins at the college, told the Post that the hoard was a soldier's pay. "He meant to
come back for the coins," she said.

The museum's director, Beate Onslo, said that the hoard would be shown in May. "We have no safe," said its secretary,
Donal Kean. The survey of the field was led by Professor Ilse Wray. Wray warned that more coins may lie there.

Councillor Per Lind, whose brother Axel owns the field, said that the road would be closed.

Correction: in our report of 1 February we said that 40 coins were found at Ouse. The correct number is 14.
"""
FINE = """---
title: Dairy fined after death
source: The Tarn Herald
author: Ida Marl
date: 2025-04-02
---
The Brook dairy was fined on Monday. An old man, Ernest Pock, had died of its cheese. His daughter, Ruth, said the fine
was only a number. Ruth Pock then left the court. "It was a broken drain," said student Femi Adey, who worked there.
"""


@pytest.fixture
def assistant(tmp_path: Path) -> Iterator[Assistant]:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "dig.md").write_text(DIG, encoding="utf-8")
    (folder / "fine.md").write_text(FINE, encoding="utf-8")
    with Library.open(tmp_path / "library", embedder=HashedEmbedder()) as opened:
        opened.sync(folder)
        yield Assistant(opened)


@pytest.mark.parametrize(
    ("role", "name"),
    [
        ("expert in Roman coins", "Mina Farou"),
        ("Roman coins expert", "Mina Farou"),
        ("farmer", "Hugh Laverty"),
        ("museum's director", "Beate Onslo"),
        ("museum's secretary", "Donal Kean"),
        ("survey's leader", "Ilse Wray"),
        ("councillor", "Per Lind"),
        ("dead man's daughter", "Ruth Pock"),
        ("student", "Femi Adey"),
        ("astronaut", ""),
        ("circus's director", ""),
        ("Onslo", ""),
    ],
)
def test_a_role_is_bound_to_whom_the_articles_introduce_by_it(role: str, name: str) -> None:
    texts = [text.split("---\n")[2] for text in (DIG, FINE)]
    hits = [Hit(Article(text[:9], "News", text), Passage(text, 0, len(text)), 1.0, 1.0, 0.0) for text in texts]
    found = find_by_role(role, hits)
    assert (found[0] if found else "") == name


def test_of_several_a_bare_role_is_that_of_an_article_about_the_matter() -> None:
    dig = DIG.split("---\n")[2]
    texts = [dig, "Councillor Ada Moor said that the ferry would sail."]
    hits = [Hit(Article(text[:9], "News", text), Passage(text, 0, len(text)), 1.0, 1.0, 0.0) for text in texts]
    found = [find_by_role("councillor", hits, frozenset({stem})) for stem in ("road", "ferri", "circus")]
    assert [one[0] if one else "" for one in found] == ["Per Lind", "Ada Moor", ""]
    alone = find_by_role("councillor", hits[:1], frozenset({"circus"}))
    assert alone is not None
    assert alone[0] == "Per Lind"


def test_a_name_is_no_role() -> None:
    assert [is_role(one) for one in ("Iron Age expert", "Thale's lawyer", "head of parks")] == [True, True, True]
    assert [is_role(one) for one in ("Mayor Achterberg", "Marsh", "Tribune")] == [False, False, False]
    assert not any(map(is_role, ("county council", "museum", "police", "report on the flood", "union")))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Dr Ida Astor of Saltby, who was not there, calls it a mistake.", ["Dr Ida Astor"]),
        ("“I am,” said the captain, Freya Dahl, 24.", ["Freya Dahl"]),
        ("“No,” said student Femi Adey.", ["Femi Adey"]),
        ("He told the council that Crane lied.", []),
        ("Abdul Karim, whose hardware shop is for the time being among the survivors, said no.", ["Abdul Karim"]),
        ("Ruth Pock, whose father Ernest was the first victim, said no.", ["Ruth Pock"]),
        ("Giles Pember demanded that Ms Sall resign.", ["Giles Pember"]),
        ("Brask argued that Weir wants a lighter sentence.", ["Brask"]),
    ],
)
def test_who_says_it_stands_beside_what_he_is(text: str, names: list[str]) -> None:
    assert [" ".join(word.text for word in name.words) for name in sayers_of(text)] == names


@pytest.mark.parametrize(
    ("question", "group", "said"),
    [
        ("What did the Roman coins expert say about the hoard?", "Mina Farou", "a soldier's pay"),
        ("What did the museum's director say about the hoard?", "Beate Onslo", "shown in May"),
        ("How did the dead man's daughter react to the fine?", "Ruth Pock", "only a number"),
        ("What did the student say about the drain?", "Femi Adey", "broken drain"),
    ],
)
def test_who_is_asked_for_by_a_role_is_quoted_by_name(
    assistant: Assistant, question: str, group: str, said: str
) -> None:
    answer = assistant.ask(question)
    assert (answer.kind, answer.outcome) == ("statements", Outcome.QUOTED)
    assert "do not quote" not in answer.note
    own = [point for point in answer.points if point.group == group]
    assert any(said in point.citations[0].quote for point in own)


def test_who_is_nowhere_introduced_is_said_not_to_be_quoted(assistant: Assistant) -> None:
    assert "do not quote astronaut" in assistant.ask("What did the astronaut say about the hoard?").note


@pytest.mark.parametrize(
    "question", ["What did the Post report about the hoard?", "What has the Vale Post written about?"]
)
def test_a_paper_is_asked_for_its_own_articles(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert answer.kind == "overview"
    assert {point.citations[0].source for point in answer.points} == {"The Vale Post"}


def test_what_a_paper_got_wrong_is_its_correction(assistant: Assistant) -> None:
    (point,) = assistant.ask("What did the Post get wrong?").points
    assert point.citations[0].quote.startswith("Correction: in our report")
    assert assistant.ask("What did the Herald get wrong?").note == "No article from The Tarn Herald corrects anything."
    assert assistant.ask("What did the farmer get wrong?").kind == "fact"


@pytest.mark.parametrize(
    ("role", "name"),
    [("ferry keeper", "Una Roe"), ("ferry painter", ""), ("losing manager", ""), ("manager", "Ada Vex")],
)
def test_who_is_interviewed_does_what_he_is_asked_for_by_and_who_lost_is_nobody_known(role: str, name: str) -> None:
    talk = "Una Roe kept the ferry at Kar for 30 years.\n\n**Bay: Why stop?**\n\n**Roe:** My left knee hurts.\n\n"
    talk += "**Bay: Who goes on?**\n\n**Roe:** My son goes on, and he is good at it."
    match = "Kar lost a match to Tolvane, 2 to 3. The manager, Ada Vex, said that it was a plan."
    articles = [Article("talk", "I keep the ferry", talk), Article("match", "Tolvane win", match)]
    hits = [Hit(one, Passage(one.text, 0, len(one.text)), 1.0, 1.0, 1.0) for one in articles]
    found = find_by_role(role, hits)
    assert (found[0] if found else "") == name


def test_the_words_of_one_manager_stand_under_no_heading_of_the_losing_one(tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    match = 'Tolvane beat Kar 3 to 2.\n\nThe manager, Ada Vex, made three changes. "It was no plan," she said.\n'
    (tmp_path / "texts" / "match.txt").write_text(f"Tolvane win in the mud\n\n{match}", encoding="utf-8")
    with Library.open(tmp_path / "library", embedder=HashedEmbedder()) as opened:
        opened.sync(tmp_path / "texts")
        answer = Assistant(opened).ask("What did the losing manager say?")
    assert "Your articles do not quote" not in answer.note
    assert "losing manager" not in {point.group for point in answer.points}


FIRM = """---
title: Ferry firm ran without books
source: The Vale Post
---
John J. Brask III, who took over the Dorn ferry from Axel Lind in May, said that the firm had kept no books. "Nobody
counted the money," Brask said.
"""


def test_who_did_something_is_known_by_it_and_quoted_on_what_he_speaks_of_alone(tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "firm.md").write_text(FIRM, encoding="utf-8")
    (tmp_path / "articles" / "dig.md").write_text(DIG, encoding="utf-8")
    with Library.open(tmp_path / "library", embedder=HashedEmbedder()) as library:
        library.sync(tmp_path / "articles")
        assistant = Assistant(library)
        told = assistant.ask("What does the man who took over the Dorn ferry say about the books of the firm?")
        unsaid = assistant.ask("What did Brask say about the hoard of Roman coins?")
    assert "kept no books" in told.text
    assert {point.group for point in told.points} == {"John J Brask III"}
    assert (unsaid.outcome, unsaid.points) == (Outcome.NO_EVIDENCE, ())
    assert "do not quote Brask on this" in unsaid.note


RULES = """---
title: The bath at Dorn
source: The Vale Post
---
Dogs may be brought on Mondays. You may not ride a bicycle, light a fire or play music on the lawn. The bath is open
from May. The council said that fishing from the bridge would be banned.
"""


def test_what_is_forbidden_is_answered_by_no_whenever_it_is_asked_of(tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "rules.md").write_text(RULES, encoding="utf-8")
    with Library.open(tmp_path / "library", embedder=HashedEmbedder()) as library:
        library.sync(tmp_path / "articles")
        asked = [
            gather_permission(Request(library, question, date(2026, 6, 1)))
            for question in (
                "Am I allowed to light a fire on the lawn in July?",
                "Can I bring a dog on Mondays?",
                "Are we allowed to go fishing from the bridge?",
                "May I light a candle on the lawn?",
            )
        ]
    assert asked[0] is not None
    assert asked[0].short == "No"
    assert "light a fire" in asked[0].points[0].citations[0].quote
    assert asked[1:] == [None, None, None]
