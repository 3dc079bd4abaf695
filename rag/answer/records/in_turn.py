"""In turn: items that an article tells one by one, a sentence each: "Kelp College did so in May. In June Tarn …"."""

import re
from collections.abc import Iterable

from index import Span
from rag.evidence.telling import headings_in, telling_spans
from rag.support.names import find_names
from rag.support.terms import is_alike
from rag.words import content_stems

MOST_CHARS = 900  # of a quotation with what goes on from it
AROUND_CHARS = 1_500
_QUOTED = re.compile(r"[\"“”]")


def goes_on(text: str, span: Span, question: str) -> Span:
    """Return a quotation with the sentences around it that go on telling, each of somebody new.

    Each has a name that those before it and the question have not, and a word that they have; one sentence in between
    may have none. What somebody says ends it, and so does a heading.
    """
    start = max(0, span.start - AROUND_CHARS)
    around = text[start : span.end + AROUND_CHARS]
    told = [one for one, _ in telling_spans(around, start)]
    headings = [start + place for place, _ in headings_in(around)]
    before = [one for one in reversed(told) if one.end <= span.start]
    behind = [one for one in told if one.start >= span.end]
    for several in (behind, before):
        limit = [place for place in headings if (place >= span.end if several is behind else place < span.start)]
        for one in _going_on(text, span, several, question):
            whole = Span(min(span.start, one.start), max(span.end, one.end))
            if whole.end - whole.start > MOST_CHARS or any(whole.start <= place < whole.end for place in limit):
                break
            span = whole
    return span


def _going_on(text: str, span: Span, sentences: Iterable[Span], question: str) -> list[Span]:
    """Return the sentences, nearest first, up to the last that tells of somebody new without a gap of two."""
    named, plain = _read(f"{question}\n{span.of(text)}")
    said = named | plain
    kept: list[Span] = []
    passed: list[Span] = []
    for one in sentences:
        own = one.of(text)
        if _QUOTED.search(own):
            break
        names, words = _read(own)
        if names - named and any(word in said or is_alike(word, said) for word in words | names):
            kept += [*passed, one]
            passed = []
            named, said = named | names, said | words | names
        elif passed:
            break
        else:
            passed = [one]
    return kept


def _read(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the stems of a text's names, and of its other words that say something."""
    named = frozenset(word.stem for name in find_names(text) for word in name.words)
    return named, content_stems(text) - named
