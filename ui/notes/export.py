"""A note as a file: Markdown with footnotes, a page that stands alone, or JSON. All pure.

The shape of the JSON is a machine-readable contract: change it only with a changelog entry.
"""

import re
from collections.abc import Collection, Iterator, Sequence

from rag.evidence.markup import show
from ui.browser.templating import fill
from ui.browser.wording import gettext
from ui.contract import JsonObject, pick, write_json
from ui.conversations.markdown import in_line, in_paragraph, write_footnote
from ui.conversations.paragraphs import NO_PARAGRAPHS, Paragraphs
from ui.conversations.stored import from_whole_citation
from ui.conversations.types import Format
from ui.notes.types import STANDINGS, Note, Placed

FORMS = (Format.MARKDOWN, Format.HTML, Format.JSON)
MARK = re.compile(r"\[(\d{1,4})\]")
_MARK_IN_MARKDOWN = re.compile(r"\\\[(\d{1,4})\\\]")


def write_note(note: Note, placed: Sequence[Placed], form: Format, paragraphs: Paragraphs = NO_PARAGRAPHS) -> str:
    """Return the whole text of the file; a `[2]` in the note's own text leads to pin 2.

    Raises:
        ValueError: the form is not one of `FORMS`.
    """
    match form:
        case Format.MARKDOWN:
            return "\n\n".join(_write_markdown(note, placed)) + "\n"
        case Format.HTML:
            return _write_page(note, placed, paragraphs)
        case Format.JSON:
            return write_json(from_note(note, placed)) + "\n"
    raise ValueError(f"A note cannot be saved as {form.value!r}: expected md, html or json.")


def from_facts(note: Note) -> JsonObject:
    """Return what a list of notes says of one."""
    return pick(note, "id", "name", "started", "changed", "pins")


def from_note(note: Note, placed: Sequence[Placed]) -> JsonObject:
    """Return a note with its text and all that is pinned in it."""
    return from_facts(note) | {"text": note.text, "pins": [from_placed(one) for one in placed]}


def from_placed(placed: Placed) -> JsonObject:
    """Return a pin: its citation as it was pinned; `now` is where the article has the quote, or null."""
    pin = placed.pin
    return pick(pin, "number", "said", "question", "pinned") | {
        "citation": from_whole_citation(pin.citation),
        "standing": placed.standing.value,
        "now": pick(placed.span, "start", "end") if placed.span else None,
    }


def cut_marks(text: str, numbers: Collection[int]) -> Iterator[tuple[str, str]]:
    """Yield a note's own text in pieces, each with the number of a pin that stands behind it as `[2]`, or ""."""
    end = 0
    for found in MARK.finditer(text):
        if int(found[1]) in numbers:
            yield text[end : found.start()], found[1]
            end = found.end()
    yield text[end:], ""


def _write_page(note: Note, placed: Sequence[Placed], paragraphs: Paragraphs) -> str:
    parts = cut_marks(note.text, {one.pin.number for one in placed})
    made = fill(
        "note_page",
        note=note,
        parts=parts,
        placed=placed,
        standings=STANDINGS,
        paragraphs=paragraphs,
    )
    return f"{made}\n"


def _write_markdown(note: Note, placed: Sequence[Placed]) -> Iterator[str]:
    numbers = {str(one.pin.number) for one in placed}
    yield f"# {in_line(note.name)}"
    for paragraph in re.split(r"\n\s*\n", note.text.strip()):
        if paragraph:
            yield _MARK_IN_MARKDOWN.sub(
                lambda found: f"[^{found[1]}]" if found[1] in numbers else found[0], in_paragraph(paragraph)
            )
    if placed:
        yield f"## {gettext('Pinned')}"
        yield "\n".join(map(_write_pin, placed))
    for one in placed:
        yield write_footnote(one.pin.number, one.pin.citation)


def _write_pin(placed: Placed) -> str:
    pin = placed.pin
    said = in_paragraph(pin.said, "  ") if pin.said else f"“{in_paragraph(show(pin.citation.quote), '  ')}”"
    asked = f" ({gettext('Asked: %(question)s', question=in_line(pin.question))})" if pin.question else ""
    now = f" *{gettext(STANDINGS[placed.standing])}*" if STANDINGS[placed.standing] else ""
    return f"- {said}[^{pin.number}]{asked}{now}"
