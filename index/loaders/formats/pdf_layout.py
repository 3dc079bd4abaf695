"""From printed lines to paragraphs: running headers out, line breaks and hyphens undone."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

_EDGE_LINES = 2
_PAGE_NUMBER = re.compile(r"\W*(?:(?:page|seite|p\.|s\.)\s*)?(\d{1,4})(?:\s*(?:/|of|von)\s*\d{1,4})?\W*", re.I)
_BULLET = re.compile(r"[•‣▪◦●■]\s*")
_LIST_MARK = re.compile(r"[-–*]\s|\d{1,3}[.)]\s")
_SENTENCE_END = re.compile(r"[.!?:…][\"'”’»)\]]*$")
_HYPHENS = "\ufffe\x02\xad"  # what PDFium gives for a hyphen at a line's end, and the soft hyphen
_BROKEN_WORD = re.compile(rf"(\w+)[{_HYPHENS}]\s*(\w*)")
_TITLE_RATIO = 1.15
_MAX_TITLE_CHARS = 200


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line; lengths in points, y grows upwards.

    `top` is that of the first character and `end_top` of the last: a line that ends in a hyphen
    comes from PDFium joined with the next one.
    """

    text: str
    left: float
    right: float
    top: float
    end_top: float
    size: float


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, and the size of its print in points."""

    text: str
    size: float


def without_running_lines(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """Return the pages without headers and footers that repeat, and without page numbers."""
    repeated: Counter[tuple[str, int]] = Counter()
    numbers: Counter[int] = Counter()
    for position, page in enumerate(pages):
        edges = [page[row] for row in _edges(page)]
        repeated.update({_pattern(line) for line in edges})
        numbers.update({number - position for line in edges for number in _page_numbers(line.text)})
    often = max(2, round(0.4 * len(pages)))

    def runs(line: Line, position: int) -> bool:
        if _PAGE_NUMBER.fullmatch(line.text):
            return any(numbers[number - position] >= 2 for number in _page_numbers(line.text))
        if any(numbers[number - position] > often for number in _page_numbers(line.text)):
            return True  # "Chapter 2: Ships 41" repeats its words on few pages, its numbers on all
        pattern = _pattern(line)
        return bool(pattern[0]) and repeated[pattern] >= often

    kept: list[list[Line]] = []
    for position, page in enumerate(pages):
        dropped = {row for row in _edges(page) if runs(page[row], position)}
        kept.append([line for row, line in enumerate(page) if row not in dropped])
    return kept


def _edges(page: Sequence[Line]) -> set[int]:
    rows = range(len(page))
    return {*rows[:_EDGE_LINES], *rows[-_EDGE_LINES:]}


def _pattern(line: Line) -> tuple[str, int]:
    """Return what repeats in a running line whatever its numbers, empty for a row of figures, and its print.

    A title that also runs at the head of every page is printed larger where it is the title.
    """
    pattern = re.sub(r"\d+", "#", " ".join(line.text.split()))
    return (pattern if any(character.isalpha() for character in pattern) else ""), round(line.size)


def _page_numbers(text: str) -> set[int]:
    """Return the numbers in a line that can be the page's: a lone one, or the first and last word."""
    alone = _PAGE_NUMBER.fullmatch(text)
    words = [alone[1]] if alone else [text.split()[0], text.split()[-1]]
    return {int(word) for word in words if word.isdecimal() and len(word) <= 4}


def paragraphs(pages: Sequence[Sequence[Line]]) -> Iterator[list[Block]]:
    """Yield the paragraphs of each page."""
    words = {word for page in pages for line in page for word in re.findall(r"\w+-\w+", line.text.lower())}
    pitch = _line_pitch(pages)
    for page in pages:
        width = max((line.right for line in page), default=0.0)
        groups: list[list[Line]] = []
        for row, line in enumerate(page):
            if row and not _begins_paragraph(page[row - 1], line, groups[-1], pitch, width):
                groups[-1].append(line)
            else:
                groups.append([line])
        yield [Block(_joined(group, words), group[0].size) for group in groups]


def _line_pitch(pages: Sequence[Sequence[Line]]) -> float:
    """Return the distance of lines in a paragraph: the lower quartile, as larger ones part paragraphs."""
    steps = [
        above.end_top - below.top
        for page in pages
        for above, below in pairwise(page)
        if above.end_top - below.top > 0.8 * below.size
    ]
    return sorted(steps)[len(steps) // 4] if steps else 0.0


def _begins_paragraph(above: Line, line: Line, group: Sequence[Line], pitch: float, width: float) -> bool:
    step = above.end_top - line.top
    if step > 1.25 * min(pitch, 2.2 * line.size) or abs(line.size - above.size) > 0.1 * above.size:
        return True
    if _BULLET.match(line.text) or _LIST_MARK.match(line.text):
        return True
    if not _SENTENCE_END.search(above.text):
        return False
    indented = line.left > min(member.left for member in group) + 0.8 * line.size
    column = width - above.left
    return (indented and step > 0) or (step > 0 and width - above.right > 0.2 * column)


def _joined(group: Sequence[Line], words: set[str]) -> str:
    text = group[0].text
    for line in group[1:]:
        if re.search(r"\w-$", text) and line.text[:1].isalpha():
            text = text[:-1] + "\ufffe" + line.text
        else:
            text += ("" if text[-1] in _HYPHENS else " ") + line.text

    def mended(broken: re.Match[str]) -> str:
        hyphenated = f"{broken[1]}-{broken[2]}"
        keep = hyphenated.lower() in words or not broken[2][:1].islower()
        return hyphenated if keep else broken[1] + broken[2]

    return _BULLET.sub("- ", _BROKEN_WORD.sub(mended, text), count=1)


def largest_print(pages: Sequence[Sequence[Line]]) -> str:
    """Return the first page's text in print clearly larger than the body's, or nothing."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page:
            sizes[round(line.size, 1)] += len(line.text)
    if not sizes:
        return ""
    body = sizes.most_common(1)[0][0]
    first = next((blocks for blocks in paragraphs(pages) if blocks), [])
    largest = max(first, key=lambda block: block.size)
    fits = largest.size >= _TITLE_RATIO * body and len(largest.text) <= _MAX_TITLE_CHARS
    return largest.text if fits else ""
