"""Documents that are zip archives of XML: opened within limits, and what they say of themselves."""

import re
from datetime import date, timedelta
from io import BytesIO
from posixpath import dirname, join, normpath
from zipfile import BadZipFile, ZipFile

from index.errors import LoadError
from index.loaders.base import MAX_UNPACKED_BYTES
from index.loaders.dates import read_date
from index.loaders.elements import Element, local, parse_xml

OLE_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = 0x1  # of a zip entry's flags
_UNSTAMPED_YEAR = 1980  # of zip entries without a time
_BY_A_PROGRAM = re.compile(
    r"PowerPoint[ -]\w+|openpyxl|python-\w+|untitled|unknown|(?:slide|folie) ?\d*", re.IGNORECASE
)

# When the templates were made that Office and the libraries for Python begin a document with.
_OF_TEMPLATES = frozenset(
    f"{time}Z"
    for time in (
        "1996-10-14T23:33:28", "2006-08-16T00:00:00", "2006-09-16T00:00:00", "2013-01-27T09:14:16",
        "2013-01-27T09:15:58", "2013-12-23T23:15:00", "2015-06-05T18:17:20", "2015-06-05T18:19:34",
    )
)  # fmt: skip


class Package:
    """The parts of one document by name, in any case of letters."""

    def __init__(self, data: bytes, kind: str, older: str = "of an older format; save it in today's format") -> None:
        """Open the archive.

        Args:
            data: the whole file.
            kind: what it should be, with its article: "an EPUB book".
            older: what a file of the program's older format is, and how to save it today.

        Raises:
            LoadError: it is encrypted, no archive, or unpacks to more than a document may.
        """
        if data.startswith(OLE_MARK):
            raise LoadError(f"is password-protected or {older} without a password")
        try:
            # The zip reader stops at the stated size, so the statement can be relied on.
            self._archive = ZipFile(BytesIO(data))
        except BadZipFile as error:
            raise LoadError(f"is not {kind}, or a damaged one") from error
        entries = self._archive.infolist()
        if any(entry.flag_bits & ENCRYPTED for entry in entries):
            raise LoadError("is password-protected; save it without a password")
        unpacked_bytes = sum(entry.file_size for entry in entries)
        if unpacked_bytes > MAX_UNPACKED_BYTES:
            raise LoadError(
                f"unpacks to {unpacked_bytes:,} bytes, more than the limit of {MAX_UNPACKED_BYTES:,}; "
                "save it without its pictures"
            )
        # Some programs write "\\" or a leading "/", and Office takes names for equal in any case.
        self._stored = {_plain(name).lower(): name for name in self._archive.namelist()}
        self.names = frozenset(map(_plain, self._archive.namelist()))

    @property
    def written(self) -> date | None:
        """Return the day on which the archive was written; None where its program states none."""
        newest = max((entry.date_time[:3] for entry in self._archive.infolist()), default=(_UNSTAMPED_YEAR, 1, 1))
        try:
            return date(*newest) if newest[0] > _UNSTAMPED_YEAR else None
        except ValueError:
            return None

    def read(self, name: str) -> bytes:
        """Return one part; empty when there is no such part."""
        stored = self._stored.get(name.lower())
        return b"" if stored is None else self._archive.read(stored)

    def xml(self, name: str) -> Element:
        """Return the root of one part; an element without content when there is no such part."""
        return parse_xml(self.read(name) or b"<none/>")

    def targets(self, name: str) -> dict[str, tuple[str, str]]:
        """Return the parts that an Office part is related to: by id, the last word of the relation's type and the name.

        What lies outside of the document is left out: it is never fetched.
        """
        folder = dirname(name)
        found = {}
        for one in self.xml(join(folder, "_rels", name.removeprefix(folder).lstrip("/") + ".rels")):
            if isinstance(one.tag, str) and one.get("TargetMode") != "External":
                target = normpath(join("/", folder, one.get("Target", "").replace("\\", "/"))).lstrip("/")
                found[one.get("Id", "")] = one.get("Type", "").rpartition("/")[2], target
        return found


def _plain(name: str) -> str:
    return name.replace("\\", "/").strip("/")


class Facts:
    """The fields of a document's metadata: each by the first of its elements that has text.

    `written` is the day on which its file was written, where that is known.
    """

    def __init__(self, metadata: Element, written: date | None = None) -> None:
        self._written = written
        self._texts: dict[str, list[str]] = {}
        for element in metadata.iter():
            if element.text and element.text.strip():
                self._texts.setdefault(local(element), []).append(element.text.strip())

    @property
    def title(self) -> str:
        """Return the title; empty where a program wrote a placeholder."""
        return self._first("title")

    @property
    def author(self) -> str:
        """Return who wrote it, several parted by commas."""
        names = self._texts.get("initial-creator") or self._texts.get("creator", [])
        return ", ".join(name for name in dict.fromkeys(names) if not _BY_A_PROGRAM.fullmatch(name))

    @property
    def day(self) -> date | None:
        """Return the day on which it was made, or else last changed; None where both are a template's."""
        names = ("created", "creation-date", "date", "modified")
        stated = (self._first(name) for name in names)
        day = next((day for text in stated if text not in _OF_TEMPLATES and (day := read_date(text[:10]))), None)
        # A program that fills a template and never says so writes the file later than the template's last change.
        is_untouched = self._first("revision") in {"", "0", "1"}
        is_untouched = is_untouched and self._first("created")[:10] == self._first("modified")[:10]
        return None if day and is_untouched and self._written and self._written - day > timedelta(days=2) else day

    def _first(self, name: str) -> str:
        text = self._texts.get(name, [""])[0]
        return "" if _BY_A_PROGRAM.fullmatch(text) else text


def core_facts(package: Package) -> Facts:
    """Return what an Office document states of itself."""
    named = (name for kind, name in package.targets("").values() if kind == "core-properties")
    return Facts(package.xml(next(named, "docProps/core.xml")), package.written)
