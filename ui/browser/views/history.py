"""The kept conversations as markup: to find, open, rename, save and delete."""

import base64
from collections.abc import Sequence

from markupsafe import Markup

from ui.browser.templating import fill
from ui.browser.views.markup import count, isolated, line
from ui.conversations.types import Conversation, Format, Found

LISTED = 50  # conversations; the search reaches all
FORMATS = {
    Format.MARKDOWN: ("Markdown", "md", "text/markdown"),
    Format.HTML: ("page", "html", "text/html"),
    Format.JSON: ("JSON", "json", "application/json"),
    Format.BIBTEX: ("BibTeX", "bib", "application/x-bibtex"),
    Format.CSL: ("CSL-JSON", "json", "application/vnd.citationstyles.csl+json"),
}


def render_history(conversations: Sequence[Conversation], current: str, notice: str = "", deleted: str = "") -> str:
    """Return the list of kept conversations, newest first.

    `notice`, which is markup, is said above it; `deleted` names the conversation that can still be brought back.
    """
    # Every open page holds this list: the latest, and the one that is shown.
    shown = [one for place, one in enumerate(conversations) if place < LISTED or one.id == current]
    listed = [Found(one, ()) for one in shown]
    head = f"{count(len(conversations), 'kept conversation')}" if conversations else ""
    return _fill(listed, head, current, notice=notice, deleted=deleted, more=len(conversations) - len(shown))


def render_found(found: Sequence[Found], words: str, current: str) -> str:
    """Return the conversations that a search found, each with the answers in which the words stand."""
    head = f"{count(len(found), 'conversation')} with “{isolated(words)}”"
    return _fill(found, head, current, words=words)


def _fill(
    listed: Sequence[Found],
    head: str,
    current: str,
    words: str = "",
    notice: str = "",
    deleted: str = "",
    more: int = 0,
) -> str:
    """Return the list; `head` and `notice` are markup."""
    return fill(
        "history",
        listed=listed,
        head=Markup(head),  # noqa: S704 - ours
        notice=Markup(notice),  # noqa: S704 - ours
        current=current,
        words=words,
        deleted=deleted,
        more=more,
        formats=[(form.value, name) for form, (name, _, _) in FORMATS.items()],
    )


def render_file(name: str, text: str, form: Format) -> str:
    """Return a link that saves `text` under `name`: the file is in the link, and nothing is asked of the server.

    The page follows it as soon as it is shown.
    """
    _, suffix, kind = FORMATS[form]
    coded = base64.b64encode(text.encode()).decode()
    plain = "".join(sign if sign.isalnum() or sign in " -" else "" for sign in name).strip() or "conversation"
    return (
        f'<a class="bs-save" data-follow download="{line(plain)}.{suffix}" '
        f'href="data:{kind};charset=utf-8;base64,{coded}">'
        f"Save {isolated(plain)}.{suffix}</a>"
    )
