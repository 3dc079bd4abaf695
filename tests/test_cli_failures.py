"""What can go wrong on the command line: one sentence, and a code that says so."""

import errno
import json
import re
import socket
from pathlib import Path

import pytest
from command_line import Broadsheet, said_in_one_sentence

from index.errors import LibraryBusy
from index.models import DEFAULT_GENERATOR, load_lock
from ui.errors import explain

pytest_plugins = ["command_line_fixtures"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("unknown",),
        ("ask",),
        ("ask", "Who?", "--unknown"),
        ("sync",),
        ("sync", "no/such/folder"),
        ("remove",),
        ("search", "harbour", "-k", "0"),
        ("search", "harbour", "--from", "May"),
        ("chat", "--port", "70000"),
        ("ask", "Who?", "--home"),
    ],
)
def test_a_command_that_cannot_be_read_ends_with_2(broadsheet: Broadsheet, arguments: tuple[str, ...]) -> None:
    ended = broadsheet(*arguments)
    assert (ended.code, ended.out) == (2, "")
    assert "Error: " in ended.err


def test_an_empty_library_is_said_and_is_no_failure(broadsheet: Broadsheet) -> None:
    for command in (("list",), ("search", "harbour")):
        ended = broadsheet(*command)
        assert (ended.code, ended.out) == (0, "")
        assert "`broadsheet sync FOLDER`" in ended.err
    assert broadsheet("list", "--json").out == "[]\n"
    asked = broadsheet("ask", "Who founded the harbour?", "--generator", "extractive", "--json")
    assert (asked.code, json.loads(asked.out)["outcome"]) == (0, "no_evidence")


@pytest.mark.parametrize("question", ["", "  \n", "a" * 10_000])
def test_a_question_that_cannot_be_asked_is_refused(filled: Broadsheet, question: str) -> None:
    sentence = said_in_one_sentence(filled("ask", question, "--generator", "extractive"))
    assert "question" in sentence
    assert len(sentence) < 300


def test_a_question_in_another_language_is_answered_or_said_to_have_no_evidence(filled: Broadsheet) -> None:
    ended = filled("ask", "谁建立了港口？ Wer gründete den Hafen?", "--generator", "extractive", "--json")
    assert ended.code == 0
    assert json.loads(ended.out)["question"] == "谁建立了港口？ Wer gründete den Hafen?"


def test_a_search_for_nothing_is_refused(filled: Broadsheet) -> None:
    assert "The question is empty" in said_in_one_sentence(filled("search", " "))


def test_without_an_embedder_model_the_command_to_get_it_is_named(broadsheet: Broadsheet, folder: Path) -> None:
    assert "`broadsheet models pull" in said_in_one_sentence(broadsheet("sync", str(folder)))


def test_without_a_generator_model_the_best_sentences_answer(filled: Broadsheet) -> None:
    ended = filled("ask", "Who founded the harbour of Saltby?", "--json")
    assert ended.code == 0
    assert json.loads(ended.out)["receipt"]["generator"] == "extractive"
    assert "`broadsheet models pull` gets it" in ended.err


def test_another_embedder_than_the_librarys_names_the_rebuild(
    filled: Broadsheet, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from index.embedders.hashed import HashedEmbedder
    from index.library import Library

    with Library.open(home / "library") as library:
        for _ in library.rebuild_steps(HashedEmbedder(dim=64)):
            continue
    sentence = said_in_one_sentence(filled("search", "harbour", "--embedder", "hashed"))
    assert re.search(r"`broadsheet .*rebuild", sentence)


def test_models_are_listed_with_what_is_here(broadsheet: Broadsheet, tmp_path: Path) -> None:
    (tmp_path / "models" / "qwen2.5-coder-0.5b").mkdir(parents=True)
    rows = {row["name"]: row for row in json.loads(broadsheet("models", "list", "--json").out)}
    assert rows["all-MiniLM-L6-v2"]["kind"] == "embedder"
    assert rows["qwen2.5-coder-1.5b"] == {
        "name": "qwen2.5-coder-1.5b",
        "kind": "generator",
        "default": True,
        "present": False,
        "bytes": 1_117_320_768,
        "licence": "Apache-2.0",
    }
    assert [name for name, row in rows.items() if row["default"]] == ["all-MiniLM-L6-v2", "qwen2.5-coder-1.5b"]
    plain = broadsheet("models", "list").out.splitlines()
    assert "qwen2.5-coder-1.5b\tgenerator\t1117 MB\tApache-2.0\tnot here" in plain


def test_verify_without_a_model_names_the_pull(broadsheet: Broadsheet) -> None:
    assert "`broadsheet models pull`" in said_in_one_sentence(broadsheet("models", "verify"))
    assert "nobody" in said_in_one_sentence(broadsheet("models", "pull", "nobody"))


@pytest.mark.slow
def test_a_pull_without_a_network_says_so(broadsheet: Broadsheet) -> None:
    sentence = said_in_one_sentence(broadsheet("models", "pull", "smollm2-135m"))
    assert "`broadsheet models pull smollm2-135m` again" in sentence


@pytest.mark.slow
def test_a_damaged_model_file_is_said_wherever_it_is_met(filled: Broadsheet, tmp_path: Path) -> None:
    (model,) = (one for one in load_lock() if one.name == DEFAULT_GENERATOR)
    path = tmp_path / "models" / model.name / model.files[0].path
    path.parent.mkdir(parents=True)
    path.write_bytes(b"damaged")
    mend = f"`broadsheet models pull {model.name}`"
    assert mend in said_in_one_sentence(filled("ask", "Who founded the harbour?"))
    verified = filled("models", "verify", "--json")
    assert verified.code == 1
    (row,) = json.loads(verified.out)
    assert (row["name"], row["ok"]) == (model.name, False)
    assert mend in row["says"]
    examined = filled("doctor", "--json")
    findings = {one["check"]: one for one in json.loads(examined.out)["findings"]}
    assert (examined.code, findings["generator"]["ok"]) == (1, False)
    assert mend in findings["generator"]["mend"]


def test_an_unknown_embedder_is_said(broadsheet: Broadsheet, folder: Path) -> None:
    assert '"nobody"' in said_in_one_sentence(broadsheet("sync", str(folder), "--embedder", "nobody"))


@pytest.mark.slow
def test_a_home_that_cannot_be_made_is_said(broadsheet: Broadsheet, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("a regular file", encoding="utf-8")
    below = str(tmp_path / "file" / "home")
    for command in (("list",), ("ask", "Who?"), ("sync", str(folder), "--embedder", "hashed"), ("chat",)):
        sentence = said_in_one_sentence(broadsheet(*command, "--home", below))
        assert below in sentence
        assert "--home" in sentence
    examined = broadsheet("doctor", "--home", below)
    assert examined.code == 1
    assert f"NOT OK  home: the home folder {below} cannot be written\n" in examined.out


def test_a_library_that_is_no_database_is_said(broadsheet: Broadsheet, home: Path) -> None:
    (home / "library").mkdir(parents=True)
    (home / "library" / "library.sqlite").write_bytes(b"no database at all" * 100)
    assert "library.sqlite" in said_in_one_sentence(broadsheet("list"))


def test_a_port_in_use_is_said_before_anything_is_loaded(broadsheet: Broadsheet, home: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        sentence = said_in_one_sentence(broadsheet("chat", "--port", str(port)))
    assert f"The port {port} is in use" in sentence
    assert re.search(r"`broadsheet chat --port \d+`", sentence)
    assert not home.exists()


def test_debug_shows_the_traceback_and_the_sentence(broadsheet: Broadsheet) -> None:
    ended = broadsheet("remove", "nobody", "--debug")
    assert ended.code == 1
    assert "Traceback (most recent call last)" in ended.err
    assert ended.err.splitlines()[-1].startswith("broadsheet: The library has no article 'nobody'")


@pytest.mark.slow
def test_doctor_finds_a_whole_library_well(filled: Broadsheet) -> None:
    ended = filled("doctor", "--json", "--embedder", "hashed", "--generator", "extractive")
    findings = {row["check"]: row for row in json.loads(ended.out)["findings"]}
    assert findings["library"]["says"] == "2 articles, 2 passages, embedded by hashed"
    assert findings["integrity"]["ok"] is True
    assert findings["search"]["ok"] is True
    assert {row["mend"] for row in findings.values() if row["ok"]} == {""}


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (
            OSError(errno.EROFS, "Read-only file system", "/h/library"),
            "/h/library cannot be written (Read-only file system): make it writable, or choose another folder with "
            "--home FOLDER.",
        ),
        (
            OSError(errno.ENOSPC, "No space left on device"),
            "The disk is full (A file): free some space, then run the same command again.",
        ),
        (LibraryBusy("Another process is writing:\n wait."), "Another process is writing: wait."),
        (
            ValueError("no\nway"),
            "Something unexpected happened (ValueError: no way): run the same command with --debug to see where.",
        ),
    ],
)
def test_every_failure_is_one_sentence(error: Exception, sentence: str) -> None:
    assert explain(error) == sentence
