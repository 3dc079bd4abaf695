"""The cited articles as references for other programs: BibTeX, and CSL-JSON as Zotero and Pandoc read it."""

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator

from rag.types import Citation
from ui.conversations.urls import link_target

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# Braces are counted by BibTeX even behind a backslash, so they must be named.
_LETTERS = {
    "\\": r"{\textbackslash}", "{": r"{\textbraceleft}", "}": r"{\textbraceright}", "~": r"{\textasciitilde}",
    "^": r"{\textasciicircum}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_",
}  # fmt: skip
_SPECIAL = re.compile(r"[\\{}~^&%$#_]")
_INVISIBLE = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def write_bibtex(citations: Iterable[Citation]) -> str:
    """Return an entry for each cited article, in the order in which they are cited."""
    return "\n".join(_write_entry(key, article) for key, article in _name_articles(citations))


def write_csl(citations: Iterable[Citation]) -> str:
    """Return an item of CSL-JSON 1.0 for each cited article, in the order in which they are cited."""
    items = [_to_item(key, article) for key, article in _name_articles(citations)]
    return json.dumps(items, ensure_ascii=False, indent=2) + "\n"


def _name_articles(citations: Iterable[Citation]) -> Iterator[tuple[str, Citation]]:
    """Yield the first citation of each article with a key of its own."""
    first: dict[str, Citation] = {}
    for citation in citations:
        first.setdefault(citation.article, citation)
    taken: set[str] = set()
    for citation in first.values():
        key = base = _propose_key(citation)
        number = 1
        while key in taken:
            number += 1
            key = f"{base}-{number}"
        taken.add(key)
        yield key, citation


def _propose_key(citation: Citation) -> str:
    bare = unicodedata.normalize("NFKD", f"{citation.source} {citation.title}").encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", bare.lower())[:4]
    year = str(citation.published.year) if citation.published else ""
    return "-".join(filter(None, ("-".join(words)[:40].strip("-") or "article", year)))


def _write_entry(key: str, citation: Citation) -> str:
    day = citation.published
    fields = {
        "title": f"{{{{{_escape(citation.title or citation.article)}}}}}",
        "journal": f"{{{_escape(citation.source)}}}" if citation.source else "",
        "year": f"{{{day.year}}}" if day else "",
        "month": MONTHS[day.month - 1] if day else "",
        "day": f"{{{day.day}}}" if day else "",
        "url": f"{{{link_target(citation.url)}}}" if link_target(citation.url) else "",
    }
    lines = "".join(f"  {name} = {value},\n" for name, value in fields.items() if value)
    return f"@{'article' if citation.source else 'misc'}{{{key},\n{lines}}}\n"


def _to_item(key: str, citation: Citation) -> dict[str, object]:
    item: dict[str, object] = {
        "id": key,
        "type": "article-newspaper" if citation.source else "document",
        "title": _plain(citation.title or citation.article),
    }
    if citation.source:
        item["container-title"] = _plain(citation.source)
    if day := citation.published:
        item["issued"] = {"date-parts": [[day.year, day.month, day.day]]}
    if url := link_target(citation.url):  # in which no brace stands
        item["URL"] = url
    return item


def _plain(text: str) -> str:
    return " ".join(_INVISIBLE.sub(" ", text).split())


def _escape(text: str) -> str:
    return _SPECIAL.sub(lambda found: _LETTERS[found[0]], _plain(text))
