"""Corrected: what a correction among the articles says instead of what was written or quoted."""

import re
from collections.abc import Mapping, Sequence

from index import Article, Hit, Span
from index.splitting.sentences import sentences_within
from rag.answer.citations import cite
from rag.answer.corrections.withdrawals import Withdrawal, find_withdrawal, withdrawals_of
from rag.support.conflicts import Conflict
from rag.support.corrections import CORRECTS, find_corrected, find_right_figure, is_taken_back, take_back
from rag.support.judge import Match, Verdict, find_matches
from rag.support.quantities import quantities
from rag.support.quantity import Quantity
from rag.support.statement import take_apart
from rag.types import Citation, Point, Support, Window

MOST_READ = 20_000  # of a correction
INSTEAD = re.compile(  # "is in fact 198", "It should have been 33 metres"
    r"\b(?:in fact|actually|correct|right|true|should have been|should have read|instead)\b", re.IGNORECASE
)
BEHIND = re.compile(r"\s+([^\W\d_]+)")


def find_right(verdicts: Sequence[Verdict]) -> tuple[str, Citation] | None:
    """Return the value that a correction gives for one that was written, with its span; None where none does.

    Of the numbers behind the sentence that is taken back it is that of the sentence which says what is right, else the
    only one of the same kind.
    """
    for verdict in verdicts:
        if verdict.claim.support is not Support.CONTRADICTED:
            continue
        for match in verdict.matches:
            if match.is_withdrawal and match.citation in verdict.claim.citations:
                return _right_of(verdict.claim.text, match)
    return None


def _right_of(claim: str, match: Match) -> tuple[str, Citation] | None:
    article = match.window.article
    whole = take_back(article, match.span)
    told_right = find_right_figure(whole.of(article.text))
    if told_right is not None:
        return whole.of(article.text)[told_right.start : told_right.end], cite(article, whole)
    said = quantities(claim)
    wrong = [one for one in said if any(one.holds(other) for other in quantities(match.comparison.unit.text))]
    found: list[tuple[bool, str]] = []
    for span in sentences_within(article.text, whole):
        if span.start < match.span.start or is_taken_back(article, span):
            continue
        text = span.of(article.text)
        others = [two for two in quantities(text) if any(_is_other(one, two) for one in wrong)]
        found += [(INSTEAD.search(text) is not None, _with_unit(text, two)) for two in others]
    told = [value for is_instead, value in found if is_instead] or [value for _, value in found]
    return (told[0], cite(article, whole)) if len(set(told)) == 1 else None


def _is_other(one: Quantity, other: Quantity) -> bool:
    return (one.kind, one.unit) == (other.kind, other.unit) and one.counted == other.counted and other.is_rival(one)


def _with_unit(text: str, found: Quantity) -> str:
    """Return a number with the word that it counts."""
    behind = BEHIND.match(text, found.end) if found.counted else None
    return text[found.start : behind.end() if behind else found.end]


def without_corrected(points: Sequence[Point], hits: Sequence[Hit]) -> tuple[Point, ...]:
    """Return `points` without those of other articles that begin with what a correction among `hits` takes back."""
    return tuple(point for point, found in _with_corrections(points, hits) if found is None)


def with_corrections(points: Sequence[Point], hits: Sequence[Hit]) -> tuple[Point, ...]:
    """Return `points`, behind each that a correction among `hits` takes back what that says, where no point has it."""
    return _told_with(_with_corrections(points, hits))


def righted(points: Sequence[Point], hits: Sequence[Hit]) -> tuple[Point, ...]:
    """Return `points`, in the place of each that a correction among `hits` takes back what that says instead, once."""
    found = _with_corrections(points, hits)
    return tuple(dict.fromkeys(point if cited is None else Point(point.group, (cited,)) for point, cited in found))


def corrected_last(points: Sequence[Point], hits: Sequence[Hit]) -> tuple[Point, ...]:
    """Return `points` as `with_corrections` does, those that are taken back behind the others."""
    return _told_with(sorted(_with_corrections(points, hits), key=lambda pair: pair[1] is not None))


def _told_with(found: Sequence[tuple[Point, Citation | None]]) -> tuple[Point, ...]:
    shown = [point for point, _ in found]
    for point, cited in reversed(found):
        if cited is not None and not any(cited.overlaps(other.citations[0]) for other in shown):
            shown.insert(shown.index(point) + 1, Point(point.group, (cited,)))
    return tuple(shown)


def _with_corrections(points: Sequence[Point], hits: Sequence[Hit]) -> list[tuple[Point, Citation | None]]:
    """Return each point with what takes it back and says instead."""
    known = {hit.article.id: hit.article for hit in hits}
    corrections = [article for article in known.values() if CORRECTS.search(article.title)]
    if not corrections:
        return [(point, None) for point in points]
    # Only corrections are read; the others are there for what each of them corrects.
    windows = [
        Window(article, 0, min(len(article.text), MOST_READ if article in corrections else 1), Span(0, 1), 0.0)
        for article in known.values()
    ]
    withdrawals = withdrawals_of(known.values())
    found = []
    for point in points:
        match = _correction_of(point.citations[0], windows, corrections)
        own = cite(match.window.article, take_back(match.window.article, match.span)) if match else None
        found.append((point, own or _withdrawal_of(point.citations[0], known, withdrawals)))
    return found


def _withdrawal_of(cited: Citation, known: Mapping[str, Article], withdrawals: Sequence[Withdrawal]) -> Citation | None:
    """Return what takes back the figure of how a quotation begins: 312, of "more than 300"."""
    article, first = known.get(cited.article), _beginning(cited.quote)
    if article is None:
        return None
    taken = find_withdrawal(article, first, withdrawals)
    taken = taken or next((one for one in withdrawals if one.takes_back_roughly(article, first)), None)
    return taken.citation if taken else None


def _beginning(quote: str) -> str:
    whole = Span(0, len(quote))
    return next(iter(sentences_within(quote, whole)), whole).of(quote)


def _correction_of(cited: Citation, windows: Sequence[Window], corrections: Sequence[Article]) -> Match | None:
    """Return what takes back how a quotation begins; of the article that a correction names, whatever its words."""
    if any(cited.article == one.id for one in corrections):
        return None
    named = {
        id for id, other in find_corrected(window.article for window in windows).items() if other.id == cited.article
    }
    statement = take_apart(_beginning(cited.quote))
    return next(
        (
            match
            for match in find_matches(statement, windows)
            if match.comparison.conflict is Conflict.WITHDRAWN
            and (match.contradicts or match.window.article.id in named)
        ),
        None,
    )
