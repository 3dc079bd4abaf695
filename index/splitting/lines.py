"""Paragraphs out of lines: one line each, unless the text was wrapped to a width."""

import re
from collections.abc import Iterator, Sequence

from index.types import Span

NEWLINES = r"\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029"
LINE = re.compile(rf"\S[^{NEWLINES}]*")
BLANK_LINE = re.compile(r"(?:\r\n|[\n\r\u2028\x85])[^\S\n\r]*(?:\r\n|[\n\r\u2028\x85])|[\x0c\u2029]")
OWN_LINE = re.compile(
    r"#{1,6}\s|[-*+•‣◦▪■●►·]\s|\(?\d{1,3}[.)]\s|\||[^|\n]{0,200}\s\|\s|\*\*[^*\n]{1,60}:|[^\W\d_][^:\n]{0,40}:\s"
    r"|[=-]{3,}\s*\Z"
)
COUNTING = re.compile(r"[$£€]?\d[\d.,]*(?: ?%|\b)\s+[a-zà-ÿ]")  # "600,000 crowns more", no "1. " of a list
ENDINGS = tuple(".!?…:\"”'’)»*|")
MAX_WRAPPED_CHARS = 130
MIN_WRAPPED_CHARS = 40
FULL_LINE_RATIO = 0.85
MIN_MIDWAY_RATIO = 0.25


def find_paragraphs(text: str) -> list[Span]:
    """Return the spans of the paragraphs, without the whitespace around them.

    A line is a paragraph. Lines without a blank line between them are one where they look wrapped: none
    is longer than 130 characters and at least a quarter go on in lower case on the next.
    """
    paragraphs: list[Span] = []
    for group in _groups(text):
        if len(group) == 1:
            paragraphs.append(group[0])
        else:
            paragraphs.extend(_joined(text, group))
    return paragraphs


def _groups(text: str) -> Iterator[list[Span]]:
    group: list[Span] = []
    for match in LINE.finditer(text):
        start = match.start()
        if group and BLANK_LINE.search(text, group[-1].end, start):
            yield group
            group = []
        group.append(Span(start, start + len(match.group().rstrip())))
    if group:
        yield group


def _joined(text: str, lines: Sequence[Span]) -> Iterator[Span]:
    width = max(line.end - line.start for line in lines)
    wrapped = MIN_WRAPPED_CHARS <= width <= MAX_WRAPPED_CHARS
    if wrapped:
        midway = sum(_goes_on(text, lines[row], lines[row + 1]) for row in range(len(lines) - 1))
        wrapped = midway >= max(1.0, MIN_MIDWAY_RATIO * (len(lines) - 1))
    start = lines[0].start
    for row, line in enumerate(lines):
        following = lines[row + 1] if row + 1 < len(lines) else None
        if following is not None:
            if wrapped and _is_soft_break(text, Span(start, line.end), line, following, width):
                continue
            # A line of "===" or "---" right under a short line makes a heading of it.
            if line.start == start and re.fullmatch(r"={3,}|-{3,}", following.of(text)) and width <= MAX_WRAPPED_CHARS:
                continue
        yield Span(start, line.end)
        if following is not None:
            start = following.start


def _goes_on(text: str, line: Span, following: Span) -> bool:
    """Tell whether the sentence goes on in lower case on the next line, or with a number and lower case behind it."""
    if text.startswith(ENDINGS, line.end - 1):
        return False
    if text[following.start].islower():
        return True
    length, ends_low = line.end - line.start, text[line.end - 1].islower() or text[line.end - 1] == ","
    return length >= MIN_WRAPPED_CHARS and ends_low and COUNTING.match(text, following.start, following.end) is not None


def _is_quoting(text: str, paragraph: Span) -> bool:
    """Tell whether a quotation that began in a paragraph has not ended in it."""
    low, high, closing = (text.count(mark, paragraph.start, paragraph.end) for mark in "„“”")
    return low > high + closing if low else high > closing  # „German“ and “English”


def _is_soft_break(text: str, paragraph: Span, line: Span, following: Span, width: int) -> bool:
    if OWN_LINE.match(text, following.start, following.end):
        return False
    length = line.end - line.start
    if _goes_on(text, line, following) and (length >= width / 2 or _is_quoting(text, paragraph)):
        return True
    first_word = text[following.start : following.end].split(None, 1)[0]
    return length + 1 + len(first_word) > FULL_LINE_RATIO * width and text[line.start] not in "#|"
