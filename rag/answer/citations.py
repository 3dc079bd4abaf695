"""From a span of an article to a citation; the only way a citation is made."""

from index import Article, Span
from rag.types import Citation


def cite(article: Article, span: Span) -> Citation:
    """Return the citation of `span`, whose quote is the article's own characters."""
    return Citation(
        article=article.id,
        title=article.title,
        start=span.start,
        end=span.end,
        quote=span.of(article.text),
        source=article.source,
        url=article.url,
        published=article.published,
        place=article.place_at(span.start),
    )
