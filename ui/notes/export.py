"""A note as a file: Markdown with footnotes, a page that stands alone, or JSON. All pure.

The shape of the JSON is a machine-readable contract: change it only with a changelog entry.
"""

import re
from collections.abc import Collection, Iterator, Sequence

from markupsafe import Markup

from rag.evidence.markup import show
from ui.browser.templating import fill
from ui.browser.views.markup import exact
from ui.contract import JsonObject, write_json
from ui.conversations.markdown import in_line, in_paragraph, write_footnote
from ui.conversations.paragraphs import NO_PARAGRAPHS, Paragraphs
from ui.conversations.stored import from_whole_citation
from ui.conversations.types import Format
from ui.conversations.webpage import POLICY, STYLE, write_span
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
    return {
        "id": note.id,
        "name": note.name,
        "started": note.started.isoformat(),
        "changed": note.changed.isoformat(),
        "pins": note.pins,
    }


def from_note(note: Note, placed: Sequence[Placed]) -> JsonObject:
    """Return a note with its text and all that is pinned in it."""
    return from_facts(note) | {"text": note.text, "pins": [from_placed(one) for one in placed]}


def from_placed(placed: Placed) -> JsonObject:
    """Return a pin: its citation as it was pinned; `now` is where the article has the quote, or null."""
    pin = placed.pin
    return {
        "number": pin.number,
        "said": pin.said,
        "question": pin.question,
        "pinned": pin.pinned.isoformat(),
        "citation": from_whole_citation(pin.citation),
        "standing": placed.standing.value,
        "now": {"start": placed.span.start, "end": placed.span.end} if placed.span else None,
    }


def link_marks(text: str, numbers: Collection[int], href: str) -> str:
    """Return a note's own text as markup, each `[2]` that is a pin's number a link to `href` with that number."""
    parts = MARK.split(text)
    shown = [exact(parts[0])]
    for number, after in zip(parts[1::2], parts[2::2], strict=True):
        known = int(number) in numbers
        shown.append(f'<sup><a href="#{href}{int(number)}">{number}</a></sup>' if known else f"[{number}]")
        shown.append(exact(after))
    return "".join(shown)


def _write_page(note: Note, placed: Sequence[Placed], paragraphs: Paragraphs) -> str:
    numbers = {one.pin.number for one in placed}
    rows = [
        (one.pin, STANDINGS[one.standing], Markup(write_span(one.pin.citation, paragraphs)))  # noqa: S704 - it escapes
        for one in placed
    ]
    text = Markup(link_marks(note.text, numbers, "note-"))  # noqa: S704 - it escapes
    return fill("note_page", policy=POLICY, style=STYLE, note=note, text=text, rows=rows) + "\n"


def _write_markdown(note: Note, placed: Sequence[Placed]) -> Iterator[str]:
    numbers = {str(one.pin.number) for one in placed}
    yield f"# {in_line(note.name)}"
    for paragraph in re.split(r"\n\s*\n", note.text.strip()):
        if paragraph:
            yield _MARK_IN_MARKDOWN.sub(
                lambda found: f"[^{found[1]}]" if found[1] in numbers else found[0], in_paragraph(paragraph)
            )
    if placed:
        yield "## Pinned"
        yield "\n".join(map(_write_pin, placed))
    for one in placed:
        yield write_footnote(one.pin.number, one.pin.citation)


def _write_pin(placed: Placed) -> str:
    pin = placed.pin
    said = in_paragraph(pin.said, "  ") if pin.said else f"“{in_paragraph(show(pin.citation.quote), '  ')}”"
    asked = f" (asked: {in_line(pin.question)})" if pin.question else ""
    now = f" *{STANDINGS[placed.standing]}*" if STANDINGS[placed.standing] else ""
    return f"- {said}[^{pin.number}]{asked}{now}"
