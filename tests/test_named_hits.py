"""Hits: passages of articles about somebody else are no part of an answer that names whom it is about."""

from collections.abc import Sequence

from index import Article, Hit, Passage
from rag.answer.request import OFTEN, of_named

ABOUT = "Hanne Brask was arrested in May. " + "Brask waited. " * OFTEN
OTHER = "The ferry sank in May, and nobody was hurt."


def hit(id: str, title: str, text: str, start: int = 0) -> Hit:
    return Hit(Article(id, title, text), Passage(text[start:], start, len(text)), 0.9, 0.9, 0.0)


def kept(question: str, hits: Sequence[Hit]) -> list[str]:
    return [one.article.id for one in of_named(question, tuple(hits))]


def test_articles_that_do_not_know_the_name_are_left_out() -> None:
    hits = [hit("a", "The case", ABOUT), hit("b", "Storm", OTHER), hit("c", "Brask in court", "She was silent.")]
    assert kept("Give me a timeline of Hanne Brask's case", hits) == ["a", "c"]


def test_a_digest_is_about_whom_it_names_where_it_does() -> None:
    news = "Hanne Brask was arrested. " + "x" * 700
    late = f"{news} The museum opened in May."
    hits = [hit("a", "The case", ABOUT), hit("b", "Brask again", OTHER), hit("news", "News", late, len(news))]
    assert kept("When was Hanne Brask arrested?", hits) == ["a", "b"]
    assert kept("When was Hanne Brask arrested?", [*hits[:2], hit("news", "News", late)]) == ["a", "b", "news"]


def test_all_stay_where_hardly_any_knows_the_name_or_none_is_asked_for() -> None:
    hits = [hit("a", "The case", ABOUT), hit("b", "Storm", OTHER)]
    assert kept("Give me a timeline of Hanne Braske's case", hits) == ["a", "b"]
    assert kept("What happened in the storm?", hits) == ["a", "b"]
    assert kept("What did the US do?", hits) == ["a", "b"]


def test_a_paper_named_by_the_question_need_not_be_named_by_its_articles() -> None:
    own = [
        Hit(Article(id, "Fairs", "Rides.", source="The Tarn Post"), Passage("Rides.", 0, 6), 0.9, 0.9, 0.0)
        for id in "ab"
    ]
    others = [hit("c", "Post", "The Tarn Post moves."), hit("d", "The Tarn Post", "It moves.")]
    assert kept("Which fairs does the Tarn Post's preview look forward to?", [*own, *others]) == ["a", "b", "c", "d"]
    assert kept("Which fairs does the Tarn Echo's preview look forward to?", [*own, *others]) == ["a", "b", "c", "d"]
    assert kept("Which fairs does Tarn Post plan?", others) == ["c", "d"]
