"""Owners: the statement has somebody do what the unit has that one's lawyer, sister or rival do."""

import re

from rag.support.conflicts.kinds import Conflict
from rag.support.coverage import Coverage
from rag.support.statement import Statement
from rag.support.terms import Term, terms
from rag.support.units import Unit
from rag.words import words

SUBJECT_STARTS = 25  # characters before a statement's subject: "The former councillor "
# People who do not act for whose they are: what a house's spokesman says, the house says.
RELATED = (
    r"(?:lawyer|attorney|solicitor|brother|sister|mother|father|parent|son|daughter|child|children|wife|husband|widow"
    r"|widower|uncle|aunt|cousin|nephew|niece|grand\w+|friend|neighbour|neighbor|partner|colleague|rival|opponent|critic"
    r"|coach|trainer|doctor|teacher|pupil|student|boss|deputy|aide|assistant|predecessor|successor|agent|guard|fan"
    r"|supporter|victim|killer|owner|tenant|driver|biographer)s?"
)
PRONOUN = re.compile(r"\b(?:he|she|they|who|whose)\b", re.IGNORECASE)
# "The legal wife of Lyle Jeffs has filed …"
OF = re.compile(rf"\b({RELATED})\s+(?:of|to)\s+(?:[\w.-]+\s+){{0,2}}$", re.IGNORECASE)
OWNED = re.compile(rf"\s*(?:['’]s?)?\s+(?:[\w-]+\s+){{0,2}}?({RELATED})\b", re.IGNORECASE)


def does_anothers(statement: Statement, unit: Unit, coverage: Coverage) -> Conflict | None:
    """Tell whether the unit names the statement's subject only to say whose somebody is.

    "Kostas Weir's lawyer has called for the charges to be dropped" does not say that Weir has.
    """
    subject = next((term for term in statement.content), None)
    if subject is None or subject.start > SUBJECT_STARTS or subject.quantity:
        return None
    subject = _last_of_name(subject, statement)
    if _owned_by(statement.text, subject.end) or not subject.stem:
        return None
    told = [term for term in terms(unit.text) if term.stem == subject.stem]
    act = next((term for term in statement.content if term.start > subject.start and not term.is_name), None)
    done = next((term for term in terms(unit.text) if act and term.stem == act.stem), None)
    before = [term for term in told if done and term.end <= done.start]
    if done and before:
        told = [] if PRONOUN.search(unit.text, before[-1].end, done.start) else before[-1:]
    others = [_owned_by(unit.text, term.end) or _related_to(unit.text, term.start) for term in told]
    own = {term.stem for term in statement.terms}
    is_anothers = others and all(others) and not own.intersection(word.stem for one in others for word in words(one))
    return Conflict.UNDONE if is_anothers else None


def _last_of_name(subject: Term, statement: Statement) -> Term:
    """Return the last term of the name that a term begins; the term itself where it begins none."""
    name = next((name for name in statement.names if name.start <= subject.start < name.end), None)
    inside = [term for term in statement.content if name and name.start <= term.start < name.end]
    return inside[-1] if inside else subject


def _owned_by(text: str, end: int) -> str:
    """Return who is said to be of whom a name before `end` is; "" where it says no such thing."""
    if not re.search(r"['’]s?$", text[:end]) and text[end : end + 1] not in ("'", "’"):
        return ""
    found = OWNED.match(text, end)
    return found[1] if found else ""


def _related_to(text: str, start: int) -> str:
    """Return who is said to be "of" whom a name at `start` is; "" where it says no such thing."""
    found = OF.search(text, 0, start)
    return found[1] if found else ""
