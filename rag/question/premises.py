"""Premises: what a question takes for granted ("Why is the school unhappy?") and no article says."""

import re
from collections.abc import Sequence

from rag.support.terms import is_alike, terms
from rag.words import words

WHY = re.compile(r"\s*(?:why|how come|what (?:made|caused|led)|warum|wieso|weshalb|pourquoi|por qué)\b", re.IGNORECASE)


STATE = re.compile(
    r"\s*(?:is|are|was|were|ist|sind|war|waren|es|son|está|están|era|eran)\b|.*\b(?:est|sont|était|étaient)\b",
    re.IGNORECASE,
)


def find_unsaid(question: str, told: Sequence[str]) -> str:
    """Return the state that a "why" question takes for granted and no passage of `told` says, in its own spelling.

    "" where something is said of it, or where the question asks why something was done: that can be told in many words.
    Names are left out: who is not named anywhere is not found either.
    """
    asked = WHY.match(question)
    if not asked or not told or not STATE.match(question, asked.end()):
        return ""
    said = frozenset(word.stem for text in told for word in words(text))
    states = [term for term in terms(question[asked.end() :]) if term.is_content and term.stem and not term.is_name]
    last = states[-1] if states else None
    return "" if last is None or last.stem in said or is_alike(last.stem, said) else last.text


def say_unsaid(unsaid: str) -> str:
    """Return in a sentence that the articles do not say what the question takes for granted; "" for nothing."""
    return f"The articles found for this do not say “{unsaid}”, which the question takes for granted." if unsaid else ""
