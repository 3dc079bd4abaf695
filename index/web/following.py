"""Addresses are fetched: a page is kept, a feed is followed, and later brings what is new in it."""

import html
import json
import re
from collections.abc import Generator, Iterable
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

from index.disk import write_whole
from index.errors import FetchFailed, PageGone
from index.loaders.encoding import decode
from index.loaders.snapshot import Snapshot
from index.types import Failure, Progress
from index.web.feeds import Entry, is_feed, read_feed
from index.web.fetching import Fetched, fetch

FEEDS = ".feeds.json"  # hidden, so that no sync takes it for an article
_PAGES = ("text/html", "application/xhtml+xml")


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed that is followed; `seen` are the entries that came, so that one which the user removed stays away.

    `gone` are the stamps of entries whose pages were not there: they are asked for again once the feed changes them.
    """

    url: str
    allow_private: bool = False
    seen: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Added:
    """News of a feed: the files of new snapshots, how many entries were known already, and what failed, and why."""

    files: tuple[Path, ...] = ()
    known: int = 0
    failures: tuple[Failure, ...] = ()
    is_feed: bool = False


Adding = Generator[Progress, None, Added]


def fetch_steps(folder: Path, url: str, *, allow_private: bool = False) -> Adding:
    """Fetch a page and keep it in `folder`, or follow a feed and keep the pages of its entries; return what came.

    Raises:
        FetchFailed: nothing was fetched that can be kept.
    """
    yield Progress("fetch", 0, 0, url)
    fetched = fetch(url, allow_private=allow_private)
    if not is_feed(fetched.data):
        return Added((keep_page(folder, fetched, url),))
    entries = read_feed(fetched.data, fetched.url)
    return (yield from _fetch_entries(folder, Feed(url, allow_private), entries))


def refresh_steps(folder: Path) -> Adding:
    """Fetch what is new in the feeds that are followed; what cannot be fetched is said, and tried again next time.

    Raises:
        FetchFailed: the list of feeds cannot be read.
    """
    added = Added(is_feed=True)
    feeds = followed(folder)
    for position, feed in enumerate(feeds):
        yield Progress("fetch", position, len(feeds), feed.url)
        try:
            fetched = fetch(feed.url, allow_private=feed.allow_private)
            entries = read_feed(fetched.data, fetched.url)
        except FetchFailed as error:
            added = _sum(added, Added(failures=(Failure(feed.url, str(error)),)))
        else:
            added = _sum(added, (yield from _fetch_entries(folder, feed, entries)))
    return added


def followed(folder: Path) -> tuple[Feed, ...]:
    """Return the feeds that are followed; none where no feed was added. Raises FetchFailed for a damaged list."""
    file = folder / FEEDS
    try:
        listed = json.loads(file.read_bytes())
        return tuple(
            Feed(str(one["url"]), bool(one["allow_private"]), tuple(one.get("seen", ())), tuple(one.get("gone", ())))
            for one in listed
        )
    except FileNotFoundError:
        return ()
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise FetchFailed(f"{file}, the list of the feeds, is damaged: delete it, and add the feeds again") from error


def unfollow(folder: Path, url: str) -> bool:
    """Follow a feed no longer, and tell whether it was followed; its articles stay."""
    feeds = followed(folder)
    left = [feed for feed in feeds if feed.url != url]
    if len(left) < len(feeds):
        _write_feeds(folder, left)
    return len(left) < len(feeds)


def _fetch_entries(folder: Path, feed: Feed, entries: tuple[Entry, ...]) -> Adding:
    """Follow a feed and fetch those of its entries that did not come yet."""
    _follow(folder, feed)  # first of all: who interrupts this has followed it
    seen = {url for url in feed.seen if any(entry.url == url for entry in entries)}
    seen |= {entry.url for entry in entries if snapshot_file(folder, entry.url).exists()}
    gone = {entry.stamp for entry in entries} & {*feed.gone}
    new = [entry for entry in entries if entry.url not in seen and entry.stamp not in gone]
    files: list[Path] = []
    failures: list[Failure] = []
    for position, entry in enumerate(new):
        yield Progress("fetch", position, len(new), entry.url)
        try:
            fetched = fetch(entry.url, allow_private=feed.allow_private)
            files.append(keep_page(folder, fetched, entry.url, entry.published))
        except FetchFailed as error:
            failures.append(Failure(entry.url, str(error)))
            gone |= {entry.stamp} if isinstance(error, PageGone) else set()
        else:
            seen.add(entry.url)
    _follow(folder, replace(feed, seen=tuple(sorted(seen)), gone=tuple(sorted(gone))))
    return Added(tuple(files), len(entries) - len(new), tuple(failures), is_feed=True)


def _follow(folder: Path, feed: Feed) -> None:
    feeds = {one.url: one for one in followed(folder)}
    if feeds.get(feed.url) != feed:
        _write_feeds(folder, (feeds | {feed.url: feed}).values())


def _write_feeds(folder: Path, feeds: Iterable[Feed]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    write_whole(folder / FEEDS, json.dumps([asdict(feed) for feed in feeds], indent=1).encode())


def _sum(one: Added, other: Added) -> Added:
    return Added(one.files + other.files, one.known + other.known, one.failures + other.failures, is_feed=True)


def keep_page(folder: Path, fetched: Fetched, url: str, published: date | None = None) -> Path:
    """Write the page that `url` gave and return its file; an earlier snapshot of the address is replaced.

    Raises:
        FetchFailed: what was fetched is no page.
    """
    if fetched.kind == "text/plain":
        page, charset = f"<pre>{html.escape(decode(fetched.data, fetched.charset))}</pre>".encode(), "utf-8"
    elif fetched.kind in _PAGES:
        page, charset = fetched.data, fetched.charset
    else:
        raise FetchFailed(f"{fetched.url} is {fetched.kind}, not a page; download it and add the file")
    moment = datetime.now(UTC).isoformat(timespec="seconds")
    about = Snapshot(fetched.url, moment, charset, published.isoformat() if published else "")
    folder.mkdir(parents=True, exist_ok=True)
    path = snapshot_file(folder, url)
    write_whole(path, about.head() + page)
    return path


def snapshot_file(folder: Path, url: str) -> Path:
    """Return the file of an address: a name that tells it apart and that people can read."""
    parts = urlsplit(url)
    said = re.sub(r"[^a-z0-9]+", "-", f"{parts.hostname or ''} {parts.path}".lower()).strip("-")[:60]
    return folder / f"{said}-{sha256(url.encode(errors='replace')).hexdigest()[:10]}.html"
