"""What an answer goes on with when it quotes: the tokens that follow its last ones in what was read."""

from collections.abc import Sequence
from itertools import takewhile

LONGEST = 3  # tokens of the answer that are looked up
SHORTEST = 2
_END = -1  # behind each source; no token


class Drafts:
    """Guesses the next tokens of an answer from the `sources` it was written from, and from the answer itself."""

    def __init__(self, sources: Sequence[Sequence[int]]) -> None:
        self._tokens: list[int] = []
        self._follows: dict[tuple[int, ...], int] = {}
        self._start = 0  # of the text that is added to: nothing is quoted over the end of one
        for source in sources:
            for token in source:
                self.add(token)
            self._tokens.append(_END)
            self._start = len(self._tokens)

    def add(self, token: int) -> None:
        """Take the next token of the answer."""
        place = len(self._tokens)
        for length in range(SHORTEST, min(LONGEST, place - self._start) + 1):
            # The first place stays: evidence is in the order of its worth.
            self._follows.setdefault(tuple(self._tokens[-length:]), place)
        self._tokens.append(token)

    def guess(self, most: int) -> tuple[int, ...]:
        """Return at most `most` tokens that followed the answer's last ones where these stood first, or ()."""
        for length in range(min(LONGEST, len(self._tokens) - self._start), SHORTEST - 1, -1):
            place = self._follows.get(tuple(self._tokens[-length:]))
            if place is not None:
                return tuple(takewhile(lambda token: token != _END, self._tokens[place : place + most]))
        return ()
