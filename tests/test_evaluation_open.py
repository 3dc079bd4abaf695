"""Answers of several sentences measured: facts at each stage, cited characters, ROUGE-L, kinds; worked out by hand."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from index import Library, Span
from rag import Assistant
from rag.evaluation.metrics import holds
from rag.evaluation.open_answers import STAGES, Overlap, fold_marks, held, overlap, rouge_l
from rag.evaluation.predictions import CitedSpan, CitedText, Prediction, read_predictions, shown_text
from rag.evaluation.questions import GoldQuestion, read_questions
from rag.evaluation.report import write_json, write_page
from rag.evaluation.run import predict
from rag.evaluation.summary import Summary, question_scores, summarise
from rag.generators.extractive import ExtractiveGenerator
from rag.types import Timings

BRIDGE = "articles/bridge.md"
ROWS = [
    {"id": "1", "question": "Summarise “The bridge”", "kind": "summary", "answerable": True,
     "nuggets": [{"fact": "opened", "any": ["opened in 1931", "since 1931"]}, {"fact": "length", "any": ["212.m"]},
                 {"fact": "cost", "any": ["crowns"]}]},
    {"id": "2", "question": "When was the bridge of Alderwick opened?", "kind": "fact", "documents": [BRIDGE],
     "answers": ["The bridge of Alderwick was opened in 1931."], "spans": [[[0, 43]]], "answerable": True},
    {"id": "3", "question": "Hello!", "kind": "meta", "answerable": True},
    {"id": "4", "question": "Summarise the article about zeppelins", "kind": "summary", "answerable": False},
    {"id": "5", "question": "How long is it?", "documents": [BRIDGE], "answerable": True,
     "history": [{"question": "When was the bridge opened?", "answer": "In 1931."}]},
]  # fmt: skip


def read(tmp_path: Path, rows: list[dict[str, object]]) -> tuple[GoldQuestion, ...]:
    path = tmp_path / "questions.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    file = read_questions(path, frozenset([BRIDGE]))
    assert file.problems == ()
    return file.questions


def made(outcome: str = "quoted", **given: object) -> Prediction:
    plain = Prediction("2", (), outcome, "", "", (), Timings(1, 0, 2))
    return replace(plain, **given)  # type: ignore[arg-type]


# Measures


def test_rouge_l_is_the_longest_common_subsequence() -> None:
    assert rouge_l("the cat sat", ["the cat sat"]) == 1
    # The examples of Lin 2004, section 3.1.
    assert rouge_l("police killed the gunman", ["police kill the gunman"]) == pytest.approx(0.75)
    assert rouge_l("the gunman police killed", ["police killed the gunman"]) == pytest.approx(0.5)
    assert rouge_l("a b", ["x", "a b c d"]) == pytest.approx(2 / 3)
    assert rouge_l("", ["a"]) == rouge_l("a", [""]) == rouge_l("a", []) == 0


def test_cited_characters_are_compared_with_the_best_choice() -> None:
    chosen = [[Span(0, 10)], [Span(5, 15), Span(20, 30)]]
    assert overlap({"a": [Span(0, 10)]}, "a", chosen) == Overlap(1, 1, 1)
    assert overlap({"a": [Span(0, 5), Span(3, 10)]}, "a", chosen) == Overlap(1, 1, 1)  # no character counts twice
    assert overlap({"a": [Span(5, 25)]}, "a", chosen) == Overlap(0.75, 0.75, 0.75)
    assert overlap({"a": [Span(0, 10)], "b": [Span(0, 10)]}, "a", chosen) == Overlap(2 / 3, 0.5, 1)
    assert overlap({"b": [Span(0, 10)]}, "a", chosen) == overlap({}, "a", chosen) == Overlap()


def test_a_fact_is_held_by_any_of_its_patterns_whatever_the_marks(tmp_path: Path) -> None:
    (question,) = read(tmp_path, ROWS[:1])
    assert fold_marks("“It’s\u00a0 10–12”") == '"it\'s 10-12"'
    assert held(question.nuggets, "Since\n1931 it is 212 METRES long.") == (True, True, False)
    assert held(question.nuggets, "") == (False, False, False)


def test_a_refused_answer_cites_nothing_right_and_shows_nothing(tmp_path: Path) -> None:
    (question,) = read(tmp_path, ROWS[1:2])
    said = "The bridge of Alderwick was opened in 1931."
    right = made(text=said, points=(CitedText("", "", (CitedSpan(BRIDGE, 0, 43, said),)),))
    assert _measured(question, right) == {"answered": 1, "cited_f1": 1, "rouge_l": 1}
    refused = replace(right, outcome="no_evidence")
    assert _measured(question, refused) == {"answered": 0, "cited_f1": 0, "rouge_l": 0}
    assert shown_text(refused) == ""


def _measured(question: GoldQuestion, prediction: Prediction) -> dict[str, float]:
    scores = question_scores([question], {"2": prediction})
    return {name: round(scores[name]["2"], 6) for name in ("answered", "cited_f1", "rouge_l")}


def test_what_is_shown_is_the_text_and_the_quotations_that_are_not_in_it() -> None:
    points = (
        CitedText("The bridge", "", (CitedSpan(BRIDGE, 0, 4, "**One** two."), CitedSpan("copy", 0, 4, "One two."))),
        CitedText("", "", (CitedSpan(BRIDGE, 5, 9, "Three four."),)),
    )
    assert shown_text(made(text="One two.", points=points)) == "One two. Three four."


# Questions


def test_questions_have_their_kind_facts_spans_and_what_was_said_before(tmp_path: Path) -> None:
    asked = {question.id: question for question in read(tmp_path, ROWS)}
    assert asked["2"].spans == ((Span(0, 43),),)
    assert [nugget.fact for nugget in asked["1"].nuggets] == ["opened", "length", "cost"]
    assert asked["3"].kind == "meta"
    assert [(turn.question, turn.answer) for turn in asked["5"].history] == [
        ("When was the bridge opened?", "In 1931.")
    ]


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("spans", [[1, 2]], "expected for each answer a list of"),
        ("spans", 3, "expected for each answer a list of"),
        ("nuggets", [{"fact": "x"}], "expected objects with fact and any"),
        ("nuggets", [{"fact": "x", "any": ["("]}], "cannot be read"),
        ("nuggets", ["x"], "expected objects with fact and any"),
        ("history", [{"answer": "x"}], "expected a list of texts"),
    ],
)
def test_what_cannot_be_read_of_a_question_is_named(tmp_path: Path, field: str, value: object, said: str) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_text(json.dumps({"id": "1", "question": "Who?", "answers": ["x"], field: value}), encoding="utf-8")
    (problem,) = read_questions(path, frozenset()).problems
    assert field in problem.reason
    assert said in problem.reason


# A run without a model


def run(library: Library, tmp_path: Path) -> tuple[tuple[GoldQuestion, ...], dict[str, Prediction], Summary]:
    asked = read(tmp_path, ROWS)
    list(predict(library, Assistant(library, ExtractiveGenerator()), asked, tmp_path / "made.jsonl", again=False))
    predictions = read_predictions(tmp_path / "made.jsonl")
    return asked, predictions, summarise(asked, predictions, 0)


@pytest.mark.slow
def test_facts_are_counted_at_each_stage(library: Library, articles: Path, tmp_path: Path) -> None:
    library.sync(articles)
    asked, predictions, summary = run(library, tmp_path)
    opened_and_length = (True, True, False)
    found = predictions["1"].facts
    assert list(found) == list(STAGES)
    assert [found[stage] for stage in STAGES] == [opened_and_length] * 3 + [(False, False, False), opened_and_length]
    assert predictions["2"].facts == {}
    assert summary.value("facts_shown") == pytest.approx(2 / 3)
    assert summary.value("facts_written") == 0
    assert summary.value("cited_recall") == 1
    assert summary.value("answered") == 1
    assert holds(predictions["2"].text, asked[1].answers)
    assert predictions["3"].note.startswith("Hello!")


@pytest.mark.slow
def test_a_report_has_a_row_for_each_kind(library: Library, articles: Path, tmp_path: Path) -> None:
    library.sync(articles)
    asked, predictions, summary = run(library, tmp_path)
    names, rows = summary.by_kind()
    assert names[0] == "answered"
    assert "cited_f1" in names
    assert [kind for kind, _, _ in rows] == ["fact", "meta", "summary"]
    write_page(tmp_path / "report.html", summary, asked, predictions, ())
    write_json(tmp_path / "report.json", summary, (), ())
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "By kind of question" in page
    assert "facts_points" in page
    kinds = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))["kinds"]
    assert kinds["summary"]["facts_shown"]["value"] == pytest.approx(2 / 3)


def test_what_was_only_searched_is_asked_once_somebody_answers(
    library: Library, articles: Path, tmp_path: Path
) -> None:
    library.sync(articles)
    path = tmp_path / "made.jsonl"
    asked = read(tmp_path, ROWS[:2])
    list(predict(library, None, asked, path, again=False))
    assert [one.outcome for one in read_predictions(path).values()] == ["", ""]
    list(predict(library, Assistant(library, ExtractiveGenerator()), asked, path, again=False))
    assert [one.outcome for one in read_predictions(path).values()] == ["quoted", "answered"]
    before = path.read_bytes()
    list(predict(library, None, asked, path, again=False))
    assert path.read_bytes() == before
