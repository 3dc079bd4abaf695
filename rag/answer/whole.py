"""Whole: the article that is about exactly what is asked is read from its beginning to its end.

Which passages share the words of a question tells where its answer is looked for; the cause of what a headline tells
stands in the next paragraphs, in words of their own. Of 201 facts that 48 questions for causes and backgrounds want,
six quotations from the best passages of many articles hold .61, with the best article read whole .79.
"""

from collections.abc import Sequence

from index import Article, Hit
from index.splitting import split_article
from rag.answer.request import Request, as_hits
from rag.evidence.sentences import Sentence

OF_ITS_BEST = 3  # passages
MOST_CHARS = 60_000  # of an article that is read whole
READ = 24  # sentences that are embedded, most of them its own
WORTH = 0.1  # for a sentence of it
# Of the fit of the best sentence and the nearness of the article's headline and beginning together, from which it tells
# a cause though no sentence does in the question's words ("Why did shares jump?"). Of 70 explanations of clapnq-half it
# answers two more and one that has no answer; of other questions than for a cause eight that have none.
HEAD_CHARS, LEAST_FIT_WITH_HEAD = 400, 0.97


class Whole:
    """The article of `hits` that is most about what is asked, with all of its passages; none without hits."""

    def __init__(self, hits: Sequence[Hit]) -> None:
        self.article = _most_about(hits)
        self.hits = (*hits, *_others(self.article, hits)) if self.article else tuple(hits)

    def worth(self, sentence: Sentence) -> float:
        """Return what a sentence is worth for being of this article."""
        return WORTH * (self.article is not None and sentence.article.id == self.article.id)

    def answers(self, request: Request, fit: float) -> bool:
        """Tell whether it is about what is asked, though the best sentence fits no better than `fit`, 0 to 1."""
        if self.article is None:
            return False
        embedder, head = request.library.embedder, f"{self.article.title}. {self.article.text[:HEAD_CHARS]}"
        near = request.vectors.of(embedder, [head])[0] @ embedder.embed_question(request.question)
        return fit + float(near) >= LEAST_FIT_WITH_HEAD


def _most_about(hits: Sequence[Hit]) -> Article | None:
    """Return the article whose best passages together fit best: of one that only mentions the matter few do."""
    scores: dict[str, list[float]] = {}
    for hit in hits:
        if len(hit.article.text) <= MOST_CHARS:
            scores.setdefault(hit.article.id, []).append(hit.score)
    best = max(scores, key=lambda id: sum(sorted(scores[id], reverse=True)[:OF_ITS_BEST]), default="")
    return next((hit.article for hit in hits if hit.article.id == best), None)


def _others(article: Article, hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """Return the passages of an article that were not found, which fit as little as the least that was."""
    own = {hit.passage.start: hit.score for hit in hits if hit.article.id == article.id}
    others = (passage for passage in split_article(article.text) if passage.start not in own)
    return as_hits(article, others, min(own.values()))
