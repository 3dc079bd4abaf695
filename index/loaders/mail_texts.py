"""The text of the parts of a mail: which of them are text, and what they say, decoded and readable."""

import re
from email.message import EmailMessage

from index.errors import LoadError
from index.loaders.content_lines import read_components
from index.loaders.encoding import decode
from index.loaders.formats.html import visible_text
from index.loaders.formats.ics import Entry, entries
from index.loaders.formats.vcf import cards_text

_TEXT_SUFFIXES = (".txt", ".text", ".md", ".markdown", ".csv", ".tsv", ".log", ".html", ".htm", ".ics", ".vcf")
# What some programs call text all the same: it is read by its own loader, or not at all.
_NO_TEXT_SUFFIXES = tuple(
    ".rtf .eml .msg .mbox .mht .mhtml .pdf .doc .docx .odt .ods .odp .fodt .fods .fodp .ppt .pptx .xls .xlsx .epub .zip"
    " .gz .jsonl .json .xml .p7s .asc".split()
)
_PAGES = ("text/html", "application/xhtml+xml")
_CALENDARS = ("text/calendar", "application/ics")
_FORMS = ("text/plain", "text/html")  # whose names are not looked at, as that takes longer than reading them
_CARDS = ("text/vcard", "text/x-vcard", "text/directory")
_NO_PROSE = ("text/rtf", "text/richtext", "text/css", "text/xml")
_QUOTED = re.compile(r"(>*)( ?)(.*)", re.DOTALL)


def is_text(part: EmailMessage) -> bool:
    """Tell whether a part of a mail is text, whatever its program calls it."""
    kind, name = part.get_content_type(), _name(part)
    if name.endswith(_NO_TEXT_SUFFIXES):
        return False
    if kind in (*_PAGES, *_CALENDARS) or (part.get_content_maintype() == "text" and kind not in _NO_PROSE):
        return True
    # Programs that do not know a kind send its bytes under this name.
    return kind == "application/octet-stream" and name.endswith(_TEXT_SUFFIXES)


def calendar_entries(part: EmailMessage) -> list[Entry]:
    """Return the entries of a part that is a calendar; none for any other."""
    kind = part.get_content_type()
    is_calendar = kind in _CALENDARS or (kind not in _FORMS and _name(part).endswith(".ics"))
    return [*entries(read_components(_decoded(part)))] if is_calendar else []


def content_of(part: EmailMessage) -> str:
    """Return what a part says, as a reader sees it; raise LoadError for inline text in no known encoding."""
    text = _decoded(part)
    kind, name = part.get_content_type(), _name(part)
    if kind in _PAGES or name.endswith((".html", ".htm")):
        return visible_text(text)
    if found := calendar_entries(part):
        return "\n\n".join(entry.text for entry in found)
    if kind in _CARDS or name.endswith(".vcf"):
        return cards_text(text)
    text = text.replace("\r\n", "\n")
    if str(part.get_param("format", "")).lower() != "flowed":
        return text
    return _unflowed(text, deletes_space=str(part.get_param("delsp", "")).lower() == "yes")


def _name(part: EmailMessage) -> str:
    return (part.get_filename() or "").lower()


def _decoded(part: EmailMessage) -> str:
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes) or not content.strip():
        return ""
    try:
        return decode(content, part.get_content_charset() or "")
    except LoadError:
        if part.is_attachment():
            return ""
        raise


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
