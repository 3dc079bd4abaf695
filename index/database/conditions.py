"""Filters as conditions of SQL: the same ones as `articles.passes`."""

import json
import os
from collections.abc import Iterable, Iterator

from index.types import Filter

Condition = tuple[str, tuple[object, ...]]


def write_condition(only: Filter, names: str = "json_each(?)") -> Condition:
    """Return the condition on a row of `SHOWN` that `only` stands for, and the values that it binds.

    `names` is how the database reads a list of texts (`Connection.names`).

    Raises:
        ValueError: the filter names collections still.
    """
    if only.collections:
        raise ValueError(f"the collections {sorted(only.collections)} are names still; expected what is in them")
    return _join(" AND ", (*_own(only, names), *_nested(only, names)))


def _own(only: Filter, names: str) -> Iterator[Condition]:
    if only.articles:
        yield f"id IN (SELECT value FROM {names})", (json.dumps(sorted(only.articles)),)
    if only.sources:
        yield f"source IN (SELECT value FROM {names})", (json.dumps(sorted(only.sources)),)
    # An unknown date is the empty string and passes neither end.
    if only.published_from:
        yield "published >= ?", (only.published_from.isoformat(),)
    if only.published_to:
        yield "published BETWEEN '0' AND ?", (only.published_to.isoformat(),)
    if only.undated:
        yield "published = ''", ()
    if only.tags:
        yield (
            f"EXISTS (SELECT 1 FROM {names.replace('?', 'tags')} t WHERE t.value IN (SELECT value FROM {names}))",
            (json.dumps(sorted(only.tags)),),
        )
    if only.folders:
        lies = "(path = ? OR substr(path, 1, length(?)) = ?)"
        inside = [(lies, (folder, folder + os.sep, folder + os.sep)) for folder in sorted(only.folders)]
        yield _join(" OR ", inside)


def _nested(only: Filter, names: str) -> Iterator[Condition]:
    yield from (write_condition(one, names) for one in only.all_of)
    if only.any_of:
        yield _join(" OR ", (write_condition(one, names) for one in only.any_of))
    for condition, values in (write_condition(one, names) for one in only.none_of):
        yield f"NOT {condition}", values


def _join(word: str, conditions: Iterable[Condition]) -> Condition:
    parts = list(conditions)
    said = word.join(condition for condition, _ in parts)
    return f"({said or '1 = 1'})", tuple(value for _, values in parts for value in values)
