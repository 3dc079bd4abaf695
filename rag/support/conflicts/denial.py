"""Denial: the unit denies what the statement affirms, or the reverse, or says it with the opposite word."""

import re
from collections.abc import Iterator, Sequence

from rag.support.chunks import JOINT, Chunk, chunks, find_term
from rag.support.conflicts.kinds import Conflict
from rag.support.conflicts.likeness import is_same_act
from rag.support.conflicts.predications import tells_same_order
from rag.support.coverage import Coverage
from rag.support.grammar import find_clauses
from rag.support.polarity import BEHIND, DENYING, ENDED, are_opposites, find_denials, has_implied_denial
from rag.support.quantity import Quantity
from rag.support.statement import Statement
from rag.support.terms import Term, content, is_alike, key_of
from rag.support.units import Unit

REPLACED = re.compile(
    r"rather than|instead of|statt|anstelle|plutôt que|au lieu d[eu]|en (?:lugar|vez) de", re.IGNORECASE
)
UP_OR_DOWN = re.compile(r"\b(\w+) (up|down)\b")  # "a goal up", "went down": no words of content
ASIDE = re.compile(r",\s*as [^,]{1,40},")  # "not, as we wrote, by the school board"
WHY = re.compile(r"\s+(?:because|due to|owing to)\b", re.IGNORECASE)
SHARED = 0.4  # of what a part that denies says, that the other must say too
_IF = re.compile(r"\b(?:if|in case|wenn|falls|si)\b", re.IGNORECASE)
ONLY_IF = re.compile(r"\bonly (?:if|when|where|after|once)\b|\bunless\b", re.IGNORECASE)
BEFORE = re.compile(r"\b(?:until|till|up to|used to|formerly|previously|in the past)\b", re.IGNORECASE)
ELLIPTIC = re.compile(
    r"\b(?:(?:did|do|does|was|were|is|are|has|have|had|could|would|will) ?(?:not|n['’]t|never)"
    r"|never (?:did|do|does|was|were|has|have|had|could|would|will))\W*$",
    re.IGNORECASE,
)
NONE_AS = re.compile(r"\b(?:none|nobody|nothing|no)\b[^.,:;]*\b(?:as \w+ as|\w+er than|more [\w ]+ than)\b", re.I)
FIRST_SINCE = re.compile(r"\b(?:first|last)\b[^.;:!?]*\bsince\b", re.IGNORECASE)
NOT_SINCE = re.compile(r"(?:\b(?:not|never|no)|n['’]t)\b[^.;:!?]*\bsince\b", re.IGNORECASE)
NOT_THAT = re.compile(r"\b(\w+), (?:and )?not (?:the|a|an|his|her|its|their)\b", re.IGNORECASE)
FORMS_OF_BE = frozenset("is are was were be been being 's".split())
TIME_ORDER = frozenset(("befor", "after"))
SCOPE = 2  # terms behind a "not" that it may deny


def denies(statement: Statement, unit: Unit, coverage: Coverage) -> Conflict | None:
    """Compare what each denies with whether the other, where it says the same, denies it too."""
    since = [[bool(way.search(text)) for way in (FIRST_SINCE, NOT_SINCE)] for text in (statement.text, unit.text)]
    if sorted(since) == [[False, True], [True, False]]:
        return None  # "the first win since 1974": they had not won since
    parts = chunks(statement.text)
    said, told = statement.text, unit.text
    for verb in DENYING:
        if verb.search(said) and verb.search(told):  # both deny it by it: "does not deny", of one who denies it
            said, told = (verb.sub(lambda found: " " * len(found[0]), text) for text in (said, told))
    ours = _unanswered(said, parts, told, unit.chunks)
    theirs = _unanswered(told, unit.chunks, said, parts)
    if not ours and not theirs:
        return None
    if _is_unsure(statement, unit, coverage):
        return Conflict.UNDONE
    return Conflict.POLARITY


def _is_unsure(statement: Statement, unit: Unit, coverage: Coverage) -> bool:
    """Tell whether a "not" on one side may say the same as none on the other.

    "Will pay only if it was not careless", and "won't pay if it was careless"; "shown a summary, not the report", and
    "a summary of the report"; "does not work", and "is out of action".
    """
    if any(
        ENDED.search(one) and BEFORE.search(other)
        for one, other in ((statement.text, unit.text), (unit.text, statement.text))
    ):
        return True  # what they stopped charging for they did charge for until then
    if ELLIPTIC.search(statement.text):
        return True  # "…, but it never did"
    if _IF.search(statement.text) and not _IF.search(unit.text):
        return True  # "if they do not decide" does not say that they don't
    if bool(NONE_AS.search(statement.text)) != bool(NONE_AS.search(unit.text)):
        return True  # "none sold as well as" its best-selling one
    if bool(ONLY_IF.search(statement.text)) != bool(ONLY_IF.search(unit.text)):
        return True
    said = frozenset(term.stem for term in statement.content)
    if any((told := content(found[1])) and told <= said for found in NOT_THAT.finditer(unit.text)):
        return True
    first = next((clause for clause in find_clauses(statement.text) if not clause.is_thing), None)
    if first is None or first.act in said or not first.places:
        return False
    is_light = statement.text[first.start : first.end].lower() in FORMS_OF_BE
    heads = [one for _, one in first.places[:1]]
    return is_light and not any(one.head in unit.own or is_alike(one.head, unit.own) for one in heads)


def says_the_opposite(statement: Statement, unit: Unit, coverage: Coverage) -> Conflict | None:
    """Return a conflict where a word of the statement is missing and the unit has its opposite in the same part."""
    theirs = {found[1]: found[2] for found in UP_OR_DOWN.finditer(unit.text.lower())}
    if any(theirs.get(found[1], found[2]) != found[2] for found in UP_OR_DOWN.finditer(statement.text.lower())):
        return Conflict.OPPOSITE
    missing = [term for term in statement.content if term.stem and term not in coverage.own]
    if not missing:
        return None
    said = {term.stem for term in statement.content}
    if tells_same_order(statement, unit):
        said |= TIME_ORDER
    turned = [clause for clause in find_clauses(unit.text) if clause.particle >= 0]  # "turned down" is no "accepted"
    for part in _counterparts({key_of(term) for term in coverage.own if term.is_content}, unit) or list(unit.chunks):
        for told in part.terms:
            if told.stem and told.stem not in said and any(are_opposites(term.stem, told.stem) for term in missing):
                return Conflict.OPPOSITE
        here = [clause.sense for clause in turned if part.start <= clause.start < part.end]
        if any(are_opposites(term.stem, sense) for term in missing for sense in here):
            return Conflict.OPPOSITE
    return None


def _unanswered(text: str, parts: Sequence[Chunk], other: str, others: Sequence[Chunk]) -> bool:
    """Tell whether `text` denies what `other` says without a "not"."""
    for part in parts:
        keys = {key_of(term) for term in part.content}
        beside = sum(any(_is_among(term, chunk) for chunk in others) for term in part.content)
        if beside < SHARED * len(part.content):
            continue  # what is denied is something else
        if _counts_otherwise(part, others):
            continue  # that it took half an hour is denied, not that it took eleven minutes
        for heads in _denied(text, part):
            if _is_of_an_aside(heads, text, other):
                continue
            if any(head.is_strict and not any(_is_among(head, chunk) for chunk in others) for head in heads):
                continue  # "Mara Thule rather than Edda Thule" denies nothing of Mara
            there = [chunk for chunk in others if any(_is_among(head, chunk) for head in heads)]
            shared = [len(keys & {key_of(term) for term in chunk.content}) for chunk in there]
            nearest = [chunk for chunk, count in zip(there, shared, strict=True) if count == max(shared)]
            replacing = [chunk for chunk in others if REPLACED.search(other, chunk.start, chunk.end)]
            answers = [denied for chunk in (*nearest, *replacing) for denied in _denied(other, chunk)]
            # "Nine fell ill with measles. Nobody died." denies that any died of it.
            answers += [denied[:1] for chunk in there for denied in _denied(other, chunk) if _are_same(heads, denied)]
            leans = any(not denied for chunk in others for denied in _denied(other, chunk))  # "If it does not, …"
            implied = nearest and all(
                has_implied_denial(frozenset(term.stem for term in chunk.content)) for chunk in nearest
            )
            if implied and not has_implied_denial(frozenset(term.stem for term in part.content)):
                continue  # "without going to sea", of one who "was forbidden to sail"
            if nearest and not leans and not any(_is_answered(heads, answer) for answer in answers):
                return True
    return False


def _is_of_an_aside(heads: Sequence[Term], text: str, other: str) -> bool:
    """Tell whether a "not" stands in an aside, and what `other` says first of all is told outside of it.

    "Ada Lund, who had no part in the trial, says that it was paid for in part by Hale" denies nothing of who paid.
    """
    told, said = find_clauses(text), [clause for clause in find_clauses(other) if clause.is_main]
    asides = [one for one in told if one.is_aside and any(head.start in one.own for head in heads)]
    rest = [one for one in told if not one.is_aside and not one.is_denied]
    if not asides or not said or any(one.act in content(other) for one in asides):
        return False
    return all(any(is_same_act(one, two) for two in rest) for one in said)


def _counts_otherwise(part: Chunk, others: Sequence[Chunk]) -> bool:
    """Tell whether a part and what it is compared with each have a number that the other lacks."""
    mine = [term.quantity for term in part.content if term.quantity is not None]
    theirs = [term.quantity for chunk in others for term in chunk.content if term.quantity is not None]
    return not _all_among(mine, theirs) and not _all_among(theirs, mine)


def _all_among(some: Sequence[Quantity], others: Sequence[Quantity]) -> bool:
    return all(any(one.holds(other) or other.holds(one) for other in others) for one in some)


def _is_answered(heads: Sequence[Term], answer: Sequence[Term]) -> bool:
    """Tell whether two denials are of the same; "the north pier" is not "the east pier"."""
    if any(_are_heads(head, other) for head in heads[:1] for other in answer):
        return True
    return any(_are_heads(head, answer[0]) for head in heads if answer)


def _denied(text: str, part: Chunk) -> Iterator[list[Term]]:
    """Yield, for each "not" of a part, the terms that it may deny: those behind it, else the last one before it."""
    for match in find_denials(text, part.start, part.end):
        content = [term for term in part.content if key_of(term) and not match.start() <= term.start < match.end()]
        before = [term for term in content if term.start < match.start()]
        aside = ASIDE.match(text, match.end())
        begin = WHY.match(text, match.end()) or aside  # "not because of the pay" denies the pay, not what stands before
        pause = JOINT.search(text, begin.end() if begin else match.end(), part.end)
        end = pause.start() if pause else part.end
        behind = [term for term in content if match.start() <= term.start < end]
        reach = 1 if REPLACED.fullmatch(match[0]) else SCOPE  # "instead of the east pier" denies no pier
        yield before[-SCOPE:] if match[0] in BEHIND else behind[:reach] or before[-1:]


def _are_same(heads: Sequence[Term], denied: Sequence[Term]) -> bool:
    return bool(heads) and bool(denied) and _are_heads(heads[0], denied[0])


def _are_heads(one: Term, other: Term) -> bool:
    """Tell whether a "not" before the one denies the same as before the other: "know" and "known"."""
    return key_of(one) == key_of(other) or (len(one.stem) > 3 and one.stem[:4] == other.stem[:4])


def _is_among(term: Term, part: Chunk) -> bool:
    return find_term(term, part) is not None or is_alike(term.stem, frozenset(one.stem for one in part.content))


def _counterparts(keys: set[str], unit: Unit) -> list[Chunk]:
    """Return the parts of the unit that say most of what is looked for."""
    shared = [(len(keys & {key_of(term) for term in chunk.content}), chunk) for chunk in unit.chunks]
    most = max((count for count, _ in shared), default=0)
    return [chunk for count, chunk in shared if count and count > 0.6 * most]
