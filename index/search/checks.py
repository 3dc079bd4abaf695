"""Checks at the border of the stores, and the one order in which they return passages."""

import struct
import zipfile
import zlib

import numpy as np
from numpy.typing import NDArray

from index.arrays import Ids, Scores, Vectors
from index.search.stores import Scored

# What numpy and zipfile raise for a damaged .npz file: a flipped bit may ask for another version or for a password.
UNREADABLE = (
    OSError, ValueError, KeyError, TypeError, AttributeError, EOFError, NotImplementedError, RuntimeError,
    OverflowError, MemoryError, struct.error, zlib.error, zipfile.BadZipFile,
)  # fmt: skip
NORM_TOLERANCE = 1e-3  # a unit row rounded to bf16 and back is off by less
NO_IDS: Ids = np.empty(0, dtype=np.int64)
NOTHING = Scored(NO_IDS, np.empty(0, dtype=np.float32))


def check_vectors(vectors: Vectors, count: int, dim: int) -> None:
    """Raise ValueError unless `vectors` is float32, of shape (count, dim), with rows of unit length."""
    problem = f"vectors are {vectors.dtype} of shape {vectors.shape}"
    expected = f"expected float32 of shape ({count}, {dim}) with rows of unit length; divide each row by its norm"
    if vectors.dtype != np.float32 or vectors.shape != (count, dim):
        raise ValueError(f"{problem}; {expected}.")
    if count == 0:
        return
    norms = np.linalg.norm(vectors, axis=1)
    # Written so that NaN fails: it compares false with everything.
    fits = np.abs(norms - 1.0) <= NORM_TOLERANCE
    if not fits.all():
        row = int(np.argmin(fits))
        raise ValueError(f"{problem}, and row {row} has norm {norms[row]:.4g}; {expected}.")


def check_vector(vector: Vectors, dim: int) -> None:
    """Raise ValueError unless `vector` is float32, of shape (dim,), of unit length."""
    if vector.ndim != 1:
        raise ValueError(f"the question's vector has shape {vector.shape}; expected ({dim},).")
    check_vectors(vector[np.newaxis], 1, dim)


def check_k(k: int) -> None:
    """Raise ValueError unless `k` is at least 1."""
    if k < 1:
        raise ValueError(f"k is {k}; expected 1 or more.")


def check_change(held: Ids, remove: Ids, add: Ids) -> None:
    """Raise ValueError when a number of `add` is negative, there twice, or held and not removed.

    `held` is ascending.
    """
    if remove.ndim != 1 or add.ndim != 1 or remove.dtype != np.int64 or add.dtype != np.int64:
        raise ValueError(
            f"passage numbers are {remove.dtype} of shape {remove.shape} and {add.dtype} of shape {add.shape}; "
            "expected int64 of shape (n,)."
        )
    if len(add) == 0:
        return
    if add.min() < 0:
        raise ValueError(f"passage number {add.min()} is negative; expected numbers from 0.")
    numbers, counts = np.unique(add, return_counts=True)
    if counts.max() > 1:
        raise ValueError(f"passage number {numbers[np.argmax(counts)]} is added twice; expected each once.")
    clashes = np.setdiff1d(numbers[is_among(numbers, held)], remove)
    if len(clashes):
        raise ValueError(f"passage number {clashes[0]} is held already; remove it in the same change to replace it.")


def dot_products(vectors: Vectors, vector: Vectors) -> Scores:
    """Return the dot product of each row with `vector`, float32, shape (n,).

    Summed row by row in float64, so that equal rows get equal scores wherever they lie: a BLAS
    product treats the last rows of a block differently, and the last bit would decide ties.
    """
    products: Scores = np.einsum("ij,j->i", vectors.astype(np.float64), vector.astype(np.float64)).astype(np.float32)
    return products


def ranked(ids: Ids, scores: Scores, k: int) -> Scored:
    """Return the `k` best, ties by the smaller number."""
    order = np.lexsort((ids, -scores))[:k]
    return Scored(ids[order], scores[order])


def is_among(ids: Ids, ascending: Ids) -> NDArray[np.bool_]:
    """Tell for each number whether it is in `ascending`, without sorting or copying that."""
    if not len(ascending):
        return np.zeros(len(ids), dtype=np.bool_)
    places = np.searchsorted(ascending, ids).clip(max=len(ascending) - 1)
    among: NDArray[np.bool_] = ascending[places] == ids
    return among
