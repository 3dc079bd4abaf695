"""The kept conversations as markup: to open, to save and to delete."""

import base64
from collections.abc import Sequence

from ui.browser.markup import count, exact, isolated, line
from ui.conversations.types import Conversation, Format

FORMATS = {
    Format.MARKDOWN: ("Markdown", "md", "text/markdown"),
    Format.HTML: ("page", "html", "text/html"),
    Format.JSON: ("JSON", "json", "application/json"),
}


def render_history(conversations: Sequence[Conversation], current: str, notice: str = "") -> str:
    """Return the list of kept conversations, newest first; `notice` is said above it."""
    said = f'<p role="status">{notice}</p>' if notice else ""
    if not conversations:
        return said
    rows = "".join(_render_row(conversation, conversation.id == current) for conversation in conversations)
    kept = count(len(conversations), "kept conversation")
    return f'<details class="bs-history"><summary>{kept}</summary><ul>{rows}</ul></details>{said}'


def render_file(name: str, text: str, form: Format) -> str:
    """Return a link that saves `text` under `name`: the file is in the link, and nothing is asked of the server."""
    _, suffix, kind = FORMATS[form]
    coded = base64.b64encode(text.encode()).decode()
    plain = "".join(sign if sign.isalnum() or sign in " -" else "" for sign in name).strip() or "conversation"
    return (
        f'<a class="bs-save" download="{line(plain)}.{suffix}" href="data:{kind};charset=utf-8;base64,{coded}">'
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
        f'<details class="bs-remove"><summary aria-label="Save or delete {line(conversation.name)}">Save or delete'
        f'</summary><p>Save as {saves}</p><button type="button" data-event="forget" data-conversation="{key}">'
        "Yes, delete it</button></details></li>"
    )
