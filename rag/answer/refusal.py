"""Whether the articles answer at all: told by how well the best sentence fits, and by names that they do not know."""

import re
from collections.abc import Sequence

from rag.evidence.points import Ranked
from rag.support.names import find_names, is_held
from rag.words import STOP_WORDS

# Of 325 questions of clapnq-half, half of them without an answer, .54 tells .84 / .79 apart (balanced; the half it was
# chosen on, the other). An open question ("Summarise …") is less like the sentences that answer it.
LEAST_FIT = 0.54
LEAST_FIT_OPEN = 0.48
LEAST_FIT_ACROSS = 0.25  # in another language a question shares hardly a word with the articles
UNKNOWN_NAME = 0.15  # off the fit for the share of the question's names that no good sentence's article holds
LOOKED_AT = 5
_OTHERS = frozenset(
    """der die das den dem des ein eine einer ist sind war hat haben wer wie was warum wann wo und für von mit auf nicht
    zu zum zur über wozu dient sie er es kann wird le la les l un une des du est sont était ont qui que quoi quand
    comment pourquoi elles ils et dans sur avec pour au aux résumez el los las es son era fue qué quién cuándo cómo por
    para con del sobre y se dijo al""".split()
)


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
    return fit, fit >= (least if is_english(question) else LEAST_FIT_ACROSS)


def is_english(question: str) -> bool:
    """Tell whether `question` has no more function words of another language than of English."""
    said = re.findall(r"[^\W\d_]+", question.lower())
    return sum(word in _OTHERS for word in said) <= sum(word in STOP_WORDS for word in said)
