"""Told: whether a sentence tells the very deed that a question of yes or no asks about, of the same doer and thing."""

import re
from collections.abc import Sequence

from rag.language import language_of
from rag.support.grammar import Argument, Clause, Standing, find_clauses
from rag.support.terms import is_alike
from rag.words import content_stems, stem

_OF_WHAT_COMES = re.compile(r"^\W*(?:will|won['’]t|(?:is|are)\b.*\bgoing to)\b", re.IGNORECASE)
_NONE_OF = re.compile(r"\b(?:no|without(?: any)?|lacks?(?: any)?)\s+(?P<what>(?:[\w'’-]+\s*){1,3})", re.IGNORECASE)
_THINKING = frozenset(map(stem, "expect plan hope want say think believe intend know see consider".split()))
_ANY = frozenset("anyone anybody anything any nobody noone nothing none something somebody someone".split())


def tells_deed(question: str, sentence: str) -> bool:
    """Tell whether an English sentence tells the deed of a question's main clause, of the same doer and thing.

    "She said that Bo was right to resign" tells no deed of hers. Where the sentence has another verb for it, its doer
    or its thing must be the same; of another language nothing is told.
    """
    if language_of(question) != "en" or language_of(sentence) != "en":
        return True
    asked = _main_of(question)
    if asked is None:
        return True
    said = content_stems(sentence)
    if asked.act == "have":  # "There is no lift" tells of who has none
        lacking = [content_stems(found["what"]) for found in _NONE_OF.finditer(sentence)]
        if any(one.head in lacked for one in asked.done_to for lacked in lacking):
            return True
    told = [one for one in find_clauses(sentence) if not one.is_thing and not one.is_condition]
    same = [one for one in told if one.act == asked.act or is_alike(one.act, frozenset((asked.act,)))]
    if same or asked.act in said:
        agreeing = [one for one in same if _agrees(asked, one)]
        is_to_come = _OF_WHAT_COMES.match(question) is not None
        return any(one.standing is Standing.COMING or not is_to_come for one in agreeing)
    return any(_agrees(asked, one) and _shares_any(asked, one) for one in told if one.act not in _THINKING)


def _main_of(question: str) -> Clause | None:
    clauses = [one for one in find_clauses(question) if not one.is_thing and one.act != "do"]
    return next((one for one in clauses if one.is_main), clauses[-1] if clauses else None)


def _agrees(asked: Clause, told: Clause) -> bool:
    """Tell whether nothing speaks against two clauses being of the same doer and thing."""
    doers, things = _named(asked.doer), _named(asked.done_to)
    if (doers or things) and not told.doer and not told.done_to:
        return False  # "right to resign", of nobody
    if doers and not things and told.done_to and not told.doer:
        return _share(doers, told.done_to)  # "Did the shop close?", "the shop was closed"
    is_of_doer = not doers or not _named(told.doer) or _share(doers, told.doer)
    return is_of_doer and (not things or not _named(told.done_to) or _share(things, told.done_to))


def _shares_any(asked: Clause, told: Clause) -> bool:
    own = (*_named(asked.doer), *_named(asked.done_to))
    return not own or _share(own, (*told.doer, *told.done_to))


def _named(arguments: Sequence[Argument]) -> list[Argument]:
    return [one for one in arguments if not one.is_pronoun and one.head not in _ANY]


def _share(some: Sequence[Argument], others: Sequence[Argument]) -> bool:
    said = frozenset[str]().union(*(one.words | {one.head} | one.beside | one.near for one in others))
    return any(one.head in said or is_alike(one.head, said) for one in some)
