"""What closed pages leave in memory: `python tests/load/closed_pages.py` closes forty of 690 answers each.

With `--unbounded` nothing is let go but by number, and no article is shared, as it was before 2026-11-28.
"""

import argparse
import sys
import tempfile
from pathlib import Path
from typing import Any
from unittest.mock import patch

import psutil

from index.embedders.hashed import HashedEmbedder
from index.library import Library
from index.types import Article, Hit, Passage
from rag.assistant import Assistant
from rag.generators.extractive import ExtractiveGenerator
from ui.browser.app import Door, create_guard
from ui.browser.places.seats import Seats
from ui.conversations.store import ConversationStore
from ui.server.access import leavers
from ui.service.exchange import Exchange, Stage
from ui.service.memory import share_articles
from ui.service.resources import Resources

PAGES, ANSWERS, HITS, ARTICLES = 40, 690, 20, 100
MARKUP_BYTES = 5_000  # of an answer, measured
EVERY = 5  # pages between two looks


def find(number: int, rank: int) -> Hit:
    """Return a hit of which nothing is held elsewhere, as a search does."""
    bridge = (number + rank) % ARTICLES
    text = f"Bridge {bridge} of Alderwick was opened in {1800 + bridge}. It is {bridge + 50} m long."
    article = Article(f"known/{bridge}.txt", f"Bridge {bridge}", text)
    return Hit(article, Passage(text[:-1] + ".", 0, len(text)), rank / 7, number / 7, number / 9 + rank)


def answer(number: int) -> Exchange:
    """Return a finished exchange."""
    hits = tuple(find(number, rank) for rank in range(HITS))
    return Exchange(number, f"When was bridge {number} opened?", Stage.DONE, hits=hits, kept=number)


def converse(shares: bool) -> tuple[Exchange, ...]:
    """Return a conversation; an exchange has its articles from the one before, but for one from further back."""
    exchanges: list[Exchange] = []
    back = ARTICLES - HITS + 1
    for number in range(1, ANSWERS + 1):
        before = exchanges[-1:] + exchanges[-back : 1 - back]
        exchanges.append(share_articles(answer(number), before) if shares else answer(number))
    return tuple(exchanges)


def main() -> int:
    """Close the pages and print what the process holds meanwhile."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--unbounded", action="store_true")
    given = parser.parse_args()
    limit = sys.maxsize if given.unbounded else leavers.MAX_LEFT_BYTES
    with tempfile.TemporaryDirectory() as scratch, patch.object(leavers, "MAX_LEFT_BYTES", limit):
        close_pages(Path(scratch), not given.unbounded)
    return 0


def close_pages(home: Path, shares: bool) -> None:
    """Open and close one page after the other, as the door does it."""
    with Library.open(home / "library", embedder=HashedEmbedder()) as library:
        resources = Resources(
            Assistant(library, ExtractiveGenerator()), home / "documents", ConversationStore.open(home)
        )
        leaving = create_guard(resources, Door()).leavers
        seats: Seats = getattr(leaving.weigh, "__self__")  # noqa: B009 - a function in general, here a method
        held: Any = seats.page.state_holder
        _say(0, 0)
        for number in range(1, PAGES + 1):
            session = f"page{number}"
            leaving.come(session)
            state = held[session]
            state[seats.exchanges._id] = converse(shares)
            place = next(iter(state.config_values.values()))
            place["props"] = {"value": session + "x" * (ANSWERS * MARKUP_BYTES)}
            leaving.leave(session)
            if number % EVERY == 0:
                _say(number, len(held.session_data))


def _say(closed: int, held: int) -> None:
    memory_mb = psutil.Process().memory_info().rss / 2**20
    sys.stdout.write(f"{closed:3d} closed, {held:2d} held, {memory_mb:6.0f} MB\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
