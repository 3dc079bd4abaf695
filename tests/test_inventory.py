"""What a library holds, counted once until it changes, and in the orders of the table."""

import random
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from index import Filter
from index.embedders.hashed import HashedEmbedder
from index.inventory import Field, Inventory
from index.library import Library, no_collections
from index.types import Edit, ListedArticle
from ui.service.resources import Once

POST = Filter(sources=frozenset({"The Post"}))


def rows(number: int) -> tuple[ListedArticle, ...]:
    """Return articles among which many are alike in every column."""
    dice = random.Random(4)  # noqa: S311 - nothing is kept secret with it
    titles, sources = ("straße", "STRASSE", "Ärger", "ärger", "zoo", ""), ("Post", "post", "")
    days = (None, *(date(2024, 1, 1) + timedelta(day) for day in range(4)))
    return tuple(
        ListedArticle(
            f"id{one:04}", dice.choice(titles), dice.choice(sources), "", "", dice.choice(days), dice.randrange(3),
            f"2024-01-0{dice.randrange(1, 4)}T00:00:00+00:00", f"/x/{one}", dice.choice([(), ("harbour",)]), (), one,
        )
        for one in range(number)
    )  # fmt: skip


def test_alike_articles_stand_by_title_and_id_and_undated_ones_last() -> None:
    inventory = Inventory(rows(200))
    keys: dict[Field, Callable[[ListedArticle], str | int]] = {
        "title": lambda one: one.title.casefold(),
        "source": lambda one: one.source.casefold(),
        "published": lambda one: str(one.published or ""),
        "passages": lambda one: one.passages,
        "added": lambda one: one.added,
    }
    for field, key in keys.items():
        for descending in (False, True):
            wanted = sorted(inventory.articles, key=lambda one: (one.title.casefold(), one.id))
            wanted.sort(key=key, reverse=descending)
            wanted.sort(key=lambda one: field == "published" and one.published is None)
            assert inventory.ordered(field, descending) == tuple(wanted)
            assert inventory.ordered(field, descending) is inventory.ordered(field, descending)


def test_figures_are_those_of_the_articles() -> None:
    shown = rows(200)
    inventory = Inventory(shown)
    assert inventory.passages == sum(one.passages for one in shown)
    assert inventory.undated == 200 - sum(inventory.months.values())
    assert inventory.sources == {name: sum(one.source == name for one in shown) for name in ("Post", "post")}
    assert inventory.tags == {"harbour": sum(bool(one.tags) for one in shown)}
    assert {one.published for one in inventory.newest} == {date(2024, 1, 4)}
    assert inventory.paths == {one.path for one in shown}
    assert Inventory(()).newest == ()


def test_an_inventory_is_the_same_until_the_library_changes(tmp_path: Path, articles: Path) -> None:
    with (
        Library.open(tmp_path / "home", embedder=HashedEmbedder()) as library,
        Library.open(tmp_path / "home", embedder=HashedEmbedder()) as writer,
    ):
        assert library.inventory().articles == ()
        writer.sync(articles)
        held = library.inventory()
        assert len(held.articles) == 3
        assert library.inventory() is held
        writer.sync(articles)
        assert library.inventory() is held  # nothing changed
        first = held.articles[0].id
        writer.edit({first: Edit(title="Another")})
        edited = library.inventory()
        assert edited.by_id[first].title == "Another"
        writer.remove(first)
        assert first not in library.inventory().by_id
        assert first in edited.by_id  # who has it in hand keeps it
        before = library.inventory()
        for _ in writer.rebuild_steps(from_scratch=True):
            pass
        assert library.inventory() is not before
        assert [one.passages for one in library.articles()] == [one.passages for one in before.articles]


def test_a_part_has_an_inventory_of_its_own(library: Library, articles: Path) -> None:
    library.sync(articles)
    found_out: list[str] = []

    def find_out(asked: Library) -> int:
        found_out.append("asked")
        return len(asked.articles())

    once = Once(find_out)
    assert once.find(library) == 3
    part = library.part(POST, no_collections)
    assert {one.source for one in part.articles()} == {"The Post"}
    assert part.inventory() is library.part(POST, no_collections).inventory()
    assert once.find(part) == once.find(library.part(POST, no_collections)) == 1
    assert once.find(library) == 3
    assert len(found_out) == 2
    library.remove(part.articles()[0].id)
    assert once.find(part) == 0
