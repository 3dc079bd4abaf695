"""Converses: one deed told from either side: "the shed belongs to Dunlin" and "Dunlin owns the shed"."""

from typing import TYPE_CHECKING

from rag.support.grammar.arguments import Argument, all_at
from rag.words import stem

if TYPE_CHECKING:
    from spacy.tokens import Token

Places = tuple[tuple[str, Argument], ...]
Deed = tuple[str, tuple[Argument, ...], tuple[Argument, ...], Places]  # the act, who does it, to what, and where

RECEIVE = stem("receive")
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
SAME = {"purchase": "buy", "acquire": "buy", "defeat": "beat"}
BELONG, WORK, LOSE = "belong", "work", "lose"


def tell_from_one_side(
    verb: "Token", act: str, doer: tuple[Argument, ...], done_to: tuple[Argument, ...], places: Places
) -> Deed:
    """Return what a verb says as it is told of who gets, owns, employs or wins; other verbs as they are.

    English, by a list of the commonest pairs of converse verbs (Cruse, "Lexical Semantics", 1986, 10.8).
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
    if lemma == WORK and (whom := tuple(argument for side, argument in places if side == "for")):
        return "employ", whom, doer, tuple(one for one in places if one[0] != "for")
    if lemma == LOSE and to and not done_to:
        return "beat", to, doer, rest
    return SAME.get(lemma, act), doer, done_to, places


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
