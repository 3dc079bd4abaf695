"""Messages among the processes that have one library on a server open, by LISTEN and NOTIFY."""

import json
import logging
import secrets
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import closing

from index.address import Address
from index.bulletin import Bulletin, Hear
from index.errors import LibraryError
from index.postgres.connection import PostgresConnection

TICK_S = 0.5  # how often at most the same is told
REPEAT_S = 5.0
SILENT_S = 20.0  # then a process that had more to tell is taken for gone
RETRY_S = 5.0
PIECE = 7_800  # bytes of a message; 8,000 are refused
MOST_WAITING = 200  # the latest, where the server is away or can only be read
END_S = 3.0
_log = logging.getLogger("broadsheet")

About = tuple[str, str]


class PostgresBulletin(Bulletin):
    """One more connection with a thread of its own, which is made anew when the server was lost.

    The channel has a secret name that lies in the library: who may not read that hears nothing. On a server that can
    only be read nothing is told.
    """

    def __init__(self, address: Address) -> None:
        self._address = address
        self._sender = secrets.token_hex(8)
        self._guard = threading.Lock()
        self._hears: dict[str, list[Hear]] = defaultdict(list)
        self._waiting: dict[About, tuple[Callable[[], str], bool]] = {}
        self._lasting: dict[About, Callable[[], str]] = {}
        self._heard: dict[tuple[str, About], float] = {}
        self._pieces: dict[str, str] = defaultdict(str)
        self._listens = False
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def hear(self, kind: str, hear: Hear) -> None:
        """Have `hear` called, in the thread of the connection; see `Bulletin`."""
        with self._guard:
            self._hears[kind].append(hear)

    def tell(self, kind: str, about: str, write: Callable[[], str], *, is_last: bool = False) -> None:
        """Tell the others with the next tick; see `Bulletin`."""
        with self._guard:
            self._waiting[kind, about] = write, is_last
            while len(self._waiting) > MOST_WAITING:
                del self._waiting[next(iter(self._waiting))]
            self._lasting.pop((kind, about), None)
            if not is_last:
                self._lasting[kind, about] = write

    def close(self) -> None:
        """Tell what is still to be told, and end."""
        self._is_over.set()
        self._thread.join(END_S)

    def _run(self) -> None:
        while not self._is_over.is_set():
            try:
                with closing(PostgresConnection(self._address, writing=True)) as connection:
                    self._exchange(connection)
            except LibraryError as error:
                _log.info("nothing is told to other pages: %s", error)
            except Exception:  # the edge of a thread
                _log.exception("telling other pages failed")
            self._listens = False
            self._forget_silent()
            self._is_over.wait(RETRY_S)

    def _exchange(self, connection: PostgresConnection) -> None:
        channel, repeat = "", 0.0
        while True:
            is_over = self._is_over.is_set()
            if time.monotonic() >= repeat:
                channel, repeat = _listen(connection, channel), time.monotonic() + REPEAT_S
                self._listens = True
                with self._guard:
                    self._waiting = {about: (write, False) for about, write in self._lasting.items()} | self._waiting
            self._send(connection, channel)
            if is_over:
                return
            for said in connection.heard(TICK_S):
                self._take(said)
            self._forget_silent()

    def _send(self, connection: PostgresConnection, channel: str) -> None:
        with self._guard:
            waiting, self._waiting = self._waiting, {}
        if not waiting:
            return
        try:
            with connection.transaction():  # which the server passes on whole
                for (kind, about), (write, is_last) in waiting.items():
                    text = json.dumps([kind, about, is_last, write()])
                    pieces = [text[first : first + PIECE] for first in range(0, len(text), PIECE)]
                    for left, piece in zip(reversed(range(len(pieces))), pieces, strict=True):
                        connection.run("SELECT pg_notify(?, ?)", channel, f"{self._sender} {left} {piece}")
        except LibraryError:
            with self._guard:
                self._waiting = waiting | self._waiting
            raise

    def _take(self, said: str) -> None:
        sender, left, piece = said.split(" ", 2)
        if sender == self._sender:
            return
        self._pieces[sender] += piece
        if left != "0":
            return
        kind, about, is_last, text = json.loads(self._pieces.pop(sender))
        if is_last:
            self._heard.pop((sender, (kind, about)), None)
        else:
            self._heard[sender, (kind, about)] = time.monotonic()
        self._pass_on(kind, about, text)

    def _forget_silent(self) -> None:
        late = time.monotonic() - SILENT_S
        for one in [one for one, at in self._heard.items() if at < late]:
            del self._heard[one]
            self._pass_on(*one[1], "")

    def _pass_on(self, kind: str, about: str, text: str) -> None:
        with self._guard:
            hears = list(self._hears[kind])
        for hear in hears:
            try:
                hear(about, text)
            except Exception:  # what another version tells in another way
                _log.exception("what another page told was not understood")


def _listen(connection: PostgresConnection, before: str) -> str:
    """Return the name of the library's channel, which another library that was moved here has changed; listen to it."""
    made = secrets.token_hex(16)
    row = connection.first("SELECT value FROM meta WHERE key = 'channel'")
    if row is None:
        connection.run("INSERT INTO meta VALUES ('channel', ?) ON CONFLICT (key) DO NOTHING", made)
        row = connection.one("SELECT value FROM meta WHERE key = 'channel'")
    channel = f"broadsheet_{row[0]}"
    if channel != before:
        connection.listen(channel)
    return channel
