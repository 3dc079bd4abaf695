"""The parts of a mail (RFC 2046): which of them are its text, and what is left unread."""

import re
from collections.abc import Iterator
from email.message import EmailMessage

from index.errors import LoadError
from index.loaders.alternatives import merged
from index.loaders.base import ATTACHMENTS
from index.loaders.encoding import decode
from index.loaders.formats.html import visible_text

_SHOWN_HEADERS = ("From", "To", "Date", "Subject")
_TEXT_SUFFIXES = (".txt", ".text", ".md", ".markdown", ".csv", ".tsv", ".log", ".html", ".htm")
# What some programs call text all the same: it is read by its own loader, or not at all.
_NO_TEXT_SUFFIXES = tuple(
    ".rtf .eml .msg .mbox .mht .mhtml .pdf .doc .docx .odt .ods .odp .fodt .fods .fodp .ppt .pptx .xls .xlsx .epub .zip"
    " .gz .jsonl .json .xml .ics .vcf .p7s .asc".split()
)
_PAGES = ("text/html", "application/xhtml+xml")
_NO_PROSE = ("text/calendar", "text/rtf", "text/richtext", "text/vcard", "text/x-vcard", "text/css", "text/xml")
_SEALS = ("application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature")
_SEALED = ("application/pkcs7-mime", "application/x-pkcs7-mime", "application/pgp-encrypted")
_TO_READ_IT = f"save it as a file, or set {ATTACHMENTS}=1 to have attached documents read"
_OUTLOOK = ("application/ms-tnef", "application/vnd.ms-tnef")
_QUOTED = re.compile(r"(>*)( ?)(.*)", re.DOTALL)


class Mail(EmailMessage):
    """A message that parses the header of its kind once, and not for each question after it."""

    _kind = ""

    def get_content_type(self) -> str:
        """Return the kind, such as "text/plain"."""
        self._kind = self._kind or super().get_content_type()
        return self._kind


class MailReader:
    """Reads the parts of one mail; `unread` says what was left out of it, in sentences about a file.

    `files` are its attachments whose names end in one of `suffixes`, by their names.
    """

    def __init__(self, suffixes: tuple[str, ...] = ()) -> None:
        self.unread: list[str] = []
        self.files: dict[str, bytes] = {}
        self._suffixes = suffixes

    def read(self, mail: EmailMessage) -> str:
        """Return the texts of a mail in their order, and below them its attachments."""
        attached: list[str] = []
        texts = [*self._texts(mail, attached), *attached]
        return "\n\n".join(text.strip("\n") for text in texts if text.strip())

    def _texts(self, part: EmailMessage, attached: list[str]) -> Iterator[str]:
        kind = part.get_content_type()
        if kind == "multipart/alternative":
            yield self._alternative(part, attached)
        elif kind == "multipart/encrypted":
            self.unread.append("its text is encrypted; save it decrypted")
        elif part.is_multipart() and part.get_content_maintype() == "multipart":
            for inner in _parts(part):
                yield from self._texts(inner, attached)
        elif kind in {"message/rfc822", "message/global"}:
            for inner in _parts(part):
                attached.append(f"{_headers(inner, 'Forwarded message')}\n\n{self.read(inner)}")
        elif part.get_content_maintype() == "multipart":
            yield _content(part)  # no boundary parts it: all of it is text
        elif part.is_attachment() or not _is_text(part):
            self._attachment(part, attached)
        else:
            yield _content(part)

    def _alternative(self, part: EmailMessage, attached: list[str]) -> str:
        """Return the text of a mail that comes in several forms: the plain one with what only a richer one says."""
        plain = rich = ""
        for inner in _parts(part):
            text = "\n\n".join(self._texts(inner, attached))
            if inner.get_content_type() == "text/plain":
                plain = plain or text
            elif text.strip():
                rich = text
        return merged(plain, rich)

    def _attachment(self, part: EmailMessage, attached: list[str]) -> None:
        name, kind = part.get_filename() or "", part.get_content_type()
        if kind in _OUTLOOK or name.lower() == "winmail.dat":
            self.unread.append("its text is in winmail.dat, which Outlook alone reads; have it sent as plain text")
        elif kind in _SEALED:
            self.unread.append("its text is encrypted or sealed; save it decrypted")
        elif _is_text(part) and (text := _content(part)).strip():
            attached.append(f"Attachment: {name}\n\n{text}" if name else text)
        elif part.is_attachment() and kind not in _SEALS:
            attached += [f"Attachment: {name}"] if name else []
            content = part.get_payload(decode=True)
            if name.lower().endswith(self._suffixes or "/") and isinstance(content, bytes):
                self.files[name if name not in self.files else f"{len(self.files) + 1}-{name}"] = content
            else:
                self.unread.append(f"its attachment {name or kind} was not read; {_TO_READ_IT}")


def read_header(mail: EmailMessage, name: str) -> str:
    """Return a header as text, or nothing where there is none or it is broken."""
    try:
        return str(mail.get(name, ""))
    except Exception:
        # The standard library's header parser raises IndexError and others on malformed headers.
        return ""


def _headers(mail: EmailMessage, above: str) -> str:
    stated = [f"{name}: {text}" for name in _SHOWN_HEADERS if (text := read_header(mail, name).strip())]
    return "\n".join([above, *stated])


def _parts(part: EmailMessage) -> list[EmailMessage]:
    payload = part.get_payload()
    return payload if isinstance(payload, list) else []  # type: ignore[return-value]  # of the class that was parsed


def _is_text(part: EmailMessage) -> bool:
    kind, name = part.get_content_type(), (part.get_filename() or "").lower()
    if name.endswith(_NO_TEXT_SUFFIXES):
        return False
    if kind in _PAGES or (part.get_content_maintype() == "text" and kind not in _NO_PROSE):
        return True
    # Programs that do not know a kind send its bytes under this name.
    return kind == "application/octet-stream" and name.endswith(_TEXT_SUFFIXES)


def _content(part: EmailMessage) -> str:
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes) or not content.strip():
        return ""
    try:
        text = decode(content, part.get_content_charset() or "")
    except LoadError:
        if part.is_attachment():
            return ""
        raise
    name = (part.get_filename() or "").lower()
    if part.get_content_type() in _PAGES or name.endswith((".html", ".htm")):
        return visible_text(text)
    text = text.replace("\r\n", "\n")
    if str(part.get_param("format", "")).lower() != "flowed":
        return text
    return _unflowed(text, deletes_space=str(part.get_param("delsp", "")).lower() == "yes")


def _unflowed(text: str, deletes_space: bool) -> str:
    """Return flowed text with its soft line breaks undone (RFC 3676: a line that ends in a space goes on)."""
    lines: list[str] = []
    depth = 0
    goes_on = False
    for line in text.split("\n"):
        quoted = _QUOTED.match(line)
        marks, words = (quoted[1], quoted[3]) if quoted else ("", line)
        if goes_on and len(marks) == depth and words != "-- ":
            lines[-1] = (lines[-1][:-1] if deletes_space else lines[-1]) + words
        else:
            lines.append(f"{marks} {words}" if marks else words)
        depth = len(marks)
        goes_on = words.endswith(" ") and words != "-- "
    return "\n".join(lines)
