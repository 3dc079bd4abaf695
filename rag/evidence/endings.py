"""Endings: a quotation behind which a "But …" follows is given that sentence, which may take it back."""

import re

from index import Span
from rag.evidence.telling import telling_spans
from rag.support.quotes import close_quotation

MOST_BUT_CHARS = 320  # of the sentence that takes back what is before it
BEHIND_CHARS = 700  # in which it ends
# "Yet another …" takes nothing back.
_BUT = re.compile(r"[ \t]+[\"“”„«‘']?(?:But|However|Yet(?! (?:another|more|again))|Aber|Doch|Mais|Pero|Sin embargo)\b")


def with_but(text: str, span: Span) -> Span:
    """Return `span` with the sentence behind it in its paragraph, where that begins with "But" or the like."""
    if not _BUT.match(text, span.end):
        return span
    behind = telling_spans(text[span.end : span.end + BEHIND_CHARS].partition("\n")[0], span.end)
    if not behind or behind[0][0].end - span.end > MOST_BUT_CHARS:
        return span
    return close_quotation(text, Span(span.start, behind[0][0].end))
