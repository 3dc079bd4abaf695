"""Paragraphs around quotes: the rest of the paragraph in which a cited span stands, as long as it stands there."""

from collections.abc import Callable, Iterable, Mapping

from index import Article
from index.errors import ArticleUnknown
from rag.types import Citation

Paragraphs = Mapping[Citation, tuple[str, str]]
NO_PARAGRAPHS: Paragraphs = {}
MOST_CHARS = 600  # on either side


def find_paragraphs(citations: Iterable[Citation], article: Callable[[str], Article]) -> Paragraphs:
    """Return what stands before and behind each quote; those whose article is gone or changed are left out."""
    found = {}
    for citation in citations:
        try:
            text = article(citation.article).text
        except ArticleUnknown:
            continue
        if text[citation.start : citation.end] == citation.quote:
            found[citation] = (_before(text, citation.start), _behind(text, citation.end))
    return found


def _before(text: str, start: int) -> str:
    least = max(0, start - MOST_CHARS)
    paragraph = text.rfind("\n\n", least, start)
    if paragraph >= 0:
        return text[paragraph + 2 : start]
    return text[:start] if least == 0 else f"…{text[least:start].partition(' ')[2]}"


def _behind(text: str, end: int) -> str:
    most = min(len(text), end + MOST_CHARS)
    paragraph = text.find("\n\n", end, most)
    if paragraph >= 0:
        return text[end:paragraph]
    return text[end:] if most == len(text) else f"{text[end:most].rpartition(' ')[0]}…"
