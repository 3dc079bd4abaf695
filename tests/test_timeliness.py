"""Questions about "last week" are answered from the articles of that week, where others read alike."""

from datetime import date
from pathlib import Path

import pytest

from index import Article, Hit, Library, Passage
from rag.assistant import Assistant
from rag.evidence.timeliness import LATER, PREFERENCE, prefer_dates
from rag.question.dates import DateRange

WEEK = DateRange(date(2024, 3, 4), date(2024, 3, 10))


def hit(name: str, published: date | None, score: float) -> Hit:
    text = "The council met."
    article = Article(id=name, title=name, text=text, published=published)
    return Hit(article, Passage(text, 0, len(text)), score, score, score)


@pytest.mark.parametrize(
    ("published", "preference"),
    [
        (date(2024, 3, 2), 0.0),
        (date(2024, 3, 3), PREFERENCE),  # the day before: what is going to happen
        (date(2024, 3, 7), PREFERENCE),
        (date(2024, 3, 11), PREFERENCE * LATER),
        (date(2024, 3, 17), PREFERENCE * LATER),  # reported a week later
        (date(2024, 3, 18), 0.0),
        (None, 0.0),
    ],
)
def test_articles_of_the_days_come_first(published: date | None, preference: float) -> None:
    found = prefer_dates([hit("other", date(2023, 1, 1), 0.67), hit("week", published, 0.65)], [WEEK])
    assert [one.article.id for one in found] == (["week", "other"] if preference else ["other", "week"])
    assert found[0].score == pytest.approx(0.65 + preference if preference else 0.67)


def test_a_much_better_hit_stays_first() -> None:
    found = prefer_dates([hit("other", date(2023, 1, 1), 0.9), hit("week", date(2024, 3, 7), 0.65)], [WEEK])
    assert [one.article.id for one in found] == ["other", "week"]


def test_a_whole_year_prefers_nothing() -> None:
    hits = (hit("other", date(2023, 1, 1), 0.7), hit("year", date(2024, 3, 7), 0.65))
    assert prefer_dates(hits, [DateRange(date(2024, 1, 1), date(2024, 12, 31))]) == hits


def test_a_score_stays_a_score() -> None:
    assert prefer_dates([hit("week", date(2024, 3, 7), 0.97)], [WEEK])[0].score == 1.0


def test_last_week_is_answered_from_last_week(library: Library, tmp_path: Path) -> None:
    folder = tmp_path / "council"
    folder.mkdir()
    for week, decided in enumerate(("a lighthouse", "a bakery", "a swimming pool", "a tram line"), start=1):
        (folder / f"{week}.md").write_text(
            f"---\ntitle: Council\ndate: 2024-02-{7 * week:02}\n---\nThe council of Alderwick decided to build "
            f"{decided} at its meeting.\n",
            encoding="utf-8",
        )
    library.sync(folder)
    question = "What did the council of Alderwick decide to build last week?"
    for asked, decided in ((date(2024, 2, 14), "lighthouse"), (date(2024, 2, 28), "swimming pool")):
        answer = Assistant(library).ask(question, asked=asked)
        assert decided in answer.text
        assert answer.hits[0].score >= answer.hits[1].score
