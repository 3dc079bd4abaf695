"""Loaders by suffix; a new format is one module and one line here."""

import hashlib
import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from index.errors import LoadError
from index.loaders.base import ATTACHMENTS, MAX_FILE_BYTES, TOO_LARGE, Loader, PackedFile, open_regular
from index.loaders.faults import is_ours, to_fault
from index.loaders.formats.csv import load_csv
from index.loaders.formats.docx import load_docx
from index.loaders.formats.eml import load_eml
from index.loaders.formats.enex import load_enex
from index.loaders.formats.epub import load_epub
from index.loaders.formats.html import load_html
from index.loaders.formats.ics import load_ics
from index.loaders.formats.json import load_json
from index.loaders.formats.jsonl import load_jsonl, load_jsonl_gz
from index.loaders.formats.markdown import load_markdown
from index.loaders.formats.mbox import load_mbox
from index.loaders.formats.mht import load_mht
from index.loaders.formats.msg import load_msg
from index.loaders.formats.odf import load_odf
from index.loaders.formats.pdf import draw_page, load_pdf
from index.loaders.formats.picture import draw_picture, load_picture
from index.loaders.formats.pptx import load_pptx
from index.loaders.formats.rtf import load_rtf
from index.loaders.formats.subtitles import load_subtitles
from index.loaders.formats.txt import load_txt
from index.loaders.formats.vcf import load_vcf
from index.loaders.formats.xlsx import load_xlsx
from index.loaders.formats.zip import MAX_DEPTH, load_zip
from index.loaders.ocr import can_read_pictures
from index.types import Article, Failure, Notice

if TYPE_CHECKING:
    from PIL.Image import Image

_MailLoader = Callable[..., Iterator[Article | Failure | Notice]]


def _with_attachments(load: _MailLoader) -> Loader:
    def load_mail(path: Path, article_id: str) -> Iterator[Article | Failure | Notice]:
        asked = ATTACHMENTS in os.environ and not (isinstance(path, PackedFile) and path.depth >= MAX_DEPTH)
        yield from load(path, article_id, read_file, tuple(LOADERS)) if asked else load(path, article_id)

    return load_mail


_load_eml, _load_msg, _load_mbox = map(_with_attachments, (load_eml, load_msg, load_mbox))


def _load_archive(path: Path, article_id: str) -> Iterator[Article | Failure | Notice]:
    yield from load_zip(path, article_id, read_file, tuple(LOADERS))


LOADERS: Mapping[str, Loader] = MappingProxyType(
    dict.fromkeys((".txt", ".text", ".log", ".rst", ".adoc", ".org", ".tex"), load_txt)
    | dict.fromkeys((".html", ".htm", ".xhtml", ".xht"), load_html)
    | dict.fromkeys((".mht", ".mhtml"), load_mht)
    | dict.fromkeys((".pptx", ".pptm", ".ppsx", ".ppsm"), load_pptx)
    | dict.fromkeys((".xlsx", ".xlsm", ".xlsb", ".xls"), load_xlsx)
    | dict.fromkeys((".csv", ".tsv"), load_csv)
    | dict.fromkeys((".odt", ".odp", ".ods", ".fodt", ".fodp", ".fods"), load_odf)
    | dict.fromkeys((".png", ".jpg", ".jpeg", ".tif", ".tiff", ".webp"), load_picture)
    | {
        ".md": load_markdown,
        ".markdown": load_markdown,
        ".pdf": load_pdf,
        ".docx": load_docx,
        ".eml": _load_eml,
        ".msg": _load_msg,
        ".mbox": _load_mbox,
        ".epub": load_epub,
        ".rtf": load_rtf,
        ".enex": load_enex,
        ".ics": load_ics,
        ".srt": load_subtitles,
        ".vtt": load_subtitles,
        ".json": load_json,
        ".vcf": load_vcf,
        ".zip": _load_archive,
        ".jsonl": load_jsonl,
        ".jsonl.gz": load_jsonl_gz,
    }
)
# What can be looked at, by suffix: draws a page of the file, counted from 1, within a square of so many points.
DRAWERS: Mapping[str, Callable[[bytes, int, int], "Image"]] = MappingProxyType(
    {suffix: draw_picture for suffix, load in LOADERS.items() if load is load_picture} | {".pdf": draw_page}
)
# What people keep and no loader reads: what to do with it.
_SAVE_AS: Mapping[str, str] = MappingProxyType(
    dict.fromkeys(
        (".doc", ".dot", ".wps", ".wpd", ".pages"), "save it as .docx in the program that it was written with"
    )
    | dict.fromkeys((".ppt", ".pps", ".key"), "save it as .pptx in the program that it was made with")
    | {".numbers": "save it as .xlsx in the program that it was made with"}
    | dict.fromkeys((".mobi", ".azw", ".azw3", ".kfx", ".fb2", ".djvu"), "convert it to .epub or .pdf")
    | dict.fromkeys((".heic", ".heif", ".gif", ".bmp"), "save it as .jpg or .png")
    | dict.fromkeys((".gdoc", ".gsheet", ".gslides"), "it is a link alone; download it as .docx, .xlsx or .pptx")
    | dict.fromkeys((".rar", ".7z", ".tar", ".tgz", ".gz"), "unpack it, or pack it as .zip")
)
_STREAMED = frozenset({load_jsonl, load_jsonl_gz, load_enex, _load_mbox, _load_archive})
# Raise a loader's number when it makes another text, or other facts, of the same file, or another loader takes a suffix
# over: the next sync then reads all files of the format again, untouched as they are. 2: how all text is cleaned and
# titled, and most formats, changed after the first edition; 3: lists, tables and pictures in most of them;
# 4: bylines and datelines, what stands beside the cells of sheets, the forms of a mail, fractions; 5: the paper that
# a text's first lines name; 6: the day of minutes and of what was adopted, the paper that a text was taken from.
EDITIONS: dict[Loader, int] = dict.fromkeys(LOADERS.values(), 4) | dict.fromkeys(
    (load_txt, load_markdown, load_docx, load_rtf, load_pdf, load_picture, load_html, load_odf), 6
)
_ATTACH = frozenset({_load_eml, _load_msg, _load_mbox, _load_archive})
_SEE = frozenset({load_pdf, load_picture, _load_archive})  # they read more once pictures can be read


def supported_suffixes() -> tuple[str, ...]:
    """Return the suffixes that can be loaded, in lower case, each with its dot."""
    return tuple(LOADERS)


def reader(path: Path) -> str:
    """Return what reads a file today: the edition of its loader, and whether that reads pictures and attachments.

    A file whose remembered reader does not begin with today's is to be read again. Raises `LoadError` as
    `file_sha256` does.
    """
    loader = _loader_for(path)
    edition = EDITIONS[loader]
    if loader is _load_archive:
        edition += sum(EDITIONS[one] for one in {*LOADERS.values()} - {loader})
    sees = "pictures" if loader in _SEE and can_read_pictures() else ""
    return f"{edition};{sees}" + (";attachments" if loader in _ATTACH and ATTACHMENTS in os.environ else "")


def file_sha256(path: Path) -> str:
    """Return the hash of a file that can be loaded; raise `LoadError` for one whose name or size says that it cannot.

    What no loader reads is not read for its hash either: it may be endless.
    """
    with said_plainly():
        refuse_odd_name(path)
        loader = _loader_for(path)
        digest = hashlib.sha256()
        with open_regular(path) as file:
            if loader not in _STREAMED and os.fstat(file.fileno()).st_size > MAX_FILE_BYTES:
                raise LoadError(TOO_LARGE)
            while data := file.read(2**20):
                digest.update(data)
        return digest.hexdigest()


def file_id(article_id: str) -> str:
    """Return the id that was given to the file of an article: that of what holds it, or its own."""
    held = re.match(r"(.*?\.(?:zip|mbox|eml|msg|txt|enex))!", article_id, re.IGNORECASE | re.DOTALL)
    return held[1] if held else article_id


def refuse_odd_name(path: Path) -> None:
    """Raise `LoadError` for a name that is not text, which no library could store."""
    try:
        str(path).encode()
    except UnicodeEncodeError as error:
        raise LoadError("has a name that is not valid UTF-8; rename it") from error


def read_file(path: Path, article_id: str) -> Iterator[Article | Failure | Notice]:
    """Yield what the file holds, read in this process: for what comes from outside use `load_file`.

    JSON lines are streamed; their articles carry their own ids, and a bad line is yielded as a
    `Failure` named `file:line`. A mailbox and an archive yield an article for each message or file
    in them, named `id!name`. Every other format yields exactly one article. Whatever is wrong
    with the file is raised as `LoadError`, whose reason does not repeat the path; what is wrong with
    Broadsheet as `LoaderFault`.
    """
    with said_plainly():
        yield from _loader_for(path)(path, article_id)


@contextmanager
def said_plainly() -> Iterator[None]:
    """Turn whatever reading a file raises into a `LoadError` with a sentence fit to show."""
    try:
        yield
    except LoadError:
        raise
    except PermissionError as error:
        raise LoadError("may not be read by this user; change its permissions") from error
    except FileNotFoundError as error:
        raise LoadError("is not there any more") from error
    except OSError as error:
        raise LoadError(f"could not be read: {error.strerror or error}") from error
    except Exception as error:
        if is_ours(error):
            raise to_fault(error) from error
        # The parsers of other people's formats raise anything on damaged input, and one bad file
        # must not keep the others from loading.
        raise LoadError(f"is damaged, or not the format that its name says ({type(error).__name__})") from error


def _loader_for(path: Path) -> Loader:
    name = path.name.lower()
    fitting = [suffix for suffix in LOADERS if name.endswith(suffix)]
    if fitting:
        return LOADERS[max(fitting, key=len)]
    if path.is_dir():
        open_regular(path)
    if hint := _SAVE_AS.get(path.suffix.lower()):
        raise LoadError(f"has the suffix {path.suffix}, which is not supported; {hint}")
    kind = f"has the suffix {path.suffix}, which is" if path.suffix else "has no suffix, so its format is"
    raise LoadError(f"{kind} not supported; supported are {', '.join(LOADERS)}")
