"""Checking a text that somebody wrote: what the articles say of each of its sentences."""

from collections.abc import Iterator
from dataclasses import dataclass

from index import Filter, Library, Span
from index.splitting import split_sentences
from rag.citations import cite
from rag.evidence import gather_evidence
from rag.generators.base import Review
from rag.support.judge import Kind, closest_match, judge, load_weights
from rag.support.match import find_matches
from rag.support.names import find_names
from rag.types import Citation, Claim, Evidence, Support
from rag.words import content_stems

HITS = 20
MAX_EVIDENCE_WORDS = 800  # nothing is generated, so a wide look costs only milliseconds
MIN_CONTENT_WORDS = 2  # a heading of one word or "She agreed." says nothing that could be looked up


@dataclass(frozen=True, slots=True)
class Checked:
    """A sentence, from `start` to `end` of the checked text, judged.

    `nearest` cites what comes closest to one that is not supported.
    """

    start: int
    end: int
    claim: Claim
    nearest: tuple[Citation, ...] = ()


def check_text(
    library: Library, text: str, only: Filter | None = None, min_support: float | None = None
) -> Iterator[Checked]:
    """Yield each sentence of `text` with the spans of the library's articles that support it, in order.

    `min_support`, 0 to 1, is the least probability that an article says so; by default the fitted one. No model writes
    anything. Sentences with fewer than two words of content are passed over.
    """
    least = load_weights(Kind.STATEMENT).weak if min_support is None else min_support
    before = ""
    for span in split_sentences(text):
        sentence = " ".join(span.of(text).split())
        if len(content_stems(sentence)) >= MIN_CONTENT_WORDS:
            yield _check(library, sentence, before, span, only or Filter(), least)
        before = sentence


def _check(library: Library, sentence: str, before: str, span: Span, only: Filter, least: float) -> Checked:
    evidence = _evidence(library, sentence, only)
    claim = judge(sentence, "", evidence, Review(), least)
    if claim.support is Support.UNSUPPORTED and not find_names(sentence) and before:
        # Who "she" is stands in the sentence before.
        evidence = _evidence(library, f"{before} {sentence}", only)
        claim = max(claim, judge(sentence, "", evidence, Review(), least), key=lambda claim: claim.standing)
    near = closest_match(find_matches(sentence, "", evidence), "") if claim.support is Support.UNSUPPORTED else None
    return Checked(span.start, span.end, claim, (cite(near.window.article, near.span),) if near else ())


def _evidence(library: Library, looked_for: str, only: Filter) -> Evidence:
    hits = library.search(looked_for, HITS, only)
    return gather_evidence(looked_for, hits, MAX_EVIDENCE_WORDS, lambda text: len(text.split()))
