"""A text of the reader's own as markup: its sentences with their support, and what stands between them."""

import re
from collections import Counter
from collections.abc import Callable, Iterable

from rag.evidence.markup import show
from rag.types import Checked, Citation, Support
from ui.browser.templating import fill
from ui.browser.views.claims import SUPPORT, render_citation, render_support
from ui.browser.views.markup import count, exact, isolated, trouble
from ui.conversations.types import Format
from ui.service.checks import MAX_TEXT_CHARS, CheckedText, number_checked

PLACE = "bs-checked-text"  # the element's id
CLEAR = '<button type="button" class="bs-plain" data-event="clear">Clear</button>'
FORMS = {Format.HTML: "page", Format.MARKDOWN: "Markdown", Format.JSON: "JSON"}
LEADER = re.compile(r"[-*+•–]|#{1,6}|\d{1,3}[.)]")  # of the item or heading that comes next
HINT = (
    '<p class="bs-hint">Put a draft, a summary or an answer from elsewhere into the box above. Every sentence is '
    "marked: supported, and by which characters of which article; or not, and what comes closest.</p>"
)


def render_check() -> str:
    """Return the form that a text is put in."""
    return fill("check", limit=MAX_TEXT_CHARS)


def render_checked(checked: CheckedText) -> str:
    """Return the text as far as it was checked, with what was found; a hint where there is none yet."""
    if not checked.text:
        return trouble(checked.trouble) if checked.trouble else HINT
    numbers = number_checked(checked.sentences)
    sentences = render_sentences(checked, PLACE, lambda citation: f'data-checked="{numbers[citation]}"')
    return (
        f'<section class="bs-checked" id="{PLACE}" tabindex="-1" aria-label="The checked text">'
        f"<header>{_render_tally(checked)}{_render_saves(checked)}{CLEAR}</header>{sentences}</section>"
    )


def render_checked_note(checked: CheckedText) -> str:
    """Return the text of a note as far as it was checked; its citations lead to the articles as they are now."""
    if not checked.text:
        return trouble(checked.trouble) if checked.trouble else ""

    def lead(citation: Citation) -> str:
        return f'data-article="{exact(citation.article)}" data-start="{citation.start}" data-end="{citation.end}"'

    sentences = render_sentences(checked, "bs-checked-note", lead)
    tally = _render_tally(checked)
    return f'<section class="bs-checked" aria-label="The checked note"><header>{tally}</header>{sentences}</section>'


def render_sentences(checked: CheckedText, place: str, lead: Callable[[Citation], str]) -> str:
    """Return the sentences of a checked text, and why there are no more; `lead` gives what a citation opens by."""
    numbers = number_checked(checked.sentences)
    parts, end = [], 0
    for position, sentence in enumerate(checked.sentences, start=1):

        def link(citation: Citation, position: int = position) -> str:
            number = numbers[citation]
            return render_citation(f"{place}-{position}-{number}", lead(citation), number, citation)

        parts.append(_render_between(checked.text[end : sentence.start]))
        parts.append(_render_sentence(checked.text, sentence, link))
        end = sentence.end
    parts.append(_render_between(checked.text[end:]))
    failed = trouble(checked.trouble) if checked.trouble else ""
    return f'{failed}<ol class="bs-claims">{"".join(parts)}</ol>'


def _render_saves(checked: CheckedText) -> str:
    return fill("saves", forms=FORMS) if checked.is_over and checked.sentences else ""


def _render_tally(checked: CheckedText) -> str:
    """Return how many of the sentences are supported, as a screen reader says it at the end."""
    counts = Counter(sentence.claim.support for sentence in checked.sentences)
    said = ", ".join(f"{counts[support]:,} {words}" for support, (_, words) in SUPPORT.items() if counts[support])
    if not checked.is_over:
        return f'<p class="bs-status">Checking… {said}</p>'
    if counts[Support.NOT_JUDGED] == len(checked.sentences):
        said = "Nothing here can be looked up: expected sentences with at least two words that say something."
    else:
        said = f"{count(len(checked.sentences), 'sentence')} checked: {said}."
    return f'<p class="bs-status" role="status">{said}</p>'


def _render_sentence(text: str, sentence: Checked, link: Callable[[Citation], str]) -> str:
    claim = sentence.claim
    said = f'<span dir="auto">{exact(text[sentence.start : sentence.end])}</span>'
    spans = _render_quoted("closest", sentence.nearest, link)
    if claim.support is Support.CONTRADICTED:
        spans = _render_quoted("contradicted by", claim.citations, link)
    else:
        said += "".join(map(link, claim.citations))
    return f'<li class="bs-claim bs-{claim.support.value}">{said} {render_support(claim)}{spans}</li>'


def _render_quoted(label: str, citations: Iterable[Citation], link: Callable[[Citation], str]) -> str:
    """Return what is cited against a sentence, or comes closest to it, to be read beside it."""
    return "".join(
        f' <span class="bs-closest">{label}: <q>{isolated(show(citation.quote))}</q>{link(citation)}</span>'
        for citation in citations
    )


def _render_between(text: str) -> str:
    """Return what was passed over, a heading or a word, or was not come to yet; nothing for blanks."""
    said = text.strip()
    return "" if not said or LEADER.fullmatch(said) else f'<li class="bs-passed" dir="auto">{exact(said)}</li>'
