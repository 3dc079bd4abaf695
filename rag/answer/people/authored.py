"""Authored: texts in which somebody speaks himself, an opinion or a letter: his words though no sentence names him."""

import re
from functools import lru_cache

from index import Article, Filter, Hit
from rag.answer.request import Request
from rag.support.names import are_same, find_capitals
from rag.support.quotes import QUOTE

_FIRST = re.compile(r"\b(?:I|I['’](?:d|m|ve|ll)|my|me|ich|mein\w*|je|j['’](?=\w)|mon|yo|mi)\b")
LEAST_FIRST = 3  # times "I" outside quotation marks, from which a text is its author's own voice


def find_authored(request: Request, speaker: str) -> tuple[Hit, ...]:
    """Return the best passages of the texts in which `speaker` speaks himself; () where there is none."""
    rows = [row.id for row in request.library.articles(request.only) if _is_author(row.author, speaker)]
    if not rows:
        return ()
    hits = request.search(only=request.only.within(Filter(articles=frozenset(rows))))
    return tuple(hit for hit in hits if is_own_voice(hit.article, speaker))


def is_own_voice(article: Article, speaker: str) -> bool:
    """Tell whether an article is by `speaker`, and says "I"."""
    return _is_author(article.author, speaker) and says_i(article.text)


@lru_cache(maxsize=64)
def says_i(text: str) -> bool:
    """Tell whether a text speaks as "I" outside its quotation marks."""
    return len(_FIRST.findall(QUOTE.sub(" ", text))) >= LEAST_FIRST


def _is_author(author: str, speaker: str) -> bool:
    names, asked = find_capitals(author), find_capitals(speaker)
    return bool(names and asked) and any(are_same(name, asked[0]) for name in names)
