"""Languages whose number words, negations and function words are known: which of them a text is written in."""

import re
from functools import lru_cache

from index.search.terms.function_words import FUNCTION_WORDS

__all__ = ["FUNCTION_WORDS", "WORD", "language_of"]

WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)?", re.UNICODE)


@lru_cache(maxsize=4096)
def language_of(text: str) -> str:
    """Return "en", "de", "fr" or "es", whichever has most of its function words in `text`; "en" where none has any."""
    said = [part for word in WORD.findall(text.lower()) for part in re.split("[’']", word)]
    counts = {name: sum(word in known for word in said) for name, known in FUNCTION_WORDS.items()}
    return max(counts, key=lambda name: (counts[name], name == "en"))
