"""HTML: the main text without navigation and adverts, and what the page says about itself."""

import json
import logging
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from index.errors import LoadError
from index.loaders.base import NO_TEXT, make_article, read_bytes
from index.loaders.bylines import read_byline
from index.loaders.dates import read_date
from index.loaders.elements import Element
from index.loaders.encoding import decode
from index.loaders.hidden.html import without_hidden
from index.loaders.markup.blocks import text_of
from index.loaders.markup.main_part import without_surroundings, without_walls
from index.loaders.markup.tags import HEADINGS
from index.loaders.snapshot import read_head
from index.types import Article, Failure

_DECLARED = re.compile(rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?([\w-]{2,20})""", re.I)
# Without the extensive search a date comes from what the page states, not from any number in it.
_DATES = {"original_date": True, "extensive_search": False}
_MAX_SHOWN_CHARS = 200  # of a page whose article is not in it


def load_html(path: Path, article_id: str) -> Iterator[Article | Failure]:
    """Yield the page's main text as one article; all visible text where no main text is found."""
    import trafilatura

    quieten("trafilatura", "htmldate")
    data = read_bytes(path)
    came = read_head(data)
    declared = _DECLARED.search(data[:4096])
    shown = without_hidden(decode(data, came.charset or (declared[1].decode("ascii") if declared else "")))
    if shown is None:
        raise LoadError(NO_TEXT)
    tree = shown.tree
    title = " ".join(tree.findtext(".//title", "").split())
    without_walls(tree)
    found = (
        None
        if shown.is_deep
        else trafilatura.bare_extraction(
            tree, include_comments=False, with_metadata=True, date_extraction_params=_DATES
        )
    )
    if isinstance(found, trafilatura.settings.Document):
        parts = [] if found.body is None else [" ".join(part.itertext()) for part in found.body]
        text = text_of(arrange(tree)) if without_surroundings(tree, parts) else "\n\n".join(parts)
    else:
        found = (
            trafilatura.settings.Document() if shown.is_deep else trafilatura.extract_metadata(tree, date_config=_DATES)
        )
        text = text_of(arrange(tree))
    text = with_stated(text, tree)
    said = read_byline(f"{found.title or title}\n{text}")
    yield make_article(
        article_id,
        text,
        title=found.title or title,
        source=found.sitename or found.hostname or urlsplit(came.url).hostname or "",
        url=came.url or found.url or "",
        published=read_date(came.published or found.date or "") or said.published,
        author=(found.author or "").replace("; ", ", ") or said.author,
    )


def visible_text(page: str) -> str:
    """Return all text that a browser would show, a paragraph a block."""
    shown = without_hidden(page)
    return "" if shown is None else text_of(arrange(shown.tree))


def quieten(*loggers: str) -> None:
    """Keep a library's log from the terminal unless the program has set up logging."""
    for name in loggers:
        logger = logging.getLogger(name)
        if not logger.handlers:
            logger.addHandler(logging.NullHandler())


def with_stated(text: str, tree: Element) -> str:
    """Return the text of a page, or the body of the article that the page states where it shows next to nothing."""
    if len(text) > _MAX_SHOWN_CHARS:
        return text
    scripts = tree.iterfind(".//script[@type='application/ld+json']")
    bodies = [body for script in scripts for body in _bodies(script.text or "")]
    return max((text, *bodies), key=len)


def _bodies(written: str) -> Iterator[str]:
    try:
        waiting = [json.loads(written, strict=False)]
    except (ValueError, RecursionError):
        return
    while waiting:
        value = waiting.pop()
        if isinstance(value, list):
            waiting += value
        elif isinstance(value, dict):
            waiting += [one for one in value.values() if isinstance(one, dict | list)]
            if isinstance(body := value.get("articleBody"), str):
                yield body


def arrange(tree: Element) -> Element:
    """Move each time that stands alone above a heading below it; return the tree.

    Above the heading it would end the entry before: live blogs print the time first.
    """
    for heading in list(tree.iter(*HEADINGS)):
        above = heading.getprevious()
        if above is None or (above.tail or "").strip() or not _is_time(above):
            continue
        parent = heading.getparent()
        following = heading.tail
        heading.tail = None
        parent.remove(above)
        above.tail = following
        heading.addnext(above)
    return tree


def _is_time(element: Element) -> bool:
    time = element if element.tag == "time" else element.find(".//time")
    return time is not None and "".join(time.itertext()).split() == "".join(element.itertext()).split()
