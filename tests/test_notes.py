"""Notes: pinned from answers and articles, written beside, checked, exported, kept apart and brought back."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from index import Filter, Library
from index.embedders.hashed import HashedEmbedder
from index.home import Home
from rag.assistant import Assistant
from rag.types import Citation, Support
from ui.backups.making import make_backup
from ui.backups.restoring import restore
from ui.collections.reading import narrow
from ui.collections.store import CollectionStore
from ui.collections.types import Collection
from ui.conversations.errors import ConversationUnknown, NameRefused
from ui.conversations.store import ConversationStore
from ui.conversations.types import Format
from ui.notes.errors import NoteError, NoteRefused, NoteUnknown
from ui.notes.store import MAX_TEXT_CHARS, NoteStore
from ui.notes.types import Standing
from ui.service.checks import Checks
from ui.service.conversations import Conversations
from ui.service.errors import NotThere
from ui.service.identity import Identity
from ui.service.notes import Notes, Statement, find_statement, state

OPENED = "The bridge of Alderwick was opened in 1931."


@dataclass(frozen=True, slots=True)
class Desk:
    home: Path
    folder: Path
    library: Library

    @property
    def store(self) -> NoteStore:
        return NoteStore.of(self.home)

    @property
    def notes(self) -> Notes:
        return Notes(self.store, self.library)

    @property
    def bridge(self) -> str:
        return next(row.id for row in self.library.articles() if row.title == "The bridge")

    def rewrite(self, old: str, new: str) -> None:
        file = self.folder / "bridge.md"
        file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
        self.library.sync(self.folder)


@pytest.fixture
def desk(tmp_path: Path, articles: Path) -> Iterator[Desk]:
    with Library.open(tmp_path / "home" / "library", embedder=HashedEmbedder()) as library:
        library.sync(articles)
        yield Desk(tmp_path / "home", articles, library)


def test_characters_are_pinned_without_the_blanks_around_them_and_once(desk: Desk) -> None:
    notes = desk.notes
    made = notes.store.make("  The\nbridges ", "See [1].\r\n")
    assert (made.name, made.text, made.pins) == ("The bridges", "See [1].\n", 0)
    notes.pin(made.id, notes.choose(desk.bridge, 0, len(OPENED) + 1))
    assert notes.pin(made.id, notes.choose(desk.bridge, 0, len(OPENED))).pins == 1
    ((placed),) = notes.placed(made.id)
    cited = placed.pin.citation
    assert (cited.quote, cited.start, cited.end) == (OPENED, 0, len(OPENED))
    assert (cited.title, cited.source, cited.published) == ("The bridge", "The Post", date(2024, 3, 1))
    assert placed.standing is Standing.THERE
    assert notes.library.article(desk.bridge).text[cited.start : cited.end] == cited.quote


@pytest.mark.parametrize(("old", "new", "standing"), [
    ("opened in 1931", "opened in 1932", Standing.CHANGED),
    ("The bridge of", "News.\n\nThe bridge of", Standing.MOVED),
    ("212 metres", "213 metres", Standing.THERE),
])  # fmt: skip
def test_a_pin_keeps_its_quote_and_says_what_became_of_its_article(
    desk: Desk, old: str, new: str, standing: Standing
) -> None:
    notes = desk.notes
    note = notes.pin("", notes.choose(desk.bridge, 0, len(OPENED)), otherwise_new=True)
    desk.rewrite(old, new)
    (placed,) = notes.placed(note.id)
    assert placed.pin.citation.quote == OPENED
    assert placed.standing is standing
    if placed.span:
        assert placed.span.of(desk.library.article(desk.bridge).text) == OPENED
    desk.library.remove(desk.bridge)
    (placed,) = notes.placed(note.id)
    assert (placed.standing, placed.span, placed.pin.citation.quote) == (Standing.GONE, None, OPENED)
    assert not notes.pinned(note.id)


def test_what_an_answer_says_is_pinned_with_its_question(desk: Desk) -> None:
    kept = Conversations(ConversationStore.open(desk.home), desk.library)
    conversation = kept.store.start("Bridge").id
    questions = ("When was the bridge of Alderwick opened?", "Summarise “The bridge”")
    told, quoted = (Assistant(desk.library).ask(question) for question in questions)
    for answer in (told, quoted):
        kept.store.append(conversation, answer)
    notes = desk.notes
    claim = find_statement(kept, conversation, 1, claim=1)
    assert claim == state(told, claim=1)
    assert claim.said == told.claims[0].text
    assert claim.citations == tuple(dict.fromkeys(told.claims[0].citations))
    last = len(quoted.points)
    point = find_statement(kept, conversation, 2, point=last)
    assert point == Statement(quoted.points[-1].citations[:1], "", questions[1])
    note = notes.pin("", claim, otherwise_new=True)
    notes.pin(note.id, point)
    assert note.name == questions[0]
    assert {pin.question for pin in notes.store.pins(note.id)} == set(questions)
    for wrong in ({"claim": 99}, {"point": last + 1}, {}, {"claim": -1}):
        with pytest.raises(NoteRefused, match="points; expected"):
            find_statement(kept, conversation, 2, **wrong)
    with pytest.raises(ConversationUnknown):
        find_statement(kept, conversation, 3, claim=1)
    with pytest.raises(NoteRefused, match="nothing to pin"):
        notes.pin(note.id, state(told, point=99))


def test_numbers_stay_and_what_was_deleted_comes_back(desk: Desk) -> None:
    notes, store = desk.notes, desk.notes.store
    note = store.make("Numbers").id
    for start, end in ((0, 10), (11, 20), (21, 30)):
        notes.pin(note, notes.choose(desk.bridge, start, end))
    before = store.pins(note)
    gone = store.unpin(note, 2)
    assert [pin.number for pin in store.pins(note)] == [1, 3]
    with pytest.raises(NoteUnknown, match="no pin 2"):
        store.unpin(note, 2)
    store.put_back(gone)
    assert store.pins(note) == before
    deleted = store.delete(note)
    assert store.all() == ()
    with pytest.raises(NoteUnknown):
        store.put_back(replace(deleted, note=()))  # a pin alone finds no note to go back to
    store.put_back(deleted)
    assert store.pins(note) == before


@pytest.mark.parametrize("name", ["", " \n", "\u200b\u202e"])
def test_a_name_that_shows_nothing_is_refused(desk: Desk, name: str) -> None:
    with pytest.raises(NameRefused, match="no name for a note"):
        desk.notes.store.make(name)
    with pytest.raises(NameRefused):
        desk.notes.store.write(desk.notes.store.make("One").id, name)


def test_what_cannot_be_pinned_or_kept_is_said(desk: Desk) -> None:
    notes = desk.notes
    note = notes.store.make("One").id
    with pytest.raises(NoteRefused, match="No words are chosen"):
        notes.choose(desk.bridge, 5, 5)
    with pytest.raises(NotThere):
        notes.choose(desk.bridge, 0, 9_999)
    with pytest.raises(NoteRefused, match="a note holds at most"):
        notes.store.write(note, text="a" * (MAX_TEXT_CHARS + 1))
    with pytest.raises(NoteUnknown):
        notes.pin("nowhere", notes.choose(desk.bridge, 0, 5))
    with pytest.raises(NoteError, match="no home"):
        NoteStore().make("One")
    assert NoteStore().all() == ()
    many = [Citation("a", "A", at, at + 1, "x") for at in range(501)]
    with pytest.raises(NoteRefused, match="at most 500"):
        notes.pin(note, Statement(tuple(many)))
    assert notes.store.pins(note) == ()


def test_the_text_is_checked_by_the_pinned_articles_first(desk: Desk) -> None:
    (desk.folder / "other.md").write_text(
        "---\ntitle: Another paper\n---\nThe bridge of Alderwick was opened in 1931. Rain fell in Saltmere.\n",
        encoding="utf-8",
    )
    desk.library.sync(desk.folder)
    notes = desk.notes
    other = next(row.id for row in desk.library.articles() if row.title == "Another paper")
    text = "The bridge of Alderwick was opened in 1931 [1]. The market opens on Tuesday. Snow fell on Mars."
    note = notes.store.make("Check", text).id
    for article in (other, desk.bridge):
        mine = notes.pin(note, notes.choose(article, 0, len(OPENED)))
        checked = list(notes.check(mine.id, Checks(desk.library)))
        assert [one.claim.support for one in checked] == [
            Support.SUPPORTED, Support.SUPPORTED, Support.UNSUPPORTED,
        ]  # fmt: skip
        assert {cited.article for cited in checked[0].claim.citations} == {article}
        assert checked[0].claim.text == "The bridge of Alderwick was opened in 1931 [1]."
        assert text[checked[0].start : checked[0].end] == checked[0].claim.text
        assert {cited.title for cited in checked[1].claim.citations} == {"The market"}
        notes.store.unpin(note, 1)


def test_an_export_has_text_quotes_paragraphs_and_what_changed(desk: Desk) -> None:
    notes = desk.notes
    note = notes.store.make("<b>*Bridges*</b>", "It was opened [1], not [7].\n\n# No heading").id
    notes.pin(note, Statement(notes.choose(desk.bridge, 0, len(OPENED)).citations, "It opened in <1931>.", "When?"))
    page = notes.export(note, Format.HTML)
    assert "<title>&lt;b&gt;*Bridges*&lt;/b&gt;</title>" in page
    assert 'It was opened <sup><a href="#note-1">1</a></sup>, not [7].' in page
    assert f"<mark>{OPENED}</mark> It is 212 metres long." in page
    assert '<li id="note-1" value="1"><p dir="auto">It opened in &lt;1931&gt;.</p>' in page
    assert not re.search(r"<script|src=|href=\"http", page)
    markdown = notes.export(note, Format.MARKDOWN)
    assert markdown.startswith("# \\<b\\>\\*Bridges\\*\\</b\\>\n\nIt was opened [^1], not \\[7\\].\n\n")
    assert "\n\n# No" not in markdown
    assert f"[^1]: “{OPENED}” — *The bridge*, The Post, 2024-03-01, characters 0–{len(OPENED)}" in markdown
    desk.rewrite("opened in 1931", "opened in 1932")
    for form in (Format.HTML, Format.MARKDOWN):
        assert "no longer has these words" in notes.export(note, form)
        assert OPENED in notes.export(note, form)
    assert '"standing": "changed", "now": null' in notes.export(note, Format.JSON)
    with pytest.raises(ValueError, match="cannot be saved as 'bib'"):
        notes.export(note, Format.BIBTEX)


def test_notes_are_their_owners_and_hide_what_may_not_be_read(desk: Desk) -> None:
    store = desk.store
    anna, bert = store.belonging_to("anna"), store.belonging_to("bert")
    note = Notes(bert, desk.library).pin("", desk.notes.choose(desk.bridge, 0, 10), otherwise_new=True)
    assert [one.id for one in bert.all()] == [note.id]
    assert anna.all() == ()
    assert store.belonging_to("").all() == ()
    for forbidden in (anna.get, anna.pins, anna.delete, anna.write):
        with pytest.raises(NoteUnknown):
            forbidden(note.id)
    assert [one.id for one in store.all()] == [note.id]  # the terminal's, whose user has the file anyway
    collections = CollectionStore(desk.home / "collections.sqlite")
    collections.add(Collection("Bridges", Filter(), frozenset({desk.bridge}), readers=frozenset({"anna"})))
    mine = Notes(bert, narrow(desk.library, collections, Identity("bert")))
    assert mine.placed(note.id) == ()
    assert "bridge of Ald" not in mine.export(note.id, Format.HTML).replace(note.name, "")
    with pytest.raises(NoteRefused):
        mine.pin(note.id, Statement((store.pins(note.id)[0].citation,)))


def test_a_backup_brings_the_notes_back(desk: Desk, tmp_path: Path) -> None:
    notes = desk.notes
    note = notes.pin("", notes.choose(desk.bridge, 0, len(OPENED)), otherwise_new=True)
    kept = notes.store.pins(note.id)
    home = Home(desk.home, desk.home / "models")
    make_backup(home, tmp_path / "saved.tar")
    notes.store.delete(note.id)
    _, aside = restore(home, tmp_path / "saved.tar", replace=True)
    assert NoteStore.of(desk.home).pins(note.id) == kept
    assert aside is not None
    assert NoteStore.of(aside).all() == ()


def test_a_damaged_file_is_set_aside_and_said(desk: Desk) -> None:
    store = NoteStore.of(desk.home)
    store.make("Lost")
    (desk.home / "notes.sqlite").write_bytes(b"no database at all" * 500)
    for log in desk.home.glob("notes.sqlite-*"):
        log.unlink()
    assert store.all() == ()
    assert "The file of your notes was damaged and is now" in store.take_notice()
    assert store.take_notice() == ""
    assert [one.name for one in desk.home.glob("notes-damaged-*")]
