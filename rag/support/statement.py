"""A sentence to be judged, taken apart once: its terms, names, quotations and speakers."""

from dataclasses import dataclass
from functools import lru_cache

from rag.support.names import Name, find_capitals, find_names
from rag.support.quotes import quotes
from rag.support.speakers import find_sayers
from rag.support.terms import Term, terms


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence to be judged, taken apart once."""

    text: str
    terms: tuple[Term, ...]
    names: tuple[Name, ...]
    quotes: tuple[str, ...]
    sayers: tuple[Name, ...]

    @property
    def content(self) -> tuple[Term, ...]:
        """Return the terms that say something."""
        return tuple(term for term in self.terms if term.is_content)


@lru_cache(maxsize=256)
def take_apart(text: str, known: frozenset[str] = frozenset()) -> Statement:
    """Return `text` taken apart; a capital at its beginning is a name's where its stem is among the `known` ones."""
    first = tuple(name for name in find_capitals(text) if any(word.stem in known for word in name.words))
    names = tuple(dict.fromkeys((*find_names(text), *first)))
    return Statement(text, terms(text), names, tuple(quoted.text for quoted in quotes(text)), find_sayers(text))
