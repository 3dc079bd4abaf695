"""Buttons of a finished answer: copy, ask otherwise, run again, share, and say whether it was of use."""

from markupsafe import Markup

from rag.types import Outcome
from ui.browser.templating import fill
from ui.browser.wording import gettext, mark
from ui.conversations.types import Format, Verdict
from ui.service.conversations import REASONS
from ui.service.exchange import Exchange

VERDICTS = {
    Verdict.GOOD: ("✓", mark("Useful"), mark("You found this useful")),
    Verdict.BAD: ("✗", mark("Not useful"), mark("You found this not useful")),
}
SHARED = {
    Format.HTML: mark("Web page"),
    Format.MARKDOWN: "Markdown",
    Format.BIBTEX: "BibTeX",
    Format.CSL: "CSL-JSON",
    Format.JSON: mark("Report (JSON)"),
}
FOLLOWED = 3  # cited articles that a next question is offered for
TITLE_CHARS = 80  # of a title that makes a question


def render_doings(exchange: Exchange) -> Markup:
    """Return the buttons of an answer, how running it again went, and what to ask next."""
    return fill("doings", exchange=exchange, shared=SHARED, follow_ups=list_follow_ups(exchange))


def list_follow_ups(exchange: Exchange) -> tuple[str, ...]:
    """Return what can be asked next: a summary of each cited article, which the library always has."""
    answer = exchange.answer
    if answer is None or answer.outcome is Outcome.NO_EVIDENCE or answer.kind in ("overview", "library"):
        return ()
    titles = dict.fromkeys(citation.title for citation in answer.citations)
    plain = [title for title in titles if title and len(title) <= TITLE_CHARS and not set('“”"\n') & set(title)]
    return tuple(gettext("Summarise “%(title)s”", title=title) for title in plain[:FOLLOWED])


def render_feedback(exchange: Exchange) -> Markup:
    """Return the form that asks whether an answer was of use; "" for an answer that is not kept."""
    if not exchange.kept:
        return Markup()
    return fill("feedback", exchange=exchange, verdicts=VERDICTS, reasons=REASONS)
