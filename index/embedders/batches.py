"""Batches of texts to embed together: as many tokens each, of texts of nearly one length."""

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
