"""`--source` as people type it: in any case, without "The", by a word that only one source has."""

import json
from pathlib import Path

import pytest
from command_line import Broadsheet

from ui.commands.sources import find_sources

pytest_plugins = ["command_line_fixtures"]
KNOWN = ["The Haverleigh Gazette", "The Ansel Bay Post", "Ansel Bay Post", "Bay Review", "Post and Telegraph"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("The Haverleigh Gazette", ["The Haverleigh Gazette"]),
        ("the haverleigh gazette", ["The Haverleigh Gazette"]),
        ("Gazette", ["The Haverleigh Gazette"]),
        ("gazette haverleigh", ["The Haverleigh Gazette"]),
        ("Ansel Bay Post", ["Ansel Bay Post", "The Ansel Bay Post"]),
        ("review", ["Bay Review"]),
        ("Post", ["Ansel Bay Post", "Post and Telegraph", "The Ansel Bay Post"]),
        ("Gaz", []),
        ("", []),
        ("The", []),
    ],
)
def test_sources_are_found_by_name_or_by_words(typed: str, found: list[str]) -> None:
    assert [*find_sources(typed, KNOWN)] == found


def test_every_command_takes_a_source_as_it_is_typed(filled: Broadsheet, tmp_path: Path) -> None:
    asked = filled("ask", "--source", "gazette", "Who founded the harbour of Saltby?", "--json")
    assert json.loads(asked.out)["receipt"]["only"]["sources"] == ["Gazette"]
    assert "--source gazette: articles of Gazette" in asked.err
    assert {hit["source"] for hit in json.loads(filled("search", "--source", "HERALD", "pier", "--json").out)} == {
        "Herald"
    }
    assert filled("list", "--source", "herald").out.startswith("museum\t")
    draft = tmp_path / "draft.txt"
    draft.write_text("The museum of Saltby opened in 1902.\n", encoding="utf-8")
    assert filled("check", str(draft), "--source", "herald").code == 0
    for command in (["ask", "Who?"], ["search", "pier"], ["list"], ["check", str(draft)]):
        refused = filled(*command, "--source", "Nobody Times")
        assert (refused.code, refused.out) == (2, ""), command


def test_a_source_that_may_be_two_is_asked_back(broadsheet: Broadsheet, tmp_path: Path) -> None:
    lines = [
        {"id": paper, "title": paper, "text": "It rained.", "source": paper} for paper in ("Bay Post", "Moor Post")
    ]
    (tmp_path / "two.jsonl").write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")
    assert broadsheet("--embedder", "hashed", "sync", str(tmp_path / "two.jsonl")).code == 0
    ended = broadsheet("list", "--source", "Post")
    assert ended.code == 2
    assert "Post may be Bay Post, Moor Post; type one" in " ".join(ended.err.split())


def test_an_empty_library_says_so_and_not_that_it_lacks_a_source(broadsheet: Broadsheet) -> None:
    assert "The library is empty" in broadsheet("search", "--source", "Post", "pier", "--embedder", "hashed").err
