"""Own words: the sentence of the articles that a withheld one was written from, which stands in its place.

A small model begins with what answers, in words that no single sentence has; what it copies behind that holds. For 25
of 49 first sentences that were withheld the one that they were written from was found; 21 of these answer.
"""

import re
from collections.abc import Iterable, Iterator

from index import Span
from index.splitting.rows import is_row
from index.splitting.sentences import sentences_within
from rag.answer.citations import cite
from rag.answer.people.attribution import voice_of
from rag.evidence.leaning import begins_with_pronoun, is_bare_quotation, leans
from rag.evidence.markup import show
from rag.support.instructions import instruction_spans
from rag.support.names import Name, find_names, is_held
from rag.support.quantities import quantities
from rag.support.relevance import holds_all
from rag.types import Claim, Support, Window
from rag.words import content_stems

LEAST_SHARE = 0.6  # of the words that a sentence adds to the question
LEAST_WORDS = 2
MOST_CHARS = 320
STEM = 6  # letters of a name that is written otherwise
BEFORE_CHARS, BEHIND_CHARS = 600, 300  # of a sentence, where whom it is about may be named
_SAID_BY_PRONOUN = re.compile(r"\b(?:he|she|they|it) (?:said|says|added|told|wrote|explained|argued|insisted)\b")


def find_own_words(claim: str, question: str, windows: Iterable[Window]) -> Claim | None:
    """Return the sentence that has most of what a written one adds to the question; None where none has enough.

    It has all its numbers, its names are in it or near it, and a reader understands it by itself.
    """
    new = content_stems(claim) - content_stems(question)
    if len(new) < LEAST_WORDS:
        return None
    told = (claim[one.start : one.end] for one in quantities(claim))
    values = [value for value in told if not holds_all(question, value)]
    names = find_names(claim)
    best: tuple[Window, Span] | None = None
    most = 0.0
    for window, span in _sentences(windows, question):
        text = window.article.text
        share = len(new & content_stems(span.of(text))) / len(new)
        near = f"{window.article.title}\n{text[max(0, span.start - BEFORE_CHARS) : span.end + BEHIND_CHARS]}"
        is_same = all(holds_all(span.of(text), value) for value in values) and all(
            is_held(name, near) for name in names
        )
        if share >= LEAST_SHARE and share > most and is_same:
            best, most = (window, span), share
    if best is None:
        return None
    window, span = best
    return Claim(show(span.of(window.article.text)), Support.SUPPORTED, most, (cite(window.article, span),))


def _is_near(name: Name, near: str) -> bool:
    """Tell whether a name, or what it is made of, stands in `near`: "American-led", where America is told of."""
    return is_held(name, near) or any(word.text[:STEM] in near for word in name.words if len(word.text) > STEM)


def _sentences(windows: Iterable[Window], question: str) -> Iterator[tuple[Window, Span]]:
    """Yield the sentences that lean on none before them, with the window of each.

    What "she said" is taken where the question names her.
    """
    for window in windows:
        text = window.article.text
        for span in sentences_within(text, Span(window.start, window.end)):
            if span.end - span.start <= MOST_CHARS and not is_row(text, span) and _stands(text, span, question):
                yield window, span


def _stands(text: str, span: Span, question: str) -> bool:
    said = span.of(text)
    if leans(said) or begins_with_pronoun(said) or is_bare_quotation(text[span.start :]) or said.endswith("?"):
        return False
    if instruction_spans(said):
        return False
    sayers = voice_of(text, span).names
    return not _SAID_BY_PRONOUN.search(said) or any(is_held(name, question) for name in sayers)
