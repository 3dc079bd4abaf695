"""What can be done, without any door: questions, articles and who may do what."""

import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from served_programs import ANSWER, QUESTION, open_resources

from index import Filter
from index.errors import ArticleUnknown
from rag.errors import QuestionRefused
from rag.types import Finished
from ui.conversations.errors import ConversationUnknown
from ui.errors import NothingToAsk
from ui.server.access.accounts import Accounts
from ui.server.access.errors import TokenRefused
from ui.server.access.tokens import Bearers, forget_tokens_of, make_token, read_tokens, write_tokens
from ui.service.catalogue import Catalogue, CountBy, Wanted
from ui.service.checks import Checks
from ui.service.conversations import Conversations
from ui.service.errors import NotAllowed, NotThere, TextRefused
from ui.service.identity import Identity, Scope
from ui.service.library import LibraryWork
from ui.service.questions import Kept, Question, Questions
from ui.service.resources import Resources


@pytest.fixture
def resources(tmp_path: Path, articles: Path) -> Iterator[Resources]:
    with open_resources(tmp_path / "home", articles) as opened:
        yield opened


def questions_of(resources: Resources, owner: str = "") -> Questions:
    store = resources.conversations.belonging_to(owner)
    return Questions(resources.assistant, Conversations(store, resources.library))


def test_a_question_is_kept_only_where_that_is_wished_and_goes_on_in_its_conversation(resources: Resources) -> None:
    questions = questions_of(resources)
    *_, last = questions.stream(Question(QUESTION), threading.Event())
    assert isinstance(last, Finished)
    assert resources.conversations.conversations() == ()
    *_, kept = questions.stream(Question(QUESTION, keep=True), threading.Event())
    assert isinstance(kept, Kept)
    *_, finished, again = questions.stream(
        Question("How long is it?", conversation=kept.conversation), threading.Event()
    )
    assert again == Kept(kept.conversation, 2)
    assert isinstance(finished, Finished)
    assert "bridge" in finished.answer.resolved
    with pytest.raises(ConversationUnknown):
        list(
            questions_of(resources, "anna").stream(
                Question(QUESTION, conversation=kept.conversation), threading.Event()
            )
        )


def test_a_question_that_is_stopped_ends_without_an_answer(resources: Resources) -> None:
    stopped = threading.Event()
    stopped.set()
    assert list(questions_of(resources).stream(Question(QUESTION, keep=True), stopped)) == []
    assert resources.conversations.conversations() == ()


def test_what_cannot_be_asked_is_refused(resources: Resources) -> None:
    questions, stopped = questions_of(resources), threading.Event()
    with pytest.raises(QuestionRefused):
        list(questions.stream(Question("  "), stopped))
    with pytest.raises(ArticleUnknown, match="'nothing'"):
        list(questions.stream(Question(QUESTION, Filter(frozenset({"nothing"}))), threading.Event()))


def test_articles_are_listed_counted_and_read_to_the_character(resources: Resources) -> None:
    catalogue = Catalogue(resources.library)
    first = catalogue.list(Wanted(), limit=2)
    rest = catalogue.list(Wanted(), limit=2, offset=first.following or 0)
    assert (first.total, first.following, rest.following) == (3, 2, None)
    assert len({one.id for one in (*first.articles, *rest.articles)}) == 3
    (bridge,) = catalogue.list(Wanted("bridge post")).articles
    assert catalogue.count(CountBy.MONTH, Wanted()).rows == (("", 2), ("2024-03", 1))
    assert catalogue.count(CountBy.SOURCE, Wanted(only=Filter(published_from=date(2024, 1, 1)))).rows == (
        ("The Post", 1),
    )
    text = resources.library.article(bridge.id).text
    excerpt = catalogue.excerpt(bridge.id, 4, 10)
    assert (excerpt.text, excerpt.start, excerpt.end) == (text[4:10], 4, 10)
    assert catalogue.excerpt(bridge.id, 4, 10, around=3).text == text[1:13]
    for start, end in ((5, 5), (9, 2), (0, len(text) + 1)):
        with pytest.raises(NotThere, match=f"{len(text)}"):
            catalogue.excerpt(bridge.id, start, end)
    with pytest.raises(NothingToAsk):
        catalogue.search(" ", 3, Filter())


def test_a_text_without_words_is_not_checked(resources: Resources) -> None:
    checks = Checks(resources.library)
    with pytest.raises(TextRefused):
        checks.sentences(" \n", Filter())
    (sentence,) = checks.sentences(ANSWER, Filter())
    assert sentence.claim.citations


def test_each_scope_allows_what_the_lesser_ones_do() -> None:
    assert [[one for one in Scope if scope.allows(one)] for scope in Scope] == [
        [Scope.ASK], [Scope.ASK, Scope.READ], list(Scope),
    ]  # fmt: skip
    with pytest.raises(NotAllowed, match="--scope write"):
        Identity("anna", Scope.READ).require(Scope.WRITE)


def test_nobody_but_the_owner_has_folders_watched(resources: Resources, articles: Path) -> None:
    work = LibraryWork(resources)
    with pytest.raises(NotAllowed):
        work.watch(str(articles), "anna")
    assert work.watch(str(articles), "")
    assert resources.work.wait(30)
    with pytest.raises(NotAllowed):
        work.leave(str(articles), "anna")


def test_a_token_is_kept_as_its_hash_and_dies_with_its_user(tmp_path: Path) -> None:
    accounts = Accounts({"anna": "$argon2id$", "owner": "$argon2id$"})
    secret, tokens = make_token((), "Reader", "anna", Scope.READ)
    other, tokens = make_token(tokens, "own", "owner", Scope.ASK)
    write_tokens(tmp_path, tokens)
    kept = (tmp_path / "tokens.json").read_text()
    assert secret not in kept
    assert (tmp_path / "tokens.json").stat().st_mode & 0o077 == 0
    bearers = Bearers(tmp_path, accounts)
    found = bearers.recognise(secret)
    assert found is not None
    assert found.identity == Identity("anna", Scope.READ)
    assert Bearers(tmp_path, Accounts({"owner": "$argon2id$"})).recognise(secret) is None
    forget_tokens_of(tmp_path, "anna")
    assert bearers.recognise(secret) is None
    assert bearers.recognise(other) is not None
    assert bearers.recognise("") is None
    assert [token.name for token in read_tokens(tmp_path)] == ["own"]
    with pytest.raises(TokenRefused, match="already"):
        make_token(tokens, "own", "owner", Scope.ASK)
    (tmp_path / "tokens.json").write_text("{")
    with pytest.raises(TokenRefused):
        bearers.recognise(other)
