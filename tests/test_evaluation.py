"""`broadsheet eval`: figures worked out by hand, bad lines named, and a run that goes on where it stopped."""

import json
from pathlib import Path

import pytest

from rag.evaluation.metrics import exact_match, holds, normalise, refusals, risk_coverage, token_f1
from ui.main import main


def test_measures_by_hand() -> None:
    assert normalise("The “Ada Vane”, a rower!") == "ada vane rower"
    assert exact_match("the Cup", ["A cup"]) == 1
    assert token_f1("Ada Vane", ["Vane"]) == pytest.approx(2 / 3)
    assert holds("It is 212 metres.", ["212 metres"])
    assert not holds("It is 1212 metres.", ["212 metres"])
    found = refusals([True, True, False, False], [True, False, True, False])
    assert (found.precision, found.recall, found.balanced_accuracy) == (0.5, 0.5, 0.5)
    assert risk_coverage([0.2, 0.9], [False, True]) == ((0.5, 0.0), (1.0, 0.5))


@pytest.mark.slow
def test_a_run_from_the_command_line(articles: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    questions = tmp_path / "questions.jsonl"
    rows = [
        {"id": "1", "question": "By whom is fish sold?", "answers": ["Ada Vane"],
         "documents": ["articles/market.txt"], "answerable": True},
        {"id": "2", "question": "Who is the king of Norway?", "answers": [], "documents": [], "answerable": False},
        {"id": "1", "question": "Again?", "answers": ["x"], "documents": [], "answerable": True},
        {"id": "3", "question": "", "answers": ["x"], "documents": [], "answerable": True},
    ]  # fmt: skip
    questions.write_text("\n".join(map(json.dumps, rows)) + "\n{broken", encoding="utf-8")
    out = tmp_path / "out"
    command = ["--embedder", "hashed", "--generator", "extractive", "eval", "--articles", str(articles)]
    command += ["--questions", str(questions), "--out", str(out)]
    assert main(command) == 0
    said = capsys.readouterr().err
    assert all(f"line {number}:" in said for number in (3, 4, 5))
    made = [json.loads(line) for line in (out / "predictions.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [(row["id"], row["outcome"]) for row in made] == [("1", "answered"), ("2", "no_evidence")]
    assert made[0]["ranked"][0] == made[0]["cited"][0] == "articles/market.txt"
    figures = json.loads((out / "report.json").read_text(encoding="utf-8"))["figures"]
    assert figures["gold_in_reply"]["value"] == figures["refusal_recall"]["value"] == 1
    assert "<svg" in (out / "report.html").read_text(encoding="utf-8")
    before = (out / "predictions.jsonl").read_bytes()
    assert main([*command, "--baseline", str(out / "predictions.jsonl"), "--fail-under", "gold_in_reply=1"]) == 0
    assert (out / "predictions.jsonl").read_bytes() == before
    assert main([*command, "--fail-under", "gold_in_reply=1.1"]) == 1
