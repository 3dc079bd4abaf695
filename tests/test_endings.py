"""A quotation behind which "But …" follows in its paragraph is quoted with that."""

from index import Span
from rag.evidence.endings import MOST_BUT_CHARS, with_but

REASON = "The keeper said the obvious reason was cleaner water."
BUT = '"But the eels came back two years before that," she said.'


def told(text: str, quoted: str) -> str:
    start = text.index(quoted)
    return with_but(text, Span(start, start + len(quoted))).of(text)


def test_what_takes_a_sentence_back_is_quoted_with_it() -> None:
    assert told(f"{REASON} {BUT} Nobody knows more.", REASON) == f"{REASON} {BUT}"
    assert told(f"{REASON} However, the eels came earlier. Nobody knows more.", REASON) == (
        f"{REASON} However, the eels came earlier."
    )


def test_what_goes_on_or_begins_a_paragraph_is_not() -> None:
    assert told(f"{REASON} Yet another reason is the weir.", REASON) == REASON
    assert told(f"{REASON} The butter is cheap.", REASON) == REASON
    assert told(f"{REASON}\n\nBut the weir is to go.", REASON) == REASON
    assert told(f"{REASON} But {'so it ' * MOST_BUT_CHARS}goes.", REASON) == REASON
