"""Article text into markup: the one place where text is escaped.

Two ways, and nothing else may put text into a page: `exact` keeps every character (offsets count on
it), `line` makes one harmless line of a title or a name.
"""

import re
from datetime import date
from html import escape

from rag.evidence.markup import QUOTATION_MARKS, show

_IMPOSSIBLE = re.compile("[\x00\ud800-\udfff]")  # a page cannot hold NUL, nor UTF-8 a lone surrogate
_INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def exact(text: str) -> str:
    """Return `text` as markup that shows just these characters; what no page can hold becomes U+FFFD."""
    # A parser of HTML reads a bare carriage return as a line feed, which would move the offsets.
    return escape(_IMPOSSIBLE.sub("\ufffd", text)).replace("\r", "&#13;")


def line(text: str) -> str:
    """Return `text` as one line of markup, fit for an attribute too, without controls that turn its direction."""
    return exact(" ".join(_INVISIBLE.sub("", text).split()))


def quoted(text: str) -> str:
    """Return an article's words as a quotation, clean of its markup; one that begins with a mark gets no second one."""
    said = show(text)
    return f'<q dir="auto" class="{"bs-own" if said.startswith(QUOTATION_MARKS) else "bs-said"}">{exact(said)}</q>'


def with_code(said: str) -> str:
    """Return a sentence of our own as one line, what stands between backticks as code."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", line(said))


def isolated(text: str) -> str:
    """Return `text` as one line whose direction cannot change what stands around it."""
    return f"<bdi>{line(text)}</bdi>"


def day(published: date | None) -> str:
    """Return a date as `<time>`; empty when it is not known."""
    if published is None:
        return ""
    return f'<time datetime="{published.isoformat()}">{published.day} {published:%B %Y}</time>'


def facts(source: str, published: date | None, author: str = "") -> str:
    """Return what is known of an article's origin on one line; empty when nothing is."""
    known = [isolated(author) if author else "", isolated(source) if source else "", day(published)]
    return " · ".join(fact for fact in known if fact)


def count(number: int, noun: str) -> str:
    """Return a number with its noun, which forms its plural with an s."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def trouble(said: str) -> str:
    """Return what went wrong, as a screen reader says it at once."""
    return f'<p class="bs-trouble" role="alert">{line(said)}</p>'
