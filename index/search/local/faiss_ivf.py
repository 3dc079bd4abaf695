"""The large, unchanging part of a big vector store: inverted lists of one-byte codes, read where they lie on disk."""

import math
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, cast

import numpy as np

from index.arrays import Ids, Mask, Vectors
from index.errors import LibraryError
from index.search.checks import NO_IDS, NOTHING
from index.search.stores import FullVectors, Scored

if TYPE_CHECKING:
    import faiss

PROBES = 192  # lists that are read for a question; docs/performance.md has the recall for 8 to 128
TRAIN_PER_LIST = 40  # vectors a list; FAISS asks for 39 at least
TRAIN_ROUNDS = 8
SLICE = 16_384  # vectors that are coded at once
SEED = 1234


def lists_for(count: int) -> int:
    """Return how many lists suit so many vectors: the power of two that is nearest to twice the square root.

    There are fewer where that leaves less than `TRAIN_PER_LIST` vectors to learn a list from.
    """
    wanted, possible = 2 * math.sqrt(max(count, 1)), max(count / TRAIN_PER_LIST, 1)
    return 1 << min(round(math.log2(wanted)), int(math.log2(possible)))


class FaissIvfBase:
    """Codes of unit vectors in lists by nearest centre; never changed, so any number of threads may search.

    Its scores are off by about .002; a quarter of the memory of full vectors, and none of it must be resident.
    """

    def __init__(self, ivf: "faiss.IndexIVFScalarQuantizer", path: Path | None = None) -> None:
        self._ivf = ivf
        self.path = path

    @classmethod
    def build(cls, ids: Ids, full: FullVectors, dim: int) -> "FaissIvfBase":
        """Learn the lists from a sample of the vectors of `ids`, and code them all, slice by slice."""
        import faiss

        lists = lists_for(len(ids))
        ivf = faiss.IndexIVFScalarQuantizer(
            faiss.IndexFlatIP(dim), dim, lists, faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT
        )
        ivf.cp.niter, ivf.cp.spherical, ivf.cp.seed = TRAIN_ROUNDS, True, SEED
        ivf.cp.min_points_per_centroid = 1  # else FAISS prints a warning about small samples
        wanted = min(len(ids), lists * TRAIN_PER_LIST)
        sample = np.sort(np.random.default_rng(SEED).choice(ids, wanted, replace=False))
        ivf.train(np.ascontiguousarray(full(sample)[1]))
        built = cls(ivf)
        for start in range(0, len(ids), SLICE):
            found, vectors = full(ids[start : start + SLICE])
            ivf.add_with_ids(np.ascontiguousarray(vectors), np.ascontiguousarray(found))
        return built

    @classmethod
    def open(cls, path: Path, dim: int) -> "FaissIvfBase":
        """Return the base in the file `path`, mapped into memory; raise LibraryError when it is not one."""
        import faiss

        try:
            ivf = faiss.read_index(str(path), faiss.IO_FLAG_MMAP)
        except (RuntimeError, MemoryError) as error:
            raise LibraryError(f"{path} cannot be read as a FAISS index, it is missing or damaged.") from error
        if not isinstance(ivf, faiss.IndexIVFScalarQuantizer) or ivf.metric_type != faiss.METRIC_INNER_PRODUCT:
            raise LibraryError(f"{path} cannot be used: it holds a {type(ivf).__name__}.")
        if ivf.d != dim:
            raise LibraryError(f"{path} cannot be used: its vectors have length {ivf.d}; expected {dim}.")
        return cls(ivf, path)

    def __len__(self) -> int:
        return int(self._ivf.ntotal)

    @property
    def dim(self) -> int:
        """Return the length of its vectors."""
        return int(self._ivf.d)

    @property
    def lists(self) -> int:
        """Return the number of its lists."""
        return int(self._ivf.nlist)

    @cached_property
    def numbers(self) -> Ids:
        """Return the passage numbers held, ascending; read when first needed, since a search does not."""
        import faiss

        lists = self._ivf.invlists
        if lists is None:
            return NO_IDS
        parts = [NO_IDS]
        for number in range(self._ivf.nlist):
            size = lists.list_size(number)
            if size:
                parts.append(np.array(faiss.rev_swig_ptr(lists.get_ids(number), size), dtype=np.int64))
        return np.sort(np.concatenate(parts))

    def search(self, vector: Vectors, k: int, passing: Mask | None, count: int) -> Scored:
        """Return about the `k` best, by near scores.

        `passing` says of each passage number whether it may be found (None: all may), and `count` of how many it does.
        """
        import faiss

        k = min(k, count)
        if k < 1:
            return NOTHING
        # The fewer may be found, the more lists must be read to meet as many of them.
        probes = int(np.ceil(PROBES * len(self) / count))
        parameters = faiss.SearchParametersIVF()
        if passing is not None:
            bits = np.packbits(passing, bitorder="little")  # a name of its own: the selector only points at it
            selector = faiss.IDSelectorBitmap(bits)  # type: ignore[arg-type, call-arg]  # the stubs know the C++ call
            parameters.sel = selector
        while True:
            parameters.nprobe = min(probes, self.lists)
            scores, found = self._ivf.search(vector[np.newaxis], k, params=parameters)
            held = found[0] >= 0
            if held.all() or parameters.nprobe == self.lists:
                return Scored(found[0][held], scores[0][held])
            probes *= 4

    def merged(self, remove: Ids, add: Ids, vectors: Vectors) -> "FaissIvfBase":
        """Return a base in memory with the same lists, without `remove` and with `add`."""
        import faiss

        try:
            copied = faiss.read_index(str(self.path)) if self.path else faiss.clone_index(self._ivf)
        except RuntimeError as error:
            raise LibraryError(f"{self.path} cannot be read any more: another process has replaced it.") from error
        ivf = cast("faiss.IndexIVFScalarQuantizer", copied)
        if len(remove):
            ivf.remove_ids(faiss.IDSelectorBatch(np.ascontiguousarray(remove)))
        if len(add):
            ivf.add_with_ids(np.ascontiguousarray(vectors), np.ascontiguousarray(add))
        return FaissIvfBase(ivf)

    def save(self, path: Path) -> None:
        """Write the base to the file `path`, and from now on read it there; raise LibraryError when that fails."""
        import faiss

        scratch = path.with_suffix(".new")
        try:
            faiss.write_index(self._ivf, str(scratch))
            scratch.replace(path)
            mapped = cast("faiss.IndexIVFScalarQuantizer", faiss.read_index(str(path), faiss.IO_FLAG_MMAP))
        except (RuntimeError, OSError) as error:
            scratch.unlink(missing_ok=True)
            raise LibraryError(f"The vectors could not be written to {path}: is there room on the disk?") from error
        self._ivf, self.path = mapped, path
