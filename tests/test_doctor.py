"""`broadsheet doctor`: each thing that can be wrong is found, says how to mend it, and is mended where it can be."""

import json
import shutil
import sqlite3
import threading
from pathlib import Path

import filelock
import pytest
from command_line import Broadsheet, said_in_one_sentence

pytestmark = pytest.mark.slow

pytest_plugins = ["command_line_fixtures"]
OPTIONS = ("--embedder", "hashed", "--generator", "extractive")


def findings(broadsheet: Broadsheet, *arguments: str) -> dict[str, dict[str, object]]:
    """Return what the doctor finds wrong, by check, after looking that its exit code says the same."""
    ended = broadsheet("doctor", "--json", *OPTIONS, *arguments)
    told = json.loads(ended.out)
    wrong = {row["check"]: row for row in told["findings"] if not row["ok"]}
    assert (ended.code, told["ok"]) == ((1, False) if wrong else (0, True))
    assert all(row["mend"] for row in wrong.values())
    return wrong


def spoil(home: Path, statement: str) -> None:
    with sqlite3.connect(home / "library" / "library.sqlite") as opened:
        opened.execute(statement)
    opened.close()


def test_all_is_well(filled: Broadsheet) -> None:
    assert findings(filled) == {}
    lines = filled("doctor", *OPTIONS).out.splitlines()
    assert any(line.startswith("ok      question: a test question was answered in") for line in lines)
    assert "ok      conversations: none yet" in lines


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("UPDATE texts SET text = replace(text, 'nine', 'five')", "article 'museum' is not what was written"),
        ("UPDATE articles SET title = 'The casino' WHERE id = 'museum'", "article 'museum' is not what was written"),
        ("UPDATE articles SET published = '2024-13-01' WHERE id = 'museum'", "article 'museum' is not what was"),
        ("UPDATE vectors SET vector = zeroblob(length(vector))", "article 'harbour' has a passage that is not what"),
        ("UPDATE vectors SET vector = x'00'", "article 'harbour' has a passage that is not what was written"),
        ("UPDATE passages SET start = start + 3", "article 'harbour' has a passage that is not what was written"),
        ("DELETE FROM vectors", "article 'harbour' has a passage that is not what was written"),
        ("DELETE FROM passages WHERE id = 1", "article 'harbour' has passages that do not cover its text"),
        ("INSERT INTO vectors VALUES (77, x'00', 0)", "1 vectors belong to no passage"),
        ("DELETE FROM articles WHERE id = 'museum'", "1 texts belong to no article"),
    ],
)
def test_what_is_not_what_was_written_is_named(filled: Broadsheet, home: Path, statement: str, says: str) -> None:
    spoil(home, statement)
    found = findings(filled)["integrity"]
    assert str(found["says"]).startswith(says) or says in str(filled("doctor", *OPTIONS).out)


def test_damaged_articles_are_dropped_and_a_sync_brings_them_back(
    filled: Broadsheet, home: Path, template: Path
) -> None:
    spoil(home, "UPDATE texts SET text = replace(text, 'nine', 'five')")
    assert "doctor --mend" in said_in_one_sentence(filled("search", "What does entry cost?", "--embedder", "hashed"))
    mended = json.loads(filled("doctor", "--mend", "--json", *OPTIONS).out)
    assert mended["ok"] is True
    assert mended["mended"][0] == "the search caches were built anew"
    assert "1 damaged articles were dropped (museum)" in mended["mended"][1]
    assert [row["id"] for row in json.loads(filled("list", "--json").out)] == ["harbour"]
    report = json.loads(filled("sync", str(template / "articles"), "--json", "--embedder", "hashed").out)
    assert report["added"] == ["museum"]
    assert findings(filled) == {}


@pytest.mark.parametrize("damage", ["stamp.json", "vectors.faiss", "full-text"])
def test_damaged_caches_are_found_and_mended(filled: Broadsheet, home: Path, damage: str) -> None:
    target = home / "library" / "caches" / damage
    for file in [target] if target.is_file() else sorted(target.rglob("*")):
        file.write_bytes(b"damaged")
    if damage != "full-text":
        assert set(findings(filled)) == {"integrity"}
    assert findings(filled, "--mend") == {}
    assert filled("search", "What does entry cost?", "--embedder", "hashed").out


def test_a_writer_that_is_replacing_the_caches_is_waited_for(filled: Broadsheet, home: Path) -> None:
    stamp = home / "library" / "caches" / "stamp.json"
    aside = stamp.with_name("aside")

    def put_back() -> None:
        aside.rename(stamp)
        writer.release()

    with filelock.FileLock(home / "library" / "writer.lock", thread_local=False) as writer:
        stamp.rename(aside)
        later = threading.Timer(0.5, put_back)
        later.start()
        assert findings(filled) == {}
        later.join()


def test_a_file_that_is_no_library_any_more_names_the_backup(filled: Broadsheet, home: Path) -> None:
    file = home / "library" / "library.sqlite"
    file.write_bytes(b"no database" * 1000)
    shutil.rmtree(home / "library" / "caches")
    assert "broadsheet restore BACKUP" in str(findings(filled)["library"]["mend"])
    assert "restore BACKUP" in said_in_one_sentence(filled("doctor", "--mend", *OPTIONS))


def test_pages_that_are_torn_are_beyond_mending(filled: Broadsheet, home: Path) -> None:
    file = home / "library" / "library.sqlite"
    content = bytearray(file.read_bytes())
    content[4096 * 3 : 4096 * 8] = b"\xa5" * (4096 * 5)
    file.write_bytes(content)
    assert findings(filled)
    assert "restore BACKUP" in said_in_one_sentence(filled("doctor", "--mend", *OPTIONS))


def test_damaged_conversations_are_found_and_left_as_they_are(filled: Broadsheet, home: Path) -> None:
    filled("conversations", "list")
    file = home / "conversations.sqlite"
    file.write_bytes(b"no database" * 1000)
    assert set(findings(filled)) == {"conversations"}
    assert file.read_bytes() == b"no database" * 1000


def test_a_folder_that_is_gone_is_told(filled: Broadsheet, home: Path) -> None:
    spoil(home, "INSERT INTO folders VALUES ('/gone/far')")
    rows = json.loads(filled("doctor", "--json", *OPTIONS).out)["findings"]
    assert [row["says"][:42] for row in rows if row["check"] == "folders"] == [
        "1 of the synced folders or files cannot be"
    ]


def test_a_library_of_format_1_is_brought_forward(filled: Broadsheet, home: Path) -> None:
    for statement in (
        "ALTER TABLE passages DROP COLUMN crc",
        "ALTER TABLE vectors DROP COLUMN crc",
        "ALTER TABLE articles DROP COLUMN places",
        "ALTER TABLE files DROP COLUMN reader",
        "PRAGMA user_version=1",
    ):
        spoil(home, statement)
    assert findings(filled) == {}
    assert filled("search", "What does entry cost?", "--embedder", "hashed").code == 0
    spoil(home, "PRAGMA user_version=6")
    assert "format 5" in said_in_one_sentence(filled("list"))
