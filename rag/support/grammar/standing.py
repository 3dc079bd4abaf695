"""Standing: whether a sentence tells something as a fact, or only as planned, possible, asked or denied."""

from collections.abc import Iterator
from enum import StrEnum
from typing import TYPE_CHECKING

from rag.words import fold, stem

if TYPE_CHECKING:
    from spacy.tokens import Token


class Standing(StrEnum):
    """How a sentence stands to what one of its verbs says."""

    TOLD = "told"
    PAST = "past"
    COMING = "coming"
    OPEN = "open"
    DENIED = "denied"


# Lemmas that govern what they stand before: "plans to close", "the plan to close", "accused of closing".
COMING = frozenset(
    "agree agreement arrange decide decision due expect intend intention plan prepare promise ready schedule"
    " set vote vow".split()
)
OPEN = frozenset(
    "accusation accuse aim alarm allegation allow ambition application apply ask attempt bid call chance"
    " charge consider consideration danger debate demand discuss discussion doubt enable encourage idea invite"
    " like likely long love opportunity option order petition possibility possible proposal propose prospect"
    " push question recommend recommendation request risk seek suggest suggestion suspect suspicion talk tell"
    " threat threaten try uncertain unclear urge want warn".split()
)
# Those before a clause of its own: "hopes that he wins".
OPEN_CLAUSE = frozenset(
    "allegation allege ask claim demand doubt fear hope move propose recommend rumor rumour suspect suspicion wish"
    " wonder".split()
)
DENIED = frozenset(
    "abandon acquit avoid ban bar block cancel cease clear decline deny dismiss exonerate fail failure false"
    " forbid halt impossible incorrect prevent prohibit refusal refuse reject rejection rule scrap shelve stop"
    " unable unlikely untrue unwilling wrong wrongly".split()
)
SAID_BEHIND = OPEN_CLAUSE | {"deny"}  # "The hall was empty, he denied"
GOVERNING = COMING | OPEN | OPEN_CLAUSE | DENIED
TOLD_OF = frozenset("claim message news report rumor rumour statement story".split())  # "denied reports that …"
POSSIBLE = frozenset(("can", "may", "might", "could", "should"))
FUTURE = frozenset(("will", "shall", "would", "'ll", "’ll", "wo"))
CONDITIONS = frozenset(("if", "unless", "whether", "lest"))
NEARLY = frozenset(("almost", "nearly"))
SHORT_OF = frozenset("away far goal point seat short step vote win".split())  # "three points from promotion"
NEGATIVE = frozenset(("against", "without", "instead", "than"))  # "decided against closing"
BESIDE = frozenset("after at before by during in on since until".split())  # when, where and how, not what for
# Where a verb or noun stands below the word that governs it; "because" and "after" govern nothing.
GOVERNED = ("xcomp", "ccomp", "acl", "pcomp", "csubj", "csubjpass", "dobj", "pobj", "prep", "attr", "oprd", "nsubjpass")
SHARING = ("xcomp", "acl", "dobj", "pobj", "prep", "pcomp")  # "may try to close" may close
SPEAKING = frozenset("answer claim joke reply say tell".split())
_WEIGHT = {standing: weight for weight, standing in enumerate(Standing)}


def standing_of(verb: "Token") -> tuple[Standing, frozenset[str]]:
    """Return how its sentence stands to what a verb, or a noun that stands for one, says, and the stems that say so.

    The strongest of what governs it counts: the plan that was rejected is denied. After Saurí and Pustejovsky's
    "FactBank" (2009), by lists of the commonest words that govern.
    """
    found = list(_found(verb))
    strongest = max((standing for standing, _ in found), key=_WEIGHT.__getitem__, default=Standing.TOLD)
    return strongest, frozenset(stem(fold(word)) for standing, word in found if word and standing is strongest)


def _found(verb: "Token") -> Iterator[tuple[Standing, str]]:
    yield from _own(verb)
    if _is_asked(verb):
        yield Standing.OPEN, "?"
    token = verb
    while token.dep_ in GOVERNED or token.dep_ == "conj":
        above = token.head
        if token.dep_ == "prep" and token.lower_ in BESIDE:
            return
        if token.dep_ == "ccomp" and token.i < above.i and above.lemma_ not in SAID_BEHIND:
            return  # "It needs six metres, its display failed": a sentence beside another
        if token.dep_ == "acl" and above.lemma_.lower() not in GOVERNING | TOLD_OF:
            return  # "the boy filmed in the street": what becomes of him is nothing of the film's
        if token.dep_ != "conj":
            yield from _governed(token, above)
        if token.dep_ == "ccomp" and above.lemma_ in SPEAKING and _is_yet_to_be(above):
            yield Standing.OPEN, above.lemma_.lower()  # "she will tell you that she is a plumber"
        if token.dep_ in SHARING:
            yield from _own(above)
        token = above


def _own(verb: "Token") -> Iterator[tuple[Standing, str]]:
    """Yield what the words beside a verb make of it: "may", "will", "almost", "if"."""
    is_condition = any(child.dep_ == "advcl" and has_condition(child) for child in verb.children)
    for child in verb.children:
        word = child.lower_
        if child.dep_ == "aux" and word in POSSIBLE:
            yield Standing.OPEN, ""
        elif child.dep_ == "aux" and word in FUTURE:
            yield Standing.OPEN if is_condition else Standing.COMING, ""
        elif child.dep_ == "advmod" and word in NEARLY and child.i < verb.i:
            yield Standing.DENIED, word
    if verb.dep_ in ("advcl", "ccomp", "csubj", "pcomp", "acl") and has_condition(verb):
        yield Standing.OPEN, "if"
    if verb.lemma_ == "go" and verb.tag_ == "VBG":
        yield Standing.COMING, "go"


def _is_yet_to_be(verb: "Token") -> bool:
    """Tell whether a verb is not told as done: "will say", "might have said", "likes to say"."""
    has_helper = any(child.dep_ == "aux" and child.lower_ in FUTURE | POSSIBLE for child in verb.children)
    return has_helper or (verb.dep_ == "xcomp" and verb.head.lemma_ in ("like", "love"))


def has_condition(verb: "Token") -> bool:
    """Tell whether "if", "unless" or "whether" stands before a clause."""
    return any(child.dep_ == "mark" and child.lower_ in CONDITIONS for child in verb.children)


def _governed(token: "Token", above: "Token") -> Iterator[tuple[Standing, str]]:
    """Yield what the word above a verb or noun makes of it."""
    lemma = above.lemma_.lower()
    if lemma not in GOVERNING and above.lower_.rstrip("s") in GOVERNING:
        lemma = above.lower_.rstrip("s")  # the model takes "hopes" for a form of "hop"
    is_infinitive = any(child.dep_ == "aux" and child.lower_ == "to" for child in token.children)
    is_clause = token.pos_ in ("VERB", "AUX") and not is_infinitive and token.dep_ in ("ccomp", "acl")
    is_ruled_out = lemma != "rule" or any(child.lower_ == "out" for child in above.children)
    if lemma == "use" and token.dep_ == "xcomp" and is_infinitive:
        yield Standing.PAST, lemma
    elif lemma == "be" and is_infinitive and token.dep_ in ("xcomp", "ccomp", "acl"):
        yield Standing.COMING, lemma
    elif (above.lower_ in NEGATIVE and token.dep_ == "pcomp") or (lemma in DENIED and is_ruled_out):
        yield Standing.DENIED, lemma
    elif lemma in ("from", "of") and above.head.lemma_.lower() in SHORT_OF:
        yield Standing.OPEN, ""
    elif lemma in (OPEN_CLAUSE if is_clause else OPEN | OPEN_CLAUSE):
        yield Standing.OPEN, lemma
    elif lemma in COMING and not is_clause:
        is_condition = any(child.dep_ == "advcl" and has_condition(child) for child in above.children)
        yield (Standing.OPEN, "if") if is_condition else (Standing.COMING, lemma)


def _is_asked(verb: "Token") -> bool:
    """Tell whether a verb stands in a question for Yes or No; "Why did it close?" takes for granted that it did."""
    sentence = verb.sent
    if not sentence.text.rstrip("\"'”’) ").endswith("?"):
        return False
    return not any(token.tag_ in ("WP", "WRB", "WDT", "WP$") for token in sentence)
