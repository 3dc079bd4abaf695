"""From what a generator wrote to claims: one sentence each, without what is not a statement."""

import re

from index import Span
from index.splitting import split_sentences

# Not from the middle of white space: that would be tried at each of its characters.
MARKER = re.compile(r"(?<!\s)\s*\[(?:\d+(?:\s*[,;]\s*\d+)*|[^\[\]]*\|[^\[\]]*)\]")
LABEL = re.compile(r"^\s*(?:answer|a|response)\s*:\s*", re.IGNORECASE)
# Whether it is yes follows from what the articles say, not from what a small model begins with.
VERDICT = re.compile(r"^\s*(?:(?:yes|no),|(?:true|false)[.,:])\s+(?=\w)", re.IGNORECASE)
MOST_QUOTED_CHARS = 400  # of a quotation of several sentences: a mark that is never closed opens none
# A small model writes "U. S. President".
INITIALS = re.compile(r"\b([EU])\. (?=[KNSU]\.(?!\w))")
MARKUP = re.compile(r"\*+|^\s*(?:#{1,6}|[-•])\s+", re.MULTILINE)


def split_claims(text: str) -> tuple[str, ...]:
    """Return the sentences of a generated text, in order and without repetition.

    Citation marks that a model invents (`[1]`, a copied block header) are dropped: citations are
    attached by code. So are the marks of emphasis, headings and lists of a sentence that was copied.
    """
    cleaned = INITIALS.sub(r"\1.", MARKUP.sub("", LABEL.sub("", MARKER.sub("", text)))).strip()
    if (bare := VERDICT.sub("", cleaned)) != cleaned:
        cleaned = bare[0].upper() + bare[1:]
    sentences = (" ".join(span.of(cleaned).split()) for span in _whole_quotations(cleaned))
    return tuple(dict.fromkeys(sentence for sentence in sentences if any(map(str.isalnum, sentence))))


def _whole_quotations(text: str) -> list[Span]:
    """Return the sentences of a text, those of one quotation as one: half of it would be nobody's words."""
    spans: list[Span] = []
    for span in split_sentences(text):
        if spans and _is_open(spans[-1].of(text)) and span.end - spans[-1].start <= MOST_QUOTED_CHARS:
            spans[-1] = Span(spans[-1].start, span.end)
        else:
            spans.append(span)
    return spans


def _is_open(text: str) -> bool:
    """Tell whether a quotation that begins in `text` does not end there."""
    return text.count('"') % 2 == 1 or any(text.count(mark) > text.count(end) for mark, end in (("“", "”"), ("«", "»")))
