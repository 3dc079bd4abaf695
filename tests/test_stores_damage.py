"""A damaged file of vectors is said to be damaged, whichever byte it is."""

from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from reference_vectors import ExactStore

from index.errors import LibraryError
from index.search.checks import NO_IDS


@pytest.mark.parametrize("mask", [0xFF, 0x01, 0x40])
@pytest.mark.slow
def test_any_damaged_byte_is_a_library_error_or_harmless(mask: int, tmp_path: Path) -> None:
    """A flipped bit of the zip file may ask for a later version, for a password or for endless memory."""
    file = tmp_path / "vectors"
    ExactStore.empty(4).changed(NO_IDS, np.arange(1, 4), np.eye(4, dtype=np.float32)[:3]).save(file)
    whole = file.read_bytes()
    refused = 0
    for position in range(len(whole)):
        file.write_bytes(whole[:position] + bytes([whole[position] ^ mask]) + whole[position + 1 :])
        with suppress(LibraryError):
            ExactStore.open(file, 4)
            continue
        refused += 1
    assert refused > len(whole) // 4
