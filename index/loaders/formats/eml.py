"""Mail (`.eml`): its texts in order, the messages forwarded with it, and attachments that are text; quotes stay."""

from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import LoadError
from index.loaders.base import NO_TEXT, Loader, make_article, read_bytes, read_packed
from index.loaders.dates import read_date
from index.loaders.mail_parts import Mail, MailReader, read_header
from index.types import Article, Failure, Notice

if TYPE_CHECKING:
    from email.message import EmailMessage

_HEADERS = ("from", "to", "subject", "date", "received", "message-id")


def load_eml(
    path: Path, article_id: str, read: Loader | None = None, suffixes: tuple[str, ...] = ()
) -> Iterator[Article | Failure | Notice]:
    """Yield the mail as one article: Subject is the title, From the author, Date the day published.

    Where attachments are asked for, `read` reads those that have one of the `suffixes`: each is an article of its own.
    """
    from email import message_from_bytes, policy

    try:
        mail = message_from_bytes(read_bytes(path), _class=Mail, policy=policy.default)
        if not any(name in mail for name in _HEADERS):
            raise LoadError("has no mail header such as From or Subject, so it is not a mail")
        reader = MailReader(suffixes)
        text = reader.read(mail)
    except RecursionError as error:
        raise LoadError("has parts within parts within parts, too many to be a mail") from error
    if not text.strip():
        raise LoadError("; ".join([NO_TEXT, *reader.unread]))
    yield make_article(article_id, text, title=read_header(mail, "subject"), author=_author(mail), published=_day(mail))
    for unread in reader.unread:
        yield Notice(path.name, unread)
    if read is not None:
        for name, content in reader.files.items():
            yield from read_packed(read, name, partial(bytes, content), path, article_id)


def _author(mail: "EmailMessage") -> str:
    from email.utils import parseaddr

    name, address = parseaddr(read_header(mail, "from"))
    return name or address


def _day(mail: "EmailMessage") -> date | None:
    from email.utils import parsedate_to_datetime

    try:
        return parsedate_to_datetime(read_header(mail, "date")).date()
    except (ValueError, TypeError, OverflowError):
        return read_date(read_header(mail, "date"))
