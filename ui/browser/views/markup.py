"""Article text into markup: the one place where text is escaped.

Two ways, and nothing else may put text into a page: `exact` keeps every character (offsets count on
it), `line` makes one harmless line of a title or a name.
"""

import re
from html import escape

_IMPOSSIBLE = re.compile("[\x00\ud800-\udfff]")  # a page cannot hold NUL, nor UTF-8 a lone surrogate
_INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def exact(text: str) -> str:
    """Return `text` as markup that shows just these characters; what no page can hold becomes U+FFFD."""
    # A parser of HTML reads a bare carriage return as a line feed, which would move the offsets.
    return escape(_IMPOSSIBLE.sub("\ufffd", text)).replace("\r", "&#13;")


def line(text: str) -> str:
    """Return `text` as one line of markup, fit for an attribute too, without controls that turn its direction."""
    return exact(" ".join(_INVISIBLE.sub("", text).split()))
