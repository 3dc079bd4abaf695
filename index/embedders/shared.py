"""What the embedders on torch share: the width of their numbers, rows of unit length, and memory given back."""

import ctypes
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from index.embedders.base import Vectors

if TYPE_CHECKING:
    import torch


def choose_dtype() -> "torch.dtype":
    """Return bfloat16 where the CPU multiplies it in hardware (1.7 times as fast), else float32."""
    import torch

    takes = not torch.cuda.is_available() and multiplies_bfloat16(torch.cpu.get_capabilities())
    return torch.bfloat16 if takes else torch.float32


def multiplies_bfloat16(capabilities: Mapping[str, object]) -> bool:
    """Tell whether a CPU with these capabilities, as torch names them, multiplies bfloat16 in hardware.

    AVX2 and AVX-512 without it would widen each number first, which is slower than float32.
    """
    return bool(capabilities.get("avx512_bf16") or capabilities.get("amx_bf16"))


def to_units(rows: "np.ndarray[tuple[int, ...], np.dtype[np.generic]]") -> Vectors:
    """Return the rows as float32 of unit length; a bfloat16 model's own normalising is off by 1 in 256."""
    vectors = rows.astype(np.float32)
    units: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return units


def to_encodable(text: str) -> str:
    """Return the text without lone surrogates, which tokenizers refuse."""
    return text.encode("utf-8", "replace").decode("utf-8")


def give_back_memory() -> None:
    """Return to the system what batches have used; glibc alone keeps it.

    Each shape of a batch leaves a small thing behind (oneDNN's primitives), which holds on to the
    megabytes freed around it: 10 MiB more with every 64 passages.
    """
    if sys.platform == "linux" and hasattr(ctypes.CDLL(None), "malloc_trim"):
        ctypes.CDLL(None).malloc_trim(0)
