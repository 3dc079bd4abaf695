"""A library of a few texts, and what is gathered from it without a model."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from index import Library
from index.embedders.hashed import HashedEmbedder
from rag.answer.gathering import gather_points
from rag.answer.request import Gathered, Request


def library_of(scratch: Path, texts: Mapping[str, str]) -> Library:
    """Return a library of `texts`, by file name, made in the folder `scratch`."""
    folder = scratch / "texts"
    folder.mkdir()
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    library = Library.open(scratch / "library", embedder=HashedEmbedder())
    library.sync(folder)
    return library


def gathered_for(library: Library, question: str, asked: date = date(2026, 11, 29)) -> Gathered:
    """Return what answers a question of one part, asked on a Sunday."""
    (gathered,) = gather_points(Request(library, question, asked))
    return gathered
