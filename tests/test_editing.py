"""Articles edited by hand: kept by a sync, found and filtered under what was set, and brought back."""

import json
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import httpx
import pytest
from served_programs import open_resources, serve_programs

from index import Filter, Library
from index.database import Database, passes
from index.embedders.hashed import HashedEmbedder
from index.errors import ArticleUnknown
from index.types import Edit, ListedArticle
from ui.collections.reading import narrow
from ui.collections.store import CollectionStore
from ui.collections.types import Collection
from ui.main import main
from ui.service.catalogue import Catalogue, Wanted
from ui.service.editing import MAX_TAGS, Change, Editing
from ui.service.errors import NotAllowed, NotUnderstood
from ui.service.identity import Identity


@pytest.fixture
def shelf(tmp_path: Path, articles: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "home" / "library", embedder=HashedEmbedder()) as library:
        library.sync(articles)
        yield library


def edit(library: Library, change: Change, *titles: str) -> dict[str, Edit]:
    ids = [row.id for row in library.articles() if row.title in titles]
    return dict(Editing(library, CollectionStore()).edit(ids, change))


def row_of(library: Library, name: str) -> ListedArticle:
    return next(row for row in library.articles() if name in row.id)


def test_what_is_set_is_shown_cited_found_and_filtered(shelf: Library) -> None:
    assert edit(shelf, Change("Fish", "Herald", "2020-01-02", ("Trade", "  FOOD  market ")), "The market")
    row = row_of(shelf, "market")
    assert (row.title, row.source, row.published) == ("Fish", "Herald", date(2020, 1, 2))
    assert (row.tags, row.edited) == (("food market", "trade"), ("title", "source", "published"))
    article = shelf.article(row.id)
    assert (article.title, article.source, article.published) == ("Fish", "Herald", date(2020, 1, 2))
    for only in (
        Filter(sources=frozenset({"Herald"})), Filter(published_to=date(2020, 1, 2)), Filter(tags=frozenset({"trade"})),
        Filter(any_of=(Filter(tags=frozenset({"trade"})), Filter(sources=frozenset({"Nobody"})))),
        Filter(none_of=(Filter(undated=True), Filter(sources=frozenset({"The Post"})))),
    ):  # fmt: skip
        assert [one.id for one in shelf.articles(only)] == [row.id]
        assert {hit.article.id for hit in shelf.search("What is sold on Tuesday?", only=only)} == {row.id}
    assert shelf.articles(Filter(sources=frozenset({""}))) == (row_of(shelf, "rowing"),)
    # The full text finds the new title, and the old one no more.
    for word, found in (("Fish", True), ("Rowing", False)):
        (best, *_) = shelf.search(word)
        assert (best.article.id == row.id) is found
    assert {hit.article.title for hit in shelf.search("market")} >= {"Fish"}


@pytest.mark.parametrize("change", [
    Change(title="Otherwise"), Change(source="Otherwise"), Change(published=""), Change(published="1999-12-31"),
    Change(add=("one", "two")),
])  # fmt: skip
def test_an_edit_outlasts_syncs_rebuilds_and_another_text(shelf: Library, articles: Path, change: Change) -> None:
    edit(shelf, change, "The bridge")
    before = row_of(shelf, "bridge")
    bridge = articles / "bridge.md"
    assert shelf.sync(articles).unchanged == 3
    bridge.write_text(bridge.read_text(encoding="utf-8").replace("1931", "1932"), encoding="utf-8")
    assert shelf.sync(articles).changed == (before.id,)
    for _ in shelf.rebuild_steps(from_scratch=True):
        pass
    after = row_of(shelf, "bridge")
    assert (after.title, after.source, after.published, after.tags, after.edited) == (
        before.title, before.source, before.published, before.tags, before.edited,
    )  # fmt: skip
    assert "1932" in shelf.article(after.id).text
    assert shelf.check() == ()
    # The file may say otherwise now: what was not set by hand follows it.
    bridge.write_text(bridge.read_text(encoding="utf-8").replace("The Post", "The Times"), encoding="utf-8")
    shelf.sync(articles)
    assert row_of(shelf, "bridge").source == ("Otherwise" if change.source else "The Times")


def test_an_edit_follows_a_file_that_is_moved_and_an_article_that_comes_back(shelf: Library, articles: Path) -> None:
    edit(shelf, Change("Mine", add=("kept",)), "The market")
    (articles / "old").mkdir()
    shutil.move(articles / "market.txt", articles / "old" / "fish.txt")
    shelf.sync(articles)
    moved = row_of(shelf, "fish")
    assert (moved.title, moved.tags) == ("Mine", ("kept",))
    shelf.remove(moved.id)
    assert not [row for row in shelf.articles() if row.title == "Mine"]
    shelf.sync(articles / "old" / "fish.txt")
    assert row_of(shelf, "fish").title == "Mine"


def test_undated_articles_are_found_and_dated(shelf: Library) -> None:
    undated = Filter(undated=True)
    assert {row.title for row in shelf.articles(undated)} == {"The market", "Rowing club wins"}
    edit(shelf, Change(published="2024-05-06"), "The market", "Rowing club wins")
    assert shelf.articles(undated) == ()
    assert len(shelf.articles(Filter(published_from=date(2024, 5, 6)))) == 2
    edit(shelf, Change(published=""), "The bridge")
    (bridge,) = shelf.articles(undated)
    assert (bridge.title, bridge.published, bridge.edited) == ("The bridge", None, ("published",))


def test_many_are_edited_at_once_or_none(shelf: Library) -> None:
    generation = shelf.generation
    ids = [row.id for row in shelf.articles()]
    editing = Editing(shelf, CollectionStore())
    with pytest.raises(ArticleUnknown):
        editing.edit([*ids, "nowhere"], Change(source="X"))
    with pytest.raises(NotUnderstood):
        editing.edit(ids, Change(source="X", published="soon"))
    assert shelf.generation == generation
    before = editing.edit(ids, Change(source="X", add=("all",)))
    assert {(row.source, row.tags) for row in shelf.articles()} == {("X", ("all",))}
    assert [row.title for row in Catalogue(shelf).list(Wanted("all")).articles] != []
    editing.edit([ids[0]], Change(remove=("ALL",), add=("one",)))
    assert shelf.articles()[0].tags == ("one",)
    shelf.remove(ids[1])
    editing.restore(before)
    assert {(row.edited, row.tags) for row in shelf.articles()} == {((), ())}
    editing.edit([ids[0]], Change(title="T", add=("t",)))
    editing.edit([ids[0]], Change(reset=True))
    assert shelf.edited(ids[0]) == Edit()


@pytest.mark.parametrize(("change", "said"), [
    (Change(), "Nothing is to be changed"), (Change(title=" "), "title"), (Change(title="a" * 501), "title"),
    (Change(source="a" * 501), "source"), (Change(published="2024-13-01"), "no date"),
    (Change(published="yesterday"), "no date"), (Change(add=("",)), "cannot be a tag"),
    (Change(add=("a,b",)), "cannot be a tag"), (Change(add=("a" * 41,)), "cannot be a tag"),
    (Change(add=tuple(map(str, range(MAX_TAGS + 1)))), "at most 20 tags"),
])  # fmt: skip
def test_what_cannot_be_set_is_said_and_changes_nothing(shelf: Library, change: Change, said: str) -> None:
    before = shelf.articles()
    with pytest.raises(NotUnderstood, match=said):
        edit(shelf, change, "The bridge")
    assert shelf.articles() == before


def test_nobody_but_the_owner_changes_who_reads_an_article(shelf: Library, tmp_path: Path) -> None:
    store = CollectionStore(tmp_path / "collections.sqlite")
    reserved = Collection("Board", Filter(sources=frozenset({"The Post"})), readers=frozenset({"anna"}))
    store.add(reserved)
    tagged = Collection("Secret", Filter(tags=frozenset({"secret"})), readers=frozenset({"anna"}))
    store.add(tagged)
    anna, bert = Identity("anna"), Identity("bert")
    mine = Editing(narrow(shelf, store, anna), store, anna)
    bridge, market = row_of(shelf, "bridge").id, row_of(shelf, "market").id
    with pytest.raises(NotAllowed, match="only the owner"):
        mine.edit([bridge], Change(source="Elsewhere"))
    with pytest.raises(NotAllowed):
        mine.edit([market], Change(add=("secret",)))
    mine.edit([bridge], Change(title="Hers"))
    with pytest.raises(ArticleUnknown):
        Editing(narrow(shelf, store, bert), store, bert).edit([bridge], Change(title="His"))
    Editing(shelf, store).edit([market], Change(add=("Secret",)))
    theirs = narrow(shelf, store, bert)
    assert {row.title for row in theirs.articles()} == {"Rowing club wins"}
    with pytest.raises(ArticleUnknown):
        theirs.article(market)
    assert {hit.article.title for hit in theirs.search("What is sold at the market?")} <= {"Rowing club wins"}


def test_sql_and_python_agree_on_what_passes(shelf: Library) -> None:
    edit(shelf, Change(source="X", add=("a", "b")), "The market")
    edit(shelf, Change(published="", add=("b",)), "The bridge")
    filters = [
        Filter(tags=frozenset({"a"})), Filter(tags=frozenset({"b", "c"})), Filter(undated=True),
        Filter(undated=True, tags=frozenset({"b"})), Filter(sources=frozenset({"X"}), undated=True),
        Filter(none_of=(Filter(tags=frozenset({"b"})),)),
        Filter(all_of=(Filter(undated=True),), any_of=(Filter(tags=frozenset({"a"})),)),
    ]  # fmt: skip
    database = Database(Path(shelf.name) / "library.sqlite")
    try:
        for only in filters:
            passing = set(database.passages.passing(only).ids.tolist())
            expected = set()
            for row in shelf.articles():
                if passes(only, row.id, row.source, row.published, row.path, row.tags):
                    text_id = database.articles.text_id(row.id)
                    assert text_id is not None
                    expected |= set(database.passages.ids_of(frozenset([text_id])).tolist())
            assert passing == expected, only
    finally:
        database.close()


def test_an_older_library_is_brought_up_to_date(shelf: Library) -> None:
    import sqlite3
    from contextlib import closing

    shelf.close()
    with closing(sqlite3.connect(Path(shelf.name) / "library.sqlite")) as raw:
        raw.execute("DROP TABLE edits")
        raw.execute("PRAGMA user_version=4")
    with Library.open(shelf.name, embedder=HashedEmbedder()) as opened:
        assert len(opened.articles()) == 3
        edit(opened, Change(title="New"), "The bridge")
        assert row_of(opened, "bridge").title == "New"


def test_editing_in_the_terminal(tmp_path: Path, articles: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def run(*command: str, code: int = 0) -> str:
        assert main(["--home", str(tmp_path / "home"), "--embedder", "hashed", *command]) == code
        said = capsys.readouterr()
        return said.err if code else said.out

    run("sync", str(articles))
    ids = [row["id"] for row in json.loads(run("list", "--undated", "--json"))]
    assert len(ids) == 2
    edited = json.loads(run("edit", *ids, "--date", "2024-02-03", "--tag", "Fish", "--json"))
    assert {(row["published"], *row["tags"], *row["edited"]) for row in edited} == {("2024-02-03", "fish", "published")}
    assert [row["id"] for row in json.loads(run("list", "--tag", "FISH", "--json"))] == ids
    assert json.loads(run("list", "--undated", "--json")) == []
    assert json.loads(run("search", "market", "--tag", "fish", "--json"))[0]["published"] == "2024-02-03"
    made = json.loads(run("collections", "make", "Fish", "--tag", "fish", "--json"))
    assert (made["articles"], made["rule"]["tags"]) == (2, ["fish"])
    run("edit", ids[0], "--untag", "fish")
    assert json.loads(run("collections", "show", "Fish", "--json"))["articles"] == 1
    assert "fish" in run("list")
    assert json.loads(run("edit", *ids, "--reset", "--json"))[0]["edited"] == []
    assert "Nothing is to be changed" in run("edit", ids[0], code=1)
    assert "no date" in run("edit", ids[0], "--date", "soon", code=1)
    assert "has no article" in run("edit", "nowhere", "--title", "X", code=1)


@pytest.mark.enable_socket
@pytest.mark.slow
def test_editing_over_http(tmp_path: Path, articles: Path) -> None:
    home = tmp_path / "home"
    with open_resources(home, articles) as resources, serve_programs(resources, home) as address:
        client = httpx.Client(base_url=f"{address}/api/", timeout=60)
        undated = client.get("articles", params={"undated": True}).json()
        assert undated["total"] == 2
        article = undated["articles"][0]["id"]
        body = {"title": "Named", "published": "2024-02-03", "add": ["Fish"]}
        changed = client.patch(f"articles/{article}", json=body)
        assert changed.status_code == 200
        assert (changed.json()["title"], changed.json()["tags"]) == ("Named", ["fish"])
        assert client.get("articles", params={"tag": "FISH"}).json()["articles"] == [changed.json()]
        found = client.post("search", json={"question": "market", "only": {"tags": ["Fish"]}}).json()
        assert {hit["title"] for hit in found} == {"Named"}
        asked = client.post("ask", json={"question": "What is Named?", "only": {"tags": ["fish"]}}).json()
        assert asked["receipt"]["only"]["tags"] == ["fish"]
        assert client.patch(f"articles/{article}", json={"reset": True}).json()["edited"] == []
        assert client.patch(f"articles/{article}", json={"published": "soon"}).status_code == 400
        assert client.patch(f"articles/{article}", json={"date": "2024-01-01"}).status_code == 400
        assert client.patch("articles/nowhere", json={"title": "X"}).status_code == 404
        client.close()
