"""`broadsheet conversations`: the kept conversations, from the terminal."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from index.disk import write_whole
from ui.commands.options import EVERYWHERE, AsJson, take_away
from ui.commands.settings import settings_of
from ui.conversations.types import Conversation, Format
from ui.terminal.screen import Screen, open_screen

if TYPE_CHECKING:
    from ui.conversations.store import ConversationStore

conversations = typer.Typer(no_args_is_help=True, help="Show and export the conversations.", rich_markup_mode=None)
ConversationId = Annotated[
    str,
    typer.Argument(metavar="ID", help="An id that `broadsheet conversations list` shows.", show_default=False),
]
OutFile = Annotated[
    Path | None, typer.Option("--out", metavar="FILE", help="Write to this file instead of standard output.")
]


@conversations.command("list", epilog=EVERYWHERE)
def list_conversations(context: typer.Context, as_json: AsJson = False) -> None:
    """Show the conversations, newest first."""
    from ui.conversations.export import from_facts

    screen = open_screen()
    store = open_conversations(context, screen)
    listed = store.conversations()
    if as_json:
        screen.json([from_facts(one) for one in listed])
    elif listed:
        _show_table(listed, screen)
    else:
        screen.notice("There is no conversation yet: `broadsheet chat` opens the page where they are held.")


@conversations.command(epilog=EVERYWHERE)
def show(context: typer.Context, conversation: ConversationId, as_json: AsJson = False) -> None:
    """Show what was said in a conversation."""
    from ui.conversations.export import from_conversation
    from ui.terminal.answers import show_answer

    screen = open_screen()
    store = open_conversations(context, screen)
    shown, exchanges = store.conversation(conversation), store.exchanges(conversation)
    if as_json:
        screen.json(from_conversation(shown, exchanges))
    else:
        for exchange in exchanges:
            screen.say(f"{exchange.number}. {exchange.question}", "bold")
            show_answer(exchange.answer, screen)
            if exchange.feedback is not None:
                screen.say(f"Judged {exchange.feedback.verdict.value}. {exchange.feedback.reason}".rstrip())
            screen.say()
    _tell(store, screen)


@conversations.command("export", epilog=EVERYWHERE)
def export_one(
    context: typer.Context,
    conversation: ConversationId,
    form: Annotated[Format, typer.Option("--format", help="Markdown, a page that stands alone, or JSON.")] = (
        Format.MARKDOWN
    ),
    out: OutFile = None,
) -> None:
    """Write a conversation with its citations as Markdown, HTML or JSON."""
    from ui.conversations.export import export

    screen = open_screen()
    store = open_conversations(context, screen)
    shown, exchanges = store.conversation(conversation), store.exchanges(conversation)
    write_file(export(shown, exchanges, form), out, screen)
    _tell(store, screen)


@conversations.command("report", epilog=EVERYWHERE)
def report_one(
    context: typer.Context,
    conversation: ConversationId,
    number: Annotated[int, typer.Argument(metavar="N", min=1, help="The number of the question.", show_default=False)],
    out: OutFile = None,
) -> None:
    """Write one answer as JSON, with its receipt, what was withheld, and your feedback."""
    from ui.contract import write_json
    from ui.conversations.export import report

    screen = open_screen()
    store = open_conversations(context, screen)
    write_file(f"{write_json(report(store.exchange(conversation, number)))}\n", out, screen)


@conversations.command(epilog=EVERYWHERE)
def search(
    context: typer.Context,
    words: Annotated[
        list[str], typer.Argument(metavar="WORD", help="Words of a question or an answer.", show_default=False)
    ],
    as_json: AsJson = False,
) -> None:
    """Find conversations by the words in their questions and answers.

    Every word must be there; the beginning of a word is enough.
    """
    from ui.contract import pick
    from ui.conversations.export import from_facts

    screen = open_screen()
    store = open_conversations(context, screen)
    found = store.search(" ".join(words))
    if as_json:
        matches = [[pick(match, "number", "question", "excerpt") for match in one.matches] for one in found]
        screen.json(
            [from_facts(one.conversation) | {"matches": some} for one, some in zip(found, matches, strict=True)]
        )
    elif not found:
        screen.notice("No conversation has these words: try fewer of them.")
    else:
        for one in found:
            screen.say(f"{one.conversation.id}  {one.conversation.name}", "bold")
            for match in one.matches:
                screen.say(f"{match.number}. {match.question}", indent=2)
                screen.say(match.excerpt, indent=5)
    _tell(store, screen)


@conversations.command(epilog=EVERYWHERE)
def delete(
    context: typer.Context,
    ids: Annotated[
        list[str],
        typer.Argument(metavar="ID", help="Ids as `broadsheet conversations list` shows them.", show_default=False),
    ],
    as_json: AsJson = False,
) -> None:
    """Delete conversations for good."""
    store = open_conversations(context, open_screen())
    take_away(ids, store.conversation, store.delete, as_json)


def open_conversations(context: typer.Context, screen: Screen) -> "ConversationStore":
    """Open the kept conversations, and say on `screen` what must be known of them."""
    from ui.conversations.store import ConversationStore

    store = ConversationStore.of(settings_of(context).home)
    _tell(store, screen)
    return store


def _show_table(listed: tuple[Conversation, ...], screen: Screen) -> None:
    rows = [(one.id, one.name, f"{one.changed:%Y-%m-%d %H:%M}", str(one.exchanges)) for one in listed]
    screen.table(("id", "name", "changed (UTC)", "questions"), rows)


def _tell(store: "ConversationStore", screen: Screen) -> None:
    said = store.take_notice()
    if said:
        screen.notice(said)


def write_file(text: str, out: Path | None, screen: Screen) -> None:
    """Write an exported text to a file, whole or not at all, else to standard output."""
    if out is None:
        screen.write(text)
        return
    write_whole(out, text.encode())  # a full disk leaves what was there
    screen.notice(f"wrote {out}")
