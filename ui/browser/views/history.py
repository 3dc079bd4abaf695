"""The kept conversations as markup: to find, open, rename, save and delete."""

import base64
from collections.abc import Sequence

from markupsafe import Markup

from ui.browser.templating import fill
from ui.browser.wording import mark
from ui.conversations.types import Conversation, Format, Found

LISTED = 50  # conversations; the search reaches all
FORMATS = {
    Format.MARKDOWN: ("Markdown", "md", "text/markdown"),
    Format.HTML: (mark("page"), "html", "text/html"),
    Format.JSON: ("JSON", "json", "application/json"),
    Format.BIBTEX: ("BibTeX", "bib", "application/x-bibtex"),
    Format.CSL: ("CSL-JSON", "json", "application/vnd.citationstyles.csl+json"),
}


def render_history(conversations: Sequence[Conversation], current: str, notice: str = "", deleted: str = "") -> Markup:
    """Return the list of kept conversations, newest first.

    `notice`, which is markup, is said above it; `deleted` names the conversation that can still be brought back.
    """
    # Every open page holds this list: the latest, and the one that is shown.
    listed = [Found(one, ()) for place, one in enumerate(conversations) if place < LISTED or one.id == current]
    return _fill(listed, len(conversations), current, notice=notice, deleted=deleted)


def render_found(found: Sequence[Found], words: str, current: str) -> Markup:
    """Return the conversations that a search found, each with the answers in which the words stand."""
    return _fill(found, len(found), current, words=words)


def _fill(
    listed: Sequence[Found], total: int, current: str, words: str = "", notice: str = "", deleted: str = ""
) -> Markup:
    return fill(
        "history",
        listed=listed,
        total=total,
        notice=Markup(notice),  # noqa: S704 - escaped where it is made
        current=current,
        words=words,
        deleted=deleted,
        more=total - len(listed),
        formats=[(form.value, name) for form, (name, _, _) in FORMATS.items()],
    )


def render_file(name: str, text: str, form: Format) -> Markup:
    """Return a link that saves `text` under `name`; nothing is asked of the server for it."""
    _, suffix, kind = FORMATS[form]
    coded = base64.b64encode(text.encode()).decode()
    plain = "".join(sign if sign.isalnum() or sign in " -" else "" for sign in name).strip() or "conversation"
    return fill("file", name=plain, suffix=suffix, kind=kind, coded=coded)
