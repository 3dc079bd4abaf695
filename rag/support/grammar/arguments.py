"""Arguments: somebody or something that a verb is about, and whom a text calls by a noun."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rag.support.grammar.parser import can_parse, parse
from rag.words import fold, stem

if TYPE_CHECKING:
    from spacy.tokens import Token

SUBJECTS = ("nsubj", "nsubjpass", "csubj")
MODIFIERS = ("amod", "compound", "nmod", "poss")
OUTSIDE = ("relcl", "acl", "appos", "advcl", "conj", "cc", "punct", "ccomp")  # of what an argument itself is
QUANTIFIERS = frozenset("all every each both most many few some several half none no only".split())
NEAR = frozenset("above behind below beside near opposite outside under".split())
NOBODY = frozenset(map(stem, "neither no nobody none nothing".split()))
ANYTHING = frozenset(
    "case former issue latter matter ones other others question remainder rest thing".split()
)  # what was named before


@dataclass(frozen=True, slots=True)
class Argument:
    """Somebody or something that a clause is about.

    `head`: the stem of its noun; `words`: the stems of all that belongs to it; `modifiers`: those that tell which one
    it is; `is_name`: its noun is a name; `is_pronoun`: it stands for what was named before; `limits`: words such as
    "all", "most", "only". `is_definite`: "the firm", which may have been named before. `beside`: the stems of
    those it is joined to by "and", who are others; `near`: of what it only stands beside. `start`, `end`: its
    characters.
    """

    head: str
    words: frozenset[str]
    modifiers: frozenset[str] = frozenset()
    is_name: bool = False
    is_pronoun: bool = False
    limits: frozenset[str] = frozenset()
    is_definite: bool = False
    beside: frozenset[str] = field(default=frozenset(), compare=False)
    near: frozenset[str] = field(default=frozenset(), compare=False)
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)


def find_named(text: str, role: str) -> tuple[Argument, ...]:
    """Return the names of whom `text` calls by a noun: "Chief executive Ana Roth", "Ana Roth, the chief executive".

    `role` is the noun's stem.
    """
    if not can_parse(text):
        return ()
    return tuple(argument_at(name) for noun in parse(text) if stem_of(noun) == role for name in _names_of(noun))


def _names_of(noun: "Token") -> Iterator["Token"]:
    beside = [noun.head] if noun.dep_ in ("compound", "appos", "nmod") else []
    if noun.dep_ == "attr":
        beside += [child for child in noun.head.children if child.dep_ in SUBJECTS]
    if noun.dep_ in SUBJECTS and noun.head.lemma_ == "be":
        beside += [child for child in noun.head.children if child.dep_ == "attr"]
    beside += [child for child in noun.children if child.dep_ == "appos"]
    yield from (token for token in beside if token.pos_ == "PROPN")


def all_at(heads: Iterable["Token"]) -> tuple[Argument, ...]:
    """Return the arguments at `heads`, each with those beside it: "Ana and Per", "the team, the Brumbies"."""
    found = dict.fromkeys(one for head in heads for one in _beside(head))
    return tuple(argument_at(head) for head in found)


def _beside(head: "Token") -> Iterator["Token"]:
    first = head.head if head.dep_ == "appos" and not head.conjuncts else head  # "two people, a man and a child"
    for one in (first, *(other for other in first.conjuncts if not _is_ruled_out(other))):
        yield one
        yield from (child for child in one.children if child.dep_ == "appos")


def _is_ruled_out(conjunct: "Token") -> bool:
    """Tell whether what is joined is not meant: "Mara rather than Edda", "Mara, not Edda"."""
    between = conjunct.doc[conjunct.head.i + 1 : conjunct.i]
    return any(token.lower_ in ("not", "than", "instead") for token in between)


def counted(noun: "Token") -> "Token":
    """Return what counts a noun: of "seven of the houses" the seven; the noun itself elsewhere."""
    part = noun.head.head if noun.dep_ == "pobj" and noun.head.lower_ == "of" else noun
    return part if part.pos_ == "NUM" or part.lower_ in QUANTIFIERS else noun


def argument_at(head: "Token") -> Argument:
    """Return the argument whose noun is `head`; of "some of the houses" the noun is houses."""
    limits: set[str] = set()
    if head.lower_ in QUANTIFIERS | {"one"} or head.pos_ == "NUM":
        held = [two for one in head.children if one.lower_ == "of" for two in one.children if two.dep_ == "pobj"]
        part = {"some"} if head.pos_ == "NUM" else {head.lower_}  # "seven of the twelve species"
        limits, head = ({f"{head.lower_} of", *part}, held[0]) if held else (limits, head)
    own = list(own_words(head))
    modifiers = [token for token in own if _tells_which(token, head)]
    return Argument(
        stem_of(head),
        frozenset(stem_of(token) for token in own if not token.is_punct),
        frozenset(stem_of(token) for token in modifiers),
        head.pos_ == "PROPN",
        head.pos_ in ("PRON", "NUM") or head.lower_ in ANYTHING,
        # "Most people", not "the most loved".
        frozenset(token.lower_ for token in own if token.lower_ in QUANTIFIERS and token.tag_ != "RBS") | limits,
        any(token.dep_ in ("det", "poss") and token.head == head and token.lower_ not in ("a", "an") for token in own),
        frozenset(stem_of(token) for token in head.conjuncts),
        frozenset(stem_of(token) for token in own if token.dep_ == "pobj" and token.head.lower_ in NEAR),
        min(token.idx for token in own),
        max(token.idx + len(token) for token in own),
    )


def _tells_which(token: "Token", head: "Token") -> bool:
    """Tell whether a word says which one a noun means: "the north wing", "visits by bees"."""
    behind = token.dep_ == "pobj" and token.head.lower_ in ("by", "of") and token.head.head == head
    is_beside = token.dep_ in MODIFIERS and token.head == head
    return behind or (is_beside and token.pos_ != "PRON")  # "his father" may be Corder's


def own_words(head: "Token") -> Iterator["Token"]:
    """Yield `head` and what tells which one it is, without what is told of it beside ("who came")."""
    yield head
    for child in head.children:
        if child.dep_ not in OUTSIDE:
            yield from own_words(child)


def stem_of(token: "Token") -> str:
    """Return what a token is compared by: of a verb the stem of its lemma, so that "bitten" is "bit"."""
    return stem(fold(token.lemma_ if token.pos_ in ("VERB", "AUX") else token.text))
