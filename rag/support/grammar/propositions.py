"""Propositions: a sentence that says two things of somebody as two sentences, each of which says one."""

from functools import lru_cache
from typing import TYPE_CHECKING

from rag.support.grammar.arguments import SUBJECTS
from rag.support.grammar.parser import can_parse, parse

if TYPE_CHECKING:
    from spacy.tokens import Token

HELPING = ("aux", "auxpass")
COMPLETING = ("dobj", "prep", "attr", "acomp", "xcomp", "ccomp", "agent", "dative", "oprd", "npadvmod")


@lru_cache(maxsize=256)
def split_propositions(text: str) -> tuple[str, ...]:
    """Return the two sentences that say what an English sentence says of one subject; () where it says one thing.

    "Holm, who owns shares, left the room" and "Holm left the room and owns shares" are "Holm left the room" and "Holm
    owns shares". What a "not" or an "if" governs stays whole.
    """
    if not can_parse(text):
        return ()
    root = next((token for token in parse(text) if token.dep_ == "ROOT" and token.pos_ in ("VERB", "AUX")), None)
    subject = next((child for child in root.children if child.dep_ in SUBJECTS), None) if root is not None else None
    if root is None or subject is None:
        return ()
    return _split_relative(text, subject) or _split_joined(text, root, subject)


def _split_relative(text: str, subject: "Token") -> tuple[str, ...]:
    """Split "Holm, who owns shares, left the room"."""
    told = next((child for child in subject.children if child.dep_ == "relcl"), None)
    if told is None:
        return ()
    start, end = _reach(told)
    who = next((child for child in told.children if child.dep_ in SUBJECTS), None)
    is_aside = text[:start].rstrip().endswith(",") and text[end : end + 1] == ","
    if not is_aside or who is None or who.lower_ not in ("who", "which") or who.idx != start:
        return ()
    named = text[_reach(subject)[0] : start].rstrip(" ,")
    return f"{text[:start].rstrip(' ,')}{text[end + 1 :]}", f"{named}{text[who.idx + len(who) : end]}."


def _split_joined(text: str, root: "Token", subject: "Token") -> tuple[str, ...]:
    """Split "Holm left the room and owns shares"."""
    also = next((child for child in root.children if child.dep_ == "conj" and child.pos_ in ("VERB", "AUX")), None)
    joining = next((child for child in root.children if child.dep_ == "cc"), None)
    if also is None or joining is None or joining.lower_ not in ("and", "but") or _is_governed(root, also):
        return ()
    start, end = _reach(also)
    if start < joining.idx:
        return ()
    if any(child.dep_ in SUBJECTS for child in also.children):  # "The start has been moved and two stops are dropped"
        return text[: joining.idx].rstrip(" ,") + ".", text[start:end]
    if not _is_complete(root, joining):
        return ()
    own = [child for child in also.children if child.dep_ in HELPING]
    shared = [child.text for child in root.children if child.dep_ in HELPING and not own and also.tag_ == root.tag_]
    named = text[slice(*_reach(subject))]
    first = text[: joining.idx].rstrip(" ,") + text[end:]
    return first, " ".join((named, *shared, text[start:end].rstrip(" .") + "."))


def _is_governed(root: "Token", also: "Token") -> bool:
    """Tell whether a "not" or a condition stands by a verb, and may be of both: that of "but did not" is its own."""
    verbs = (root,) if any(child.dep_ in HELPING for child in also.children) else (root, also)
    is_denied = any(child.dep_ == "neg" for verb in verbs for child in verb.children)
    return is_denied or any(child.dep_ == "advcl" and child.i < root.i for child in root.children)


def _is_complete(root: "Token", joining: "Token") -> bool:
    """Tell whether the first verb has what it is about before the "and": in "bought and sold the mill" it has not."""
    return any(child.dep_ in COMPLETING and root.i < child.i < joining.i for child in root.children)


def _reach(token: "Token") -> tuple[int, int]:
    """Return where what stands below a token begins and ends in the text."""
    below = list(token.subtree)
    return below[0].idx, below[-1].idx + len(below[-1])
