"""`broadsheet search`: the passages that fit a question."""

from contextlib import ExitStack
from typing import Annotated

import typer

from index import Filter
from ui.commands.options import (
    AsJson,
    InCollections,
    OnlyArticles,
    OnlySources,
    PublishedFrom,
    PublishedTo,
    Tagged,
)
from ui.commands.running_page import find_page
from ui.commands.settings import open_library, settings_of
from ui.commands.sources import name_sources
from ui.contract import from_hits
from ui.terminal.screen import open_screen


def search(
    context: typer.Context,
    question: Annotated[
        str, typer.Argument(metavar="QUESTION", help="The question or a few words.", show_default=False)
    ],
    count: Annotated[int, typer.Option("--count", "-k", min=1, max=100, help="How many passages at most.")] = 10,
    as_json: AsJson = False,
    article: OnlyArticles = None,
    source: OnlySources = None,
    published_from: PublishedFrom = None,
    published_to: PublishedTo = None,
    collection: InCollections = None,
    tag: Tagged = None,
) -> None:
    """Find passages, without an answer."""
    from ui.terminal.tables import show_hits

    screen = open_screen()
    only = name_sources(context, Filter.of(article, source, published_from, published_to, collection, tag))
    with ExitStack() as stack:
        settings = settings_of(context)
        page = find_page(settings)
        if page is not None:
            hits = page.search(question, count, only)
        else:
            from ui.service.catalogue import Catalogue

            hits = Catalogue(stack.enter_context(open_library(settings))).search(question, count, only)
        if as_json:
            screen.json(from_hits(hits))
        elif hits:
            show_hits(hits, screen)
        else:
            screen.notice(
                "No passage passes these options."
                if only
                else "The library is empty: `broadsheet sync FOLDER` loads your articles."
            )
