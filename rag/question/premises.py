"""Premises: what a question takes for granted ("Why is the school unhappy?") and no article says."""

import re
from collections.abc import Sequence

from rag.support.terms import is_alike, terms
from rag.types import Window
from rag.words import words

WHY = re.compile(r"\s*(?:why|how come|what (?:made|caused|led)|warum|wieso|weshalb|pourquoi|por qué)\b", re.IGNORECASE)


def find_unsaid(question: str, windows: Sequence[Window]) -> tuple[str, ...]:
    """Return the words of a "why" question that no passage found for it says, in the question's spelling.

    Names are left out: who is not named anywhere is not found either.
    """
    asked = WHY.match(question)
    if not asked or not windows:
        return ()
    said = frozenset(word.stem for window in windows for word in words(f"{window.article.title}. {window.text}"))
    wanted = [term for term in terms(question[asked.end() :]) if term.is_content and term.stem and not term.is_name]
    return tuple(term.text for term in wanted if term.stem not in said and not is_alike(term.stem, said))


def say_unsaid(unsaid: Sequence[str]) -> str:
    """Return in a sentence that the articles do not say what the question takes for granted; "" for no words."""
    quoted = " or ".join(f"“{word}”" for word in unsaid)
    return f"The articles found for this do not say {quoted}, which the question takes for granted." if quoted else ""
