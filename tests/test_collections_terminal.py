"""Collections in the terminal, and in a backup."""

import json
from datetime import date
from pathlib import Path

import pytest
from command_line import MUSEUM, Broadsheet, said_in_one_sentence, write_articles

from index import Filter
from index.embedders.hashed import HashedEmbedder
from index.home import Home
from index.library import Library
from ui.backups.making import make_backup
from ui.backups.restoring import restore
from ui.collections.store import FILE, CollectionStore
from ui.collections.types import Collection
from ui.server.access.tokens import read_tokens

pytest_plugins = ["command_line_fixtures"]


def test_a_collection_from_its_making_to_its_end(filled: Broadsheet) -> None:
    assert filled("collections", "list").err.startswith("There is no collection yet")
    made = filled("collections", "make", "Sea side", "--source", "Gazette")
    assert made.out == "Sea side: 1 article, the newest of 2024-05-01; read by everybody\n"
    assert "harbour" in filled("collections", "show", "sea-side").out
    assert filled("collections", "add", "Sea side", "museum").out.startswith("Sea side: 2 articles")
    told = json.loads(filled("collections", "list", "--json").out)
    assert told == [
        {
            "name": "Sea side", "slug": "sea-side", "owner": "", "readers": [], "picked": ["museum"], "articles": 2,
            "rule": {"sources": ["Gazette"], "folders": [], "from": None, "to": None}, "newest": "2024-06-01",
            "gone": 0,
        }
    ]  # fmt: skip
    assert filled("collections", "remove", "sea-side", "museum").out.startswith("Sea side: 1 article")
    assert "was not picked" in said_in_one_sentence(filled("collections", "remove", "sea-side", "harbour"))
    assert json.loads(filled("collections", "delete", "Sea side", "--json").out) == {"deleted": ["sea-side"]}
    assert "no collection 'Sea side'" in said_in_one_sentence(filled("collections", "show", "Sea side"))


def test_a_collection_holds_a_folder_and_what_comes_into_it(filled: Broadsheet, tmp_path: Path) -> None:
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "mill.txt").write_text("The mill\n\nThe mill of Saltby was sold by Otto Weir.\n")
    assert filled("sync", str(folder)).code == 0
    assert filled("collections", "make", "Notes", "--folder", str(folder), "--json").code == 0
    (folder / "quay.txt").write_text("The quay\n\nThe quay of Saltby was mended.\n")
    assert filled("sync", str(folder)).code == 0
    titles = {one["title"] for one in json.loads(filled("list", "--json", "--collection", "notes").out)}
    assert titles == {"The mill", "The quay"}


def test_questions_searches_checks_and_lists_take_collections(filled: Broadsheet, tmp_path: Path) -> None:
    filled("collections", "make", "Gazette", "--source", "Gazette")
    filled("collections", "make", "Herald", "--source", "Herald", "--from", "2024-06-01")
    question = "When did the museum of Saltby open?"
    ask = ("--generator", "extractive", "ask", question, "--json", "--collection")
    assert "1902" in json.loads(filled(*ask, "herald").out)["text"]
    assert "1902" not in filled(*ask, "gazette").out
    both = json.loads(filled(*ask, "gazette", "--collection", "Herald").out)
    assert both["receipt"]["only"]["collections"] == ["Herald", "gazette"]
    assert "1902" in both["text"]
    found = json.loads(filled("search", "Saltby", "--json", "--collection", "gazette").out)
    assert {hit["article"] for hit in found} == {"harbour"}
    assert [one["id"] for one in json.loads(filled("list", "--json", "--collection", "herald").out)] == ["museum"]
    draft = tmp_path / "draft.txt"
    draft.write_text(MUSEUM)
    assert filled("check", str(draft), "--collection", "herald").code == 0
    assert filled("check", str(draft), "--collection", "gazette").code == 1
    for command in (("ask", question), ("search", "x"), ("list",), ("check", str(draft))):
        said = said_in_one_sentence(filled(*command, "--collection", "nothing"))
        assert "There is no collection 'nothing'" in said
    filled("collections", "make", "Later", "--from", "2030-01-01")
    assert "There is no article in 'later'" in said_in_one_sentence(filled("ask", question, "--collection", "later"))


def test_readers_and_tokens(filled: Broadsheet, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filled("collections", "make", "Gazette", "--source", "Gazette")
    assert "Nobody is called 'anna'" in said_in_one_sentence(filled("collections", "share", "Gazette", "anna"))
    (home / "accounts.json").write_text(
        json.dumps({"format": 1, "accounts": {"anna": "$argon2id$", "bert": "$argon2id$"}})
    )
    assert filled("collections", "share", "gazette", "Anna").out.endswith("read by anna\n")
    assert "harbour" in filled("list").out  # the owner of this computer reads everything
    refused = filled("tokens", "make", "berts", "--user", "bert", "--collection", "gazette")
    assert "no collection 'gazette'" in said_in_one_sentence(refused)
    writes = filled("tokens", "make", "w", "--scope", "write", "--collection", "gazette")
    assert "writes nothing" in said_in_one_sentence(writes)
    assert filled("tokens", "make", "annas", "--user", "anna", "--collection", "Gazette").out.startswith("bs_")
    assert [token.collections for token in read_tokens(home)] == [("gazette",)]
    assert json.loads(filled("tokens", "list", "--json").out)[0]["collections"] == ["gazette"]
    assert filled("collections", "share", "gazette", "everybody").out.endswith("read by everybody\n")


def test_a_backup_brings_collections_back_and_none_takes_them_away(tmp_path: Path) -> None:
    home = Home(tmp_path / "home", tmp_path / "models")
    home.root.mkdir()
    write_articles(tmp_path).rename(home.documents)
    with Library.open(home.library, embedder=HashedEmbedder()) as library:
        library.sync(home.documents)
    make_backup(home, tmp_path / "without.tar")
    store = CollectionStore(home.root / FILE)
    rule = Filter(folders=frozenset({str(home.documents), "/elsewhere"}), published_to=date(2025, 1, 1))
    made = Collection("Board", rule, readers=frozenset({"anna"}))
    store.add(made)
    make_backup(home, tmp_path / "saved.tar")
    other = Home(tmp_path / "other", tmp_path / "models")
    restore(other, tmp_path / "saved.tar")
    (came_back,) = CollectionStore(other.root / FILE).all()
    assert came_back.rule.folders == {str(other.documents), "/elsewhere"}
    assert (came_back.name, came_back.readers) == ("Board", frozenset({"anna"}))
    restore(home, tmp_path / "without.tar", replace=True)
    assert store.all() == (made,)


def test_a_collection_of_a_source_that_there_is_not_is_made_and_said_to_be_empty(filled: Broadsheet) -> None:
    made = filled("collections", "make", "Nope", "--source", "Nope")
    assert made.out.startswith("Nope: 0 articles")
    assert "no article has the source 'Nope'" in made.err
    assert "Gazette" in made.err
    assert filled("collections", "make", "Sea", "--source", "Gazette").err == ""
