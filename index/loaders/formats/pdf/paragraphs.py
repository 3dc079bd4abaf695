"""From printed lines to paragraphs: line breaks and hyphens undone, notes told from the text above them."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import replace
from itertools import pairwise

from index.loaders.formats.pdf.joints import LINE_HYPHENS, joined
from index.loaders.formats.pdf.types import Block, Column, Line, Piece

_BULLET = re.compile(r"[•‣▪◦●■]\s*")
_LIST_MARK = re.compile(r"[-–*]\s|\d{1,3}[.)]\s")
_SENTENCE_END = re.compile(r"[.!?:…。！？：][\"'”’»)\]」』]*(?:\[\d+\])?$")
_WHOLE_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*(?![\w\-\ufffe\x02\xad])")
_END_CHARS = 12
_NOTE_RATIO = 0.93
_TITLE_RATIO = 1.15
_MAX_TITLE_CHARS = 200
_FULL_RATIO = 0.85
_FULL_CHARS = 25
_FAR_EM = 1.7
_OUTDENT_EM = 0.5
_LEADER = re.compile(r"\.{4,} ?\w{1,6}$|(?:\. ){4,}\w{1,6}$")  # of a table of contents, with its page
_LEADER_CHARS = 20


def body_size(pieces: Iterable[Piece]) -> float:
    """Return the size of most of the print in points; 0 where there is none."""
    sizes: Counter[float] = Counter()
    for piece in pieces:
        sizes[round(piece.size, 1)] += len(piece.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def known_words(lines: Sequence[Line]) -> frozenset[str]:
    """Return the words that stand whole within lines, in small letters, compounds with their hyphens.

    There are none where no line ends in a hyphen, which is all that they are for.
    """
    if not any(line.text.endswith(LINE_HYPHENS) for line in lines):
        return frozenset()
    return frozenset(word for line in lines for word in _WHOLE_WORD.findall(line.text.lower()))


def line_pitch(columns: Sequence[Column]) -> float:
    """Return the distance of lines in a paragraph: the lower quartile, as larger ones part paragraphs."""
    steps = [
        above.base - below.base
        for column in columns
        if not column.is_table
        for above, below in pairwise(column.lines)
        if above.base - below.base > 0.8 * below.size
    ]
    return sorted(steps)[len(steps) // 4] if steps else 0.0


def blocks_of(columns: Sequence[Column], pitch: float, body: float, words: Set[str]) -> list[Block]:
    """Return the paragraphs, tables and notes of a page in the order in which they are read."""
    blocks: list[Block] = []
    for column in columns:
        if column.is_table:
            blocks.append(Block("\n".join(line.text for line in column.lines), column.lines[0].size, is_table=True))
        else:
            first, *others = _with_notes([*_paragraphs(column.lines, pitch, words)], body)
            blocks += [replace(first, is_first=True), *others]
    return blocks


def _with_notes(blocks: list[Block], body: float) -> list[Block]:
    """Return the blocks of a column with those as notes that end it in smaller print than the text's."""
    count = 0
    while count < len(blocks) - 1 and blocks[-1 - count].size < _NOTE_RATIO * body:
        count += 1
    text = len(blocks) - count
    return [*blocks[:text], *(replace(block, is_note=True) for block in blocks[text:])]


def _paragraphs(lines: Sequence[Line], pitch: float, words: Set[str]) -> Iterator[Block]:
    edge = max(line.right for line in lines)
    groups: list[list[Line]] = []
    left = 0.0
    for row, line in enumerate(lines):
        if row and not _begins_paragraph(groups[-1][0], lines[row - 1], line, left, pitch, edge):
            groups[-1].append(line)
            left = min(left, line.left)
        else:
            groups.append([line])
            left = line.left
    for group in groups:
        text = group[0].text
        for line in group[1:]:
            text = joined(text, line.text, words)
        last = group[-1]
        is_full = len(lines) > 2 and len(last.text) >= _FULL_CHARS
        is_full = is_full and last.right - last.left >= _FULL_RATIO * (edge - last.left)
        yield Block(_BULLET.sub("- ", text, count=1), group[0].size, is_full=is_full)


def _begins_paragraph(first: Line, above: Line, line: Line, left: float, pitch: float, edge: float) -> bool:
    """Tell whether a line begins another paragraph than the one above it, which `first` began."""
    step = above.base - line.base
    if step > 1.25 * min(pitch, 2.2 * line.size) or abs(line.size - above.size) > 0.1 * above.size:
        return True
    if above.is_bold != line.is_bold and not line.text[:1].islower():
        return True
    is_item = _is_item(first)
    if _is_item(line) and (is_item or not _runs_on(above, line, edge)):
        return True
    if is_item and _ends_list(first, above, line, edge):
        return True
    if _LEADER.search(above.text[-_LEADER_CHARS:]) or _is_set_apart(above, line, edge):
        return True
    if not _ends_sentence(above.text):
        return False
    indented = line.left > left + 0.8 * line.size
    column = edge - above.left
    return (indented and step > 0) or (step > 0 and edge - above.right > 0.2 * column)


def _is_item(line: Line) -> bool:
    return bool(_BULLET.match(line.text) or _LIST_MARK.match(line.text))


def _ends_list(first: Line, above: Line, line: Line, edge: float) -> bool:
    """Tell whether a line below an item of a list stands out to its left, or at its mark with no need to."""
    indent = _OUTDENT_EM * line.size
    return line.left < first.left - indent or (line.left < first.left + indent and _has_room(above, line, edge))


def _runs_on(above: Line, line: Line, edge: float) -> bool:
    """Tell whether what looks like the mark of a list is within a sentence: a dash, or the number that ends it."""
    if _BULLET.match(line.text) or _ends_sentence(above.text) or abs(line.left - above.left) > _OUTDENT_EM * line.size:
        return False
    is_mark_within = line.text[0].isdigit() or line.text[2:].lstrip()[:1].islower()
    return is_mark_within and not _has_room(above, line, edge)


def _ends_sentence(text: str) -> bool:
    return _SENTENCE_END.search(text[-_END_CHARS:]) is not None


def _is_set_apart(above: Line, line: Line, edge: float) -> bool:
    """Tell whether a line was begun on purpose: far below a line that had room for its first word."""
    if above.base - line.base < _FAR_EM * line.size or line.text[:1].islower() or above.text.endswith(LINE_HYPHENS):
        return False
    return _has_room(above, line, edge)


def _has_room(above: Line, line: Line, edge: float) -> bool:
    """Tell whether the first word of a line would have fitted behind the line above."""
    letter = (line.right - line.left) / len(line.text)
    return above.right + letter * (len(line.text.split()[0]) + 1) < edge


def goes_on(block: Block, behind: Block) -> bool:
    """Tell whether a paragraph goes on in the next column or on the next page."""
    if block.is_table or behind.is_table or abs(block.size - behind.size) > 0.1 * block.size:
        return False
    if _ends_sentence(block.text) or _BULLET.match(behind.text) or _LIST_MARK.match(behind.text):
        return False
    return behind.text[:1].islower() or block.text.endswith((",", ";", *LINE_HYPHENS)) or block.is_full


def largest_print(blocks: Sequence[Block], body: float) -> str:
    """Return the text in print clearly larger than the body's, or nothing."""
    largest = max((block for block in blocks if not block.is_table), key=lambda block: block.size, default=None)
    fits = largest and largest.size >= _TITLE_RATIO * body and len(largest.text) <= _MAX_TITLE_CHARS
    return largest.text if largest and fits else ""
