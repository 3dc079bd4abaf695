"""Searches: what one question, or its parts, look for in a library, each thing once."""

from collections.abc import Sequence

from index import Filter, Hit, Library
from rag.language import differ
from rag.support.names import find_names

WIDE = 40  # hits of an open question; one fact needs fewer, and those are the first of them
FIRST = 5  # hits, of which one that has the question's names in its own language is what was looked for
OF_NAMES = 10  # passages that names alone lead to
LEAST_NAME = 4  # letters


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
        """Return the `k` passages that pass `only` and fit `question` best, best first.

        Where only articles in another language have the names of a question, they are those of these articles: of the
        words that a question shares with others by chance ("pool", "water") none is about what is asked.
        """
        asked = (question, only)
        width, hits = self._found.get(asked, (0, ()))
        if width < k:
            hits = self.library.search(question, k, only)
            if abroad := self._named_abroad(question, hits, only):
                hits = self.library.search(question, k, only.within(Filter(articles=abroad)))
            self._found[asked] = k, hits
        return hits[:k]

    def _named_abroad(self, question: str, hits: Sequence[Hit], only: Filter) -> frozenset[str]:
        """Return the articles that alone have a question's names, in another language; none where others have them."""
        names = [name.words[-1].text.removesuffix("’s").removesuffix("'s") for name in find_names(question)]
        if not names or any(len(name) < LEAST_NAME for name in names):
            return frozenset()
        if all(differ(question, [hit.passage.text]) for hit in hits[:FIRST]):
            return frozenset()  # nothing in its own language is in the way

        def has_names(hit: Hit) -> bool:
            told = f"{hit.article.title}\n{hit.article.text}"
            return all(name in told for name in names)

        named = [hit for hit in hits[:FIRST] if has_names(hit)]
        if not named:
            named = [hit for hit in self.library.search(" ".join(names), OF_NAMES, only) if has_names(hit)]
        is_abroad = all(differ(question, [hit.passage.text]) for hit in named)
        return frozenset(hit.article.id for hit in named) if is_abroad else frozenset()
