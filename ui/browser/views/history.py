"""The kept conversations as markup: to find, open, rename, save and delete."""

import base64
from collections.abc import Sequence

from ui.browser.views.markup import count, exact, isolated, line
from ui.conversations.types import Conversation, Format, Found

LISTED = 50  # conversations; the search reaches all
FORMATS = {
    Format.MARKDOWN: ("Markdown", "md", "text/markdown"),
    Format.HTML: ("page", "html", "text/html"),
    Format.JSON: ("JSON", "json", "application/json"),
    Format.BIBTEX: ("BibTeX", "bib", "application/x-bibtex"),
    Format.CSL: ("CSL-JSON", "json", "application/vnd.citationstyles.csl+json"),
}


def render_history(conversations: Sequence[Conversation], current: str, notice: str = "") -> str:
    """Return the list of kept conversations, newest first; `notice` is said above it."""
    said = f'<p role="status">{notice}</p>' if notice else ""
    if not conversations:
        return said
    # Every open page holds this list: the latest, and the one that is shown.
    shown = [one for place, one in enumerate(conversations) if place < LISTED or one.id == current]
    rows = "".join(_render_row(conversation, conversation.id == current) for conversation in shown)
    more = len(conversations) - len(shown)
    also = f"<p>And {more:,} older ones: find them by their words.</p>" if more else ""
    kept = count(len(conversations), "kept conversation")
    listed = f"{_render_search('')}<ul>{rows}</ul>{also}"
    return f'<details class="bs-history"><summary>{kept}</summary>{listed}</details>{said}'


def render_found(found: Sequence[Found], words: str, current: str) -> str:
    """Return the conversations that a search found, each with the answers in which the words stand."""
    rows = "".join(_render_found(one, one.conversation.id == current) for one in found)
    said = f"{count(len(found), 'conversation')} with “{isolated(words)}”"
    return (
        f'<details class="bs-history" open><summary>{said}</summary>{_render_search(words)}'
        f'<p role="status">{said}.</p><ul>{rows}</ul></details>'
    )


def _render_search(words: str) -> str:
    return (
        '<form data-event="find" role="search"><label>Find in all conversations '
        f'<input type="search" name="words" value="{exact(words)}" autocomplete="off"></label> '
        '<button type="submit">Find</button></form>'
    )


def _render_found(found: Found, is_current: bool) -> str:
    key = exact(found.conversation.id)
    turn = f'<p><button type="button" class="bs-quote" data-event="turn" data-conversation="{key}"'
    matches = "".join(
        f'{turn} data-number="{match.number}"><strong>{isolated(match.question)}</strong> '
        f"{isolated(match.excerpt)}</button></p>"
        for match in found.matches
    )
    return f"{_render_row(found.conversation, is_current).removesuffix('</li>')}{matches}</li>"


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


def _render_row(conversation: Conversation, is_current: bool) -> str:
    key = exact(conversation.id)
    state = ' aria-current="true"' if is_current else ""
    saves = " ".join(
        f'<button type="button" data-event="export" data-conversation="{key}" data-format="{form.value}">'
        f"{name}</button>"
        for form, (name, _, _) in FORMATS.items()
    )
    return (
        f'<li{state}><button type="button" class="bs-title" data-event="turn" data-conversation="{key}">'
        f"{isolated(conversation.name)}</button> "
        f"<span>{count(conversation.exchanges, 'answer')}, {conversation.changed:%Y-%m-%d}</span> "
        f'<details class="bs-remove"><summary aria-label="Rename, save or delete {line(conversation.name)}">'
        f'Rename, save or delete</summary><form data-event="rename" data-conversation="{key}">'
        f'<label>Name <input name="name" '
        f'value="{exact(conversation.name)}" autocomplete="off"></label> '
        f'<button type="submit">Rename</button></form>'
        f'<p>Save as {saves}</p><button type="button" data-event="forget" data-conversation="{key}">'
        "Yes, delete it</button></details></li>"
    )
