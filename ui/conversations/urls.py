"""Which url of an article may become a link."""

from urllib.parse import quote, urlsplit

_KEPT = ":/?#[]@!$&'()*+,;=%-._~"


def link_target(url: str) -> str:
    """Return `url` as a web address that is safe in an attribute or in angle brackets; empty when it is none."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return ""
    if parts.scheme.lower() not in ("http", "https") or not parts.netloc:
        return ""
    return quote(url.strip(), safe=_KEPT, errors="replace")
