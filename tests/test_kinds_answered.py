"""Kinds of questions through the assistant, without a model: what is quoted, what is said, and what is not searched."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from index import Hit, Library
from index.embedders.hashed import HashedEmbedder
from index.types import ListedArticle
from rag import Assistant
from rag.answer.scope import named_sources
from rag.evaluation.predictions import CitedSpan, CitedText, read_predictions
from rag.evaluation.questions import GoldQuestion
from rag.evaluation.run import predict
from rag.evidence.markup import show
from rag.generators.extractive import ExtractiveGenerator
from rag.types import Answer, Event, Finished, Outcome, Points, Retrieved, Token

HELLO = "Hello! Ask me anything about your articles."
BRIDGE = "The bridge of Alderwick was opened in 1931."
MARKET = "The market opens on Tuesday."
ROWING = "The rowing club won the cup in June."


class Unsearched(Library):
    """A library that must not be searched."""

    def search(self, *given: object, **named: object) -> tuple[Hit, ...]:
        raise AssertionError(f"searched for {given[0]!r}")


@pytest.fixture
def assistant(library: Library, articles: Path) -> Assistant:
    library.sync(articles)
    return Assistant(library, ExtractiveGenerator())


@pytest.fixture
def unsearched(tmp_path: Path, articles: Path) -> Assistant:
    opened = Unsearched.open(tmp_path / "unsearched", embedder=HashedEmbedder())
    assert isinstance(opened, Unsearched)
    opened.sync(articles)
    return Assistant(opened, ExtractiveGenerator())


def quoted(answer: Answer) -> list[tuple[str, str]]:
    """Return the headings and the words of an answer's points."""
    return [(point.group, point.citations[0].quote) for point in answer.points]


def kinds_of(events: Sequence[Event]) -> list[type[Event]]:
    """Return which events came, in order."""
    return [type(event) for event in events]


@pytest.mark.parametrize("question", ["Summarise the article about the bridge of Alderwick", "Summarise “The bridge”"])
def test_an_overview_is_quoted_with_its_exact_spans(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert (answer.kind, answer.outcome) == ("overview", Outcome.QUOTED)
    assert quoted(answer) == [("The bridge", f"{BRIDGE} It is 212 metres long.")]
    assert answer.text == f"{BRIDGE} It is 212 metres long."
    assert (answer.claims, answer.withheld, answer.nearest, answer.short) == ((), (), (), "")
    for citation in answer.citations:
        assert assistant.library.article(citation.article).text[citation.start : citation.end] == citation.quote


def test_an_overview_writes_nothing_and_shows_its_points_first(assistant: Assistant) -> None:
    events = list(assistant.stream("Summarise “The bridge”"))
    assert Token not in kinds_of(events)
    (points,) = (event for event in events if isinstance(event, Points))
    assert isinstance(events[-1], Finished)
    answer = events[-1].answer
    assert (points.kind, points.points, points.note) == (answer.kind, answer.points, answer.note)
    assert kinds_of(events)[-2:] == [Points, Finished]


def test_an_overview_of_what_no_article_tells_is_refused_with_what_comes_closest(assistant: Assistant) -> None:
    answer = assistant.ask("Summarise what the articles say about quantum physics")
    assert (answer.kind, answer.outcome) == ("overview", Outcome.NO_EVIDENCE)
    assert (answer.points, answer.text, answer.claims) == ((), "", ())
    assert answer.nearest


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ("Hello", HELLO),
        ("hello!", HELLO),
        ("Thank you", "You are welcome. Ask on whenever you like."),
        ("Goodbye", "Goodbye!"),
        ("Hallo", "Hallo! Fragen Sie mich etwas über Ihre Artikel."),
        ("Merci", "Avec plaisir. N'hésitez pas à poser une autre question."),
        ("Hola", "¡Hola! Pregúnteme lo que quiera sobre sus artículos."),
    ],
)
def test_talk_is_answered_in_one_line_without_a_search(unsearched: Assistant, said: str, line: str) -> None:
    answer = unsearched.ask(said)
    assert (answer.kind, answer.outcome, answer.text, answer.note) == ("talk", Outcome.ANSWERED, line, line)
    assert (answer.hits, answer.points, answer.claims, answer.nearest, answer.withheld) == ((), (), (), (), ())
    assert answer.receipt.passages == ()


def test_a_question_beside_a_greeting_is_searched(unsearched: Assistant) -> None:
    with pytest.raises(AssertionError, match="searched for"):
        unsearched.ask("Who sells fish?")


def test_what_is_in_the_library_is_told_without_a_search(unsearched: Assistant) -> None:
    events = list(unsearched.stream("What is in my library?"))
    assert kinds_of(events)[0] is Retrieved
    assert isinstance(events[-1], Finished)
    answer = events[-1].answer
    assert (answer.kind, answer.outcome, answer.hits) == ("library", Outcome.ANSWERED, ())
    assert answer.note.startswith("Your library holds 3 articles from The Post (1) and 2 without a source")
    assert "Summarise “The bridge”" in answer.note
    assert sorted(quoted(answer)) == [("Rowing club wins", ROWING), ("The bridge", BRIDGE), ("The market", MARKET)]
    assert answer.text == " ".join((answer.note, *(show(words) for _, words in quoted(answer))))


def test_an_empty_library_says_so(library: Library) -> None:
    answer = Assistant(library).ask("What is in my library?")
    assert (answer.outcome, answer.points) == (Outcome.ANSWERED, ())
    assert answer.text == "Your library is empty: add articles, then ask about them."


def test_the_first_question_that_the_library_offers_is_answered(assistant: Assistant) -> None:
    offered = assistant.ask("What is in my library?").note.split("You can ask: ")[1].split(" · ")
    assert offered
    assert {assistant.ask(question).outcome for question in offered} == {Outcome.QUOTED}


def gold(name: str, question: str, *answers: str) -> GoldQuestion:
    return GoldQuestion(name, question, answers, (), (), bool(answers), None, ())


def test_predictions_keep_the_kind_the_claims_and_the_points(library: Library, articles: Path, tmp_path: Path) -> None:
    library.sync(articles)
    path = tmp_path / "predictions.jsonl"
    asked = [
        gold("1", "When was the bridge of Alderwick opened?", "1931"),
        gold("2", "Summarise “The bridge”", "212 metres"),
        gold("3", "Hello"),
    ]
    list(predict(library, Assistant(library, ExtractiveGenerator()), asked, path, again=False))
    made = read_predictions(path)
    assert [(one.kind, one.outcome) for one in made.values()] == [
        ("fact", "answered"),
        ("overview", "quoted"),
        ("talk", "answered"),
    ]
    name = "articles/bridge.md"
    opened = CitedSpan(name, 0, len(BRIDGE), BRIDGE)
    assert made["1"].claims == (CitedText(BRIDGE, "supported", (opened,)),)
    whole = f"{BRIDGE} It is 212 metres long."
    assert made["2"].claims == ()
    assert (made["2"].cited, made["2"].cited_holds, made["2"].span_holds) == ((name,), True, True)
    assert made["2"].verbatim
    assert made["2"].points == (CitedText("The bridge", "", (CitedSpan(name, 0, len(whole), whole),)),)
    assert (made["3"].claims, made["3"].points, made["3"].cited) == ((), (), ())


def test_an_older_line_of_predictions_is_read_without_kind_and_points(tmp_path: Path) -> None:
    path = tmp_path / "predictions.jsonl"
    timings = '{"search_ms": 1.0, "first_token_ms": 0.0, "total_ms": 2.0}'
    path.write_text(
        '{"id": "1", "ranked": ["a"], "outcome": "answered", "short": "", "text": "x", "cited": ["a"], '
        f'"timings": {timings}}}\n',
        encoding="utf-8",
    )
    read = read_predictions(path)["1"]
    assert (read.kind, read.claims, read.points) == ("", (), ())


def test_a_receipt_names_the_programs_that_searched_and_no_model_that_was_not_asked(assistant: Assistant) -> None:
    names = [program.split(" ")[0] for program in assistant.ask("Who sells fish?").receipt.versions]
    assert names == ["broadsheet", "faiss-cpu", "tantivy"]


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("How many articles are from the Courier?", ("The Saltmere Courier",)),
        ("What is new in the Mercury?", ("The Northshore Mercury",)),
        ("Which articles are from The Saltmere Courier?", ("The Saltmere Courier",)),
        ("Which articles are by the Herald?", ()),  # two sources end so
        ("How many articles are about the courier?", ()),
        ("What did the Courier report?", ()),
    ],
)
def test_a_source_is_named_by_its_last_word_where_no_other_ends_so(question: str, found: tuple[str, ...]) -> None:
    names = ["The Saltmere Courier", "The Northshore Mercury", "Holm Herald", "Ayle Herald", "Bee"]
    assert named_sources(question, [_row(name) for name in names]) == found


def _row(source: str) -> ListedArticle:
    return ListedArticle(source, source, source, "", "", None, 1, "2024-01-01T00:00:00+00:00", "")
