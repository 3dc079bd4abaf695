"""The conversations of one home: started, added to, listed, read, searched, judged and deleted."""

import json
import secrets
import sqlite3
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rag.types import Answer, Window
from ui.contract import write_json
from ui.conversations.database import ConversationFile
from ui.conversations.errors import ConversationUnknown
from ui.conversations.stored import from_saved, save, to_saved
from ui.conversations.types import Conversation, Feedback, Found, Match, SavedExchange, Verdict
from ui.conversations.words import clean_name, find_excerpt, fold, make_needles, storable

FILE = "conversations.sqlite"
MAX_FOUND = 200
LISTED = "SELECT id, name, started, changed, exchanges FROM listed ORDER BY changed DESC, made DESC"
LISTED_ONE = "SELECT id, name, started, changed, exchanges FROM listed WHERE id = ?"
# No word is missing: json_each gives one row a word.
NAMED = "SELECT id FROM listed WHERE NOT EXISTS (SELECT 1 FROM json_each(?) WHERE instr(listed.words, value) = 0)"
SAID = (
    "SELECT conversation, number, asked, answer, verdict, reason, judged FROM exchanges JOIN conversations c"
    " ON c.id = conversation WHERE NOT EXISTS (SELECT 1 FROM json_each(?) WHERE instr(exchanges.words, value) = 0)"
    " ORDER BY changed DESC, c.rowid DESC, number LIMIT ?"
)
READ = (
    "SELECT conversation, number, asked, answer, verdict, reason, judged FROM exchanges"
    " WHERE conversation = ? ORDER BY number"
)
READ_ONE = (
    "SELECT conversation, number, asked, answer, verdict, reason, judged FROM exchanges"
    " WHERE conversation = ? AND number = ?"
)

Row = tuple[Any, ...]
Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """Return the time, UTC."""
    return datetime.now(UTC)


class ConversationStore:
    """The conversations that lie in one folder; several threads and processes may work with it at once.

    Every method raises ConversationError when the file cannot be read or written. A damaged file
    is set aside: `take_notice` then says so in a sentence, and the store goes on empty.
    """

    def __init__(self, file: ConversationFile, clock: Clock = utc_now) -> None:
        self._file = file
        self._clock = clock
        self._unreadable = ""

    @classmethod
    def open(cls, home_folder: Path, clock: Clock = utc_now) -> "ConversationStore":
        """Open the conversations of a home, which is made when it is not there; there is nothing to close.

        Raises:
            ConversationError: the file cannot be opened, or has another format.
            OSError: the folder cannot be made.
        """
        home_folder.mkdir(parents=True, exist_ok=True)
        file = ConversationFile(home_folder / FILE)
        file.check()
        return cls(file, clock)

    @property
    def path(self) -> Path:
        """Return the file that holds them."""
        return self._file.path

    def take_notice(self) -> str:
        """Return what the user must be told of damage, once; empty when all is well."""
        said = " ".join(notice for notice in (self._file.notice, self._unreadable) if notice)
        self._file.notice = self._unreadable = ""
        return said

    def start(self, name: str) -> Conversation:
        """Return a new conversation; `propose_name(question)` gives a name.

        Raises:
            NameRefused: nothing of the name can be seen.
        """
        cleaned, now, made = clean_name(name), _write_time(self._clock()), secrets.token_hex(6)

        def work(connection: sqlite3.Connection) -> Conversation:
            connection.execute(
                "INSERT INTO conversations VALUES (?, ?, ?, ?, ?)", (made, cleaned, fold(cleaned), now, now)
            )
            return _one(connection, made)

        return self._file.run(work)

    def rename(self, conversation: str, name: str) -> Conversation:
        """Give a conversation another name and return it; its place in the list stays.

        Raises:
            ConversationUnknown: there is no such conversation.
            NameRefused: nothing of the name can be seen.
        """
        cleaned = clean_name(name)

        def work(connection: sqlite3.Connection) -> Conversation:
            values = (cleaned, fold(cleaned), conversation)
            connection.execute("UPDATE conversations SET name = ?, words = ? WHERE id = ?", values)
            return _one(connection, conversation)

        return self._file.run(work)

    def append(
        self, conversation: str, answer: Answer, windows: Iterable[Window] = (), asked: datetime | None = None
    ) -> SavedExchange:
        """Keep an answer as the newest exchange of a conversation and return it; `asked` is now when not given.

        Raises:
            ConversationUnknown: there is no such conversation; it may have been deleted meanwhile.
        """
        saved, now = save(answer, windows), self._clock()
        line = write_json(from_saved(saved))
        words = fold(f"{answer.question} {answer.resolved} {answer.short} {answer.text}")
        when = _write_time(asked or now)

        def work(connection: sqlite3.Connection) -> SavedExchange:
            _one(connection, conversation)
            query = "SELECT coalesce(max(number), 0) + 1 FROM exchanges WHERE conversation = ?"
            (number,) = connection.execute(query, (conversation,)).fetchone()
            connection.execute(
                "INSERT INTO exchanges (conversation, number, asked, answer, words) VALUES (?, ?, ?, ?, ?)",
                (conversation, number, when, line, words),
            )
            values = (_write_time(now), conversation)
            connection.execute("UPDATE conversations SET changed = ? WHERE id = ?", values)
            return SavedExchange(conversation, number, datetime.fromisoformat(when), saved)

        return self._file.run(work)

    def conversations(self) -> tuple[Conversation, ...]:
        """Return all conversations, the one with the newest exchange first."""
        return self._file.run(lambda connection: tuple(map(_to_conversation, connection.execute(LISTED))))

    def conversation(self, conversation: str) -> Conversation:
        """Return one conversation.

        Raises:
            ConversationUnknown: there is no such conversation.
        """
        return self._file.run(lambda connection: _one(connection, conversation))

    def exchanges(self, conversation: str) -> tuple[SavedExchange, ...]:
        """Return what was said in a conversation, oldest first; what cannot be read is left out and noticed.

        Raises:
            ConversationUnknown: there is no such conversation.
        """

        def work(connection: sqlite3.Connection) -> list[Row]:
            _one(connection, conversation)
            return connection.execute(READ, (conversation,)).fetchall()

        return self._read(self._file.run(work))

    def exchange(self, conversation: str, number: int) -> SavedExchange:
        """Return one exchange.

        Raises:
            ConversationUnknown: there is no such exchange, or it cannot be read.
        """
        rows = self._file.run(lambda connection: connection.execute(READ_ONE, (conversation, number)).fetchall())
        found = self._read(rows)
        if not found:
            raise _unknown_exchange(conversation, number)
        return found[0]

    def search(self, query: str, max_matches: int = MAX_FOUND) -> tuple[Found, ...]:
        """Return the conversations in which an exchange, or the name, has every word of `query`.

        Case and accents do not count, and the beginning of a word is enough. The newest is first;
        a query without a word finds nothing.
        """
        needles = make_needles(query)
        if not needles:
            return ()
        listed = json.dumps(needles)

        def work(connection: sqlite3.Connection) -> tuple[list[Row], list[Row], set[str]]:
            named = {row[0] for row in connection.execute(NAMED, (listed,))}
            return (
                connection.execute(LISTED).fetchall(),
                connection.execute(SAID, (listed, max_matches)).fetchall(),
                named,
            )

        conversations, said, named = self._file.run(work)
        matches: dict[str, list[Match]] = {name: [] for name in named}
        for one in self._read(said):
            excerpt = find_excerpt(one.answer.text, needles) or find_excerpt(one.question, needles)
            matches.setdefault(one.conversation, []).append(Match(one.number, one.question, excerpt))
        return tuple(Found(_to_conversation(row), tuple(matches[row[0]])) for row in conversations if row[0] in matches)

    def delete(self, conversation: str) -> None:
        """Delete a conversation and all that was said in it; there is no way back.

        Raises:
            ConversationUnknown: there is no such conversation.
        """

        def work(connection: sqlite3.Connection) -> None:
            _one(connection, conversation)
            connection.execute("DELETE FROM conversations WHERE id = ?", (conversation,))

        self._file.run(work)

    def cut(self, conversation: str, number: int) -> None:
        """Delete the exchange `number` of a conversation and all that follow it; there is no way back.

        Raises:
            ConversationUnknown: there is no such conversation.
        """

        def work(connection: sqlite3.Connection) -> None:
            _one(connection, conversation)
            connection.execute("DELETE FROM exchanges WHERE conversation = ? AND number >= ?", (conversation, number))

        self._file.run(work)

    def judge(self, conversation: str, number: int, verdict: Verdict, reason: str = "") -> SavedExchange:
        """Set what the reader says of an answer, instead of what was said before, and return the exchange.

        Raises:
            ConversationUnknown: there is no such exchange.
        """
        return self._set_feedback(conversation, number, (verdict.value, reason.strip(), _write_time(self._clock())))

    def withdraw(self, conversation: str, number: int) -> SavedExchange:
        """Take back what was said of an answer and return the exchange.

        Raises:
            ConversationUnknown: there is no such exchange.
        """
        return self._set_feedback(conversation, number, ("", "", ""))

    def _set_feedback(self, conversation: str, number: int, values: tuple[str, str, str]) -> SavedExchange:
        verdict, reason, judged = values
        kept = (verdict, storable(reason), judged, conversation, number)

        def work(connection: sqlite3.Connection) -> None:
            changed = connection.execute(
                "UPDATE exchanges SET verdict = ?, reason = ?, judged = ? WHERE conversation = ? AND number = ?", kept
            )
            if not changed.rowcount:
                raise _unknown_exchange(conversation, number)

        self._file.run(work)
        return self.exchange(conversation, number)

    def _read(self, rows: Iterable[Row]) -> tuple[SavedExchange, ...]:
        read = []
        for row in rows:
            try:
                read.append(_to_exchange(row))
            except ValueError:
                self._unreadable = (
                    f"Exchange {row[1]} of conversation {row[0]} is damaged and left out; the others are shown: "
                    "ask its question again."
                )
        return tuple(read)


def _one(connection: sqlite3.Connection, conversation: str) -> Conversation:
    row = connection.execute(LISTED_ONE, (conversation,)).fetchone()
    if row is None:
        raise ConversationUnknown(
            f"No conversation has the id {conversation!r}; expected one that `broadsheet conversations list` shows: "
            "it may have been deleted."
        )
    return _to_conversation(row)


def _unknown_exchange(conversation: str, number: int) -> ConversationUnknown:
    return ConversationUnknown(
        f"Conversation {conversation!r} has no exchange {number} that can be read; expected one that "
        "`broadsheet conversations show ID` shows."
    )


def _to_conversation(row: Row) -> Conversation:
    return Conversation(row[0], row[1], datetime.fromisoformat(row[2]), datetime.fromisoformat(row[3]), row[4])


def _to_exchange(row: Row) -> SavedExchange:
    conversation, number, asked, line, verdict, reason, judged = row
    feedback = Feedback(Verdict(verdict), reason, datetime.fromisoformat(judged)) if verdict else None
    return SavedExchange(conversation, number, datetime.fromisoformat(asked), to_saved(line), feedback)


def _write_time(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
