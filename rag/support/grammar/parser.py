"""The parser: English sentences as trees of words, by spaCy's small model, which lies beside this file."""

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from importlib.abc import MetaPathFinder
from importlib.resources import as_file, files
from typing import TYPE_CHECKING

from rag.language import language_of

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

# en_core_web_sm 3.8.0 (MIT) without its parts that find entities and sentences.
MODEL = "en_core_web_sm"
MOST_CHARS = 4_000  # of a text: what is longer is no sentence, and a megabyte would be refused by spaCy
_LOCK = threading.Lock()  # words that are new go into a table that all parses share


def can_parse(text: str) -> bool:
    """Tell whether a text is English and as short as sentences are."""
    return len(text) <= MOST_CHARS and language_of(text) == "en"


def warm_up() -> None:
    """Load the model now, some seconds, instead of with the first sentence."""
    parse("")


def parse(text: str) -> "Doc":
    """Return the tree of a text's words; some 5 ms a sentence on one core."""
    with _LOCK:
        return _load()(text)


@lru_cache(maxsize=1)
def _load() -> "Language":
    with _without_torch():
        import spacy

    with as_file(files("rag.support.grammar") / MODEL) as folder:
        return spacy.load(folder)


class _Hiding(MetaPathFinder):
    """Finds no torch for the thread that made it; others import it meanwhile as ever."""

    def __init__(self) -> None:
        self._thread = threading.get_ident()

    def find_spec(self, fullname: str, path: object, target: object = None) -> None:
        """Raise ModuleNotFoundError for what is hidden, and leave all else to the other finders."""
        if fullname == "torch" and threading.get_ident() == self._thread:
            raise ModuleNotFoundError("this model needs no torch", name=fullname)


@contextmanager
def _without_torch() -> Iterator[None]:
    """Keep spaCy from importing torch, which takes a second and more: it looks whether it is there, and needs none."""
    hiding = _Hiding()
    sys.meta_path.insert(0, hiding)
    try:
        yield
    finally:
        sys.meta_path.remove(hiding)
