"""The words for a sentence's support and for a citation; `citations.html` draws them."""

from rag.types import Citation, Support
from ui.browser.wording import mark

SUPPORT = {
    Support.SUPPORTED: ("✓", mark("supported")),
    Support.WEAK: ("≈", mark("partly found")),
    Support.UNSUPPORTED: ("✗", mark("not found")),
    Support.CONTRADICTED: ("≠", mark("contradicted")),
    Support.NOT_JUDGED: ("·", mark("not judged")),
}
LABEL_CHARS = 28


def name_origin(citation: Citation) -> str:
    """Return what a citation is called in its chip: the publisher, else the title, with the page; each cut short."""
    names = (citation.source or citation.title or citation.article, citation.place)
    return ", ".join(_cut(" ".join(name.split())) for name in names if name)


def _cut(name: str) -> str:
    return name if len(name) <= LABEL_CHARS else f"{name[: LABEL_CHARS - 1].rstrip()}…"
