"""Clauses: what each verb of a sentence says, of whom, and to whom."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from rag.support.grammar.arguments import NOBODY, SUBJECTS, Argument, all_at, argument_at, counted, own_words, stem_of
from rag.support.grammar.converses import (
    DIE,
    RECEIVE,
    SAME,
    SUCCEEDING,
    find_successors,
    particle_of,
    sense_of,
    tell_from_one_side,
)
from rag.support.grammar.parser import can_parse, parse
from rag.support.grammar.standing import Standing, has_condition, standing_of
from rag.support.number_words import ordinal_value
from rag.words import stem

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

OBJECTS = ("dobj", "dative")
INHERITING = ("conj", "xcomp")  # "She came and saw", "wants to see"
# Verbs that say little alone: "works at the institute" is what "an expert at the institute" does.
LIGHT = frozenset("be become do have say serve succeed tell work".split())
# What somebody says comes first, not that it is said: of "maintains that the roof leaked" that it leaked; and what
# somebody "used to be" or "managed to do".
BRINGING = frozenset("end happen manage use".split())
REPORTING = frozenset(
    "acknowledge add admit argue believe concede declare explain hold insist maintain note point remark report say"
    " state stress tell testify think".split()
)


BESIDE = ("while", "whereas")
KILL, MURDER, REPLACE = "kill", "murder", stem("replace")
SAYING = frozenset("announce claim complain confirm promise reply tell warn write".split())


@dataclass(frozen=True, slots=True)
class Clause:
    """What one verb says: "the dog bit the postman" and "the postman was bitten by the dog" are the same.

    `act` is the verb's stem, of "is the owner" the noun's. `doer` and `done_to` are () where they are not named.
    `places`: what stands behind prepositions, with each. `is_past`: it is told as done or under way. `ranks`: "second"
    and "largest" of "is the second-largest". `earlier`: pairs of acts, the first of which came before the second.
    `governors`: the stems of the words that give it its standing. `is_thing`: no verb says it, but the noun of what is
    planned, asked for or denied. `is_main`: it is what the sentence says first of all, and its verb says something by
    itself. `is_condition`: "if" or "unless" stands before it. `said_by`: who is said to say so. `reports`: it tells
    that something was said, as "he wrote" in "it had, he wrote, been lost". `is_aside`: it is told of a noun of another
    clause, as in "the bakery, which opened in 1911, is closed". `had`: it came before what is told beside it, as "had
    left". `is_implied`: it follows from another clause, as that two died from "it killed two". `own`: where the words
    begin that belong to no other verb.
    """

    act: str
    start: int
    end: int
    doer: tuple[Argument, ...] = ()
    done_to: tuple[Argument, ...] = ()
    places: tuple[tuple[str, Argument], ...] = ()
    standing: Standing = Standing.TOLD
    is_past: bool = False
    is_denied: bool = False
    ranks: frozenset[str] = frozenset()
    earlier: frozenset[tuple[str, str]] = frozenset()
    governors: frozenset[str] = frozenset()
    is_thing: bool = False
    is_main: bool = False
    is_condition: bool = False
    said_by: tuple[Argument, ...] = ()
    reports: bool = False
    is_aside: bool = False
    own: frozenset[int] = field(default=frozenset(), compare=False)
    sense: str = ""
    had: bool = False
    is_implied: bool = False
    particle: int = field(default=-1, compare=False)

    @property
    def deeds(self) -> frozenset[str]:
        """Return what it may be called: by its verb or what says the same; "call off" is not called "call"."""
        return frozenset(filter(None, (self.sense, "" if self.particle >= 0 else self.act)))


@lru_cache(maxsize=4096)
def find_clauses(text: str) -> tuple[Clause, ...]:
    """Return the clauses of an English text in order, none of any other or of what is no sentence.

    What a verb plans, asks for or denies is one, too, without a doer.
    """
    return tuple(_clauses(parse(text))) if can_parse(text) else ()


def find_verbs(text: str) -> frozenset[int]:
    """Return the offsets of the verbs of an English text that say something: no "spanned" of "a spanned river"."""
    if not can_parse(text):
        return frozenset()
    return frozenset(token.idx for token in parse(text) if _is_verb(token) and token.dep_ != "amod")


def _clauses(document: "Doc") -> Iterator[Clause]:
    for token in document:
        if _is_verb(token):
            clause = _clause(token)
            yield clause
            if clause.act in (KILL, MURDER) and clause.done_to:
                whom = clause.done_to
                yield replace(clause, act=DIE, sense=DIE, doer=whom, done_to=(), is_implied=True, is_main=False)
        elif token.lemma_ in SUCCEEDING and all(told := find_successors(token)):
            (who, whom), end = told, token.idx + len(token)
            standing, governors = standing_of(token)
            yield Clause(
                REPLACE, token.idx, end, who, whom, standing=standing, governors=governors, is_implied=True,
                sense=SAME["replace"],
            )  # fmt: skip
        elif token.pos_ in ("NOUN", "NUM") and token.dep_ in ("dobj", "pobj", "nsubjpass"):
            standing, governors = standing_of(token)
            if standing is not Standing.TOLD:
                end = token.idx + len(token)
                about = (argument_at(token),)
                sense = SAME.get(token.lemma_.lower(), "")
                governor = next((one for one in token.ancestors if _is_verb(one)), None)
                yield Clause(
                    stem_of(token),
                    token.idx,
                    end,
                    (),
                    about,
                    standing=standing,
                    is_denied=governor is not None and _is_denied(governor),
                    governors=governors,
                    is_thing=True,
                    sense=sense,
                )


def _is_denied(verb: "Token") -> bool:
    """Tell whether a verb has a "not": what is not done until Monday is done."""
    negation = next((child for child in verb.children if child.dep_ == "neg"), None)
    return negation is not None and not any(one.lower_ == "until" and one.i > negation.i for one in verb.subtree)


def _is_verb(token: "Token") -> bool:
    return token.pos_ in ("VERB", "AUX") and token.dep_ not in ("aux", "auxpass", "amod", "compound")


def _own_of(token: "Token") -> Iterator["Token"]:
    """Yield a verb's words and those below them, without what another verb says."""
    yield token
    for child in token.children:
        if not _is_verb(child) or child.lower_ in ("compared", "including"):
            yield from _own_of(child)


def _clause(verb: "Token") -> Clause:
    named = next((child for child in verb.children if verb.lemma_ == "be" and child.dep_ in ("attr", "acomp")), None)
    doer, done_to = _arguments(verb)
    standing, governors = standing_of(verb)
    act = argument_at(named).head if named is not None else _act(verb, done_to)
    deed = tell_from_one_side(verb, act, doer, done_to, tuple(_places(verb)))
    act, doer, done_to, places = deed
    return Clause(
        act,
        verb.idx,
        verb.idx + len(verb),
        doer,
        done_to,
        places,
        standing,
        _is_past(verb),
        _is_denied(verb) or any(one.words & NOBODY for one in (*doer, *done_to)),
        _ranks(named) if named is not None else frozenset(),
        frozenset(_earlier(verb)),
        governors,
        is_main=_is_first(verb) and verb.lemma_ not in LIGHT,
        is_condition=has_condition(verb),
        said_by=_sayers_of(verb),
        is_aside=verb.dep_ in ("relcl", "acl") and not _is_finite(verb),
        reports=verb.lemma_ in REPORTING | SAYING
        and (verb.dep_ == "parataxis" or any(child.dep_ == "ccomp" for child in verb.children)),
        own=frozenset(token.idx for token in _own_of(verb)),
        sense=sense_of(verb, act, deed),
        had=any(child.dep_ == "aux" and child.lower_ in ("had", "'d", "’d") for child in verb.children),
        particle=-1 if (particle := particle_of(verb)) is None else particle.idx,
    )


def _sayers_of(verb: "Token") -> tuple[Argument, ...]:
    """Return who is said to say what a verb says: of "Dunn said that it knew and did nothing" Dunn, for both."""
    while verb.dep_ == "conj" and verb.head.pos_ in ("VERB", "AUX"):
        verb = verb.head
    subject = _subject(verb.head) if verb.dep_ == "ccomp" and verb.head.lemma_ in REPORTING | SAYING else None
    return all_at([subject]) if subject is not None else ()


def _is_first(verb: "Token") -> bool:
    """Tell whether a verb is what its sentence says first of all, whoever is said to have said so."""
    brings = {"ccomp": REPORTING, "xcomp": BRINGING}
    if verb.dep_ == "conj" and verb.head.pos_ in ("VERB", "AUX"):
        return _is_first(verb.head)
    if verb.dep_ == "advcl" and any(child.dep_ == "mark" and child.lower_ in BESIDE for child in verb.children):
        return _is_first(verb.head)  # "One was accepted, while the other was rejected"
    if verb.dep_ in brings:
        return verb.head.dep_ == "ROOT" and verb.head.lemma_ in brings[verb.dep_]
    return (verb.dep_ == "ROOT" or _is_finite(verb)) and not any(
        verb.lemma_ in brings.get(child.dep_, ()) for child in verb.children
    )


def _is_finite(verb: "Token") -> bool:
    """Tell whether what the parser takes for a participle is a sentence's verb, as in "The board named Holt head".

    What is done to a noun has no object of its own, and a sentence has more than a noun.
    """
    is_alone = verb.dep_ == "acl" and verb.head.dep_ == "ROOT" and verb.doc[-1].lower_ == "."
    return is_alone and verb.tag_ in ("VBN", "VBD") and any(one.dep_ in ("dobj", "oprd") for one in verb.children)


def _arguments(verb: "Token") -> tuple[tuple[Argument, ...], tuple[Argument, ...]]:
    """Return who does it and to whom it is done, as in the active voice; whoever shares the verb is one of them."""
    subject = _subject(verb)
    objects = [child for child in verb.children if child.dep_ in OBJECTS and child.pos_ != "ADP"]
    if _is_passive(verb):
        agents = [obj for by in verb.children if by.dep_ == "agent" for obj in by.children if obj.dep_ == "pobj"]
        return all_at(agents), all_at([subject] if subject is not None else objects)
    if _is_finite(verb):
        return all_at([verb.head]), all_at(child for child in verb.children if child.dep_ in (*OBJECTS, "oprd"))
    if verb.dep_ == "acl" and verb.tag_ == "VBN":  # "the roof repaired by Lund"
        agents = [obj for by in verb.children if by.dep_ == "agent" for obj in by.children if obj.dep_ == "pobj"]
        return all_at(agents), all_at([counted(verb.head)])
    doers = all_at([subject] if subject is not None else [])
    top = verb.head if verb.dep_ == "xcomp" else verb
    if top.dep_ == "relcl" and subject == top.head and top.left_edge.i and top.left_edge.nbor(-1).is_punct:
        doers += all_at(_above(top.head))  # "the bakery on the corner, which …": the parser takes the corner
    if verb.dep_ == "relcl" and subject == verb.head and subject.dep_ == "attr" and subject.head.lemma_ == "be":
        doers += all_at(filter(None, [_subject(subject.head)]))  # "It is a lamp that runs on oil": it does
    if verb.dep_ == "relcl" and subject == verb.head:  # "Ana, who leads it, and Per, who paints": each does one
        others = [other for other in subject.conjuncts if other.i > verb.i or _is_told_of(other) or _is_verb(other)]
        told = [*others, *(child for other in others for child in other.children if child.dep_ == "appos")]
        doers = tuple(one for one in doers if all(not one.start <= other.idx < one.end for other in told))
    return doers, all_at(objects)


def _above(noun: "Token") -> Iterator["Token"]:
    """Yield the nouns that a noun behind prepositions says more of, and what a verb is about beside it."""
    while noun.dep_ == "pobj" and noun.head.dep_ == "prep":
        noun = noun.head.head
        if noun.pos_ in ("NOUN", "PROPN"):
            yield noun
        elif noun.pos_ == "VERB":
            yield from (child for child in noun.children if child.dep_ == "dobj")


def _is_told_of(noun: "Token") -> bool:
    return any(child.dep_ == "relcl" for child in noun.children)


def _act(verb: "Token", done_to: tuple[Argument, ...]) -> str:
    """Return the stem of a verb; who gets something receives it."""
    return RECEIVE if verb.lemma_ in ("get", "obtain") and done_to else stem_of(verb)


def _is_passive(verb: "Token") -> bool:
    """Tell whether something is done to a verb's subject; "was arrested and charged" says it once for both."""
    children = [child.dep_ for child in verb.children]
    if "auxpass" in children or "nsubjpass" in children:
        return True
    goes_on = verb.dep_ == "conj" and verb.tag_ == "VBN" and not {"aux", "nsubj"} & set(children)
    return goes_on and verb.head.pos_ == "VERB" and _is_passive(verb.head)


def _subject(verb: "Token") -> "Token | None":
    own = [child for child in verb.children if child.dep_ in SUBJECTS]
    named = next((child for child in own if child.tag_ not in ("WDT", "WP")), None)
    if named is not None or own or verb.dep_ == "relcl":
        of_whom = verb.head if verb.dep_ == "relcl" else None
        return named if named is not None else (of_whom or own[0]) if own else None
    if verb.dep_ not in INHERITING or verb.head.pos_ not in ("VERB", "AUX"):
        return None
    told = [child for child in verb.head.children if child.dep_ in ("dobj", "dative")]
    if verb.dep_ == "xcomp" and told and verb.head.lemma_ != "promise":
        return told[0]  # "asked the county to pay"
    return _subject(verb.head)


def _places(verb: "Token") -> Iterator[tuple[str, Argument]]:
    for child in verb.children:
        if child.dep_ == "prep" or (child.dep_ == "dative" and child.pos_ == "ADP"):
            for held in child.children:
                if held.dep_ == "pobj":
                    yield child.lower_, argument_at(held)
                elif held.dep_ == "prep":  # "out of fares"
                    yield from ((child.lower_, argument_at(one)) for one in held.children if one.dep_ == "pobj")


def _ranks(named: "Token") -> frozenset[str]:
    """Return the words that rank a noun: "second" and "largest", "one of"."""
    argument = argument_at(named)
    place = next((two for one in named.children if one.lower_ == "of" for two in one.children), named)
    words = own_words(place if "one of" in argument.limits else named)
    ranks = {token.lower_ for token in words if token.tag_ in ("JJS", "RBS") or _is_ordinal(token)}
    return frozenset(ranks | (argument.limits & {"one of"} if ranks else set()))


def _is_ordinal(token: "Token") -> bool:
    return token.is_alpha and ordinal_value(token.lower_, "en") is not None


def _earlier(verb: "Token") -> Iterator[tuple[str, str]]:
    """Yield which act came before which, by "before" and "after"."""
    times = [held for side in verb.children if side.dep_ == "prep" for held in side.children if held.dep_ == "pobj"]
    for child in (*verb.children, *(one for held in times for one in held.children if one.dep_ == "relcl")):
        if child.dep_ in ("advcl", "pcomp", "ccomp", "relcl"):
            marks = {mark.lower_ for mark in child.children if mark.dep_ in ("mark", "advmod")}
            is_over = any(aux.lemma_ == "have" for aux in child.children)  # "when she has finished"
            if "before" in marks:
                yield stem_of(verb), stem_of(child)
            elif "after" in marks or (is_over and marks & {"when", "once"}):
                yield stem_of(child), stem_of(verb)


def _is_past(verb: "Token") -> bool:
    if any(child.lower_ in ("since", "already") for child in verb.children):
        return True
    helping = [child for child in verb.children if child.dep_ in ("aux", "auxpass")]
    beside = [held for child in verb.children if child.dep_ == "prep" for held in child.children]
    is_timed = any(held.pos_ in ("PROPN", "NUM") for held in beside) or any(
        child.dep_ in ("npadvmod", "advmod") for child in verb.children
    )
    if verb.tag_ == "VBG" and verb.dep_ == "ROOT" and helping and not is_timed:
        return True  # who plans to build is not building; "is opening in May" is a plan
    first = min([*helping, verb], key=lambda token: token.i)
    return first.tag_ in ("VBD", "VBN") or (first.lemma_ == "have" and verb.tag_ == "VBN")
