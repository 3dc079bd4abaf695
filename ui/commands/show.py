"""`broadsheet show`: one article, to be read."""

import re
from typing import Annotated

import typer

from index import Span
from ui.commands.options import AsJson
from ui.commands.settings import open_shelf, settings_of
from ui.contract import from_excerpt
from ui.terminal.screen import open_screen

_RANGE = re.compile(r"(\d{1,12})\s*[-–]\s*(\d{1,12})")


def _read_span(text: str) -> Span:
    found = _RANGE.fullmatch(text.strip())
    if found and int(found[1]) < int(found[2]):
        return Span(int(found[1]), int(found[2]))
    raise typer.BadParameter(f"{text!r} are no characters; expected where they begin and end, as in 120-240")


def show(
    context: typer.Context,
    named: Annotated[
        str,
        typer.Argument(
            metavar="ARTICLE",
            help="Its id, its file's name, its title, or words of these that no other has.",
            show_default=False,
        ),
    ],
    span: Annotated[
        Span | None,
        typer.Argument(
            metavar="START-END",
            help="Characters to be marked, as `search` and citations name them.",
            parser=_read_span,
            show_default=False,
        ),
    ] = None,
    around: Annotated[
        int | None,
        typer.Option("--around", metavar="N", min=0, help="Only so many characters around those that are marked."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show the text of an article, with its title, source, date and author.

    With --json: as `/api/articles/ID` returns it, all of it or the characters from START to END, with --around.
    """
    from ui.service.catalogue import Catalogue
    from ui.terminal.reading import show_article

    screen = open_screen()
    with open_shelf(settings_of(context)) as library:
        catalogue = Catalogue(library)
        row = catalogue.find(named)
        start, end = (span.start, span.end) if span else (None, None)
        excerpt = catalogue.excerpt(row.id, start, end, around or 0)
    if as_json:
        screen.json(from_excerpt(excerpt.article, excerpt.start, excerpt.end))
    elif around is None:
        show_article(excerpt.article, row, span, screen)
    else:
        show_article(excerpt.article, row, span, screen, Span(excerpt.start, excerpt.end))
