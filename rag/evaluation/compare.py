"""Changes between two runs, question by question."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rag.evaluation.predictions import Prediction
from rag.evaluation.questions import GoldQuestion
from rag.evaluation.summary import bootstrap_mean, question_scores


@dataclass(frozen=True, slots=True)
class Change:
    """A measure's mean difference to the baseline over `n` questions, with its 95 % paired bootstrap interval.

    `better` and `worse` are the ids of the questions whose score rose or fell.
    """

    name: str
    difference: float
    low: float
    high: float
    n: int
    better: tuple[str, ...]
    worse: tuple[str, ...]


def compare(
    questions: Sequence[GoldQuestion], baseline: Mapping[str, Prediction], now: Mapping[str, Prediction]
) -> tuple[Change, ...]:
    """Return the changes in every measure over the questions that both runs have."""
    both = [question for question in questions if question.id in baseline and question.id in now]
    before, after = question_scores(both, baseline), question_scores(both, now)
    changes = []
    for name in before:
        ids = [id for id in before[name] if id in after[name]]
        if ids:
            differences = {id: after[name][id] - before[name][id] for id in ids}
            low, high = bootstrap_mean(list(differences.values()))
            changes.append(
                Change(
                    name,
                    sum(differences.values()) / len(ids),
                    low,
                    high,
                    len(ids),
                    tuple(id for id in ids if differences[id] > 0),
                    tuple(id for id in ids if differences[id] < 0),
                )
            )
    return tuple(changes)
