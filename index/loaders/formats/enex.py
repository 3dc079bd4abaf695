"""Exported notes of Evernote (`.enex`): one article a note, streamed; pictures and files in them are named alone."""

from collections.abc import Iterator
from pathlib import Path

from index.errors import LoadError
from index.loaders.base import NO_TEXT, make_article, open_regular
from index.loaders.cleaning import clean_line
from index.loaders.dates import read_date
from index.loaders.elements import Element
from index.loaders.formats.html import visible_text
from index.types import Article, Failure


def load_enex(path: Path, article_id: str) -> Iterator[Article | Failure]:
    """Yield each note as an article, its id that of the file, "!" and its number; pass over empty ones."""
    from lxml import etree

    number = told = 0
    with open_regular(path) as file:
        if not file.read(1):
            raise LoadError(NO_TEXT)
        file.seek(0)
        # Files in notes are long texts of letters, which the parser would take for an attack.
        options = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": True}
        try:
            for number, (_, note) in enumerate(etree.iterparse(file, tag="note", **options), start=1):
                try:
                    yield _article(note, f"{article_id}!{number}")
                    told += 1
                except LoadError as error:
                    if str(error) != NO_TEXT:
                        yield Failure(f"{path.name}!{number}", str(error))
                        told += 1
                note.clear()
        except etree.XMLSyntaxError as error:
            if not told:
                raise LoadError("is not an export of notes, or a damaged one") from error
            yield Failure(f"{path.name}!{number + 1}", "the file is damaged from this note on")
            return
    if not told:
        raise LoadError(NO_TEXT if number else "is not an export of notes, or holds none")


def _article(note: Element, article_id: str) -> Article:
    page = note.findtext("content", "")
    # What comes before is a declaration that names a set of entities to fetch.
    text = visible_text(page[max(0, page.find("<en-note")) :]) if page.strip() else ""
    files = (clean_line(one.text or "") for one in note.iterfind("resource/resource-attributes/file-name"))
    attached = "\n".join(f"Attachment: {name}" for name in files if name)
    return make_article(
        article_id,
        "\n\n".join(filter(None, (text, attached))),
        title=note.findtext("title", ""),
        author=note.findtext("note-attributes/author", ""),
        url=note.findtext("note-attributes/source-url", ""),
        published=read_date(note.findtext("created", "")),
    )
