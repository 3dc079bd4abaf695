"""Batches of texts to embed together, as many tokens each, and the memory that they leave behind."""

import ctypes
import sys
from collections.abc import Sequence

# Tokens with their padding. More do not fit the caches of a laptop's processor, fewer keep its cores waiting:
# docs/performance.md has the rates for 512 to 8,192.
TOKENS = 4096


def token_batches(lengths: Sequence[int], tokens: int = TOKENS) -> list[list[int]]:
    """Return the positions of texts with so many tokens in batches, the longest first.

    A batch, padded to its longest text, has at most `tokens`; a text that is longer is alone.
    """
    batches: list[list[int]] = []
    room = 0
    for position in sorted(range(len(lengths)), key=lambda position: -lengths[position]):
        if room == 0:
            batches.append([])
            # The first is the longest, and all that follow are padded to it.
            room = max(1, tokens // max(1, lengths[position]))
        batches[-1].append(position)
        room -= 1
    return batches


def give_back_memory() -> None:
    """Return to the system what batches have used; glibc alone keeps it.

    Each shape of a batch leaves a small thing behind (oneDNN's primitives), which holds on to the megabytes freed
    around it: 10 MiB more with every 64 passages.
    """
    if sys.platform == "linux" and hasattr(ctypes.CDLL(None), "malloc_trim"):
        ctypes.CDLL(None).malloc_trim(0)
