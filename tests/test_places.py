"""Pages, slides, sheets and chapters: from the loader through the sandbox and the library to the citation."""

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from test_conversation_exports import conversation, exchange
from test_conversations import ANSWER

from index import Article, Library, Span
from index.database import Database, fingerprint
from index.embedders.hashed import HashedEmbedder
from index.errors import LibraryDamaged, LoadError
from index.loaders import Part, make_article
from index.loaders.sandbox.messages import to_line, to_reply
from index.types import Place
from rag.answer.citations import cite
from rag.types import Claim, Support
from ui.browser.templating import draw
from ui.conversations.export import export
from ui.conversations.stored import from_saved, save, to_saved
from ui.conversations.types import Format
from ui.terminal.answers import show_answer
from ui.terminal.screen import Screen

PARTS = (
    Part("page 1", "\n\nThe pier opened.  \r\n"),
    Part("page 2", " \n\u200b\n"),
    Part("page 3", "It is\u00ad long,"),
    Part("page\n4", "and narrow.\n", joint=" "),
)
ARTICLE = make_article("a", parts=PARTS)


@pytest.mark.parametrize(
    ("written", "name"),
    [("The pier", "page 1"), ("opened.", "page 1"), ("It is", "page 3"), ("long", "page 3"), ("and", "page 4")],
)
def test_a_place_runs_from_its_first_character_to_the_next_place(written: str, name: str) -> None:
    assert ARTICLE.place_at(ARTICLE.text.index(written)) == name


def test_parts_are_joined_clean_and_their_offsets_exact() -> None:
    assert ARTICLE.text == "The pier opened.\n\nIt is long, and narrow."
    assert ARTICLE.places == (Place(0, "page 1"), Place(18, "page 3"), Place(30, "page 4"))
    assert ARTICLE.text[30:] == "and narrow."
    assert ARTICLE.place_at(29) == "page 3"
    assert ARTICLE.place_at(10_000) == "page 4"


def test_an_article_without_parts_has_no_places() -> None:
    article = make_article("a", "The pier.")
    assert article.places == ()
    assert article.place_at(0) == article.place_at(5) == ""


def test_parts_of_one_name_are_one_place_and_a_nameless_part_ends_it() -> None:
    article = make_article("a", parts=[Part("", "Before."), Part("x", "One."), Part("x", "Two."), Part("", "After.")])
    assert article.places == (Place(9, "x"), Place(21, ""))
    assert [article.place_at(offset) for offset in (0, 9, 20, 21)] == ["", "x", "x", ""]


def test_a_long_name_is_cut() -> None:
    assert len(make_article("a", parts=[Part("chapter " * 50, "One.")]).places[0].name) <= 90


def test_parts_without_text_are_no_article() -> None:
    with pytest.raises(LoadError, match="holds no text"):
        make_article("a", parts=[Part("page 1", " "), Part("page 2", "\u200b")])


def test_places_pass_the_sandbox() -> None:
    assert to_reply(to_line(ARTICLE)) == ARTICLE


@pytest.mark.parametrize(
    "places",
    [
        None,
        {},
        [3],
        [{"start": 0}],
        [{"start": "0", "name": "page 1"}],
        [{"start": -1, "name": "page 1"}],
        [{"start": 41, "name": "page 1"}],
        [{"start": 5, "name": "page 1"}, {"start": 5, "name": "page 2"}],
        [{"start": 5, "name": "page 1"}, {"start": 4, "name": "page 2"}],
        [{"start": 0, "name": 1}],
        [{"start": 0, "name": "\ud800"}],
    ],
)
def test_places_that_cannot_be_are_refused(places: object) -> None:
    assert len(ARTICLE.text) == 41
    said = json.loads(to_line(ARTICLE)) | {"places": places}
    with pytest.raises(ValueError):
        to_reply(json.dumps(said).encode())


@pytest.fixture
def library_file(tmp_path: Path) -> Path:
    database = Database(tmp_path / "library.sqlite")
    with database.connection.transaction():
        text_id = database.passages.put_text(ARTICLE.text)
        database.articles.put(ARTICLE, text_id, Path("/x/a.pdf"))
    database.close()
    return tmp_path / "library.sqlite"


def test_places_are_stored_and_guarded(library_file: Path) -> None:
    database = Database(library_file)
    assert database.articles.get("a") == ARTICLE
    for places in ('[[0, "page 9"]]', "nonsense", "[3]"):
        with database.connection.transaction():
            database.connection.run("UPDATE articles SET places = ?", places)
        with pytest.raises(LibraryDamaged):
            database.articles.get("a")
    database.close()


def test_a_library_from_before_there_were_places_opens_whole(tmp_path: Path) -> None:
    (tmp_path / "pier.txt").write_text("The pier opened in 1871.", encoding="utf-8")
    home = tmp_path / "home"
    with Library.open(home, embedder=HashedEmbedder()) as library:
        library.sync(tmp_path / "pier.txt")
    with closing(sqlite3.connect(home / "library.sqlite")) as raw:
        raw.execute("ALTER TABLE articles DROP COLUMN places")
        raw.execute("ALTER TABLE files DROP COLUMN reader")
        raw.execute("PRAGMA user_version=2")
        raw.commit()
    with Library.open(home, embedder=HashedEmbedder()) as library:
        assert library.article("pier.txt").places == ()
        assert library.check() == ()
        assert library.sync(tmp_path / "pier.txt").changed == ()
        assert [hit.article.id for hit in library.search("When did the pier open?")] == ["pier.txt"]


def test_only_places_change_a_fingerprint_that_an_older_library_wrote() -> None:
    plain = Article("a", ARTICLE.title, ARTICLE.text)
    known = "4b1b3f29608bc0e6536e87eec5437a03"
    assert fingerprint(Article("a", "t", "x"))[:32] == known
    assert fingerprint(plain) != fingerprint(ARTICLE)


def test_a_citation_names_the_place_where_its_span_begins() -> None:
    assert cite(ARTICLE, Span(18, 41)).place == "page 3"
    assert cite(Article("b", "B", "One."), Span(0, 4)).place == ""


CITED = cite(ARTICLE, Span(18, 41))
ANSWERED = Claim("It is long.", Support.SUPPORTED, 1.0, (CITED,))


def test_the_place_is_kept_with_a_conversation_and_old_ones_have_none() -> None:
    saved = save(replace(ANSWER, claims=(ANSWERED,)))
    line = json.dumps(from_saved(saved))
    assert to_saved(line).answer.claims[0].citations == (CITED,)
    old = json.loads(line)
    del old["claims"][0]["citations"][0]["place"]
    assert to_saved(json.dumps(old)).answer.claims[0].citations[0].place == ""


@pytest.mark.parametrize("form", [Format.MARKDOWN, Format.HTML, Format.JSON])
def test_exports_name_the_place(form: Format) -> None:
    text = export(conversation(1), [exchange(1, replace(ANSWER, claims=(ANSWERED,)))], form)
    assert "page 3" in text


def test_the_terminal_and_the_page_name_the_place() -> None:
    out = StringIO()
    show_answer(replace(ANSWER, claims=(ANSWERED,)), Screen(out, StringIO()))
    assert "“It is long, and narrow.” (page 3)" in out.getvalue()
    assert "<bdi>page 3</bdi>" in draw("citations", "cite", "1", {}, 1, CITED)
    assert "<bdi></bdi>" not in draw("citations", "cite", "1", {}, 1, cite(Article("b", "B", "One."), Span(0, 4)))
