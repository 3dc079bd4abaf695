"""Readers' letters below a report: the article does not say what they say."""

import pytest

from index import Article, Hit, Span
from index.types import Passage
from rag.evidence.letters import letters_start
from rag.evidence.sentences import read_sentences
from rag.support.judge import judge
from rag.types import Window

REPORT = (
    "The council of Tarn is to close the pool, it said on Monday.\n\n"
    '"It costs too much," said the mayor, Ida Marn.\n\n'
    "Swimmers told the council that they would protest. The pool opened in 1931.\n\n"
)
LETTERS = (
    "Typical of this council, which never listens.\n\n"
    "I think that the pool is a disgrace, and that the mayor is a fool.\n\n"
    "Shame on them all!\n\n"
    "My children learned to swim there and I will miss it."
)


def test_letters_below_a_report_begin_where_readers_speak() -> None:
    assert letters_start(REPORT + LETTERS) == len(REPORT)


@pytest.mark.parametrize(
    "text",
    [
        REPORT,
        LETTERS,
        REPORT + "The pool will close in May. I asked the mayor why.\n\nShe had no answer.",
        REPORT + LETTERS.replace("I think", "A reader said: I think").replace("My", "The clerk said: my"),
        "",
    ],
)
def test_a_report_or_a_column_has_no_letters(text: str) -> None:
    assert letters_start(text) == len(text)


def test_letters_are_no_points_and_support_nothing() -> None:
    article = Article("a", "Pool to close", REPORT + LETTERS)
    passage = Passage(article.text, 0, len(article.text))
    told = " ".join(sentence.text for sentence in read_sentences((Hit(article, passage, 1, 1, 1),)))
    assert "costs too much" in told
    assert "disgrace" not in told
    window = Window(article, 0, len(article.text), Span(0, len(article.text)), 1.0)
    assert not judge("The pool is a disgrace, and the mayor is a fool.", (window,)).claim.support.is_shown
    assert judge("The council of Tarn is to close the pool.", (window,)).claim.support.is_shown
