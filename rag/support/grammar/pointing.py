"""Pointing: sentences whose first "he", "her" or "them" stands for somebody named elsewhere."""

from rag.support.grammar.arguments import SUBJECTS
from rag.support.grammar.parser import can_parse, parse

THIRD = frozenset("he her him his its she their them they".split())


def points_back(text: str) -> bool:
    """Tell whether an English sentence does not name whom its first pronoun of the third person means.

    "Since his arrest he had not bet", "The youngest of them was Orla"; in "In his speech Orr said" it is Orr.
    """
    if not can_parse(text):
        return False
    tokens = list(parse(text))
    first = next((token for token in tokens if token.lower_ in THIRD and token.tag_ in ("PRP", "PRP$")), None)
    if first is None or any(token.pos_ in ("NOUN", "PROPN") for token in tokens[: first.i]):
        return False
    root = next(token for token in tokens if token.dep_ == "ROOT")
    subject = next((child for child in root.children if child.dep_ in SUBJECTS), None)
    is_named = subject is not None and subject.pos_ in ("NOUN", "PROPN") and first not in subject.subtree
    return not (is_named and subject is not None and subject.i > first.i)
