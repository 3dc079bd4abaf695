"""Snapshots: pages as they were fetched, kept in a folder with their address and the day."""

import html
import json
import re
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

from index.disk import move_whole
from index.errors import FetchFailed
from index.loaders.encoding import decode
from index.loaders.snapshot import Snapshot
from index.types import Failure
from index.web.feeds import Entry, is_feed, read_feed
from index.web.fetching import Fetched, fetch

FEEDS = ".feeds.json"  # hidden, so that no sync takes it for an article
_PAGES = ("text/html", "application/xhtml+xml")


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed that is followed."""

    url: str
    allow_private: bool = False


@dataclass(frozen=True, slots=True)
class Added:
    """What was added: the files of new snapshots, how many entries were there already, and what failed, and why."""

    files: tuple[Path, ...] = ()
    known: int = 0
    failures: tuple[Failure, ...] = ()
    is_feed: bool = False


def check_may_add(*, is_shared: bool, is_allowed: bool) -> None:
    """Raise `FetchFailed` where a page that is served to others would fetch addresses for them without leave."""
    if is_shared and not is_allowed:
        raise FetchFailed("addresses cannot be added here: this page is served to others, and that is not allowed")


def add_address(folder: Path, url: str, *, allow_private: bool = False) -> Added:
    """Fetch a page and keep it in `folder`, or follow a feed and keep the pages of its entries.

    Raises:
        FetchFailed: nothing was fetched that can be kept.
    """
    fetched = fetch(url, allow_private=allow_private)
    if not is_feed(fetched.data) or fetched.kind in _PAGES:
        return Added((_keep(folder, fetched, url, None),))
    entries = read_feed(fetched.data, fetched.url)
    feeds = {feed.url: feed for feed in followed(folder)} | {url: Feed(url, allow_private)}
    _write(folder / FEEDS, json.dumps([asdict(feed) for feed in feeds.values()], indent=1).encode())
    return _added_entries(folder, entries, allow_private)


def followed(folder: Path) -> tuple[Feed, ...]:
    """Return the feeds that are followed; none where no feed was added."""
    try:
        return tuple(Feed(**line) for line in json.loads((folder / FEEDS).read_bytes()))
    except FileNotFoundError:
        return ()


def refresh(folder: Path) -> Added:
    """Fetch what is new in the feeds that are followed; what cannot be fetched is said, and tried again next time."""
    files: list[Path] = []
    failures: list[Failure] = []
    known = 0
    for feed in followed(folder):
        try:
            fetched = fetch(feed.url, allow_private=feed.allow_private)
            added = _added_entries(folder, read_feed(fetched.data, fetched.url), feed.allow_private)
        except FetchFailed as error:
            failures.append(Failure(feed.url, str(error)))
            continue
        files += added.files
        failures += added.failures
        known += added.known
    return Added(tuple(files), known, tuple(failures), is_feed=True)


def _added_entries(folder: Path, entries: tuple[Entry, ...], allow_private: bool) -> Added:
    files: list[Path] = []
    failures: list[Failure] = []
    new = [entry for entry in entries if not _file(folder, entry.url).exists()]
    for entry in new:
        try:
            files.append(_keep(folder, fetch(entry.url, allow_private=allow_private), entry.url, entry.published))
        except FetchFailed as error:
            failures.append(Failure(entry.url, str(error)))
    return Added(tuple(files), len(entries) - len(new), tuple(failures), is_feed=True)


def _keep(folder: Path, fetched: Fetched, url: str, published: date | None) -> Path:
    if fetched.kind == "text/plain":
        page, charset = f"<pre>{html.escape(decode(fetched.data, fetched.charset))}</pre>".encode(), "utf-8"
    elif fetched.kind in _PAGES:
        page, charset = fetched.data, fetched.charset
    else:
        raise FetchFailed(f"{fetched.url} is {fetched.kind}, not a page; download it and sync the file")
    moment = datetime.now(UTC).isoformat(timespec="seconds")
    about = Snapshot(fetched.url, moment, charset, published.isoformat() if published else "")
    path = _file(folder, url)
    _write(path, about.head() + page)
    return path


def _file(folder: Path, url: str) -> Path:
    """Return the file of an address: a name that tells it apart and that people can read."""
    parts = urlsplit(url)
    said = re.sub(r"[^a-z0-9]+", "-", f"{parts.hostname or ''} {parts.path}".lower()).strip("-")[:60]
    return folder / f"{said}-{sha256(url.encode(errors='replace')).hexdigest()[:10]}.html"


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    scratch = path.with_name(f".{path.name}.part")
    scratch.write_bytes(data)
    move_whole(scratch, path)
