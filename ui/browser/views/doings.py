"""Buttons of a finished answer: copy, ask otherwise, run again, share, and say whether it was of use."""

from rag.types import Outcome
from ui.browser.templating import fill
from ui.conversations.types import Format, Verdict
from ui.service.conversations import REASONS
from ui.service.exchange import Exchange

VERDICTS = {Verdict.GOOD: ("✓", "Useful"), Verdict.BAD: ("✗", "Not useful")}
SHARED = {
    Format.HTML: "Web page",
    Format.MARKDOWN: "Markdown",
    Format.BIBTEX: "BibTeX",
    Format.CSL: "CSL-JSON",
    Format.JSON: "Report (JSON)",
}
FOLLOWED = 3  # cited articles that a next question is offered for
TITLE_CHARS = 80  # of a title that makes a question


def render_doings(exchange: Exchange) -> str:
    """Return the buttons of an answer, how running it again went, and what to ask next."""
    return fill("doings", exchange=exchange, shared=SHARED, follow_ups=list_follow_ups(exchange))


def list_follow_ups(exchange: Exchange) -> tuple[str, ...]:
    """Return what can be asked next: a summary of each cited article, which the library always has."""
    answer = exchange.answer
    if answer is None or answer.outcome is Outcome.NO_EVIDENCE or answer.kind in ("overview", "library"):
        return ()
    titles = dict.fromkeys(citation.title for citation in answer.citations)
    plain = [title for title in titles if title and len(title) <= TITLE_CHARS and not set('“”"\n') & set(title)]
    return tuple(f"Summarise “{title}”" for title in plain[:FOLLOWED])


def render_feedback(exchange: Exchange) -> str:
    """Return the form that asks whether an answer was of use; "" for an answer that is not kept."""
    return fill("feedback", exchange=exchange, verdicts=VERDICTS, reasons=REASONS) if exchange.kept else ""
