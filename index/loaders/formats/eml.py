"""Mail (`.eml`): the plain text where there is one, else the HTML; quoted replies stay."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import LoadError
from index.loaders.base import make_article, read_bytes
from index.loaders.encoding import decode
from index.loaders.formats.html import visible_text
from index.types import Article, Failure

if TYPE_CHECKING:
    from email.message import EmailMessage

_HEADERS = ("from", "to", "subject", "date", "received", "message-id")


def load_eml(path: Path, article_id: str) -> Iterator[Article | Failure]:
    """Yield the mail as one article: Subject is the title, From the author, Date the day published."""
    from email import message_from_bytes, policy
    from email.message import EmailMessage

    try:
        mail = message_from_bytes(read_bytes(path), _class=EmailMessage, policy=policy.default)
    except RecursionError as error:
        raise LoadError("has parts within parts within parts, too many to be a mail") from error
    if not any(name in mail for name in _HEADERS):
        raise LoadError("has no mail header such as From or Subject, so it is not a mail")
    yield make_article(
        article_id, _text(mail), title=_header(mail, "subject"), author=_author(mail), published=_day(mail)
    )


def _header(mail: "EmailMessage", name: str) -> str:
    try:
        return str(mail.get(name, ""))
    except Exception:
        # The standard library's header parser raises IndexError and others on malformed headers.
        return ""


def _author(mail: "EmailMessage") -> str:
    from email.utils import parseaddr

    name, address = parseaddr(_header(mail, "from"))
    return name or address


def _day(mail: "EmailMessage") -> date | None:
    from email.utils import parsedate_to_datetime

    try:
        return parsedate_to_datetime(_header(mail, "date")).date()
    except (ValueError, TypeError, OverflowError):
        return None


def _text(mail: "EmailMessage") -> str:
    texts: dict[str, str] = {}
    for part in mail.walk():
        kind = part.get_content_type()
        if kind in {"text/plain", "text/html"} and kind not in texts and not part.is_attachment():
            text = _content(part)
            if text.strip():
                texts[kind] = text
    if "text/plain" in texts:
        return texts["text/plain"]
    return visible_text(texts.get("text/html", ""))


def _content(part: "EmailMessage") -> str:
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return ""
    text = decode(content, part.get_content_charset() or "").replace("\r\n", "\n")
    return _unflowed(text) if part.get_param("format") == "flowed" else text


def _unflowed(text: str) -> str:
    """Return flowed text with its soft line breaks undone (RFC 3676: a line that ends in a space goes on)."""
    lines: list[str] = []
    goes_on = False
    for line in text.split("\n"):
        if goes_on and not line.startswith(">"):
            lines[-1] += line
        else:
            lines.append(line)
        goes_on = line.endswith(" ") and line != "-- "
    return "\n".join(lines)
