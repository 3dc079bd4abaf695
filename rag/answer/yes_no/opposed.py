"""Opposed: a sentence that answers No since it tells the opposite deed of the same thing: "The plan was rejected."."""

from collections.abc import Sequence
from dataclasses import replace

from index import Hit, Span
from index.splitting import split_sentences
from rag.answer.citations import cite
from rag.answer.yes_no.deeds import Deed, deeds_asked, deeds_denied, deeds_told, likes, opposites, stems_of
from rag.question.premises import WHY
from rag.support.grammar import Argument, find_clauses
from rag.support.names import find_names, is_held
from rag.support.quantities import quantities
from rag.support.terms import is_alike
from rag.types import Citation, Window
from rag.words import content_stems, stem, stems

BEFORE = 4  # sentences of its paragraph before one that tells a deed, which may say of what
VOTED = frozenset(map(stem, "vote votes member members majority cent per".split()))  # "refused by 7 votes to 1"
_NOT_DONE = ""  # the name of a deed that is denied
SAYS_OTHERWISE = "The articles say otherwise than the question takes for granted."


def find_opposed(question: str, windows: Sequence[Window]) -> Citation | None:
    """Return the sentence of `windows` that tells the opposite deed of what an English question of yes or no asks for.

    None where none does, or where another one tells that it was done. The sentence is told as a fact, of the same
    thing; who is asked for did it, where anybody is named; names and numbers of the question stand there.
    """
    asked = next(deeds_asked(question), None)
    if asked is None:
        return None
    found: list[Citation] = []
    telling = stems_of(asked.name)
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
            names = _deeds_of_same(asked, question, span.of(window.text), before, window.article.title)
            if not names.isdisjoint(likes().get(asked.name, ())):
                return None
            if not names.isdisjoint(opposites().get(asked.name, ())):
                found.append(cite(window.article, Span(window.start + span.start, window.start + span.end)))
    return found[0] if found else None


def _deeds_of_same(asked: Deed, question: str, sentence: str, before: Sequence[str], title: str) -> frozenset[str]:
    """Return the names of the deeds that a sentence tells of what is asked about; of one denied, that of its opposite.

    "It won't obliterate the asteroid" tells that it survives.
    """
    told = "\n".join((title, *before, sentence))
    denied = (replace(one, name=_NOT_DONE) for one in deeds_denied(sentence) if one.name in likes()[asked.name])
    return frozenset(
        name
        for deed in (*deeds_told(sentence), *denied)
        if _is_of_same(asked, _with_meant(deed, before[-1]) if before else deed, question, told)
        for name in ((deed.name,) if deed.name != _NOT_DONE else opposites()[asked.name])
    )


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


def _with_meant(deed: Deed, before: str) -> Deed:
    """Return a deed done to "it" as done to what the sentence before begins with."""
    if not any(one.is_pronoun for one in deed.themes):
        return deed
    first = next((one for one in find_clauses(before) if not one.is_thing), None)
    named = (first.doer or first.done_to) if first is not None else ()
    return replace(deed, themes=named or deed.themes)


def _is_of_same(asked: Deed, told: Deed, question: str, around: str) -> bool:
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
