"""The article that is about exactly what is asked: it is read whole, and what it tells in other words is quoted."""

from pathlib import Path

import pytest

from index import Library
from index.splitting import split_article
from index.types import Article, Hit
from rag.answer.whole import MOST_CHARS, Whole
from rag.assistant import Assistant
from rag.evidence.sentences import read_sentences
from rag.question.kind import Kind, find_kind
from rag.types import Outcome

FERRY = """Saltby ferry stays in harbour for a third week

The Saltby ferry stayed in harbour again on Monday. Passengers have to take the bus around the bay.

Divers found a net of steel wire around the shaft.

The wire had cut through two seals, and oil was running into the bilge.

A new seal has to be cast in Carrow, which takes the foundry ten days.

The harbour master, Ida Orr, said that nobody could have seen the wire at night."""
MARKET = """Saltby market is to move

The market of Saltby moves to the square in May. The ferry brings half of its customers.

Stalls cost 12 euros a day there."""
FAIR = """Carrow fair opens

Carrow fair opened on Sunday with nine rides. The ferry from Saltby did not run, and fewer people came."""


def hits_of(article: Article, *scores: float) -> list[Hit]:
    passages = split_article(article.text)
    return [Hit(article, passage, score, 0.0, 0.0) for passage, score in zip(passages, scores, strict=False)]


def long(name: str, count: int = 9) -> Article:
    return Article(
        name, name, "\n\n".join(f"{name} tells of matter {row}. " + "It goes on. " * 30 for row in range(count))
    )


def test_three_good_passages_outweigh_one_that_is_better() -> None:
    about, mentions = long("about"), long("mentions")
    assert len(split_article(about.text)) > 3
    whole = Whole([*hits_of(mentions, 0.9), *hits_of(about, 0.7, 0.7, 0.7)])
    assert whole.article == about
    read = [hit for hit in whole.hits if hit.article == about]
    assert {hit.passage.start for hit in read} == {passage.start for passage in split_article(about.text)}
    assert all(hit.score == 0.7 for hit in read)
    own, other = (read_sentences([hit])[0] for hit in (read[-1], whole.hits[0]))
    assert whole.worth(own) > whole.worth(other) == 0


def test_a_book_is_not_read_whole() -> None:
    book = Article("book", "book", "It goes on and on. " * (MOST_CHARS // 19 + 9))
    hits = hits_of(book, 0.9, 0.9)
    assert Whole(hits).article is None
    assert Whole(hits).hits == tuple(hits)
    assert Whole([]).article is None


@pytest.fixture
def ferries(library: Library, tmp_path: Path) -> Library:
    folder = tmp_path / "articles"
    folder.mkdir()
    for name, text in (("ferry", FERRY), ("market", MARKET), ("fair", FAIR)):
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    library.sync(folder)
    return library


def test_the_cause_that_is_told_in_other_words_is_quoted(ferries: Library) -> None:
    answer = Assistant(ferries).ask("Why does the Saltby ferry stay in harbour for so long?")
    assert answer.outcome is Outcome.QUOTED
    told = " ".join(
        point.citations[0].quote for point in answer.points if point.citations[0].title.startswith("Saltby f")
    )
    assert "steel wire" in told
    assert "cast in Carrow" in told


def test_what_is_asked_in_short_is_told_by_one_article(ferries: Library) -> None:
    answer = Assistant(ferries).ask("Summarise why the Saltby ferry stays in harbour for a third week.")
    assert {point.citations[0].title for point in answer.points} == {"Saltby ferry stays in harbour for a third week"}
    assert answer.kind == Kind.OVERVIEW.value


@pytest.mark.parametrize(
    "question",
    [
        "What is the Tarn ferry and why does it matter?",
        "Who is Ida Orr and what is she doing in Saltby?",
        "What is the “wire row”?",
        'What is a "dry docking" for a ferry?',
    ],
)
def test_what_a_thing_is_and_more_of_it_is_an_explanation(question: str) -> None:
    assert find_kind(question) is Kind.EXPLANATION
