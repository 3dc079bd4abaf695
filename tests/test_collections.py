"""Collections: what is in one, where they are kept, and the one function that says who may read what."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from index import Filter
from index.database import passes
from index.database.conditions import write_condition
from index.embedders.hashed import HashedEmbedder
from index.errors import ArticleUnknown
from index.library import Library
from index.types import NOTHING
from rag.assistant import Assistant
from ui.collections.errors import (
    CollectionEmpty,
    CollectionError,
    CollectionRefused,
    CollectionTaken,
    CollectionUnknown,
)
from ui.collections.reading import may_read, narrow
from ui.collections.store import FILE, CollectionStore
from ui.collections.types import Collection, check_name, slug_of
from ui.service.catalogue import Catalogue, CountBy, Wanted
from ui.service.collections import Collections
from ui.service.documents import remove_articles
from ui.service.errors import NotAllowed
from ui.service.identity import Identity

POST, TIMES = Filter(sources=frozenset({"The Post"})), Filter(sources=frozenset({"The Times"}))
Act = Callable[[], object]
ANNA, BERT = Identity("anna"), Identity("bert")


def write(folder: Path, name: str, source: str, day: str, text: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(f"---\ntitle: {name}\nsource: {source}\ndate: {day}\n---\n\n{text}\n")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    articles = tmp_path / "articles"
    write(articles, "bridge.md", "The Post", "2024-03-01", "The bridge of Alderwick was opened in 1931.")
    write(articles, "market.md", "The Post", "2025-06-01", "The market opens on Tuesday. Ada Vane sells fish.")
    write(articles / "board", "salary.md", "The Times", "2025-01-05", "The salary of the harbour master is 900 crowns.")
    return articles


@pytest.fixture
def whole(tmp_path: Path, folder: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library", embedder=HashedEmbedder()) as library:
        library.sync(folder)
        yield library


@pytest.fixture
def store(tmp_path: Path) -> CollectionStore:
    return CollectionStore(tmp_path / FILE)


def collections_of(whole: Library, store: CollectionStore, identity: Identity) -> Collections:
    return Collections(store, narrow(whole, store, identity), identity)


def names(library: Library, *collections: str) -> list[str]:
    return [row.title for row in library.articles(Filter(collections=frozenset(collections)))]


@pytest.fixture
def owned(whole: Library, store: CollectionStore) -> Collections:
    return collections_of(whole, store, Identity())


def id_of(whole: Library, title: str) -> str:
    return next(row.id for row in whole.articles() if row.title == title)


def test_a_filter_of_filters_is_the_same_in_sql_and_beside_it(whole: Library, folder: Path) -> None:
    board = Filter(folders=frozenset({str(folder / "board")}))
    for only, expected in (
        (Filter(any_of=(board, Filter(published_to=date(2024, 12, 31)))), {"bridge.md", "salary.md"}),
        (Filter(none_of=(board,)), {"bridge.md", "market.md"}),
        (POST.within(Filter(published_from=date(2025, 1, 1))), {"market.md"}),
        (Filter(none_of=(Filter(any_of=(POST, NOTHING)),)), {"salary.md"}),
        (Filter(folders=frozenset({str(folder / "boa")})), set()),
        (Filter(folders=frozenset({str(folder / "bridge.md")})), {"bridge.md"}),
        (NOTHING, set()),
        (Filter(), {"bridge.md", "market.md", "salary.md"}),
    ):
        rows = whole.articles()
        assert {r.title for r in rows if passes(only, r.id, r.source, r.published, r.path)} == expected
        assert {hit.article.title for hit in whole.search("bridge market salary", 9, only)} == expected


def test_a_name_that_nobody_resolved_lets_nothing_through(whole: Library) -> None:
    named = Filter(collections=frozenset({"x"}))
    with pytest.raises(ValueError, match="names still"):
        write_condition(named)
    with pytest.raises(ValueError, match="names still"):
        passes(named, "a", "", None)
    for ask in (lambda: whole.search("bridge", only=named), lambda: whole.articles(named)):
        with pytest.raises(LookupError):
            ask()


def test_a_smart_collection_follows_new_articles(owned: Collections, whole: Library, folder: Path) -> None:
    owned.make("Post of 2025", replace(POST, published_from=date(2025, 1, 1)), ())
    owned.make("Board", Filter(folders=frozenset({str(folder / "board")})), [id_of(whole, "bridge.md")])
    assert names(owned.library, "Post of 2025") == ["market.md"]
    write(folder / "board", "plan.md", "The Post", "2025-02-02", "The board plans a quay.")
    whole.sync(folder)
    assert names(owned.library, "post-of-2025") == ["plan.md", "market.md"]
    assert sorted(names(owned.library, "board")) == ["bridge.md", "plan.md", "salary.md"]
    assert len(names(owned.library, "board", "post-of-2025")) == 4


def test_names_are_one_however_they_are_spelt() -> None:
    assert slug_of("Sea wall") == slug_of("  SEA-WALL ") == slug_of("sea_wall".replace("_", " ")) == "sea-wall"
    assert slug_of("Straße") == "strasse"
    assert check_name("  The  harbour ") == "The harbour"
    for name in ("", "  ", "---", "x" * 61, "a\x1bb"):
        with pytest.raises(CollectionRefused, match="cannot be the name"):
            check_name(name)


def test_what_is_wrong_is_said(owned: Collections, whole: Library) -> None:
    owned.make("Harbour", POST, ())
    with pytest.raises(CollectionTaken, match="already"):
        owned.make("harbour", TIMES, ())
    owned.make("Other", TIMES, ())
    with pytest.raises(CollectionTaken):
        owned.change("Other", new_name="HARBOUR")
    with pytest.raises(CollectionUnknown, match="no collection 'x'"):
        owned.get("x")
    with pytest.raises(ArticleUnknown):
        owned.make("Picked", Filter(), ["nothing"])
    with pytest.raises(CollectionRefused, match="after the last"):
        owned.make("Days", Filter(published_from=date(2025, 1, 2), published_to=date(2025, 1, 1)), ())
    owned.make("Empty", Filter(), ())
    owned.make("Gone", Filter(), [id_of(whole, "bridge.md")])
    whole.remove(id_of(whole, "bridge.md"))
    assert owned.held(owned.get("gone")).gone == 1
    for name in ("empty", "gone"):
        with pytest.raises(CollectionEmpty, match="There is no article"):
            Catalogue(owned.library).search("bridge", 3, Filter(collections=frozenset({name})))


def test_an_article_is_for_the_readers_of_each_of_its_collections(whole: Library, store: CollectionStore) -> None:
    kept = (
        Collection("Board", TIMES, readers=frozenset({"anna"})),
        Collection("Everything", Filter(published_from=date(2000, 1, 1))),
    )
    for one in kept:
        store.add(one)
    assert may_read(kept, Identity()) == Filter(none_of=())
    assert "salary.md" in names(narrow(whole, store, ANNA), "Everything")
    bert = narrow(whole, store, BERT)
    salary = id_of(whole, "salary.md")
    assert names(bert, "Everything") == ["bridge.md", "market.md"] == [row.title for row in bert.articles()]
    assert bert.size().articles == 2
    for get_round in (
        lambda: bert.article(salary),
        lambda: Catalogue(bert).excerpt(salary, 0, 5),
        lambda: Catalogue(bert).search("salary", 5, Filter(articles=frozenset({salary}))),
        lambda: bert.remove(salary),
        lambda: list(remove_articles(bert, Path("nowhere"), [salary])),
    ):
        with pytest.raises(ArticleUnknown):
            get_round()
    with pytest.raises(CollectionUnknown):
        bert.articles(Filter(collections=frozenset({"board"})))
    assert bert.search("salary", 9, Filter(articles=frozenset({salary}))) == ()
    assert all(hit.article.id != salary for hit in bert.search("salary of the harbour master", 9))
    assert Catalogue(bert).count(CountBy.SOURCE, Wanted()).rows == (("The Post", 2),)
    assert whole.article(salary).title == "salary.md"


def test_a_collection_of_ones_own_widens_nothing(whole: Library, store: CollectionStore) -> None:
    salary = id_of(whole, "salary.md")
    owner = collections_of(whole, store, Identity())
    owner.make("Board", TIMES, (), ["anna"])
    bert = collections_of(whole, store, BERT)
    bert.make("Mine", TIMES, ())
    assert names(bert.library, "mine") == []
    acts: tuple[Act, ...] = (
        lambda: bert.make("Picked", Filter(), [salary]),
        lambda: bert.change("mine", add=[salary]),
        lambda: bert.change("mine", picked=[salary]),
    )
    for act in acts:
        with pytest.raises(ArticleUnknown):
            act()
    forbiddens: tuple[Act, ...] = (
        lambda: bert.change("mine", readers=["bert"]),
        lambda: bert.make("Inner", Filter(folders=frozenset({"/"})), ()),
        lambda: collections_of(whole, store, ANNA).change("mine", new_name="Hers"),
        lambda: collections_of(whole, store, ANNA).delete("mine"),
    )
    for forbidden in forbiddens:
        with pytest.raises(NotAllowed):
            forbidden()
    unknown: tuple[Act, ...] = (lambda: bert.change("board", readers=["bert"]), lambda: bert.delete("Board"))
    for hidden in unknown:
        with pytest.raises(CollectionUnknown):
            hidden()
    assert [one.slug for one in bert.all()] == ["mine"]
    assert owner.delete("mine").owner == "bert"


def test_a_token_reads_its_collections_alone(whole: Library, store: CollectionStore) -> None:
    owner = collections_of(whole, store, Identity())
    owner.make("Post", POST, ())
    owner.make("Times", TIMES, ())
    bound = Identity(collections=("post",))
    library = narrow(whole, store, bound)
    assert [row.source for row in library.articles()] == ["The Post", "The Post"]
    with pytest.raises(CollectionUnknown):
        library.articles(Filter(collections=frozenset({"times"})))
    with pytest.raises(NotAllowed):
        collections_of(whole, store, bound).make("More", TIMES, ())
    owner.change("post", readers=["anna"])
    with pytest.raises(NotAllowed, match="not there any more"):
        narrow(whole, store, Identity("bert", collections=("post",)))
    owner.delete("post")
    with pytest.raises(NotAllowed, match="make another"):
        narrow(whole, store, bound)


def test_an_answer_comes_from_what_may_be_read(whole: Library, store: CollectionStore) -> None:
    owner = collections_of(whole, store, Identity())
    owner.make("Board", TIMES, (), ["anna"])
    question = "What is the salary of the harbour master?"
    assistant = Assistant(whole)
    told = {name: assistant.over(narrow(whole, store, Identity(name))).ask(question) for name in ("anna", "bert")}
    assert "900 crowns" in told["anna"].text
    assert "salary" not in {hit.article.title for hit in told["bert"].hits}
    assert "900" not in repr(told["bert"])
    held = assistant.over(narrow(whole, store, BERT)).ask("What do you know?")
    assert "2 articles" in held.note
    assert "Times" not in repr(held)
    only = Filter(collections=frozenset({"Board"}))
    again = assistant.over(owner.library).ask(question, only=only)
    assert again.receipt.only == only  # its name: what is in it is found out again
    with pytest.raises(CollectionUnknown):
        assistant.over(narrow(whole, store, BERT)).ask(question, only=again.receipt.only)


def test_a_question_of_days_or_sources_widens_no_filter(whole: Library) -> None:
    only = replace(POST, published_from=date(2025, 1, 1))
    answer = Assistant(whole).ask("Summarise what happened in March 2024", only=only)
    assert {hit.article.title for hit in answer.hits} <= {"market.md"}
    assert "bridge" not in answer.text


def test_who_comes_after_a_user_of_the_same_name_reads_nothing_more(whole: Library, store: CollectionStore) -> None:
    owner = collections_of(whole, store, Identity())
    owner.make("Hers", TIMES, (), ["anna"])
    owner.make("Theirs", POST, (), ["anna", "bert"])
    collections_of(whole, store, ANNA).make("Open", POST, ())
    store.forget("anna")
    assert [(one.slug, one.owner, set(one.readers)) for one in store.all()] == [
        ("hers", "", {"owner"}), ("open", "", set()), ("theirs", "", {"bert"})
    ]  # fmt: skip
    assert names(narrow(whole, store, ANNA)) == []


def test_two_that_write_lose_nothing(store: CollectionStore) -> None:
    store.add(Collection("Shared", POST))

    def add(number: int) -> None:
        other = replace(store)
        other.change("shared", lambda one: replace(one, picked=one.picked | {f"article-{number}"}))
        other.add(Collection(f"Own {number}", POST))

    threads = [threading.Thread(target=add, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(store.all()) == 9
    assert len(next(one for one in store.all() if one.slug == "shared").picked) == 8


def test_what_is_kept_comes_back_and_nothing_is_guessed(tmp_path: Path, store: CollectionStore, whole: Library) -> None:
    assert store.all() == ()
    assert not (tmp_path / FILE).exists()
    made = Collection(
        "Días", replace(POST, published_to=date(2025, 1, 1)), frozenset({"a/b"}), "anna", frozenset({"x"})
    )
    store.add(made)
    assert store.all() == (made,)
    with closing(sqlite3.connect(tmp_path / FILE)) as connection:
        connection.execute("PRAGMA user_version=99")
    with pytest.raises(CollectionError, match="format 99"):
        store.all()
    (tmp_path / FILE).write_bytes(b"this is no database" * 100)
    with pytest.raises(CollectionError, match="nothing is shown without them"):
        narrow(whole, store, BERT)
    assert (tmp_path / FILE).read_bytes().startswith(b"this is no database")
