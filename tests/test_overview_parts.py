"""An overview of one article: a stretch of each of its parts, in order, from its beginning on."""

from index import Article, Hit
from index.embedders.hashed import HashedEmbedder
from index.splitting import split_article
from rag.answer.overviews.parts import QUOTE_CHARS, cover
from rag.evidence.sentences import read_sentences
from rag.evidence.vectors import SentenceVectors

BESIDE = "The paper goes on about the garden {0} of the house and about the weather {0} of that long year. " * 9
PARTS = (
    "A study of bees that sleep was made at Carrow by a team of nine people.",
    "The team trained 200 bees for a week on flowers that were made of plastic.",
    "Then came the test. Of the bees that slept 81 per cent found the flower, of the others 56 per cent.",
    "The team says that bees in the wild may be another matter, and will try again with 300 bees.",
)
ARTICLE = Article(
    "bees", "Bees that sleep", "\n\n".join(f"{part} {BESIDE.format(row)}" for row, part in enumerate(PARTS))
)


def told(most: int) -> list[str]:
    hits = [Hit(ARTICLE, passage, 1.0, 0.0, 0.0) for passage in split_article(ARTICLE.text)]
    quotes = cover(read_sentences(hits), most, HashedEmbedder(), SentenceVectors())
    assert [quote.span.start for quote in quotes] == sorted(quote.span.start for quote in quotes)
    assert all(quote.span.end - quote.span.start <= QUOTE_CHARS for quote in quotes)
    return [quote.span.of(ARTICLE.text) for quote in quotes]


def test_each_part_is_told_in_order() -> None:
    found = told(4)
    assert [ARTICLE.text[: ARTICLE.text.index(quote)].count("\n\n") for quote in found] == [0, 1, 2, 3]
    assert found[0].startswith(PARTS[0])


def test_of_a_few_words_nothing_is_told_alone() -> None:
    assert not any(quote.strip() == "Then came the test." for quote in told(4))


def test_of_nothing_there_is_no_overview() -> None:
    assert cover((), 4, HashedEmbedder(), SentenceVectors()) == ()
