"""Checking a text that somebody wrote: what the articles say of each of its sentences."""

import re
from collections.abc import Iterator, Sequence
from functools import partial

from index import Filter, Library, Span
from index.splitting import split_sentences
from rag.evidence.windows import gather_evidence
from rag.support.antecedents import name_subject
from rag.support.judge import Verdict, judge
from rag.support.names import find_names
from rag.types import Checked, Support, Window

HITS = 20
MAX_EVIDENCE_WORDS = 800  # nothing is generated, so a wide look costs only milliseconds
_LEADER = re.compile(r"(?:[-*+•–]|#{1,6}|(\d{1,3})[.)])[ \t]+(?=\S)")
SEARCHED_CHARS = 1_000  # of a sentence: the words behind change no ranking and cost time


def check_text(
    library: Library,
    text: str,
    only: Filter | None = None,
    min_support: float | None = None,
    first: Filter | None = None,
) -> Iterator[Checked]:
    """Yield each sentence of `text` with the spans of the library's articles that support it, in order.

    `min_support`, 0 to 1, is the least probability that an article says so; by default the fitted one. The articles
    that pass `first` are asked first, and alone where they say so or the contrary. No model writes anything. What
    cannot be judged, a heading of one word, say, comes with the reason.
    """
    before: list[str] = []
    among = only or Filter()
    for span in map(partial(_without_leader, text), split_sentences(text)):
        sentence = " ".join(span.of(text).split())
        near = _check(library, sentence, before, span, among.within(first), min_support) if first else None
        if near is not None and near.claim.support in (Support.SUPPORTED, Support.CONTRADICTED):
            yield near
        else:
            far = _check(library, sentence, before, span, among, min_support)
            yield near if near is not None and near.claim.standing > far.claim.standing else far
        before.append(sentence)


def _without_leader(text: str, span: Span) -> Span:
    """Return a sentence without what makes it an item or a heading; a number only in a list: a date begins with one."""
    found = _LEADER.match(text, span.start, span.end)
    if found is None:
        return span
    beside = (int(found[1]) - 1, int(found[1]) + 1) if found[1] else ()
    is_listed = not beside or any(re.search(rf"^[ \t]*{number}[.)][ \t]", text, re.MULTILINE) for number in beside)
    return Span(found.end(), span.end) if is_listed else span


def _check(
    library: Library, sentence: str, before: Sequence[str], span: Span, only: Filter, least: float | None
) -> Checked:
    windows = _windows(library, sentence, only)
    verdict = judge(sentence, windows, least)
    if verdict.claim.support is Support.UNSUPPORTED and before and not find_names(sentence):
        # Who "she" is stands in the sentence before.
        windows = _windows(library, f"{before[-1]} {sentence}", only)
        verdict = _better(verdict, judge(sentence, windows, least))
    if verdict.claim.support.is_shown and (named := name_subject(sentence, before)):
        again = judge(named, windows, least)
        if not again.claim.support.is_shown:
            again = _better(again, judge(named, _windows(library, named, only), least))
        verdict = verdict if again.claim.support.is_shown else again.of(sentence)
    is_open = verdict.claim.support is Support.UNSUPPORTED and verdict.matches
    return Checked(span.start, span.end, verdict.claim, (verdict.matches[0].citation,) if is_open else ())


def _better(first: Verdict, second: Verdict) -> Verdict:
    return max(first, second, key=lambda verdict: verdict.claim.standing)


def _windows(library: Library, looked_for: str, only: Filter) -> tuple[Window, ...]:
    asked = looked_for[-SEARCHED_CHARS:]
    hits = library.search(asked, HITS, only)
    return gather_evidence(asked, hits, MAX_EVIDENCE_WORDS, lambda text: len(text.split())).windows
