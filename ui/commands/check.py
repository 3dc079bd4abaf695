"""`broadsheet check`: what the articles say of each sentence of a text."""

import os
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

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
from ui.contract import from_checked
from ui.errors import InterfaceError
from ui.interrupts import until_pressed
from ui.terminal.screen import open_screen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rag.types import Checked

STANDARD_INPUT = Path("-")


def check(
    context: typer.Context,
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="The text, in any format that sync reads; - for standard input.")
    ],
    as_json: AsJson = False,
    article: OnlyArticles = None,
    source: OnlySources = None,
    published_from: PublishedFrom = None,
    published_to: PublishedTo = None,
    collection: InCollections = None,
    tag: Tagged = None,
) -> None:
    """Check a text of yours: which of its sentences your articles support, and where.

    No model writes anything. Exits with 1 when a sentence is not supported, or is contradicted.
    """
    from rag.text_check import check_text
    from ui.service.catalogue import Catalogue
    from ui.service.checks import MAX_TEXT_CHARS

    settings = settings_of(context)
    only = name_sources(context, Filter.of(article, source, published_from, published_to, collection, tag))
    text = _read(file)
    with ExitStack() as stack:
        page = find_page(settings) if len(text) <= MAX_TEXT_CHARS else None
        if page is not None:
            sentences = page.check(text, only)
        else:
            library = stack.enter_context(open_library(settings))
            if not library.size().passages:
                raise InterfaceError("The library is empty: `broadsheet sync FOLDER` loads your articles.")
            Catalogue(library).require(only)
            sentences = check_text(library, text, only, settings.min_support)
        tell_checked(sentences, as_json)


def tell_checked(sentences: "Iterator[Checked]", as_json: bool) -> None:
    """Write sentences as they are judged; raises typer.Exit with 1 where one is not supported, or is contradicted."""
    from rag.types import Support
    from ui.terminal.checked import show_checked, show_counts

    screen = open_screen()
    found: list[Checked] = []
    for sentence in until_pressed(sentences):
        found.append(sentence)
        if not as_json:
            show_checked(sentence, screen)
    if as_json:
        screen.json(from_checked(found))
    else:
        show_counts(found, screen)
    if any(sentence.claim.support in (Support.UNSUPPORTED, Support.CONTRADICTED) for sentence in found):
        raise typer.Exit(1)


def _read(file: Path) -> str:
    """Return the text to be checked; raises InterfaceError where it cannot be read, or holds nothing."""
    text = sys.stdin.buffer.read().decode("utf-8", "replace") if file == STANDARD_INPUT else _load(file)
    if not text.strip():
        raise InterfaceError(f"{file} holds no text; expected sentences that can be checked.")
    return text


def _load(file: Path) -> str:
    from index.errors import LoaderFault, LoadError
    from index.loaders import load_file
    from index.types import Article

    if not os.path.exists(file):  # noqa: PTH110 - a text given in place of a file may be too long for a path
        raise InterfaceError(
            f"There is no file {str(file)!r}: expected one that holds the text to check, or - for standard input, as "
            "in `broadsheet check - < draft.txt`."
        )
    try:
        articles = [read for read in load_file(file, str(file)) if isinstance(read, Article)]
    except LoaderFault:
        raise
    except LoadError as error:
        raise InterfaceError(f"{file} {error}") from error
    if len(articles) != 1:
        raise InterfaceError(f"{file} holds {len(articles)} articles; expected one text to check.")
    return articles[0].text
