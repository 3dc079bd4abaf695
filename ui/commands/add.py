"""`broadsheet add`: a web page or a feed into the library."""

from typing import Annotated

import typer

from index.types import SyncReport
from ui.commands.options import AsJson
from ui.commands.settings import open_library, settings_of
from ui.commands.sync import not_fetched, tell_report
from ui.terminal.screen import open_screen


def add(
    context: typer.Context,
    address: Annotated[
        str, typer.Argument(metavar="URL", help="A page, or a feed (RSS, Atom) to follow.", show_default=False)
    ],
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Fetch from this computer and its own network, too.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Fetch a web page once and keep it, or follow a feed.

    Of a feed, `broadsheet sync` without PATH brings new entries. Questions never fetch anything. Exit 1 when
    something could not be fetched or read.
    """
    from index.filling.resync import join_reports
    from index.web.snapshots import add_address
    from ui.terminal.progress import follow_steps

    screen = open_screen()
    settings = settings_of(context)
    with open_library(settings) as library:
        added = add_address(settings.home.pages, address, allow_private=allow_private)
        steps = library.sync_steps(settings.home.pages)
        report = join_reports((not_fetched(added), follow_steps(steps, screen).report or SyncReport()))
    tell_report(report, as_json, screen)
