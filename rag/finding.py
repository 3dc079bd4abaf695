"""Finding: what a question asks by itself, misspelt words read as the library has them, and its hits."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from index import Filter, Hit
from rag.evidence.timeliness import POOL, prefer_dates, prefer_newest
from rag.question.kind import Kind, find_kind
from rag.question.resolve import StandAlone, resolve
from rag.question.spelling import find_misspellings, keep_held, respell
from rag.searches import WIDE, Searches
from rag.types import Turn


def find_hits(searches: Searches, question: StandAlone, most: int, only: Filter) -> tuple[Hit, ...]:
    """Return at most `most` hits, those of articles of the question's days first, of what is so now the newest."""
    if not question.days:
        # The points of an open question look for the same words, deeper.
        depth = most if find_kind(question.text) in (Kind.FACT, Kind.YES_NO) else max(most, WIDE)
        return prefer_newest(searches.find(question.searched, depth, only)[:most], question.text)
    found = searches.find(question.searched, most * POOL, only)
    return prefer_newest(prefer_dates(found, question.days), question.text)[:most]


def read_question(
    searches: Searches, question: str, earlier: Sequence[Turn], asked: date, most: int, only: Filter
) -> tuple[StandAlone, tuple[Hit, ...]]:
    """Return what a question behind `earlier` ones asks by itself, on the day `asked`, and its hits."""
    resolved = resolve(question, earlier, asked)
    hits = find_hits(searches, resolved, most, only)
    misspelt = find_misspellings(resolved.text, hits, searches.library.count_holders)
    while misspelt:
        turns = [replace(turn, question=respell(turn.question, misspelt)) for turn in earlier]
        again = resolve(respell(question, misspelt), turns, asked)
        better = find_hits(searches, again, most, only)
        held = keep_held(resolved.text, misspelt, better)
        if held == misspelt:
            return replace(again, misspellings=misspelt), better
        misspelt = held  # without a word that these articles do not have: it may be one of those not to be read
    return resolved, hits
