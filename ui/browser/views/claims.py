"""A sentence's support and its citations as markup: the sign, the words, and the links to the spans."""

from collections.abc import Sequence

from markupsafe import Markup

from rag.types import Citation, Claim, Support
from ui.browser.templating import fill
from ui.browser.views.markup import facts, isolated, line

SUPPORT = {
    Support.SUPPORTED: ("✓", "supported"),
    Support.WEAK: ("≈", "weakly supported"),
    Support.UNSUPPORTED: ("✗", "not supported"),
    Support.CONTRADICTED: ("≠", "contradicted"),
    Support.NOT_JUDGED: ("·", "not judged"),
}
LABEL_CHARS = 28


def render_support(claim: Claim) -> str:
    """Return how well a claim is supported, as a sign and in words."""
    sign, words = SUPPORT[claim.support]
    reason = f": {line(claim.reason)}" if claim.reason else ""
    return f'<span class="bs-support"><span aria-hidden="true">{sign}</span> {words}{reason}</span>'


def render_citation(place: str, leads: str, number: int, citation: Citation) -> str:
    """Return a citation as a chip that leads to its span, and the span to be seen before it is followed.

    `place` makes the link's ids its own on the page; `leads` are the attributes by which Python knows the citation.
    """
    known = (
        isolated(citation.title),
        isolated(citation.place) if citation.place else "",
        facts(citation.source, citation.published),
    )
    return fill(
        "citation",
        place=place,
        leads=Markup(leads),  # noqa: S704 - of numbers alone
        number=number,
        label=name_origin(citation),
        citation=citation,
        known=Markup(" · ".join(fact for fact in known if fact)),  # noqa: S704 - each escaped by its own function
    )


def render_chip(links: Sequence[str]) -> str:
    """Return the citations of one statement: several in one chip, to page through."""
    if len(links) < 2:
        return "".join(links)
    return fill("chip", links=[Markup(link) for link in links])  # noqa: S704 - of `render_citation`


def render_pin(turn: int, kind: str, position: int) -> str:
    """Return the button that pins a statement, a claim or a point of the answer `turn`, counted from 1, to a note."""
    return fill("pin", turn=turn, kind=kind, position=position)


def name_origin(citation: Citation) -> str:
    """Return what a citation is called in its chip: the publisher, else the title, with the page; each cut short."""
    names = (citation.source or citation.title or citation.article, citation.place)
    return ", ".join(_cut(" ".join(name.split())) for name in names if name)


def _cut(name: str) -> str:
    return name if len(name) <= LABEL_CHARS else f"{name[: LABEL_CHARS - 1].rstrip()}…"
