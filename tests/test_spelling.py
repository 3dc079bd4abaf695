"""Words of a question that are misspelt: read as the library's own, and said so; what is a word is left alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from index import Filter, Library
from index.embedders.hashed import HashedEmbedder
from index.library import no_collections
from rag.assistant import Assistant
from rag.question.spelling import respell, say_misspellings
from rag.types import Misspelling, Turn
from ui.browser.told import tell
from ui.browser.wording import speaking
from ui.contract import from_answer

ARTICLES = {
    "library.md": "# Library reopens\n\nThe library in Mill Street reopens soon. The renovation cost 2.1 million.\n",
    "pool.md": "# The swimming pool\n\nThe swimming pool opens on Monday. A ticket costs four crowns.\n",
    "people.md": "# A letter\n\nMaura Healy wrote to Ottoline Farrow about the strike. Mr Lindqvist kept the letter.\n",
    "codes.md": "# Errors\n\nThe washer shows E-1045 when the drain is blocked. The council approved the seawall.\n",
}
BAD = "Das Schwimmbad in Lenau wird im Sommer wegen der Renovierung geschlossen. Es ist bis September nicht offen.\n"


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("spelling")
    (folder / "articles").mkdir()
    for name, text in ARTICLES.items():
        (folder / "articles" / name).write_text(text, "utf-8")
    with Library.open(folder / "library", embedder=HashedEmbedder()) as library:
        library.sync(folder / "articles")
        yield Assistant(library)


@pytest.mark.parametrize(
    ("question", "read"),
    [
        ("When does the swiming pool open?", "When does the swimming pool open?"),
        ("when does the swimmnig pool open", "when does the swimming pool open"),
        ("how mcuh did the libary renovaton cost", "how much did the library renovation cost"),
        ("how much did the libraru renvoatoin cost", "how much did the library renovation cost"),
        ("wich street is the library in", "which street is the library in"),
        ("Sumarise the libary article", "Summarise the library article"),
        ("Who is Ottoline Farow?", "Who is Ottoline Farrow?"),
        ("who is ottoline farow?", "who is ottoline farrow?"),
        ("What did Lindqvists keep?", "What did Lindqvists keep?"),  # an ending
        ("What did Lindquist keep?", "What did Lindqvist keep?"),
        ("What is the libary's street?", "What is the library's street?"),
        ("Where is the Libary?", "Where is the Library?"),
    ],
)
def test_a_word_that_no_article_has_is_read_as_the_near_one_that_they_have(
    assistant: Assistant, question: str, read: str
) -> None:
    assert assistant.ask(question).resolved == read


@pytest.mark.parametrize(
    "question",
    [
        "When does the restaurant open?",  # a word, though nobody has it
        "When does the swimming school open?",
        "Who is Nora Healey?",  # somebody else than Maura Healy
        "Who is Laura Healey?",
        "What does E-1046 mean?",
        "What does the XEROXX show?",
        "What is libary.org?",
        "Who wrote “the libary”?",
        'Who wrote "the libary"?',
        "Where is the millstreet?",  # two words
        "Qui a fermé la bibliotheque et la librairy?",  # another language than the articles
        "Wo ist die Librari?",
        "Who is Zyzzyva?",
    ],
)
def test_what_is_a_word_a_name_a_code_quoted_or_in_another_language_is_left_alone(
    assistant: Assistant, question: str
) -> None:
    answer = assistant.ask(question)
    assert (answer.resolved, answer.misspellings) == (question, ())


def test_what_was_read_is_said_and_is_in_the_json(assistant: Assistant) -> None:
    answer = assistant.ask("When does the swiming pool open?")
    assert answer.note.startswith("Read “swiming” as “swimming”.")
    assert from_answer(answer)["misspellings"] == [{"asked": "swiming", "read": "swimming"}]
    assert "Monday" in answer.text


def test_it_is_said_once_of_two_facts_asked_at_once(assistant: Assistant) -> None:
    answer = assistant.ask("When does the swiming pool open, and what does a ticket for the swiming pool cost?")
    assert answer.note.count("Read “swiming” as “swimming”.") == 1
    assert answer.misspellings == (Misspelling("swiming", "swimming"),)


def test_the_answer_counts_the_words_that_were_meant(assistant: Assistant) -> None:
    said = assistant.ask("How many articles mention the swiming pool?")
    assert "1 of 4 articles mentions" in said.note
    assert "“swiming”" in said.note


def test_a_word_of_an_earlier_question_is_read_so_too(assistant: Assistant) -> None:
    answer = assistant.ask("When does it open?", (Turn("Where is the swiming pool?", "In Lenau."),))
    assert "swimming pool" in answer.resolved
    assert answer.misspellings == (Misspelling("swiming", "swimming"),)


def test_words_of_articles_that_may_not_be_read_are_not_told(assistant: Assistant) -> None:
    library = assistant.library
    [pool] = [row.id for row in library.articles() if "pool" in row.title]
    part = library.part(Filter(articles=frozenset({pool})), no_collections)
    assert assistant.over(part).ask("Who is Ottoline Farow?").misspellings == ()
    assert assistant.over(part).ask("Who is at the swiming pool?").misspellings != ()
    assert assistant.ask("Who is Ottoline Farow?", only=Filter(articles=frozenset({pool}))).misspellings == ()


@pytest.mark.parametrize(
    ("question", "is_read"),
    [
        ("Warum ist das Schwimbad geschlossen?", True),
        ("Warum ist das Schwimmbad geschlossen?", False),
        ("Warum ist das Schwimmbads geschlossen?", False),  # an ending
        ("Wann ist die Bucht offen?", False),  # too short to tell
    ],
)
def test_a_library_of_another_language_is_read_more_strictly(
    library: Library, tmp_path: Path, question: str, *, is_read: bool
) -> None:
    (tmp_path / "bad.txt").write_text(BAD, "utf-8")
    library.sync(tmp_path)
    assert is_read is bool(Assistant(library).ask(question).misspellings)


def test_only_whole_words_are_respelt() -> None:
    found = (Misspelling("libary", "library"),)
    assert respell("The libary, not libarys: libary's", found) == "The library, not libarys: library's"
    assert say_misspellings(()) == ""


def test_it_is_said_in_the_language_of_the_page() -> None:
    with speaking("de"):
        assert (
            tell("Read “libary” as “library”. You have 4 articles.")
            == "„libary“ als „library“ gelesen. Sie haben 4 Artikel."
        )
