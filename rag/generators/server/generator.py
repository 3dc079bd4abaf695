"""The generator on a server: a prompt there, pieces of text back, several readings at once."""

import math
import threading
import time
from collections import OrderedDict
from collections.abc import Generator, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from statistics import fmean

from index.errors import ServerFailed
from index.servers.address import ServerAddress
from index.servers.client import Client
from index.servers.faults import broken_off
from index.servers.replies import Choice, Completion
from rag.errors import GeneratorError
from rag.generators.base import GeneratorIdentity, Reading, Review
from rag.generators.certainty import REACH, step_of
from rag.generators.server.dialects import RANKS, Talk
from rag.generators.server.probe import Found, find_out
from rag.generators.server.size import size_by_name
from rag.generators.streaming import until_blank_line
from rag.prompt import CHECKING, MAX_SHORT_TOKENS, write_asking, write_check, write_prompt, write_shortening
from rag.reach import ModelSize
from rag.types import Window

BYTES_PER_TOKEN = 4.0  # of English, as of most vocabularies; other scripts take more bytes a letter
UNASKED = "server not asked"
KEPT = 64  # answers whose firmness waits for the review
SILENT_S = 30.0  # for which a server that did not answer is not asked again how large its model is


class ServerGenerator:
    """Writes with a model that a server holds; nothing is asked of it before it is needed.

    As many readings are written at once as `Client` lets through. The same reading gives the same text as far as the
    server computes the same: what it kept of an earlier prompt may move a log-probability by .01.
    """

    def __init__(self, address: ServerAddress, client: Client | None = None) -> None:
        self._client = client or Client(address)
        self._finding = threading.Lock()
        self._known: Found | None = None
        self._silent_until = 0.0
        self._firmness: OrderedDict[tuple[str, str], float] = OrderedDict()

    @property
    def identity(self) -> GeneratorIdentity:
        """Return the address, and what the server told of itself and its model if it was asked already."""
        return GeneratorIdentity(self._client.address.name, "", self._known.build if self._known else UNASKED)

    def count_tokens(self, text: str) -> int:
        """Return an estimate, `BYTES_PER_TOKEN` a token: searching never waits for a server."""
        return math.ceil(len(text.encode("utf-8", "replace")) / BYTES_PER_TOKEN)

    def generate(self, reading: Reading) -> Iterator[str]:
        """Yield the model's answer; see `Generator.generate`. Closing it closes the connection."""
        if not reading.evidence.windows:
            return
        leads: list[float] = []
        written = ""
        talk = Talk(write_prompt(reading))
        with _as_generator_error(), closing(self._write(talk, reading.max_answer_tokens, leads)) as pieces:
            for piece in until_blank_line(pieces):
                written += piece
                yield piece
        if leads:
            self._firmness[reading.question, written] = fmean(leads)
            while len(self._firmness) > KEPT:
                self._firmness.popitem(last=False)

    def review(self, reading: Reading, written: str, window: Window | None) -> Review:
        """Return the answer in a few words, and how sure the model is, as far as the server tells it."""
        firmness = self._take_firmness(reading.question, written)
        if not reading.evidence.windows:
            return Review()
        with _as_generator_error():
            dialect = self._found().dialect
            if not written:
                return Review(answerable=self._ask_yes(Talk(write_asking(reading))) if dialect.ranks else None)
            if not dialect.takes_again():
                return Review(firmness=firmness)
            prompt = write_prompt(reading)
            leads: list[float] = []
            shortening = Talk(prompt, written, write_shortening(reading))
            with closing(self._write(shortening, MAX_SHORT_TOKENS, leads)) as pieces:
                short = "".join(until_blank_line(pieces))
            if not dialect.ranks:
                return Review(short)
            asked = [Talk(prompt, written, CHECKING), Talk(write_asking(reading))]
            alone = [Talk(write_check(written, window))] if window is not None else []
            stated, answerable, *said = self._ask_all([*asked, *alone], reading.at_once)
            return Review(short, firmness, fmean(leads) if leads else None, stated, next(iter(said), None), answerable)

    def warm_up(self) -> None:
        """Find out what the server is; see `Generator.warm_up`."""
        with _as_generator_error():
            self._found()

    def check(self, reading: Reading, told: Sequence[tuple[str, Window]]) -> tuple[float | None, ...]:
        """Return what the model says of several sentences and their windows, asked side by side; see `Checker`."""
        if not told:
            return ()
        with _as_generator_error():
            if not self._found().dialect.ranks:
                return (None,) * len(told)
            return self._ask_all([Talk(write_check(sentence, window)) for sentence, window in told], reading.at_once)

    def size(self) -> ModelSize:
        """Return what the server tells of its model; of one that does not answer, what the name tells; see `Sized`."""
        if self._known is None and time.monotonic() < self._silent_until:
            return size_by_name(self._client.address)
        try:
            return self._found().size
        except (GeneratorError, ServerFailed):  # writing will say it
            self._silent_until = time.monotonic() + SILENT_S
            return size_by_name(self._client.address)

    def describe(self) -> str:
        """Return what the server is and how it is spoken to, in one line.

        Raises:
            ServerFailed: it cannot be used.
        """
        found = self._found()
        missing = (
            "" if found.dialect.ranks else "; it tells no probabilities, so the judge does without the model's doubts"
        )
        return f"{found.build}, by {found.dialect.says}{missing}"

    def close(self) -> None:
        """Close the connections; what is being written there stops."""
        self._client.close()

    def _take_firmness(self, question: str, written: str) -> float | None:
        """Return how firmly an answer to `question` was written that is `written`, or has it as a sentence."""
        latest = reversed(list(self._firmness) if written else [])
        key = next((one for one in latest if one[0] == question and written in one[1]), None)
        return self._firmness.pop(key, None) if key else None

    def _found(self) -> Found:
        with self._finding:
            if self._known is None:
                self._known = find_out(self._client)
            return self._known

    def _write(self, talk: Talk, max_tokens: int, leads: list[float]) -> Generator[str, None, None]:
        """Yield what the model writes, and add to `leads` by how much each token led the second best."""
        found = self._found()
        body = {"model": found.model, "stream": True, **found.dialect.body(talk, max_tokens, 2)}
        is_ended = False
        for event in self._client.stream(found.dialect.path, body, Completion):
            self._client.check_model(event.model)
            for choice in event.choices[:1]:
                is_ended = is_ended or choice.finish_reason is not None
                if choice.written:  # the end has a position, too, but is no word
                    leads += _leads(choice)
                    yield choice.written
        if not is_ended:
            raise ServerFailed(broken_off(self._client.address.base))

    def _ask_all(self, talks: Sequence[Talk], at_once: int) -> tuple[float | None, ...]:
        """Return `_ask_yes` of each talk, `at_once` of them asked side by side."""
        with ThreadPoolExecutor(at_once) as pool:
            return tuple(pool.map(self._ask_yes, talks))

    def _ask_yes(self, talk: Talk) -> float | None:
        """Return how much likelier Yes is than No as the answer to `talk`, -16 to 16; None where neither is likely."""
        found = self._found()
        body = {"model": found.model, **found.dialect.body(talk, 1, RANKS)}
        reply = self._client.post(found.dialect.path, body, Completion)
        ranked = next((one for choice in reply.choices for one in choice.ranked), {})
        return prefers_yes(ranked)


def prefers_yes(ranked: Mapping[str, float]) -> float | None:
    """Return the log-probability of Yes minus that of No; one that is not among the likeliest is taken as the last."""
    if "Yes" not in ranked and "No" not in ranked:
        return None
    last = min(ranked.values())
    return max(-REACH, min(REACH, ranked.get("Yes", last) - ranked.get("No", last)))


def _leads(choice: Choice) -> Iterator[float]:
    """Yield by how much the best token led the second at each position, in the steps of a local generator."""
    for ranked in choice.ranked:
        best, *others = sorted(ranked.values(), reverse=True)
        if others:
            yield step_of(best - others[0])


@contextmanager
def _as_generator_error() -> Iterator[None]:
    try:
        yield
    except ServerFailed as error:
        raise GeneratorError(str(error)) from error
