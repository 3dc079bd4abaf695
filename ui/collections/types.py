"""Types of collections: what is in one, whose it is, and who reads it."""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date

from index.types import NOTHING, Filter
from ui.collections.errors import CollectionRefused

MAX_NAME_CHARS = 60
_UNSPEAKABLE = re.compile(r"[^\w]+")


@dataclass(frozen=True, slots=True)
class Collection:
    """A named set of articles: those that `picked` names, and those that pass `rule`, new ones included.

    `owner` made it, "" is the owner of this computer. `readers` are users' names; where there are none everybody reads
    it. Where there are some, its articles are for them, its owner and the owner of this computer alone.
    """

    name: str
    rule: Filter = field(default_factory=Filter)
    picked: frozenset[str] = frozenset()
    owner: str = ""
    readers: frozenset[str] = frozenset()

    @property
    def slug(self) -> str:
        """Return the name as addresses and models have it; two collections never share one."""
        return slug_of(self.name)

    @property
    def filter(self) -> Filter:
        """Return the filter that the articles of the collection pass."""
        if not self.picked:
            return self.rule or NOTHING
        picked = Filter(articles=self.picked)
        return Filter(any_of=(picked, self.rule)) if self.rule else picked

    def is_read_by(self, user: str) -> bool:
        """Tell whether `user`, "" for the owner of this computer, reads the collection."""
        return not self.readers or user in ("", self.owner) or user in self.readers

    def is_changed_by(self, user: str) -> bool:
        """Tell whether `user` may change the collection, or delete it."""
        return user in ("", self.owner)


@dataclass(frozen=True, slots=True)
class Held:
    """A collection with what is in it for who asks: articles, the newest day, and how many picked ones are gone."""

    collection: Collection
    articles: int
    newest: date | None
    gone: int
    picked: tuple[str, ...]


def check_name(name: str) -> str:
    """Return `name` with single spaces.

    Raises:
        CollectionRefused: it is too long, or has no letter and no digit.
    """
    kept = " ".join(unicodedata.normalize("NFC", name).split())
    if not 0 < len(kept) <= MAX_NAME_CHARS or not slug_of(kept) or not kept.isprintable():
        raise CollectionRefused(
            f"{name[: MAX_NAME_CHARS + 20]!r} cannot be the name of a collection; expected 1 to {MAX_NAME_CHARS} "
            "characters, a letter or a digit among them: choose another."
        )
    return kept


def slug_of(name: str) -> str:
    """Return what two names of one collection share: lower case, with a hyphen between words."""
    return _UNSPEAKABLE.sub("-", unicodedata.normalize("NFKC", name).casefold()).strip("-_")
