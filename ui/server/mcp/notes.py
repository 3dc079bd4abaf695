"""The tools of notes: listed and read; begun, written and pinned to where the owner allowed that."""

from dataclasses import dataclass
from typing import Annotated, Any

from mcp.server.mcpserver import Context
from mcp_types import CallToolResult
from pydantic import Field

from ui.notes.export import from_facts, from_note
from ui.notes.store import MAX_TEXT_CHARS
from ui.server.mcp import results
from ui.server.mcp.articles import SPAN
from ui.server.mcp.calls import Tools, told
from ui.service.errors import NotUnderstood
from ui.service.identity import Scope
from ui.service.notes import Notes

NoteId = Annotated[str, Field(description="A note's id, as `list_notes` gives it.", max_length=100)]
Text = Annotated[str | None, Field(description="[1] leads to pin 1.", max_length=MAX_TEXT_CHARS)]


@dataclass(frozen=True, slots=True)
class NoteTools(Tools):
    """Notes of who calls."""

    @told()
    def list_notes(self, context: "Context[Any, Any]") -> Annotated[CallToolResult, results.Noted]:
        """List the user's notes, the one that was changed last first."""
        notes = self._own(context, Scope.READ).store.all()
        said = "\n".join(f"{one.id}: {one.name} ({one.pins} pins)" for one in notes) or "There are no notes."
        return results.result(said, results.Noted(notes=[dict(from_facts(one)) for one in notes]))

    @told()
    def read_note(self, note: NoteId, context: "Context[Any, Any]") -> Annotated[CallToolResult, results.Whole]:
        """Read a note: its text, and the pinned quotes with the exact characters they stand at."""
        return _show(self._own(context, Scope.READ), note)

    @told()
    def write_note(
        self,
        context: "Context[Any, Any]",
        note: Annotated[str, Field(description="The note to write in; a new one is begun without it.")] = "",
        name: Annotated[str | None, Field(max_length=200)] = None,
        text: Text = None,
    ) -> Annotated[CallToolResult, results.Whole]:
        """Begin a note, or give one another name or text; what is left out stays."""
        notes = self._own(context, Scope.WRITE)
        written = notes.store.write(note, name, text) if note else notes.store.make(name or "", text or "")
        return _show(notes, written.id)

    @told()
    def pin(
        self,
        note: NoteId,
        id: Annotated[str, Field(description="ID#START-END as `search` gives it.")],
        context: "Context[Any, Any]",
    ) -> Annotated[CallToolResult, results.Whole]:
        """Pin exact characters of an article to a note."""
        notes = self._own(context, Scope.WRITE)
        place = SPAN.fullmatch(id)
        if place is None:
            raise NotUnderstood(f"{id[:80]!r} names no characters; expected ID#START-END as `search` gives it.", "id")
        chosen = notes.choose(place["article"], int(place["start"]), int(place["end"]))
        return _show(notes, notes.pin(note, chosen).id)

    def _own(self, context: "Context[Any, Any]", scope: Scope) -> Notes:
        visit = self.admit(context, scope)
        identity = visit.caller.identity
        identity.require_all()  # a note may be about any article
        return Notes(visit.resources.notes.belonging_to(identity.owner), visit.resources.library)


def _show(notes: Notes, note: str) -> CallToolResult:
    kept, placed = notes.store.get(note), notes.placed(note)
    return results.result(results.say_note(kept, placed), dict(from_note(kept, placed)))
