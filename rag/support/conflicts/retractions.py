"""Retractions: the unit says that what the statement says was wrong."""

import re
from collections.abc import Iterable, Sequence

from rag.support.conflicts.kinds import Conflict
from rag.support.conflicts.likeness import is_same_act, meet
from rag.support.corrections import OWN_REPORT, RETRACTS, find_retractions, find_right_figure, retracted_kinds
from rag.support.coverage import Coverage
from rag.support.grammar import Clause, find_clauses
from rag.support.names import Name, find_names, is_held, is_meant
from rag.support.quantities import quantities
from rag.support.quantity import QuantityKind
from rag.support.quotes import quotes
from rag.support.statement import Statement
from rag.support.terms import content, is_alike, terms
from rag.support.units import Unit

CORRECTION = frozenset(term.stem for term in terms("correction corrections corrected corrects erratum Berichtigung"))
OUTDATED = re.compile(r"\bout of date\b|\boutdated\b|\bno longer (?:right|correct|true|valid)\b", re.IGNORECASE)
AS_BEFORE = re.compile(r"\b(?:that|the same) (?:year|month|day|time|number|figure|place)\b", re.IGNORECASE)
NEARLY_ALL = 0.9  # of a statement, and it is what was wrong


def withdraws(statement: Statement, unit: Unit, coverage: Coverage) -> Conflict | None:
    """Tell whether the unit has the statement's words only as what was said wrongly.

    "Our report gave a wrong number of people on board: 118" does not say that there were 118; who says that the report
    was wrong is right.
    """
    if RETRACTS.search(statement.text) or OUTDATED.search(statement.text):
        return None
    found = find_retractions(unit.text, in_correction=bool(CORRECTION & unit.head))
    taken_back = tuple(dict.fromkeys((*unit.withdrawn, *found)))
    if not taken_back:
        return None
    rest = unit.text
    for sentence in taken_back:
        rest = rest.replace(sentence, " ")
    if rest.strip() and _is_of_right(statement, rest, taken_back):
        return None
    if statement.sayers and not any(is_held(name, unit.text) for name in statement.sayers):
        return Conflict.UNDONE  # that it was wrong does not say that she did not say so
    if any(_repeats_role(statement, sentence) for sentence in taken_back):
        return Conflict.WITHDRAWN
    if not any(map(quantities, taken_back)) and _repeats_deed(statement, rest, taken_back):
        return Conflict.WITHDRAWN
    if any(_names_another(statement, sentence) for sentence in taken_back):
        return Conflict.UNDONE  # whom it named wrongly contradicts nobody
    return _repeats_wrong(statement, unit, coverage, rest, taken_back)


def _repeats_wrong(
    statement: Statement, unit: Unit, coverage: Coverage, rest: str, taken_back: Sequence[str]
) -> Conflict | None:
    """Tell whether a statement has a name, words or a number of what was wrong, and not of what is right."""
    said = [term.quantity for term in statement.terms if term.quantity is not None]
    if not said:
        if rest.strip() and _names_wrongly(statement, rest, taken_back):
            return Conflict.WITHDRAWN
        if rest.strip():
            return Conflict.WITHDRAWN if _repeats_quote(statement, rest, taken_back) else None
        return Conflict.WITHDRAWN if coverage.share(around=False) >= NEARLY_ALL else Conflict.UNDONE
    kinds = frozenset().union(*(retracted_kinds(sentence) for sentence in taken_back))
    kinds |= frozenset(QuantityKind) if unit.withdrawn else frozenset()
    wrong = [one for sentence in taken_back for one in quantities(sentence) if one.kind in kinds]
    right = quantities(rest)
    if any(any(old.holds(one) for old in wrong) and not any(new.holds(one) for new in right) for one in said):
        return Conflict.WITHDRAWN
    is_answered = any(new.holds(one) or new.is_rival(one) for new in right for one in said)
    is_of_wrong = any(old.holds(one) for old in wrong for one in said)
    is_all = not rest.strip() or any(old.is_rival(one) for old in wrong for one in said)
    return Conflict.UNDONE if is_all and not is_of_wrong and not is_answered else None  # it contradicts nothing


def gives_right(statement: Statement, unit: Unit) -> bool:
    """Tell whether the statement has the number that the unit gives in place of one that it takes back."""
    right = find_right_figure(unit.text) if unit.withdrawn else None
    return right is not None and any(
        term.quantity is not None and right.holds(term.quantity) for term in statement.terms
    )


def _repeats_deed(statement: Statement, rest: str, taken_back: Iterable[str]) -> bool:
    """Tell whether a statement has the same do to the same what was told wrongly, in whatever words beside it.

    "We also wrote that the bridge was built by the Corvin sawmill": who built the footbridge was not the sawmill.
    """
    right = find_clauses(rest)
    wrong = [clause for sentence in taken_back for clause in find_clauses(sentence) if not clause.reports]
    return any(
        _is_same_deed(said, old) and not any(_is_same_deed(said, new) for new in right)
        for said in find_clauses(statement.text)
        for old in wrong
    )


def _repeats_role(statement: Statement, sentence: str) -> bool:
    """Tell whether a statement calls somebody what a sentence says wrongly: "is the chair of", of "was chaired by"."""
    wrong = content(sentence)
    plain = [term.stem for term in statement.content if not term.is_strict]
    return all(one in wrong or is_alike(one, wrong) for one in plain) and any(
        not said.done_to and not said.is_denied and is_same_act(said, old) and meet(said.doer, old.doer)
        for said in find_clauses(statement.text)
        for old in find_clauses(sentence)
        if not old.reports and not quantities(sentence)
    )


def _names_another(statement: Statement, sentence: str) -> bool:
    """Tell whether a sentence has another do, or be, what the statement says of somebody it does not name."""
    return not any(is_held(name, sentence) for name in statement.names) and any(
        any(one.is_name for one in said.doer) and is_same_act(said, old)
        for said in find_clauses(statement.text)
        for old in find_clauses(sentence)
        if not old.reports and any(one.is_name for one in old.doer)
    )


def _is_same_deed(said: Clause, other: Clause) -> bool:
    """Tell whether both sides of a verb are the same in two clauses; a footbridge is a bridge."""
    if not (is_same_act(said, other) and said.doer and said.done_to and said.is_denied == other.is_denied):
        return False
    is_like = any(
        one.head.endswith(two.head) or two.head.endswith(one.head) for one in said.done_to for two in other.done_to
    )
    return meet(said.doer, other.doer) and (is_like or meet(said.done_to, other.done_to))


def _is_of_right(statement: Statement, rest: str, taken_back: Sequence[str]) -> bool:
    """Tell whether a statement has a name of what is right, or only its words where it goes on with "in that year"."""
    said, wrong = content(statement.text), content(" ".join(taken_back))
    if AS_BEFORE.search(rest) and said & content(rest) and not any(map(str.isalpha, said & (wrong - content(rest)))):
        return True
    return any(_is_told_rightly(name, rest, taken_back) for name in statement.names)


def _is_told_rightly(name: Name, rest: str, taken_back: Iterable[str]) -> bool:
    """Tell whether a name of the statement stands in what is right and not in what was wrong."""
    return is_meant(name, rest) and not any(is_meant(name, sentence) for sentence in taken_back)


def _names_wrongly(statement: Statement, rest: str, taken_back: Iterable[str]) -> bool:
    """Tell whether the statement has a name that was told wrongly, and what is right has another."""
    wrong = [one for one in statement.names if any(is_held(one, old) for old in taken_back) and not is_held(one, rest)]
    return bool(wrong) and any(not is_held(name, statement.text) for name in find_names(rest))


def _repeats_quote(statement: Statement, rest: str, taken_back: Iterable[str]) -> bool:
    """Tell whether a statement has the words that are quoted as what was wrong: "without a debate"."""
    said = content(statement.text)
    for sentence in taken_back:
        report = OWN_REPORT.search(sentence)
        wrong = [one for one in quotes(sentence) if report and one.start > report.end()]
        if any(content(one.text) and content(one.text) <= said and one.text not in rest for one in wrong):
            return True
    return False
