"""Question lines: what is asked of which articles, and what a right answer holds."""

import json
import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from index import Filter, Span
from rag.evaluation.open_answers import Nugget
from rag.types import Turn


@dataclass(frozen=True, slots=True)
class GoldQuestion:
    """One question with its gold: answers, the articles that hold one, and where to look.

    `within` restricts the search to these articles when it is not empty. `answerable` tells
    whether refusing would be wrong. `asked` is the day of asking. `kind` is what its author calls it. `spans` holds,
    for each of the answers, the characters of the first article that people chose; `nuggets` are the facts that a good
    answer has.
    """

    id: str
    question: str
    answers: tuple[str, ...]
    articles: tuple[str, ...]
    within: tuple[str, ...]
    answerable: bool
    asked: date | None
    history: tuple[Turn, ...]
    kind: str = ""
    spans: tuple[tuple[Span, ...], ...] = ()
    nuggets: tuple[Nugget, ...] = ()

    @property
    def only(self) -> Filter:
        """Return the filter of the articles that it is asked of; all of them without `within`."""
        return Filter(articles=frozenset(self.within))


@dataclass(frozen=True, slots=True)
class Problem:
    """A line that was left out, or a part of one that was, with its number (from 1) and the reason."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class QuestionFile:
    """The questions that can be asked, and the lines that cannot."""

    questions: tuple[GoldQuestion, ...]
    problems: tuple[Problem, ...]


def read_questions(path: Path, known_articles: frozenset[str]) -> QuestionFile:
    """Return the questions of a `.jsonl` file; each bad line is named with the reason and left out.

    A question that names articles which are not in `known_articles` is asked without them.
    """
    questions: dict[str, GoldQuestion] = {}
    problems: list[Problem] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            question = _parse(line)
        except ValueError as error:
            problems.append(Problem(number, str(error)))
            continue
        if question.id in questions:
            problems.append(Problem(number, f"the id {question.id!r} stands in an earlier line, too"))
            continue
        unknown = [name for name in (*question.articles, *question.within) if name not in known_articles]
        if unknown:
            problems.append(
                Problem(number, f"{len(unknown)} of its articles are not there, the first is {unknown[0]!r}")
            )
        if question.answerable and not (question.answers or question.articles or question.nuggets or question.kind):
            problems.append(Problem(number, "it has no gold: neither answers nor documents nor nuggets nor a kind"))
            continue
        questions[question.id] = question
    return QuestionFile(tuple(questions.values()), tuple(problems))


def sample(questions: Sequence[GoldQuestion], limit: int, seed: int) -> tuple[GoldQuestion, ...]:
    """Return `limit` questions chosen by `seed`, in the file's order; all of them when `limit` is 0."""
    if not limit or limit >= len(questions):
        return tuple(questions)
    chosen = sorted(random.Random(seed).sample(range(len(questions)), limit))  # noqa: S311 - no secret
    return tuple(questions[position] for position in chosen)


def _parse(line: str) -> GoldQuestion:
    try:
        values = json.loads(line)
    except json.JSONDecodeError as error:
        raise ValueError(f"it is no JSON ({error.msg} at column {error.colno})") from error
    if not isinstance(values, dict):
        raise ValueError(f"it is a JSON {type(values).__name__}; expected an object")
    for name in ("id", "question"):
        if not isinstance(values.get(name), str) or not values[name].strip():
            raise ValueError(f"its field {name!r} is missing or empty")
    asked = values.get("asked")
    try:
        day = date.fromisoformat(asked) if asked else None
    except (TypeError, ValueError) as error:
        raise ValueError(f"its field 'asked' is {asked!r}; expected an ISO date such as 2024-03-01") from error
    return GoldQuestion(
        id=values["id"],
        question=values["question"],
        answers=_texts(values, "answers"),
        articles=_texts(values, "documents") or _texts(values, "articles"),
        within=_texts(values, "within"),
        answerable=bool(values.get("answerable", True)),
        asked=day,
        history=_turns(values),
        kind=str(values.get("kind") or ""),
        spans=_spans(values),
        nuggets=_nuggets(values),
    )


def _texts(values: dict[str, object], name: str) -> tuple[str, ...]:
    found = values.get(name) or []
    if not isinstance(found, list) or not all(isinstance(item, str) for item in found):
        raise ValueError(f"its field {name!r} is {found!r}; expected a list of texts")
    return tuple(found)


def _turns(values: dict[str, object]) -> tuple[Turn, ...]:
    """Return what was said before: objects with question and answer, or texts of both in turn."""
    given = values.get("history") or []
    if isinstance(given, list) and all(
        isinstance(turn, dict) and isinstance(turn.get("question"), str) for turn in given
    ):
        return tuple(Turn(turn["question"], str(turn.get("answer") or "")) for turn in given)
    said = _texts(values, "history")
    return tuple(Turn(said[n], said[n + 1] if n + 1 < len(said) else "") for n in range(0, len(said), 2))


def _spans(values: dict[str, object]) -> tuple[tuple[Span, ...], ...]:
    given = values.get("spans") or []
    try:
        return tuple(tuple(Span(int(start), int(end)) for start, end in chosen) for chosen in given)  # type: ignore[attr-defined]
    except (TypeError, ValueError) as error:
        raise ValueError(f"its field 'spans' is {given!r}; expected for each answer a list of [start, end]") from error


def _nuggets(values: dict[str, object]) -> tuple[Nugget, ...]:
    given = values.get("nuggets") or []
    try:
        return tuple(Nugget(str(one["fact"]), tuple(map(re.compile, one["any"]))) for one in given)  # type: ignore[attr-defined]
    except (TypeError, KeyError, re.error) as error:
        raise ValueError(f"its field 'nuggets' cannot be read ({error}); expected objects with fact and any") from error
