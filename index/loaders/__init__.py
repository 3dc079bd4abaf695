"""Files in, articles out: one module a format, listed in `registry`."""

from index.loaders.apart import load_file
from index.loaders.base import Loader, make_article, read_bytes
from index.loaders.folder import IGNORE_FILE, find_files
from index.loaders.registry import supported_suffixes

__all__ = [
    "IGNORE_FILE",
    "Loader",
    "find_files",
    "load_file",
    "make_article",
    "read_bytes",
    "supported_suffixes",
]
