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
RELATIONS = (
    "lawyer attorney solicitor brother sister mother father parent son daughter child children wife husband widow"
    " widower uncle aunt cousin nephew niece grandfather grandmother grandson granddaughter grandparent grandchild"
    " friend neighbour neighbor partner colleague rival opponent critic coach trainer doctor teacher pupil student"
    " boss deputy aide assistant predecessor successor agent guard fan supporter victim killer owner tenant driver"
    " biographer"
).split()
RELATED = rf"(?:{'|'.join(RELATIONS)})s?"
PRONOUN = re.compile(r"\b(?:he|she|they|who|whose)\b", re.IGNORECASE)
# "The legal wife of Lyle Jeffs has filed …"
OF = re.compile(rf"\b({RELATED})\s+(?:of|to)\s+(?:[\w.-]+\s+){{0,2}}$", re.IGNORECASE)
HELP = r"(?:is|was|are|were|has|had|will be)"
HELPING = rf"(?:{HELP}\s+)?"
WHOM = re.compile(
    rf"(?:[Hh]e|[Ss]he|[Ii]t|[Tt]hey|(?:(?:Mrs?|Ms|Dr)\.? )?[A-Z][\w-]+(?: [A-Z][\w-]+){{0,3}})\s+{HELPING}"
)
PART = re.compile(
    rf"(?:\b(?:his|her|its|their)|['’]s)\s+(?:[\w-]+\s+)?(?!{HELP}\b)([\w-]+)\s+{HELPING}$",
    re.IGNORECASE,
)
_NAME = r"[A-Z][\w-]+(?:\s(?:of\s)?[A-Z][\w-]+)*"
POSSESSED = re.compile(rf"\b(?P<whose>{_NAME})['’]s?\s+(?P<what>{_NAME})")
CALLED = re.compile(rf"\b(?:is|are|was|were) (?:called |known as |nicknamed )?(?:the )?{_NAME}|\bnicknamed? ")
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


def does_a_part(statement: Statement, unit: Unit, coverage: Coverage) -> Conflict | None:
    """Tell whether a value that the statement gives its subject is in the unit that of something of somebody's.

    "His tail measures 16 inches" does not say that he does.
    """
    value = next((term for term in statement.content if term.quantity), None)
    verbs = [term for term in statement.terms if value and term.end <= value.start and not term.is_name]
    if value is None or value.quantity is None or not verbs or not _begins_with_whom(statement, verbs[-1]):
        return None
    said = {term.stem for term in statement.terms if term.stem}
    places = [found for found in terms(unit.text) if found.quantity and found.quantity.holds(value.quantity)]
    parts = [_part_before(unit.text, found, verbs[-1].stem) for found in places]
    return Conflict.UNDONE if parts and all(part and part not in said for part in parts) else None


def is_called_as_another(statement: Statement, unit: Unit, coverage: Coverage) -> Conflict | None:
    """Tell whether a statement calls one what the unit has another called: "Cameroon's Lions and Egypt's Pharaohs"."""
    if not CALLED.search(statement.text):
        return None
    pairs = [(found["whose"], found["what"]) for found in POSSESSED.finditer(unit.text)]
    lent = any(what in statement.text and whose not in statement.text for whose, what in pairs)
    has_own = any(whose in statement.text and what not in statement.text for whose, what in pairs)
    return Conflict.SWAPPED if lent and has_own else None


def _begins_with_whom(statement: Statement, verb: Term) -> bool:
    """Tell whether nothing but a pronoun or a name stands before the verb."""
    return WHOM.fullmatch(statement.text, 0, verb.start) is not None


def _part_before(text: str, value: Term, verb: str) -> str:
    """Return the stem of what is somebody's and stands before the verb of a value; "" where nothing does."""
    act = next((term for term in reversed(terms(text)) if term.end <= value.start and term.stem == verb), None)
    found = PART.search(text, 0, act.start) if act else None
    return next((word.stem for word in words(found[1])), "") if found else ""


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
