"""The library on the page: a first page, pasted texts, an undone removal, and a picture of what is there."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from index import Library
from index.inventory import Inventory
from index.types import ListedArticle
from rag.assistant import Assistant
from ui.browser.actions import Actions
from ui.browser.views.picture import count_times, render_picture, render_starters, render_welcome
from ui.conversations.store import ConversationStore
from ui.service.demo import QUESTIONS, find_demo
from ui.service.documents import remove_articles
from ui.service.resources import Resources
from ui.service.starters import NEW, is_answered, propose


@pytest.fixture
def actions(library: Library, tmp_path: Path) -> Actions:
    home = tmp_path / "home"
    return Actions(Resources(Assistant(library), home / "documents", ConversationStore.open(home)))


def row(number: int, source: str = "The Post", published: date | None = None) -> ListedArticle:
    return ListedArticle(str(number), f"Title {number}", source, "", "", published, 1, "", f"/x/{number}.txt")


def titles(actions: Actions) -> list[str]:
    return [article.title for article in actions.resources.library.articles()]


def rebuild(actions: Actions) -> str:
    *_, last = actions.stocking.rebuild()
    return last


def test_an_empty_library_offers_the_demo_and_the_demo_its_questions(actions: Actions) -> None:
    assert find_demo() is not None
    assert 'data-event="demo"' in actions.welcome()
    *_, last = actions.stocking.load_demo()
    assert "The index is ready: 16 added." in last
    assert "Ask your articles" in actions.welcome()
    assert "<strong>16 articles</strong>" in actions.welcome()
    assert tuple(propose(actions.resources.library.articles()))[: len(QUESTIONS)] == QUESTIONS


def test_two_articles_of_two_sources_about_one_thing_are_compared() -> None:
    titles = [
        ("A wall is built", "Post"),
        ("The wall, a view", "Post"),
        ("Plans for the wall", "Echo"),
        ("Fish", "Echo"),
    ]
    listed = [replace(row(number), title=title, source=source) for number, (title, source) in enumerate(titles)]
    (asked,) = [question for question in propose(listed) if question.startswith("Compare")]
    assert "wall" in asked
    assert "Plans for the wall" in asked
    assert not any(question.startswith("Compare") for question in propose([listed[0], listed[3]]))


def test_only_questions_that_the_articles_answer_are_offered(actions: Actions, articles: Path) -> None:
    library, starters = actions.resources.library, actions.resources.starters
    assert starters.find(library) == ()
    library.sync(articles)
    found = starters.find(library)
    assert NEW in found
    assert any(question.startswith("Summarise “") for question in found)
    assert all(is_answered(library, question) for question in found)
    assert not is_answered(library, "Who is the astronaut of Xyzzy?")
    assert "<strong>1 article</strong>" in render_welcome(Inventory((row(1),)))
    assert 'data-ask="Who &amp; when?"' in render_starters(["Who & when?"])


def test_a_pasted_text_becomes_an_article_with_what_is_known_of_it(actions: Actions) -> None:
    given = {
        "title": "The mill: sold",
        "text": "The mill was sold to Ines Roth.",
        "source": "A: mail",
        "date": "2024-03-01",
    }
    assert "Added" in actions.stocking.paste(given)
    assert "1 added" in rebuild(actions)
    (article,) = actions.resources.library.articles()
    assert (article.title, article.source, article.published) == ("The mill: sold", "A: mail", date(2024, 3, 1))
    assert actions.resources.library.article(article.id).text.strip() == given["text"]
    assert "Replaced" in actions.stocking.paste(given | {"text": "It was sold again."})
    rebuild(actions)
    (article,) = actions.resources.library.articles()
    assert actions.resources.library.article(article.id).text.strip() == "It was sold again."


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"title": "x", "text": "  \n"}, "There is no text"),
        ({"title": "x", "text": "y", "date": "soon"}, "soon"),
    ],
)
def test_a_pasted_text_that_cannot_be_taken_says_why(actions: Actions, given: dict[str, str], said: str) -> None:
    shown = actions.stocking.paste(given)
    assert 'role="alert"' in shown
    assert said in shown


def test_a_hostile_title_stays_inside_the_documents(actions: Actions) -> None:
    actions.stocking.paste({"title": "../../evil\n---\nid: x", "text": "Some text."})
    rebuild(actions)
    assert titles(actions) == ["../../evil --- id: x"]
    assert [file.parent for file in actions.resources.documents.iterdir()] == [actions.resources.documents]


def test_a_text_without_a_title_takes_its_first_line(actions: Actions) -> None:
    actions.stocking.paste({"text": "\nThe mill was sold.\nTo Ines Roth."})
    rebuild(actions)
    assert titles(actions) == ["The mill was sold."]


def test_a_removal_is_undone_for_a_document_added_here(actions: Actions) -> None:
    actions.stocking.paste({"title": "Mill", "text": "The mill was sold to Ines Roth."})
    rebuild(actions)
    (mill,) = actions.resources.library.articles()
    said, removal = actions.stocking.remove({"article": mill.id})
    assert 'data-event="undo"' in said
    assert titles(actions) == []
    assert "nothing to do" in rebuild(actions)
    assert "Back in the library: <bdi>Mill</bdi>" in actions.stocking.undo(removal)
    assert titles(actions) == ["Mill"]
    assert "There is nothing to undo" in actions.stocking.undo(())


def test_a_removal_is_undone_for_an_article_of_another_folder(actions: Actions, articles: Path) -> None:
    actions.resources.library.sync(articles)
    before = titles(actions)
    bridge = next(article for article in actions.resources.library.articles() if article.title == "The bridge")
    _, removal = actions.stocking.remove({"article": bridge.id})
    assert "Back in the library" in actions.stocking.undo(removal)
    assert sorted(titles(actions)) == sorted(before)


def test_an_undone_removal_whose_file_is_gone_says_so(actions: Actions, articles: Path) -> None:
    actions.resources.library.sync(articles)
    bridge = next(article for article in actions.resources.library.articles() if article.title == "The bridge")
    _, removal = actions.stocking.remove({"article": bridge.id})
    (articles / "bridge.md").unlink()
    assert "is not there any more" in actions.stocking.undo(removal)


def test_an_undo_after_another_removal_says_that_the_document_is_gone(actions: Actions) -> None:
    for name in ("One", "Two"):
        actions.stocking.paste({"title": name, "text": f"{name} is here."})
    rebuild(actions)
    one, two = actions.resources.library.articles()
    _, removal = actions.stocking.remove({"article": one.id})
    actions.stocking.remove({"article": two.id})
    assert "is not there any more: add the document again" in actions.stocking.undo(removal)


def test_the_next_removal_deletes_for_good_what_the_last_one_set_aside(actions: Actions) -> None:
    for name in ("One", "Two"):
        actions.stocking.paste({"title": name, "text": f"{name} is here."})
    rebuild(actions)
    for article in actions.resources.library.articles():
        list(remove_articles(actions.resources.library, actions.resources.documents, [article.id]))
    assert [file.name for file in actions.resources.documents.iterdir()] == [".Two.md.leaving"]


@pytest.mark.parametrize(
    ("articles_shown", "said"),
    [
        ([row(1, published=date(2024, 3, 1)), row(2, published=date(2024, 3, 9))], "2024-03: 2"),
        ([row(1, published=date(2020, 3, 1)), row(2, published=date(2022, 3, 9)), row(3, published=date(2024, 1, 1))],
         "2020-01 to 03: 1, 2022-01 to 03: 1, 2024-01 to 03: 1"),
        ([row(1), row(2, published=date(2024, 3, 9))], "1 article without a date."),
        ([row(1, source="<b>")], "&lt;b&gt;"),
    ],
)  # fmt: skip
def test_the_picture_counts_articles_by_time_and_source(articles_shown: list[ListedArticle], said: str) -> None:
    assert said in render_picture(Inventory(tuple(articles_shown)))


def test_the_picture_of_nothing_is_empty_and_of_much_is_bounded() -> None:
    assert render_picture(Inventory(())) == ""
    many = Inventory(tuple(row(n, f"Source {n}", date(1900 + n % 120, 1 + n % 12, 1)) for n in range(5000)))
    shown = render_picture(many)
    assert shown.count("<span title=") == 24  # of five years each
    assert shown.count("<tr>") == 12
    assert "4,988 more sources." in shown


def test_years_without_an_article_keep_their_place_in_the_picture() -> None:
    days = (date(2005, 5, 1), date(2023, 1, 1), date(2023, 2, 1))
    bars = count_times(Inventory(tuple(row(n, published=day) for n, day in enumerate(days))).months)
    assert [bar.name for bar in bars] == [str(year) for year in range(2005, 2024)]
    assert [bar.number for bar in bars] == [1, *[0] * 17, 2]
    assert count_times({}) == ()


def test_an_undone_removal_brings_the_article_back_under_its_id(actions: Actions, articles: Path) -> None:
    actions.resources.library.sync(articles)
    (articles / "harbour").mkdir()
    (articles / "harbour" / "quay.txt").write_text("The quay\n\nThe quay is long.\n")
    rebuild(actions)
    before = {article.id for article in actions.resources.library.articles()}
    _, removals = actions.stocking.remove({"article": "\n".join(before)})
    assert len(removals) == len(before) == 4
    actions.stocking.undo(removals)
    assert {article.id for article in actions.resources.library.articles()} == before
