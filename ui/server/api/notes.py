"""GET and POST /api/notes; one of them read, written, pinned to, checked, exported and deleted."""

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import Field
from starlette.responses import Response

from ui.contract import from_checked
from ui.notes.export import from_facts, from_note
from ui.notes.store import MAX_TEXT_CHARS
from ui.server.api.bodies import Body
from ui.server.api.conversations import concerns_all
from ui.server.dependencies import Checking, OwnConversations, OwnNotes, allows, as_json
from ui.service.identity import Scope
from ui.service.notes import Notes, find_statement

routes = APIRouter(prefix="/api/notes", tags=["notes"], dependencies=[Depends(concerns_all)])
READS, WRITES = Depends(allows(Scope.READ)), Depends(allows(Scope.WRITE))
Text = Annotated[str, Field(max_length=MAX_TEXT_CHARS)]


class Begun(Body):
    """A new note."""

    name: str = Field(examples=["Harbour"])
    text: Text = ""


class Written(Body):
    """What is to be otherwise; what is left out stays."""

    name: str | None = Field(default=None, examples=["Harbour and quay"])
    text: Text | None = None


class Pinned(Body):
    """Characters of an article; or the claim or the point, counted from 1, of a kept answer."""

    article: str = Field(default="", examples=["harbour/sea-wall.md"])
    start: int = Field(default=0, ge=0, examples=[0])
    end: int = Field(default=0, ge=0, examples=[40])
    conversation: str = Field(default="", examples=[""])
    number: int = Field(default=0, ge=0)
    claim: int = Field(default=0, ge=0)
    point: int = Field(default=0, ge=0)


@routes.get("", dependencies=[READS])
def list_notes(notes: OwnNotes) -> Response:
    """List one's notes, the one that was changed last first: what `notes list --json` prints."""
    return as_json([from_facts(one) for one in notes.store.all()])


@routes.post("", dependencies=[WRITES], status_code=201)
def make_note(begun: Begun, notes: OwnNotes) -> Response:
    """Begin a note."""
    return _shown(notes, notes.store.make(begun.name, begun.text).id, 201)


@routes.get("/{note}", dependencies=[READS])
def read_note(note: str, notes: OwnNotes) -> Response:
    """Return a note with its pins, and where the articles have them now: what `notes show --json` prints."""
    return _shown(notes, note)


@routes.patch("/{note}", dependencies=[WRITES])
def write_note(note: str, written: Written, notes: OwnNotes) -> Response:
    """Give a note another name or text."""
    return _shown(notes, notes.store.write(note, written.name, written.text).id)


@routes.delete("/{note}", dependencies=[WRITES])
def delete_note(note: str, notes: OwnNotes) -> Response:
    """Delete a note for good."""
    notes.store.delete(note)
    return as_json({"deleted": [note]})


@routes.post("/{note}/pins", dependencies=[WRITES], status_code=201)
def pin(note: str, pinned: Pinned, notes: OwnNotes, conversations: OwnConversations) -> Response:
    """Pin characters of an article, or what a kept answer says."""
    if pinned.conversation:
        statement = find_statement(conversations, pinned.conversation, pinned.number, pinned.claim, pinned.point)
    else:
        statement = notes.choose(pinned.article, pinned.start, pinned.end)
    return _shown(notes, notes.pin(note, statement).id, 201)


@routes.delete("/{note}/pins/{number}", dependencies=[WRITES])
def unpin(note: str, number: int, notes: OwnNotes) -> Response:
    """Take a pin out of a note."""
    notes.store.unpin(note, number)
    return _shown(notes, note)


@routes.post("/{note}/check", dependencies=[READS])
def check_note(note: str, notes: OwnNotes, checking: Checking) -> Response:
    """Say of each sentence of a note's text whether the articles support it, those pinned in it first."""
    return as_json(from_checked(list(notes.check(note, checking))))


def _shown(notes: Notes, note: str, status: int = 200) -> Response:
    return as_json(from_note(notes.store.get(note), notes.placed(note)), status)
