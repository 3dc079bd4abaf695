"""A sentence's support and its citations as markup: the sign, the words, and the links to the spans."""

from rag.evidence.markup import show
from rag.types import Citation, Claim, Support
from ui.browser.views.markup import facts, isolated, line

SUPPORT = {
    Support.SUPPORTED: ("✓", "supported"),
    Support.WEAK: ("≈", "weakly supported"),
    Support.UNSUPPORTED: ("✗", "not supported"),
    Support.CONTRADICTED: ("≠", "contradicted"),
    Support.NOT_JUDGED: ("·", "not judged"),
}


def render_support(claim: Claim) -> str:
    """Return how well a claim is supported, as a sign and in words."""
    sign, words = SUPPORT[claim.support]
    reason = f": {line(claim.reason)}" if claim.reason else ""
    return f'<span class="bs-support"><span aria-hidden="true">{sign}</span> {words}{reason}</span>'


def render_citation(place: str, leads: str, number: int, citation: Citation) -> str:
    """Return a citation's number as a link to its span, and the span to be seen before it is followed.

    `place` makes the link's ids its own on the page; `leads` are the attributes by which Python knows the citation.
    """
    within = isolated(citation.place) if citation.place else ""
    known = (isolated(citation.title), within, facts(citation.source, citation.published))
    return (
        f'<span class="bs-cited"><a class="bs-cite" id="cite-{place}" href="#span-{place}" data-event="open" '
        f'{leads} aria-label="Citation {number}" aria-describedby="tip-{place}">'
        f'{number}</a><span class="bs-tip" role="tooltip" id="tip-{place}"><q>{isolated(show(citation.quote))}</q>'
        f"<span>{' · '.join(fact for fact in known if fact)}</span></span></span>"
    )
