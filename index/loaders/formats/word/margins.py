"""Headers and footers: what they say beside the number of the page, each line once."""

import re
from collections.abc import Iterator

from index.loaders.formats.word.lines import PAGE_NUMBER
from index.loaders.formats.word.package import R, W, is_on
from index.loaders.formats.word.text import Document

_PAGE_WORDS = (
    r"pages?|pp?g?\.?|seiten?|s\.|página|pág\.?|pagina|pag\.?|side|sida|strana|str\.?|страница|стр\.?|第|页|頁"
)
_OF = rf"(?:\W*\b(?:of|von|de|di|sur|van|av|af|z|из)\b\W*|[\s/|–-]*){PAGE_NUMBER}"
_NUMBERED = re.compile(
    rf"[\s|•·–—-]*(?:\b(?:{_PAGE_WORDS})\s*)?{PAGE_NUMBER}(?:{_OF})*\s*[页頁]?[\s|•·–—-]*", re.IGNORECASE
)


def margin_lines(document: Document) -> Iterator[str]:
    """Yield the lines of the headers, then of the footers, as the sections show them; each once."""
    met: set[str] = set()
    for kind in ("header", "footer"):
        names = document.package.related(document.package.main, kind)
        for id in dict.fromkeys(_shown(document, kind)):
            name = names.get(id, "")
            story = document.package.part(name)
            for block in document.read(story, name, in_margin=True) if story is not None else ():
                for line in _facts(block.text):
                    if line not in met:
                        met.add(line)
                        yield line


def _shown(document: Document, kind: str) -> Iterator[str]:
    """Yield the ids of the headers or footers that some page shows."""
    settings = document.package.beside("settings")
    apart = settings is not None and is_on(settings.find(f"{W}evenAndOddHeaders"))
    for section in document.package.document.iter(f"{W}sectPr"):
        shown = {"default", *(["first"] if is_on(section.find(f"{W}titlePg")) else []), *(["even"] if apart else [])}
        for reference in section.findall(f"{W}{kind}Reference"):
            if reference.get(f"{W}type", "default") in shown:
                yield reference.get(f"{R}id", "")


def _facts(text: str) -> Iterator[str]:
    """Yield what the places of a line (left, middle, right) say, without the number of the page."""
    for place in re.split(r"[\t\n]+|(?<=\S) \| (?=\S)", text):
        told = " ".join(_NUMBERED.sub(" ", place).split())
        if any(character.isalpha() for character in told):
            yield told
