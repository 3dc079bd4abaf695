"""Prompts of models that need them and do not declare them: those of the E5 family stand on their cards alone."""

import re
from dataclasses import dataclass

# intfloat/multilingual-e5-small, e5-base-v2 and their like; the "instruct" ones want a task in the question instead.
_E5 = re.compile(r"(?:^|[-_.])e5[-_](?!.*instruct)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Prompts:
    """What stands before a question and before a passage when they are embedded."""

    question: str
    passage: str


def prompts_of(name: str) -> Prompts | None:
    """Return the prompts of a model by its hub name or folder; None where it needs none (E5: arXiv 2402.05672)."""
    return Prompts("query: ", "passage: ") if _E5.search(name.rpartition("/")[2]) else None
