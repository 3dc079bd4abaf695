"""Converses: one deed told from either side: "the shed belongs to Dunlin" and "Dunlin owns the shed"."""

from typing import TYPE_CHECKING

from rag.support.grammar.arguments import Argument, all_at
from rag.words import stem

if TYPE_CHECKING:
    from spacy.tokens import Token

Places = tuple[tuple[str, Argument], ...]
Deed = tuple[str, tuple[Argument, ...], tuple[Argument, ...], Places]  # the act, who does it, to what, and where

RECEIVE, DIE = stem("receive"), stem("die")
# Lemmas of handing over, and the act of who gets it.
GETTING = {
    "sell": "buy",
    "lease": "rent",
    "let": "rent",
    "rent": "rent",
    "lend": "borrow",
    "give": RECEIVE,
    "award": RECEIVE,
    "grant": RECEIVE,
    "donate": RECEIVE,
    "hand": RECEIVE,
}


def _by_lemma(lines: str) -> dict[str, str]:
    rows = [[word.replace("_", " ") for word in line.split()] for line in lines.strip().splitlines()]
    return {word: stem(row[0]) for row in rows for word in row}


# Verbs that say the same, a line each, with their particles and prepositions. What says so only beside an object, or
# only without one, stands apart: an offer is declined, and profits decline.
SAME = _by_lemma("""
beat defeat
begin start commence
build construct erect
buy purchase acquire
cancel call_off
choose pick select opt_for
close shut
conduct carry_out
continue go_on carry_on
debate discuss
demand call_for
demolish tear_down pull_down knock_down
discover find_out uncover
dismiss sack
examine inspect
extinguish put_out
finish complete
forbid prohibit ban
found establish set_up
happen occur
help assist
injure hurt wound
inform notify
investigate look_into
lead head
marry wed
need require
oppose object_to
own possess
permit allow
postpone defer put_off
propose put_forward
pull drag
repair mend fix
reply respond
rescue save
resign step_down
return give_back send_back hand_back
show demonstrate
succeed replace take_over_from
support back favour favor
telephone phone ring
try attempt
""")
PARTICLES = frozenset(("back", "down", "forward", "off", "on", "out", "over", "up"))
SAME_BESIDE_OBJECT = _by_lemma("""
refuse reject decline turn_down
rise raise increase lift
fall reduce cut lower decrease
""")
SAME_ALONE = _by_lemma("""
rise increase climb go_up
fall drop decline decrease sink go_down
""")
SUCCEEDING = frozenset(("replacement", "successor"))
EMPLOYEE, LIFE = stem("employee"), stem("life")
BELONG, EMPLOY, WORK, LOSE = "belong", "employ", "work", "lose"


def tell_from_one_side(
    verb: "Token", act: str, doer: tuple[Argument, ...], done_to: tuple[Argument, ...], places: Places
) -> Deed:
    """Return what a verb says as it is told of who gets, owns, employs or wins; other verbs as they are.

    English, by lists of the commonest verbs that are converse (Cruse, "Lexical Semantics", 1986, 10.8) or the same.
    """
    lemma = verb.lemma_.lower()
    to = tuple(argument for side, argument in places if side == "to") or _to_behind(verb)
    rest = tuple(one for one in places if one[0] != "to")
    if lemma in GETTING:
        getter, thing = to or _dative(verb), done_to
        if not to and _given(verb):  # "she was given a degree"
            getter, thing = done_to, _given(verb)
        if getter:
            given = tuple(("from", one) for one in doer)
            return GETTING[lemma], getter, tuple(one for one in thing if one not in getter), (*rest, *given)
    if lemma == BELONG and to:
        return "own", to, doer, rest
    if employed := _employ(lemma, doer, done_to, places):
        return employed
    if lemma == LOSE and (to or done_to):
        if any(one.head == LIFE for one in done_to):
            return DIE, doer, (), places
        return (act, doer, done_to, places) if done_to else ("beat", to, doer, rest)
    whole = _whole(verb)
    for place in places if not done_to else ():
        if f"{whole} {place[0]}" in SAME:  # who "called for" a vote demanded it
            return act, doer, (place[1],), tuple(one for one in places if one != place)
    return act, doer, done_to, places


def find_successors(noun: "Token") -> tuple[tuple[Argument, ...], tuple[Argument, ...]]:
    """Return who succeeds whom, by a noun: "appoints Hunt as Kwarteng's replacement", "Lee is the successor to Hay"."""
    behind = [held for side in noun.children if side.lower_ in ("to", "of", "for") for held in side.children]
    whom = [child for child in noun.children if child.dep_ == "poss"] + [one for one in behind if one.dep_ == "pobj"]
    head = noun.head
    if head.lower_ == "as":
        above = head.head
        objects = [one for one in above.children if one.dep_ in ("dobj", "oprd", "nsubjpass")]
        who = objects if above.pos_ == "VERB" else [above]
    elif head.lemma_ in ("be", "become"):
        who = [one for one in head.children if one.dep_ in ("nsubj", "attr") and one.i != noun.i]
    else:
        beside = [head] if noun.dep_ == "appos" else []
        who = beside + [child for child in noun.children if child.dep_ == "appos"]
    return all_at(who), all_at(whom)


def _employ(lemma: str, doer: tuple[Argument, ...], done_to: tuple[Argument, ...], places: Places) -> Deed | None:
    """Return who employs whom: "58 people work at the mill", "are employed at the mill", "it has 58 employees"."""
    firm = tuple(
        one for side, one in places if side == "for" or (side == "at" and (one.is_definite or one.is_name))
    )  # not "at night"
    rest = tuple(place for place in places if place[0] != "for" or place[1] not in firm)
    if firm and (lemma == WORK or (lemma == EMPLOY and not doer)):
        return EMPLOY, firm, doer or done_to, rest
    if lemma == "have" and any(one.head == EMPLOYEE for one in done_to):
        return EMPLOY, doer, done_to, places
    return None


def sense_of(token: "Token", act: str, deed: Deed) -> str:
    """Return the first of the verbs that say the same as a verb, or, of one with a particle, itself; "" elsewhere."""
    whole, (_, _, done_to, places) = _whole(token), deed
    particular = SAME_BESIDE_OBJECT if done_to else SAME_ALONE
    behind = [child.lower_ for child in token.children if child.dep_ == "prep"]
    moved = (SAME.get(f"{whole} {side}", "") for side in behind if side not in [one for one, _ in places])
    found = next(filter(None, moved), "") or particular.get(whole, "") or SAME.get(whole, "") or SAME.get(act, "")
    return found or (whole if " " in whole else "")


def particle_of(verb: "Token") -> "Token | None":
    """Return the particle of a verb: of "turned down" and of "stepped down", which the parser calls an adverb."""
    found = (child for child in verb.children if child.dep_ == "prt")
    beside = (child for child in verb.children if child.i == verb.i + 1 and child.dep_ == "advmod")
    return next(found, None) or next((child for child in beside if child.lower_ in PARTICLES), None)


def _whole(token: "Token") -> str:
    """Return the lemma of a verb with its particle: "turn down"."""
    particle = particle_of(token)
    return token.lemma_.lower() + (f" {particle.lower_}" if particle is not None else "")


def _to_behind(verb: "Token") -> tuple[Argument, ...]:
    """Return what stands behind a "to" that the parser hung on what is given: "sold the mill to Vane"."""
    things = [child for child in verb.children if child.dep_ == "dobj"]
    sides = [side for thing in things for side in thing.children if side.dep_ == "prep" and side.lower_ == "to"]
    return all_at(held for side in sides for held in side.children if held.dep_ == "pobj")


def _dative(verb: "Token") -> tuple[Argument, ...]:
    """Return to whom something is given without a preposition: "gave her a degree"."""
    return all_at(child for child in verb.children if child.dep_ == "dative" and child.pos_ != "ADP")


def _given(verb: "Token") -> tuple[Argument, ...]:
    """Return what is given to the subject of a passive verb."""
    is_passive = any(child.dep_ == "nsubjpass" for child in verb.children)
    return all_at(child for child in verb.children if child.dep_ in ("dobj", "oprd")) if is_passive else ()
