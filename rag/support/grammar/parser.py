"""The parser: English sentences as trees of words, by spaCy's small model, which lies beside this file."""

import threading
from functools import lru_cache
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
    import spacy

    with as_file(files("rag.support.grammar") / MODEL) as folder:
        return spacy.load(folder)
