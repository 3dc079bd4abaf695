"""Listed: lists as they stand in an article, the lines under a colon, and the sections that a line leads to."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from index import Span
from index.splitting import split_blocks
from index.splitting.blocks import Block
from rag.evidence.telling import telling_spans

LEAST = 2  # lines, or sections, that are a list
MOST_CHARS = 1_200  # of a list of lines that is quoted whole
MOST_LINE_WORDS = 30
ITEM_CHARS = 320  # of a section, that are quoted: its heading and its first sentence
MOST_ITEMS = 20
MOST_TEXT = 200_000  # characters of an article that are read
_GOES_ON = re.compile(r"(?:[;,]|\b(?:and|or))\s*$", re.IGNORECASE)
_CREDIT = re.compile(r"[^\W\d_]/[A-Z]")  # beneath a picture: "Una Roe Bo Lind/Reuters"
MOST_HEADING_WORDS = 12
# A heading that runs into its text: "KELP II Looks set to …", not a caption's "JUST WATCHED" again and again.
_IN_CAPITALS = re.compile(
    r"(?:(?<=[.!?]\s)|(?<=\n)|^)[ \t]*(?P<name>(?:[A-Z0-9][A-Z0-9.:'’&-]*(?:[ \t]+\(?[A-Z0-9][A-Z0-9.:'’&-]*\)?)+"
    r"|(?:[A-Z]\.){3,}))\s+(?=[A-Z][a-z])"
)
LEAST_IN_CAPITALS = 4
SECTION_CHARS = 600  # of a section beneath capitals that is quoted whole
_ENDS = re.compile(r"[.!?…][\"'”’)\]]*$")


@dataclass(frozen=True, slots=True)
class Section:
    """One item of a list of sections: the heading that groups it ("" without one), where it goes, what is quoted."""

    group: str
    span: Span
    shown: Span


@dataclass(frozen=True, slots=True)
class Listed:
    """A list with the line that leads to it; `sections` are its items where each has a heading and a text."""

    span: Span
    sections: tuple[Section, ...] = ()


@lru_cache(maxsize=256)
def find_lists(text: str) -> tuple[Listed, ...]:
    """Return the lists of an article to which a line ending with a colon leads, in order."""
    blocks = split_blocks(text[:MOST_TEXT])
    found = []
    for row, block in enumerate(blocks):
        if not block.span.of(text).rstrip("*_ ").endswith(":"):
            continue
        behind = blocks[row + 1 :]
        lines = _lines(text, behind)
        if len(lines) >= LEAST and lines[-1].end - block.span.start <= MOST_CHARS:
            found.append(Listed(Span(block.span.start, lines[-1].end)))
        elif len(sections := _sections(text, behind)) > LEAST:
            found.append(Listed(Span(block.span.start, sections[-1].span.end), sections))
    if in_capitals := _beneath_capitals(text[:MOST_TEXT]):
        found.append(Listed(Span(0, in_capitals[-1].span.end), in_capitals))
    return tuple(found)


def _beneath_capitals(text: str) -> tuple[Section, ...]:
    """Return the sections beneath names in capitals, each with its text; none where there are few."""
    names = list(_IN_CAPITALS.finditer(text))
    if len({name["name"] for name in names}) < max(LEAST_IN_CAPITALS, len(names)):
        return ()
    found = []
    for name, later in zip(names, [*(one.start() for one in names[1:]), len(text)], strict=True):
        place = Span(name.start("name"), name.start("name") + len(text[name.start("name") : later].rstrip()))
        told = [span for span, _ in telling_spans(text[name.end() : place.end], name.end())]
        end = max((span.end for span in told if span.end - place.start <= SECTION_CHARS), default=0)
        if end:
            found.append(Section("", place, Span(place.start, end)))
    return tuple(found[:MOST_ITEMS])


def _lines(text: str, blocks: Sequence[Block]) -> list[Span]:
    """Return the lines of a list: items, and short lines that are no sentences, or that go on: "…; and"."""
    lines: list[Span] = []
    for row, block in enumerate(blocks):
        said = block.span.of(text)
        goes_on = bool(lines) and _GOES_ON.search(lines[-1].of(text)) is not None
        is_short = len(said.split()) <= MOST_LINE_WORDS
        is_line = is_short and not said.endswith(":") and (_GOES_ON.search(said) or not _ENDS.search(said))
        if not (block.kind == "item" or (is_short and goes_on) or is_line):
            break
        lines.append(block.span)
        if row + 1 < len(blocks) and block.kind == "heading" and len(lines) == 1 and _is_text(text, blocks[row + 1]):
            return []  # a heading with a text of its own
    return lines


def _is_text(text: str, block: Block) -> bool:
    return block.kind in ("paragraph", "turn") and _ENDS.search(block.span.of(text)) is not None


def _is_heading(text: str, block: Block) -> bool:
    """Tell whether a block is a heading: a name or a question on a line of its own, of no picture."""
    said = block.span.of(text).strip("#*_ ")
    is_line = len(said.split()) <= MOST_HEADING_WORDS and (said.endswith("?") or not _ENDS.search(said))
    return (block.kind == "heading" or is_line) and not said.endswith(":") and not _CREDIT.search(said)


def _sections(text: str, blocks: Sequence[Block]) -> tuple[Section, ...]:
    """Return the headed sections right below a line; a heading without a text of its own groups those below it.

    There are none where most headings are questions, which an article answers one by one.
    """
    places = [row for row, block in enumerate(blocks) if _is_heading(text, block)]
    if not places or places[0] > 0:
        return ()
    found: list[Section] = []
    group, asked = "", 0
    for row, later in zip(places, [*places[1:], len(blocks)], strict=True):
        heading, said = blocks[row].span, blocks[row].span.of(text).strip("#*_ ")
        if later == row + 1:
            group = said
            continue
        place = Span(heading.start, blocks[later - 1].span.end)
        told = [span for span, _ in telling_spans(text[heading.end : place.end], heading.end)]
        end = next((span.end for span in told if span.end - heading.start <= ITEM_CHARS), 0)
        if end:
            asked += said.endswith("?")
            found.append(Section(group, place, Span(heading.start, end)))
    return tuple(found[:MOST_ITEMS]) if 2 * asked < len(found) else ()
