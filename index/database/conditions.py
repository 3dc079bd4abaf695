"""Filters as conditions of SQL: the same ones as `articles.passes`."""

import json
import os
from collections.abc import Iterable, Iterator

from index.types import Filter

Condition = tuple[str, tuple[object, ...]]


def write_condition(only: Filter) -> Condition:
    """Return the condition on a row of `SHOWN` that `only` stands for, and the values that it binds.

    Raises:
        ValueError: the filter names collections still.
    """
    if only.collections:
        raise ValueError(f"the collections {sorted(only.collections)} are names still; expected what is in them")
    return _join(" AND ", (*_own(only), *_nested(only)))


def _own(only: Filter) -> Iterator[Condition]:
    if only.articles:
        yield "id IN (SELECT value FROM json_each(?))", (json.dumps(sorted(only.articles)),)
    if only.sources:
        yield "source IN (SELECT value FROM json_each(?))", (json.dumps(sorted(only.sources)),)
    # An unknown date is the empty string and passes neither end.
    if only.published_from:
        yield "published >= ?", (only.published_from.isoformat(),)
    if only.published_to:
        yield "published BETWEEN '0' AND ?", (only.published_to.isoformat(),)
    if only.undated:
        yield "published = ''", ()
    if only.tags:
        yield (
            "EXISTS (SELECT 1 FROM json_each(tags) t WHERE t.value IN (SELECT value FROM json_each(?)))",
            (json.dumps(sorted(only.tags)),),
        )
    if only.folders:
        lies = "(path = ? OR substr(path, 1, length(?)) = ?)"
        inside = [(lies, (folder, folder + os.sep, folder + os.sep)) for folder in sorted(only.folders)]
        yield _join(" OR ", inside)


def _nested(only: Filter) -> Iterator[Condition]:
    yield from map(write_condition, only.all_of)
    if only.any_of:
        yield _join(" OR ", map(write_condition, only.any_of))
    for condition, values in map(write_condition, only.none_of):
        yield f"NOT {condition}", values


def _join(word: str, conditions: Iterable[Condition]) -> Condition:
    parts = list(conditions)
    said = word.join(condition for condition, _ in parts)
    return f"({said or '1'})", tuple(value for _, values in parts for value in values)
