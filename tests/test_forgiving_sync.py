"""The index forgives: drives that are gone, folders that moved, two ways to one folder, files that programs leave."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from command_line import Broadsheet

from index.embedders.base import EmbedderIdentity, Vectors
from index.embedders.hashed import HashedEmbedder
from index.errors import LibraryError
from index.filling.resync import resync_steps
from index.library import Library
from index.loaders import IGNORE_FILE, find_files, is_by_program
from index.types import SyncReport
from ui.service.documents import refuse_format
from ui.service.watched import WatchedFolders

pytest_plugins = ["command_line_fixtures"]


class CountingEmbedder:
    """The reference embedder, counting what it embeds."""

    def __init__(self) -> None:
        self._hashed = HashedEmbedder()
        self.count = 0

    @property
    def identity(self) -> EmbedderIdentity:
        return self._hashed.identity

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        self.count += len(texts)
        return self._hashed.embed_passages(texts)

    def embed_question(self, question: str) -> Vectors:
        return self._hashed.embed_question(question)


def fill(folder: Path, *names: str) -> Path:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"The note {name} of {folder.name} is about the tide.\n", encoding="utf-8")
    return folder


def ids(library: Library) -> list[str]:
    return [article.id for article in library.articles()]


def resync(library: Library) -> SyncReport:
    *_, last = resync_steps(library)
    assert last.report is not None
    return last.report


def confirm(library: Library, folder: Path) -> SyncReport:
    *_, last = library.sync_steps(folder, remove_all=True)
    assert last.report is not None
    return last.report


def test_a_folder_that_is_empty_keeps_its_articles_until_that_is_confirmed(library: Library, tmp_path: Path) -> None:
    notes = fill(tmp_path / "my notes", "a.txt", "in/b.txt")
    library.sync(notes)
    before = ids(library)
    notes.rename(tmp_path / "drive")
    notes.mkdir()
    for _ in range(2):
        report = resync(library)
        assert (ids(library), report.removed) == (before, ())
        (failure,) = report.failures
        assert failure.path == str(notes)
        assert (
            f"its articles (2) stay. If they are deleted for good, type `broadsheet sync '{notes}' --remove-all`"
            in failure.reason
        )
    notes.rmdir()
    (tmp_path / "drive").rename(notes)
    report = resync(library)
    assert (report.unchanged, report.failures) == (2, ())
    for file in notes.rglob("*.txt"):
        file.unlink()
    assert confirm(library, notes).removed == tuple(before)
    assert (ids(library), resync(library).failures) == ([], ())


@pytest.mark.parametrize("left", [".DS_Store", "desktop.ini", ".hidden/x.txt", "READ ME.txt"])
def test_what_lies_under_a_drive_that_is_gone_does_not_count(library: Library, tmp_path: Path, left: str) -> None:
    notes = fill(tmp_path / "notes", "a.txt", "b.txt")
    library.sync(notes)
    notes.rename(tmp_path / "drive")
    fill(notes, left)
    report = library.sync(notes)
    assert report.removed == ()
    assert {"notes/a.txt", "notes/b.txt"} <= set(ids(library))
    assert len(report.failures) == 1


def test_a_drive_within_a_folder_that_is_gone_keeps_its_articles(library: Library, tmp_path: Path) -> None:
    notes = fill(tmp_path / "notes", "a.txt", "usb/b.txt", "usb/in/c.txt")
    library.sync(notes)
    (notes / "usb").rename(tmp_path / "drive")
    (notes / "usb").mkdir()
    report = library.sync(notes)
    assert (len(ids(library)), [failure.path for failure in report.failures]) == (3, [str(notes / "usb")])
    assert len(confirm(library, notes).removed) == 2


def test_what_was_deleted_goes_at_once(library: Library, tmp_path: Path) -> None:
    notes = fill(tmp_path / "notes", "a.txt", "old/b.txt", "old/c.txt", "one/d.txt")
    library.sync(notes)
    (notes / "old" / "b.txt").unlink()
    (notes / "old" / "c.txt").unlink()
    (notes / "old").rmdir()
    (notes / "one" / "d.txt").unlink()
    report = library.sync(notes)
    assert (len(report.removed), report.failures) == (3, ())
    (notes / "a.txt").unlink()
    fill(notes, "b.txt")
    report = library.sync(notes)
    assert (ids(library), report.failures) == (["notes/b.txt"], ())


def test_a_renamed_folder_keeps_its_passages_and_is_named_anew(tmp_path: Path) -> None:
    counting = CountingEmbedder()
    old, new = fill(tmp_path / "old", "a.txt", "in/b.txt", "c.txt"), tmp_path / "new"
    with Library.open(tmp_path / "library", embedder=counting) as library:
        library.sync(old)
        library.remove("old/c.txt")
        embedded = counting.count
        old.rename(new)
        (failure,) = resync(library).failures
        assert "sync it where it is now" in failure.reason
        report = library.sync(new)
        assert (ids(library), report.removed) == (["new/a.txt", "new/in/b.txt"], ("old/a.txt", "old/in/b.txt"))
        assert report.left_out == ("new/c.txt",)
        assert counting.count == embedded
        assert (library.folders(), resync(library).failures) == ((new,), ())
        assert library.check() == ()


def test_a_file_that_changed_on_the_way_follows_its_neighbours(library: Library, tmp_path: Path) -> None:
    old, new = fill(tmp_path / "old", "a.txt", "b.txt", "c.txt"), tmp_path / "new"
    library.sync(old)
    old.rename(new)
    (new / "b.txt").write_text("The note b tells of something else now.\n", encoding="utf-8")
    (new / "c.txt").rename(tmp_path / "c.txt")
    report = library.sync(new)
    assert report.removed == ("old/a.txt", "old/b.txt")
    assert ids(library) == ["new/a.txt", "new/b.txt", "old/c.txt"]
    assert confirm(library, old).removed == ("old/c.txt",)
    assert library.folders() == (new,)


def test_a_moved_folder_of_the_same_name_takes_over_its_ids(library: Library, tmp_path: Path) -> None:
    old = fill(tmp_path / "notes", "a.txt", "b.txt")
    library.sync(old)
    (tmp_path / "deep").mkdir()
    old.rename(tmp_path / "deep" / "notes")
    library.sync(tmp_path / "deep" / "notes")
    assert ids(library) == ["notes/a.txt", "notes/b.txt"]
    assert {article.path for article in library.articles()} == {
        str(tmp_path / f"deep/notes/{name}.txt") for name in "ab"
    }


def test_a_copy_is_no_move_and_a_move_that_cannot_be_read_loses_nothing(library: Library, tmp_path: Path) -> None:
    first = fill(tmp_path / "first", "a.txt")
    library.sync(first)
    (fill(tmp_path / "second", "x.txt") / "b.txt").write_bytes((first / "a.txt").read_bytes())
    assert library.sync(tmp_path / "second").removed == ()
    (tmp_path / "third").mkdir()
    (first / "a.txt").rename(tmp_path / "third" / "a.pdf")
    report = library.sync(tmp_path / "third")
    assert (len(report.failures), report.removed) == (1, ())
    assert "first/a.txt" in ids(library)


@pytest.mark.parametrize("way", ["link", "notes/", "./notes/.", "other/../notes", "link/in"])
def test_two_ways_to_a_folder_are_one(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    notes = fill(tmp_path / "notes", "a.txt", "in/b.txt")
    (tmp_path / "other").mkdir()
    (tmp_path / "link").symlink_to(notes)
    monkeypatch.chdir(tmp_path)
    library.sync(notes)
    before = ids(library)
    report = library.sync(way)
    assert (report.added, ids(library)) == ((), before)
    watched = WatchedFolders()
    watched.add(str(notes))
    watched.add(str(tmp_path / way))
    assert len({folder.resolve() for folder in watched.folders}) == len(watched.folders)
    *_, last = resync_steps(library, [notes, Path(way)])
    assert last.report is not None
    assert last.report.unchanged == 2


def test_a_folder_first_synced_by_a_link_stays_one_with_its_target(library: Library, tmp_path: Path) -> None:
    notes = fill(tmp_path / "notes", "a.txt")
    (tmp_path / "link").symlink_to(notes)
    library.sync(tmp_path / "link")
    assert library.sync(notes / "a.txt").added == ()
    assert library.sync(notes).unchanged == 1
    assert ids(library) == ["link/a.txt"]


def test_files_of_systems_and_programs_are_passed_over(tmp_path: Path) -> None:
    fill(
        tmp_path, "~$plan.docx", ".~lock.plan.odt#", "Thumbs.db", "sub/thumbs.db", ".DS_Store", "desktop.ini",
        "._a.txt", "note.txt~", "#note.txt#", "~WRL0001.tmp", "$RECYCLE.BIN/a.txt", "__MACOSX/._a.txt", "half.pdf.part",
        "a.txt", "System Volume Information/x", "b~c.txt", "Icons.txt", "home/library/library.sqlite",
        "home/documents/a.txt",
    )  # fmt: skip
    assert [path.name for path in find_files(tmp_path)] == ["Icons.txt", "a.txt", "b~c.txt"]
    (tmp_path / IGNORE_FILE).write_text("!*~\na.txt\n", encoding="utf-8")
    assert [path.name for path in find_files(tmp_path)] == ["Icons.txt", "b~c.txt", "note.txt~"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [("~$plan.docx", True), ("Thumbs.db", True), (".DS_Store", True), ("plan.docx", False), ("a~b.txt", False)],
)
def test_what_programs_keep_is_no_document_on_the_page(name: str, expected: bool) -> None:
    assert is_by_program(name) is expected
    assert ("a program keeps this file" in refuse_format(name)) is expected


def test_a_path_that_was_never_read_cannot_be_confirmed(library: Library, tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="nothing was changed"):
        confirm(library, tmp_path / "never")


def test_the_command_line_says_what_to_type_and_takes_it(broadsheet: Broadsheet, tmp_path: Path) -> None:
    notes = fill(tmp_path / "notes", "a.txt")
    (notes / "b.jsonl").write_text('{"id": 7, "text": "The eel tax.", "published": "spring"}\n', encoding="utf-8")
    done = broadsheet("sync", str(notes), "--embedder", "hashed")
    assert done.code == 0
    assert "b.jsonl:1: its date 'spring' was not understood" in done.err
    notes.rename(tmp_path / "gone")
    said = broadsheet("sync", "--embedder", "hashed")
    assert said.code == 1
    assert f"`broadsheet sync {notes} --remove-all`" in said.err
    named = broadsheet("sync", str(notes), "--embedder", "hashed")
    assert named.code == 1
    assert "its articles stay until it comes back" in named.err
    assert broadsheet("sync", "--remove-all", "--embedder", "hashed").code == 2
    assert broadsheet("sync", str(tmp_path / "never"), "--embedder", "hashed").code == 2
    assert broadsheet("sync", str(notes), "--remove-all", "--embedder", "hashed").code == 0
    assert broadsheet("list", "--json").out.strip() == "[]"
