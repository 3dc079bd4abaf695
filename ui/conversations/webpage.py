"""A conversation as one page that stands alone: no script, nothing loaded, every text escaped."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from html import escape
from itertools import groupby

from rag.evidence.markup import show
from rag.types import Answer, Citation, Claim, Outcome, Point, Receipt
from ui.browser.views.markup import count, exact, facts, isolated, line
from ui.conversations.paragraphs import NO_PARAGRAPHS, Paragraphs
from ui.conversations.types import Conversation, Feedback, SavedExchange
from ui.conversations.urls import link_target
from ui.service.wording import NO_EVIDENCE, PARTLY_SUPPORTED
from ui.terminal.answers import SUPPORT_WORDS

Numbers = Mapping[Citation, int]

# Were an escape ever forgotten, the policy still lets nothing run or load.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
STYLE = """:root{color-scheme:light dark}
body{max-width:44rem;margin:2rem auto;padding:0 1rem;font:1rem/1.55 system-ui,sans-serif;overflow-wrap:anywhere}
h1{font-size:1.6rem}h2{font-size:1.2rem;margin-top:2.2rem;white-space:pre-wrap}
.facts,.support{opacity:.75;font-size:.9em}.short{font-weight:600}li{margin:.4rem 0}
blockquote{margin:.2rem 0;padding-left:.8rem;border-left:3px solid;white-space:pre-wrap}
sup a{padding:0 .15em}:target{outline:2px solid}
@media print{body{max-width:none;margin:0}section{break-inside:avoid-page}}"""


def write_page(
    conversation: Conversation,
    exchanges: Sequence[SavedExchange],
    numbers: Numbers,
    paragraphs: Paragraphs = NO_PARAGRAPHS,
) -> str:
    """Return the page: exchanges, each with its receipt, then the citations as numbered footnotes."""
    name = line(conversation.name)
    shown = "".join(_write_exchange(exchange, numbers) for exchange in exchanges)
    notes = "".join(_write_note(number, citation, paragraphs) for citation, number in numbers.items())
    cited = f'<section aria-label="Citations"><h2>Citations</h2><ol>{notes}</ol></section>' if notes else ""
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(POLICY)}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="referrer" content="no-referrer">'
        f"<title>{name}</title><style>{STYLE}</style></head><body><main>\n"
        f'<h1 dir="auto">{name}</h1><p class="facts">{count(len(exchanges), "question")}, '
        f"{_write_times(conversation)}</p>\n{shown}{cited}</main></body></html>\n"
    )


def _write_exchange(exchange: SavedExchange, numbers: Numbers) -> str:
    answer = exchange.answer
    resolved = ""
    if answer.resolved.strip() not in ("", answer.question.strip()):
        resolved = f"<p>Understood as: <q>{isolated(answer.resolved)}</q></p>"
    return (
        f'<section id="ask-{exchange.number}"><h2 dir="auto">{exact(answer.question)}</h2>'
        f'<p class="facts">Asked {_time(exchange.asked)}</p>{resolved}'
        f"{_write_answer(answer, numbers)}{_write_feedback(exchange.feedback)}"
        f"{_write_receipt(answer.receipt)}</section>\n"
    )


def _write_answer(answer: Answer, numbers: Numbers) -> str:
    note = f"<p>{line(answer.note)}</p>" if answer.note else ""
    if answer.outcome is Outcome.NO_EVIDENCE:
        marks = _marks(answer.nearest, numbers)
        closest = f"<p>Closest passages: {marks}</p>" if marks else ""
        return f'<p class="short">{NO_EVIDENCE}</p>{note}{closest}'
    short = ""
    if answer.short and answer.short.strip(" .") != answer.text.strip(" ."):
        short = f'<p class="short" dir="auto">{exact(answer.short)}</p>'
    claims = "".join(_write_claim(claim, numbers) for claim in answer.claims)
    partly = f"<p><em>{PARTLY_SUPPORTED}</em></p>" if answer.outcome is Outcome.PARTLY_SUPPORTED else ""
    points = "".join(
        (f'<h3 dir="auto">{exact(group)}</h3>' if group else "")
        + f"<ul>{''.join(_write_point(point, numbers) for point in members)}</ul>"
        for group, members in groupby(answer.points, key=lambda point: point.group)
    )
    other = ""
    if answer.disagreements:
        other = f"<p>The articles disagree; another value in: {_marks(answer.disagreements, numbers)}</p>"
    written = f"<ul>{claims}</ul>" if claims else ""
    return f"{note}{short}{written}{partly}{other}{points}"


def _write_claim(claim: Claim, numbers: Numbers) -> str:
    reason = f": {line(claim.reason)}" if claim.reason else ""
    return (
        f'<li><span dir="auto">{exact(claim.text)}</span>{_marks(claim.citations, numbers)} '
        f'<span class="support">({SUPPORT_WORDS[claim.support]}{reason})</span></li>'
    )


def _write_point(point: Point, numbers: Numbers) -> str:
    return f'<li><q dir="auto">{exact(show(point.citations[0].quote))}</q>{_marks(point.citations, numbers)}</li>'


def _marks(citations: Iterable[Citation], numbers: Numbers) -> str:
    return "".join(
        f'<sup><a href="#note-{numbers[citation]}">{numbers[citation]}</a></sup>'
        for citation in dict.fromkeys(citations)
    )


def _write_note(number: int, citation: Citation, paragraphs: Paragraphs) -> str:
    return f'<li id="note-{number}" value="{number}">{write_span(citation, paragraphs)}</li>'


def write_span(citation: Citation, paragraphs: Paragraphs = NO_PARAGRAPHS) -> str:
    """Return the quote of a citation, within the paragraph around it where that is given, and where it stands."""
    before, after = paragraphs.get(citation, ("", ""))
    quote = exact(citation.quote)
    origin = facts(citation.source, citation.published)
    shown = [
        f"<cite>{isolated(citation.title)}</cite>",
        isolated(citation.place) if citation.place else "",
        origin,
        f"characters {citation.start}–{citation.end} of article {isolated(citation.article)}",
        _write_url(citation.url),
    ]
    return (
        f'<blockquote dir="auto">{exact(before)}'
        f"{f'<mark>{quote}</mark>' if before or after else quote}{exact(after)}</blockquote>"
        f'<p class="facts">{" · ".join(fact for fact in shown if fact)}</p>'
    )


def _write_url(url: str) -> str:
    target = link_target(url)
    return f'<a href="{escape(target)}" rel="noreferrer noopener">{line(url)}</a>' if target else line(url)


def _write_feedback(feedback: Feedback | None) -> str:
    if feedback is None:
        return ""
    reason = f': <span dir="auto">{line(feedback.reason)}</span>' if feedback.reason else ""
    return f'<p class="facts">Judged {feedback.verdict.value}{reason}</p>'


def _write_receipt(receipt: Receipt) -> str:
    """Return what the answer was made of and with, folded."""
    rows = {
        "Written by": f"{receipt.generator} {receipt.model_sha256}",
        "Found with": receipt.embedder,
        "Library": f"generation {receipt.generation}",
        "Prompt": receipt.prompt_sha256,
        "Versions": ", ".join(receipt.versions),
    }
    listed = "".join(f"<dt>{name}</dt><dd>{line(said)}</dd>" for name, said in rows.items() if said.strip())
    return f'<details class="facts"><summary>How this was made</summary><dl>{listed}</dl></details>'


def _write_times(conversation: Conversation) -> str:
    first, last = _time(conversation.started), _time(conversation.changed)
    return first if first == last else f"{first} to {last}"


def _time(moment: datetime) -> str:
    return f'<time datetime="{moment.isoformat(timespec="seconds")}">{moment:%Y-%m-%d %H:%M} UTC</time>'
