"""Clauses: what each verb of a sentence says, of whom, and to whom."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from rag.language import language_of
from rag.support.grammar.parser import parse
from rag.support.grammar.standing import Standing, standing_of
from rag.support.number_words import ordinal_value
from rag.words import fold, stem

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

SUBJECTS = ("nsubj", "nsubjpass", "csubj")
OBJECTS = ("dobj", "dative")
MODIFIERS = ("amod", "compound", "nmod", "poss")
INHERITING = ("conj", "xcomp")  # "She came and saw", "wants to see"
OUTSIDE = ("relcl", "acl", "appos", "advcl", "conj", "cc", "punct", "ccomp")  # of what an argument itself is
QUANTIFIERS = frozenset("all every each both most many few some several half none no only".split())
NOBODY = frozenset("neither no nobody none nothing".split())
# Verbs that say little alone: "works at the institute" is what "an expert at the institute" does.
LIGHT = frozenset("be become do have say serve succeed tell work".split())
RECEIVE = stem("receive")
ANYTHING = frozenset(
    "case former issue latter matter ones other others question remainder rest thing".split()
)  # what was named before


@dataclass(frozen=True, slots=True)
class Argument:
    """Somebody or something that a clause is about.

    `head`: the stem of its noun; `words`: the stems of all that belongs to it; `modifiers`: those that tell which one
    it is; `is_name`: its noun is a name; `is_pronoun`: it stands for what was named before; `limits`: words such as
    "all", "most", "only". `is_definite`: "the firm", which may have been named before. `start`, `end`: its characters.
    """

    head: str
    words: frozenset[str]
    modifiers: frozenset[str] = frozenset()
    is_name: bool = False
    is_pronoun: bool = False
    limits: frozenset[str] = frozenset()
    is_definite: bool = False
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Clause:
    """What one verb says: "the dog bit the postman" and "the postman was bitten by the dog" are the same.

    `act` is the verb's stem, of "is the owner" the noun's. `doer` and `done_to` are None where they are not named.
    `places`: what stands behind prepositions, with each. `after`: the act that this one followed, by "before" and
    "after". `is_past`: it is told in a past tense. `governors`: the stems of the words that give it its standing.
    `is_thing`: no verb says it, but the noun of what is planned, asked for or denied.
    `is_main`: it is what the sentence says first of all, and its verb says something by itself.
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


@lru_cache(maxsize=4096)
def find_clauses(text: str) -> tuple[Clause, ...]:
    """Return the clauses of an English text in order, none of any other.

    What a verb plans, asks for or denies is one, too, without a doer.
    """
    return tuple(_clauses(parse(text))) if language_of(text) == "en" else ()


def find_named(text: str, role: str) -> tuple[Argument, ...]:
    """Return the names of whom `text` calls by a noun: "Chief executive Ana Roth", "Ana Roth, the chief executive".

    `role` is the noun's stem.
    """
    if language_of(text) != "en":
        return ()
    return tuple(_argument(name) for noun in parse(text) if _stem(noun) == role for name in _names_of(noun))


def _names_of(noun: "Token") -> Iterator["Token"]:
    beside = [noun.head] if noun.dep_ in ("compound", "appos", "nmod") else []
    if noun.dep_ == "attr":
        beside += [child for child in noun.head.children if child.dep_ in SUBJECTS]
    if noun.dep_ in SUBJECTS and noun.head.lemma_ == "be":
        beside += [child for child in noun.head.children if child.dep_ == "attr"]
    beside += [child for child in noun.children if child.dep_ == "appos"]
    yield from (token for token in beside if token.pos_ == "PROPN")


def _clauses(document: "Doc") -> Iterator[Clause]:
    for token in document:
        if token.pos_ in ("VERB", "AUX") and token.dep_ not in ("aux", "auxpass", "amod", "compound"):
            yield _clause(token)
        elif token.pos_ in ("NOUN", "NUM") and token.dep_ in ("dobj", "pobj", "nsubjpass"):
            standing, governors = standing_of(token)
            if standing is not Standing.TOLD:
                end = token.idx + len(token)
                about = (_argument(token),)
                yield Clause(
                    _stem(token), token.idx, end, (), about, standing=standing, governors=governors, is_thing=True
                )


def _clause(verb: "Token") -> Clause:
    named = next((child for child in verb.children if verb.lemma_ == "be" and child.dep_ in ("attr", "acomp")), None)
    doer, done_to = _arguments(verb)
    standing, governors = standing_of(verb)
    return Clause(
        _argument(named).head if named is not None else _act(verb, done_to),
        verb.idx,
        verb.idx + len(verb),
        doer,
        done_to,
        tuple(_places(verb)),
        standing,
        _is_past(verb),
        any(child.dep_ == "neg" for child in verb.children) or any(one.words & NOBODY for one in (*doer, *done_to)),
        _ranks(named) if named is not None else frozenset(),
        frozenset(_earlier(verb)),
        governors,
        is_main=verb.dep_ == "ROOT" and verb.lemma_ not in LIGHT,
    )


def _arguments(verb: "Token") -> tuple[tuple[Argument, ...], tuple[Argument, ...]]:
    """Return who does it and to whom it is done, as in the active voice; whoever shares the verb is one of them."""
    subject = _subject(verb)
    objects = [child for child in verb.children if child.dep_ in OBJECTS and child.pos_ != "ADP"]
    if _is_passive(verb):
        agents = [obj for by in verb.children if by.dep_ == "agent" for obj in by.children if obj.dep_ == "pobj"]
        return _all(agents), _all([subject] if subject is not None else objects)
    if verb.dep_ == "acl" and verb.tag_ == "VBN":  # "the roof repaired by Lund"
        agents = [obj for by in verb.children if by.dep_ == "agent" for obj in by.children if obj.dep_ == "pobj"]
        return _all(agents), _all([verb.head])
    return _all([subject] if subject is not None else []), _all(objects)


def _act(verb: "Token", done_to: tuple[Argument, ...]) -> str:
    """Return the stem of a verb; who gets something receives it."""
    return RECEIVE if verb.lemma_ in ("get", "obtain") and done_to else _stem(verb)


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


def _all(heads: list["Token"]) -> tuple[Argument, ...]:
    """Return the arguments at `heads`, each with those beside it: "Ana and Per", "the team, the Brumbies"."""
    found = dict.fromkeys(one for head in heads for one in _beside(head))
    return tuple(_argument(head) for head in found)


def _beside(head: "Token") -> Iterator["Token"]:
    first = head.head if head.dep_ == "appos" else head
    for one in (first, *(other for other in first.conjuncts if not _is_ruled_out(other))):
        yield one
        yield from (child for child in one.children if child.dep_ == "appos")


def _is_ruled_out(conjunct: "Token") -> bool:
    """Tell whether what is joined is not meant: "Mara rather than Edda", "Mara, not Edda"."""
    between = conjunct.doc[conjunct.head.i + 1 : conjunct.i]
    return any(token.lower_ in ("not", "than", "instead") for token in between)


def _argument(head: "Token") -> Argument:
    limits: set[str] = set()
    if head.lower_ in QUANTIFIERS | {"one"}:  # "some of the houses" are houses
        held = [two for one in head.children if one.lower_ == "of" for two in one.children if two.dep_ == "pobj"]
        limits, head = ({f"{head.lower_} of", head.lower_}, held[0]) if held else (limits, head)
    own = list(_own_words(head))
    modifiers = [token for token in own if token.dep_ in MODIFIERS and token.head == head]
    return Argument(
        _stem(head),
        frozenset(_stem(token) for token in own if not token.is_punct),
        frozenset(_stem(token) for token in modifiers),
        head.pos_ == "PROPN",
        head.pos_ in ("PRON", "NUM") or head.lower_ in ANYTHING,
        frozenset(token.lower_ for token in own if token.lower_ in QUANTIFIERS) | limits,
        any(token.dep_ in ("det", "poss") and token.head == head and token.lower_ not in ("a", "an") for token in own),
        min(token.idx for token in own),
        max(token.idx + len(token) for token in own),
    )


def _own_words(head: "Token") -> Iterator["Token"]:
    yield head
    for child in head.children:
        if child.dep_ not in OUTSIDE:
            yield from _own_words(child)


def _places(verb: "Token") -> Iterator[tuple[str, Argument]]:
    for child in verb.children:
        if child.dep_ == "prep" or (child.dep_ == "dative" and child.pos_ == "ADP"):
            for held in child.children:
                if held.dep_ == "pobj":
                    yield child.lower_, _argument(held)


def _ranks(named: "Token") -> frozenset[str]:
    """Return the words that rank a noun: "second" and "largest", "one of"."""
    argument = _argument(named)
    place = next((two for one in named.children if one.lower_ == "of" for two in one.children), named)
    words = _own_words(place if "one of" in argument.limits else named)
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
                yield _stem(verb), _stem(child)
            elif "after" in marks or (is_over and marks & {"when", "once"}):
                yield _stem(child), _stem(verb)


def _is_past(verb: "Token") -> bool:
    helping = [child for child in verb.children if child.dep_ in ("aux", "auxpass")]
    first = min([*helping, verb], key=lambda token: token.i)
    return first.tag_ in ("VBD", "VBN") or (first.lemma_ == "have" and verb.tag_ == "VBN")


def _stem(token: "Token") -> str:
    return stem(fold(token.lemma_ if token.pos_ in ("VERB", "AUX") else token.text))
