"""Kept conversations: nothing is lost, nothing is mixed up, and what comes back is shown as it was."""

import os
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import Article, Hit, Passage, Span
from index.errors import ArticleUnknown
from rag.types import Answer, Citation, Claim, Outcome, Receipt, Support, Timings, Window
from ui.browser.views.render import render_exchange
from ui.browser.views.sources import render_sources
from ui.contract import from_answer, write_json
from ui.conversations.errors import ConversationError, ConversationUnknown, NameRefused
from ui.conversations.recall import recall
from ui.conversations.store import ConversationStore
from ui.conversations.stored import from_saved, save, to_saved
from ui.conversations.types import Verdict
from ui.conversations.words import find_excerpt, fold, make_needles, propose_name
from ui.service.exchange import Exchange, Stage, turns_of

TEXT = "The harbour opened. Ada Quay founded it in 1871. The pier is new."
QUOTE = TEXT[20:48]
ARTICLE = Article("a1", "The Harbour", TEXT, "Gazette", "https://example.org/a1", date(2024, 5, 1))
OTHER = Article("b2", "The Pier", "Nobody knows who paid. The pier is of wood.", published=None)
HIT = Hit(ARTICLE, Passage(QUOTE, 20, 48, speaker="Mayor"), 1 / 3, 0.1 + 0.2, 1.0)
CITATION = Citation("a1", "The Harbour", 20, 48, QUOTE, "Gazette", "https://example.org/a1", date(2024, 5, 1))
ANSWER = Answer(
    question="Who founded it?",
    resolved="Who founded the harbour?",
    outcome=Outcome.PARTLY_SUPPORTED,
    short="Ada Quay",
    text="Ada Quay founded it in 1871. It was sunny.",
    claims=(
        Claim("Ada Quay founded it in 1871.", Support.SUPPORTED, 2 / 3, (CITATION,)),
        Claim("It was sunny.", Support.WEAK, 0.4, (), "no sentence says so"),
    ),
    hits=(HIT,),
    nearest=(),
    withheld=(Claim("It cost 9 pounds.", Support.UNSUPPORTED, 0.0, (), "9 is not there"),),
    timings=Timings(12.3456789, 1 / 7, 20.0),
    receipt=Receipt(3, "hashed", "extractive", "", "ab" * 32, ("a1:20-48",), ("broadsheet 0.1.0",)),
)
WINDOWS = (Window(ARTICLE, 0, 48, Span(20, 48), 1 / 3), Window(OTHER, 0, 43, Span(23, 43), 0.25, "Mayor"))
MANY = 12

APPENDER = """
import sys, pathlib
from dataclasses import replace
from ui.conversations.store import ConversationStore
from ui.conversations.store import ConversationStore
from ui.conversations.stored import to_saved
home, conversation, name, times = sys.argv[1:]
answer = to_saved(sys.stdin.read()).answer
store = ConversationStore.open(pathlib.Path(home))
for number in range(int(times)):
    kept = store.append(conversation, replace(answer, question=f"{name} {number}"))
    print(kept.number, flush=True)
"""


class Clock:
    """A clock that goes on by a minute each time it is read."""

    def __init__(self) -> None:
        self.now = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now


@pytest.fixture
def store(tmp_path: Path) -> ConversationStore:
    return ConversationStore.open(tmp_path / "home", Clock())


def asking(question: str, text: str = "Ada Quay.") -> Answer:
    """Return an answer to `question`."""
    return replace(ANSWER, question=question, resolved=question, short="", text=text)


def find_in(*articles: Article) -> Callable[[str], Article]:
    """Return a lookup in these articles that fails as a library's does."""

    def find(article_id: str) -> Article:
        for article in articles:
            if article.id == article_id:
                return article
        raise ArticleUnknown(article_id)

    return find


def test_what_was_kept_is_read_after_reopening(store: ConversationStore) -> None:
    conversation = store.start("Harbours")
    first = store.append(conversation.id, ANSWER, WINDOWS, datetime(2026, 1, 1, tzinfo=UTC))
    second = store.append(conversation.id, asking("And then?"))
    again = ConversationStore.open(store.path.parent)
    assert again.exchanges(conversation.id) == (first, second)
    assert again.exchange(conversation.id, 2) == second
    assert (first.number, first.question, first.asked) == (1, "Who founded it?", datetime(2026, 1, 1, tzinfo=UTC))
    assert first.answer == replace(ANSWER, hits=())
    kept = again.conversation(conversation.id)
    assert (kept.name, kept.started, kept.exchanges) == ("Harbours", conversation.started, 2)
    assert kept.changed > kept.started
    assert again.take_notice() == ""


def test_a_reload_shows_the_same(store: ConversationStore) -> None:
    live = Exchange(
        1,
        ANSWER.question,
        Stage.DONE,
        ANSWER.resolved,
        ANSWER.hits,
        WINDOWS,
        "",
        ANSWER,
        kept=1,
        asked=date(2026, 1, 2),
    )
    store.append(conversation := store.start("Harbours").id, ANSWER, WINDOWS)
    (reloaded,) = recall(store.exchanges(conversation), find_in(ARTICLE, OTHER))
    assert reloaded.link.startswith(f"{conversation}-") or reloaded.link
    assert replace(reloaded, link="") == live
    assert render_exchange(replace(reloaded, link="")) == render_exchange(live)
    assert render_sources(reloaded) == render_sources(live)
    assert turns_of([reloaded]) == turns_of([live])


def test_what_an_article_no_longer_says_is_left_out_but_the_quote_stays(store: ConversationStore) -> None:
    store.append(conversation := store.start("Harbours").id, ANSWER, WINDOWS)
    changed = replace(ARTICLE, text=TEXT.replace("1871", "1872"))
    (shown,) = recall(store.exchanges(conversation), find_in(changed))
    assert (shown.hits, shown.windows) == ((), ())
    assert shown.answer is not None
    assert shown.answer.claims[0].citations[0].quote == QUOTE
    assert "1871" in render_exchange(shown)


def test_the_newest_talk_comes_first(store: ConversationStore) -> None:
    first, second, third = (store.start(name).id for name in ("one", "two", "three"))
    assert [one.id for one in store.conversations()] == [third, second, first]
    store.append(first, ANSWER)
    store.rename(second, "zwei")
    store.judge(first, 1, Verdict.GOOD)
    assert [one.id for one in store.conversations()] == [first, third, second]
    still = ConversationStore.open(store.path.parent / "still", lambda: datetime(2026, 1, 1, tzinfo=UTC))
    names = [still.start(name).name for name in ("one", "two")]
    assert [one.name for one in still.conversations()] == names[::-1]


def test_a_name_can_be_changed_and_is_one_visible_line(store: ConversationStore) -> None:
    made = store.start(" a\nb\u202e \x00")
    assert made.name == "a b"
    assert store.rename(made.id, "c").name == store.conversation(made.id).name == "c"
    for name in ("", " \n", "\u200b"):
        with pytest.raises(NameRefused, match="no name for a conversation"):
            store.rename(made.id, name)


def test_what_is_deleted_is_gone(store: ConversationStore) -> None:
    gone, kept = store.start("Secret name").id, store.start("Kept").id
    store.append(gone, asking("Where is the xylophone?", "Under the quagmire."))
    store.append(kept, ANSWER)
    store.delete(gone)
    assert [one.id for one in store.conversations()] == [kept]
    assert store.search("xylophone") == ()
    for act in (
        lambda: store.delete(gone),
        lambda: store.append(gone, ANSWER),
        lambda: store.exchanges(gone),
        lambda: store.conversation(gone),
        lambda: store.rename(gone, "x"),
    ):
        with pytest.raises(ConversationUnknown, match="conversations list"):
            act()
    left = b"".join(file.read_bytes() for file in store.path.parent.iterdir())
    assert b"founded" in left
    assert b"xylophone" not in left


def test_feedback_is_kept_replaced_and_taken_back(store: ConversationStore) -> None:
    conversation = store.start("Harbours").id
    store.append(conversation, ANSWER)
    store.judge(conversation, 1, Verdict.GOOD)
    judged = store.judge(conversation, 1, Verdict.BAD, " it was 1872 \ud800")
    assert judged == store.exchange(conversation, 1)
    assert judged.feedback is not None
    assert (judged.feedback.verdict, judged.feedback.reason) == (Verdict.BAD, "it was 1872 \ufffd")
    assert store.withdraw(conversation, 1).feedback is None
    with pytest.raises(ConversationUnknown, match="no exchange 2"):
        store.judge(conversation, 2, Verdict.GOOD)


def test_search_finds_words_in_questions_answers_and_names(store: ConversationStore) -> None:
    harbour, cafe, named = (store.start(name).id for name in ("One", "Two", "The Harbour walk"))
    store.append(harbour, asking("Who founded the harbour?"))
    store.append(harbour, asking("What of the pier?", "It is of WOOD, 100% oak_wood."))
    store.append(cafe, asking("Où est le Café?", "在上海的咖啡馆。"))
    store.append(named, asking("How far?"))

    def found(query: str) -> list[tuple[str, list[int]]]:
        return [(one.conversation.id, [match.number for match in one.matches]) for one in store.search(query)]

    assert found("harb") == [(named, []), (harbour, [1])]
    assert found("FOUNDED harbour") == [(harbour, [1])]
    assert found("wood pier") == [(harbour, [2])]
    assert found("cafe") == found("CAFÉ") == found("咖啡") == [(cafe, [1])]
    assert found("arbour") == found("harbour xyz") == found("") == found("?! %") == []
    assert found("100%") == [(harbour, [2])]
    assert found("'; DROP TABLE exchanges; --") == []
    match = store.search("wood")[0].matches[0]
    assert (match.question, match.excerpt) == ("What of the pier?", "It is of WOOD, 100% oak_wood.")


ASKED = "Who founded the harbour, and what did the town council of"


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Who founded it?", "Who founded it?"),
        (" Who\n founded  it? ", "Who founded it?"),
        (f"{ASKED} Saltby say?", f"{ASKED}…"),
        (f"{ASKED}, Saltby?", f"{ASKED}…"),
        ("港" * 80, "港" * 59 + "…"),
        ("", "Conversation"),
        ("\u202e\x07", "Conversation"),
    ],
)
def test_a_question_proposes_a_name(question: str, name: str) -> None:
    assert propose_name(question) == name


def test_words_are_compared_without_case_and_accents() -> None:
    assert fold("Straße, CAFÉ ﬁn o’clock") == " strasse cafe fin o clock"
    assert make_needles("b a b") == (" b", " a")
    long = "x " * 100 + "needle" + " y" * 100
    assert "needle" in find_excerpt(long, (" need",))
    assert find_excerpt(long, (" eed",)) == ""


def test_threads_append_without_loss(store: ConversationStore) -> None:
    conversation = store.start("Both tabs").id

    def work(name: str) -> None:
        for number in range(MANY):
            store.append(conversation, asking(f"{name} {number}"))

    threads = [threading.Thread(target=work, args=(name,)) for name in "ab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    kept = store.exchanges(conversation)
    assert [one.number for one in kept] == list(range(1, 2 * MANY + 1))
    for name in "ab":
        assert [one.question for one in kept if one.question[0] == name] == [f"{name} {n}" for n in range(MANY)]


def appender(home: Path, conversation: str, name: str, times: int) -> subprocess.Popen[str]:
    """Start a process that appends and prints the number of each exchange once it is kept."""
    command = [sys.executable, "-c", APPENDER, str(home), conversation, name, str(times)]
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)},
    )  # fmt: skip
    assert process.stdin is not None
    process.stdin.write(write_json(from_saved(save(ANSWER))))
    process.stdin.close()
    return process


@pytest.mark.slow
def test_processes_append_without_loss_even_to_a_file_that_both_make(tmp_path: Path) -> None:
    store = ConversationStore.open(tmp_path)
    conversation = store.start("Both windows").id
    processes = [appender(tmp_path, conversation, name, MANY) for name in "ab"]
    said = []
    for process in processes:
        assert process.stdout is not None
        said += [int(line) for line in process.stdout.read().split()]
        assert process.wait() == 0
        process.stdout.close()
    kept = store.exchanges(conversation)
    assert sorted(said) == [one.number for one in kept] == list(range(1, 2 * MANY + 1))
    for name in "ab":
        assert [one.question for one in kept if one.question[0] == name] == [f"{name} {n}" for n in range(MANY)]


def test_many_open_a_new_file_at_once(tmp_path: Path) -> None:
    failures: list[Exception] = []
    ready = threading.Barrier(6)

    def work() -> None:
        ready.wait()
        try:
            ConversationStore.open(tmp_path / "home").start("x")
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(ConversationStore.open(tmp_path / "home").conversations()) == 6


@pytest.mark.slow
def test_a_process_killed_while_it_appends_loses_nothing_that_was_kept(tmp_path: Path) -> None:
    conversation = ConversationStore.open(tmp_path).start("Killed").id
    process = appender(tmp_path, conversation, "a", 100_000)
    assert process.stdout is not None
    for _ in range(5):
        last = int(process.stdout.readline())
    process.send_signal(signal.SIGKILL)
    rest = process.stdout.read().splitlines(keepends=True)
    last = max([last, *(int(line) for line in rest if line.endswith("\n"))])
    process.wait()
    process.stdout.close()
    store = ConversationStore.open(tmp_path)
    kept = store.exchanges(conversation)
    assert [one.question for one in kept] == [f"a {number}" for number in range(len(kept))]
    assert len(kept) in (last, last + 1)  # one may have been kept and not yet told
    assert store.append(conversation, ANSWER).number == len(kept) + 1
    assert store.take_notice() == ""


def fill(home: Path) -> str:
    """Keep enough that the file has many pages, and return the conversation."""
    store = ConversationStore.open(home)
    conversation = store.start("Harbours").id
    for number in range(8):
        store.append(conversation, asking(f"question {number}", "word " * 900))
    return conversation


@pytest.mark.parametrize("damage", ["no database", "cut", "torn", "no letters", "other tables"])
def test_a_damaged_file_is_set_aside_and_said_so(tmp_path: Path, damage: str) -> None:
    file = tmp_path / "conversations.sqlite"
    if damage == "other tables":
        with sqlite3.connect(file) as other:
            other.execute("CREATE TABLE x (y)")
        other.close()
    else:
        fill(tmp_path)
        whole = file.read_bytes()
        cut, torn = whole[: len(whole) // 2], whole[:4096] + b"\xff" * 8192 + whole[12288:]
        quoted = whole.replace(b"CREATE TABLE", b"CRE\xf4TE TABLE")  # by SQLite, in what it says of it
        spoilt = {"no database": b"hello" * 999, "cut": cut, "torn": torn, "no letters": quoted}
        file.write_bytes(spoilt[damage])
    before = file.read_bytes()
    store = ConversationStore.open(tmp_path)
    assert store.conversations() == ()
    (aside,) = tmp_path.glob("conversations-damaged-*.sqlite")
    assert aside.read_bytes() == before
    assert str(aside) in (said := store.take_notice())
    assert "damaged" in said
    assert store.take_notice() == ""
    store.append(store.start("Again").id, ANSWER)
    again = ConversationStore.open(tmp_path)
    assert [one.name for one in again.conversations()] == ["Again"]
    assert again.take_notice() == ""


def test_a_file_that_is_damaged_while_the_store_is_open_is_set_aside_once(tmp_path: Path) -> None:
    stores = [ConversationStore.open(tmp_path), ConversationStore.open(tmp_path)]
    fill(tmp_path)
    (tmp_path / "conversations.sqlite").write_bytes(b"hello" * 999)
    assert [store.conversations() for store in stores] == [(), ()]
    assert [bool(store.take_notice()) for store in stores] == [True, False]
    assert len(list(tmp_path.glob("conversations-damaged-*"))) == 1


def test_one_damaged_exchange_leaves_the_others(tmp_path: Path) -> None:
    conversation = fill(tmp_path)
    store = ConversationStore.open(tmp_path)
    with sqlite3.connect(store.path) as raw:
        raw.execute("UPDATE exchanges SET answer = replace(answer, 'partly_supported', 'partly') WHERE number = 3")
        raw.execute("UPDATE exchanges SET answer = '{}' WHERE number = 5")
    raw.close()
    assert [one.number for one in store.exchanges(conversation)] == [1, 2, 4, 6, 7, 8]
    assert "damaged and left out" in store.take_notice()
    assert [match.number for match in store.search("question")[0].matches] == [1, 2, 4, 6, 7, 8]
    with pytest.raises(ConversationUnknown, match="exchange 3"):
        store.exchange(conversation, 3)


def test_a_file_of_another_format_is_left_alone(tmp_path: Path) -> None:
    fill(tmp_path)
    raw = sqlite3.connect(tmp_path / "conversations.sqlite")
    raw.execute("PRAGMA user_version=9")
    raw.close()
    with pytest.raises(ConversationError, match="format 9; this Broadsheet reads format 2"):
        ConversationStore.open(tmp_path)
    assert list(tmp_path.glob("*damaged*")) == []


def test_what_cannot_be_opened_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "conversations.sqlite").mkdir()
    with pytest.raises(ConversationError, match="cannot be read or written"):
        ConversationStore.open(tmp_path)


texts = st.text(max_size=12)
scores = st.floats(allow_nan=False, allow_infinity=False)
days = st.none() | st.dates()
citations = st.builds(Citation, texts, texts, st.integers(), st.integers(), texts, texts, texts, days)
claims = st.builds(Claim, texts, st.sampled_from(Support), scores, st.lists(citations, max_size=2).map(tuple), texts)
articles = st.builds(Article, texts, texts, st.text(min_size=3, max_size=12), texts, texts, days, texts)


@st.composite
def hits(draw: st.DrawFn) -> Hit:
    article = draw(articles)
    start = draw(st.integers(0, len(article.text) - 1))
    end = draw(st.integers(start + 1, len(article.text)))
    return Hit(article, Passage(article.text[start:end], start, end, draw(texts)), *(draw(scores) for _ in range(3)))


@st.composite
def windows(draw: st.DrawFn) -> Window:
    hit = draw(hits())
    return Window(
        hit.article, 0, len(hit.article.text), Span(hit.passage.start, hit.passage.end), hit.score, draw(texts)
    )


answers = st.builds(
    Answer, texts, texts, st.sampled_from(Outcome), texts, texts, st.lists(claims, max_size=2).map(tuple),
    st.lists(hits(), max_size=2, unique_by=lambda hit: hit.article.id).map(tuple),
    st.lists(citations, max_size=2).map(tuple), st.lists(claims, max_size=2).map(tuple),
    st.builds(Timings, scores, scores, scores),
    st.builds(Receipt, st.integers(), texts, texts, texts, texts, *[st.lists(texts).map(tuple)] * 2),
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(answers, st.lists(windows(), max_size=1))
@pytest.mark.slow
def test_an_answer_comes_back_as_it_was(answer: Answer, read: list[Window]) -> None:
    saved = save(answer, read)
    line = write_json(from_saved(saved))
    assert to_saved(line) == saved
    assert saved.answer == replace(answer, hits=())
    assert from_saved(saved).keys() > from_answer(answer).keys()


def test_a_lone_surrogate_comes_back_and_is_kept(store: ConversationStore) -> None:
    odd = asking("a \ud800 b \x00 c")
    conversation = store.start(propose_name(odd.question))
    assert conversation.name == "a \ufffd b c"
    store.append(conversation.id, odd)
    assert store.exchanges(conversation.id)[0].question == odd.question
    assert len(store.search("c")) == 1


@pytest.mark.parametrize("line", ["", "[]", "{}", "null", '{"question": 1}', write_json(from_answer(ANSWER))])
def test_what_is_no_saved_answer_is_refused(line: str) -> None:
    with pytest.raises(ValueError):
        to_saved(line)


def test_a_file_of_the_first_format_is_brought_to_this_one_with_all_it_holds(tmp_path: Path) -> None:
    conversation = fill(tmp_path)
    before = ConversationStore.open(tmp_path).exchanges(conversation)
    raw = sqlite3.connect(tmp_path / "conversations.sqlite")
    raw.executescript(
        "DROP VIEW listed; ALTER TABLE conversations DROP COLUMN owner;"
        "CREATE VIEW listed AS SELECT id, name, started, changed,"
        " (SELECT count(*) FROM exchanges WHERE conversation = id) AS exchanges, words,"
        " conversations.rowid AS made FROM conversations; PRAGMA user_version=1"
    )
    raw.close()
    opened = ConversationStore.open(tmp_path)
    assert opened.exchanges(conversation) == before != ()
    assert [one.id for one in opened.conversations()] == [conversation]
    assert opened.belonging_to("anna").conversations() == ()
    assert list(tmp_path.glob("*damaged*")) == []
    assert [one.id for one in ConversationStore.open(tmp_path).conversations()] == [conversation]
