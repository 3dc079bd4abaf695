"""`broadsheet collections`: named sets of articles, which may overlap, and who reads them."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from index import Filter
from ui.collections.types import Held
from ui.commands.options import EVERYWHERE, AsJson, OnlySources, PublishedFrom, PublishedTo, Tagged
from ui.commands.settings import find_collections, open_shelf, settings_of
from ui.contract import from_held
from ui.errors import InterfaceError
from ui.server.access.accounts import OWNER, read_accounts
from ui.server.access.private_files import find_place
from ui.terminal.screen import open_screen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.library import Library
    from index.types import ListedArticle
    from ui.service.collections import Collections

EVERYBODY = "everybody"
NAMED = 8  # sources, where one is asked for that there is not
collections = typer.Typer(
    help="Named sets of articles, to be asked alone or together.",
    no_args_is_help=True,
    rich_markup_mode=None,
    epilog=EVERYWHERE,
)
Name = Annotated[str, typer.Argument(metavar="NAME", help="The collection.", show_default=False)]
Ids = Annotated[
    list[str], typer.Argument(metavar="ID", help="Ids as `broadsheet list` shows them.", show_default=False)
]
Folders = Annotated[
    list[Path] | None,
    typer.Option("--folder", metavar="FOLDER", help="Articles whose files lie in this folder; may be repeated."),
]
Articles = Annotated[list[str] | None, typer.Option("--article", metavar="ID", help="This article; may be repeated.")]


@collections.command("list", epilog=EVERYWHERE)
def list_collections(context: typer.Context, as_json: AsJson = False) -> None:
    """Show the collections."""
    screen = open_screen()
    with open_shelf(settings_of(context)) as library:
        known = _of(context, library)
        held = [known.held(one) for one in known.all()]
    if as_json:
        screen.json([from_held(one) for one in held])
    elif held:
        screen.table(("name", "articles", "newest", "readers"), [_row(one) for one in held])
    else:
        screen.notice("There is no collection yet: `broadsheet collections make NAME --source S` makes one.")


@collections.command(epilog=EVERYWHERE)
def make(
    context: typer.Context,
    name: Name,
    article: Articles = None,
    source: OnlySources = None,
    folder: Folders = None,
    published_from: PublishedFrom = None,
    published_to: PublishedTo = None,
    tag: Tagged = None,
    as_json: AsJson = False,
) -> None:
    """Make a collection: of articles that you name, of a rule that new articles may fit, or of both."""
    rule = _rule(source, folder, published_from, published_to, tag)
    with open_shelf(settings_of(context)) as library:
        known = _of(context, library)
        held = known.held(known.make(name, rule, article or ()))
        _tell(held, as_json)
        if not held.articles:
            open_screen().notice(_say_empty(rule, library.articles()))


@collections.command(epilog=EVERYWHERE)
def show(context: typer.Context, name: Name, as_json: AsJson = False) -> None:
    """Show a collection: its rule, its articles and its readers."""
    from ui.terminal.tables import show_articles

    screen = open_screen()
    with open_shelf(settings_of(context)) as library:
        known = _of(context, library)
        held = known.held(known.get(name))
        articles = library.articles(Filter(collections=frozenset([name])))
    _tell(held, as_json)
    if not as_json and articles:
        show_articles(articles, screen)


@collections.command(epilog=EVERYWHERE)
def add(context: typer.Context, name: Name, ids: Ids, as_json: AsJson = False) -> None:
    """Pick articles for a collection."""
    with open_shelf(settings_of(context)) as library:
        known = _of(context, library)
        _tell(known.held(known.change(name, add=ids)), as_json)


@collections.command(epilog=EVERYWHERE)
def remove(context: typer.Context, name: Name, ids: Ids, as_json: AsJson = False) -> None:
    """Take picked articles out of a collection; they stay in the library."""
    with open_shelf(settings_of(context)) as library:
        known = _of(context, library)
        picked = known.get(name).picked
        if strangers := sorted(set(ids) - picked):
            raise InterfaceError(
                f"{strangers[0]!r} was not picked for {name!r}; expected one of the ids that `broadsheet collections "
                f"show {name} --json` names. What fits the rule goes when the rule is another."
            )
        _tell(known.held(known.change(name, remove=ids)), as_json)


@collections.command(epilog=EVERYWHERE)
def delete(context: typer.Context, name: Name, as_json: AsJson = False) -> None:
    """Delete a collection; its articles stay in the library."""
    with open_shelf(settings_of(context)) as library:
        gone = _of(context, library).delete(name)
    open_screen().outcome(f"deleted {gone.name}", {"deleted": [gone.slug]}, as_json)


@collections.command(epilog=EVERYWHERE)
def share(
    context: typer.Context,
    name: Name,
    readers: Annotated[
        list[str],
        typer.Argument(metavar="USER", help=f"Who reads it beside you, or `{EVERYBODY}`.", show_default=False),
    ],
    as_json: AsJson = False,
) -> None:
    """Say who reads a collection.

    Its articles are then for these users alone, wherever articles are read, also where other collections have them,
    too. `owner` alone keeps them for this computer.
    """
    settings = settings_of(context)
    named = [one.strip().lower() for one in readers]
    known_users = {OWNER, EVERYBODY, *read_accounts(find_place(settings.home)).hashes}
    if strangers := sorted(set(named) - known_users):
        raise InterfaceError(
            f"Nobody is called {strangers[0]!r}; expected {EVERYBODY} or one of those that `broadsheet users "
            "list` shows."
        )
    with open_shelf(settings) as library:
        known = _of(context, library)
        _tell(known.held(known.change(name, readers=() if EVERYBODY in named else named)), as_json)


def _of(context: typer.Context, library: "Library") -> "Collections":
    from ui.service.collections import Collections

    return Collections(find_collections(settings_of(context).home), library)


def _rule(
    sources: list[str] | None,
    folders: list[Path] | None,
    first: date | None,
    last: date | None,
    tags: list[str] | None,
) -> Filter:
    whole = [str(folder.expanduser().absolute()) for folder in folders or ()]
    return Filter.of(None, sources, first, last, None, tags, folders=whole)


def _say_empty(rule: Filter, articles: "Sequence[ListedArticle]") -> str:
    known = sorted({one.source for one in articles if one.source})
    strangers = sorted(rule.sources - set(known))
    missing = f" no article has the source {', '.join(map(repr, strangers))};" if strangers else ""
    expected = f" Sources there are: {', '.join(known[:NAMED])}{', …' if known[NAMED:] else ''}." if missing else ""
    return f"Nothing is in it yet:{missing or ' no article fits;'} new ones that fit will be.{expected}"


def _row(held: Held) -> tuple[str, str, str, str]:
    one = held.collection
    newest = held.newest.isoformat() if held.newest else ""
    return one.name, f"{held.articles:,}", newest, ", ".join(sorted(one.readers)) or EVERYBODY


def _tell(held: Held, as_json: bool) -> None:
    screen = open_screen()
    if as_json:
        screen.json(from_held(held))
        return
    name, articles, newest, readers = _row(held)
    gone = f"; {held.gone} picked ones are gone from the library" if held.gone else ""
    noun = "article" if held.articles == 1 else "articles"
    screen.say(f"{name}: {articles} {noun}{f', the newest of {newest}' if newest else ''}; read by {readers}{gone}")
