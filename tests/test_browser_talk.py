"""What a reader does with answers: judge, report, run again, ask otherwise, in two tabs, of fewer articles."""

import base64
import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from index import Filter, Library
from index.inventory import Inventory
from rag.assistant import Assistant
from rag.generators.base import GeneratorIdentity, Reading, Review
from rag.narrowing import describe_filter
from rag.types import Window
from ui.browser.actions import Actions
from ui.browser.views.render import render_exchange
from ui.browser.views.scope import Offered, read_scope, recall_scope, render_scope, write_scope
from ui.conversations.store import ConversationStore
from ui.conversations.types import Verdict
from ui.service.exchange import SAME, Talk, compare
from ui.service.resources import Resources

QUESTION = "How long is the bridge?"
OTHER_QUESTION = "When was the bridge of Alderwick opened?"


class Writer:
    """Writes the same sentence to every question."""

    def __init__(self, sentence: str = "The bridge is 212 metres long.") -> None:
        self.sentence = sentence
        self.identity = GeneratorIdentity("scripted", "")

    def count_tokens(self, text: str) -> int:
        return len(text.split())

    def generate(self, reading: Reading) -> Iterator[str]:
        yield self.sentence

    def review(self, reading: Reading, written: str, window: Window | None) -> Review:
        return Review()

    def warm_up(self) -> None:
        return


@pytest.fixture
def writer() -> Writer:
    return Writer()


@pytest.fixture
def actions(library: Library, articles: Path, tmp_path: Path, writer: Writer) -> Actions:
    library.sync(articles)
    home = tmp_path / "home"
    return Actions(Resources(Assistant(library, writer), home / "documents", ConversationStore.open(home)))


def last(talks: Iterator[Talk]) -> Talk:
    *_, newest = talks
    return newest


def asked(actions: Actions, *questions: str) -> Talk:
    talk = Talk()
    for question in questions:
        talk = last(actions.answers.ask(question, talk.exchanges, "s", talk.conversation))
    return talk


def test_a_judged_answer_says_so_also_after_a_reload(actions: Actions) -> None:
    talk = asked(actions, QUESTION)
    assert "Was this of use?" in render_exchange(talk.exchanges[0])
    given = {"kept": "1", "verdict": "bad", "reason": "It is <b>wrong</b>"}
    (judged,) = actions.conversations.judge(talk.conversation, talk.exchanges, given)
    assert judged.feedback is not None
    assert judged.feedback.verdict is Verdict.BAD
    (reloaded,) = actions.conversations.recall(talk.conversation).exchanges
    assert reloaded.feedback == judged.feedback
    assert "You found this not useful: It is &lt;b&gt;wrong&lt;/b&gt;." in render_exchange(reloaded)
    (taken_back,) = actions.conversations.judge(talk.conversation, (reloaded,), {"kept": "1", "verdict": "none"})
    assert taken_back.feedback is None


@pytest.mark.parametrize("given", [{}, {"kept": "x", "verdict": "good"}, {"kept": "1", "verdict": "superb"}])
def test_what_no_form_offers_is_no_verdict(actions: Actions, given: dict[str, str]) -> None:
    talk = asked(actions, QUESTION)
    with pytest.raises((LookupError, ValueError)):
        actions.conversations.judge(talk.conversation, talk.exchanges, given)


def test_a_report_holds_the_answer_and_its_receipt(actions: Actions) -> None:
    talk = asked(actions, QUESTION)
    link = actions.keeping.share(talk.conversation, {"kept": "1"})
    assert "data-follow" in link
    read = json.loads(base64.b64decode(link.partition("base64,")[2].partition('"')[0]))
    assert read["broadsheet"] == "report"
    assert read["short"] == "212 metres"
    assert read["receipt"]["generator"] == "scripted"
    assert 'role="alert"' in actions.keeping.share(talk.conversation, {"kept": "9"})


def test_a_conversation_is_renamed_and_found_by_what_was_said(actions: Actions) -> None:
    talk = asked(actions, QUESTION, OTHER_QUESTION)
    given = {"conversation": talk.conversation, "name": "Bridges <i>of</i> the north"}
    assert actions.keeping.rename(given) == "Renamed: Bridges &lt;i&gt;of&lt;/i&gt; the north"
    assert "Bridges &lt;i&gt;of&lt;/i&gt; the north" in actions.keeping.history("")
    found = actions.keeping.search("opened alderwick", "")
    assert "1 conversation with" in found
    assert 'data-number="2"' in found
    assert 'data-number="1"' not in found
    assert "0 conversations with" in actions.keeping.search("zebra", "")
    assert actions.keeping.search("  ", "") == actions.keeping.history("")
    assert 'role="alert"' in actions.keeping.rename(given | {"name": " "})


def test_running_again_says_that_the_answer_is_the_same(actions: Actions) -> None:
    talk = asked(actions, QUESTION)
    states = [one.exchanges[0].again for one in actions.answers.ask_again(talk.exchanges, "s", "", {"turn": "1"})]
    assert states == ["Running again…", SAME]
    assert [one.exchanges for one in actions.answers.ask_again(talk.exchanges, "s", "", {"turn": "9"})] == [
        talk.exchanges
    ]


def test_a_narrowed_answer_is_run_again_of_the_same_articles_also_after_a_reload(actions: Actions) -> None:
    only = Filter(sources=frozenset({"The Post"}), published_from=date(2024, 1, 1))
    talk = last(actions.answers.ask(QUESTION, (), "s", "", only))
    for exchanges in (talk.exchanges, actions.conversations.recall(talk.conversation).exchanges):
        answer = exchanges[0].answer
        assert answer is not None
        assert answer.receipt.only == only
        assert last(actions.answers.ask_again(exchanges, "s", "", {"turn": "1"})).exchanges[0].again == SAME


def test_running_again_counts_last_week_from_the_day_of_asking(
    actions: Actions, monkeypatch: pytest.MonkeyPatch
) -> None:
    days: list[date | None] = []
    real = actions.resources.assistant.stream

    def noting(*given: Any, **named: Any) -> Any:  # noqa: ANN401 - handed on as it came
        days.append(named.get("asked"))
        return real(*given, **named)

    monkeypatch.setattr(actions.resources.assistant, "stream", noting)
    talk = last(actions.answers.ask("How long is the bridge?", (), "s"))
    before = date(2020, 5, 1)
    exchanges = (replace(talk.exchanges[0], asked=before),)
    assert last(actions.answers.ask_again(exchanges, "s", "", {"turn": "1"})).exchanges[0].again == SAME
    assert days == [date.today(), before]
    assert actions.conversations.recall(talk.conversation).exchanges[0].asked == date.today()


def test_running_again_says_what_changed(actions: Actions, writer: Writer, articles: Path) -> None:
    talk = asked(actions, QUESTION)
    (articles / "more.txt").write_text("More\n\nThe tower of Brannoc is old.\n", encoding="utf-8")
    actions.resources.library.sync(articles)
    writer.sentence = "The bridge of Alderwick was opened in 1931."
    said = last(actions.answers.ask_again(talk.exchanges, "s", "", {"turn": "1"})).exchanges[0].again
    assert said.startswith("Run again: another answer: “The bridge of Alderwick was opened in 1931.”")
    assert "the library has changed since" in said


def test_comparing_names_every_difference_of_the_receipts(actions: Actions) -> None:
    answer = asked(actions, QUESTION).exchanges[0].answer
    assert answer is not None
    other = replace(answer, receipt=replace(answer.receipt, model_sha256="other", versions=("x 2",), passages=()))
    assert compare(answer, other) == (
        "Run again: the same answer, but from other passages; the model's file is another one and other versions of "
        "the programs are at work."
    )


def test_a_question_asked_otherwise_replaces_what_followed_it(actions: Actions) -> None:
    talk = asked(actions, QUESTION, OTHER_QUESTION, QUESTION)
    editing = actions.edit(talk.exchanges, talk.conversation, {"turn": "2"})
    assert (editing.box, editing.editing) == (OTHER_QUESTION, 2)
    assert "and the 1 answer after it" in editing.alert
    mended = last(actions.answers.ask("How long is it?", talk.exchanges, "s", talk.conversation, None, 2))
    assert [one.question for one in mended.exchanges] == [QUESTION, "How long is it?"]
    assert mended.editing == 0
    kept = actions.conversations.recall(talk.conversation).exchanges
    assert [one.question for one in kept] == [QUESTION, "How long is it?"]
    assert [one.kept for one in kept] == [one.kept for one in mended.exchanges]


def test_a_refused_question_replaces_nothing(actions: Actions) -> None:
    talk = asked(actions, QUESTION)
    refused = last(actions.answers.ask("  ", talk.exchanges, "s", talk.conversation, None, 1))
    assert refused.editing == 1
    assert len(actions.conversations.recall(talk.conversation).exchanges) == 1


def test_two_tabs_on_one_conversation_lose_nothing(actions: Actions) -> None:
    both = asked(actions, QUESTION)
    one = last(actions.answers.ask(OTHER_QUESTION, both.exchanges, "one", both.conversation))
    two = last(actions.answers.ask("Who sells fish?", both.exchanges, "two", both.conversation))
    assert [exchange.question for exchange in two.exchanges] == [QUESTION, OTHER_QUESTION, "Who sells fish?"]
    assert [exchange.question for exchange in actions.conversations.recall(one.conversation).exchanges] == [
        QUESTION,
        OTHER_QUESTION,
        "Who sells fish?",
    ]


def test_a_narrowed_question_is_asked_of_those_articles_alone_and_says_so(actions: Actions) -> None:
    only = Filter(sources=frozenset({"The Post"}))
    talk = last(actions.answers.ask(QUESTION, (), "s", "", only))
    assert {hit.article.source for hit in talk.exchanges[0].hits} == {"The Post"}
    assert "Asked of: <bdi>The Post</bdi>" in render_exchange(talk.exchanges[0])
    assert "Asked of: <bdi>The Post</bdi>" in render_exchange(
        actions.conversations.recall(talk.conversation).exchanges[0]
    )


@pytest.mark.parametrize(
    ("only", "said"),
    [
        (Filter(), ""),
        (Filter(sources=frozenset({"B", "A"})), "A, B"),
        (Filter(sources=frozenset("ABCDEFG")), "A, B, C, D, E and 2 more sources"),
        (Filter(articles=frozenset({"x"}), published_from=date(2024, 1, 2)), "the article x; from 2024-01-02"),
        (Filter(tags=frozenset({"floods", "sea"})), "tagged floods; tagged sea"),
        (Filter(articles=frozenset({"x", "y"}), published_to=date(2024, 1, 2)), "2 chosen articles; to 2024-01-02"),
    ],
)
def test_what_was_narrowed_to_is_said_in_words_and_survives_the_browser(only: Filter, said: str) -> None:
    assert describe_filter(only) == said
    assert recall_scope(write_scope(only)) == only


@pytest.mark.parametrize("kept", ["", "no json", "[1]", '{"from": "yesterday"}'])
def test_a_damaged_scope_narrows_nothing(kept: str) -> None:
    assert recall_scope(kept) == Filter()


def test_a_form_with_its_days_the_wrong_way_round_is_refused() -> None:
    with pytest.raises(ValueError, match="is after the last"):
        read_scope({"from": "2024-03-02", "to": "2024-03-01"})


def test_the_control_counts_what_is_left_and_offers_all_sources(actions: Actions) -> None:
    held = actions.resources.library.inventory()

    def narrowed(only: Filter) -> str:
        return actions.collecting.choice(only).control

    assert "Asking: all 3 articles" in narrowed(Filter())
    shown = narrowed(Filter(sources=frozenset({"The Post"})))
    assert "Asking: 1 article of 3 (<bdi>The Post</bdi>)" in shown
    assert 'value="The Post" checked' in shown
    assert "Ask all articles again" in shown
    bridge = next(article for article in held.articles if article.title == "The bridge")
    assert "(<bdi>“The bridge”</bdi>)" in narrowed(Filter(articles=frozenset({bridge.id})))
    assert "1 article of 3" in narrowed(
        Filter(published_from=date(2024, 3, 1))
    )  # an article without a date passes no date


def test_hostile_sources_stay_text(actions: Actions) -> None:
    listed = tuple(replace(one, source='"><script>x</script>') for one in actions.resources.library.articles())
    assert "<script>" not in render_scope(Inventory(listed), Filter(), Offered(3))


def test_the_best_sentence_is_there_before_the_first_word_and_is_no_answer_yet(actions: Actions) -> None:
    told = actions.answers.tell(OTHER_QUESTION, (), "s", threading.Event(), "", None, 0)
    shown = [render_exchange(talk.exchanges[-1]) for talk in told]
    reading = next(one for one in shown if "not an answer yet" in one)
    assert "<q>The bridge of Alderwick was opened in 1931.</q>" in reading
    assert "not an answer yet" not in shown[-1]


def test_sentences_without_a_model_are_not_called_supported(actions: Actions) -> None:
    resources = replace(actions.resources, assistant=Assistant(actions.resources.library))
    shown = render_exchange(
        last(Actions(resources).answers.ask("How long is the bridge of Alderwick?", (), "s")).exchanges[0]
    )
    assert "a sentence of your articles" in shown
    assert "</span> supported" not in shown
