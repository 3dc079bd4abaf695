"""Links: urls of articles that may become some, and the names of answers in them."""

import hashlib
import hmac
import re
from datetime import UTC
from urllib.parse import quote, urlencode, urlsplit

from ui.conversations.types import SavedExchange

_NO_ADDRESS = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_KEPT = ":/?#[]@!$&'()*+,;=%-._~"


def link_target(url: str) -> str:
    """Return `url` as a web address that is safe in an attribute or in angle brackets; empty when it is none."""
    if _NO_ADDRESS.search(url.strip()):
        return ""  # what a browser leaves out, and what is left out of the address before it is looked at
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return ""
    if parts.scheme.lower() not in ("http", "https") or not parts.netloc:
        return ""
    return quote(url.strip(), safe=_KEPT, errors="replace")


def link_to(base: str, article: str, start: int, end: int) -> str:
    """Return the address at which the page opens with these characters marked."""
    return f"{base.rstrip('/')}/?{urlencode({'article': article, 'start': start, 'end': end}, errors='replace')}"


def name_answer(exchange: SavedExchange) -> str:
    """Return what a link calls an answer: when it was asked, and what only who knows its conversation can compute.

    So the link tells of no other answer, needs nothing kept, and ends when the answer or its conversation is deleted.
    """
    said = f"{exchange.asked.astimezone(UTC).isoformat()}\n{exchange.question}".encode("utf-8", "replace")
    secret = hmac.new(exchange.conversation.encode(), said, hashlib.sha256).hexdigest()[:32]
    return f"{int(exchange.asked.timestamp()):x}-{secret}"
