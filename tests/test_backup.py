"""Backup and restore: what comes back, what is refused, and a home that is whole in between."""

import io
import json
import sqlite3
import subprocess
import sys
import tarfile
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from command_line import MUSEUM, ROOT, Broadsheet, said_in_one_sentence, write_articles
from fault_work import make_answer
from network_support import serve_site

from index.database.copying import copy_database
from index.embedders.hashed import HashedEmbedder
from index.errors import LibraryBusy, LibraryError
from index.home import Home
from index.library import Library
from index.writer_lock import WriterLock
from ui.backups.making import make_backup
from ui.backups.manifest import BackupRefused
from ui.backups.open_pages import note_open_page
from ui.backups.restoring import restore
from ui.conversations.store import ConversationStore

pytestmark = pytest.mark.slow

pytest_plugins = ["command_line_fixtures"]
HARBOUR = "Who founded the harbour of Saltby?"


@pytest.fixture
def saved_home(tmp_path: Path) -> Home:
    """Return a home with two articles from the browser's folder, one from elsewhere, and a conversation."""
    home = Home(tmp_path / "home", tmp_path / "models")
    home.root.mkdir()
    write_articles(tmp_path).rename(home.documents)
    (tmp_path / "else.txt").write_text("The mill\n\nThe mill of Saltby was sold by Otto Weir.\n", encoding="utf-8")
    (home.documents / ".museum.txt.arriving").write_text("half", encoding="utf-8")
    (home.documents / "link.txt").symlink_to(tmp_path / "else.txt")
    with Library.open(home.library, embedder=HashedEmbedder()) as library:
        library.sync(home.documents)
        library.sync(tmp_path / "else.txt")
    store = ConversationStore.open(home.root)
    store.append(store.start("Harbours").id, make_answer(HARBOUR))
    return home


def facts(home: Home) -> tuple[list[str], str, list[str]]:
    with Library.open(home.library, embedder=HashedEmbedder()) as library:
        assert library._database.check() == ()
        ids = [article.id for article in library.articles()]
        found = library.search("Who sold the mill?", k=1)[0].article.id
        return ids, found, [one.name for one in ConversationStore.open(home.root).conversations()]


@pytest.mark.parametrize("name", ["saved.tar", "saved"])
def test_what_was_saved_comes_back_elsewhere(saved_home: Home, tmp_path: Path, name: str) -> None:
    manifest, damage = make_backup(saved_home, tmp_path / name)
    assert damage == ()
    assert [file.path for file in manifest.files] == [
        "conversations.sqlite", "documents/saltby.jsonl", "library/library.sqlite",
    ]  # fmt: skip
    other = Home(tmp_path / "other", tmp_path / "models")
    assert restore(other, tmp_path / name)[1] is None
    assert facts(other) == facts(saved_home) == (["else.txt", "harbour", "museum"], "else.txt", ["Harbours"])
    with Library.open(other.library, embedder=HashedEmbedder()) as library:
        assert {Path(article.path).parent for article in library.articles()} == {tmp_path, other.documents}
        report = library.sync(other.documents)  # its own files: nothing is new, nothing belongs to another home
        assert (report.unchanged, report.added, report.failures) == (2, (), ())
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


def test_a_backup_is_of_one_moment_while_others_write(saved_home: Home, tmp_path: Path) -> None:
    folder = tmp_path / "more"
    folder.mkdir()
    done = threading.Event()

    def write() -> None:
        with Library.open(saved_home.library, embedder=HashedEmbedder()) as library:
            for number in range(40):
                (folder / f"{number}.txt").write_text(f"Tower {number}\n\nTower {number} leans.\n", encoding="utf-8")
                library.sync(folder)
        done.set()

    writer = threading.Thread(target=write)
    writer.start()
    made = 0
    while not done.is_set() or not made:
        assert make_backup(saved_home, tmp_path / f"{made}.tar")[1] == ()
        made += 1
    writer.join()
    for number in range(made):
        home = Home(tmp_path / f"home{number}", tmp_path / "models")
        restore(home, tmp_path / f"{number}.tar")
        with Library.open(home.library, embedder=HashedEmbedder()) as library:
            assert library._database.check() == ()


def test_a_home_that_holds_something_is_left_alone_without_being_told(saved_home: Home, tmp_path: Path) -> None:
    make_backup(saved_home, tmp_path / "saved.tar")
    with Library.open(saved_home.library, embedder=HashedEmbedder()) as library:
        library.remove("museum")
    with pytest.raises(BackupRefused, match="--replace"):
        restore(saved_home, tmp_path / "saved.tar")
    assert facts(saved_home)[0] == ["else.txt", "harbour"]
    aside = restore(saved_home, tmp_path / "saved.tar", replace=True)[1]
    assert facts(saved_home)[0] == ["else.txt", "harbour", "museum"]
    assert aside is not None
    with Library.open(aside / "library", embedder=HashedEmbedder()) as library:
        assert len(library.articles()) == 2


HOLD = """
import sys
from pathlib import Path
from index.home import Home
from ui.backups.open_pages import note_open_page
with note_open_page(Home(Path(sys.argv[1]), Path(sys.argv[1]) / "models")):
    print("open", flush=True)
    sys.stdin.read()
"""


def test_what_an_open_page_shows_is_not_replaced(saved_home: Home, tmp_path: Path) -> None:
    make_backup(saved_home, tmp_path / "saved.tar")
    command = [sys.executable, "-c", HOLD, str(saved_home.root)]
    with note_open_page(saved_home), pytest.raises(BackupRefused, match="is open"):
        restore(saved_home, tmp_path / "saved.tar", replace=True)
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as page:
        assert page.stdout is not None
        assert page.stdout.readline() == b"open\n"
        with pytest.raises(BackupRefused, match="nothing was changed"):
            restore(saved_home, tmp_path / "saved.tar", replace=True)
        page.kill()  # a page that was killed does not keep a backup out
        page.wait(10)
    assert not list(saved_home.root.glob("replaced-*"))
    assert restore(saved_home, tmp_path / "saved.tar", replace=True)[1] is not None
    assert not list((saved_home.root / "open-pages").iterdir())


def test_nothing_is_replaced_under_somebody_who_writes(
    saved_home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.writer_lock.PATIENCE_S", 0.05)
    make_backup(saved_home, tmp_path / "saved.tar")
    before = facts(saved_home)
    with WriterLock(saved_home.library).hold("never shown"), pytest.raises(LibraryBusy, match="then try again"):
        restore(saved_home, tmp_path / "saved.tar", replace=True)
    assert not list(saved_home.root.glob("replaced-*"))
    assert facts(saved_home) == before
    assert restore(saved_home, tmp_path / "saved.tar", replace=True)[1] is not None
    assert facts(saved_home) == before


@pytest.mark.enable_socket
def test_a_page_that_is_served_keeps_a_restore_out_until_it_ends(tmp_path: Path) -> None:
    home = Home(tmp_path / "home", tmp_path / "models")
    with serve_site(home.root) as site:
        make_backup(home, tmp_path / "saved.tar")
        with pytest.raises(BackupRefused, match="is open"):
            restore(home, tmp_path / "saved.tar", replace=True)
        site.process.terminate()
        assert site.process.wait(30) == 0
        assert restore(home, tmp_path / "saved.tar", replace=True)[1] is not None


def test_the_models_in_a_home_do_not_keep_a_backup_out(saved_home: Home, tmp_path: Path) -> None:
    make_backup(saved_home, tmp_path / "saved.tar")
    home = Home(tmp_path / "fresh", tmp_path / "fresh" / "models")
    home.models.mkdir(parents=True)
    (home.models / "weights").write_bytes(b"x")
    assert restore(home, tmp_path / "saved.tar")[1] is None
    assert facts(home)[0] == ["else.txt", "harbour", "museum"]
    assert (home.models / "weights").exists()


def rewrite(archive: Path, change: Callable[[dict[str, bytes]], list[tarfile.TarInfo]]) -> None:
    """Let `change` alter the contents of an archive, and add the members that it returns."""
    with tarfile.open(archive) as read:
        held = {member.name: read.extractfile(member).read() for member in read}  # type: ignore[union-attr]
    extra = change(held)
    with tarfile.open(archive, "w") as written:
        for name, content in held.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            written.addfile(member, io.BytesIO(content))
        for member in extra:
            written.addfile(member)


def _link(name: str, target: str, kind: bytes = tarfile.SYMTYPE) -> list[tarfile.TarInfo]:
    member = tarfile.TarInfo(name)
    member.type, member.linkname = kind, target
    return [member]


def _rename(held: dict[str, bytes], path: str) -> None:
    """Let the manifest and the archive name a document `path`."""
    told = json.loads(held["manifest.json"])
    told["files"][1]["path"] = path
    held["manifest.json"] = json.dumps(told).encode()
    held[path] = held.pop("documents/saltby.jsonl")


HOSTILE: dict[str, Callable[[dict[str, bytes]], object]] = {
    "a name that climbs": lambda held: _rename(held, "documents/../../evil.txt"),
    "an absolute name": lambda held: _rename(held, "/tmp/evil.txt"),  # noqa: S108
    "a backslash": lambda held: _rename(held, "documents\\..\\evil.txt"),
    "another part of the home": lambda held: _rename(held, "models/evil.gguf"),
    "a link": lambda _: _link("documents/saltby", "/etc/passwd"),
    "a link inside": lambda _: _link("documents/saltby", "saltby.jsonl"),
    "a hard link": lambda _: _link("documents/hard", "documents/saltby.jsonl", tarfile.LNKTYPE),
    "a device": lambda _: _link("documents/device", "", tarfile.CHRTYPE),
    "a folder": lambda _: _link("documents/folder", "", tarfile.DIRTYPE),
    "a file nobody named": lambda held: held.update({"documents/more.txt": b"x"}),
    "a file that is missing": lambda held: held.pop("documents/saltby.jsonl"),
    "other bytes": lambda held: held.update({"documents/saltby.jsonl": b"x" * len(held["documents/saltby.jsonl"])}),
    "more bytes": lambda held: held.update({"conversations.sqlite": held["conversations.sqlite"] + b"x"}),
    "fewer bytes": lambda held: held.update({"library/library.sqlite": held["library/library.sqlite"][:-1]}),
    "no manifest": lambda held: held.pop("manifest.json"),
    "a manifest that is a list": lambda held: held.update({"manifest.json": b"[]"}),
    "a manifest that is deep": lambda held: held.update({"manifest.json": b"[" * 200_000}),
    "a newer format": lambda held: held.update(
        {"manifest.json": held["manifest.json"].replace(b'"format": 1', b'"format": 9')}
    ),
}


@pytest.mark.parametrize("how", HOSTILE)
def test_a_backup_that_is_not_what_it_says_changes_nothing(saved_home: Home, tmp_path: Path, how: str) -> None:
    archive = tmp_path / "saved.tar"
    make_backup(saved_home, archive)

    def change(held: dict[str, bytes]) -> list[tarfile.TarInfo]:
        extra = HOSTILE[how](held)
        return extra if isinstance(extra, list) else []

    rewrite(archive, lambda _: [])
    restore(Home(tmp_path / "control", tmp_path / "models"), archive)  # it is not the rewriting that is refused
    rewrite(archive, change)
    before = sorted(tmp_path.iterdir())
    with pytest.raises(BackupRefused):
        restore(Home(tmp_path / "other", tmp_path / "models"), archive)
    assert sorted(tmp_path.iterdir()) == before


def test_a_folder_with_a_link_in_it_is_refused(saved_home: Home, tmp_path: Path) -> None:
    make_backup(saved_home, tmp_path / "saved")
    document = tmp_path / "saved" / "documents" / "saltby.jsonl"
    document.rename(tmp_path / "elsewhere.jsonl")
    document.symlink_to(tmp_path / "elsewhere.jsonl")
    with pytest.raises(BackupRefused, match="saltby"):
        restore(Home(tmp_path / "other", tmp_path / "models"), tmp_path / "saved")
    assert not (tmp_path / "other").exists()


def test_what_was_damaged_when_it_was_saved_is_said(saved_home: Home, tmp_path: Path) -> None:
    with sqlite3.connect(saved_home.library / "library.sqlite") as spoilt:
        spoilt.execute("UPDATE texts SET text = replace(text, 'nine', 'five')")
    spoilt.close()
    _, damage = make_backup(saved_home, tmp_path / "saved.tar")
    assert damage == ("article 'museum' is not what was written",)
    with pytest.raises(BackupRefused, match="damaged when it was made"):
        restore(Home(tmp_path / "other", tmp_path / "models"), tmp_path / "saved.tar")


def test_the_commands(filled: Broadsheet, home: Path, tmp_path: Path) -> None:
    archive = tmp_path / "saved.tar"
    said = json.loads(filled("backup", str(archive), "--json").out)
    assert (said["files"], said["damage"]) == (1, [])
    assert "already" in said_in_one_sentence(filled("backup", str(archive)))
    assert "--replace" in said_in_one_sentence(filled("restore", str(archive)))
    assert said_in_one_sentence(filled("restore", str(tmp_path / "none.tar"), "--replace"))
    assert filled("remove", "museum").code == 0
    ended = filled("restore", str(archive), "--replace", "--json")
    assert ended.code == 0
    assert Path(json.loads(ended.out)["replaced"]).parent == home
    assert [row["id"] for row in json.loads(filled("list", "--json").out)] == ["harbour", "museum"]
    found = json.loads(filled("search", "What does entry cost?", "--json", "--embedder", "hashed").out)
    assert MUSEUM.startswith(found[0]["text"][:20])
    assert "nothing to save" in said_in_one_sentence(filled("backup", "x.tar", "--home", str(tmp_path / "nobody")))


def test_a_copy_with_a_log_beside_it_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite says nothing when a failing disk keeps it from taking its log away."""
    source, target = tmp_path / "source.sqlite", tmp_path / "copy.sqlite"
    with closing(sqlite3.connect(source)) as made:
        made.execute("CREATE TABLE one (two)")

    @contextmanager
    def leave_a_log(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
        with closing(connection):
            yield connection
        (tmp_path / "copy.sqlite-wal").touch()

    monkeypatch.setattr("index.database.copying.closing", leave_a_log)
    with pytest.raises(LibraryError):
        copy_database(source, target)
