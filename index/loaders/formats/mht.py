"""Saved web pages (`.mht`, `.mhtml`): the page in them, read as any other; its pictures are not looked at."""

from collections.abc import Iterator
from pathlib import Path

from index.errors import LoadError
from index.loaders.base import pack, read_bytes
from index.loaders.formats.html import load_html
from index.loaders.snapshot import Snapshot
from index.types import Article, Failure, Notice


def load_mht(path: Path, article_id: str) -> Iterator[Article | Failure | Notice]:
    """Yield the page as one article."""
    from email import message_from_bytes

    data = read_bytes(path)
    try:
        saved = message_from_bytes(data)
    except RecursionError as error:
        raise LoadError("has parts within parts within parts, too many to be a saved page") from error
    for part in saved.walk():
        content = part.get_payload(decode=True)
        if part.get_content_type() in {"text/html", "application/xhtml+xml"} and isinstance(content, bytes):
            places = (saved["Snapshot-Content-Location"], part["Content-Location"], saved["Content-Location"])
            url = next((str(place).strip() for place in places if str(place).strip().startswith("http")), "")
            head = Snapshot(url=url, charset=part.get_content_charset() or "").head()
            yield from load_html(pack(f"{path.stem}.html", head + content, path), article_id)
            return
    raise LoadError("holds no web page")
