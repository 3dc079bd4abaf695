"""The wanted part of a sentence: what stands where its question has "who" or "what", by the grammar of both."""

import re
from collections.abc import Iterator
from dataclasses import replace

from index import Span
from rag.answer.citations import cite
from rag.answer.short.answer_type import DATE, TIME
from rag.answer.short.measure import POINTS_IN_TIME
from rag.support.grammar import LIGHT, Argument, Clause, find_clauses, find_named
from rag.support.instructions import obeys
from rag.support.judge import find_matches
from rag.support.names import find_names, is_held
from rag.support.quantities import quantities
from rag.support.relevance import holds_all
from rag.support.statement import take_apart
from rag.support.terms import is_alike, terms
from rag.support.units import units_of
from rag.types import Citation, Evidence, Window
from rag.words import content_stems, stem

ASKING = frozenset(("who", "whom", "what", "which", "whose"))
WHO = re.compile(r"\W*(?:(?:and|so|but|by|to|with|of|from) )?(?:who|whom|whose)\b", re.IGNORECASE)
WHERE = re.compile(r"\W*(?:(?:and|so|but) )?where\b", re.IGNORECASE)
DOES_IT = re.compile(  # "Who voted against it?", but not "Who is it?"
    r"\W*(?:who|what|which \w+)\b(?! (?:is|are|was|were|do|does|did|has|have|had|will|would|can|could|should|may)\b)",
    re.IGNORECASE,
)
_POINTING = re.compile(r"(?i:the|this|that|its|their|his|her) [a-zà-ÿ]+")
_BEHIND_VERB = r"(?:at|to|with|from|for|in|on|of|about|by|into|against|over|after|up|out|off|down)"  # "close at?"
_DID = re.compile(
    rf"\b(?:did|does|do|will|would)\b.*\s(?!{_BEHIND_VERB}\W*$)(?P<verb>[a-zà-ÿ]+)(?:\s+{_BEHIND_VERB})?\W*$"
)
_AS_WHAT = re.compile(r"\s+as\s+(?:[\w’'-]+\s+){0,4}(?:replacement|successor)\b.*$")  # "Hunt as Kwarteng's replacement"
_ARTICLE = re.compile(r"^(?:the|an?) ", re.IGNORECASE)
_STRANDED = re.compile(r"^\W*(?:and )?(?:who|what|which)\b.*\s(to|with|from|against|in|on|at)\W*$", re.IGNORECASE)
_WHICH = re.compile(r"\b(?:which|what) [^\W\d_]{3,}", re.IGNORECASE)
_LOCAL = frozenset(
    "above across along around at behind below beneath beside between in inside into near off on outside over to under"
    " within".split()
)
MOST = 0.7  # of a question's words: of "antigens that are not associated with receptors" less is told of others
_LIGHT = frozenset(map(stem, LIGHT))


def find_wanted(sentence: str, question: str) -> str:
    """Return the part of an English `sentence` that `question` asks for by who, what or which; "" where none is.

    "Who paid for the roof?" is answered by whom the roof "was paid for by", "Who is the chief executive?" by the name
    beside these words; nobody else in the sentence is.
    """
    known = content_stems(question)
    found = [
        [one for one in wanted if not one.is_pronoun and not one.words <= known]
        for asked in find_clauses(question)
        for wanted in _filled(asked, find_clauses(sentence), sentence, _stranded(question))
    ]
    if WHO.match(question):  # a name says more than "the owner"
        found = [[one for one in several if one.is_name] or several for several in found]
    best = max(found, key=lambda several: (bool(several), any(one.is_name for one in several)), default=[])
    if not best:
        return ""
    whole = sentence[min(one.start for one in best) : max(one.end for one in best)]
    return _AS_WHAT.sub("", whole)


def find_place(sentence: str, question: str) -> str:
    """Return where an English `sentence` says that it happened, asked "where"; "" where it does not say so.

    "Where was the ring found?" is answered by "stolen from the museum, it was found in a tin": a tin.
    """
    known = content_stems(question)
    for asked in find_clauses(question) if WHERE.match(question) else ():
        for other in _telling(asked, find_clauses(sentence)):
            for side, place in other.places:
                phrase = sentence[place.start : place.end]
                is_time = (
                    DATE.search(phrase)
                    or TIME.search(phrase)
                    or any(one.kind in POINTS_IN_TIME for one in quantities(phrase))
                )
                if side in _LOCAL and not is_time and not place.is_pronoun and not place.words <= known:
                    return _ARTICLE.sub("", phrase.split(", ")[0])
    return ""


def find_quoted(question: str, evidence: Evidence) -> tuple[str, Citation] | None:
    """Return whom or what a question asks for, with the sentence of the evidence that says so; None where none does.

    The sentence, with its article's title, has every name and number of the question and most of its words.
    """
    names, words = find_names(question), content_stems(question) - ASKING
    numbers = [term.text for term in terms(question) if term.quantity is not None]
    for window in evidence.windows:
        for unit in units_of(window.article, window.start, window.end, window.speaker):
            wanted = find_wanted(unit.text, question)
            told = f"{window.article.title}\n{unit.text}"
            if wanted and _speaks_against(DOES_IT.sub(wanted, question, count=1), window, unit.span, question):
                continue
            is_like = len(words & content_stems(told)) >= MOST * len(words)
            is_told = (
                wanted
                and is_like
                and not _is_said_already(wanted, question)
                and not obeys(unit.text, question, evidence)
            )
            if is_told and all(is_held(name, told) for name in names) and all(holds_all(told, one) for one in numbers):
                return wanted, cite(window.article, unit.span)
    return None


def _is_said_already(wanted: str, question: str) -> bool:
    """Tell whether words name nobody new: "the company", asked which, or "all-star Kyrie Irving", of whom is asked."""
    named = find_names(wanted)
    if named:
        return all(is_held(name, question) for name in named)
    return _WHICH.search(question) is not None and _POINTING.fullmatch(wanted) is not None


def _speaks_against(statement: str, window: Window, told: Span, question: str) -> bool:
    """Tell whether a sentence denies what it would answer: 27 who voted for it are not who voted against it."""
    if not DOES_IT.match(question):
        return False
    only = replace(window, start=told.start, end=told.end, best=told)
    return any(match.comparison.conflict is not None for match in find_matches(take_apart(statement), [only])[:1])


def find_acts(question: str) -> frozenset[str]:
    """Return the stems of a question's verbs that say anything by themselves.

    "When did Ada Farrow die?" is too short for its grammar to be sure: the word at its end is its verb.
    """
    acts = frozenset(clause.act for clause in find_clauses(question) if clause.is_main)
    last = _DID.search(question)
    return (acts or frozenset((stem(last["verb"]),) if last else ())) - _LIGHT


def tells_act(sentence: str, question: str) -> bool:
    """Tell whether a sentence has the verb of its question, if that says anything by itself."""
    acts = find_acts(question)
    told = frozenset(clause.act for clause in find_clauses(sentence))
    return all(act in told or is_alike(act, told | content_stems(sentence)) for act in acts)


def _stranded(question: str) -> str:
    """Return the preposition at the end of "Who did she leave it to?", behind which its "who" belongs; or ""."""
    found = _STRANDED.search(question)
    return found[1].lower() if found else ""


def _filled(asked: Clause, told: tuple[Clause, ...], sentence: str, stranded: str) -> Iterator[tuple[Argument, ...]]:
    """Yield what stands in the place of "who" or "what" in each clause that tells the same."""
    if asked.act in ASKING:
        for role in asked.doer:
            yield from ((one,) for one in find_named(sentence, role.head))
        return
    same = _telling(asked, told)
    sides = {stranded} if stranded else {side for side, one in asked.places if one.words & ASKING}
    for other in same:
        if _is_asked(asked.doer):
            yield other.doer
        if _is_asked(asked.done_to):
            yield other.done_to
        yield from ((one,) for side, one in other.places if side in sides)


def _is_time(phrase: str) -> bool:
    days = any(one.kind in POINTS_IN_TIME for one in quantities(phrase))
    return days or DATE.search(phrase) is not None or TIME.search(phrase) is not None


def _telling(asked: Clause, told: tuple[Clause, ...]) -> list[Clause]:
    """Return the clauses of a sentence that have the act of a question's clause."""
    return [other for other in told if other.act == asked.act or is_alike(asked.act, frozenset((other.act,)))]


def _is_asked(arguments: tuple[Argument, ...]) -> bool:
    return any(one.words & ASKING for one in arguments)
