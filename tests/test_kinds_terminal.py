"""A question of each kind in the terminal and as JSON, over the demo articles and without a model."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from index import Library
from index.embedders.hashed import HashedEmbedder
from ui.main import main
from ui.service.demo import FOLDER


@dataclass(frozen=True, slots=True)
class Case:
    """A question with what it must come to: kind, outcome, and a pattern of the terminal's answer."""

    question: str
    kind: str
    outcome: str
    says: str


OWN_WORDS = "In the articles' own words:"
CASES = [
    Case("How long will the sea wall be?", "fact", "answered|partly_supported", r"metres.*\(supported\)"),
    Case("How did the fire in the engine room of the ferry Marguerite start?", "explanation", "quoted",
         rf"{OWN_WORDS}\n- “"),
    Case("What did the harbour master, Edda Quist, say about the cause?", "statements", "quoted",
         rf"{OWN_WORDS}\n(?:.|\n)*Edda Quist\n- “"),
    Case("Summarise what the articles say about the ferry", "overview", "quoted",
         r"^This covers \d+ of 16 articles: what fits best\."),
    Case("Summarise my library", "overview", "quoted", r"^This covers the newest 12 of 16 articles\."),
    Case("Compare what the Courier and the Mercury say about the ferry fire", "comparison", "quoted",
         r"Courier\n- “(?:.|\n)*118(?:.|\n)*\nMercury\n- “(?:.|\n)*126"),
    Case("Compare the ferry with the zeppelin", "comparison", "no_evidence",
         r"Your articles say nothing of zeppelin; this is what they say of ferry\.(?:.|\n)*Closest passages"),
    Case("Compare the submarine with the zeppelin", "comparison", "no_evidence",
         r"Your articles say nothing of submarine or zeppelin\.\n"),
    Case("Which articles mention the lighthouse?", "listing", "quoted", r"^1 of 16 articles mentions “lighthouse”\."),
    Case("How many articles mention Marguerite?", "listing", "quoted", r"^\d+ of 16 articles mention “Marguerite”: "),
    Case("How many articles mention zeppelins?", "listing", "answered",
         r"None of your 16 articles mentions “zeppelins”\."),
    Case("List all the zeppelins", "listing", "no_evidence",
         r"No sentence of your articles clearly belongs in this list\."),
    Case("Give me a timeline of the ferry fire", "timeline", "quoted", r"\n8 October 2023\n- “"),
    Case("Give me a timeline of the zeppelins", "timeline", "no_evidence", r"Nothing in your articles tells of this\."),
    Case("What is in my library?", "library", "answered", r"^Your library holds 16 articles from The Saltmere Courier"),
    Case("Hello!", "talk", "answered", r"^Hello! Ask me anything about your articles\.\n$"),
    Case("Did the town council vote for the sea wall?", "yes_no", "answered|partly_supported|quoted", r"voted"),
]  # fmt: skip


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("kinds")
    with Library.open(root / "library", embedder=HashedEmbedder()) as library:
        library.sync(FOLDER)
    return root


def command(home: Path, *words: str) -> list[str]:
    return ["--home", str(home), "--generator", "extractive", "ask", *words]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.question)
def test_the_terminal_says_it(home: Path, case: Case, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(command(home, case.question)) == 0
    said = capsys.readouterr().out
    assert re.search(case.says, said), said
    assert not re.search(r"\*\*|\|\s*-{3}|&(?:amp|lt|quot);|\bNone\b(?! of)", said)
    headings = [line for line in said.split(OWN_WORDS)[-1].split("Sources:")[0].splitlines() if line[:1] not in "-[ "]
    assert len(headings) == len(set(headings)), said


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.question)
@pytest.mark.slow
def test_json_has_the_kind_and_exact_spans(home: Path, case: Case, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(command(home, case.question, "--json")) == 0
    read = json.loads(capsys.readouterr().out)
    assert read["kind"] == case.kind
    assert re.fullmatch(case.outcome, read["outcome"])
    assert bool(read["points"]) == (OWN_WORDS in _terminal(home, case, capsys))
    with Library.open(home / "library", embedder=HashedEmbedder()) as library:
        for point in read["points"]:
            assert point["citations"]
            for cited in point["citations"]:
                assert library.article(cited["article"]).text[cited["start"] : cited["end"]] == cited["quote"]


def _terminal(home: Path, case: Case, capsys: pytest.CaptureFixture[str]) -> str:
    main(command(home, case.question))
    return capsys.readouterr().out


@pytest.mark.parametrize(
    "question",
    ["Summarise my articles", "Who sells fish?", "List the towns", "Timeline of the war", "Compare A with B"],
)
def test_over_no_articles_it_says_so(tmp_path: Path, question: str, capsys: pytest.CaptureFixture[str]) -> None:
    main(["--home", str(tmp_path), "--embedder", "hashed", "--generator", "extractive", "ask", question])
    assert "Your library is empty: add articles, then ask about them." in capsys.readouterr().out


@pytest.mark.slow
def test_a_long_article_is_covered_from_its_beginning_to_its_end_and_that_is_said(tmp_path: Path) -> None:
    from rag import Assistant

    (tmp_path / "articles").mkdir()
    days = [
        f"On day {day} the harbour council of Saltmere met about matter {day} and voted on it." for day in range(3000)
    ]
    text = "\n\n".join(" ".join(days[first : first + 5]) for first in range(0, 3000, 5))
    assert len(text) > 200_000
    (tmp_path / "articles" / "report.txt").write_text(f"The long report\n\n{text}", encoding="utf-8")
    with Library.open(tmp_path / "library", embedder=HashedEmbedder()) as library:
        library.sync(tmp_path / "articles")
        answer = Assistant(library).ask("Summarise “The long report”")
        assert re.fullmatch(
            r"The article is long: this covers 150 of its \d{3,} passages, evenly spread\.", answer.note
        )
        assert answer.points
        assert Assistant(library).ask("Summarise my library").note == "This covers the only article."
