"""Blocks: the headings, paragraphs, list items and interview turns of an article."""

import re
from dataclasses import dataclass
from typing import Literal

from index.splitting.lines import find_paragraphs
from index.splitting.speakers import find_speakers
from index.types import Span

BlockKind = Literal["heading", "paragraph", "item", "turn"]

MAX_HEADING_CHARS = 90
MAX_HEADING_WORDS = 14
MIN_BODY_WORDS = 15
MIN_TURNS = 3
MAX_PARAGRAPHS_AFTER_LAST_TURN = 3
MARKED_HEADING = re.compile(r"#{1,6}\s+\S|(?P<fence>\*\*|__)(?!\s)[^\n]{1,120}(?P=fence)\Z")
UNDERLINE = re.compile(r"[^\n\r]+\s+(?:={3,}|-{3,})\Z")
ITEM = re.compile(r"(?:[-*+•‣◦▪■●►–·]|\(?\d{1,3}[.)]|\(?[a-z][.)]|[A-Z]\))\s+\S|\|\s*\S")
NUMBERED = re.compile(r"\(?\d{1,3}[.)]\s")
TABLE_ROW = re.compile(r"[^|\n]{0,200}\s\|\s")
OUTRO = re.compile(r"(?:This|The) (?:interview|conversation|transcript)|Read more|Related|Follow|Edited|Copyright|©")
RULE = re.compile(r"[-*_=~#•\s]{3,}\Z")
UNFINISHED_ENDS = tuple(".!…:;,\"”'’»)")


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of an article that no sentence crosses; blocks leave out only the whitespace between them.

    `speaker` is who says it, where the article is an interview or a transcript: of a turn, and of the
    paragraphs without a label that go on with it; else the empty string.
    """

    span: Span
    kind: BlockKind
    speaker: str = ""


def split_blocks(text: str) -> tuple[Block, ...]:
    """Return the blocks of `text` in order; their spans begin and end with characters that are not whitespace."""
    spans = find_paragraphs(text)
    names = find_speakers(text, spans)
    # Who goes on is only asked where several people clearly take turns.
    interview = len(names) >= MIN_TURNS and len(set(names.values())) > 1
    last_turn = max(names, default=-1)
    blocks: list[Block] = []
    speaker = ""
    for row, span in enumerate(spans):
        if row in names:
            speaker = names[row]
            blocks.append(Block(span, "turn", speaker))
            continue
        kind = _kind(text, span, spans[row + 1] if row + 1 < len(spans) else None)
        if speaker and not (
            interview
            and kind == "paragraph"
            and row - last_turn <= MAX_PARAGRAPHS_AFTER_LAST_TURN
            and _goes_on(text, spans[row - 1], span, speaker)
        ):
            speaker = ""
        blocks.append(Block(span, kind, speaker))
    return tuple(blocks)


def _goes_on(text: str, previous: Span, span: Span, speaker: str) -> bool:
    """Tell whether a paragraph without a label is still said by the speaker of the one before.

    A question waits for somebody else's answer; a paragraph that names the speaker is about them.
    """
    if text[previous.start : previous.end].rstrip('*_"”').endswith("?") or text[span.start] in "*_([—-":
        return False
    return not (OUTRO.match(text, span.start) or speaker.split()[-1] in span.of(text).split())


def _kind(text: str, span: Span, follower: Span | None) -> BlockKind:
    length = span.end - span.start
    piece = text[span.start : min(span.end, span.start + 250)]
    if length <= 130 and (MARKED_HEADING.match(piece) or UNDERLINE.match(piece)) and not RULE.match(piece):
        return "heading"
    if piece[0] == "#" and MARKED_HEADING.match(piece):
        return "heading"
    if ITEM.match(piece) or (TABLE_ROW.match(piece) and not piece.endswith((".", "?", "!"))):
        titled = NUMBERED.match(piece) and _could_be_heading(text, piece, length, follower)
        return "heading" if titled else "item"
    return "heading" if _could_be_heading(text, piece, length, follower) else "paragraph"


def _could_be_heading(text: str, piece: str, length: int, follower: Span | None) -> bool:
    """Tell whether a short line without an end mark stands over a paragraph of some length."""
    if follower is None or length > MAX_HEADING_CHARS or piece.endswith(UNFINISHED_ENDS):
        return False
    if not (piece[0].isupper() or piece[0].isdigit() or piece[0] in "\"“'‘(") or " | " in piece:
        return False
    if len(piece.split()) > MAX_HEADING_WORDS or not any(letter.isalpha() for letter in piece):
        return False
    body = text[follower.start : min(follower.end, follower.start + 400)]
    return len(body.split()) >= MIN_BODY_WORDS and not ITEM.match(body)
