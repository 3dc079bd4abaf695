"""About: whether an article is about a topic, though no sentence of it says so in these words."""

from collections.abc import Sequence

from index import Article, Hit
from index.search import rank_articles
from rag.answer.refusal import LEAST_FIT_OF_WORDS
from rag.answer.request import Request
from rag.support.names import find_names, is_held
from rag.support.terms import is_alike
from rag.words import content_stems, words

# Of the fit of the best sentence and the nearness of its article's title together: what an article is about need be
# said by no sentence of it ("the football season"). Of 160 orders over two libraries, half of them for what the other
# one holds, .86 of the first are answered and .08 of the second; by the fit alone it was .59 and .05.
LEAST_FIT_WITH_TITLE = 0.7
LEAST_TOPIC = 2  # words, by which an article is known that has them all
MOST_OF_TOPIC = 0.7  # of the words that are typed alone
_OF_AMOUNTS = content_stems("price prices cost costs fee fees fare charge")  # which a sum says without the word
LEAD_CHARS = 600  # of an article, that tell its matter
HEAD_CHARS = 4_000  # of an article, where it says what it is about


def is_about(topic: str, fit: float, hits: Sequence[Hit], request: Request) -> bool:
    """Tell whether the article found first is about a topic; `fit` is that of its best sentence, 0 to 1.

    Its title is near to it, or it has all words of a topic of several, or all names of one that has any.
    """
    if not topic or not hits or fit < LEAST_FIT_OF_WORDS:
        return False
    embedder, first = request.library.embedder, request.library.article(rank_articles(hits)[0])
    head = _head(first)
    near = float(request.vectors.of(embedder, [first.title])[0] @ embedder.embed_question(topic))
    names = find_names(request.question)
    is_named = bool(names) and all(is_held(name, head) for name in names)
    return _share(topic, first) == 1 or is_named or fit + near >= LEAST_FIT_WITH_TITLE


def has_its_words(topic: str, fit: float, hits: Sequence[Hit], request: Request) -> bool:
    """Tell whether the article found first has most words of a topic of several: nearness alone tells too little.

    Of what people type in a few words without an answer, 9 of 11 share no more than two thirds with any article; "plum
    cake oven temperature" is answered by "Heat the oven to 175 °C".
    """
    if not topic or not hits or fit < LEAST_FIT_OF_WORDS:
        return False
    return _share(topic, request.library.article(rank_articles(hits)[0])) >= MOST_OF_TOPIC


def begins_with(topic: frozenset[str], article: Article) -> bool:
    """Tell whether an article has all stems of a topic, in any form, in its title or where it begins."""
    head = content_stems(f"{article.title}\n{article.text[:LEAD_CHARS]}")
    return all(stem in head or is_alike(stem, head) for stem in topic)


def _share(topic: str, article: Article) -> float:
    """Return the part of a topic's words that an article has, 0 of a topic of one."""
    asked = content_stems(topic) - _OF_AMOUNTS
    return len(asked & content_stems(_head(article))) / len(asked) if len(asked) >= LEAST_TOPIC else 0.0


def _head(article: Article) -> str:
    return f"{article.title}\n{article.text[:HEAD_CHARS]}"


def say_unsaid(topic: str, hits: Sequence[Hit]) -> str:
    """Return in a sentence which words of a topic nothing that was found says; "" for none."""
    told = frozenset(word.stem for hit in hits for word in words(f"{hit.article.title}\n{hit.passage.text}"))
    unsaid = [word.text for word in words(topic) if word.stem not in told and not is_alike(word.stem, told)]
    named = ", ".join(f"“{word}”" for word in unsaid)
    return f"No article found for this says {named}: this is what comes closest." if unsaid else ""
