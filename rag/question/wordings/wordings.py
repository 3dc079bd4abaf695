"""Wordings: what the questions of one language look like, by the kind of answer that they ask for."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wordings:
    """The patterns of one language, over a question in lower case without accents (`rag.words.fold`).

    Those of `courtesy`, `talk`, `library`, `listing`, `explanation`, `fact` and `yes_no` begin a question; those of the
    other kinds may stand anywhere in it, from the beginning of a word on. `fact_behind` is a fact that is asked for
    behind a statement: "The bridge was built by whom?".
    """

    courtesy: tuple[str, ...]
    talk: tuple[str, ...]
    library: tuple[str, ...]
    timeline: tuple[str, ...]
    comparison: tuple[str, ...]
    overview: tuple[str, ...]
    statements: tuple[str, ...]
    listing: tuple[str, ...]
    explanation: tuple[str, ...]
    fact: tuple[str, ...]
    yes_no: tuple[str, ...]
    fact_behind: tuple[str, ...] = ()
