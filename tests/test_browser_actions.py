"""What the page does when somebody acts, without Gradio and without a browser."""

import ast
import base64
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from index import Filter
from index.embedders.hashed import HashedEmbedder
from index.library import Library
from rag.assistant import MAX_QUESTION_CHARS, Assistant
from rag.errors import GeneratorError
from rag.generators.base import GeneratorIdentity, Reading, Review
from rag.types import Event, Token, Window
from ui.browser.actions import Actions
from ui.browser.views.render import render_exchange
from ui.browser.views.shelf import Leaf
from ui.conversations.store import ConversationStore
from ui.conversations.types import Format
from ui.service.answers import SOON_S
from ui.service.documents import (
    Taken,
    Waiting,
    discard,
    list_waiting,
    refuse_format,
    remove_articles,
    safe_name,
    safe_path,
    sweep,
    take_in,
)
from ui.service.exchange import Stage, Talk, number_citations
from ui.service.resources import Resources
from ui.service.stopping import Stops, follow

if TYPE_CHECKING:
    from index.embedders.base import Vectors

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

    def review(self, reading: Reading, written: str, window: Window | None) -> Review:
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
        Resources(Assistant(library, SentenceGenerator("The bridge is 212 metres long.")), documents, keep(documents))
    )


def last_talk(talks: Iterator[Talk]) -> Talk:
    *_, last = talks
    return last


class SlowEmbedder(HashedEmbedder):
    """Takes longer for a question than the page waits before it says that it searches."""

    def embed_question(self, question: str) -> "Vectors":
        time.sleep(SOON_S + 0.2)
        vector: Vectors = HashedEmbedder().embed_question(question)
        return vector


def test_asking_shows_searching_sources_draft_and_answer_in_this_order(
    tmp_path: Path, articles: Path, documents: Path
) -> None:
    with Library.open(tmp_path / "slow", embedder=SlowEmbedder()) as library:
        library.sync(articles)
        assistant = Assistant(library, SentenceGenerator("The bridge is 212 metres long."))
        asking = Actions(Resources(assistant, documents, keep(documents))).answers
        talks = list(asking.tell("How long is the bridge?", (), "s", threading.Event(), "", None, 0))
    newest = [talk.exchanges[-1] for talk in talks]
    stages = [exchange.stage for exchange in newest]
    assert list(dict.fromkeys(stages)) == [Stage.SEARCHING, Stage.READING, Stage.WRITING, Stage.DONE]
    assert newest[0].hits == ()
    assert newest[stages.index(Stage.READING)].windows[0].article.title == "The bridge"
    answer = newest[-1].answer
    assert answer is not None
    assert answer.short == "212 metres"
    assert talks[-1].box == ""


def test_what_the_page_has_found_already_is_what_the_answer_begins_with(actions: Actions) -> None:
    question = "How long is the bridge?"
    begun = actions.answers.find(question, (), "s", Filter())
    assert begun is not None
    first, *_, last = actions.answers.tell(question, (), "s", threading.Event(), "", None, 0)
    assert first.exchanges[-1] == begun
    assert all(one is other for one, other in zip(last.exchanges[-1].windows, begun.windows, strict=True))
    again, *_ = actions.answers.tell(question, (), "s", threading.Event(), "", None, 0)
    assert again.exchanges[-1].windows[0] is not begun.windows[0]  # asked again is searched again
    other, *_ = actions.answers.tell(question, (), "another", threading.Event(), "", None, 0)
    assert other.exchanges[-1].windows[0] is not begun.windows[0]
    assert actions.answers.find(" ", (), "s", Filter()) is None
    assert actions.answers.find(question, (begun,), "s", Filter()) is None  # one is being answered


def test_a_citation_opens_its_article_with_just_its_characters_marked(actions: Actions) -> None:
    exchanges = last_talk(actions.answers.ask("How long is the bridge?", (), "s")).exchanges
    shown = actions.open(exchanges, {"turn": "1", "number": "1"})
    assert exchanges[0].answer is not None
    quote = exchanges[0].answer.citations[0].quote
    assert f'id="bs-cited" tabindex="-1" data-number="1">{quote}</mark>' in shown


def test_a_citation_of_a_removed_article_shows_its_quote(actions: Actions) -> None:
    exchanges = last_talk(actions.answers.ask("How long is the bridge?", (), "s")).exchanges
    answer = exchanges[0].answer
    assert answer is not None
    for citation in number_citations(answer):
        actions.resources.library.remove(citation.article)
    shown = actions.open(exchanges, {"turn": "1", "number": "1"})
    assert "no longer in your library" in shown
    assert "It is 212 metres long." in shown


def test_a_citation_of_an_article_that_changed_shows_the_cited_text(actions: Actions, articles: Path) -> None:
    exchanges = last_talk(actions.answers.ask("How long is the bridge?", (), "s")).exchanges
    (articles / "bridge.md").write_text("---\ntitle: The bridge\n---\nIt fell down last night.\n")
    actions.resources.library.sync(articles)
    assert "It is 212 metres long.</mark>" in actions.open(exchanges, {"turn": "1", "number": "1"})


@pytest.mark.parametrize("given", [{}, {"turn": "9", "number": "1"}, {"turn": "1", "number": "99"}, {"turn": "x"}])
def test_what_no_page_offers_opens_nothing(actions: Actions, given: dict[str, str]) -> None:
    exchanges = last_talk(actions.answers.ask("How long is the bridge?", (), "s")).exchanges
    assert "not known any more" in actions.open(exchanges, given)


def test_a_window_and_a_row_of_the_table_open_their_article(actions: Actions) -> None:
    exchanges = last_talk(actions.answers.ask("How long is the bridge?", (), "s")).exchanges
    window = exchanges[0].windows[0]
    assert f"{window.best.of(window.article.text)}</mark>" in actions.open(exchanges, {"turn": "1", "window": "0"})
    listed = actions.resources.library.articles()
    market = next(article.id for article in listed if article.title == "The market")
    assert "Fish is sold by Ada Vane." in actions.open((), {"article": market})
    assert "The library has no article" in actions.open((), {"article": "nobody"})


@pytest.mark.parametrize("question", ["", "   ", "x" * 10_000])
def test_a_refused_question_stays_in_its_box_with_the_reason(actions: Actions, question: str) -> None:
    talk = last_talk(actions.answers.ask(question, (), "s"))
    assert talk.exchanges == ()
    assert talk.box == question
    assert (f"{MAX_QUESTION_CHARS:,}" in talk.alert) == (len(question) > MAX_QUESTION_CHARS)
    assert "question" in talk.alert


def test_an_answer_is_kept_shown_again_saved_and_deleted(actions: Actions) -> None:
    talk = last_talk(actions.answers.ask("How long is the bridge?", (), "s"))
    second = last_talk(actions.answers.ask("And who says so?", talk.exchanges, "s", talk.conversation))
    assert talk.conversation == second.conversation != ""
    recalled = actions.conversations.recall(second.conversation)
    assert [render_exchange(one) for one in recalled.exchanges] == [render_exchange(one) for one in second.exchanges]
    other = last_talk(actions.answers.ask("How long is the bridge?", (), "s"))
    assert other.conversation != talk.conversation
    listed = actions.keeping.history(talk.conversation)
    assert "2 kept conversations" in listed
    assert listed.count('aria-current="true"') == 1
    saved = actions.keeping.export({"conversation": talk.conversation, "format": Format.MARKDOWN.value})
    coded = saved.partition("base64,")[2].partition('"')[0]
    assert "212 metres" in base64.b64decode(coded).decode()
    assert 'download="How long is the bridge.md"' in saved
    assert actions.keeping.forget(talk.conversation) == ""
    assert "Deleted: <bdi>How long is the bridge?</bdi>" in actions.keeping.history("")
    assert actions.conversations.recall(talk.conversation) == Talk()
    assert "1 kept conversation" in actions.keeping.history("")
    # In the tab that still shows it, the next answer begins a new one.
    again = last_talk(actions.answers.ask("How long is the bridge?", second.exchanges, "s", talk.conversation))
    assert again.conversation not in ("", talk.conversation)
    assert again.alert == ""
    assert 'role="alert"' in actions.keeping.forget("nothing")
    assert 'role="alert"' in actions.keeping.export({"conversation": other.conversation, "format": "exe"})


def test_an_answer_that_cannot_be_kept_is_shown_with_the_reason(actions: Actions) -> None:
    actions.resources.conversations.path.write_bytes(b"no database")
    folder = actions.resources.conversations.path.parent
    folder.chmod(0o500)
    try:
        talk = last_talk(actions.answers.ask("How long is the bridge?", (), "s"))
    finally:
        folder.chmod(0o700)
    assert talk.exchanges[0].answer is not None


def test_an_empty_library_says_what_to_do(library: Library, documents: Path) -> None:
    (talk,) = Actions(Resources(Assistant(library), documents, keep(documents))).answers.ask("How long?", (), "s")
    assert "Your library is empty" in talk.alert
    assert "drop documents" in talk.alert
    assert talk.box == "How long?"


def test_a_generator_that_fails_is_said_and_the_sources_stay(library: Library, articles: Path, documents: Path) -> None:
    library.sync(articles)
    broken = SentenceGenerator("The bridge.", error="The model ran out of memory: close something.")
    talk = last_talk(
        Actions(Resources(Assistant(library, broken), documents, keep(documents))).answers.ask(
            "How long is the bridge?", (), "s"
        )
    )
    assert talk.exchanges[-1].stage is Stage.FAILED
    assert talk.exchanges[-1].trouble == "The model ran out of memory: close something."
    assert talk.exchanges[-1].windows != ()


def test_a_follow_up_is_resolved_from_the_conversation(actions: Actions) -> None:
    first = last_talk(actions.answers.ask("How long is the Alderwick bridge?", (), "s")).exchanges
    second = last_talk(actions.answers.ask("When was it opened?", first, "s")).exchanges[-1]
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


class WaitingGenerator(SentenceGenerator):
    """Writes the rest of its sentence only once its reader has let it: an answer is never over before it is stopped."""

    def __init__(self) -> None:
        super().__init__("The bridge is 212 metres long.")
        self.let = threading.Event()

    def generate(self, reading: Reading) -> Iterator[str]:
        yield self.sentence[:4]
        assert self.let.wait(30)
        yield self.sentence[4:]


def test_a_stopped_answer_is_shown_as_stopped(library: Library, articles: Path, documents: Path) -> None:
    library.sync(articles)
    generator = WaitingGenerator()
    actions = Actions(Resources(Assistant(library, generator), documents, keep(documents)))
    talks = actions.answers.ask("How long is the bridge?", (), "s")
    next(talks)
    actions.stops.stop("s")
    generator.let.set()
    assert last_talk(talks).exchanges[-1].stage is Stage.STOPPED


def put(folder: Path, name: str, text: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def send(documents: Path, name: str, text: str) -> Taken:
    return take_in(BytesIO(text.encode()), documents, safe_path(name))


def test_add_rebuild_ask_remove(actions: Actions, documents: Path) -> None:
    library = actions.resources.library
    send(documents, "mill.txt", "The mill\n\nThe mill was sold to Ines Roth.\n")
    assert actions.stocking.shelf("", Leaf()).waiting == (Waiting("mill.txt"),)
    steps = list(actions.stocking.rebuild())
    assert "The index is ready: 1 added, 3 unchanged." in steps[-1]
    assert actions.stocking.shelf("", Leaf()).waiting == ()
    mill = next(article for article in library.articles() if article.title == "The mill")
    assert "Removed: <bdi>The mill</bdi>" in actions.stocking.remove({"article": mill.id})[0]
    assert not (documents / "mill.txt").exists()
    assert "<p>The index is ready: 3 unchanged.</p>" in list(actions.stocking.rebuild())[-1]
    # The same document may come back: removing it here was no "never again".
    send(documents, "mill.txt", "The mill\n\nThe mill was sold to Ines Roth.\n")
    assert "The index is ready: 1 added, 3 unchanged." in list(actions.stocking.rebuild())[-1]


def test_the_same_name_is_replaced_and_says_so(documents: Path) -> None:
    assert send(documents, "notes/a.txt", "one") == Taken("notes/a.txt", is_replaced=False)
    assert send(documents, "notes/a.txt", "two") == Taken("notes/a.txt", is_replaced=True)
    assert (documents / "notes" / "a.txt").read_text() == "two"
    assert [file.name for file in documents.rglob("*")] == ["notes", "a.txt"]


def test_what_arrived_in_part_is_swept_away(documents: Path) -> None:
    put(documents / "notes", ".0123.arriving", "half")
    put(documents, "whole.txt", "whole")
    sweep(documents)
    assert [file.name for file in documents.rglob("*") if file.is_file()] == ["whole.txt"]


def test_a_format_that_is_not_read_is_refused_by_name() -> None:
    assert refuse_format("game.exe") == "files of the format .exe are not read"
    assert refuse_format("game") == "it has no suffix, so its format is not known"
    assert refuse_format("Article.TXT") == refuse_format("a.jsonl.gz") == ""


def test_a_broken_file_is_named_with_the_reason_and_can_be_discarded(actions: Actions, documents: Path) -> None:
    send(documents, "in/torn.pdf", "no pdf at all")
    said = list(actions.stocking.rebuild())[-1]
    assert "<strong><bdi>torn.pdf</bdi></strong>: " in said
    (torn,) = actions.stocking.shelf("", Leaf()).waiting
    assert torn.name == "in/torn.pdf"
    assert "PDF" in torn.reason
    assert "Discarded: <bdi>in/torn.pdf" in actions.stocking.discard({"name": "in/torn.pdf"})
    assert actions.stocking.shelf("", Leaf()).waiting == ()


def test_a_discarded_name_is_no_path(tmp_path: Path, documents: Path) -> None:
    outside = put(tmp_path, "precious.txt", "mine")
    put(documents, "a.txt", "a")
    discard(documents, "../precious.txt")
    discard(documents, str(outside))
    assert outside.exists()
    assert list_waiting(documents, ()) == (Waiting("a.txt"),)


def test_removing_one_article_of_a_file_with_two_keeps_the_other(library: Library, documents: Path) -> None:
    lines = '{"id":"a","title":"A","text":"Alpha is first."}\n{"id":"b","title":"B","text":"Beta is second."}\n'
    file = put(documents, "two.jsonl", lines)
    library.sync(documents)
    assert [removal.title for removal in remove_articles(library, documents, ["a"])] == ["A"]
    assert file.exists()
    library.sync(documents)
    assert [article.id for article in library.articles()] == ["b"]


def test_several_articles_are_removed_and_brought_back_at_once(actions: Actions, documents: Path) -> None:
    for name in ("One", "Two", "Three"):
        send(documents, f"{name}.txt", f"{name}\n\n{name} is here.\n")
    list(actions.stocking.rebuild())
    before = actions.resources.library.articles()
    chosen = [article.id for article in before if article.title != "Three"]
    said, removals = actions.stocking.remove({"article": "\n".join(chosen)})
    assert "Removed: <bdi>5 articles" in said
    assert [article.title for article in actions.resources.library.articles()] == ["Three"]
    assert "Back in the library" in actions.stocking.undo(removals)
    assert {article.id for article in actions.resources.library.articles()} == {article.id for article in before}


def test_a_removal_that_fails_in_the_middle_says_so_and_can_be_undone(actions: Actions) -> None:
    first, *_ = actions.resources.library.articles()
    said, removals = actions.stocking.remove({"article": f"{first.id}\nnobody"})
    assert "The library has no article" in said
    assert f"Removed: <bdi>{first.title}</bdi>" in said
    assert [removal.title for removal in removals] == [first.title]


def test_a_file_that_was_not_added_here_is_not_deleted(actions: Actions, articles: Path) -> None:
    bridge = next(one for one in actions.resources.library.articles() if one.title == "The bridge")
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


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("report.pdf", "report.pdf"),
        ("../../etc/passwd.txt", "etc/passwd.txt"),
        ("C:\\Users\\me\\a.txt", "C/Users/me/a.txt"),
        ("a/./../b//c.txt", "a/b/c.txt"),
        ("/".join("abcdefghijkl") + "/x.txt", "f/g/h/i/j/k/l/x.txt"),
        ("", "document"),
        ("../..", "document"),
    ],
)
def test_a_dropped_folder_stays_inside_the_documents(given: str, safe: str) -> None:
    assert str(safe_path(given)) == safe


@pytest.mark.slow
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
    assert importing == {
        "page.py",
        *(
            f"places/{name}.py"
            for name in ("check", "common", "kept", "library", "model", "notes", "scope", "seats", "talk")
        ),
    }


def test_nothing_of_the_page_comes_from_elsewhere() -> None:
    assets = [file for file in (ROOT / "ui" / "browser" / "assets").iterdir() if file.suffix in (".css", ".js", ".svg")]
    assert len(assets) >= 5
    for file in assets:
        text = file.read_text(encoding="utf-8")
        assert "@import" not in text
        assert all(drawn.startswith('"data:image/svg+xml,') for drawn in text.split("url(")[1:])
        assert set(re.findall(r"https?://[^\s\"']+", text)) <= {"http://www.w3.org/2000/svg"}


HOLD_AND_UPDATE = """
import gradio
from gradio.state_holder import SessionState
from ui.browser.sessions import keep_component_numbers

keep_component_numbers()
keep_component_numbers()
with gradio.Blocks(analytics_enabled=False) as page:
    place = gradio.HTML("first")
session = SessionState(page)
held = set(session.config_values)
for _ in range(3):
    made = gradio.HTML("next", render=False)
    session[place._id] = made
    assert session[place._id] is made
    session._update_value_in_config(made._id, "shown")
print(set(session.config_values) == held)
"""


@pytest.mark.slow
def test_what_a_session_holds_does_not_grow_with_each_update() -> None:
    """Gradio makes a component anew with each partial update; under a new number it would hold every value."""
    command = [sys.executable, "-c", HOLD_AND_UPDATE]  # Gradio leaves loops open, hence a process of its own
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "True"
