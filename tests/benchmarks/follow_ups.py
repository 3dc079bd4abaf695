"""Measure what follow-ups lean on: `python tests/benchmarks/follow_ups.py REWRITES`.

REWRITES has one JSON object a line: `history` (a title, a section, then questions and answers in turn), `question`
and `rewrite`, the stand-alone question that a person wrote. Counted are the content words that a person added to the
question. Lines are shuffled with a fixed seed; rules were made on the first half alone. No heading is given, since no
user's conversation has one.
"""

import argparse
import json
import random
import re
import statistics
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from rag.question.resolve import resolve
from rag.types import Turn
from rag.words import content_stems

SEED = 7
ASKED = date(2024, 1, 1)
UNKNOWN = re.compile(r"\s*(?:I (?:don['’]t|do not) know|cannotanswer)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Line:
    """A follow-up with its history, and the stand-alone question that a person wrote."""

    history: tuple[Turn, ...]
    question: str
    rewrite: str

    @property
    def added(self) -> frozenset[str]:
        """Return the stems of the content words that a person added."""
        return content_stems(self.rewrite) - content_stems(self.question)


def read_lines(path: Path) -> tuple[list[Line], list[Line]]:
    """Return the half that rules were made on and the unseen one, with headings in front of their histories."""
    lines = []
    for text in path.read_text(encoding="utf-8").splitlines():
        values = json.loads(text)
        told = values["history"]
        history = tuple(Turn(*pair) for pair in zip(told[::2], told[1::2], strict=True))
        lines.append(Line(history, values["question"], values["rewrite"]))
    random.Random(SEED).shuffle(lines)  # noqa: S311 - a fixed order is meant
    half = len(lines) // 2
    return lines[:half], lines[half:]


def without_headings(lines: Sequence[Line]) -> list[Line]:
    """Return `lines` as they would be in a conversation: no heading, and what was asked before is resolved.

    Where no person's wording of an earlier question is among `lines`, the title takes the place of its pronoun.
    """
    wordings = {(line.history[0], len(line.history), line.question): line.rewrite for line in lines}
    changed = []
    for line in lines:
        title = re.sub(r"\s*\(.*?\)", "", line.history[0].question)
        turns = []
        for number, turn in enumerate(line.history[1:], start=1):
            known = wordings.get((line.history[0], number, turn.question))
            if not UNKNOWN.match(turn.answer):
                turns.append(Turn(known or _put_title(title, turn.question), turn.answer))
        if turns:
            changed.append(Line(tuple(turns), line.question, line.rewrite))
    return changed


def _put_title(title: str, question: str) -> str:
    owned = re.sub(r"\b(?:his|their|her)\b", f"{title}'s", question, count=1, flags=re.IGNORECASE)
    named = re.sub(r"\b(?:he|she|they|him|them)\b", title, question, count=1, flags=re.IGNORECASE)
    changed = named if named != question else owned
    return changed if content_stems(title) & content_stems(changed) else f"{question.rstrip()} ({title})"


def measure(name: str, lines: Sequence[Line]) -> None:
    """Print recall and precision of the words that `resolve` adds, and what it takes."""
    right = given = asked = held = 0
    times = []
    for line in lines:
        start = time.process_time()
        resolved = str(resolve(line.question, line.history, ASKED))
        times.append(time.process_time() - start)
        added = content_stems(resolved) - content_stems(line.question)
        told = content_stems(" ".join(f"{turn.question} {turn.answer}" for turn in line.history))
        right += len(added & line.added)
        given += len(added)
        asked += len(line.added)
        held += len(line.added & told)
    sys.stdout.write(
        f"{name}: recall {right / asked:.3f}, precision {right / max(1, given):.3f} on {len(lines)} lines; "
        f"{held / asked:.3f} of the words stand in the history; "
        f"{statistics.median(times) * 1000:.1f} ms a question, {max(times) * 1000:.1f} at most\n"
    )


def main() -> None:
    """Measure both halves."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rewrites", type=Path)
    seen, unseen = read_lines(parser.parse_args().rewrites)
    measure("half that rules were made on", without_headings(seen))
    measure("unseen half", without_headings(unseen))


if __name__ == "__main__":
    main()
