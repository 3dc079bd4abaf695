"""The parts of a mail (RFC 2046): which of them are its text, and what is left unread."""

from collections.abc import Iterator
from email.message import EmailMessage

from index.loaders.alternatives import merged, missing_lines
from index.loaders.base import ATTACHMENTS
from index.loaders.mail_texts import calendar_entries, content_of, is_text

_SHOWN_HEADERS = ("From", "To", "Date", "Subject")
_SEALS = ("application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature")
_SEALED = ("application/pkcs7-mime", "application/x-pkcs7-mime", "application/pgp-encrypted")
_TO_READ_IT = f"save it as a file, or set {ATTACHMENTS}=1 to have attached documents read"
_OUTLOOK = ("application/ms-tnef", "application/vnd.ms-tnef")


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
        self._calendars: set[str] = set()
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
            yield content_of(part)  # no boundary parts it: all of it is text
        elif part.is_attachment() or not is_text(part):
            self._attachment(part, attached)
        else:
            yield content_of(part)

    def _alternative(self, part: EmailMessage, attached: list[str]) -> str:
        """Return the text of a mail that comes in several forms: the plain one with what only a richer one says."""
        plain = rich = ""
        appointments = []
        for inner in _parts(part):
            if found := calendar_entries(inner):
                self._calendars.add(content_of(inner))
                appointments += found
                continue
            text = "\n\n".join(self._texts(inner, attached))
            if inner.get_content_type() == "text/plain":
                plain = plain or text
            elif text.strip():
                rich = text
        text = merged(plain, rich)
        for one in appointments:  # with the mail's own text as their description, mostly
            text = "\n\n".join(filter(None, (text, one.stated, "\n".join(missing_lines(text, one.description)))))
        return text

    def _attachment(self, part: EmailMessage, attached: list[str]) -> None:
        name, kind = part.get_filename() or "", part.get_content_type()
        if kind in _OUTLOOK or name.lower() == "winmail.dat":
            self.unread.append("its text is in winmail.dat, which Outlook alone reads; have it sent as plain text")
        elif kind in _SEALED:
            self.unread.append("its text is encrypted or sealed; save it decrypted")
        elif is_text(part) and (text := content_of(part)).strip():
            # An invitation lies in many mails twice, as a form of the text and as a file.
            text = "" if text in self._calendars else text
            attached.append("\n\n".join(filter(None, (f"Attachment: {name}" if name else "", text))))
        elif (part.is_attachment() or _is_document(part)) and kind not in _SEALS:
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


def _is_document(part: EmailMessage) -> bool:
    """Tell whether a file that is shown within the text is a document, as some programs send them, and no picture."""
    return bool(part.get_filename()) and part.get_content_maintype() in {"application", "text"}


def _parts(part: EmailMessage) -> list[EmailMessage]:
    payload = part.get_payload()
    return payload if isinstance(payload, list) else []  # type: ignore[return-value]  # of the class that was parsed
