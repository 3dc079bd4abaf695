"""Bits that flip and files that are cut: caches are rebuilt or refused, a damaged library is said to be damaged.

BROADSHEET_FAULT_SEED sets the seed, BROADSHEET_FAULT_FLIPS how many cases the slow forms take.
"""

import logging
import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from fault_work import make_home, text_of

from index import Hit
from index.database.copying import check_database, copy_database
from index.embedders.hashed import HashedEmbedder
from index.errors import LibraryDamaged, LibraryError
from index.library import Library
from rag.generators.states import FolderStates

pytestmark = pytest.mark.slow

SEED = int(os.environ.get("BROADSHEET_FAULT_SEED", "20261123"))
FLIPS = int(os.environ.get("BROADSHEET_FAULT_FLIPS", "400"))
QUESTIONS = ("Who paid for the quay0old?", "Who paid for the mill3old?", "What is old?")

Found = tuple[tuple[Hit, ...], ...]
Damage = Callable[[bytes, random.Random], bytes]


def flip_bits(content: bytes, chance: random.Random) -> bytes:
    spoilt = bytearray(content)
    for _ in range(chance.choice((1, 1, 3, 40))):
        spoilt[chance.randrange(len(spoilt))] ^= 1 << chance.randrange(8)
    return bytes(spoilt)


def cut(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randrange(len(content))]


def zero_a_sector(content: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(0, len(content), 512)
    return content[:start] + bytes(min(512, len(content) - start)) + content[start + 512 :]


def shuffle_a_part(content: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(content))
    part = bytearray(content[start : start + 700])
    chance.shuffle(part)
    return content[:start] + bytes(part) + content[start + len(part) :]


DAMAGES: tuple[Damage, ...] = (flip_bits, flip_bits, flip_bits, cut, zero_a_sector, shuffle_a_part)


def make_template(scratch: Path) -> Path:
    """Return a library whose log is played into its file."""
    home = scratch / "home"
    make_home(home, 8)
    with Library.open(home / "library", embedder=HashedEmbedder()) as library:
        library.sync(home / "articles")  # a second sync: the full-text index has what was removed
        library._index.close()
        library.search("What is old?")  # takes in what was compacted
    return home / "library"


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_template(tmp_path_factory.mktemp("flips"))


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the dense index get layers above eight passages."""
    monkeypatch.setattr("index.search.local.vector_stores.FLAT_LIMIT", 8)
    monkeypatch.setattr("index.search.local.faiss_layered.RECENT_LIMIT", 2)


@pytest.fixture
def layered(few: None, tmp_path: Path) -> Path:
    """Return such a library, whose compressed vectors lie in a file of their own."""
    folder = make_template(tmp_path)
    assert list((folder / "caches").glob("base-*.faiss"))
    return folder


def ask(library: Library) -> Found:
    return tuple(library.search(question, k=5) for question in QUESTIONS)


@pytest.fixture(scope="module")
def truth(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Found:
    copy = tmp_path_factory.mktemp("truth") / "library"
    shutil.copytree(template, copy)
    shutil.rmtree(copy / "caches")
    with Library.open(copy, embedder=HashedEmbedder()) as library:
        return ask(library)


def damage_cache(folder: Path, chance: random.Random) -> str:
    """Damage the stamp, a file of the dense or of the full-text cache, and return what was done."""
    caches = folder / "caches"
    words = sorted(file for file in (caches / "full-text").iterdir() if file.stat().st_size)
    dense = (caches / "vectors.faiss", *caches.glob("base-*.faiss"))
    file = chance.choice((caches / "stamp.json", *dense, chance.choice(words)))
    damage = chance.choice(DAMAGES)
    file.write_bytes(damage(file.read_bytes(), chance))
    return f"{damage.__name__} of {file.relative_to(folder)}"


def check_caches(template: Path, truth: Found, folder: Path, cases: range) -> None:
    for case in cases:
        chance = random.Random(f"{SEED} {case}")  # noqa: S311
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(template, folder)
        done = damage_cache(folder, chance)
        try:
            with Library.open(folder, embedder=HashedEmbedder()) as library:
                found = ask(library)
                # As after a rebuild: only the word statistics of what was removed may still count.
                assert [[_known(hit) for hit in hits] for hits in found] == [
                    [_known(hit) for hit in hits] for hits in truth
                ]
        except BaseException as error:
            error.add_note(f"seed {SEED}, case {case}: {done}")
            raise


def _is_genuine(hit: Hit) -> bool:
    """Tell whether the article is, letter for letter, one that `write_article` wrote."""
    word = hit.article.title.removeprefix("About ")
    return hit.article.text == text_of(word).strip() and hit.passage.text in hit.article.text


def _known(hit: Hit) -> tuple[str, int, int, float]:
    return hit.article.id, hit.passage.start, hit.passage.end, round(hit.cosine, 5)


def test_damaged_caches_never_give_a_wrong_answer(template: Path, truth: Found, tmp_path: Path) -> None:
    check_caches(template, truth, tmp_path / "library", range(24))


@pytest.mark.long
@pytest.mark.timeout(900)
def test_many_damaged_caches_never_give_a_wrong_answer(template: Path, truth: Found, tmp_path: Path) -> None:
    check_caches(template, truth, tmp_path / "library", range(1000, 1000 + FLIPS))


def test_damaged_layers_never_give_a_wrong_answer(layered: Path, truth: Found, tmp_path: Path) -> None:
    check_caches(layered, truth, tmp_path / "library", range(2000, 2024))


@pytest.mark.long
@pytest.mark.timeout(900)
def test_many_damaged_layers_never_give_a_wrong_answer(layered: Path, truth: Found, tmp_path: Path) -> None:
    check_caches(layered, truth, tmp_path / "library", range(3000, 3000 + FLIPS))


def test_many_damaged_states_are_never_used(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """What a model made of a passage is given back as it was, or not at all."""
    caplog.set_level(logging.ERROR)
    states, key = FolderStates(tmp_path), "a" * 64
    refused = 0
    for case in range(FLIPS):
        chance = random.Random(f"states {SEED} {case}")  # noqa: S311
        state = chance.randbytes(chance.randint(1, 3_000))
        states.put(key, state)
        file = tmp_path / f"{key}.state"
        damaged = chance.choice(DAMAGES)(file.read_bytes(), chance)
        is_changed = damaged != file.read_bytes()
        file.write_bytes(damaged)
        assert states.get(key) == (None if is_changed else state), f"seed {SEED}, case {case}"
        refused += is_changed
    assert refused > FLIPS * 3 // 4


def check_library_file(template: Path, truth: Found, folder: Path, cases: range) -> int:
    """Damage the library's file again and again; return how often something was found to be wrong."""
    seen = 0
    for case in cases:
        chance = random.Random(f"library {SEED} {case}")  # noqa: S311
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(template, folder)
        file, damage = folder / "library.sqlite", chance.choice(DAMAGES)
        file.write_bytes(damage(file.read_bytes(), chance))
        try:
            seen += _ask_damaged(folder, truth)
        except BaseException as error:
            error.add_note(f"seed {SEED}, case {case}: {damage.__name__}")
            raise
    return seen


def _ask_damaged(folder: Path, truth: Found) -> bool:
    """Ask a damaged library; tell whether it was found to be damaged. Only sentences may be raised."""
    try:
        opened = Library.open(folder, embedder=HashedEmbedder())
    except LibraryError:
        return True
    with opened as library:
        well = not library.check()
        try:
            found = ask(library)
        except LibraryError:
            found = None
        assert found is not None or not well
        for hits, right in zip(found or (), truth, strict=found is not None):
            assert all(_is_genuine(hit) for hit in hits)
            assert not well or [_known(hit) for hit in hits] == [_known(hit) for hit in right]
        return not well


def test_damage_that_sqlite_quotes_is_said_in_words(template: Path, tmp_path: Path) -> None:
    shutil.copytree(template, tmp_path / "library")
    file = tmp_path / "library" / "library.sqlite"
    written = file.read_bytes()
    assert b"CREATE TABLE articles" in written
    file.write_bytes(written.replace(b"CREATE TABLE articles", b"CRE\xf4TE TABLE articles"))
    with pytest.raises(LibraryDamaged, match="bytes in it that are no text"):
        Library.open(tmp_path / "library", embedder=HashedEmbedder())
    assert check_database(file) == ("there are bytes in it that are no text",)
    with pytest.raises(LibraryDamaged, match="no text"):
        copy_database(file, tmp_path / "copy")


def test_a_damaged_library_is_said_to_be_damaged(template: Path, truth: Found, tmp_path: Path) -> None:
    assert check_library_file(template, truth, tmp_path / "library", range(20)) > 4


@pytest.mark.long
@pytest.mark.timeout(900)
def test_many_damaged_libraries_are_said_to_be_damaged(template: Path, truth: Found, tmp_path: Path) -> None:
    assert check_library_file(template, truth, tmp_path / "library", range(1000, 1000 + FLIPS)) > FLIPS // 4
