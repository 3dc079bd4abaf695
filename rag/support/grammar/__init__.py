"""The grammar of English sentences: who does what to whom, and whether it is told as a fact."""

from rag.support.grammar.clauses import Argument, Clause, find_clauses
from rag.support.grammar.standing import Standing

__all__ = ["Argument", "Clause", "Standing", "find_clauses"]
