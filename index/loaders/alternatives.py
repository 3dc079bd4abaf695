"""One text out of the forms that a mail comes in, which seldom say the same: nothing lost, and nothing twice."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise

_WORD = re.compile(r"[^\W_]+")
_NAME = re.compile(r"(?:^|(?<=\| ))[^|:]{1,60}: ")  # of a column, before a value of a row
_ROW = " | "
_MAX_STUB_WORDS = 100
_MIN_COVERED_RATIO = 0.5  # of the words of a form that stands for the same text
_SAID_RATIO = 0.7  # of the words of a line that is said in other places, too
_TAIL_WORDS = 4
_MAX_PLACES = 50  # of one word that are looked at


def merged(plain: str, rich: str) -> str:
    """Return the plain form of a mail with the lines that only the rich one has, such as tables, in their places.

    A form that only stands for the other one ("This mail needs HTML.") is left out.
    """
    if plain.split() == rich.split():
        return plain  # what most programs send
    few, many = _words(plain), _words(rich)
    if _is_stub(few, many):
        return rich
    if _is_stub(many, few) or (_ROW not in rich and set(many) <= set(few)):
        return plain
    return with_missing(plain, rich)


def _is_stub(words: Sequence[str], others: Sequence[str]) -> bool:
    known = set(others)
    is_short = len(words) < min(len(others), _MAX_STUB_WORDS)
    return is_short and len(known.intersection(words)) < _MIN_COVERED_RATIO * len(known)


def with_missing(text: str, other: str) -> str:
    """Return a text with the lines of another one that it does not say, each behind what it follows there."""
    lines = text.split("\n")
    said = _Said(lines)
    ends = _ends_of_blocks(lines)
    added: dict[int, list[str]] = {}
    behind = 0  # the line before which the next ones are put in
    for line in other.split("\n"):
        if not _words(line):
            continue
        if said.says(line):
            found = said.line_of(line)
            behind = behind if found is None else max(behind, ends[found])
        else:
            added.setdefault(behind, []).append(line)
    if not added:
        return text
    blocks = ["\n".join(lines[start:end]) for start, end in _stretches(sorted({0, *added, len(lines)}))]
    starts = sorted({0, *added} - {len(lines)})
    pieces = [piece for start, block in zip(starts, blocks, strict=True)
              for piece in ("\n".join(added.get(start, [])), block)]  # fmt: skip
    pieces.append("\n".join(added.get(len(lines), [])))
    return "\n\n".join(piece.strip("\n") for piece in pieces if piece.strip())


def missing_lines(text: str, other: str) -> list[str]:
    """Return the lines of another text that `text` does not say."""
    said = _Said(text.split("\n"))
    return [line for line in other.split("\n") if _words(line) and not said.says(line)]


class _Said:
    """The words of a text, and the lines that they stand on."""

    def __init__(self, lines: Sequence[str]) -> None:
        placed = [(word, number) for number, line in enumerate(lines) for word in _words(line)]
        self._words = [word for word, _ in placed]
        self._lines = [number for _, number in placed]
        self._places: dict[str, list[int]] = {}
        for place, word in enumerate(self._words):
            self._places.setdefault(word, []).append(place)

    def says(self, line: str) -> bool:
        """Tell whether a line is said: the values of a row close together, of prose most words."""
        words = _values(line)
        if _ROW in line:
            return self._stand_together(words)
        return sum(word in self._places for word in words) >= _SAID_RATIO * len(words)

    def line_of(self, line: str) -> int | None:
        """Return the number of the line on which the last words of `line` stand; None where they stand on none."""
        tail = _values(line)[-_TAIL_WORDS:]
        for place in self._rarest(tail):
            start = place - tail.index(self._words[place])
            if start >= 0 and self._words[start : start + len(tail)] == tail:
                return self._lines[start + len(tail) - 1]
        return None

    def _stand_together(self, values: Sequence[str]) -> bool:
        wanted = set(values)
        width = 2 * len(values) + 4
        return any(wanted <= {*self._words[max(0, at - width) : at + width]} for at in self._rarest(values))

    def _rarest(self, words: Sequence[str]) -> Iterator[int]:
        """Yield the places of the word that occurs least, none where one does not occur at all."""
        places = min((self._places.get(word, []) for word in words), key=len, default=[])
        return islice(iter(places), _MAX_PLACES)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _values(line: str) -> list[str]:
    """Return the words of a line, of a row those of its values without the names of the columns."""
    return (_ROW in line and _words(_NAME.sub("", line))) or _words(line)


def _ends_of_blocks(lines: Sequence[str]) -> list[int]:
    """Return for each line the number of the first blank one behind it, or of the end."""
    ends: list[int] = []
    end = len(lines)
    for number in range(len(lines) - 1, -1, -1):
        end = number if not lines[number].strip() else end
        ends.append(end)
    return ends[::-1]


def _stretches(edges: Sequence[int]) -> Iterator[tuple[int, int]]:
    yield from pairwise(edges)
