"""Rows of the conversations' file: how they are asked for, and what they stand for."""

from datetime import UTC, datetime
from typing import Any

from ui.conversations.database import Statements
from ui.conversations.errors import ConversationUnknown
from ui.conversations.stored import to_saved
from ui.conversations.types import Conversation, Feedback, SavedExchange, Verdict

LISTED = (
    "SELECT id, name, started, changed, exchanges FROM listed WHERE owner = coalesce(?, owner)"
    " ORDER BY changed DESC, made DESC"
)
LISTED_ONE = "SELECT id, name, started, changed, exchanges FROM listed WHERE id = ? AND owner = coalesce(?, owner)"
# No word is missing: json_each gives one row a word.
_WORDS = "(SELECT 1 FROM json_each(CAST(? AS TEXT)) WHERE instr({}.words, value) = 0)"
NAMED = f"SELECT id FROM listed WHERE NOT EXISTS {_WORDS.format('listed')}"  # noqa: S608 - our names
SAID = (
    "SELECT conversation, number, asked, answer, verdict, reason, judged FROM exchanges JOIN conversations c"  # noqa: S608
    f" ON c.id = conversation WHERE NOT EXISTS {_WORDS.format('exchanges')} AND c.owner = coalesce(?, c.owner)"
    " ORDER BY changed DESC, c.rowid DESC, number LIMIT ?"
)
READ = (
    "SELECT conversation, number, asked, answer, verdict, reason, judged FROM exchanges"
    " WHERE conversation = ? ORDER BY number"
)
READ_ONE = (
    "SELECT conversation, number, asked, answer, verdict, reason, judged FROM exchanges"
    " WHERE conversation = ? AND number = ?"
    " AND EXISTS (SELECT 1 FROM conversations WHERE id = conversation AND owner = coalesce(?, owner))"
)
Row = tuple[Any, ...]


def get_conversation(connection: Statements, conversation: str, owner: str | None) -> Conversation:
    """Return the conversation of this id that belongs to `owner`; raise ConversationUnknown when there is none."""
    row = connection.execute(LISTED_ONE, (conversation, owner)).fetchone()
    if row is None:
        raise ConversationUnknown(
            f"No conversation has the id {conversation!r}; expected one that `broadsheet conversations list` shows: "
            "it may have been deleted."
        )
    return to_conversation(row)


def unknown_exchange(conversation: str, number: int) -> ConversationUnknown:
    """Return what is raised where there is no such exchange."""
    return ConversationUnknown(
        f"Conversation {conversation!r} has no exchange {number} that can be read; expected one that "
        "`broadsheet conversations show ID` shows."
    )


def to_conversation(row: Row) -> Conversation:
    """Return the conversation of a row of the list."""
    return Conversation(row[0], row[1], datetime.fromisoformat(row[2]), datetime.fromisoformat(row[3]), row[4])


def to_exchange(row: Row) -> SavedExchange:
    """Return the exchange of a row; raise ValueError when it is damaged."""
    conversation, number, asked, line, verdict, reason, judged = row
    feedback = Feedback(Verdict(verdict), reason, datetime.fromisoformat(judged)) if verdict else None
    return SavedExchange(conversation, number, datetime.fromisoformat(asked), to_saved(line), feedback)


def write_time(moment: datetime) -> str:
    """Return a moment as the file holds it: UTC, so that times sort as text."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
