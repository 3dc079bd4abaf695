"""Measures of answers of several sentences: the facts that they hold, the characters that they cite, and ROUGE-L."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from index import Span

_WORD = re.compile(r"\w+")
_ALIKE = str.maketrans("’‘“”–—−‑\xa0\u202f", "''\"\"----  ")

# Where a fact can be lost between the articles and the reader, in order.
STAGES = ("hits", "evidence", "points", "written", "shown")


@dataclass(frozen=True, slots=True)
class Nugget:
    """A fact that a good answer has, with patterns of which any shows it; they are tried on folded text."""

    fact: str
    patterns: tuple[re.Pattern[str], ...]

    def is_in(self, folded: str) -> bool:
        """Tell whether `folded`, made by `fold_marks`, shows the fact."""
        return any(pattern.search(folded) for pattern in self.patterns)


def fold_marks(text: str) -> str:
    """Return `text` in lower case on one line, with quotation marks and dashes made plain."""
    return " ".join(text.lower().translate(_ALIKE).split())


def held(nuggets: Sequence[Nugget], text: str) -> tuple[bool, ...]:
    """Return for each nugget whether `text` shows it."""
    folded = fold_marks(text)
    return tuple(nugget.is_in(folded) for nugget in nuggets)


def rouge_l(text: str, references: Iterable[str]) -> float:
    """Return the best ROUGE-L F1, 0 to 1, over the references: words in common in the same order (Lin 2004)."""
    said = _WORD.findall(text.lower())
    return max((_rouge_l(said, _WORD.findall(reference.lower())) for reference in references), default=0.0)


def _rouge_l(said: Sequence[str], wanted: Sequence[str]) -> float:
    longest = [0] * (len(wanted) + 1)  # common subsequences of the words so far and each beginning of `wanted`
    for word in said:
        before = 0
        for place, other in enumerate(wanted, 1):
            before, longest[place] = (
                longest[place],
                before + 1 if word == other else max(longest[place - 1 : place + 1]),
            )
    return 2 * longest[-1] / (len(said) + len(wanted)) if longest[-1] else 0.0


@dataclass(frozen=True, slots=True)
class Overlap:
    """How well cited characters are those that people chose; ratios 0 to 1."""

    f1: float = 0.0
    precision: float = 0.0
    recall: float = 0.0


def overlap(cited: Mapping[str, Sequence[Span]], article: str, chosen: Iterable[Sequence[Span]]) -> Overlap:
    """Return the best overlap by F1 of what is `cited`, by article, with one of the choices in `article`.

    Characters of other articles count as cited in vain.
    """
    own = _characters(cited.get(article, ()))
    count = len(own) + sum(len(_characters(spans)) for name, spans in cited.items() if name != article)
    found = [_compare(len(own & wanted), count, len(wanted)) for wanted in map(_characters, chosen)]
    return max(found, key=lambda one: one.f1, default=Overlap())


def _compare(both: int, cited: int, chosen: int) -> Overlap:
    return Overlap(2 * both / (cited + chosen), both / cited, both / chosen) if both else Overlap()


def _characters(spans: Iterable[Span]) -> set[int]:
    return {place for span in spans for place in range(span.start, span.end)}
