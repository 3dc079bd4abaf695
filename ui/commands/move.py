"""`broadsheet move`: the library to a server, or back."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from index.address import is_on_server, read_name
from index.home import Home
from ui.commands.options import AsJson
from ui.commands.settings import Settings, open_named_embedder, settings_of
from ui.errors import InterfaceError
from ui.terminal.screen import open_screen

if TYPE_CHECKING:
    from index.filling.moving import Move
    from ui.contract import JsonObject
    from ui.service.comparing import Comparison
    from ui.terminal.screen import Screen

EXACT = 50_000  # passages up to which both kinds of library compare every vector, so that answers are the same


def move(
    context: typer.Context,
    to: Annotated[
        str,
        typer.Option(
            "--to", metavar="PLACE", help="postgresql://USER@HOST/DATABASE, or the home's folder.", show_default=False
        ),
    ],
    as_json: AsJson = False,
) -> None:
    """Move the library to a server, or from there (--library) back into the home.

    It is copied, compared in all that it holds, and asked twenty questions; only then it is there. What was stopped
    goes on with the same command. The library that it comes from stays as it is, until you delete it. Conversations,
    collections, notes, users and tokens go along; with the place where it is (--library) those of the home alone.
    """
    from index.filling.moving import Move
    from index.storage import open_storage
    from ui.backups.carrying import carry_home, carry_to_server
    from ui.terminal.progress import follow_steps

    screen = open_screen()
    settings = settings_of(context)
    if is_on_server(to) and to == settings.home.server:
        carry_to_server(replace(settings.home, server=""), to)
        screen.notice(f"what the home {settings.home.root} keeps is in {read_name(to)}, too")
        return
    place = _find_place(settings.home, to)
    moved = Move(open_storage(settings.home.place), open_storage(place))
    follow_steps(moved.steps(), screen)
    compared = None if moved.was_there else _compare(settings, moved, screen)
    moved.finish()
    if is_on_server(place):
        carry_to_server(settings.home, str(place))
    elif aside := carry_home(settings.home):
        screen.notice(f"what the home kept before is in {aside}: delete it when you no longer need it")
    _tell(settings, place, compared, as_json, screen)


def _find_place(home: Home, to: str) -> Path | str:
    """Return where the library is to be; InterfaceError where it cannot go or is already."""
    if is_on_server(to):
        return to
    if not home.server:
        raise InterfaceError(
            f"The library is in a folder, and {to!r} is no address of a server; expected postgresql://USER@HOST/DATABASE."
            " From folder to folder all of a home moves with `broadsheet backup` and `broadsheet restore`."
        )
    if Path(to).expanduser().resolve() != home.root.resolve():
        raise InterfaceError(
            f"The folder {to} is not the home {home.root}, whose collections and conversations go with the library: "
            f"type --to {home.root}, or name the other with --home, too."
        )
    from ui.backups.open_pages import refuse_open_page

    refuse_open_page(home)
    return home.library


def _compare(settings: Settings, moved: "Move", screen: "Screen") -> "Comparison":
    """Ask both libraries; InterfaceError where one that is searched exactly answers otherwise."""
    from index.library import Library
    from ui.service.comparing import Comparison, make_questions
    from ui.terminal.progress import follow_steps

    home = settings.home
    with (
        Library.open(home.place, embedder=open_named_embedder(settings), models=home.models) as one,
        Library(moved.arriving, one.embedder, home.models) as other,
    ):
        compared = Comparison(one, other, make_questions(one))
        if compared.questions:
            follow_steps(compared.steps(), screen)
        if compared.differing and one.size().passages <= EXACT:
            raise InterfaceError(
                f"What arrived answers {len(compared.differing)} of {len(compared.questions)} questions otherwise "
                f"({compared.differing[0]!r} among them), so it is not used, and the library is where it was: if "
                "somebody changed it meanwhile, type the same command again; else this is a fault of Broadsheet."
            )
    return compared


def _tell(
    settings: Settings, place: Path | str, compared: "Comparison | None", as_json: bool, screen: "Screen"
) -> None:
    from index.library import Library

    with Library.open(place, models=settings.home.models) as library:
        size, name = library.size(), library.name
    asked, same = 0, 0
    if compared is not None:
        asked, same = len(compared.questions), len(compared.questions) - len(compared.differing)
    if as_json:
        told: JsonObject = {
            "library": name,
            "articles": size.articles,
            "passages": size.passages,
            "asked": asked,
            "same": same,
        }
        screen.json(told)
        return
    if compared is None:
        screen.say(f"{name} has the same {size.articles} articles already: nothing was to be done")
    else:
        screen.say(
            f"{size.articles} articles, {size.passages} passages are in {name}, compared with what was sent: "
            f"{same} of {asked} questions answered alike"
        )
    used = f"--library '{name}', or BROADSHEET_LIBRARY" if is_on_server(place) else "no --library"
    screen.notice(f"from now on use {used}; the library that it came from is as it was: delete it when you like")
