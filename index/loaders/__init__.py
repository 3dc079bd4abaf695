"""Files in, articles out: one module a format, listed in `registry`."""

from index.loaders.base import Loader, Part, make_article, read_bytes
from index.loaders.folder import IGNORE_FILE, find_files, is_by_program
from index.loaders.registry import file_id, file_sha256, reader, refuse_odd_name, supported_suffixes
from index.loaders.sandbox.parent import load_file, look_apart

__all__ = [
    "IGNORE_FILE",
    "Loader",
    "Part",
    "file_id",
    "file_sha256",
    "find_files",
    "is_by_program",
    "load_file",
    "look_apart",
    "make_article",
    "read_bytes",
    "reader",
    "refuse_odd_name",
    "supported_suffixes",
]
