"""Whether the articles answer at all: told by how well the best sentence fits, and by names that they do not know."""

from collections.abc import Sequence

from rag.evidence.points import Ranked
from rag.support.names import find_names, is_held

LEAST_FIT = 0.55
UNKNOWN_NAME = 0.15  # off the fit for the share of the question's names that no good sentence's article holds
LOOKED_AT = 5


def judge_fit(question: str, ranked: Sequence[Ranked]) -> tuple[float, bool]:
    """Return how well the best sentence fits `question`, 0 to 1, and whether that is enough to answer."""
    if not ranked:
        return 0.0, False
    texts = [
        f"{item.sentence.article.title} {item.sentence.passage.of(item.sentence.article.text)}"
        for item in ranked[:LOOKED_AT]
    ]
    names = find_names(question)
    missing = sum(not any(is_held(name, text) for text in texts) for name in names) / len(names) if names else 0.0
    fit = max(0.0, min(1.0, ranked[0].score - UNKNOWN_NAME * missing))
    return fit, fit >= LEAST_FIT
