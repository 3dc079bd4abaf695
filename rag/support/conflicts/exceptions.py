"""Exceptions: the statement says of what the unit excepts what it says of all else, or leaves the exception out."""

import re
from collections.abc import Iterator, Sequence

from index import Span
from index.splitting import split_sentences
from rag.support.conflicts.kinds import Conflict
from rag.support.conflicts.likeness import is_same_act
from rag.support.coverage import Coverage
from rag.support.grammar import find_clauses
from rag.support.polarity import EVERY, EXCEPT, denies
from rag.support.statement import Statement
from rag.support.terms import Term, content, terms
from rag.support.units import Unit

UNLESS = r"\b(?:unless|es sei denn|à moins que?|a menos que)\b"
EXCEPTING = re.compile(rf"{EXCEPT.pattern}|{UNLESS}", re.IGNORECASE)
# "Everything but a fee"; "nobody but the keeper" excepts as well.
ALL_BUT = re.compile(
    r"\b(?:all|every\w*|any\w*|no|none|nobody|nothing)\b(?:\s+[\w'’-]+){0,3}?\s+(?P<sign>but)\b", re.IGNORECASE
)
ABSOLUTE = re.compile(
    rf"{EVERY.pattern}|\b(?:whole|entire(?:ly)?|throughout|completely|wholly|never|nobody|no one|none)\b", re.IGNORECASE
)
ALLOWED = re.compile(r"\b(?:may|can|could|might|allowed|permitted)\b", re.IGNORECASE)
RESTRICTING = re.compile(r"\b(?:only|unless|if|sometimes|not|no|never)\b", re.IGNORECASE)
# "May be used only in dry weather", "may only be used with a permit".
ONLY = re.compile(
    r"\bonly (?:[\w-]+ ){0,3}?(?:in|on|at|by|with|if|when|where|after|before|for|to|from|during|until|under|within"
    r"|between|once|while)\b(?P<limit>[^.;:,]*)",
    re.IGNORECASE,
)
OF_A_PART = re.compile(r"\b(?:only|but|other than|besides)\b", re.IGNORECASE)  # it sets apart what it is of
LETTERED = r",\s+(?:(?:and|or)\s+)?\([a-z]\)"  # "except (a) traders, (b) sellers and (c) charities"
END = re.compile(
    rf"[.;:!?]|{LETTERED}|,\s+(?:and|but|while|though|although|we|you|they|he|she|it|the)\b", re.IGNORECASE
)


def leaves_out(statement: Statement, unit: Unit, coverage: Coverage) -> Conflict | None:
    """Tell whether a statement is of all, and the unit excepts some or allows it only so: "only in dry weather"."""
    is_of_all = ABSOLUTE.search(statement.text) is not None and EXCEPTING.search(statement.text) is None
    if is_of_all and EXCEPTING.search(unit.text):
        return Conflict.UNDONE
    if not ALLOWED.search(statement.text) or RESTRICTING.search(statement.text):
        return None
    said = content(statement.text)
    limits = [
        content(found["limit"])
        for found in ONLY.finditer(unit.text)
        if ALLOWED.search(_sentence_at(unit.text, found.start()))
    ]
    return Conflict.UNDONE if any(limit and not limit & said for limit in limits) else None


def _sentence_at(text: str, start: int) -> str:
    return next((span.of(text) for span in split_sentences(text) if span.start <= start < span.end), text)


def tells_exception(statement: Statement, unit: Unit, coverage: Coverage) -> Conflict | None:
    """Tell whether the unit excepts what the statement is of, and both otherwise say or deny the same.

    "Not allowed in the cabins, except in cabins 3 and 4" does not have them forbidden there, and who refunds
    "everything but a fee" does not refund the fee.
    """
    is_as_all = any(denies(rule) == denies(statement.text) for rule in _exceptions_of(statement, unit))
    return Conflict.POLARITY if is_as_all and coverage.tells_act() else None


def is_excepted(statement: Statement, unit: Unit) -> bool:
    """Tell whether the unit excepts what the statement is of, and the statement says the reverse of the rule."""
    return any(denies(rule) != denies(statement.text) for rule in _exceptions_of(statement, unit))


def _exceptions_of(statement: Statement, unit: Unit) -> Iterator[str]:
    """Yield the rules of the unit of whose exceptions the statement speaks."""
    if EXCEPTING.search(statement.text) or OF_A_PART.search(statement.text):
        return
    told: Sequence[Term] = ()
    for sentence in split_sentences(unit.text):
        for begin, sign in _signs(unit.text, sentence):
            told = told or [term for term in terms(unit.text) if term.is_content]
            end = min((found.start() for found in END.finditer(unit.text, sign, sentence.end)), default=sentence.end)
            inside = [term for term in told if sign <= term.start < end]
            outside = [term for term in told if not begin <= term.start < end]
            alone = [one for one in inside if _is_among(one, statement.terms) and not _is_among(one, outside)]
            rule = unit.text[sentence.start : begin] or unit.text[end : sentence.end]
            if alone and (alone[0] is inside[0] or 2 * len(alone) >= len(inside)) and _does_the_same(statement, rule):
                yield rule


def _signs(text: str, sentence: Span) -> Iterator[tuple[int, int]]:
    for found in EXCEPTING.finditer(text, sentence.start, sentence.end):
        yield found.start(), found.end()
        for item in re.finditer(LETTERED, text[: sentence.end]):
            if item.start() > found.end():
                yield found.start(), item.end()
    for found in ALL_BUT.finditer(text, sentence.start, sentence.end):
        yield found.span("sign")


def _does_the_same(statement: Statement, rule: str) -> bool:
    ours, theirs = find_clauses(statement.text), find_clauses(rule)
    return any(is_same_act(one, other) for one in ours for other in theirs)


def _is_among(term: Term, others: Sequence[Term]) -> bool:
    if term.quantity is not None:
        return any(one.quantity is not None and term.quantity.holds(one.quantity) for one in others)
    return any(term.stem and term.stem == one.stem for one in others)
