"""Deeds: those that a question or a sentence tells of the list of deeds that rule each other out."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from rag.support.grammar import Argument, Clause, Standing, find_clauses
from rag.words import fold, stem, words

BEHIND = 3  # words behind a verb, among which what goes with it stands: "called the strike off"
SEVERAL = 2
BE = "be"


@dataclass(frozen=True, slots=True)
class Deed:
    """A deed: its name in the list, to what it is done, who does it, and how it is told."""

    name: str
    themes: tuple[Argument, ...]
    doers: tuple[Argument, ...]
    clause: Clause


def deeds_asked(question: str) -> Iterator[Deed]:
    """Yield the deeds that a question asks about; none where it asks by a denial."""
    clauses = find_clauses(question)
    if any(clause.is_denied for clause in clauses):
        return
    for clause in clauses:
        name = _name(clause, question)
        if clause.is_thing or clause.is_condition or not name:
            continue
        # "Was the offer of 6 per cent accepted?" is read as if the offer were something.
        first = next((one for one in clauses if one.act == BE and one.start < clause.start), None)
        if first is not None and first.doer:
            yield Deed(name, first.doer, clause.doer, clause)
        else:
            yield _deed(name, clause)


def deeds_told(sentence: str) -> Iterator[Deed]:
    """Yield the deeds that a sentence tells as facts, to one thing each."""
    clauses = find_clauses(sentence)
    for clause in clauses:
        name = _name(clause, sentence)
        is_told = clause.standing is Standing.TOLD and not (clause.is_thing or clause.is_denied or clause.is_condition)
        if name and is_told:
            deed = _deed(name, clause)
            starts = {one.start for other in clauses for one in (*other.doer, *other.done_to) if _is_one_of(one, deed)}
            if (
                len(starts) < SEVERAL
            ):  # "A plan was rejected, and a new plan is due": who asks for the plan may mean either
                yield deed


def deeds_denied(sentence: str) -> Iterator[Deed]:
    """Yield the deeds that a sentence says were not done, or will not be."""
    for clause in find_clauses(sentence):
        name = _name(clause, sentence)
        is_denied = clause.is_denied and clause.standing in (Standing.TOLD, Standing.COMING)
        if name and is_denied and not (clause.is_thing or clause.is_condition):
            yield _deed(name, clause)


def _deed(name: str, clause: Clause) -> Deed:
    """Return a deed by what it is done to, of what goes ahead or opens by that itself."""
    voted = tuple(one for side, one in clause.places if side == name.partition("-")[2])
    themes = voted or clause.done_to
    if name == "take-place" or not themes:
        return Deed(name, clause.doer, (), clause)
    return Deed(name, themes, clause.doer, clause)


def _is_one_of(argument: Argument, deed: Deed) -> bool:
    return any(argument.head == theme.head for theme in deed.themes)


def _name(clause: Clause, sentence: str) -> str:
    """Return the name of a clause's deed in the list, "" where it is none."""
    behind = [fold(word.text) for word in words(sentence[clause.end :])]
    sides = [side for side, _ in clause.places]
    for act, side, name in _names().get(clause.act, ()):
        if side and (side in behind[:BEHIND] or side in sides) and act == clause.act:
            return name
    return next((name for act, side, name in _names().get(clause.act, ()) if not side), "")


@cache
def _lines() -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    lines = files("rag.answer.yes_no").joinpath("deeds.txt").read_text(encoding="utf-8").splitlines()
    halves = [line.split(":") for line in lines if line and not line.startswith("#")]
    return tuple((tuple(first.split()), tuple(second.split())) for first, second in halves)


@cache
def opposites() -> dict[str, frozenset[str]]:
    """Return which deeds rule out each."""
    found: dict[str, frozenset[str]] = {}
    for first, second in _lines():
        for own, others in ((first, second), (second, first)):
            for name in own:
                found[name] = found.get(name, frozenset()) | frozenset(others)
    return found


@cache
def likes() -> dict[str, frozenset[str]]:
    """Return which deeds come to the same as each, itself among them."""
    halves = [frozenset(half) for line in _lines() for half in line]
    return {
        name: frozenset[str]().union(*(half for half in halves if name in half)) for half in halves for name in half
    }


@cache
def stems_of(name: str) -> frozenset[str]:
    """Return the stems of the words that tell a deed, its likes and its opposites."""
    deeds = likes().get(name, frozenset()) | opposites().get(name, frozenset())
    return frozenset(stem(fold(word)) for deed in deeds for word in deed.split("-"))


@cache
def _names() -> dict[str, tuple[tuple[str, str, str], ...]]:
    """Return for the stem of each verb its deeds: the stem, the word that goes with it, and the name."""
    found: dict[str, list[tuple[str, str, str]]] = {}
    for name in opposites():
        verb, _, side = name.partition("-")
        found.setdefault(stem(verb), []).append((stem(verb), side, name))
    return {act: tuple(several) for act, several in found.items()}
