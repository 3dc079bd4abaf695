"""Outlook messages (`.msg`): turned into the mail that they were, which the loader of mail then reads."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from struct import unpack_from
from typing import TYPE_CHECKING

from index.errors import LoadError
from index.loaders.base import Loader, pack, read_bytes
from index.loaders.cleaning import clean_line
from index.loaders.encoding import decode
from index.loaders.formats.eml import load_eml
from index.types import Article, Failure, Notice

if TYPE_CHECKING:
    from email.message import EmailMessage

    from olefile import OleFileIO

# Properties of MAPI by their numbers (Microsoft's MS-OXPROPS).
_SUBJECT, _SENDER, _ADDRESS, _OLD_ADDRESS, _TO, _CC = "0037", "0C1A", "5D01", "0C1F", "0E04", "0E03"
_BODY, _HTML, _NAME, _SHORT_NAME, _CONTENT = "1000", "1013", "3707", "3704", "3701"
_SENT, _RECEIVED = 0x0039, 0x0E06
_PROPERTIES, _TIME = "__properties_version1.0", 0x0040
_ATTACHED = "__attach_version1.0_"


def load_msg(
    path: Path, article_id: str, read: Loader | None = None, suffixes: tuple[str, ...] = ()
) -> Iterator[Article | Failure | Notice]:
    """Yield the message as one article, and its attachments as `load_eml` does."""
    import olefile

    data = read_bytes(path)
    if not olefile.isOleFile(data=data):
        raise LoadError("is not an Outlook message, or a damaged one")
    with olefile.OleFileIO(data) as stored:
        if not stored.exists(_PROPERTIES):
            raise LoadError("is not an Outlook message, or a damaged one")
        mail = _to_mail(stored)
    yield from load_eml(pack(path.name, mail.as_bytes(), path), article_id, read, suffixes)


def _to_mail(stored: "OleFileIO") -> "EmailMessage":
    from email.message import EmailMessage
    from email.policy import SMTP
    from email.utils import format_datetime, formataddr

    mail = EmailMessage(policy=SMTP)
    mail["Subject"] = clean_line(_text(stored, _SUBJECT))
    address = _text(stored, _ADDRESS) or _text(stored, _OLD_ADDRESS)
    sender = clean_line(_text(stored, _SENDER))
    if "@" in address and address.isascii() and not any(map(str.isspace, address)):
        mail["From"] = formataddr((sender, address))
    elif sender:
        mail["From"] = formataddr((sender, "unknown@invalid"))
    if sent := _time(stored):
        mail["Date"] = format_datetime(sent)
    body, page = _text(stored, _BODY), _page(stored)
    if body.strip() or not page:
        mail.set_content(body)
        if page:
            mail.add_alternative(page, subtype="html")
    else:
        mail.set_content(page, subtype="html")
    for folder in sorted({entry[0] for entry in stored.listdir() if entry[0].startswith(_ATTACHED)}):
        name = clean_line(_text(stored, _NAME, folder) or _text(stored, _SHORT_NAME, folder)) or "attachment"
        content = _read(stored, f"{folder}/__substg1.0_{_CONTENT}0102")
        if content:
            mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return mail


def _text(stored: "OleFileIO", number: str, folder: str = "") -> str:
    """Return a property that is text, Unicode or in an old code page."""
    stream = f"{folder}/__substg1.0_{number}".lstrip("/")
    if wide := _read(stored, f"{stream}001F"):
        return wide.decode("utf-16-le", "replace").rstrip("\0")
    narrow = _read(stored, f"{stream}001E").rstrip(b"\0")
    return decode(narrow) if narrow else ""


def _page(stored: "OleFileIO") -> str:
    page = _read(stored, f"__substg1.0_{_HTML}0102").rstrip(b"\0")
    return decode(page) if page else _text(stored, _HTML)


def _read(stored: "OleFileIO", stream: str) -> bytes:
    if not stored.exists(stream):
        return b""
    with stored.openstream(stream) as opened:
        content: bytes = opened.read()
    return content


def _time(stored: "OleFileIO") -> datetime | None:
    """Return when it was sent, or else received: 100-nanosecond steps since 1601, in a row of 16 bytes."""
    rows = _read(stored, _PROPERTIES)[32:]
    times = {}
    for start in range(0, len(rows) - 15, 16):
        kind, number, _, steps = unpack_from("<HHIQ", rows, start)
        if kind == _TIME:
            times[number] = steps
    steps = times.get(_SENT) or times.get(_RECEIVED)
    try:
        return datetime(1601, 1, 1, tzinfo=UTC) + timedelta(microseconds=steps // 10) if steps else None
    except OverflowError:
        return None
