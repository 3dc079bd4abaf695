"""Exports of newspapers' archives: many articles in one text, each behind a line such as "2 of 31 DOCUMENTS"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.loaders.bylines import day_of_line, read_byline
from index.loaders.dates import read_date

_BREAK = re.compile(
    r"^[ \t]*(?:(?:document|dokument) )?(\d{1,4}) (?:of|von|de|sur|di) (\d{1,4})(?P<all> [^\W\d_]+)?[ \t]*$",
    re.MULTILINE | re.IGNORECASE,
)
_LABEL = re.compile(r"^[ \t]*([^\W\d_][^\W\d_ -]*(?: [^\W\d_]+){0,2})[ \t]*:[ \t]*(\S.*)$", re.MULTILINE)
_FIELDS = {
    "title": ("headline", "title", "titel", "titre", "título"),
    "author": ("byline", "author", "autor", "auteur"),
    "source": ("publication title", "source", "publication", "quelle"),
    "url": ("document url", "url"),
    "date": ("publication date", "load-date", "date", "datum"),
}
_EDITION = re.compile(r"\b(?:edition|ausgabe|édition|edición)$", re.IGNORECASE)
_HEAD_LINES = 12
_RULE = "_=*- \t\n"  # lines of these part the articles


@dataclass(frozen=True, slots=True)
class ExportedArticle:
    """An article of an export, its text as it stands there."""

    text: str
    title: str
    source: str
    author: str
    url: str
    stated: str


def split_export(text: str) -> Iterator[ExportedArticle]:
    """Yield the articles of an export in their order; nothing for any other text."""
    start = text.rfind("\n", 0, len(text) - len(text.lstrip(_RULE))) + 1
    if _BREAK.match(text, start) is None:
        return
    found = [*_BREAK.finditer(text, start)]
    numbers = [(int(one[1]), int(one[2])) for one in found]
    total = len(numbers)
    if total < 2 or any(number != (count, numbers[0][1]) for count, number in enumerate(numbers, start=1)):
        return
    if numbers[0][1] < total:
        return
    ends = [*(one.start() for one in found[1:]), len(text)]
    for one, end in zip(found, ends, strict=True):
        body = text[one.end() : end].lstrip("\n").rstrip(_RULE)
        if body.strip():
            yield _article(body, newspaper_first=one["all"] is not None)


def _article(body: str, *, newspaper_first: bool) -> ExportedArticle:
    """Return one article; `newspaper_first` where its head names the newspaper and the day before the title."""
    fields: dict[str, str] = {}
    for label in _LABEL.finditer(body):
        fields.setdefault(label[1].lower(), label[2].strip())
    said = {field: next((fields[name] for name in names if name in fields), "") for field, names in _FIELDS.items()}
    labelled = _LABEL.search(body)
    head = [line.strip() for line in body[: labelled.start() if labelled else None].split("\n") if line.strip()]
    head = head[:_HEAD_LINES]
    day = next((line for line in head if day_of_line(line)), "")
    named = [line for line in head if line != day and not _EDITION.search(line)]
    if newspaper_first:
        title, source = (named[-1] if len(named) > 1 else ""), (named[0] if named else "")
    else:
        title, source = (named[0] if named else ""), ""
    return ExportedArticle(
        body,
        said["title"] or title,
        said["source"] or source,
        said["author"] or read_byline(body).author,
        said["url"],
        said["date"] if read_date(said["date"]) and not day else day,
    )
