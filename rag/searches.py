"""Searches: what one question, or its parts, look for in a library, each thing once."""

from index import Filter, Hit, Library

WIDE = 40  # hits of an open question; one fact needs fewer, and those are the first of them


class Searches:
    """The searches made for one question, kept until it is answered.

    The hits and the points of a question look for the same words: on a server of a million passages a search is half of
    what its points take.
    """

    def __init__(self, library: Library) -> None:
        """Search in `library`."""
        self.library = library
        self._found: dict[tuple[str, Filter], tuple[int, tuple[Hit, ...]]] = {}

    def find(self, question: str, k: int, only: Filter) -> tuple[Hit, ...]:
        """Return the `k` passages that pass `only` and fit `question` best, best first."""
        asked = (question, only)
        width, hits = self._found.get(asked, (0, ()))
        if width < k:
            hits = self.library.search(question, k, only)
            self._found[asked] = k, hits
        return hits[:k]
