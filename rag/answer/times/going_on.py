"""Going on: the sentence behind a line of a timeline that tells what came of it, "two days later"."""

import re
from collections.abc import Sequence

from index import Span
from rag.evidence.event_dates import names_date
from rag.evidence.quotations import MOST_QUOTE_CHARS, Quote
from rag.evidence.telling import telling_spans

PARAGRAPH_CHARS = 1_200  # behind a line, in which the next sentence is looked for
_LATER = re.compile(
    r"\b(?:later|soon (?:after|afterwards)|(?:the )?(?:next|following) (?:day|night|morning|week|month|year)|afterwards"
    r"|(?:days?|weeks?|months?|hours?|years?) after)\b",
    re.IGNORECASE,
)


def go_on(quotes: Sequence[Quote], reports: Sequence[Quote]) -> None:
    """Make quotations longer by the sentence behind them that goes on from their day; `reports` by their second one.

    A report without a date has its second sentence, which says who, where and how much.
    """
    for quote in quotes:
        text = quote.article.text
        start = quote.span.end
        behind = telling_spans(text[start : start + PARAGRAPH_CHARS], start)
        if len(behind) < 1 + (start + PARAGRAPH_CHARS < len(text)):  # the last one found may be cut
            continue
        span = behind[0][0]
        said = span.of(text)
        is_beside = "\n\n" not in text[start : span.start].rstrip() and not text[start : span.start].strip()
        is_later = "\n" not in text[start : span.start] and _LATER.search(said) is not None
        is_later = is_later and not names_date(said, quote.article.published)
        others = [one for one in quotes if one is not quote and one.article.id == quote.article.id]
        if (
            is_beside
            and (is_later or quote in reports)
            and span.end - quote.span.start <= MOST_QUOTE_CHARS
            and not any(one.span.overlaps(span) for one in others)
        ):
            quote.span = Span(quote.span.start, span.end)
