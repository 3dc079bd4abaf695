"""`broadsheet mcp`: the library as tools for a program that speaks the Model Context Protocol."""

from typing import Annotated

import typer

from ui.commands.settings import answer_settings, find_collections, open_chosen_generator, open_library, settings_of
from ui.terminal.screen import open_screen


def mcp(
    context: typer.Context,
    write: Annotated[
        bool, typer.Option("--write", help="Offer tools that add and tag articles and write notes, too.")
    ] = False,
) -> None:
    """Serve the library to an assistant over standard input and output.

    Put this command into the settings of your assistant (docs/api.md). It only reads, unless --write. A page that is
    open offers the same at /mcp.
    """
    from ui.conversations.store import ConversationStore
    from ui.notes.store import NoteStore
    from ui.server.mcp.server import build_server
    from ui.service.resources import Resources
    from ui.watching.assistant import WatchedAssistant

    settings = settings_of(context)
    screen = open_screen()
    with open_library(settings) as library:
        generator = open_chosen_generator(settings, screen)
        assistant = WatchedAssistant(library, generator, answer_settings(settings))
        resources = Resources(
            assistant,
            settings.home.documents,
            ConversationStore.of(settings.home),
            min_support=settings.min_support,
            collections=find_collections(settings.home),
            notes=NoteStore.of(settings.home.root),
        )
        build_server(resources, write=write).run("stdio")
