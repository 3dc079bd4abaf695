"""A sync whose files are read, split and embedded ahead of it, by whoever may be gone at any time."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from index import Library, SyncReport
from index.arrays import Vectors
from index.database.carrying import ARTICLE, TABLES, Sums, sum_up
from index.embedders.hashed import HashedEmbedder
from index.filling.pool import Part
from index.filling.ray_pool import Reader
from index.storage import open_storage

pytestmark = pytest.mark.slow

Parts = Iterator[str | Part]


def whole(parts: Parts) -> Parts:
    yield from parts


def gone_at_once(parts: Parts) -> Parts:
    return (dropped for dropped in parts if 1 // 0)


def gone_in_the_middle(parts: Parts) -> Parts:
    yield from (part for part, _ in zip(parts, range(2), strict=False))
    raise ConnectionError


def read_before_it_changed(parts: Parts) -> Parts:
    next(parts)
    yield "another sha256"
    yield from parts


class PoolHere:
    """A pool without anybody else: the very reader of Ray's actors; `fate` is what becomes of its parts."""

    width = 3

    def __init__(self, fate: Callable[[Parts], Parts]) -> None:
        self.begun: list[tuple[str, str]] = []
        self._fate = fate
        self._reader = Reader("hashed", Path(), HashedEmbedder().identity)

    def begin(self, file: Path, name: str, known: str) -> Parts:
        self.begun.append((name, known))
        return self._fate(self._reader.read(file, name, known))


def write_files(folder: Path) -> None:
    folder.mkdir()
    for number in range(7):
        (folder / f"a{number}.txt").write_text(f"About {number}\n\n" + f"The ferry {number} leaves at nine. " * 40)
    lines = (f'{{"id": "j{n}", "title": "Mill {n}", "text": "{f"The mill {n} turns. " * 60}"}}' for n in range(30))
    (folder / "many.jsonl").write_text("\n".join([*lines, "no article"]))  # several parts, and a line that fails
    (folder / "broken.pdf").write_bytes(b"%PDF-1.4 nothing")
    (folder / "again.txt").write_text((folder / "a1.txt").read_text())


def sync(place: Path | str, folder: Path, pool: PoolHere | None) -> SyncReport:
    with Library.open(place, embedder=HashedEmbedder()) as library:
        report = [step.report for step in library.sync_steps(folder, pool=pool)][-1]
        assert library.check() == ()
    assert report is not None
    return report


def held(place: Path | str) -> tuple[Sums, list[tuple[object, ...]]]:
    """Return all that a library holds but when it came there."""
    with closing(open_storage(place).open()) as database:
        counting = sum_up(database)
        while True:
            try:
                next(counting)
            except StopIteration as end:
                sums: Sums = {name: value for name, value in end.value.items() if name != "articles"}
                break
        assert TABLES.keys() & sums.keys()
        columns = ", ".join(name for name in ARTICLE if name != "added")
        return sums, database.connection.rows(f"SELECT {columns} FROM articles ORDER BY id")  # noqa: S608


def said(report: SyncReport) -> str:
    """Return the kind of error of what was read here after all, once for all files, or ""."""
    return "".join(notice.reason.partition("(")[2].partition(")")[0] for notice in report.notices)


@pytest.mark.parametrize(
    ("fate", "says"),
    [
        (whole, ""), (gone_at_once, "ZeroDivisionError"), (gone_in_the_middle, "ConnectionError"),
        (read_before_it_changed, ""),
    ],
)  # fmt: skip
def test_it_holds_what_a_sync_holds(tmp_path: Path, fate: Callable[[Parts], Parts], says: str) -> None:
    folder = tmp_path / "files"
    write_files(folder)
    plain, ahead, pool = tmp_path / "plain", tmp_path / "ahead", PoolHere(fate)
    report = sync(ahead, folder, pool)
    assert said(report) == says
    assert replace(report, notices=()) == sync(plain, folder, None)
    assert held(ahead) == held(plain)
    assert len(pool.begun) == len(list(folder.iterdir()))
    (folder / "a2.txt").write_text("About 2\n\nThe ferry 2 leaves no more.")
    (folder / "a3.txt").unlink()
    pool.begun.clear()
    report = sync(ahead, folder, pool)
    assert replace(report, notices=()) == sync(plain, folder, None)
    assert (report.changed, report.removed) == (("files/a2.txt",), ("files/a3.txt",))
    assert held(ahead) == held(plain)
    assert sum(not known for _, known in pool.begun) == 2  # those of which a part failed


def test_what_the_others_embedded_is_not_embedded_here(tmp_path: Path) -> None:
    class Lazy(HashedEmbedder):
        def embed_passages(self, texts: Sequence[str]) -> Vectors:
            raise AssertionError("it was asked for")

    folder = tmp_path / "files"
    write_files(folder)
    with Library.open(tmp_path / "library", embedder=Lazy()) as library:
        report = [step.report for step in library.sync_steps(folder, pool=PoolHere(whole))][-1]
    assert report is not None
    assert len(report.added) == 38
