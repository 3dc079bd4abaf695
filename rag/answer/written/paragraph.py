"""Paragraph: what the model writes from the points of an open question, each sentence judged as soon as it is complete.

Asked for several sentences over whole windows, a model of 1.5 billion parameters writes one or two, and more than half
of them are withheld. From the points it writes three to five, in the order of an answer, and starts sooner: the points
take 150 to 250 tokens, the windows 400.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from index import Library, Span
from rag.answer.request import Gathered
from rag.answer.written.claims import split_claims
from rag.answer.written.wording import SILENT, is_finished, name_doer, name_sayer, points_at_nothing
from rag.question.kind import Kind
from rag.support.antecedents import name_subject
from rag.support.judge import Verdict
from rag.types import Citation, Claim, Evidence, Judged, Window

# What the model writes a paragraph of. A fact is one sentence; lists, counts, timelines and what the library holds are
# put together by code.
KINDS = (Kind.EXPLANATION, Kind.STATEMENTS, Kind.OVERVIEW, Kind.COMPARISON)
# A claim that the articles say so: as much as makes one supported. The points stand below: what is only partly there
# need not be shown. At .5 "The breakwater was destroyed by Halvorsen & Pike", who built it, was weakly supported.
LEAST_SUPPORT = 0.55
SAYS_NOTHING = "it only says that nobody would comment"
REPEATED = "the sentence above says so in the article's own words"
POINTLESS = "it begins with a word that points at nothing shown"
SAME_WORDS = 0.8  # of a point's characters that the claims above it cite


def is_open(gathered: Sequence[Gathered]) -> bool:
    """Tell whether any part of a question wants more than one sentence."""
    return any(part.kind in KINDS for part in gathered)


def gather_lines(
    gathered: Sequence[Gathered], library: Library, count_tokens: Callable[[str], int], most: int
) -> Evidence:
    """Return the points that answer, each as a window of its own, the best first and at most `most` tokens."""
    windows: list[Window] = []
    tokens = 0
    for part in gathered:
        for point in part.points if part.answerable else ():
            cited = point.citations[0]
            span = Span(cited.start, cited.end)
            window = Window(library.article(cited.article), span.start, span.end, span, part.score)
            cost = count_tokens(window.text)
            if windows and tokens + cost > most:
                continue
            windows.append(window)
            tokens += cost
    return Evidence(tuple(windows), tokens)


def widen(lines: Evidence, passages: Sequence[Window], count_tokens: Callable[[str], int], most: int) -> Evidence:
    """Return points with the passages they stand in, then the other passages, while `most` tokens are not used up.

    What surrounds a sentence misleads a small model and helps a large one.
    """
    windows: list[Window] = []
    tokens = 0
    for line in (*lines.windows, *passages):
        around = [one for one in (line, *passages) if one.overlaps(line)]
        start, end = min(one.start for one in around), max(one.end for one in around)
        wide = replace(line, start=start, end=end)
        if any(one.overlaps(wide) for one in windows):
            continue
        cost = count_tokens(wide.text)
        if windows and tokens + cost > most:
            continue
        windows.append(wide)
        tokens += cost
    return Evidence(tuple(windows), tokens)


class Paragraph:
    """A paragraph that is being written; `verdicts` are those of the sentences that are complete.

    `own_words` finds the articles' sentence that stands in the place of one that does not hold.
    """

    def __init__(self, judge: Callable[[str], Verdict], own_words: Callable[[str], Claim | None]) -> None:
        self._judge = judge
        self._own_words = own_words
        self._judged: dict[str, Verdict] = {}
        self.text = ""

    def add(self, piece: str) -> Iterator[Judged]:
        """Take what was written next, and yield the sentences that it completes."""
        self.text += piece
        *complete, last = split_claims(self.text) or ("",)
        yield from self._judge_new(complete, last)

    def end(self) -> Iterator[Judged]:
        """Yield the last sentence: nothing more is written. One that breaks off is none behind others."""
        *before, last = self._sentences
        yield from self._judge_new((*before, last) if last else before, "")

    @property
    def verdicts(self) -> list[Verdict]:
        """Return the verdicts of the sentences of the whole text, in order."""
        return [self._judged[claim] for claim in split_claims(self.text) if claim in self._judged]

    @property
    def _sentences(self) -> tuple[str, ...]:
        found = split_claims(self.text) or ("",)
        return found if len(found) == 1 or is_finished(found[-1]) else (*found[:-1], "")

    def _judge_new(self, complete: Iterable[str], rest: str) -> Iterator[Judged]:
        for claim in complete:
            if claim not in self._judged:
                verdict = self._named(self._beginning(self._judge_meant(claim)))
                self._judged[claim] = self._once(verdict if verdict.claim.support.is_shown else self._own(verdict))
                yield Judged(self._judged[claim].claim, rest)

    def _own(self, verdict: Verdict) -> Verdict:
        """Return what the articles say themselves in the place of a sentence that does not hold."""
        own = self._own_words(verdict.claim.text) if verdict.claim.reason != SAYS_NOTHING else None
        return verdict if own is None else Verdict(own)

    def _once(self, verdict: Verdict) -> Verdict:
        """Return a verdict; what the articles' own words above it say already is said once."""
        above = [one.claim for one in self._judged.values() if one.claim.support.is_shown and not one.matches]
        cited = verdict.claim.citations
        if verdict.claim.support.is_shown and cited and all(is_told(one, above) for one in cited):
            return replace(verdict, claim=verdict.claim.withheld(REPEATED))
        return verdict

    def _judge_meant(self, claim: str) -> Verdict:
        """Return the verdict of a claim; what "he" did must be said of whom the claims shown before it name."""
        verdict = self._judge(claim)
        shown = [one.claim.text for one in self._judged.values() if one.claim.support.is_shown]
        if not verdict.claim.support.is_shown or not (named := name_subject(claim, shown)):
            return verdict
        again = self._judge(named)
        return verdict if again.claim.support.is_shown else again.of(claim)

    def _beginning(self, verdict: Verdict) -> Verdict:
        """Return a verdict; no answer begins with "They": whom it means was said in a sentence that is not shown.

        Where the cited sentence has a name there, the claim gets it.
        """
        is_first = not any(one.claim.support.is_shown for one in self._judged.values())
        if not verdict.claim.support.is_shown or not is_first or not points_at_nothing(verdict.claim.text):
            return verdict
        named = name_doer(verdict)
        again = self._judge(named) if named else verdict
        if named and again.claim.support.is_shown:
            return again
        return replace(verdict, claim=verdict.claim.withheld(POINTLESS))

    def _named(self, verdict: Verdict) -> Verdict:
        """Return a verdict with who says so; that somebody says nothing answers nothing."""
        if not verdict.claim.support.is_shown:
            return verdict
        if SILENT.search(verdict.claim.text):
            return replace(verdict, claim=verdict.claim.withheld(SAYS_NOTHING))
        named = name_sayer(verdict)
        again = self._judge(named) if named else verdict
        return again if again.claim.support.is_shown else verdict


def is_told(cited: Citation, claims: Sequence[Claim]) -> bool:
    """Tell whether what a point quotes is told by the claims above it: nearly all of its characters are cited there."""
    told: set[int] = set()
    for claim in claims:
        for one in claim.citations:
            if one.article == cited.article:
                told.update(range(max(one.start, cited.start), min(one.end, cited.end)))
    return len(told) >= SAME_WORDS * (cited.end - cited.start)
