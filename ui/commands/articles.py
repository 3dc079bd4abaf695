"""`broadsheet list`, `broadsheet edit` and `broadsheet remove`: the articles of the library."""

from typing import Annotated

import typer

from index import Filter
from ui.commands.options import AsJson, InCollections, OnlySources, Tagged, Undated, take_away
from ui.commands.settings import find_collections, open_shelf, settings_of
from ui.commands.sources import name_sources
from ui.contract import from_articles
from ui.terminal.screen import open_screen


def list_articles(
    context: typer.Context,
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="WORD",
            help="Only articles with each of these in title, source, author, id or tags.",
            show_default=False,
        ),
    ] = None,
    as_json: AsJson = False,
    source: OnlySources = None,
    collection: InCollections = None,
    tag: Tagged = None,
    undated: Undated = False,
) -> None:
    """Show the articles, all or those with some words in their title, source or id."""
    from ui.service.catalogue import Catalogue, Wanted
    from ui.terminal.tables import show_articles

    screen = open_screen()
    only = name_sources(context, Filter.of(sources=source, collections=collection, tags=tag, undated=undated))
    with open_shelf(settings_of(context)) as library:
        catalogue = Catalogue(library)
        catalogue.require(only)
        wanted = Wanted(" ".join(words or ()), only)
        articles = [article for article in library.articles(only) if wanted.has(article)]
    if as_json:
        screen.json(from_articles(articles))
    elif articles:
        show_articles(articles, screen)
    elif only or wanted.words:
        screen.notice("No article is so: leave out words, --source, --tag, --undated or --collection.")
    else:
        screen.notice("The library is empty: `broadsheet sync FOLDER` loads your articles.")


def edit(
    context: typer.Context,
    ids: Annotated[
        list[str], typer.Argument(metavar="ID", help="Ids as `broadsheet list` shows them.", show_default=False)
    ],
    title: Annotated[str | None, typer.Option("--title", metavar="TITLE", help="Its title.")] = None,
    source: Annotated[str | None, typer.Option("--source", metavar="NAME", help='Its source; "" for none.')] = None,
    date: Annotated[str | None, typer.Option("--date", metavar="DATE", help='Its date; "" for none.')] = None,
    tag: Annotated[list[str] | None, typer.Option("--tag", metavar="TAG", help="Add a tag; may be repeated.")] = None,
    untag: Annotated[
        list[str] | None, typer.Option("--untag", metavar="TAG", help="Take a tag away; may be repeated.")
    ] = None,
    reset: Annotated[bool, typer.Option("--reset", help="Forget first what was set by hand, tags included.")] = False,
    as_json: AsJson = False,
) -> None:
    """Set title, source, date and tags of articles by hand.

    What is set stays when their files are read again; searches, filters and citations follow it at once.
    """
    from ui.service.editing import Change, Editing
    from ui.terminal.tables import show_articles

    screen = open_screen()
    settings = settings_of(context)
    change = Change(title, source, date, tuple(tag or ()), tuple(untag or ()), reset)
    with open_shelf(settings) as library:
        wanted = list(dict.fromkeys(ids))
        Editing(library, find_collections(settings.home)).edit(wanted, change)
        rows = library.articles(Filter(articles=frozenset(wanted)))
    if as_json:
        screen.json(from_articles(rows))
    else:
        show_articles(rows, screen)


def remove(
    context: typer.Context,
    ids: Annotated[
        list[str], typer.Argument(metavar="ID", help="Ids as `broadsheet list` shows them.", show_default=False)
    ],
    as_json: AsJson = False,
) -> None:
    """Remove articles from the library.

    Their files stay where they are, and a sync leaves them out.
    """
    with open_shelf(settings_of(context)) as library:
        take_away(ids, library.article, library.remove, as_json, "removed")
