"""Dated sides: of "the breakdown in October 2021" and "the one at Christmas 2022" the day tells which."""

import re
from dataclasses import dataclass

from rag.evidence.date_names import MONTHS
from rag.evidence.sentences import Sentence
from rag.words import content_stems, fold

_MONTH = re.compile(rf"\b(?:{'|'.join(name.capitalize() for name in MONTHS if len(name) > 2)})\b")
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b(?![.,]\d)")

_WHEN = re.compile(rf"(?:\b(?:in|on|at|since|by|from)\s+)?(?:{_MONTH.pattern}(?:\s+\d{{1,2}}\b)?,?|{_YEAR.pattern})")


@dataclass(frozen=True, slots=True)
class When:
    """The months, 1 to 12, and the years that a text names, as they are written there."""

    months: frozenset[int]
    years: frozenset[int]

    def tells(self, sentence: Sentence) -> bool:
        """Tell whether a sentence is of this time: it names it, or names none and its article was published then."""
        told = find_when(sentence.text)
        if told.is_named:
            is_month = not (self.months and told.months) or bool(self.months & told.months)
            is_year = not (self.years and told.years) or bool(self.years & told.years)
            return is_month and is_year and self._shares(told)
        published = sentence.article.published
        if published is None:
            return False
        is_month = not self.months or published.month in self.months
        return is_month and (not self.years or published.year in self.years)

    @property
    def is_named(self) -> bool:
        """Tell whether any month or year is named."""
        return bool(self.months or self.years)

    def _shares(self, other: "When") -> bool:
        return bool(self.months & other.months or self.years & other.years)


def find_when(text: str) -> When:
    """Return the months and years that `text` names."""
    months = frozenset(MONTHS[fold(found[0])] for found in _MONTH.finditer(text) if fold(found[0]) in MONTHS)
    return When(months, frozenset(int(found[0]) for found in _YEAR.finditer(text)))


def told_apart(side: str, other: str) -> When | None:
    """Return the time by which two sides are told apart, that of the first; None where not both have one."""
    own, others = find_when(side), find_when(other)
    return own if own.is_named and others.is_named and own != others else None


def stems_of_time(side: str) -> frozenset[str]:
    """Return the stems of the months and years in a side."""
    named = (found[0] for pattern in (_MONTH, _YEAR) for found in pattern.finditer(side))
    return content_stems(" ".join(named))


def time_of(told: str) -> str:
    """Return the months, days and years that a text names, as it writes them, "" without any."""
    return " ".join(found[0].strip(" ,") for found in _WHEN.finditer(told))


def without_time(told: str) -> str:
    """Return a text without the months, days and years that it names."""
    return " ".join(_WHEN.sub(" ", told).split())
