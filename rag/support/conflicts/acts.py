"""Acts: the statement has its subject do what the unit has somebody else do, or only the title speaks of."""

import re

from index.splitting import split_sentences
from rag.support.conflicts.kinds import Conflict
from rag.support.coverage import Coverage
from rag.support.names import find_names
from rag.support.statement import Statement
from rag.support.terms import Term, content, is_alike, terms
from rag.support.units import ITEM, ROW, Unit

SUBJECT_STARTS = 20  # characters before a statement's subject: "The councillor "
JOINED = re.compile(r"[,;:(–—]|['’]s\b|\b(?:and|or|of|in|at|from)\b")  # behind it nothing is said of the subject yet
BEGUN = re.compile(r"(he|she)\b(?!['’])", re.IGNORECASE)
OTHERS = {
    "he": (re.compile(r"\bshe\b", re.IGNORECASE), re.compile(r"\b(?:he|him|his|man|mr)\b", re.IGNORECASE)),
    "she": (re.compile(r"\bhe\b", re.IGNORECASE), re.compile(r"\b(?:she|hers?|woman|mrs|ms)\b", re.IGNORECASE)),
}
PRONOUN = re.compile(r"\b(?:he|she|it|they|his|her|its|their)\b", re.IGNORECASE)
SENTENCE_END = re.compile(r"[.!?][\"”’)]*\s*$")


def does_another(statement: Statement, unit: Unit, coverage: Coverage) -> Conflict | None:
    """Tell whether nothing in the unit has the statement's subject do what it is said to do.

    "The mayor called the vote … Dominic Faye said that the wall …", in an article "Council votes for sea wall", does
    not say that Faye voted: what he does stands in the sentence before, where he is not, or in the title.
    """
    subject = next((term for term in statement.content if term.is_name), None)
    if subject is None or subject.start > SUBJECT_STARTS or subject.stem not in unit.own:
        return None
    act = next((term for term in statement.content if term.start > subject.start and not term.is_name), None)
    if act is None or act.quantity or JOINED.search(statement.text, subject.end, act.start):
        return None
    if not coverage.holds(act, around=False):
        is_told = SENTENCE_END.search(unit.text) and not ITEM.match(unit.text) and not ROW.fullmatch(unit.text)
        return Conflict.UNDONE if is_told and act.stem in unit.head else None
    sentences = [span.of(unit.text) for span in split_sentences(unit.text)]
    if len(sentences) < 2:
        return None
    is_anothers = _is_before(act, subject, sentences) or _is_of_another(act, subject, sentences)
    return Conflict.UNDONE if is_anothers else None


def _is_before(act: Term, subject: Term, sentences: list[str]) -> bool:
    """Tell whether the act stands only in the first sentence and the subject only behind it."""
    first, *others = (frozenset(term.stem for term in terms(text) if term.stem) for text in sentences)
    rest = frozenset().union(*others)
    acts = [act.stem in there or is_alike(act.stem, there) for there in (first, rest)]
    return acts == [True, False] and subject.stem in rest and subject.stem not in first


def _is_of_another(act: Term, subject: Term, sentences: list[str]) -> bool:
    """Tell whether the act stands only in the last sentence, behind somebody else's name, and the subject before it.

    "Draghi held up his hands … The woman, Josephine Witt, yelled …": he did not.
    """
    *before, last = sentences
    done = next((term for term in terms(last) if term.stem == act.stem), None)
    if done is None or any(act.stem in content(text) for text in before) or subject.stem in content(last):
        return False
    names = [name for name in find_names(last) if name.end <= done.start]
    return bool(names) and not PRONOUN.search(last, 0, done.start)


def does_the_other(statement: Statement, unit: Unit, coverage: Coverage) -> Conflict | None:
    """Tell whether "she" does what the unit has "he" do, and nobody else is there who might be meant."""
    begun = BEGUN.match(statement.text)
    if begun is None:
        return None
    other, own = OTHERS[begun[1].lower()]
    told = split_sentences(unit.text)[-1].of(unit.text)
    is_other = other.search(told) and not own.search(told) and not find_names(told)
    return Conflict.UNDONE if is_other else None
