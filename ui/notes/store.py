"""The notes of one home: begun, written, pinned to, read and deleted."""

import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from index.home import Home
from rag.types import Citation
from ui.contract import write_json
from ui.conversations.database import NUMBERED, Kept, KeptFile, Statements, Tables, in_transaction
from ui.conversations.rows import write_time
from ui.conversations.server import keep
from ui.conversations.store import Clock, utc_now
from ui.conversations.stored import from_whole_citation, to_citations
from ui.conversations.words import clean_name, storable
from ui.notes.errors import NoteError, NoteRefused, NoteUnknown
from ui.notes.types import Dropped, Note, Pin

FILE = "notes.sqlite"
MAX_TEXT_CHARS = 50_000  # as much as can be checked
MAX_PINS = 500
TABLES = Tables(
    "notes",
    1,
    """
CREATE TABLE notes (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, text TEXT NOT NULL, started TEXT NOT NULL, changed TEXT NOT NULL,
    owner TEXT NOT NULL); -- who signed in, empty for the user of this computer
CREATE TABLE pins (
    note TEXT NOT NULL REFERENCES notes(id) ON DELETE CASCADE, number INTEGER NOT NULL, citation TEXT NOT NULL,
    said TEXT NOT NULL, question TEXT NOT NULL, pinned TEXT NOT NULL, PRIMARY KEY (note, number))
""",
    error=NoteError,
    on_server=NUMBERED.format(table="notes"),
    columns={
        "notes": "id, name, text, started, changed, owner",
        "pins": "note, number, citation, said, question, pinned",
    },
)
_LISTED = (
    "SELECT id, name, text, started, changed, (SELECT count(*) FROM pins WHERE note = id) FROM notes"
    " WHERE owner = coalesce(?, owner)"
)


@dataclass(frozen=True, slots=True)
class NoteStore:
    """The notes of a home; without a file there are none. Safe for several threads and processes.

    Those of another `owner` are as if they were not there; None stands for all: the terminal's, whose user has the file
    anyway. Every method raises NoteError when the file cannot be read or written.
    """

    file: Kept | None = None
    owner: str | None = None

    clock: Clock = utc_now

    @classmethod
    def of(cls, home_folder: Path) -> "NoteStore":
        """Return the notes of a home; nothing is read or made yet."""
        return cls(KeptFile(home_folder / FILE, TABLES))

    @classmethod
    def beside(cls, home: Home) -> "NoteStore":
        """Return the notes of a home, or of its library on a server."""
        return cls(keep(home, FILE, TABLES))

    def belonging_to(self, owner: str | None) -> "NoteStore":
        """Return the notes of one owner: "" is this computer's own user, None stands for all."""
        return NoteStore(self.file, owner, self.clock)

    def all(self) -> tuple[Note, ...]:
        """Return the notes, the one that was changed last first."""
        if self.file is None or not self.file.exists:
            return ()
        query = f"{_LISTED} ORDER BY changed DESC, rowid DESC"
        return self.file.run(lambda connection: tuple(map(_read, connection.execute(query, (self.owner,)))))

    @in_transaction
    def get(self, connection: Statements, note: str) -> Note:
        """Return one note; raises NoteUnknown."""
        return self._get(connection, note)

    @in_transaction
    def make(self, connection: Statements, name: str, text: str = "") -> Note:
        """Keep and return a new note.

        Raises:
            NameRefused: nothing of the name can be seen.
            NoteRefused: the text is too long.
        """
        made, now = secrets.token_hex(6), write_time(self.clock())
        values = (made, clean_name(name, "note"), check_text(text), now, now, self.owner or "")
        connection.execute("INSERT INTO notes VALUES (?, ?, ?, ?, ?, ?)", values)
        return self._get(connection, made)

    @in_transaction
    def write(self, connection: Statements, note: str, name: str | None = None, text: str | None = None) -> Note:
        """Give a note another name or text, whichever is given, and return it; raises as `make` and `get` do."""
        cleaned = None if name is None else clean_name(name, "note")
        written = None if text is None else check_text(text)
        before = self._get(connection, note)
        values = (before.name if cleaned is None else cleaned, before.text if written is None else written)
        if values != (before.name, before.text):
            connection.execute("UPDATE notes SET name = ?, text = ? WHERE id = ?", (*values, note))
            self._touch(connection, note)
        return self._get(connection, note)

    @in_transaction
    def pins(self, connection: Statements, note: str) -> tuple[Pin, ...]:
        """Return what is pinned in a note, oldest first; raises NoteUnknown."""
        self._get(connection, note)
        query = "SELECT number, citation, said, question, pinned FROM pins WHERE note = ? ORDER BY number"
        return tuple(map(_read_pin, connection.execute(query, (note,))))

    @in_transaction
    def pin(
        self, connection: Statements, note: str, citations: Iterable[Citation], said: str = "", question: str = ""
    ) -> tuple[int, ...]:
        """Pin spans to a note and return their numbers; a span that is pinned there already stays as it is.

        Raises:
            NoteUnknown: there is no such note.
            NoteRefused: the note has too many.
        """
        now = write_time(self.clock())
        self._get(connection, note)
        rows = connection.execute("SELECT citation, number FROM pins WHERE note = ?", (note,)).fetchall()
        held = {_place(json.loads(kept)): number for kept, number in rows}
        last, numbers = max(held.values(), default=0), []
        for citation in citations:
            kept = from_whole_citation(citation)
            if _place(kept) not in held:
                last += 1
                held[_place(kept)] = last
                values = (note, last, write_json(kept), storable(said), storable(question), now)
                connection.execute("INSERT INTO pins VALUES (?, ?, ?, ?, ?, ?)", values)
            numbers.append(held[_place(kept)])
        if len(held) > MAX_PINS:
            raise NoteRefused(f"A note holds at most {MAX_PINS} pins: begin another one.")
        self._touch(connection, note)
        return tuple(numbers)

    @in_transaction
    def unpin(self, connection: Statements, note: str, number: int) -> Dropped:
        """Take a pin out of a note and return what `put_back` brings back; raises NoteUnknown."""
        name = self._get(connection, note).name
        rows = connection.execute("SELECT * FROM pins WHERE note = ? AND number = ?", (note, number)).fetchall()
        if not rows:
            raise NoteUnknown(f"The note {name!r} has no pin {number}; `broadsheet notes show` names those it has.")
        connection.execute("DELETE FROM pins WHERE note = ? AND number = ?", (note, number))
        self._touch(connection, note)
        return Dropped(name, (), tuple(map(tuple, rows)))

    @in_transaction
    def delete(self, connection: Statements, note: str) -> Dropped:
        """Delete a note with its pins and return what `put_back` brings back; raises NoteUnknown."""
        name = self._get(connection, note).name
        row = connection.execute("SELECT * FROM notes WHERE id = ?", (note,)).fetchone()
        rows = connection.execute("SELECT * FROM pins WHERE note = ?", (note,)).fetchall()
        connection.execute("DELETE FROM notes WHERE id = ?", (note,))
        return Dropped(name, tuple(row), tuple(map(tuple, rows)))

    @in_transaction
    def put_back(self, connection: Statements, dropped: Dropped) -> None:
        """Bring back what was deleted as it was; what is there already stays as it is."""
        if dropped.note:
            marks = ", ".join("?" * len(dropped.note))
            connection.execute(f"INSERT INTO notes VALUES ({marks}) ON CONFLICT DO NOTHING", dropped.note)  # noqa: S608
        for row in dropped.pins:
            self._get(connection, str(row[0]))
            connection.execute("INSERT INTO pins VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING", row)

    def take_notice(self) -> str:
        """Return what the user must be told of damage, once; empty when all is well."""
        if self.file is None:
            return ""
        said, self.file.notice = self.file.notice, ""
        return said

    @property
    def _file(self) -> Kept:
        if self.file is None:
            raise NoteError("There is no home to keep notes in: open the library with --home.")
        if isinstance(self.file, KeptFile):
            self.file.path.parent.mkdir(parents=True, exist_ok=True)
        return self.file

    def _get(self, connection: Statements, note: str) -> Note:
        row = connection.execute(f"{_LISTED} AND id = ?", (self.owner, note)).fetchone()
        if row is None:
            raise NoteUnknown(
                f"No note has the id {note!r}; expected one that `broadsheet notes list` shows: it may have been "
                "deleted."
            )
        return _read(row)

    def _touch(self, connection: Statements, note: str) -> None:
        connection.execute("UPDATE notes SET changed = ? WHERE id = ?", (write_time(self.clock()), note))


def check_text(text: str) -> str:
    """Return the text of a note as it is kept; raises NoteRefused where it is too long."""
    if len(text) > MAX_TEXT_CHARS:
        raise NoteRefused(
            f"This text has {len(text):,} characters; a note holds at most {MAX_TEXT_CHARS:,}: begin another one."
        )
    return storable(text.replace("\r\n", "\n"))


def _place(citation: Any) -> tuple[object, ...]:  # noqa: ANN401 - an object of JSON
    return citation["article"], citation["start"], citation["end"], citation["quote"]


def _read(row: tuple[Any, ...]) -> Note:
    note, name, text, started, changed, pins = row
    return Note(note, name, text, datetime.fromisoformat(started), datetime.fromisoformat(changed), pins)


def _read_pin(row: tuple[Any, ...]) -> Pin:
    number, citation, said, question, pinned = row
    try:
        (read,) = to_citations([json.loads(citation)])
    except (LookupError, TypeError, ValueError) as error:
        raise NoteError(f"Pin {number} cannot be read ({error}): bring {FILE} back from a backup.") from error
    return Pin(number, read, said, question, datetime.fromisoformat(pinned))
