"""A text of the reader's own as markup: its sentences with their support, and what stands between them."""

import re
from collections import Counter
from collections.abc import Callable, Iterator

from markupsafe import Markup

from rag.types import Checked, Citation, Support
from ui.browser.templating import draw, fill
from ui.browser.views.claims import SUPPORT
from ui.browser.views.markup import exact
from ui.browser.views.messages import trouble
from ui.browser.wording import gettext, mark, ngettext, number
from ui.conversations.types import Format
from ui.service.checks import MAX_TEXT_CHARS, CheckedText, number_checked

PLACE = "bs-checked-text"  # the element's id
FORMS = {Format.HTML: mark("Web page"), Format.MARKDOWN: "Markdown", Format.JSON: "JSON"}
MARKS = (
    (SUPPORT[Support.SUPPORTED], mark("It stands in one place of one article, which opens at these characters.")),
    (SUPPORT[Support.WEAK], mark("The articles hold it only in part.")),
    (SUPPORT[Support.CONTRADICTED], mark("An article says otherwise, and is shown.")),
    (SUPPORT[Support.UNSUPPORTED], mark("No article says so; what comes closest is shown.")),
)
LEADER = re.compile(r"[-*+•–]|#{1,6}|\d{1,3}[.)]")  # of the item or heading that comes next


def render_check() -> Markup:
    """Return the form that a text is put in."""
    return draw("check", "form", MAX_TEXT_CHARS)


def render_checked(checked: CheckedText) -> Markup:
    """Return the text as far as it was checked, with what was found; a hint where there is none yet."""
    if not checked.text:
        return trouble(checked.trouble) if checked.trouble else draw("check", "hint", MARKS)
    numbers = number_checked(checked.sentences)
    return _render(checked, PLACE, lambda citation: {"data-checked": numbers[citation]})


def render_checked_note(checked: CheckedText) -> Markup:
    """Return the text of a note as far as it was checked; its citations lead to the articles as they are now."""
    if not checked.text:
        return trouble(checked.trouble) if checked.trouble else Markup()

    def lead(citation: Citation) -> dict[str, object]:
        article = Markup(exact(citation.article))  # noqa: S704 - it escapes
        return {"data-article": article, "data-start": citation.start, "data-end": citation.end}

    return _render(checked, "bs-checked-note", lead)


def _render(checked: CheckedText, place: str, lead: Callable[[Citation], dict[str, object]]) -> Markup:
    """Return the sentences of a checked text, and why there are no more; `lead` gives what a citation opens by."""
    return fill(
        "checked",
        checked=checked,
        place=place,
        lead=lead,
        numbers=number_checked(checked.sentences),
        is_own=place == PLACE,
        tally=_tally(checked),
        forms=FORMS,
        rows=_rows(checked),
        rest=_clean(checked.text[checked.sentences[-1].end if checked.sentences else 0 :]),
    )


def _rows(checked: CheckedText) -> Iterator[tuple[str, str, Checked]]:
    """Yield each sentence with what was passed over before it."""
    end = 0
    for one in checked.sentences:
        yield _clean(checked.text[end : one.start]), checked.text[one.start : one.end], one
        end = one.end


def _tally(checked: CheckedText) -> str:
    """Return how many of the sentences are supported."""
    counts = Counter(sentence.claim.support for sentence in checked.sentences)
    said = ", ".join(
        f"{number(counts[support])} {gettext(words)}" for support, (_, words) in SUPPORT.items() if counts[support]
    )
    if not checked.is_over:
        return gettext("Checking…") + f" {said}"
    if counts[Support.NOT_JUDGED] == len(checked.sentences):
        return gettext("Nothing here can be looked up: expected sentences with at least two words that say something.")
    return ngettext(
        "%(num)s sentence checked: %(said)s.", "%(num)s sentences checked: %(said)s.", len(checked.sentences), said=said
    )


def _clean(text: str) -> str:
    """Return what was passed over, a heading or a word, or was not come to yet; "" for blanks."""
    said = text.strip()
    return "" if LEADER.fullmatch(said) else said
