"""Plain text: the characters as they are, except that words that were broken at a line's end are whole again."""

import re
from collections.abc import Iterator
from pathlib import Path

from index.loaders.archive_exports import split_export
from index.loaders.base import make_article, read_bytes
from index.loaders.bylines import Byline, read_byline
from index.loaders.cleaning import clean_text
from index.loaders.dates import read_date
from index.loaders.encoding import decode
from index.loaders.hyphens import join_broken_words
from index.types import Article, Failure

_TEX = re.compile(r"^\s*\\(title|author|date)(?:\[[^\]\n]*\])?\{([^{}\n]+)\}", re.MULTILINE)
# AsciiDoc: below the title whoever wrote it, then perhaps a version with its day.
_ADOC = re.compile(r"= .+\n([^\n<>:=]+?)(?: <[^>\n]+>)?\n(?:v[\d.]+, ?)?(?:(\d{4}-\d\d-\d\d))?")
_CHAT = re.compile(r"\[?\d{1,4}[./-]\d{1,2}[./-]\d{2,4},? \d{1,2}[:.]\d\d[^\n]{0,12}?(?:\]| -) ")


def load_txt(path: Path, article_id: str) -> Iterator[Article | Failure]:
    """Yield the file as one article, titled after its first line or by what it states; an export of many as many."""
    text = join_broken_words(clean_text(decode(read_bytes(path))))
    exported = [*split_export(text)]
    for number, one in enumerate(exported, start=1):
        yield make_article(
            f"{article_id}!{number}",
            one.text,
            title=one.title,
            source=one.source,
            url=one.url,
            author=one.author,
            published=read_date(one.stated),
        )
    if exported:
        return
    title, said = _stated(path, text)
    yield make_article(article_id, text, title=title, source=said.source, author=said.author, published=said.published)


def _stated(path: Path, text: str) -> tuple[str, Byline]:
    """Return what a text states of itself in the way of its format, or else at its top."""
    kind = path.suffix.lower()
    if kind == ".tex":
        stated = dict(_TEX.findall(text)[::-1])
        author = re.sub(r"\s*\\and\s*", ", ", stated.get("author", ""))
        return stated.get("title", ""), Byline(author, read_date(stated.get("date", "")))
    if kind == ".adoc" and (found := _ADOC.match(text)):
        return "", Byline(found[1], read_date(found[2] or ""))
    if _CHAT.match(text):
        return path.stem, Byline()  # its first line is a message as any other
    return "", read_byline(text)
