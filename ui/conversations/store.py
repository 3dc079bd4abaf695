"""The conversations of one home: started, added to, listed, read, searched, judged and deleted."""

import json
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from index.home import Home
from rag.types import Answer, Window
from ui.contract import write_json
from ui.conversations.database import CONVERSATIONS, Kept, KeptFile, Statements, in_transaction
from ui.conversations.rows import (
    LISTED,
    NAMED,
    READ,
    READ_ONE,
    SAID,
    Row,
    get_conversation,
    to_conversation,
    to_exchange,
    unknown_exchange,
    write_time,
)
from ui.conversations.server import keep
from ui.conversations.stored import from_saved, save
from ui.conversations.types import Conversation, Found, Match, SavedExchange, Verdict
from ui.conversations.words import clean_name, find_excerpt, fold, make_needles, storable

FILE = "conversations.sqlite"
MAX_FOUND = 200
PATIENCE_S = 30  # with a server that is lost while an answer is to be kept

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """Return the time, UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Deleted:
    """A deleted conversation: its name, and its rows as they lay in the file."""

    name: str
    conversation: tuple[object, ...]
    exchanges: tuple[tuple[object, ...], ...]


class ConversationStore:
    """The conversations that lie in one folder; several threads and processes may work with it at once.

    Every method raises ConversationError when the file cannot be read or written, and ConversationUnknown when there is
    no such conversation or exchange. A damaged file is set aside: `take_notice` then says so in a sentence, and the
    store goes on empty.
    Those of another owner are as if they were not there; without an owner all are meant: the terminal's, whose user has
    the file anyway.
    """

    def __init__(self, file: Kept, clock: Clock = utc_now, owner: str | None = None) -> None:
        self._file = file
        self._clock = clock
        self._owner = owner
        self._unreadable = ""

    @classmethod
    def open(cls, home_folder: Path, clock: Clock = utc_now) -> "ConversationStore":
        """Open the conversations of a home, which is made when it is not there; there is nothing to close.

        Raises:
            ConversationError: the file cannot be opened, or has another format.
            OSError: the folder cannot be made.
        """
        home_folder.mkdir(parents=True, exist_ok=True)
        file = KeptFile(home_folder / FILE)
        file.check()
        return cls(file, clock)

    @classmethod
    def of(cls, home: Home, clock: Clock = utc_now) -> "ConversationStore":
        """Open the conversations of a home, or of its library on a server; raises as `open` does."""
        if not home.server:
            return cls.open(home.root, clock)
        kept = keep(home, FILE, CONVERSATIONS)
        kept.check()
        return cls(kept, clock)

    def belonging_to(self, owner: str | None) -> "ConversationStore":
        """Return the conversations of one owner: "" is this computer's own user, None stands for all."""
        return ConversationStore(self._file, self._clock, owner)

    @property
    def path(self) -> Path:
        """Return the file that holds them; of those on a server there is none."""
        return self._file.path if isinstance(self._file, KeptFile) else Path()

    def take_notice(self) -> str:
        """Return what the user must be told of damage, once; empty when all is well."""
        said = " ".join(notice for notice in (self._file.notice, self._unreadable) if notice)
        self._file.notice = self._unreadable = ""
        return said

    @in_transaction
    def start(self, connection: Statements, name: str) -> Conversation:
        """Return a new conversation; `propose_name` gives a name. NameRefused: nothing of the name can be seen."""
        cleaned, now, made = clean_name(name), write_time(self._clock()), secrets.token_hex(6)
        values = (made, cleaned, fold(cleaned), now, now, self._owner or "")
        connection.execute("INSERT INTO conversations VALUES (?, ?, ?, ?, ?, ?)", values)
        return get_conversation(connection, made, self._owner)

    @in_transaction
    def rename(self, connection: Statements, conversation: str, name: str) -> Conversation:
        """Give a conversation another name and return it; its place in the list stays; raises as `start` does."""
        cleaned = clean_name(name)
        get_conversation(connection, conversation, self._owner)
        values = (cleaned, fold(cleaned), conversation)
        connection.execute("UPDATE conversations SET name = ?, words = ? WHERE id = ?", values)
        return get_conversation(connection, conversation, self._owner)

    def append(
        self, conversation: str, answer: Answer, windows: Iterable[Window] = (), asked: datetime | None = None
    ) -> SavedExchange:
        """Keep an answer as the newest exchange of a conversation and return it; `asked` is now when not given."""
        saved, now = save(answer, windows), self._clock()
        line = write_json(from_saved(saved))
        words = fold(f"{answer.question} {answer.resolved} {answer.short} {answer.text}")
        when, owner = write_time(asked or now), self._owner

        def work(connection: Statements) -> SavedExchange:
            get_conversation(connection, conversation, owner)
            query = "SELECT coalesce(max(number), 0) + 1 FROM exchanges WHERE conversation = ?"
            (number,) = connection.execute(query, (conversation,)).fetchone()
            connection.execute(
                "INSERT INTO exchanges (conversation, number, asked, answer, words) VALUES (?, ?, ?, ?, ?)",
                (conversation, number, when, line, words),
            )
            values = (write_time(now), conversation)
            connection.execute("UPDATE conversations SET changed = ? WHERE id = ?", values)
            return SavedExchange(conversation, number, datetime.fromisoformat(when), saved)

        return self._file.run(work, PATIENCE_S)

    @in_transaction
    def conversations(self, connection: Statements) -> tuple[Conversation, ...]:
        """Return all conversations, the one with the newest exchange first."""
        return tuple(map(to_conversation, connection.execute(LISTED, (self._owner,))))

    @in_transaction
    def conversation(self, connection: Statements, conversation: str) -> Conversation:
        """Return one conversation."""
        return get_conversation(connection, conversation, self._owner)

    def exchanges(self, conversation: str) -> tuple[SavedExchange, ...]:
        """Return what was said in a conversation, oldest first; what cannot be read is left out and noticed."""
        owner = self._owner

        def work(connection: Statements) -> list[Row]:
            get_conversation(connection, conversation, owner)
            return connection.execute(READ, (conversation,)).fetchall()

        return self._read(self._file.run(work))

    def exchange(self, conversation: str, number: int) -> SavedExchange:
        """Return one exchange; one that cannot be read is as if it were not there."""
        wanted = (conversation, number, self._owner)
        rows = self._file.run(lambda connection: connection.execute(READ_ONE, wanted).fetchall())
        found = self._read(rows)
        if not found:
            raise unknown_exchange(conversation, number)
        return found[0]

    def search(self, query: str, max_matches: int = MAX_FOUND) -> tuple[Found, ...]:
        """Return the conversations in which an exchange, or the name, has every word of `query`.

        Case and accents do not count, and the beginning of a word is enough. The newest is first;
        a query without a word finds nothing.
        """
        needles = make_needles(query)
        if not needles:
            return ()
        listed, owner = json.dumps(needles), self._owner

        def work(connection: Statements) -> tuple[list[Row], list[Row], set[str]]:
            named = {row[0] for row in connection.execute(NAMED, (listed,))}
            return (
                connection.execute(LISTED, (owner,)).fetchall(),
                connection.execute(SAID, (listed, owner, max_matches)).fetchall(),
                named,
            )

        conversations, said, named = self._file.run(work)
        matches: dict[str, list[Match]] = {name: [] for name in named}
        for one in self._read(said):
            excerpt = find_excerpt(one.answer.text, needles) or find_excerpt(one.question, needles)
            matches.setdefault(one.conversation, []).append(Match(one.number, one.question, excerpt))
        return tuple(Found(to_conversation(row), tuple(matches[row[0]])) for row in conversations if row[0] in matches)

    @in_transaction
    def delete(self, connection: Statements, conversation: str) -> Deleted:
        """Delete a conversation and all that was said in it, and return what `put_back` brings back."""
        name = get_conversation(connection, conversation, self._owner).name
        row = connection.execute("SELECT * FROM conversations WHERE id = ?", (conversation,)).fetchone()
        said = connection.execute("SELECT * FROM exchanges WHERE conversation = ?", (conversation,)).fetchall()
        connection.execute("DELETE FROM conversations WHERE id = ?", (conversation,))
        return Deleted(name, tuple(row), tuple(map(tuple, said)))

    @in_transaction
    def put_back(self, connection: Statements, deleted: Deleted) -> None:
        """Bring a deleted conversation back as it was; one that is there already stays as it is."""
        for table, rows in (("conversations", (deleted.conversation,)), ("exchanges", deleted.exchanges)):
            for row in rows:
                marks = ", ".join("?" * len(row))
                connection.execute(f"INSERT INTO {table} VALUES ({marks}) ON CONFLICT DO NOTHING", row)  # noqa: S608

    @in_transaction
    def cut(self, connection: Statements, conversation: str, number: int) -> None:
        """Delete the exchange `number` of a conversation and all that follow it; there is no way back."""
        get_conversation(connection, conversation, self._owner)
        connection.execute("DELETE FROM exchanges WHERE conversation = ? AND number >= ?", (conversation, number))

    def judge(self, conversation: str, number: int, verdict: Verdict, reason: str = "") -> SavedExchange:
        """Set what the reader says of an answer, instead of what was said before, and return the exchange."""
        return self._set_feedback(conversation, number, (verdict.value, reason.strip(), write_time(self._clock())))

    def withdraw(self, conversation: str, number: int) -> SavedExchange:
        """Take back what was said of an answer and return the exchange."""
        return self._set_feedback(conversation, number, ("", "", ""))

    def _set_feedback(self, conversation: str, number: int, values: tuple[str, str, str]) -> SavedExchange:
        verdict, reason, judged = values
        kept, owner = (verdict, storable(reason), judged, conversation, number), self._owner

        def work(connection: Statements) -> None:
            get_conversation(connection, conversation, owner)
            changed = connection.execute(
                "UPDATE exchanges SET verdict = ?, reason = ?, judged = ? WHERE conversation = ? AND number = ?", kept
            )
            if not changed.rowcount:
                raise unknown_exchange(conversation, number)

        self._file.run(work)
        return self.exchange(conversation, number)

    def _read(self, rows: Iterable[Row]) -> tuple[SavedExchange, ...]:
        read = []
        for row in rows:
            try:
                read.append(to_exchange(row))
            except ValueError:
                self._unreadable = (
                    f"Exchange {row[1]} of conversation {row[0]} is damaged and left out; the others are shown: "
                    "ask its question again."
                )
        return tuple(read)
