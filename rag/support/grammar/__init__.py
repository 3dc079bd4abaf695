"""The grammar of English sentences: who does what to whom, and whether it is told as a fact."""

from rag.support.grammar.arguments import ANYTHING, NOBODY, Argument, find_named
from rag.support.grammar.callings import find_callings
from rag.support.grammar.clauses import LIGHT, Clause, find_clauses, find_verbs
from rag.support.grammar.converses import RECEIVE
from rag.support.grammar.parser import warm_up
from rag.support.grammar.pointing import points_back
from rag.support.grammar.propositions import split_propositions
from rag.support.grammar.standing import Standing

__all__ = [
    "ANYTHING",
    "LIGHT",
    "NOBODY",
    "RECEIVE",
    "Argument",
    "Clause",
    "Standing",
    "find_callings",
    "find_clauses",
    "find_named",
    "find_verbs",
    "points_back",
    "split_propositions",
    "warm_up",
]
