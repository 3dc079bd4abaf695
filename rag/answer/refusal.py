"""Refusals: the articles do not answer, told by how well the best sentence fits and by names that they do not know."""

from collections.abc import Sequence

from rag.evidence.points import Ranked
from rag.language import differ
from rag.support.names import find_names, is_held

# Of 325 questions of clapnq-half, half of them without an answer, .54 tells .84 / .79 apart (balanced; the half it was
# chosen on, the other). An open question ("Summarise …") is less like the sentences that answer it.
LEAST_FIT = 0.54
LEAST_FIT_OPEN = 0.48
LEAST_FIT_ACROSS = 0.25  # in another language a question shares hardly a word with the articles
UNKNOWN_NAME = 0.15  # off the fit for the share of the question's names that no good sentence's article holds
LOOKED_AT = 5


def judge_fit(question: str, ranked: Sequence[Ranked], least: float = LEAST_FIT) -> tuple[float, bool]:
    """Return how well the best sentence fits `question`, 0 to 1, and whether that is enough to answer."""
    best = sorted(ranked, key=lambda item: -item.fit)[:LOOKED_AT]
    if not best:
        return 0.0, False
    articles = [item.sentence.article for item in best]
    texts = [
        f"{article.title} {item.sentence.passage.of(article.text)}"
        for article, item in zip(articles, best, strict=True)
    ]
    names = find_names(question)
    unknown = sum(not any(is_held(name, text) for text in texts) for name in names) / len(names) if names else 0.0
    fit = max(0.0, min(1.0, best[0].fit - UNKNOWN_NAME * unknown))
    return fit, fit >= (LEAST_FIT_ACROSS if differ(question, texts) else least)
