"""The clause that a date stands in: what a sentence tells first of all or beside it, and whether it is yet to come."""

import re
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from rag.question.dates import WEEKDAYS
from rag.support.grammar.parser import can_parse, parse

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_BESIDE = frozenset(("relcl", "acl", "advcl", "appos"))  # "stolen on 17 January", "who left in May", "after it fell"
# The same by its commas, where the tree is read wrongly: "The fair, due on Saturday, was cancelled".
_ASIDE = re.compile(
    r",\s+(?:which|who|whom|whose|where|due|built|born|held|sold|made|set|\w+(?:ed|wn|len|ken|ught))\b[^,;]*,"
)
_SAYS = frozenset(
    """say tell add announce report state confirm claim write explain warn argue insist reveal admit answer reply
    estimate believe stress promise hope""".split()
)
# Of these it is what is said that happens, not the saying alone: "The firm announced on Monday that …".
_ACTS = frozenset("announce report reveal confirm admit promise".split())
_COMES = frozenset(("will", "'ll", "’ll", "shall"))
_WOULD = frozenset(("would", "could", "may", "might"))
_DONE = frozenset(("has", "have", "had", "'ve", "’ve"))
_AHEAD = frozenset(
    """expect due set schedule plan want intend hope aim mean go order promise agree likely be have ask need
    decide prepare""".split()
)
_STANDS = frozenset(("be", "have", "remain", "stand", "include", "cover", "mean", "say", "believe", "think"))

_NO_SUBJECT = frozenset(("i", "we", "nobody", "none", "nothing"))  # a column says "I have spent a month reading"
_PARTS_OF_TIME = frozenset(
    """morning afternoon evening night day week weekend month year end beginning start middle eve hour spring summer
    autumn fall winter course early late half quarter""".split()
)


class Place(IntEnum):
    """Where in its sentence a date stands, the one that tells the day of the sentence first."""

    MAIN = 0
    BESIDE = 1
    SAYING = 2


@dataclass(frozen=True, slots=True)
class DateClause:
    """The clause of a date; `is_coming`: what it tells is yet to come, `is_past`: it is over; neither: not said.

    `is_aside`: the sentence tells of an event, and the date is that of something else: "Ada Orr, mayor in 2019, won".
    `depth`: how many verbs it stands under, 0 where that is not known.
    """

    place: Place = Place.MAIN
    is_coming: bool = False
    is_past: bool = False
    is_aside: bool = False
    depth: int = 0


UNREAD = DateClause()


def read_clause(sentence: str, start: int) -> DateClause | None:
    """Return the clause in which the date at `start` of an English sentence stands; None of what cannot be read."""
    document = _read(sentence)
    if document is None:
        return None
    token = next((one for one in document if one.idx <= start < one.idx + len(one)), None)
    if token is None:
        return None
    above = [token, *token.ancestors]
    verbs = [one for one in above if one.pos_ in ("VERB", "AUX") and one.dep_ not in ("aux", "auxpass")]
    below = above[: above.index(verbs[0])] if verbs else above
    is_subject = any(one.dep_ in ("nsubj", "nsubjpass") for one in below)  # "Friday's match was put off on Monday"
    is_told = bool(verbs) and verbs[0].dep_ == "ROOT"  # "The mayor, Ada Orr, resigned on Monday, after a week"
    is_aside = not is_told and any(found.start() < start < found.end() for found in _ASIDE.finditer(sentence))
    is_put_in = _is_in_brackets(sentence, start) or _is_quoted(sentence, start)
    beside = [one for one in above if one.dep_ in _BESIDE and not _is_weekday(one.head)]
    is_other = _is_since_event(token, above) or _is_in_name(token) or any(one.lemma_ == "compare" for one in above)
    of_noun = is_other or any(_is_of_noun(one) for one in below)
    place = Place.MAIN
    if is_subject or is_aside or is_put_in or beside or of_noun:
        place = Place.BESIDE
    elif _is_said(verbs) or any(one.dep_ == "parataxis" for one in above):
        place = Place.SAYING
    aside = (
        is_put_in or is_other or (place is Place.BESIDE and _is_of_something_else(above, beside, is_subject=is_subject))
    )
    if not verbs or is_subject:
        return DateClause(place, is_aside=aside)
    coming = True if any(one.lower_ in ("if", "unless") for one in verbs[0].children) else _comes(verbs[0])
    return DateClause(place, coming is True, coming is False, aside, len(verbs))


@lru_cache(maxsize=1024)
def _read(sentence: str) -> "Doc | None":
    return parse(sentence) if can_parse(sentence) else None


def _is_of_noun(token: "Token") -> bool:
    """Tell whether a date belongs to a thing, "the decision of last month"; "the morning of 12 June" is a date."""
    above = token.head
    return (
        above.dep_ == "prep"
        and above.lower_ == "of"
        and above.head.pos_ in ("NOUN", "PROPN")
        and above.head.lemma_.lower() not in _PARTS_OF_TIME
    )


def _is_in_brackets(sentence: str, start: int) -> bool:
    return sentence.rfind("(", 0, start) > sentence.rfind(")", 0, start)


def _is_quoted(sentence: str, start: int) -> bool:
    """Tell whether somebody is quoted there: "My mother worked there until 1957," she said."""
    before = sentence[:start]
    return before.count('"') % 2 == 1 or before.count("“") > before.count("”")


def _is_weekday(token: "Token") -> bool:
    return token.lower_ in WEEKDAYS  # "Monday 12 June"


def _is_in_name(token: "Token") -> bool:
    """Tell whether a year is part of a name: "the 1994 treaty", but not what was won, "the 2014 cup"."""
    return token.is_digit and token.dep_ in ("nummod", "compound", "amod") and token.head.dep_ != "dobj"


def _is_since_event(token: "Token", above: "list[Token]") -> bool:
    """Tell whether something else is counted from the date: "the worst crisis since 1948", "since the war of 1948"."""
    since = next((one for one in above if one.lower_ == "since"), None)
    return since is not None and (token.head.i != since.i or since.head.pos_ in ("NOUN", "PROPN"))


def _is_of_something_else(above: "list[Token]", beside: "list[Token]", *, is_subject: bool) -> bool:
    """Tell whether a date beside an event has nothing to do with it.

    What is told by its time ("after it missed a test on 12 August") has; so has what is said of the thing itself in
    passing ("The sit-in, which began on 1 November, was led by …"), and anything where the sentence tells no event.
    """
    root = above[-1]
    if root.lemma_.lower() in _SAYS:  # what is said is what is told
        root = next((one for one in root.children if one.dep_ == "ccomp"), root)
    if root.lemma_.lower() in _STANDS or root.pos_ not in ("VERB", "AUX"):
        return False
    if not beside:
        return not is_subject
    if any(one.lower_ in _COMES for one in root.children):
        return True  # what will be is told: "It will go on where the last one left off in 1972"
    if beside[0].dep_ == "advcl":
        return any(one.lower_ == "since" for one in beside[0].children)
    whose = beside[0].head
    is_of_subject = whose.dep_ in ("nsubj", "nsubjpass") and whose.head.i == root.i
    is_thing = any(one.lower_ == "which" for one in beside[0].subtree)
    return not (beside[0].dep_ == "relcl" and is_of_subject and is_thing)


def tells_done(sentence: str) -> bool:
    """Tell whether an English sentence tells first of all what has been done: "The pair have been cleared"."""
    return bool(_helpers_of_event(sentence) & _DONE - {"had"})


def tells_announced(sentence: str) -> bool:
    """Tell whether an English sentence tells first of all what will be done: "The league will appeal"."""
    return bool(_helpers_of_event(sentence) & _COMES)


def deed_of(sentence: str) -> str:
    """Return the verb of what an English sentence tells first of all, "arrest"; "" of what is so or is said."""
    root = _root(sentence)
    if root is not None and root.lemma_.lower() in _SAYS:
        root = next((one for one in root.children if one.dep_ == "ccomp"), root)
    is_deed = root is not None and root.pos_ == "VERB" and root.lemma_.lower() not in _STANDS | _SAYS
    return root.lemma_.lower() if is_deed and root is not None else ""


def tells_state(sentence: str) -> bool:
    """Tell whether an English sentence tells first of all what is or was so: "The mayor, who left in 2019, is 67"."""
    root = _root(sentence)
    return root is not None and root.lemma_.lower() in _STANDS - _SAYS


def talks(sentence: str) -> bool:
    """Tell whether an English sentence is what somebody says: it begins as a quotation, or tells of "I" and "we"."""
    root = _root(sentence)
    if root is None or sentence.lstrip()[:1] in ('"', "“"):
        return root is not None
    return any(one.dep_ == "nsubj" and one.lower_ in ("i", "we") for one in root.children)


def comments(sentence: str) -> bool:
    """Tell whether an English sentence tells that somebody says something; not "The bridge has fallen, they say"."""
    root = _root(sentence)
    if root is None or root.lemma_.lower() not in _SAYS - _ACTS:
        return False
    return not any(one.dep_ == "ccomp" and one.i < root.i for one in root.children)


def shows_now(sentence: str) -> bool:
    """Tell whether an English sentence tells first of all what goes on, is so or can be: "Fans cheer"."""
    root = _root(sentence)
    if root is None or root.lemma_.lower() in _SAYS:
        return False
    if root.pos_ not in ("VERB", "AUX"):
        return True  # "The speaker in Orsa, meeting the mayor on 2 May", as beneath a picture
    helpers = {one.lower_ for one in root.children if one.dep_ in ("aux", "auxpass")}
    is_going = root.tag_ == "VBG" and bool(helpers & {"is", "are", "'s", "’s", "'re", "’re"}) and "been" not in helpers
    return (
        is_going
        or root.tag_ in ("VBZ", "VBP")
        or ("have" not in helpers and bool(helpers & {"can", "may", "could", "might"}))
    )


def _root(sentence: str) -> "Token | None":
    document = _read(sentence)
    return next((one for one in document if one.dep_ == "ROOT"), None) if document is not None else None


def _helpers_of_event(sentence: str) -> frozenset[str]:
    """Return the auxiliary verbs of what a sentence tells first of all; none where that is a state, or time passing."""
    root = _root(sentence)
    if root is not None and root.lemma_.lower() in _SAYS:
        root = next((one for one in root.children if one.dep_ == "ccomp" and one.i < root.i), root)
    if root is None or (root.lemma_.lower() in (*_STANDS, "pass") and not _has_to(root)):
        return frozenset()
    if any(one.dep_ in ("nsubj", "nsubjpass") and one.lower_ in _NO_SUBJECT for one in root.children):
        return frozenset()
    if any(one.dep_ == "neg" for one in root.children):  # "has not confirmed": nothing happened
        return frozenset()
    return frozenset(one.lower_ for one in root.children if one.dep_ in ("aux", "auxpass"))


def _has_to(verb: "Token") -> bool:
    return verb.lemma_.lower() == "have" and any(one.dep_ == "xcomp" for one in verb.children)


def _is_said(verbs: "list[Token]") -> bool:
    """Tell whether a date is that of who says so, and not of what is said."""
    if not verbs or verbs[0].lemma_.lower() not in _SAYS:
        return False
    return any(one.dep_ == "ccomp" for one in verbs[0].children)


def _comes(verb: "Token") -> bool | None:
    """Tell whether a verb tells of what is to come; None where it does not say."""
    helpers = [one for one in verb.children if one.dep_ in ("aux", "auxpass")]
    said = {one.lower_ for one in helpers}
    if said & _COMES or (said & _WOULD and "have" not in said):
        return True
    if "would" in said:
        return None
    if any(one.tag_ == "TO" for one in helpers):
        return _is_to_come(verb.head) if verb.head.i != verb.i else None
    if any(one.tag_ == "VBD" for one in (verb, *helpers)) or said & _DONE:
        return (verb.tag_ != "VBD" and _is_expected(verb)) or _is_due(verb)
    if verb.tag_ in ("VBZ", "VBP") and verb.lemma_.lower() not in _STANDS:
        return True  # "the bus leaves on Monday"
    if verb.tag_ == "VBN" and verb.dep_ in _BESIDE and not helpers:
        return _is_expected(verb)
    return True if _is_expected(verb) else None


def _is_to_come(governor: "Token") -> bool | None:
    """Tell whether what a verb or a noun leads to is to come: "is expected to open", but not "came to see"."""
    if governor.lemma_.lower() in _AHEAD or governor.pos_ in ("ADJ", "NOUN"):
        return True
    return _comes(governor) if governor.pos_ in ("VERB", "AUX") else None


def _is_due(verb: "Token") -> bool:
    return any(one.dep_ == "acomp" and one.lower_ in ("due", "set") for one in verb.children)


def _is_expected(verb: "Token") -> bool:
    """Tell whether it is expected or due: "results are expected on Thursday", "are due on Friday"."""
    words = {verb.lemma_.lower(), *(one.lemma_.lower() for one in verb.children if one.dep_ in ("acomp", "oprd"))}
    return bool(words & {"expect", "due", "schedule", "set"})
