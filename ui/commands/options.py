"""The options that several commands share."""

from dataclasses import replace
from datetime import date, datetime
from typing import Annotated

import typer

from index import Filter

EVERYWHERE = (
    "--home, --library, --embedder, --generator, --min-support, --keep-states and --debug (`broadsheet --help`) may "
    "stand here, too."
)

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON on standard output.")]
OnlyArticles = Annotated[
    list[str] | None, typer.Option("--article", metavar="ID", help="Only this article; may be repeated.")
]
OnlySources = Annotated[
    list[str] | None, typer.Option("--source", metavar="NAME", help="Only articles of this source; may be repeated.")
]
PublishedFrom = Annotated[
    datetime | None,
    typer.Option("--from", metavar="DATE", formats=["%Y-%m-%d"], help="Only articles published on this day or later."),
]
PublishedTo = Annotated[
    datetime | None,
    typer.Option("--to", metavar="DATE", formats=["%Y-%m-%d"], help="Only articles published on this day or earlier."),
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


def make_filter(
    articles: list[str] | None,
    sources: list[str] | None,
    first: datetime | None,
    last: datetime | None,
    collections: list[str] | None = None,
    tags: list[str] | None = None,
    undated: bool = False,
) -> Filter:
    """Return the filter that the options describe."""
    named = frozenset(collections or ())
    only = Filter(frozenset(articles or ()), frozenset(sources or ()), _day(first), _day(last), named)
    return replace(only, tags=frozenset(map(str.casefold, tags or ())), undated=undated)


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None
