"""Front matter: the fields that a text file states about itself at its top, in YAML, TOML or JSON."""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from index.loaders.dates import read_date

MAX_CHARS = 64 * 1024

_FENCED = re.compile(r"\ufeff?(-{3}|\+{3})[ \t]*\r?\n(.*?)^(?:\1|\.{3})[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
_LINE = re.compile(r"""([A-Za-z][\w -]{0,40}?)[ \t]*[:=][ \t]*(?:(["'])(.*?)\2[ \t]*|(.*))""")
_HALF_WRITTEN = re.compile(
    r"""^([ \t]*(?:- )?[\w-]{1,40}:)[ \t]+(?!["'\[{|>&*!#])(\S.*(?::[ \t]|[ \t]#|:$).*)$""", re.MULTILINE
)
_PUBLISHED = (
    *("published", "datepublished", "publisheddate", "publishdate", "publicationdate", "pubdate", "publishedat"),
    *("publishedon", "posted", "date", "day", "datum", "created", "datecreated", "createdat", "creationdate"),
)
_NAMES = {
    "title": ("title", "headline", "titel", "titre", "titulo"),
    "source": ("source", "publication", "publisher", "newspaper", "site", "sitename", "website", "quelle"),
    "author": ("author", "authors", "by", "byline", "creator", "writer", "autor", "auteur"),
    "url": ("url", "link", "sourceurl", "originalurl", "canonicalurl", "canonical", "permalink", "href"),
}
# Keys of notes and of sites' pages: two rules around a sentence with a colon are no front matter.
_OTHERS = frozenset(
    """alias aliases bibliography categories category cssclass cssclasses description draft excerpt id image keywords
    lang language lastmod layout license modified name section series slug status subtitle summary tag tags template
    toc topic type uid updated version weight""".split()
)
_KNOWN = _OTHERS.union(_PUBLISHED, *_NAMES.values())
_WITHIN = ("extra", "params", "metadata", "meta", "taxonomies")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The fields that a file states about itself; an unknown one is empty. `unread` is a date that is none."""

    title: str = ""
    source: str = ""
    author: str = ""
    url: str = ""
    published: date | None = None
    unread: str = ""


def split_front_matter(text: str) -> tuple[FrontMatter, str]:
    """Return the front matter and the rest; where no known field is stated at the top, all is the rest."""
    fields, end = _stated(text[:MAX_CHARS])
    if not {_key(name) for name in fields} & _KNOWN:
        return FrontMatter(), text
    return stated_fields(fields), text[end:]


def stated_fields(fields: Mapping[str, object]) -> FrontMatter:
    """Return what fields under any of their usual names state."""
    known = {_key(name): value for name, value in fields.items()}
    for name in _WITHIN:
        within = known.get(name)
        if isinstance(within, Mapping):
            known = {_key(key): value for key, value in within.items()} | known
    texts = {field: _first(known, names) for field, names in _NAMES.items()}
    dates = [written for name in _PUBLISHED if (written := _as_text(known.get(name)))]
    published = next((day for written in dates if (day := read_date(written))), None)
    return FrontMatter(**texts, published=published, unread="" if published or not dates else dates[0])


def _stated(head: str) -> tuple[Mapping[str, object], int]:
    """Return the fields at the top of a text, and where they end."""
    if head.startswith(("{", "\ufeff{")):
        return _read_json(head)
    found = _FENCED.match(head)
    if found is None:
        return {}, 0
    return (_read_toml if found[1] == "+++" else _read_yaml)(found[2]), found.end()


def _read_json(head: str) -> tuple[Mapping[str, object], int]:
    try:
        fields, end = json.JSONDecoder().raw_decode(head.removeprefix("\ufeff"))
    except (ValueError, RecursionError):
        return {}, 0
    end += head.startswith("\ufeff")
    # A file that is nothing but JSON is a text of its own.
    is_front = isinstance(fields, dict) and re.match(r"[ \t]*\r?\n\s*\S", head[end:])
    return (fields, end) if is_front else ({}, 0)


def _read_toml(stated: str) -> Mapping[str, object]:
    try:
        return tomllib.loads(stated.replace("\r\n", "\n"))
    except (tomllib.TOMLDecodeError, RecursionError, ValueError):
        return _read_lines(stated)


def _read_yaml(stated: str) -> Mapping[str, object]:
    fields = _loaded(stated)
    if fields is None:
        # "title: Harbour: the end" is common and not valid; set in quotes it is.
        fields = _loaded(_HALF_WRITTEN.sub(lambda found: f"{found[1]} {json.dumps(found[2])}", stated))
    return _read_lines(stated) if fields is None else fields


def _loaded(written: str) -> Mapping[str, object] | None:
    import yaml  # type: ignore[import-untyped]

    try:
        # The base loader leaves every value a text, so "date: 2024-13-45" is not an error.
        fields = yaml.load(written, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))  # noqa: S506 - no objects
    except (yaml.YAMLError, RecursionError, ValueError):
        return None
    return fields if isinstance(fields, dict) else {}


def _read_lines(stated: str) -> Mapping[str, object]:
    """Return the lines that are `key: value`."""
    found = (_LINE.fullmatch(line.rstrip()) for line in stated.split("\n"))
    return {line[1]: re.sub(r"^[\[{].*", "", line[3] or line[4] or "").strip("\"' ") for line in found if line}


def _key(name: object) -> str:
    return re.sub(r"[\W_]", "", str(name).lower())


def _first(fields: Mapping[str, object], names: tuple[str, ...]) -> str:
    return next((text for name in names if (text := _as_text(fields.get(name)))), "")


def _as_text(value: object) -> str:
    return ", ".join(_texts(value if isinstance(value, list) else [value]))


def _texts(values: list[object]) -> Iterator[str]:
    """Yield the texts in a list; lists in lists are no names, and aliases can nest them without end."""
    for value in values:
        if isinstance(value, Mapping):
            value = next((value[key] for key in ("name", "title", "@value", "url") if key in value), None)
        if isinstance(value, str | date | int | float) and not isinstance(value, bool) and str(value).strip():
            yield str(value).strip()
