"""Reports without a date: what each of them reports, and in what order they seem to have been written."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from rag.evidence.ranking import Ranked


def in_story_order(reports: Sequence[Ranked], read: Sequence[Ranked]) -> list[Ranked]:
    """Return the news of several reports, the earliest first: what a later report recalls came before it.

    `read` are the sentences of all of them. A report that recalls another's news, in its own words, comes behind it.
    """
    told = {item.sentence.article.id: item.vector for item in reports}
    recalled = {
        id: np.stack([item.vector for item in read if _is_recalled(item, id, reports)] or [np.zeros_like(vector)])
        for id, vector in told.items()
    }
    return sorted(reports, key=lambda item: _lateness(item.sentence.article.id, told, recalled))


def _is_recalled(item: Ranked, id: str, reports: Sequence[Ranked]) -> bool:
    own = {one.sentence for one in reports}
    return item.sentence.article.id == id and item.sentence not in own


def _lateness(id: str, told: Mapping[str, NDArray[np.float32]], recalled: Mapping[str, NDArray[np.float32]]) -> float:
    """Return by how much more a report recalls the others than they recall it."""
    return float(
        sum((recalled[id] @ told[other]).max() - (recalled[other] @ told[id]).max() for other in told if other != id)
    )
