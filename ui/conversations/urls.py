"""Urls of articles that may become links."""

import re
from urllib.parse import quote, urlencode, urlsplit

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
