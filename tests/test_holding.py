"""What the program holds for a conversation, and what comes back where it holds it no longer."""

import gc
import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from types import FunctionType, ModuleType

import pytest

from index.library import Library
from rag.assistant import Assistant
from rag.generators.extractive import ExtractiveGenerator
from ui.browser.actions import Actions
from ui.conversations.store import ConversationStore
from ui.conversations.types import Verdict
from ui.service.exchange import Exchange, Stage
from ui.service.memory import share_articles, weigh
from ui.service.resources import Resources

LONG = "It stands to this day, and whoever crosses it pays a toll of two shillings. " * 40
QUESTION = "When was bridge {} of Alderwick opened?"


@pytest.fixture
def actions(library: Library, tmp_path: Path) -> Actions:
    """Return the actions over a dozen articles of 3,000 characters."""
    for number in range(12):
        text = f"Bridge {number}\n\nBridge {number} of Alderwick was opened in {1900 + number}. {LONG}\n"
        (tmp_path / f"{number}.txt").write_text(text, encoding="utf-8")
    library.sync(tmp_path)
    store = ConversationStore.open(tmp_path / "home")
    return Actions(Resources(Assistant(library, ExtractiveGenerator()), tmp_path / "documents", store))


def converse(actions: Actions, questions: int) -> tuple[tuple[Exchange, ...], str]:
    """Ask some questions in one conversation; return it and its id."""
    exchanges: tuple[Exchange, ...] = ()
    conversation = ""
    for number in range(questions):
        *_, talk = actions.answers.ask(QUESTION.format(number % 12), exchanges, "s", conversation)
        exchanges, conversation = talk.exchanges, talk.conversation
    return exchanges, conversation


def measure(held: object) -> int:
    """Return the bytes of all objects that are reached from `held`."""
    seen: dict[int, object] = {}
    waiting = [held]
    while waiting:
        one = waiting.pop()
        if id(one) not in seen and not isinstance(one, type | ModuleType | FunctionType):
            seen[id(one)] = one
            waiting += gc.get_referents(one)
    return sum(map(sys.getsizeof, seen.values()))


def texts(exchanges: Iterable[Exchange]) -> set[int]:
    """Return which strings the texts of the articles are."""
    return {id(hit.article.text) for one in exchanges for hit in one.hits}


def test_a_conversation_holds_each_article_once(actions: Actions) -> None:
    exchanges, _ = converse(actions, 6)
    articles = {hit.article.id for one in exchanges for hit in one.hits}
    assert len(articles) > 1
    assert len(texts(exchanges)) == len(articles)
    for one in exchanges:
        assert one.answer is not None
        assert one.answer.hits is one.hits
        assert {id(window.article.text) for window in one.windows} <= texts(exchanges)


def test_an_article_that_changed_meanwhile_is_not_taken_for_the_old_one(actions: Actions) -> None:
    (first, second), _ = converse(actions, 2)
    hit = second.hits[0]
    changed = replace(second, hits=(replace(hit, article=replace(hit.article, text=hit.article.text + "New.")),))
    assert share_articles(changed, [first]).hits[0].article.text.endswith("New.")


@pytest.mark.parametrize("questions", [1, 20])
@pytest.mark.slow
def test_what_a_conversation_takes_is_told_within_a_third(actions: Actions, questions: int) -> None:
    exchanges, _ = converse(actions, questions)
    assert weigh(exchanges) == pytest.approx(measure(exchanges), rel=1 / 3)


def ask_twice_and_fail_between(actions: Actions) -> tuple[tuple[Exchange, ...], str]:
    """Return a conversation whose second question of three has no answer, so that the third is kept as the second."""
    exchanges, conversation = converse(actions, 1)
    failed = Exchange(2, "What is that?", Stage.FAILED, trouble="The model broke.")
    *_, talk = actions.answers.ask(QUESTION.format(5), (*exchanges, failed), "s", conversation)
    assert [(one.number, one.kept) for one in talk.exchanges] == [(1, 1), (2, 0), (3, 2)]
    return talk.exchanges, conversation


def test_what_was_let_go_comes_back_for_whatever_is_done_next(actions: Actions) -> None:
    """The page still shows it, and says of each answer under which number it is kept."""
    exchanges, conversation = ask_twice_and_fail_between(actions)
    said = {"turn": "3", "kept": "2", "number": "1"}
    shown = actions.open((), said, conversation)
    assert "Bridge 5 of Alderwick was opened in 1905.</mark>" in shown
    assert shown.count("<mark") == actions.open(exchanges, said, conversation).count("<mark")
    edited = actions.edit((), conversation, said)
    assert (edited.box, edited.editing, len(edited.exchanges)) == (QUESTION.format(5), 2, 2)
    *_, again = actions.answers.ask_again((), "s", conversation, said)
    assert [bool(one.again) for one in again.exchanges] == [False, True]
    judged = actions.conversations.judge(conversation, (), {"kept": "2", "verdict": "good"})
    assert [one.feedback.verdict if one.feedback else None for one in judged] == [None, Verdict.GOOD]
    *_, talk = actions.answers.ask(QUESTION.format(7), (), "s", conversation)
    assert [one.question for one in talk.exchanges] == [QUESTION.format(number) for number in (0, 5, 7)]


@pytest.mark.parametrize("said", [{"turn": "2", "kept": "0"}, {"turn": "3"}, {"turn": "1", "kept": "9"}])
def test_what_was_not_kept_does_not_come_back_as_something_else(actions: Actions, said: dict[str, str]) -> None:
    _, conversation = ask_twice_and_fail_between(actions)
    assert "not known any more" in actions.open((), {**said, "number": "1"}, conversation)
    assert actions.edit((), conversation, said).box == ""
    *_, again = actions.answers.ask_again((), "s", conversation, said)
    assert not any(one.again for one in again.exchanges)
