"""What each reach reads: `python tests/benchmarks/reach.py ARTICLES.jsonl QUESTIONS.jsonl LIBRARY [--limit 300]`.

The library, kept in the folder LIBRARY, is filled with the articles if it is empty. For each step of rag/reach.py: the
share of the answerable questions whose evidence holds a gold answer, and how many passages and tokens it takes, a token
counted as four bytes. No model writes. Prints one line of JSON a step.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import fmean

from index.home import find_home
from index.library import Library
from index.types import Hit
from rag.assistant import AnswerSettings, Assistant
from rag.evaluation import read_questions, sample
from rag.evaluation.metrics import holds
from rag.evaluation.questions import GoldQuestion
from rag.evidence.windows import gather_evidence
from rag.reach import STEPS, Reach

Found = tuple[GoldQuestion, str, tuple[Hit, ...]]


def measure(found: Sequence[Found], reach: Reach) -> dict[str, float | str]:
    """Return what the evidence of `reach` holds and takes."""
    held, passages, tokens = [], [], []
    for question, asked, hits in found:
        evidence = gather_evidence(asked, hits, reach.evidence_tokens, lambda text: -(-len(text) // 4), reach.worth)
        held.append(any(holds(f"{one.article.title} {one.text}", question.answers) for one in evidence.windows))
        passages.append(len(evidence.windows))
        tokens.append(evidence.tokens)
    return {
        "reach": reach.step.value,
        "questions": len(held),
        "held": round(fmean(held), 3),
        "passages": round(fmean(passages), 1),
        "tokens": round(fmean(tokens)),
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path)
    parser.add_argument("questions", type=Path)
    parser.add_argument("library", type=Path)
    parser.add_argument("--limit", type=int, default=0, help="ask only so many questions; 0: all")
    given = parser.parse_args()
    with Library.open(given.library, models=find_home().models) as library:
        if not library.size().articles:
            library.sync(given.articles)
        known = frozenset(article.id for article in library.articles())
        asked = [one for one in read_questions(given.questions, known).questions if one.answerable and one.answers]
        assistant = Assistant(library, settings=AnswerSettings())
        found = []
        for question in sample(asked, given.limit, 7):
            made = assistant.find(question.question, question.history, question.only, asked=question.asked)
            found.append((question, made.resolved.text, made.hits))
    for reach in STEPS.values():
        sys.stdout.write(json.dumps(measure(found, reach)) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
