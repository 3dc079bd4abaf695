"""Opposed: a sentence that answers No since it tells the opposite deed of the same thing: "The plan was rejected."."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib.resources import files

from index import Hit, Span
from index.splitting import split_sentences
from rag.answer.citations import cite
from rag.question.premises import WHY
from rag.support.grammar import Argument, Clause, Standing, find_clauses
from rag.support.names import find_names, is_held
from rag.support.quantities import quantities
from rag.support.terms import is_alike
from rag.types import Citation, Window
from rag.words import content_stems, fold, stem, stems, words

BEFORE = 4  # sentences of its paragraph before one that tells a deed, which may say of what
BEHIND = 3  # words behind a verb, among which what goes with it stands: "called the strike off"
VOTED = frozenset(map(stem, "vote votes member members majority cent per".split()))  # "refused by 7 votes to 1"
SEVERAL = 2
MOST_CHARS = 30_000
MOSTLY = 0.4  # of a question's words, that an article which denies it must have
BE = "be"
# "Was the pump to blame for it?", and "it came from a drain, and not from the pump".
_BLAMED = re.compile(
    r"^\W*(?:was|were|is|are|did|does|do|has|have|had)(?:n['’]t)?\s+(?:the|an?|its|his|her|their)?\s*"
    r"(?P<what>[\w'’-]+(?: [\w'’-]+){0,3}?)\s+(?:really )?"
    r"(?:(?:be |been )?(?:to blame|blamed|responsible|at fault|behind"
    r"|the (?:cause|source|culprit|reason|origin))|cause[sd]?|start(?:ed)?|trigger(?:ed)?|set off|lead|led)\b",
    re.IGNORECASE,
)
_CAUSES = re.compile(
    r"\b(?:c[ao]mes? from|caused?|causes|source|origin|due to|because of|blamed?|fault|began|started|result of"
    r"|traced to|responsible|culprit)\b",
    re.IGNORECASE,
)
_OF_CAUSE = content_stems("blame blamed cause caused source responsible fault origin reason culprit anyone anybody any")
_NOT = (
    r"(?:\bnot (?:(?:from|by|through|because of|due to|with|in|of) )?|\b(?:ruled|rules|ruling) out |\bexonerated? |"
    r"\bcleared )(?:the|its|his|her|their|an?)?\s*(?:[\w'’-]+ ){0,2}?"
)
_ANYBODY = re.compile(
    r"\bany(?:one|body)\b(?: (?:who (?:works?|worked)|working|employed))?"
    r"(?: (?:at|in|for|from|of|with|inside))+ (?:the |its )?"
    r"(?P<what>[\w'’-]+(?: [\w'’-]+)?)|\bany (?:member|employee|worker)s? of (?:the |its )?(?P<whom>[\w'’-]+)",
    re.IGNORECASE,
)
_NOBODY = re.compile(
    r"\b(?:no (?:member|employee|worker|one|part)s? (?:of|at|in|from)|nobody (?:at|in|from)|none of)\b", re.IGNORECASE
)
_INVOLVED = re.compile(
    r"\b(?:suspicion|suspects?|suspected|involved|helped|part in|charged|responsible|to blame|knew|accused|arrested)\b",
    re.IGNORECASE,
)
SAYS_OTHERWISE = "The articles say otherwise than the question takes for granted."


@dataclass(frozen=True, slots=True)
class _Deed:
    """A deed: its name in the list, to what it is done, who does it, and how it is told."""

    name: str
    themes: tuple[Argument, ...]
    doers: tuple[Argument, ...]
    clause: Clause


def find_opposed(question: str, windows: Sequence[Window]) -> Citation | None:
    """Return the sentence of `windows` that tells the opposite deed of what an English question of yes or no asks for.

    None where none does, or where another one tells that it was done. The sentence is told as a fact, of the same
    thing; who is asked for did it, where anybody is named; names and numbers of the question stand there.
    """
    asked = next(_deeds_asked(question), None)
    if asked is None:
        return None
    found: list[Citation] = []
    telling = _stems_of(asked.name)
    for window in windows:
        sentences = split_sentences(window.text)
        for place, span in enumerate(sentences):
            if telling.isdisjoint(stems(span.of(window.text))):
                continue  # grammar is read of few sentences
            before = [
                one.of(window.text)
                for one in sentences[max(0, place - BEFORE) : place]
                if "\n\n" not in window.text[one.end : span.start]
            ]
            told = "\n".join((window.article.title, *before, span.of(window.text)))
            for deed in _deeds_told(span.of(window.text)):
                meant = _with_meant(deed, before[-1]) if before else deed
                if not _is_of_same(asked, meant, question, told):
                    continue
                if deed.name in _likes().get(asked.name, ()):
                    return None
                if deed.name in _opposites().get(asked.name, ()):
                    place_in = Span(window.start + span.start, window.start + span.end)
                    found.append(cite(window.article, place_in))
    return found[0] if found else None


def find_denied_premise(question: str, hits: Sequence[Hit]) -> Citation | None:
    """Return the sentence of `hits` that tells the opposite of what a "why" takes for granted; None where none does.

    "Why was Ada Orr convicted?" takes for granted that she was, where an article says that she was acquitted.
    """
    asked = WHY.match(question)
    if asked is None:
        return None
    windows = [
        Window(hit.article, hit.passage.start, hit.passage.end, Span(hit.passage.start, hit.passage.end), hit.score)
        for hit in hits
    ]
    premise = question[asked.end() :].strip()
    return find_opposed(premise[:1].upper() + premise[1:], windows)


def find_contrasted(question: str, hits: Sequence[Hit]) -> tuple[str, Citation] | None:
    """Return "No" and the newest sentence that says that something else was to blame than what `question` names.

    Of whether anybody of some place did it, with "": that none of them is suspected answers it, but is no bare No.
    """
    blamed, anybody = _BLAMED.match(question), _ANYBODY.search(question)
    if blamed is not None:
        head = blamed["what"].split()[-1]
        pattern, beside, word = re.compile(rf"{_NOT}{re.escape(head)}\b", re.IGNORECASE), _CAUSES, "No"
    elif anybody is not None:
        head = (anybody["what"] or anybody["whom"]).split()[0]
        pattern, beside, word = _NOBODY, _INVOLVED, ""
    else:
        return None
    topic = content_stems(question) - _OF_CAUSE
    found = []
    for hit in hits:
        text = hit.article.text[:MOST_CHARS]
        if len(topic & content_stems(f"{hit.article.title}\n{text}")) < MOSTLY * len(topic):
            continue
        for span in split_sentences(text):
            said = span.of(text)
            is_title = said.strip() == hit.article.title.strip()
            if not is_title and pattern.search(said) and beside.search(said) and head.lower() in said.lower():
                found.append(cite(hit.article, span))
    newest = max(found, key=lambda one: one.published or date.min, default=None)
    return (word, newest) if newest is not None else None


def _deeds_asked(question: str) -> Iterator[_Deed]:
    clauses = find_clauses(question)
    if any(clause.is_denied for clause in clauses):
        return
    for clause in clauses:
        name = _name(clause, question)
        if clause.is_thing or clause.is_condition or not name:
            continue
        # "Was the offer of 6 per cent accepted?" is read as if the offer were something.
        first = next((one for one in clauses if one.act == BE and one.start < clause.start), None)
        if first is not None and first.doer:
            yield _Deed(name, first.doer, clause.doer, clause)
        else:
            yield _deed(name, clause)


def _deeds_told(sentence: str) -> Iterator[_Deed]:
    clauses = find_clauses(sentence)
    for clause in clauses:
        name = _name(clause, sentence)
        is_told = clause.standing is Standing.TOLD and not (clause.is_thing or clause.is_denied or clause.is_condition)
        if name and is_told:
            deed = _deed(name, clause)
            starts = {one.start for other in clauses for one in (*other.doer, *other.done_to) if _is_one_of(one, deed)}
            if (
                len(starts) < SEVERAL
            ):  # "A plan was rejected, and a new plan is due": who asks for the plan may mean either
                yield deed


def _with_meant(deed: _Deed, before: str) -> _Deed:
    """Return a deed done to "it" as done to what the sentence before begins with."""
    if not any(one.is_pronoun for one in deed.themes):
        return deed
    first = next((one for one in find_clauses(before) if not one.is_thing), None)
    named = (first.doer or first.done_to) if first is not None else ()
    return replace(deed, themes=named or deed.themes)


def _deed(name: str, clause: Clause) -> _Deed:
    """Return a deed by what it is done to, of what goes ahead or opens by that itself."""
    voted = tuple(one for side, one in clause.places if side == name.partition("-")[2])
    themes = voted or clause.done_to
    if name == "take-place" or not themes:
        return _Deed(name, clause.doer, (), clause)
    return _Deed(name, themes, clause.doer, clause)


def _is_one_of(argument: Argument, deed: _Deed) -> bool:
    return any(argument.head == theme.head for theme in deed.themes)


def _name(clause: Clause, sentence: str) -> str:
    """Return the name of a clause's deed in the list, "" where it is none."""
    behind = [fold(word.text) for word in words(sentence[clause.end :])]
    sides = [side for side, _ in clause.places]
    for act, side, name in _names().get(clause.act, ()):
        if side and (side in behind[:BEHIND] or side in sides) and act == clause.act:
            return name
    return next((name for act, side, name in _names().get(clause.act, ()) if not side), "")


def _is_of_same(asked: _Deed, told: _Deed, question: str, around: str) -> bool:
    """Tell whether two deeds are done to the same thing, by the same where both say by whom."""
    said = content_stems(around)
    wanted = frozenset[str]().union(*(one.words for one in asked.themes)) & content_stems(question)
    names = find_names(question)
    wanted -= {word.stem for name in names if is_held(name, around) for word in name.words}  # "Orr" is "Ada Orr"
    if not _share(asked.themes, told.themes) or not all(word in said or is_alike(word, said) for word in wanted):
        return False
    doers = tuple(one for one in told.doers if not one.words & VOTED and not one.is_pronoun)
    if asked.doers and doers and not _share(asked.doers, doers):
        return False
    given = quantities(around)
    numbers = all(any(own.holds(one) for own in given) for one in quantities(question))
    return numbers and all(is_held(name, around) for name in names)


def _share(some: Sequence[Argument], others: Sequence[Argument]) -> bool:
    heads = frozenset(one.head for one in others)
    return any(one.head in heads or is_alike(one.head, heads) for one in some)


@cache
def _lines() -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    lines = files("rag.support").joinpath("deeds.txt").read_text(encoding="utf-8").splitlines()
    halves = [line.split(":") for line in lines if line and not line.startswith("#")]
    return tuple((tuple(first.split()), tuple(second.split())) for first, second in halves)


@cache
def _opposites() -> dict[str, frozenset[str]]:
    """Return which deeds rule out each."""
    found: dict[str, frozenset[str]] = {}
    for first, second in _lines():
        for own, others in ((first, second), (second, first)):
            for name in own:
                found[name] = found.get(name, frozenset()) | frozenset(others)
    return found


@cache
def _likes() -> dict[str, frozenset[str]]:
    """Return which deeds come to the same as each, itself among them."""
    halves = [frozenset(half) for line in _lines() for half in line]
    return {
        name: frozenset[str]().union(*(half for half in halves if name in half)) for half in halves for name in half
    }


@cache
def _stems_of(name: str) -> frozenset[str]:
    """Return the stems of the words that tell a deed, its likes and its opposites."""
    deeds = _likes().get(name, frozenset()) | _opposites().get(name, frozenset())
    return frozenset(stem(fold(word)) for deed in deeds for word in deed.split("-"))


@cache
def _names() -> dict[str, tuple[tuple[str, str, str], ...]]:
    """Return for the stem of each verb its deeds: the stem, the word that goes with it, and the name."""
    found: dict[str, list[tuple[str, str, str]]] = {}
    for name in _opposites():
        verb, _, side = name.partition("-")
        found.setdefault(stem(verb), []).append((stem(verb), side, name))
    return {act: tuple(several) for act, several in found.items()}
