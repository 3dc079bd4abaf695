"""Snapshots: pages as they were fetched, kept in a folder with their address and the day."""

import html
import re
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

from index.disk import write_whole
from index.errors import FetchFailed
from index.loaders.encoding import decode
from index.loaders.snapshot import Snapshot
from index.web.fetching import Fetched

_PAGES = ("text/html", "application/xhtml+xml")


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
