"""Predictions, one line a question: the file that a run writes, resumes from, and compares with."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from rag.evidence.markup import show
from rag.generators.base import Review
from rag.types import Outcome, Timings


@dataclass(frozen=True, slots=True)
class CitedSpan:
    """A citation as others score it: the article, the characters, and what they say."""

    article: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class CitedText:
    """A shown claim with its support, or the heading of a point; and the spans cited for it."""

    text: str
    support: str
    citations: tuple[CitedSpan, ...]


@dataclass(frozen=True, slots=True)
class Prediction:
    """The answer to one question, with what is needed to judge it later without the articles.

    `ranked` and `cited` are article ids; `confidence` is the best claim's support, 0 to 1, of an
    answer before it was decided whether to show it; `written` is the generator's text before it was
    judged, `review` what it said of it, `prompt` the fingerprint of what it read and of itself.
    `covered`: the evidence holds a gold answer. `cited_holds`: a cited article holds one. `span_holds`:
    a cited span holds one. `verbatim`: every citation, and every quote in a shown claim, stands letter
    by letter in its article. `evidence_tokens` counts the evidence. `note` is what was said beside the answer. `facts`:
    for each stage of `STAGES`, which of the question's nuggets it holds.
    """

    id: str
    ranked: tuple[str, ...]
    outcome: str
    short: str
    text: str
    cited: tuple[str, ...]
    timings: Timings
    confidence: float = 0.0
    written: str = ""
    review: Review = field(default_factory=Review)
    prompt: str = ""
    covered: bool = False
    kind: str = ""
    claims: tuple[CitedText, ...] = ()
    points: tuple[CitedText, ...] = ()
    cited_holds: bool = False
    span_holds: bool = False
    verbatim: bool = True
    evidence_tokens: int = 0
    note: str = ""
    facts: Mapping[str, tuple[bool, ...]] = field(default_factory=dict)


def read_predictions(path: Path) -> dict[str, Prediction]:
    """Return the predictions of a file by question id; a last line cut off by a kill is dropped."""
    if not path.exists():
        return {}
    found = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        try:
            values = json.loads(line)
        except json.JSONDecodeError:
            continue
        values["timings"] = Timings(**values["timings"])
        values["review"] = Review(**values.get("review", {}))
        for name in ("ranked", "cited"):
            values[name] = tuple(values[name])
        values["facts"] = {stage: tuple(found) for stage, found in values.get("facts", {}).items()}
        for name in ("claims", "points"):
            values[name] = tuple(_to_cited(text) for text in values.get(name, ()))
        found[values["id"]] = Prediction(**values)
    return found


def shown_text(made: Prediction) -> str:
    """Return all that a reader is shown of an answer: its text, then the quotations that are not in it."""
    if made.outcome == Outcome.NO_EVIDENCE:
        return ""
    quotes = (show(span.quote) for point in made.points for span in point.citations[:1])
    return " ".join([made.text, *(quote for quote in quotes if quote not in made.text)]).strip()


class PredictionWriter:
    """Appends predictions to a file, a line each, so that a stopped run loses at most the one under way."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def start(self, kept: Iterator[Prediction]) -> None:
        """Begin the file with the predictions of an earlier run that still count."""
        scratch = self._path.with_suffix(".new")
        scratch.write_text("".join(map(_line, kept)), encoding="utf-8")
        scratch.replace(self._path)

    def add(self, prediction: Prediction) -> None:
        """Append one line."""
        with self._path.open("a", encoding="utf-8") as file:
            file.write(_line(prediction))


def _to_cited(read: dict[str, Any]) -> CitedText:
    spans = tuple(CitedSpan(**span) for span in read["citations"])
    return CitedText(read["text"], read["support"], spans)


def _line(prediction: Prediction) -> str:
    return json.dumps(asdict(prediction), ensure_ascii=False) + "\n"
