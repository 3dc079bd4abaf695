"""`broadsheet notes`: what was pinned from answers and articles, and what is written beside it."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ui.commands.check import STANDARD_INPUT, tell_checked
from ui.commands.conversations import OutFile, open_conversations, write_file
from ui.commands.options import EVERYWHERE, AsJson, take_away
from ui.commands.settings import open_library, open_shelf, settings_of
from ui.conversations.types import Format
from ui.errors import InterfaceError
from ui.terminal.screen import open_screen

if TYPE_CHECKING:
    from index.library import Library
    from ui.notes.store import NoteStore
    from ui.service.notes import Notes, Statement

notes = typer.Typer(
    help="Notes: what you pinned from answers and articles, and what you write beside it.",
    no_args_is_help=True,
    rich_markup_mode=None,
    epilog=EVERYWHERE,
)
NoteId = Annotated[
    str, typer.Argument(metavar="ID", help="An id that `broadsheet notes list` shows.", show_default=False)
]
Text = Annotated[str | None, typer.Option("--text", metavar="TEXT", help="What is written beside the pins.")]
TextFile = Annotated[Path | None, typer.Option("--file", metavar="FILE", help="The text; - for standard input.")]


@notes.command("list", epilog=EVERYWHERE)
def list_notes(context: typer.Context, as_json: AsJson = False) -> None:
    """Show the notes, the one that was changed last first."""
    from ui.notes.export import from_facts

    screen = open_screen()
    listed = _open_store(context).all()
    if as_json:
        screen.json([from_facts(one) for one in listed])
    elif listed:
        rows = [(one.id, one.name, f"{one.changed:%Y-%m-%d %H:%M}", str(one.pins)) for one in listed]
        screen.table(("id", "name", "changed (UTC)", "pins"), rows)
    else:
        screen.notice("There is no note yet: `broadsheet notes make NAME` begins one.")


@notes.command(epilog=EVERYWHERE)
def show(context: typer.Context, note: NoteId, as_json: AsJson = False) -> None:
    """Show a note: its text, its pins, and whether the articles still have their words."""
    with open_shelf(settings_of(context)) as library:
        _tell(_of(context, library), note, as_json)


@notes.command(epilog=EVERYWHERE)
def make(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="What the note is called.", show_default=False)],
    text: Text = None,
    file: TextFile = None,
    as_json: AsJson = False,
) -> None:
    """Begin a note."""
    with open_shelf(settings_of(context)) as library:
        known = _of(context, library)
        _tell(known, known.store.make(name, _read(text, file) or "").id, as_json)


@notes.command(epilog=EVERYWHERE)
def write(
    context: typer.Context,
    note: NoteId,
    name: Annotated[str | None, typer.Option("--name", metavar="NAME", help="Another name.")] = None,
    text: Text = None,
    file: TextFile = None,
    as_json: AsJson = False,
) -> None:
    """Give a note another text, or another name."""
    with open_shelf(settings_of(context)) as library:
        known = _of(context, library)
        _tell(known, known.store.write(note, name, _read(text, file)).id, as_json)


@notes.command(epilog=EVERYWHERE)
def pin(
    context: typer.Context,
    note: NoteId,
    article: Annotated[str, typer.Option("--article", metavar="ID", help="An article, with --start and --end.")] = "",
    start: Annotated[int, typer.Option("--start", metavar="N", min=0, help="Where the words begin.")] = 0,
    end: Annotated[int, typer.Option("--end", metavar="N", min=0, help="Where they end, half-open.")] = 0,
    conversation: Annotated[
        str,
        typer.Option("--conversation", metavar="ID", help="A kept conversation, with --number."),
    ] = "",
    number: Annotated[int, typer.Option("--number", metavar="N", min=1, help="The number of the question.")] = 1,
    claim: Annotated[int, typer.Option("--claim", metavar="N", min=0, help="This sentence of its answer.")] = 0,
    point: Annotated[int, typer.Option("--point", metavar="N", min=0, help="This sentence that it quotes.")] = 0,
    as_json: AsJson = False,
) -> None:
    """Pin exact words of an article to a note, or what a kept answer says."""
    if bool(article) == bool(conversation):
        raise InterfaceError("Expected --article with --start and --end, or --conversation with --claim or --point.")
    with open_shelf(settings_of(context)) as library:
        known = _of(context, library)
        statement: Statement
        if article:
            statement = known.choose(article, start, end)
        else:
            from ui.service.conversations import Conversations
            from ui.service.notes import find_statement

            kept = Conversations(open_conversations(context, open_screen()), library)
            statement = find_statement(kept, conversation, number, claim, point)
        _tell(known, known.pin(note, statement).id, as_json)


@notes.command(epilog=EVERYWHERE)
def unpin(
    context: typer.Context,
    note: NoteId,
    number: Annotated[int, typer.Argument(metavar="N", min=1, help="The pin's number.", show_default=False)],
    as_json: AsJson = False,
) -> None:
    """Take a pin out of a note."""
    with open_shelf(settings_of(context)) as library:
        known = _of(context, library)
        known.store.unpin(note, number)
        _tell(known, note, as_json)


@notes.command(epilog=EVERYWHERE)
def check(context: typer.Context, note: NoteId, as_json: AsJson = False) -> None:
    """Check the text of a note, sentence by sentence: against the articles pinned in it first, then against all.

    Exits with 1 when a sentence is not supported, or is contradicted.
    """
    from ui.service.checks import Checks

    settings = settings_of(context)
    with open_library(settings) as library:
        tell_checked(_of(context, library).check(note, Checks(library, settings.min_support)), as_json)


@notes.command(epilog=EVERYWHERE)
def export(
    context: typer.Context,
    note: NoteId,
    form: Annotated[Format, typer.Option("--format", help="md, html (a page that stands alone), or json.")] = (
        Format.MARKDOWN
    ),
    out: OutFile = None,
) -> None:
    """Write a note with its citations as Markdown, HTML or JSON."""
    with open_shelf(settings_of(context)) as library:
        try:
            text = _of(context, library).export(note, form)
        except ValueError as error:
            raise InterfaceError(str(error)) from error
    write_file(text, out, open_screen())


@notes.command(epilog=EVERYWHERE)
def delete(
    context: typer.Context,
    ids: Annotated[
        list[str], typer.Argument(metavar="ID", help="Ids as `broadsheet notes list` shows them.", show_default=False)
    ],
    as_json: AsJson = False,
) -> None:
    """Delete notes for good."""
    store = _open_store(context)
    take_away(ids, store.get, store.delete, as_json)


def _open_store(context: typer.Context) -> "NoteStore":
    from ui.notes.store import NoteStore

    return NoteStore.beside(settings_of(context).home)


def _of(context: typer.Context, library: "Library") -> "Notes":
    from ui.service.notes import Notes

    return Notes(_open_store(context), library)


def _read(text: str | None, file: Path | None) -> str | None:
    """Return the text that is given; None where none is."""
    if file is None:
        return text
    try:
        read = sys.stdin.buffer.read() if file == STANDARD_INPUT else file.read_bytes()
    except OSError as error:
        raise InterfaceError(f"{file} cannot be read ({error.strerror}); expected a text file.") from error
    return read.decode("utf-8", "replace")


def _tell(known: "Notes", note: str, as_json: bool) -> None:
    from ui.notes.export import from_note
    from ui.terminal.notes import show_note

    shown, placed = known.store.get(note), known.placed(note)
    screen = open_screen()
    if as_json:
        screen.json(from_note(shown, placed))
    else:
        show_note(shown, placed, screen)
    if said := known.store.take_notice():
        screen.notice(said)
