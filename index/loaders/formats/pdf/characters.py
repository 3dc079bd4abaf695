"""From PDFium's characters to pieces of print; it asks for boxes only where it must, as each costs about 1 µs."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from index.loaders.formats.pdf.directions import UNSPACED, as_written, downward
from index.loaders.formats.pdf.fractions import Bar, parted_at_bars, with_fractions
from index.loaders.formats.pdf.glyphs import RAISED, Glyphs, Run, plain_figures
from index.loaders.formats.pdf.marks import MARK_RATIO, with_initials, with_mark, with_marks
from index.loaders.formats.pdf.rules import Rule, kept_clear
from index.loaders.formats.pdf.types import PdfPage, Piece

_WIDE_EM = 0.8  # a gap that parts columns or cells, unless the line goes on across it
_GAP_EM = 0.1
_SAME_BASE_EM = 0.12
_SPELLED = 5
_MARK_CHARS = 6
_LOOSE_EM = 0.62  # a letter's mean width above which a line holds wide gaps, or capitals
_SPACES = re.compile(" {2,}")
_WORD = re.compile(r"\S+")
_LONG = 18
_LONG_WORD = re.compile(rf"[^\W\d_]{{{_LONG + 1},}}")
# PDFium writes a hyphen at a line's end as one of these, and the next line right behind it.
HYPHENS = "\ufffe\x02\xad"
_WRITTEN_LINE = re.compile(rf"[^\r\n{HYPHENS}]*[{HYPHENS}]+|[^\r\n{HYPHENS}]+")


def read_pieces(page: PdfPage, rules: Sequence[Rule] = (), bars: Sequence[Bar] = ()) -> list[Piece]:
    """Return the print of a page in the order in which it was drawn, parted at upright `rules`; `bars` of fractions."""
    textpage = page.get_textpage()
    try:
        glyphs = Glyphs(textpage)
        pieces = [
            piece
            for written in _WRITTEN_LINE.finditer(glyphs.text)
            for piece in _written_line(glyphs, written.start(), written.end(), rules, bars)
        ]
        pieces = with_fractions(pieces, bars) if bars else pieces
        pieces = with_initials(with_marks([*downward(pieces)]))
        return [kept_clear(piece, rules) for piece in pieces] if rules else pieces
    finally:
        textpage.close()


def _written_line(glyphs: Glyphs, start: int, end: int, rules: Sequence[Rule], bars: Sequence[Bar]) -> Iterator[Piece]:
    text = glyphs.text[start:end]
    first = start + len(text) - len(text.lstrip())
    last = start + len(text.rstrip()) - 1
    if first <= last:
        glyphs.turn_to(first)
        runs = [*_runs(glyphs, first, last)]
        edges = [rule.x for rule in rules if rule.bottom <= runs[0].base <= rule.top and glyphs.angle == 0]
        parted = _parted_at(runs, edges)
        if bars and glyphs.angle == 0:
            parted = sorted({*parted, *parted_at_bars(runs, bars)})
        for begun, behind in pairwise([0, *parted, len(runs)]):
            # Characters without a letter can be parted from what they were drawn with.
            yield from (piece for piece in _pieces(glyphs, runs[begun:behind]) if piece.text.strip())


def _parted_at(runs: Sequence[Run], edges: Sequence[float]) -> list[int]:
    """Return the runs, by number, that begin behind an upright line which those before them end at."""
    return [
        number
        for number, (before, run) in enumerate(pairwise(runs), start=1)
        if any(min(before.right, run.right) - 1 < edge < max(before.left, run.left) + 1 for edge in edges)
    ]


def _runs(glyphs: Glyphs, first: int, last: int) -> Iterator[Run]:
    """Yield the runs of a written line; one that may hold gaps that PDFium does not tell comes word by word."""
    text = glyphs.text
    for start, end in _drawn_ranges(glyphs, first, last):
        run = glyphs.run(start, end)
        length = end + 1 - start
        spaces = text.count(" ", start, end)
        if spaces > 0.4 * length > 0.8 * _SPELLED:
            yield from (glyphs.run(at, at) for at in range(start, end + 1) if not text[at].isspace())
        elif (spaces > 1 and "  " in text[start:end]) or run.right - run.left > _LOOSE_EM * run.size * length:
            for word in _WORD.finditer(text, start, end + 1):
                yield from _words(glyphs, glyphs.run(word.start(), word.end() - 1))
        elif length <= _LONG:
            yield run
        else:
            yield from _words(glyphs, run)


def _drawn_ranges(glyphs: Glyphs, first: int, last: int) -> Iterator[tuple[int, int]]:
    """Yield the first and the last character of what was drawn in one go, asking for as few characters as may be."""
    behind = glyphs.drawn_with(last)
    if first == last or glyphs.drawn_with(first) == behind:
        yield first, last
        return
    words = [word.span() for word in _WORD.finditer(glyphs.text, first, last + 1)]
    number = 0
    while (drawn := glyphs.drawn_with(words[number][0])) != behind:
        start, end = words[number]
        if number + 1 < len(words) and glyphs.drawn_with(words[number + 1][0]) != drawn == glyphs.drawn_with(end - 1):
            yield start, end - 1  # the usual case where words are drawn singly
            number += 1
            continue
        number, ended = _first_of_other(glyphs, words, number, drawn)
        begun, end = words[number]
        while glyphs.drawn_with(begun) == drawn:  # a word that two have drawn
            begun += 1
            ended = begun
        words[number] = (begun, end)
        yield start, ended - 1
    yield words[number][0], last


def _first_of_other(glyphs: Glyphs, words: list[tuple[int, int]], number: int, drawn: int) -> tuple[int, int]:
    """Return the first word from `number` on that something else ends, and where the word before it ends."""
    low, high, step = number - 1, number, 1
    while high < len(words) - 1 and glyphs.drawn_with(words[high][1] - 1) == drawn:
        low, high, step = high, min(high + step, len(words) - 1), 2 * step
    while high - low > 1:
        middle = (low + high) // 2
        if glyphs.drawn_with(words[middle][1] - 1) == drawn:
            low = middle
        else:
            high = middle
    return high, words[low][1]


def _words(glyphs: Glyphs, run: Run) -> Iterator[Run]:
    """Yield the words of a run that was drawn without spaces, by its gaps; any other run as it is."""
    long_word = _LONG_WORD.search(glyphs.text, run.first, run.last + 1)
    if long_word is None or UNSPACED.search(long_word[0]):
        yield run
        return
    edges = [glyphs.edges(position) for position in range(run.first, run.last + 1)]
    gaps = [max(after[0] - before[1], before[0] - after[1]) for before, after in pairwise(edges)]
    least = _least_gap(gaps, run.size)
    begun = run.first
    for position, gap in enumerate(gaps, start=run.first):
        if gap > least:
            yield glyphs.run(begun, position)
            begun = position + 1
    yield glyphs.run(begun, run.last)


def _least_gap(gaps: list[float], size: float) -> float:
    """Return the least gap that parts words, where most of `gaps` part letters."""
    return _GAP_EM * size + (1.6 * max(median(gaps), 0.0) if gaps else 0.0)


def _pieces(glyphs: Glyphs, runs: list[Run]) -> Iterator[Piece]:
    main = runs[0]
    words = [glyphs.read(main.first, main.last)]
    left, right, size = main.left, main.right, main.size
    for run, (gap, is_parted) in zip(runs[1:], _gaps(glyphs, runs), strict=True):
        text = glyphs.read(run.first, run.last)
        rise = run.base - main.base
        is_near = -size < gap < _WIDE_EM * (run.size if run.size < size else size)
        if is_near and abs(rise) <= _SAME_BASE_EM * size:
            words.append(" " + text if is_parted else text)
            size = size if len(words) > 2 or len(words[0]) >= len(text) else run.size
        elif is_near and run.size <= MARK_RATIO * size and abs(rise) < size and not _is_initial(words, run):
            words = [with_mark("".join(words), text, is_raised=rise > 0)]
        else:
            yield _piece(glyphs, main, words, left, right, size)
            main, words = run, [text]
            left, right, size = run.left, run.right, run.size
            continue
        left, right = min(left, run.left), max(right, run.right)
    yield _piece(glyphs, main, words, left, right, size)


def _is_initial(words: list[str], run: Run) -> bool:
    """Tell whether what is read so far is one large letter, and more than a mark follows."""
    return len(words) == 1 and len(words[0]) == 1 and run.last - run.first >= _MARK_CHARS


def _gaps(glyphs: Glyphs, runs: list[Run]) -> list[tuple[float, bool]]:
    """Return the gap behind each run but the last, and whether it parts words."""
    gaps = [max(after.left - before.right, before.left - after.right) for before, after in pairwise(runs)]
    spaces = [after.first > before.last + 1 for before, after in pairwise(runs)]
    letters = sum(run.first == run.last for run in runs)
    if letters < max(_SPELLED, 0.8 * len(runs)):
        return [(gap, space or gap > _GAP_EM * run.size) for gap, space, run in zip(gaps, spaces, runs, strict=False)]
    # Letters that were drawn one by one: where a gap parts most of them, PDFium takes it for a space.
    is_spread = sum(spaces) > 0.6 * len(spaces) and glyphs.is_generated(runs[0].last + 1)
    least = _least_gap([gap for gap, space in zip(gaps, spaces, strict=True) if is_spread or not space], runs[0].size)
    return [(gap, gap > least or (space and not is_spread)) for gap, space in zip(gaps, spaces, strict=True)]


def _piece(glyphs: Glyphs, run: Run, words: list[str], left: float, right: float, size: float) -> Piece:
    text = as_written(_SPACES.sub(" ", "".join(words)))
    while raised := RAISED.search(text):
        text = with_mark(text[: raised.start()], plain_figures(raised[0]), is_raised=True) + text[raised.end() :]
    return Piece(text, left, right, run.base, size, glyphs.angle, glyphs.is_bold(run.first))
