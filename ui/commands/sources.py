"""Sources as they are typed: in any case, without "The", or by words that only one source has."""

from collections.abc import Iterable
from dataclasses import replace

import typer

from index import Filter
from ui.commands.settings import open_shelf, settings_of
from ui.terminal.screen import open_screen

SHOWN = 8


def name_sources(context: typer.Context, only: Filter) -> Filter:
    """Return `only` with the sources as the articles name them, and say where that is otherwise than it was typed.

    Raises:
        typer.BadParameter: no article has such a source, or several sources may be meant.
    """
    if not only.sources:
        return only
    with open_shelf(settings_of(context)) as library:
        known = library.inventory().sources
        if not library.size().articles:
            return replace(only, sources=frozenset())  # the command says that there is nothing
    named = {typed: find_sources(typed, known) for typed in sorted(only.sources)}
    for typed, found in named.items():
        if not found:
            shown = f"your sources are {_list(known)}" if known else "none of your articles has a source"
            raise typer.BadParameter(f"no article has the source {typed}; {shown}", context, param_hint="--source")
        if len({_plain(one) for one in found}) > 1:
            raise typer.BadParameter(f"{typed} may be {_list(found)}; type one", context, param_hint="--source")
        if found != (typed,):
            open_screen().notice(f"--source {typed}: articles of {' and '.join(found)}")
    return replace(only, sources=frozenset(one for found in named.values() for one in found))


def find_sources(typed: str, known: Iterable[str]) -> tuple[str, ...]:
    """Return which of the `known` sources are meant: those of this name, else those that have all of its words.

    >>> find_sources("gazette", ["The Haverleigh Gazette", "The Ansel Bay Post"])
    ('The Haverleigh Gazette',)
    """
    plain = _plain(typed)
    same = tuple(sorted(one for one in known if _plain(one) == plain))
    words = set(plain.split())
    return same or tuple(sorted(one for one in known if words and words <= set(_plain(one).split())))


def _plain(source: str) -> str:
    return " ".join(source.casefold().removeprefix("the ").split())


def _list(sources: Iterable[str]) -> str:
    listed = sorted(sources)
    return f"{', '.join(listed[:SHOWN])}{' and others' if len(listed) > SHOWN else ''}"
