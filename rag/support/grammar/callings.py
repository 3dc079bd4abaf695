"""Callings: what somebody is only called or thought to be: "hailed as a cure", "called the plan a fraud"."""

from functools import lru_cache

from rag.support.grammar.arguments import stem_of
from rag.support.grammar.parser import can_parse, parse

# "as" which somebody may be described, whatever he is; not what he is known, named or used as.
CALLED_AS = frozenset(
    "bill brand condemn depict describe dismiss hail label perceive portray praise present promote regard see tout"
    " view".split()
)
CALLED = frozenset("brand call consider deem dub find label term think".split())


@lru_cache(maxsize=1024)
def find_callings(text: str) -> frozenset[str]:
    """Return the stems of the nouns and adjectives that an English text has somebody call somebody."""
    if not can_parse(text):
        return frozenset()
    found = set()
    for token in parse(text):
        above = token.head
        if token.dep_ == "appos" and above.dep_ == "dobj":
            above = above.head  # the parser takes 'the plan "an insult"' for one thing
        is_as = token.dep_ == "pobj" and above.lower_ == "as" and above.head.lemma_ in CALLED_AS
        # A name is what somebody is called.
        is_called = (
            token.dep_ in ("oprd", "ccomp", "appos") and above.lemma_ in CALLED and token.pos_ in ("NOUN", "ADJ")
        )
        if is_as or is_called:
            found.add(stem_of(token))
    return frozenset(found)
