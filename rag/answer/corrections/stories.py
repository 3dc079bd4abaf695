"""Stories: whether articles tell of one matter, by the names that they share and the words of a question."""

import re
from functools import lru_cache

from index import Article, Span
from index.splitting import split_blocks
from rag.support.terms import is_alike
from rag.words import content_stems

MOST_CHARS = 30_000
SHARED_NAMES = 3  # of two articles of one story
_NAME = re.compile(r"(?<=[a-zà-ÿ,;] )[A-ZÀ-Þ][\w’'-]{2,}")
_NO_NAMES = re.compile(
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August|"
    r"September|October|November|December"
)


def share_of(topic: frozenset[str], article: Article) -> float:
    """Return the share of the stems of a topic that an article has."""
    told = _stems(article)
    return sum(one in told or is_alike(one, told) for one in topic) / len(topic)


def are_of_one_story(article: Article, known: dict[str, Article]) -> bool:
    """Tell whether an article names what the first of the `known` ones does."""
    return len(_names(article) & _names(next(iter(known.values())))) >= SHARED_NAMES


@lru_cache(maxsize=128)
def _names(article: Article) -> frozenset[str]:
    return frozenset(one for one in _NAME.findall(article.text[:MOST_CHARS]) if not _NO_NAMES.fullmatch(one))


@lru_cache(maxsize=128)
def _stems(article: Article) -> frozenset[str]:
    return content_stems(f"{article.title}\n{article.text[:MOST_CHARS]}")


@lru_cache(maxsize=128)
def paragraphs_of(article: Article) -> tuple[Span, ...]:
    """Return the paragraphs of an article, without headings, as far as it is read."""
    return tuple(one.span for one in split_blocks(article.text[:MOST_CHARS]) if one.kind != "heading")
