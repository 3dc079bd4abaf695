"""`broadsheet list` and `broadsheet remove`: the articles of the library."""

from typing import Annotated

import typer

from ui.commands.options import AsJson, InCollections, make_filter
from ui.commands.settings import open_shelf, settings_of
from ui.contract import from_articles
from ui.terminal.screen import open_screen


def list_articles(context: typer.Context, as_json: AsJson = False, collection: InCollections = None) -> None:
    """Show the articles."""
    from ui.service.catalogue import Catalogue
    from ui.terminal.tables import show_articles

    screen = open_screen()
    with open_shelf(settings_of(context)) as library:
        only = make_filter(None, None, None, None, collection)
        Catalogue(library).require(only)
        articles = library.articles(only)
    if as_json:
        screen.json(from_articles(articles))
    elif articles:
        show_articles(articles, screen)
    else:
        screen.notice("The library is empty: `broadsheet sync FOLDER` loads your articles.")


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
    screen = open_screen()
    wanted = list(dict.fromkeys(ids))
    with open_shelf(settings_of(context)) as library:
        for article_id in wanted:
            library.article(article_id)  # an unknown id is said before anything is removed
        for article_id in wanted:
            library.remove(article_id)
    if as_json:
        screen.json({"removed": wanted})
    else:
        screen.say(f"removed {', '.join(wanted)}")
