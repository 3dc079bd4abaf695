"""Coverage: which terms and names of a statement a unit of evidence holds."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from types import MappingProxyType

from index.splitting.rows import read_cells
from rag.support.chunks import JOINT
from rag.support.demonyms import place_of
from rag.support.grammar import Clause, Standing, find_clauses
from rag.support.labels import is_done
from rag.support.names import Name, are_same
from rag.support.quantities import quantities
from rag.support.statement import Statement
from rag.support.terms import Term, is_alike
from rag.support.trends import DIRECTIONS, find_trend
from rag.support.units import ROW, Unit
from rag.words import stem, stems, words

STRICT_WEIGHT = 2.0  # names and quantities tell more about whether a statement is meant than other words
ALIKE = 0.7  # of a word that is only alike
# What a word is told by, where another stands for it: what has a price costs it.
TOLD_BY: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        stem(word): frozenset(map(stem, others.split()))
        for word, others in (
            ("cost", "price"),
            ("price", "cost"),
            ("employees", "employ employee"),
            ("workforce", "employ employee"),
            ("sentence", "imprisonment jail prison"),
            ("plan", "intend pledge promise vow"),
            ("lead", "conduct head"),
            ("majority", "most"),
        )
    }
)
PERMITTING = frozenset(map(stem, "allow enable let permit".split()))  # "can" says no less
ABOVE = 0.6  # of a word of the title or heading, when units are chosen


class Coverage:
    """The terms of a statement that a unit holds."""

    def __init__(self, statement: Statement, unit: Unit) -> None:
        self.statement = statement
        self.unit = unit
        names = frozenset(word.stem for name in (*unit.names, *unit.owners) for word in name.words)
        self.bound = names | frozenset(one.counted for one in unit.quantities)  # "half an hour" is of minutes
        self._places = frozenset(place_of(word.text) for name in unit.names for word in name.words)
        self._initials = frozenset(name.initials for name in unit.names if len(name.words) > 1)
        # A row has no verb: its values say whether something rose, and the names of its columns who did what.
        self._is_row = ROW.fullmatch(unit.text) is not None
        self._trend = find_trend(unit.text) if self._is_row else None
        # "was bitten" and "bit" are one verb, and "turned down" is "refused".
        acts = find_clauses(statement.text)
        self._acts = {
            place: clause.deeds for clause in acts if not clause.is_implied for place in (clause.start, clause.particle)
        }
        told = find_clauses(unit.text) if not self._is_row else ()
        self._allowing = frozenset(one.start for one in acts if _is_told_as_possible(one, acts, told))
        self._done = frozenset(deed for clause in told for deed in clause.deeds)
        self.own = {term for term in statement.terms if self.holds(term, around=False)}

    def holds(self, term: Term, *, around: bool) -> float:
        """Return how far the unit holds a term, 0 to 1."""
        if term.quantity is not None:
            if any(own.holds(term.quantity) for own in self.unit.quantities):
                return 1.0
            return float(around and any(given.holds(term.quantity) for given in self.unit.given))
        if term.stem in self.unit.own or term.stem in self.bound or term.stem in self._initials:
            return 1.0
        if not self._done.isdisjoint(self._acts.get(term.start, ())) or (term.is_name and self._is_of_held_name(term)):
            return 1.0
        if term.is_name and (place := place_of(term.text)) and place in self._places:
            return 1.0
        if term.start in self._allowing or self._is_told_by_another(term):
            return 1.0
        if around and term.stem in self.unit.head:
            return 1.0
        if self._trend and DIRECTIONS.get(term.stem) == self._trend:
            return 1.0
        if self._is_row and (done := is_done(term, self.statement, self.unit.text)) is not None:
            return float(done)
        near = self.unit.own | self.unit.head if around else self.unit.own
        return ALIKE if not term.is_name and is_alike(term.stem, near) else 0.0

    def _is_told_by_another(self, term: Term) -> bool:
        """Tell whether another word beside a value of the statement tells a term: the name of its column, for one."""
        others = TOLD_BY.get(term.stem, frozenset())
        row = self.unit.text.strip()
        cells = [cell for cell in read_cells(row) if self._is_row and not others.isdisjoint(stems(cell.name))]
        values = [one.quantity for one in self.statement.terms if one.quantity]
        if not self._done.isdisjoint(others) or not values:
            return not others.isdisjoint(self.unit.own | self._done)
        parts = [cell.span.of(row) for cell in cells] if cells else [row] if ":" in row else JOINT.split(row)
        told = [part for part in parts if cells or not others.isdisjoint(stems(part))]
        return any(one.holds(value) for part in told for one in quantities(part) for value in values)

    def _is_of_held_name(self, term: Term) -> bool:
        """Tell whether a term is part of a name that the unit calls by another part: "Leon", of Councillor Baptiste."""
        whole = [name for name in self.statement.names if name.start <= term.start < name.end]
        return any(are_same(name, other) for name in whole for other in self.unit.names)

    def holds_name(self, name: Name) -> bool:
        """Tell whether the unit names the same; what the title and heading say counts for words that are all there."""
        if any(are_same(name, other) for other in self.unit.names):
            return True
        stems = {word.stem for word in name.words}
        if any(are_same(name, owner) for owner in self.unit.owners) or stems <= self.unit.head | self.unit.own:
            return stems <= self.unit.own or not self._is_of_another(name)
        return False

    def _is_of_another(self, name: Name) -> bool:
        """Tell whether the unit is about one whom the statement does not name, and who shares a word with `name`."""
        said = self.statement.names
        others = [other for other in self.unit.names if not any(are_same(one, other) for one in said)]
        stems = {word.stem for word in name.words}
        return any(stems & {word.stem for word in other.words} for other in others)

    def share(self, *, around: bool) -> float:
        """Return the weighted part of the statement's content that is held."""
        total = found = 0.0
        for term in self.statement.content:
            weight = STRICT_WEIGHT if term.is_strict else 1.0
            total += weight
            found += weight * self.holds(term, around=around)
        return found / total if total else 0.0

    def plain_words(self) -> float:
        """Return the part of the words that are held, here or around; 1 where there are only names and quantities."""
        plain = [self.holds(term, around=True) for term in self.statement.content if not term.is_strict]
        return sum(plain) / len(plain) if plain else 1.0

    def tells_act(self) -> bool:
        """Tell whether the unit has the verb that the statement says first of all, if there is one.

        A heading's ("Who can apply?") is that of what stands below only as far as that has no verb of its own.
        """
        done = find_clauses(self.unit.text)
        is_told = any(clause.is_main for clause in done)
        clauses = find_clauses(self.statement.text)
        mains = [clause for clause in clauses if clause.is_main and clause.start not in self._allowing]
        if any(self._is_another_deed(main, done) or _is_anothers(main, done) for main in mains):
            return False
        told = [term for term in self.statement.terms if any(term.start == main.start for main in mains)]
        # "The library lends squash" is parsed with a "squash" that does something: what lends must be told as well.
        beside = [term for term in self.statement.terms if any(term.start == one.start for one in clauses if one.doer)]
        is_above = any(self.holds(term, around=True) and not self.holds(term, around=False) for term in beside)
        return not (is_told and is_above) and all(self.holds(term, around=not is_told) for term in told)

    def _is_another_deed(self, main: Clause, done: Sequence[Clause]) -> bool:
        """Tell whether the unit has a verb only with another particle: who "called for" a vote did not call it off."""
        same = [clause for clause in done if clause.act == main.act]
        return bool(same) and not any(main.deeds & clause.deeds for clause in done)

    def wording(self) -> float:
        """Return the part of all words, those without content included, that stand in the unit."""
        said, told = {word.stem for word in words(self.statement.text)}, {word.stem for word in words(self.unit.text)}
        return len(said & told) / len(said) if said else 0.0

    def order(self) -> float:
        """Return the part of neighbouring words that are neighbours in the unit."""
        said, told = (
            set(pairwise(word.stem for word in words(text))) for text in (self.statement.text, self.unit.text)
        )
        return len(said & told) / len(said) if said else 1.0


def _is_told_as_possible(said: Clause, clauses: Sequence[Clause], told: Sequence[Clause]) -> bool:
    """Tell whether a clause has something allow or enable a deed, and a unit says who can do it."""
    deeds = next((one.deeds for one in clauses if said.act in one.governors and not one.is_thing), frozenset())
    can = [one.deeds for one in told if one.standing is Standing.OPEN and not one.is_denied and not one.is_thing]
    return said.act in PERMITTING and not said.is_denied and any(deeds & other for other in can)


def _is_anothers(main: Clause, told: Sequence[Clause]) -> bool:
    """Tell whether a unit has a verb only by another that tells it, and that of others: who vows is who plans."""
    others = TOLD_BY.get(main.act, frozenset())
    by = [one for one in told if one.act in others] if not any(main.deeds & one.deeds for one in told) else []
    doers = [other for one in by for other in one.doer]
    if not main.doer or not doers or any(one.is_pronoun for one in (*main.doer, *doers)):
        return False
    return not any(mine.words & other.words for mine in main.doer for other in doers)


def weigh(statement: Statement, unit: Unit) -> float:
    """Return how much of `statement` the unit holds, 0 to 1, at a fraction of what `compare` costs."""
    total = found = 0.0
    for term in statement.content:
        weight = STRICT_WEIGHT if term.is_strict else 1.0
        total += weight
        if term.quantity is not None:
            found += weight * any(own.holds(term.quantity) for own in unit.quantities)
        else:
            found += weight * (1.0 if term.stem in unit.own else ABOVE * (term.stem in unit.head))
    return found / total if total else 0.0
