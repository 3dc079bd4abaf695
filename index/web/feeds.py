"""Feeds (RSS, Atom): the entries that they name."""

import re
from dataclasses import dataclass
from datetime import date
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin

from index.errors import FetchFailed
from index.loaders.dates import read_date
from index.loaders.elements import Element, local

MAX_ENTRIES = 50
# Nothing but declarations and comments before the first element, whatever a server calls it; read without going back.
_FIRST = re.compile(
    rb"(?:\xef\xbb\xbf)?(?>(?:\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>)*)"
    rb"<(?:[\w.-]+:)?(?:rss|feed|RDF)[\s>]",
    re.DOTALL | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a feed: where it lies and when it was published."""

    url: str
    title: str
    published: date | None

    @property
    def stamp(self) -> str:
        """Return all that the feed says of the entry, which tells whether it has changed."""
        return f"{self.url} {self.published or ''} {self.title}"


def read_feed(data: bytes, url: str) -> tuple[Entry, ...]:
    """Return the entries of a feed, at most `MAX_ENTRIES`, as the feed orders them; raise `FetchFailed` for none."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, remove_comments=True)
    try:
        root = etree.fromstring(data.lstrip(), parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None or not len(root) or local(root) not in ("rss", "feed", "RDF"):
        raise FetchFailed(f"{url} is not a feed (RSS or Atom)")
    entries = (_entry(element, url) for element in root.iter("{*}item", "{*}entry"))
    return tuple({entry.url: entry for entry in entries if entry.url}.values())[:MAX_ENTRIES]


def is_feed(data: bytes) -> bool:
    """Tell whether an answer is a feed, by its first element."""
    return _FIRST.match(data[:20_000]) is not None


def _entry(element: Element, base: str) -> Entry:
    said = {local(child): " ".join("".join(child.itertext()).split()) for child in reversed(element)}
    links = [link for link in element if local(link) == "link"]
    stated = [link.get("href", "") for link in links if link.get("rel", "alternate") == "alternate"]
    guid = said.get("guid", "") if said.get("guid", "").startswith("http") else ""
    url = next(filter(None, stated), "") or said.get("link", "") or guid
    dates = (said.get(name, "") for name in ("published", "pubDate", "date", "updated"))
    return Entry(urljoin(base, url) if url else "", said.get("title", ""), next(filter(None, map(_day, dates)), None))


def _day(text: str) -> date | None:
    try:
        return read_date(text) or (parsedate_to_datetime(text).date() if text else None)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
