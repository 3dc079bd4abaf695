"""Short answers of interviews: a few words that a turn begins with are told with what follows them."""

from datetime import date

import pytest

from index import Article, Hit
from index.splitting import split_article
from rag.evidence.sentences import read_sentences

TALK = """Una Roe kept the ferry at Kar for 30 years.

**The Bay: Why do you stop now?**

**Roe:** My left knee. It has not bent since the winter, and the stairs are steep. My son goes on.

**The Bay: Do you use the radio?**

**Roe:** Never. The wind tells me enough.

**The Bay: How many came each year?**

**Roe:** Around 1,100 a year.

**The Bay: What makes a good skipper?**

**Roe:** A skipper must know when to stay at home and let the others laugh. I did.
"""


@pytest.mark.parametrize(
    ("said", "heading"),
    [
        ("**Roe:** My left knee. It has not bent since the winter, and the stairs are steep.", "Why do you stop now?"),
        ("**Roe:** Never. The wind tells me enough.", "Do you use the radio?"),
        ("**Roe:** Around 1,100 a year.", "How many came each year?"),
        ("**Roe:** A skipper must know when to stay at home and let the others laugh. I did.", "What makes"),
    ],
)
def test_the_few_words_that_answer_first_are_told_with_what_follows(said: str, heading: str) -> None:
    article = Article("talk", "The last ferry", TALK, published=date(2025, 2, 16))
    sentences = read_sentences([Hit(article, passage, 1.0, 1.0, 1.0) for passage in split_article(TALK)])
    (found,) = [one for one in sentences if one.text == said]
    assert found.speaker == "Roe"
    assert heading in found.heading


def test_what_follows_a_longer_first_sentence_stays_a_sentence_of_its_own() -> None:
    article = Article("talk", "The last ferry", TALK)
    sentences = read_sentences([Hit(article, passage, 1.0, 1.0, 1.0) for passage in split_article(TALK)])
    assert "My son goes on." in [one.text for one in sentences]
    assert len({one.span.start for one in sentences}) == len(sentences)
