"""What the page does when somebody acts, without Gradio and without a browser."""

import ast
import base64
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.library import Library
from rag.assistant import MAX_QUESTION_CHARS, Assistant
from rag.errors import GeneratorError
from rag.generators.base import GeneratorIdentity, Reading, Review
from rag.types import Event, Token
from ui.browser.actions import Actions
from ui.browser.app import Desk
from ui.browser.documents import discard, remove_article, safe_name, take_in, waiting
from ui.browser.exchange import Stage, number_citations
from ui.browser.follow import Stops, follow
from ui.browser.render import render_exchange
from ui.browser.shelf import Leaf
from ui.browser.talk import Talk
from ui.conversations.store import ConversationStore
from ui.conversations.types import Format

ROOT = Path(__file__).parent.parent


class SentenceGenerator:
    """Writes one sentence; with `error`, half of it."""

    def __init__(self, sentence: str, error: str = "") -> None:
        self.identity = GeneratorIdentity("sentence", "")
        self.sentence = sentence
        self.error = error

    def count_tokens(self, text: str) -> int:
        return len(text.split())

    def generate(self, reading: Reading) -> Iterator[str]:
        yield self.sentence[:4]
        if self.error:
            raise GeneratorError(self.error)
        yield self.sentence[4:]

    def review(self, reading: Reading, written: str) -> Review:
        return Review()

    def warm_up(self) -> None:
        return


def keep(documents: Path) -> ConversationStore:
    return ConversationStore.open(documents.parent / "home")


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    return tmp_path / "documents"


@pytest.fixture
def actions(library: Library, articles: Path, documents: Path) -> Actions:
    library.sync(articles)
    return Actions(
        Desk(Assistant(library, SentenceGenerator("The bridge is 212 metres long.")), documents, keep(documents))
    )


def last_talk(talks: Iterator[Talk]) -> Talk:
    *_, last = talks
    return last


def test_asking_shows_searching_sources_draft_and_answer_in_this_order(actions: Actions) -> None:
    talks = list(actions.ask("How long is the bridge?", (), "s"))
    newest = [talk.exchanges[-1] for talk in talks]
    stages = [exchange.stage for exchange in newest]
    assert list(dict.fromkeys(stages)) == [Stage.SEARCHING, Stage.READING, Stage.WRITING, Stage.DONE]
    assert newest[0].hits == ()
    assert newest[stages.index(Stage.READING)].windows[0].article.title == "The bridge"
    answer = newest[-1].answer
    assert answer is not None
    assert answer.short == "212 metres"
    assert talks[-1].box == ""


def test_a_citation_opens_its_article_with_just_its_characters_marked(actions: Actions) -> None:
    exchanges = last_talk(actions.ask("How long is the bridge?", (), "s")).exchanges
    shown = actions.open(exchanges, {"turn": "1", "number": "1"})
    assert 'id="bs-cited" tabindex="-1" data-number="1">It is 212 metres long.</mark>' in shown


def test_a_citation_of_a_removed_article_shows_its_quote(actions: Actions) -> None:
    exchanges = last_talk(actions.ask("How long is the bridge?", (), "s")).exchanges
    answer = exchanges[0].answer
    assert answer is not None
    for citation in number_citations(answer):
        actions.desk.library.remove(citation.article)
    shown = actions.open(exchanges, {"turn": "1", "number": "1"})
    assert "no longer in your library" in shown
    assert "It is 212 metres long." in shown


def test_a_citation_of_an_article_that_changed_shows_the_cited_text(actions: Actions, articles: Path) -> None:
    exchanges = last_talk(actions.ask("How long is the bridge?", (), "s")).exchanges
    (articles / "bridge.md").write_text("---\ntitle: The bridge\n---\nIt fell down last night.\n")
    actions.desk.library.sync(articles)
    assert "It is 212 metres long.</mark>" in actions.open(exchanges, {"turn": "1", "number": "1"})


@pytest.mark.parametrize("given", [{}, {"turn": "9", "number": "1"}, {"turn": "1", "number": "99"}, {"turn": "x"}])
def test_what_no_page_offers_opens_nothing(actions: Actions, given: dict[str, str]) -> None:
    exchanges = last_talk(actions.ask("How long is the bridge?", (), "s")).exchanges
    assert "not known any more" in actions.open(exchanges, given)


def test_a_window_and_a_row_of_the_table_open_their_article(actions: Actions) -> None:
    exchanges = last_talk(actions.ask("How long is the bridge?", (), "s")).exchanges
    window = exchanges[0].windows[0]
    assert f"{window.best.of(window.article.text)}</mark>" in actions.open(exchanges, {"turn": "1", "window": "0"})
    listed = actions.desk.library.articles()
    market = next(article.id for article in listed if article.title == "The market")
    assert "Fish is sold by Ada Vane." in actions.open((), {"article": market})
    assert "The library has no article" in actions.open((), {"article": "nobody"})


@pytest.mark.parametrize("question", ["", "   ", "x" * 10_000])
def test_a_refused_question_stays_in_its_box_with_the_reason(actions: Actions, question: str) -> None:
    talk = last_talk(actions.ask(question, (), "s"))
    assert talk.exchanges == ()
    assert talk.box == question
    assert (f"{MAX_QUESTION_CHARS:,}" in talk.alert) == (len(question) > MAX_QUESTION_CHARS)
    assert "question" in talk.alert


def test_an_answer_is_kept_shown_again_saved_and_deleted(actions: Actions) -> None:
    talk = last_talk(actions.ask("How long is the bridge?", (), "s"))
    second = last_talk(actions.ask("And who says so?", talk.exchanges, "s", talk.conversation))
    assert talk.conversation == second.conversation != ""
    recalled = actions.keeping.recall(second.conversation)
    assert [render_exchange(one) for one in recalled.exchanges] == [render_exchange(one) for one in second.exchanges]
    other = last_talk(actions.ask("How long is the bridge?", (), "s"))
    assert other.conversation != talk.conversation
    listed = actions.keeping.history(talk.conversation)
    assert "2 kept conversations" in listed
    assert listed.count('aria-current="true"') == 1
    saved = actions.keeping.export({"conversation": talk.conversation, "format": Format.MARKDOWN.value})
    coded = saved.partition("base64,")[2].partition('"')[0]
    assert "212 metres" in base64.b64decode(coded).decode()
    assert 'download="How long is the bridge.md"' in saved
    assert "Deleted: How long is the bridge?" in actions.keeping.forget(talk.conversation)
    assert actions.keeping.recall(talk.conversation) == Talk()
    assert "1 kept conversation" in actions.keeping.history("")
    # In the tab that still shows it, the next answer begins a new one.
    again = last_talk(actions.ask("How long is the bridge?", second.exchanges, "s", talk.conversation))
    assert again.conversation not in ("", talk.conversation)
    assert again.alert == ""
    assert 'role="alert"' in actions.keeping.forget("nothing")
    assert 'role="alert"' in actions.keeping.export({"conversation": other.conversation, "format": "exe"})


def test_an_answer_that_cannot_be_kept_is_shown_with_the_reason(actions: Actions) -> None:
    actions.desk.conversations.path.write_bytes(b"no database")
    folder = actions.desk.conversations.path.parent
    folder.chmod(0o500)
    try:
        talk = last_talk(actions.ask("How long is the bridge?", (), "s"))
    finally:
        folder.chmod(0o700)
    assert talk.exchanges[0].answer is not None


def test_an_empty_library_says_what_to_do(library: Library, documents: Path) -> None:
    (talk,) = Actions(Desk(Assistant(library), documents, keep(documents))).ask("How long?", (), "s")
    assert "Your library is empty" in talk.alert
    assert "Rebuild index" in talk.alert
    assert talk.box == "How long?"


def test_a_generator_that_fails_is_said_and_the_sources_stay(library: Library, articles: Path, documents: Path) -> None:
    library.sync(articles)
    broken = SentenceGenerator("The bridge.", error="The model ran out of memory: close something.")
    talk = last_talk(
        Actions(Desk(Assistant(library, broken), documents, keep(documents))).ask("How long is the bridge?", (), "s")
    )
    assert talk.exchanges[-1].stage is Stage.FAILED
    assert talk.exchanges[-1].trouble == "The model ran out of memory: close something."
    assert talk.exchanges[-1].windows != ()


def test_a_follow_up_is_resolved_from_the_conversation(actions: Actions) -> None:
    first = last_talk(actions.ask("How long is the Alderwick bridge?", (), "s")).exchanges
    second = last_talk(actions.ask("When was it opened?", first, "s")).exchanges[-1]
    assert second.number == 2
    assert "Alderwick" in second.resolved


def test_stopping_ends_an_answer_at_once_while_its_generator_still_thinks() -> None:
    release, closed = threading.Event(), threading.Event()

    def events() -> Iterator[Event]:
        try:
            yield Token("a")
            release.wait(10)
            yield Token("b")
        finally:
            closed.set()

    stops = Stops()
    flag = stops.begin("s")
    stream = follow(events(), flag)
    assert next(stream) == Token("a")
    stops.stop("s")
    before = time.monotonic()
    assert list(stream) == []
    assert time.monotonic() - before < 5
    assert not closed.is_set()
    release.set()
    assert closed.wait(5)


def test_a_new_question_of_a_session_stops_its_old_one_and_no_other() -> None:
    stops = Stops()
    mine, other = stops.begin("mine"), stops.begin("other")
    again = stops.begin("mine")
    assert (mine.is_set(), other.is_set(), again.is_set()) == (True, False, False)
    stops.end("mine", mine)
    stops.stop("mine")
    assert again.is_set()


def test_a_stopped_answer_is_shown_as_stopped(actions: Actions) -> None:
    talks = actions.ask("How long is the bridge?", (), "s")
    next(talks)
    actions.stops.stop("s")
    assert last_talk(talks).exchanges[-1].stage is Stage.STOPPED


def put(folder: Path, name: str, text: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def test_add_rebuild_ask_remove(actions: Actions, tmp_path: Path, documents: Path) -> None:
    library = actions.desk.library
    said = actions.stocking.upload(
        [str(put(tmp_path / "up", "mill.txt", "The mill\n\nThe mill was sold to Ines Roth.\n"))]
    )
    assert "Added: <bdi>mill.txt</bdi>" in said
    assert actions.stocking.shelf("", Leaf()).waiting == ("mill.txt",)
    steps = list(actions.stocking.rebuild())
    assert any('max="1"' in step for step in steps)
    assert "The index is ready: 1 added." in steps[-1]
    assert actions.stocking.shelf("", Leaf()).waiting == ()
    mill = next(article for article in library.articles() if article.title == "The mill")
    assert "Removed: The mill" in actions.stocking.remove({"article": mill.id})[0]
    assert not (documents / "mill.txt").exists()
    assert list(actions.stocking.rebuild())[-1].startswith('<p role="status">The index is ready: nothing to do.')
    # The same document may come back: removing it here was no "never again".
    actions.stocking.upload([str(put(tmp_path / "up", "mill.txt", "The mill\n\nThe mill was sold to Ines Roth.\n"))])
    assert "The index is ready: 1 added." in list(actions.stocking.rebuild())[-1]


def test_the_same_name_is_replaced_and_says_so(tmp_path: Path, documents: Path) -> None:
    take_in([put(tmp_path / "up", "a.txt", "one")], documents)
    taken = take_in([put(tmp_path / "up", "a.txt", "two")], documents)
    assert (taken.added, taken.replaced) == ((), ("a.txt",))
    assert (documents / "a.txt").read_text() == "two"
    assert [file.name for file in documents.iterdir()] == ["a.txt"]


def test_an_unsupported_file_is_named_with_the_reason_and_kept_out(actions: Actions, tmp_path: Path) -> None:
    said = actions.stocking.upload([str(put(tmp_path / "up", "game.exe", "MZ"))])
    assert "<strong><bdi>game.exe</bdi></strong>: this format is not supported; supported are .txt" in said
    assert actions.stocking.shelf("", Leaf()).waiting == ()


def test_a_broken_file_is_named_with_the_reason_and_can_be_discarded(actions: Actions, tmp_path: Path) -> None:
    actions.stocking.upload([str(put(tmp_path / "up", "torn.pdf", "no pdf at all"))])
    said = list(actions.stocking.rebuild())[-1]
    assert "<strong><bdi>torn.pdf</bdi></strong>: " in said
    assert actions.stocking.shelf("", Leaf()).waiting == ("torn.pdf",)
    assert "Discarded: torn.pdf" in actions.stocking.discard({"name": "torn.pdf"})
    assert actions.stocking.shelf("", Leaf()).waiting == ()


def test_a_discarded_name_is_no_path(tmp_path: Path, documents: Path) -> None:
    outside = put(tmp_path, "precious.txt", "mine")
    put(documents, "a.txt", "a")
    discard(documents, "../precious.txt")
    discard(documents, str(outside))
    assert outside.exists()
    assert waiting(documents, ()) == ("a.txt",)


def test_removing_one_article_of_a_file_with_two_keeps_the_other(library: Library, documents: Path) -> None:
    lines = '{"id":"a","title":"A","text":"Alpha is first."}\n{"id":"b","title":"B","text":"Beta is second."}\n'
    file = put(documents, "two.jsonl", lines)
    library.sync(documents)
    assert remove_article(library, documents, "a").title == "A"
    assert file.exists()
    library.sync(documents)
    assert [article.id for article in library.articles()] == ["b"]


def test_a_file_that_was_not_added_here_is_not_deleted(actions: Actions, articles: Path) -> None:
    bridge = next(one for one in actions.desk.library.articles() if one.title == "The bridge")
    actions.stocking.remove({"article": bridge.id})[0]
    assert (articles / "bridge.md").exists()
    assert "The library has no article" in actions.stocking.remove({"article": bridge.id})[0]


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("report.pdf", "report.pdf"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\me\\a.txt", "a.txt"),
        (".broadsheetignore", "broadsheetignore"),
        ("...", "document"),
        ("", "document"),
        ("a\u202etxt.exe\n.md", "atxt.exe.md"),
        ("con.txt", "_con.txt"),
        ("Übersicht – März.docx", "Übersicht – März.docx"),
        ("x" * 300 + ".jsonl.gz", "x" * 141 + ".jsonl.gz"),
    ],
)
def test_names_become_safe(given: str, safe: str) -> None:
    assert safe_name(given) == safe
    assert safe_name(safe) == safe


def test_importing_the_front_door_loads_no_gradio() -> None:
    code = "import sys, ui.browser.app; print('gradio' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_only_the_page_and_its_places_import_gradio() -> None:
    importing = set()
    for file in (ROOT / "ui" / "browser").rglob("*.py"):
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            names = [one.name for one in node.names] if isinstance(node, ast.Import) else []
            if "gradio" in names:
                importing.add(file.relative_to(ROOT / "ui" / "browser").as_posix())
    assert importing == {"page.py", *(f"places/{name}.py" for name in ("common", "kept", "library", "talk"))}


def test_nothing_of_the_page_comes_from_elsewhere() -> None:
    for name in ("style.css", "page.js", "favicon.svg"):
        text = (ROOT / "ui" / "browser" / name).read_text(encoding="utf-8")
        assert "@import" not in text
        assert "url(" not in text
        assert [part for part in text.split('"') if part.startswith("http")] in ([], ["http://www.w3.org/2000/svg"])
