"""The lead: what tells which of the articles' sentences answers where nothing that was written held."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from index.splitting import split_sentences
from rag.answer.corrections.corrected import find_right
from rag.answer.short.answer_type import WHEN
from rag.answer.short.form import name_answer
from rag.answer.short.wanted import find_acts
from rag.answer.yes_no.verdict import find_denial, find_verdict
from rag.generators.base import Review
from rag.support.conflicts import Conflict
from rag.support.judge import Verdict
from rag.support.polarity import find_denials
from rag.support.quantities import quantities
from rag.support.relevance import find_new, holds_all
from rag.types import Citation, Point, Support, Window
from rag.words import content_stems

MOST_VALUES = 2  # that speak against what was written
# Of `Review.alone`, from which a withheld answer still picks the point that answers. Of squad2-600's questions whose
# written sentence did not hold, 7 of 14 right answers lie above it and 2 of 24 wrong ones.
STANDS_BY = 2.4
# "Which would you buy?" is not answered by the one that "we cannot recommend".
_ASKS_ADVICE = re.compile(r"\b(?:buy|choose|recommend\w*|pick|get|take|best)\b", re.IGNORECASE)
_ADVISES_AGAINST = re.compile(
    r"\b(?:(?:can|could|would|do|does)(?:not|n['’]t| not| hardly)|never|not) (?:\w+ )?recommend\w*|\badvis\w+ against\b"
    r"|\bsteer clear\b|\bavoid\b",
    re.IGNORECASE,
)
DENIED_CHARS = 20  # before words, where a "not" that denies them stands


@dataclass(frozen=True, slots=True)
class Lead:
    """What tells which point answers where nothing written held.

    `words`: those of the generator's short answer that the question lacks. `verdict`: Yes, No, False or
    the name that was asked for, and the span for which that is the answer. `answerable`: that of the `Review`.
    `spans`: those that carry what was written, though it was not taken for an answer; `others`: those that give another
    value than was written.
    """

    words: str = ""
    verdict: tuple[str, Citation] | None = None
    answerable: float | None = None
    spans: tuple[Citation, ...] = ()
    others: tuple[Citation, ...] = ()

    def headline(self, question: str, held: Sequence[Point]) -> str:
        """Return the words as what was asked for, where one of `held` has them and a model reads the answer there.

        Of 90 quiz questions 15 were quoted with such words, 11 or 12 of them right.
        """
        is_unread = self.answerable is not None and self.answerable <= 0
        if is_unread or not any(self._is_in(point) and _acts(point, self.words, question) for point in held):
            return ""
        quotes = [point.citations[0].quote for point in held if self._is_in(point)]
        if all(_is_denied(quote, self.words) or _is_advised_against(quote, self.words, question) for quote in quotes):
            return ""
        return name_answer(self.words, question)

    def find(self, points: Sequence[Point]) -> tuple[Point, ...]:
        """Return the points that answer."""
        if self.verdict is not None:
            return (Point("", (self.verdict[1],)),)
        found = tuple(filter(self._is_in, points))
        if found or self.answerable is None or self.answerable <= 0:
            return found
        carrying = filter(self._is_in, (Point("", (span,)) for span in self.spans))
        return tuple(carrying)[:1] or tuple(Point("", (span,)) for span in self.others)

    def _is_in(self, point: Point) -> bool:
        return bool(self.words) and holds_all(point.citations[0].quote, self.words)


NO_LEAD = Lead()


def _acts(point: Point, words: str, question: str) -> bool:
    """Tell whether the sentence that has a time also has the verb asked for: closed in 1934 is not opened then."""
    acts = find_acts(question)
    if not acts or not WHEN.search(question) or not quantities(words):
        return True
    quote = point.citations[0].quote
    own = (span.of(quote) for span in split_sentences(quote))
    return any(holds_all(sentence, words) and acts & content_stems(sentence) for sentence in own)


def _is_advised_against(quote: str, words: str, question: str) -> bool:
    """Tell whether a question asks what to choose, and each sentence of a quotation that has the words says: not it."""
    own = [said for span in split_sentences(quote) if holds_all(said := span.of(quote), words)]
    return bool(own and _ASKS_ADVICE.search(question)) and any(map(_ADVISES_AGAINST.search, own))


def _is_denied(quote: str, words: str) -> bool:
    """Tell whether words stand behind a "not" wherever a quotation has them: "pleaded not guilty" is no "guilty"."""
    places = [found.start() for found in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", quote, re.IGNORECASE)]
    before = [quote[max(0, place - DENIED_CHARS) : place] for place in places]
    denied = [any(not text[one.end() :].strip() for one in find_denials(text, 0, len(text))) for text in before]
    return bool(denied) and all(denied)


def find_lead(asked: str, verdicts: Sequence[Verdict], review: Review, windows: Sequence[Window]) -> Lead:
    """Return what a withheld answer and its review lead to: a correction first, then No or Yes, then its words."""
    told = find_right(verdicts) or find_denial(asked, verdicts) or find_verdict(asked, windows, verdicts)
    carrying = tuple(one.matches[0].citation for one in verdicts if one.claim.support.is_shown)
    return Lead(_stood_by(review, asked), told, review.answerable, carrying, find_other_values(verdicts))


def _stood_by(review: Review, asked: str) -> str:
    """Return what is new in a generator's short answer where it stands by it, or reads the answer and it is no number.

    A name stands in few sentences, a number in many.
    """
    new = find_new(review.short, asked)
    stands = review.alone is not None and review.alone >= STANDS_BY
    is_read = review.answerable is not None and review.answerable > 0 and not quantities(new)
    return new if stands or is_read else ""


def find_other_values(verdicts: Sequence[Verdict]) -> tuple[Citation, ...]:
    """Return the spans that give another value than was written, the newest first: they speak of what was asked."""
    found = [
        match.citation
        for verdict in verdicts
        if verdict.claim.support is Support.CONTRADICTED
        for match in verdict.matches
        if match.comparison.conflict is Conflict.VALUE and match.contradicts
    ]
    ordered = sorted(dict.fromkeys(found), key=lambda one: one.published or date.min, reverse=True)
    return tuple(one for place, one in enumerate(ordered) if not any(map(one.overlaps, ordered[:place])))[:MOST_VALUES]
