"""Turning points: which of a story's dated sentences a timeline has, where there are more than a reader wants."""

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from rag.answer.times.told_days import UNKNOWN
from rag.evidence.date_clauses import comments, deed_of, talks
from rag.evidence.event_dates import Told
from rag.evidence.ranking import Ranked

MOST = 12  # lines that a reader wants
RECALLED = 0.72  # cosine, from which a sentence of another article tells of the same
OTHERS, PER_OTHER = 3, 0.05  # articles that are counted, and what each of them adds to a score
OFF_COMMENT = 0.12  # what somebody says of it: "This is a dark day," he said on Friday
OFF_STATE = 0.05  # what is so tells of no event
OFF_AGO, AGO = 0.12, 2  # years before the story's own time
OFF_BESIDE = 0.07  # "Public anger grew over the days that passed before the recall of Monday"
_OF_YEARS = re.compile(r"\b(?:life|career|history|origins?|decades|years)\b", re.IGNORECASE)


def weighed(dated: Sequence[tuple[Ranked, Told]], read: Sequence[Ranked], question: str) -> list[tuple[Ranked, Told]]:
    """Return dated sentences with their days, worth more the more other articles tell of the same.

    What somebody says of an event is worth less than the event, and so is what was so years before it.
    """
    if not dated:
        return []
    vectors = np.stack([one.vector for one in read])
    own = _own_year([told for _, told in dated]) if not _OF_YEARS.search(question) else 0
    found = list[tuple[Ranked, Told]]()
    for item, told in dated:
        said, id = item.sentence.text, item.sentence.article.id
        if item.sentence.speaker or talks(said):
            continue
        near = np.flatnonzero(vectors @ item.vector >= RECALLED).tolist()
        others = {read[row].sentence.article.id for row in near} - {id}
        worth = item.score + PER_OTHER * min(len(others), OTHERS)
        worth -= OFF_COMMENT if comments(said) else 0.0 if deed_of(said) else OFF_STATE
        worth -= OFF_BESIDE * told.is_beside
        worth -= OFF_AGO * (own > 0 and 0 < told.order[0] < own - AGO)
        found.append((replace(item, score=worth), told))
    return found


def _own_year(days: Sequence[Told]) -> int:
    """Return the year that most of the days of a story are of, 0 where that is not known."""
    years = [one.order[0] for one in days if one.order[0] and one != UNKNOWN]
    return max(set(years), key=lambda year: (years.count(year), year)) if years else 0
