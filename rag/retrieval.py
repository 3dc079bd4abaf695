"""The finds for a question before anything is written: an answer can go on from them, once or not at all."""

from dataclasses import dataclass

from index import Hit
from rag.generators.base import Generator
from rag.question.resolve import StandAlone
from rag.reach import SMALL, Reach
from rag.searches import Searches
from rag.types import Evidence, Retrieved


@dataclass(frozen=True, slots=True)
class Retrieval:
    """The hits and the evidence for a question, found in this `generation` of the library.

    `generator` is the one whose tokens the evidence was counted in, and so the one that reads it, within `reach`.
    Finding took `total_ms`, `search_ms` of it until the hits were there. `searches` has made them, and makes those of
    the points.
    """

    resolved: StandAlone
    hits: tuple[Hit, ...]
    evidence: Evidence
    generator: Generator
    generation: int
    search_ms: float
    total_ms: float
    searches: Searches
    reach: Reach = SMALL

    @property
    def events(self) -> tuple[Retrieved, Evidence]:
        """Return what a stream begins with."""
        return Retrieved(str(self.resolved), self.hits), self.evidence
