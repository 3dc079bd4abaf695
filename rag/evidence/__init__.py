"""Evidence: the windows that a generator reads, and the points, which need no generator."""

from rag.evidence.windows import gather_evidence

__all__ = ["gather_evidence"]
