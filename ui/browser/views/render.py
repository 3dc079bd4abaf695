"""The conversation as markup: what was asked, the short answer, and every sentence with its support."""

from markupsafe import Markup

from rag.support.disagreements import list_values
from rag.types import Answer, Outcome, Support
from ui.browser.templating import draw, fill
from ui.browser.views.picture import describe_holdings
from ui.browser.views.points import render_points
from ui.browser.views.scope import name_filter
from ui.browser.wording import count, decimal, gettext, mark, ngettext
from ui.conversations.types import Format, Verdict
from ui.service.conversations import REASONS
from ui.service.exchange import Exchange, Stage, number_citations

STAGES = {
    Stage.SEARCHING: mark("Searching your articles…"),
    Stage.WRITING: mark("Writing…"),
    Stage.STOPPED: mark("Stopped."),
    Stage.FAILED: mark("There is no answer."),
}
EXTRACTIVE = "extractive"
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


def render_exchanges(exchanges: tuple[Exchange, ...]) -> Markup:
    """Return finished exchanges, oldest first."""
    return Markup().join(map(render_exchange, exchanges))


def render_exchange(exchange: Exchange) -> Markup:
    """Return one exchange: the question, and the answer as far as it has come."""
    answer, number = exchange.answer, exchange.number
    if answer is None:
        points = render_points(number, exchange.points, exchange.note, kind=exchange.kind)
        is_bare = not points and exchange.windows and exchange.stage is Stage.READING
        best = exchange.windows[0] if is_bare else None
        return fill("exchange", exchange=exchange, status=describe_stage(exchange), points=points, best=best)
    numbers = number_citations(answer)
    return fill(
        "exchange",
        exchange=exchange,
        numbers=numbers,
        points=render_points(number, answer.points, answer.note, numbers, answer.kind),
        values=list_values(answer.claims, answer.disagreements) if answer.disagreements else (),
        is_quoted=_is_quoted(answer),
        is_sure=all(claim.support is Support.SUPPORTED for claim in answer.claims),
        asked_of=_name_scope(answer),
        held=describe_holdings(exchange.held) if exchange.held else "",
        scores={f"{hit.article.id}:{hit.passage.start}-{hit.passage.end}": hit.score for hit in answer.hits},
        doings=render_doings(exchange),
        feedback=render_feedback(exchange),
    )


def render_status(exchange: Exchange | None) -> Markup:
    """Return the one line that says, also to a screen reader, what is going on."""
    return draw("state", "status", describe_stage(exchange))


def render_alert(message: str, question: str = "") -> Markup:
    """Return a failure, which a screen reader says at once; an empty one when all is well.

    `question` is what comes back into the question box.
    """
    return draw("state", "alert", message, question)


def render_wanted(number: int) -> Markup:
    """Return what has the page bring an earlier exchange into view; "" for none."""
    return draw("state", "wanted", number)


def describe_stage(exchange: Exchange | None) -> str:
    """Return where an exchange is, in a sentence."""
    if exchange is None:
        return gettext("Ready.")
    if exchange.stage is Stage.READING:
        return ngettext("Reading %(num)s passage…", "Reading %(num)s passages…", len(exchange.windows))
    return gettext(STAGES[exchange.stage]) if exchange.answer is None else _describe_end(exchange.answer)


def _describe_end(answer: Answer) -> str:
    if answer.outcome is Outcome.QUOTED or (not answer.claims and answer.points):
        return gettext(
            "Answered in your articles’ own words: %(passages)s.", passages=count(len(answer.points), "passage")
        )
    if answer.outcome is Outcome.NO_EVIDENCE:
        return gettext("Done: no answer could be verified.")
    if not answer.claims:
        return gettext("Answered.")  # a greeting
    sentences = len(answer.claims)
    if _is_quoted(answer):
        return ngettext(
            "%(num)s sentence of your articles, not checked as an answer.",
            "%(num)s sentences of your articles, not checked as an answer.",
            sentences,
        )
    supported = sum(claim.support is Support.SUPPORTED for claim in answer.claims)
    seconds = decimal(f"{answer.timings.total_ms / 1000:.1f}")
    if supported == sentences:
        return ngettext(
            "Answered in %(seconds)s s, %(num)s sentence supported.",
            "Answered in %(seconds)s s, %(num)s sentences supported.",
            sentences,
            seconds=seconds,
        )
    return ngettext(
        "Answered in %(seconds)s s, %(supported)s of %(num)s sentence supported.",
        "Answered in %(seconds)s s, %(supported)s of %(num)s sentences supported.",
        sentences,
        seconds=seconds,
        supported=supported,
    )


def _name_scope(answer: Answer) -> str:
    """Return what a question was narrowed to, its articles by their titles; "" for nothing."""
    if not answer.receipt.only:
        return ""
    cited = [*answer.nearest, *(citation for point in answer.points for citation in point.citations), *answer.citations]
    titles = {hit.article.id: hit.article.title for hit in answer.hits}
    return name_filter(answer.receipt.only, titles | {citation.article: citation.title for citation in cited})


def _is_quoted(answer: Answer) -> bool:
    """Tell whether an answer is sentences of the articles, which no model was asked about."""
    is_said = bool(answer.claims) or answer.outcome is Outcome.QUOTED
    return answer.receipt.generator == EXTRACTIVE and is_said


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
