"""Which files of a folder are found."""

import os
import socket
from pathlib import Path

import pytest

from index.errors import LoadError
from index.loaders import IGNORE_FILE, find_files, load_file


def write(path: Path, text: str = "Some text.") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def found(folder: Path) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in find_files(folder)]


def test_files_come_sorted_and_of_any_suffix(tmp_path: Path) -> None:
    for name in ["b.txt", "a/z.md", "a/y/x.pdf", "c.xyz", "B.txt", "none"]:
        write(tmp_path / name)

    assert found(tmp_path) == ["B.txt", "a/y/x.pdf", "a/z.md", "b.txt", "c.xyz", "none"]


def test_hidden_files_and_folders_are_left_out(tmp_path: Path) -> None:
    for name in ["a.txt", ".hidden.txt", ".git/config", "b/.cache/x.txt"]:
        write(tmp_path / name)

    assert found(tmp_path) == ["a.txt"]


def test_the_ignore_file_works_like_gitignore(tmp_path: Path) -> None:
    for name in ["a.txt", "a.log", "keep.log", "drafts/b.txt", "c/drafts/d.txt", "c/e.txt", "top.md", "c/top.md"]:
        write(tmp_path / name)
    write(tmp_path / IGNORE_FILE, "\ufeff# a comment\n*.log\n!keep.log\ndrafts/\n/top.md\n")

    assert found(tmp_path) == ["a.txt", "c/e.txt", "c/top.md", "keep.log"]


def test_an_ignore_file_that_cannot_be_used_stops_the_walk(tmp_path: Path) -> None:
    write(tmp_path / "private.txt")
    (tmp_path / IGNORE_FILE).write_bytes(b"private.txt\0")

    with pytest.raises(LoadError, match=f"{IGNORE_FILE} in .* cannot be used: holds binary data"):
        found(tmp_path)


def test_links_that_lead_outside_are_not_followed(tmp_path: Path) -> None:
    outside = write(tmp_path / "outside" / "secret.txt")
    folder = tmp_path / "folder"
    inside = write(folder / "real" / "a.txt")
    (folder / "link-to-file.txt").symlink_to(inside)
    (folder / "link-to-folder").symlink_to(folder / "real")
    (folder / "escaping-file.txt").symlink_to(outside)
    (folder / "escaping-folder").symlink_to(outside.parent)
    (folder / "broken.txt").symlink_to(folder / "gone.txt")

    assert found(folder) == ["link-to-file.txt", "link-to-folder/a.txt", "real/a.txt"]


def test_links_in_a_circle_end(tmp_path: Path) -> None:
    write(tmp_path / "a" / "a.txt")
    write(tmp_path / "b" / "b.txt")
    (tmp_path / "a" / "to-b").symlink_to(tmp_path / "b")
    (tmp_path / "b" / "to-a").symlink_to(tmp_path / "a")
    (tmp_path / "b" / "up").symlink_to(tmp_path)
    (tmp_path / "self").symlink_to(tmp_path / "self")

    assert found(tmp_path) == ["a/a.txt", "a/to-b/b.txt", "b/b.txt", "b/to-a/a.txt"]


def test_the_folder_itself_may_be_a_link(tmp_path: Path) -> None:
    write(tmp_path / "real" / "a.txt")
    (tmp_path / "link").symlink_to(tmp_path / "real")

    assert [*find_files(tmp_path / "link")] == [tmp_path / "link" / "a.txt"]


def test_special_files_are_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "a.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("socket.txt")

        assert found(tmp_path) == ["a.txt"]


def test_a_folder_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LoadError, match="is not a folder"):
        found(write(tmp_path / "a.txt"))


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser can list every folder")
def test_a_folder_that_cannot_be_listed_is_reported(tmp_path: Path) -> None:
    closed = write(tmp_path / "closed" / "a.txt").parent
    closed.chmod(0)
    try:
        assert found(tmp_path) == ["closed"]
    finally:
        closed.chmod(0o700)


def test_load_file_says_what_is_wrong_with_a_folder(tmp_path: Path) -> None:
    with pytest.raises(LoadError, match="is a folder that could not be listed"):
        [*load_file(tmp_path, "x")]
