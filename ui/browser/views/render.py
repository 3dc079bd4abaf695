"""The conversation as markup: what was asked, the short answer, and every sentence with its support."""

from collections.abc import Iterable

from markupsafe import Markup

from rag.evidence.markup import show
from rag.support.disagreements import list_values
from rag.types import Answer, Citation, Claim, Outcome, Support, Window
from ui.browser.templating import fill
from ui.browser.views.claims import render_chip, render_citation, render_pin, render_support
from ui.browser.views.doings import render_doings, render_feedback
from ui.browser.views.markup import count, exact, isolated, line
from ui.browser.views.picture import describe_holdings
from ui.browser.views.points import render_points
from ui.browser.views.scope import name_filter
from ui.service.exchange import Exchange, Stage, number_citations

STAGES = {
    Stage.SEARCHING: "Searching your articles…",
    Stage.WRITING: "Writing…",
    Stage.STOPPED: "Stopped.",
    Stage.FAILED: "There is no answer.",
}
EXTRACTIVE = "extractive"
QUOTED = (
    "No writing model is at work yet: this answer is the sentences of your articles that fit best. "
    "It may still be loading; otherwise <code>broadsheet models pull</code> fetches it."
)
SENTENCE = (
    '<span class="bs-support"><span aria-hidden="true">❝</span> a sentence of your articles; whether it answers the '
    "question is not checked</span>"
)


def render_exchanges(exchanges: tuple[Exchange, ...]) -> str:
    """Return finished exchanges, oldest first."""
    return "".join(render_exchange(exchange) for exchange in exchanges)


def render_exchange(exchange: Exchange) -> str:
    """Return one exchange: the question, and the answer as far as it has come."""
    parts = [
        f'<article class="bs-exchange" id="ask-{exchange.number}" tabindex="-1" '
        f'aria-label="Question {exchange.number}" data-stage="{exchange.stage}" data-kept="{exchange.kept}">',
        f'<h2 class="bs-question" dir="auto">{exact(exchange.question)}</h2>',
        _render_resolved(exchange),
    ]
    if exchange.answer is not None:
        parts += [
            _render_answer(exchange.number, exchange.answer, describe_holdings(exchange.held) if exchange.held else ""),
            render_doings(exchange),
            render_feedback(exchange),
        ]
    else:
        parts.append(_render_unfinished(exchange))
    return "".join([*parts, "</article>"])


def render_status(exchange: Exchange | None) -> str:
    """Return the one line that says, also to a screen reader, what is going on."""
    return f'<p class="bs-status" role="status">{_status(exchange)}</p>'


def render_alert(message: str) -> str:
    """Return a failure, which a screen reader says at once; an empty one when all is well."""
    return f'<div role="alert">{f"<p>{line(message)}</p>" if message else ""}</div>'


def _status(exchange: Exchange | None) -> str:
    if exchange is None:
        return "Ready."
    if exchange.stage is Stage.READING:
        return f"Reading {count(len(exchange.windows), 'passage')}…"
    if exchange.answer is None:
        return STAGES[exchange.stage]
    if exchange.answer.outcome is Outcome.QUOTED or (not exchange.answer.claims and exchange.answer.points):
        return f"Answered in your articles' own words: {count(len(exchange.answer.points), 'passage')}."
    if exchange.answer.outcome is Outcome.NO_EVIDENCE:
        return "Done: no answer could be verified."
    if not exchange.answer.claims:
        return "Answered."  # a greeting
    if _is_quoted(exchange.answer):
        return f"{count(len(exchange.answer.claims), 'sentence')} of your articles, not checked as an answer."
    return f"Answered in {exchange.answer.timings.total_ms / 1000:.1f} s, {_tally(exchange.answer)}."


def _tally(answer: Answer) -> str:
    """Return how many of the shown sentences are supported, in words."""
    supported = sum(claim.support is Support.SUPPORTED for claim in answer.claims)
    if supported == len(answer.claims):
        return f"{count(supported, 'sentence')} supported"
    return f"{supported} of {count(len(answer.claims), 'sentence')} supported"


def _render_resolved(exchange: Exchange) -> str:
    if not exchange.resolved or exchange.resolved.strip() == exchange.question.strip():
        return ""
    return f'<p class="bs-resolved">Understood as: <q>{isolated(exchange.resolved)}</q></p>'


def _render_unfinished(exchange: Exchange) -> str:
    if exchange.stage is Stage.FAILED:
        return f'<p class="bs-trouble">{line(exchange.trouble)}</p>'
    points = render_points(exchange.number, exchange.points, exchange.note, kind=exchange.kind)
    draft = ""
    if exchange.draft:
        draft = (
            f'<p class="bs-draft" dir="auto"><span class="bs-tag">Not checked yet</span> {exact(exchange.draft)}</p>'
        )
    elif not points and exchange.windows and exchange.stage is Stage.READING:
        draft = _render_best(exchange.windows[0])
    draft = _render_judged(exchange.judged) + draft
    if exchange.stage is Stage.STOPPED:
        return f'<p class="bs-trouble">You stopped this answer before it was checked.</p>{draft}{points}'
    return f'<p class="bs-stage" aria-hidden="true">{_status(exchange)}</p>{draft}{points}'


def _render_judged(claims: Iterable[Claim]) -> str:
    """Return the sentences of an answer that is still being written, those that do not hold struck out."""
    rows = "".join(
        f'<li class="bs-claim bs-{claim.support.value}"><{tag} dir="auto">{exact(claim.text)}</{tag}> '
        f"{render_support(claim)}</li>"
        for claim in claims
        for tag in ("span" if claim.support.is_shown else "s",)
    )
    return f'<ol class="bs-claims">{rows}</ol>' if rows else ""


def _render_best(window: Window) -> str:
    """Return the sentence that fits the question best: something true before the first word of the answer."""
    text = window.best.of(window.article.text)
    return (
        f'<p class="bs-draft bs-best" dir="auto"><span class="bs-tag">From your articles, not an answer yet</span> '
        f"<q>{exact(text)}</q> <cite>{isolated(window.article.title)}</cite></p>"
    )


def _render_answer(number: int, answer: Answer, held: str) -> str:
    numbers = number_citations(answer)
    if answer.outcome is Outcome.NO_EVIDENCE:
        shown = _render_no_evidence(number, answer, numbers, held)
    else:
        shown = _render_claims(number, answer, numbers) + _render_disagreements(number, answer, numbers)
        shown += render_points(number, answer.points, answer.note, numbers, answer.kind)
    notice = f'<p class="bs-notice">{QUOTED}</p>' if _is_quoted(answer) else ""
    if answer.receipt.only:
        cited = [*answer.nearest, *(citation for point in answer.points for citation in point.citations), *numbers]
        titles = {hit.article.id: hit.article.title for hit in answer.hits}
        titles |= {citation.article: citation.title for citation in cited}
        notice = f'<p class="bs-resolved">Asked of: {isolated(name_filter(answer.receipt.only, titles))}</p>{notice}'
    return shown + notice + _render_making(answer)


def _render_no_evidence(number: int, answer: Answer, numbers: dict[Citation, int], held: str) -> str:
    nearest = "".join(
        f'<li><blockquote dir="auto">{exact(show(citation.quote))}</blockquote>'
        f"<p>{isolated(citation.title)} {_render_citation(number, 0, numbers[citation], citation)}</p></li>"
        for citation in answer.nearest
    )
    closest = f'<ul class="bs-nearest">{nearest}</ul>' if nearest else ""
    struck = "".join(
        f'<li><s dir="auto">{exact(claim.text)}</s> {render_support(claim)}</li>' for claim in answer.withheld
    )
    drafts = f'<h3>Written, but not shown to be so</h3><ul class="bs-struck">{struck}</ul>' if struck else ""
    note = f"<p>{line(answer.note)}</p>" if answer.note else ""
    return (
        f'<p class="bs-short bs-none">No answer could be verified.{" Closest passages:" if closest else ""}</p>'
        f"{note}{closest}<p>Other words may help, or a document that says it.{f' {held}' if held else ''}</p>{drafts}"
    )


def _render_claims(number: int, answer: Answer, numbers: dict[Citation, int]) -> str:
    short = ""
    if answer.short and answer.short.strip(" .") != answer.text.strip(" ."):
        short = f'<p class="bs-short" dir="auto">{exact(answer.short)}</p>'
    claims = "".join(
        _render_claim(number, position, claim, numbers, _is_quoted(answer))
        for position, claim in enumerate(answer.claims, start=1)
    )
    partly = ""
    if answer.outcome is Outcome.PARTLY_SUPPORTED and not _is_quoted(answer):
        is_sure = all(claim.support is Support.SUPPORTED for claim in answer.claims)
        said = (
            "What your articles do not support was left out"
            if is_sure
            else "Your articles support only a part of this answer: read the marks"
        )
        partly = f'<p class="bs-partly">{said}.</p>'
    listed = f'<ol class="bs-claims">{claims}</ol>' if claims else ""
    return f"{short}{listed}{partly}"


def _render_disagreements(number: int, answer: Answer, numbers: dict[Citation, int]) -> str:
    """Return what other articles say with another value, in a box of its own, the values at its head."""
    if not answer.disagreements:
        return ""
    rows = [
        (citation, Markup(_render_citation(number, 0, numbers[citation], citation)))  # noqa: S704 - of a template
        for citation in answer.disagreements
    ]
    return fill("disagreements", values=list_values(answer.claims, answer.disagreements), rows=rows)


def _render_claim(number: int, position: int, claim: Claim, numbers: dict[Citation, int], is_quoted: bool) -> str:
    links = [
        _render_citation(number, position, numbers[citation], citation) for citation in dict.fromkeys(claim.citations)
    ]
    pin = render_pin(number, "claim", position) if links and claim.support.is_shown else ""
    return (
        f'<li class="bs-claim bs-{"sentence" if is_quoted else claim.support.value}">'
        f'<span dir="auto">{exact(claim.text)}</span>{render_chip(links)}{pin} '
        f"{SENTENCE if is_quoted else render_support(claim)}</li>"
    )


def _is_quoted(answer: Answer) -> bool:
    """Tell whether an answer is sentences of the articles, which no model was asked about."""
    is_said = bool(answer.claims) or answer.outcome is Outcome.QUOTED
    return answer.receipt.generator == EXTRACTIVE and is_said


def _render_citation(number: int, position: int, cited: int, citation: Citation) -> str:
    leads = f'data-turn="{number}" data-number="{cited}"'
    return render_citation(f"{number}-{position}-{cited}", leads, cited, citation)


def _render_making(answer: Answer) -> str:
    receipt, timings = answer.receipt, answer.timings
    rows = {
        "Searched for": isolated(answer.resolved),
        "Time": (
            f"{timings.total_ms / 1000:.2f} s (search {timings.search_ms / 1000:.2f} s, "
            f"first word after {timings.first_token_ms / 1000:.2f} s)"
        ),
        "Written by": f"{line(receipt.generator)} {_hash(receipt.model_sha256)}",
        "Found with": line(receipt.embedder),
        "Library": f"generation {receipt.generation}",
        "Prompt": _hash(receipt.prompt_sha256),
        "Read": f"{count(len(receipt.passages), 'passage')}<br>{_render_read(answer)}",
        "Versions": line(", ".join(receipt.versions)),
    }
    listed = "".join(f"<dt>{name}</dt><dd>{shown}</dd>" for name, shown in rows.items())
    withheld = "".join(
        f'<li><span dir="auto">{exact(claim.text)}</span> {render_support(claim)}</li>' for claim in answer.withheld
    )
    kept = f"<h3>Written, but withheld</h3><ul>{withheld}</ul>" if withheld else ""
    return f'<details class="bs-making"><summary>How was this made?</summary>{kept}<dl>{listed}</dl></details>'


def _render_read(answer: Answer) -> str:
    """Return the passages that were read, each with how well it fits the question."""
    scores = {f"{hit.article.id}:{hit.passage.start}-{hit.passage.end}": hit.score for hit in answer.hits}
    return "<br>".join(
        isolated(name) + (f" (fits {scores[name]:.2f})" if name in scores else "") for name in answer.receipt.passages
    )


def _hash(sha256: str) -> str:
    return f'<code title="sha256">{line(sha256)}</code>' if sha256 else ""
