"""Options that several commands share, and how they take away what is named."""

from collections.abc import Callable
from datetime import date
from typing import Annotated

import typer

from ui.terminal.screen import open_screen

EVERYWHERE = (
    "--home, --library, --embedder, --generator, --reach, --min-support, --keep-states and --debug (`broadsheet "
    "--help`) may stand here, too."
)

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON on standard output.")]
OnlyArticles = Annotated[
    list[str] | None, typer.Option("--article", metavar="ID", help="Only this article; may be repeated.")
]
OnlySources = Annotated[
    list[str] | None,
    typer.Option(
        "--source",
        metavar="NAME",
        help="Only articles of this source, by its name or words that no other source has; may be repeated.",
    ),
]


def _read_day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise typer.BadParameter(f"'{text}' is no day of the calendar; type one like 2024-05-31") from None


PublishedFrom = Annotated[
    date | None,
    typer.Option("--from", metavar="DATE", parser=_read_day, help="Only articles published on this day or later."),
]
PublishedTo = Annotated[
    date | None,
    typer.Option("--to", metavar="DATE", parser=_read_day, help="Only articles published on this day or earlier."),
]
InCollections = Annotated[
    list[str] | None,
    typer.Option("--collection", metavar="NAME", help="Only articles of this collection; may be repeated."),
]


Tagged = Annotated[
    list[str] | None,
    typer.Option("--tag", metavar="TAG", help="Only articles with this tag (`broadsheet edit`); may be repeated."),
]
Undated = Annotated[bool, typer.Option("--undated", help="Only articles without a date.")]


def take_away(
    ids: list[str], find: Callable[[str], object], remove: Callable[[str], object], as_json: bool, done: str = "deleted"
) -> None:
    """Remove each of what is named, and say so; an unknown id is said before anything is removed."""
    wanted = list(dict.fromkeys(ids))
    for one in wanted:
        find(one)
    for one in wanted:
        remove(one)
    open_screen().outcome(f"{done} {', '.join(wanted)}", {done: [*wanted]}, as_json)
