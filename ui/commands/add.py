"""`broadsheet add`: a web page or a feed into the library."""

from typing import Annotated

import typer

from index.types import SyncReport
from ui.commands.options import AsJson
from ui.commands.settings import open_library, settings_of
from ui.commands.sync import tell_report
from ui.terminal.screen import open_screen


def add(
    context: typer.Context,
    address: Annotated[
        str, typer.Argument(metavar="URL", help="A page, or a feed (RSS, Atom) to follow.", show_default=False)
    ],
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Fetch from this computer and its own network, too.")
    ] = False,
    unfollow: Annotated[
        bool, typer.Option("--unfollow", help="Follow this feed no longer; its articles stay.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Fetch a web page once and keep it, or follow a feed.

    Of a feed, `broadsheet sync` without PATH brings new entries. Questions never fetch anything. Exit 1 when
    something could not be fetched or read.
    """
    from index.web import following
    from index.web.adding import add_steps, whole_address
    from rag.embedder_fit import describe_misfit
    from ui.terminal.progress import follow_steps

    screen = open_screen()
    settings = settings_of(context)
    if unfollow:
        if not following.unfollow(settings.home.pages, whole_address(address)):
            named = ", ".join(feed.url for feed in following.followed(settings.home.pages)) or "none"
            raise typer.BadParameter(f"{address} is no feed that is followed; followed: {named}.")
        tell_report(SyncReport(news=(f"{address} is followed no longer; its articles stay.",)), as_json, screen)
        return
    with open_library(settings) as library:
        steps = add_steps(library, settings.home.pages, address, allow_private=allow_private)
        report = follow_steps(steps, screen).report or SyncReport()
        misfit = describe_misfit(library)
    tell_report(report, as_json, screen, misfit)
