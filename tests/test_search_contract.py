"""The contract of a search back end: what every `SearchIndex` does, seen through the door alone.

A back end that is added gets a line in `BACK_ENDS`; the reference, which is plain Python, says what is right.
"""

import random
import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest
from reference_index import ReferenceIndex

from index import Article, Filter, Hit
from index.database import Database, SplitText
from index.embedders.hashed import HashedEmbedder
from index.errors import LibraryBusy
from index.filling.changes import delete_article, put_article
from index.filling.rebuild import rebuild_steps
from index.search import SearchIndex, open_index
from index.splitting import split_article
from index.writer_lock import WriterLock

BACK_ENDS: dict[str, Callable[[Path, WriterLock], SearchIndex]] = {"local": open_index, "reference": ReferenceIndex}
ARTICLES = 1000
WORDS = (
    "harbour ferry bridge council library bakery orchard museum tram market school garden station theatre river "
    "winter summer budget ticket repair opening closure visitor teacher captain farmer painter mayor nurse driver"
).split()
QUESTIONS = (
    "When does the ferry leave the harbour?",
    "budget of the theatre",
    "Who is the painter, the captain or the mayor?",
    '+tram -museum (garden) "river" title:bridge winter*',
    "the of and",
    "zyzzyva",
)
EMBEDDER = HashedEmbedder()
Resting = tuple[SearchIndex, Database]
UNTOUCHED = ReferenceIndex(Path(), WriterLock(Path()))  # of the library as it is made: read once


def article(number: int, text: str = "") -> Article:
    """Return one of 1,000 articles: every second is of one source, every twentieth of another, each of its own day."""
    dice = random.Random(number)  # noqa: S311 - texts, not secrets
    source = "Half" if number % 2 == 0 else "Twentieth" if number % 20 == 1 else "Rest"
    written = f"The {' '.join(dice.choice(WORDS) for _ in range(dice.randint(4, 12)))} of number {number % 97}."
    day = date(2024, 1, 1) + timedelta(number)
    return Article(f"a{number:04}", f"On the {dice.choice(WORDS)}", text or written, source, published=day)


def put(database: Database, articles: Sequence[Article], embedder: HashedEmbedder = EMBEDDER) -> None:
    with database.connection.transaction():
        database.connection.set_embedder(embedder.identity)
        for one in articles:
            passages = () if database.passages.has(one.text) else split_article(one.text)
            split = SplitText(passages, embedder.embed_passages([passage.text for passage in passages]))
            put_article(database, one, Path("/articles") / one.id, split if passages else None)


def remove(database: Database, *ids: str) -> None:
    with database.connection.transaction():
        for id in ids:
            delete_article(database, id)


def ask(
    searched: SearchIndex, database: Database, question: str, k: int = 10, only: Filter | None = None, dim: int = 256
) -> tuple[Hit, ...]:
    return searched.search(database, question, HashedEmbedder(dim).embed_question(question), k, only or Filter())


def expected(database: Database, question: str, k: int = 10, only: Filter | None = None, dim: int = 256) -> list[Hit]:
    is_untouched = database.connection.generation == ARTICLES and dim == EMBEDDER.identity.dim
    reference = UNTOUCHED if is_untouched else ReferenceIndex(Path(), WriterLock(Path()))
    return list(ask(reference, database, question, k, only, dim))


def assert_alike(found: Sequence[Hit], right: Sequence[Hit], within: float = 1e-5) -> None:
    """Hold the scores against the reference's, rank by rank; `within` 1e-5 the passages, too."""
    assert [hit.score for hit in found] == pytest.approx([hit.score for hit in right], abs=within)
    if within == 1e-5:
        assert [(hit.article.id, hit.passage.start) for hit in found] == [
            (h.article.id, h.passage.start) for h in right
        ]


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("contract")
    with closing(Database(folder / "library.sqlite")) as database:
        put(database, [article(number) for number in range(ARTICLES)])
    return folder


@pytest.fixture(scope="session", params=["local", pytest.param("reference", marks=pytest.mark.slow)])
def resting(
    request: pytest.FixtureRequest, filled: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Resting]:
    """Give an index that has followed, and its library, for tests that only search."""
    folder = tmp_path_factory.mktemp("resting") / "library"
    shutil.copytree(filled, folder)
    index = BACK_ENDS[request.param](folder, WriterLock(folder))
    with closing(Database(folder / "library.sqlite")) as database:
        index.follow(database)
        yield index, database
    index.close()


@pytest.fixture
def folder(filled: Path, tmp_path: Path) -> Path:
    """Return the folder of a library of 1,000 articles of one passage that no index has seen."""
    shutil.copytree(filled, tmp_path / "library")
    return tmp_path / "library"


@pytest.fixture
def database(folder: Path) -> Iterator[Database]:
    with closing(Database(folder / "library.sqlite")) as opened:
        yield opened


@pytest.fixture(params=["local", pytest.param("reference", marks=pytest.mark.slow)])
def opened(request: pytest.FixtureRequest, folder: Path) -> Iterator[Callable[[], SearchIndex]]:
    """Give what opens the back end anew, as another process would."""
    indexes: list[SearchIndex] = []

    def open_one() -> SearchIndex:
        indexes.append(BACK_ENDS[request.param](folder, WriterLock(folder)))
        return indexes[-1]

    yield open_one
    for one in indexes:
        one.close()


@pytest.fixture
def searched(opened: Callable[[], SearchIndex]) -> SearchIndex:
    return opened()


@pytest.mark.parametrize("question", QUESTIONS)
def test_hits_their_scores_and_their_order_are_the_reference_s(resting: Resting, question: str) -> None:
    searched, database = resting
    hits = ask(searched, database, question)
    assert len(hits) == 10
    assert_alike(hits, expected(database, question))
    assert all(hit.passage.text == hit.article.text[hit.passage.start : hit.passage.end] for hit in hits)


@pytest.mark.parametrize(
    ("only", "share"),
    [
        (Filter(sources=frozenset(["Half"])), 500),
        (Filter(sources=frozenset(["Twentieth"])), 50),
        (Filter(published_from=date(2024, 1, 1), published_to=date(2024, 2, 19)), 50),
        (Filter(articles=frozenset(["a0613"])), 1),
        (Filter(sources=frozenset(["Half"]), articles=frozenset(["a0613", "a0614", "no such"])), 1),
        (Filter(sources=frozenset(["Nobody"])), 0),
    ],
    ids=["50%", "5%", "5% by date", "0.1%", "two conditions", "nothing"],
)
def test_a_filter_lets_through_the_best_of_what_passes_it(resting: Resting, only: Filter, share: int) -> None:
    searched, database = resting
    for question in QUESTIONS[:3]:
        hits = ask(searched, database, question, 20, only)
        assert len(hits) == min(20, share)
        assert_alike(hits, expected(database, question, 20, only))


def test_a_search_changes_no_later_search(resting: Resting) -> None:
    searched, database = resting
    first = ask(searched, database, QUESTIONS[0], 3)
    assert ask(searched, database, QUESTIONS[0], 200)[:3] == first
    ask(searched, database, QUESTIONS[0], 3, Filter(sources=frozenset(["Twentieth"])))
    assert ask(searched, database, QUESTIONS[0], 3) == first


def test_the_passages_that_hold_a_word_are_counted(resting: Resting) -> None:
    searched, database = resting
    words = (*WORDS, "councils", "libary", "zyzzyva", "97")
    counts = searched.count_holders(database, words)
    assert counts == UNTOUCHED.count_holders(database, words)
    assert dict(zip(words, counts, strict=True))["libary"] == 0 < counts[0]
    assert searched.count_holders(database, ()) == ()


@pytest.mark.slow
def test_what_is_added_changed_and_removed_is_followed(searched: SearchIndex, database: Database) -> None:
    ask(searched, database, QUESTIONS[0])
    gone = {hit.article.id for hit in ask(searched, database, QUESTIONS[0], 5)}
    remove(database, *gone)
    put(database, [article(5000, "The quokka sleeps in the bakery."), article(7, "The quokka has left the bakery.")])
    searched.follow(database)
    assert not gone & {hit.article.id for hit in ask(searched, database, QUESTIONS[0], 50)}
    hits = ask(searched, database, "Where does the quokka sleep?", 2)
    assert [hit.article.id for hit in hits] == ["a5000", "a0007"]
    for question in QUESTIONS[:3]:  # word statistics may count what was removed until it is cleared away
        assert_alike(ask(searched, database, question), expected(database, question), within=0.02)


def test_a_search_itself_follows_and_never_shows_what_was_removed(searched: SearchIndex, database: Database) -> None:
    best = ask(searched, database, QUESTIONS[0], 1)[0].article.id
    remove(database, best)
    put(database, [article(5000, "The quokka sleeps.")])
    assert best not in {hit.article.id for hit in ask(searched, database, QUESTIONS[0], 50)}
    assert ask(searched, database, "quokka", 1)[0].article.id == "a5000"


def test_a_long_sync_may_be_followed_late_and_is_followed_at_its_end(searched: SearchIndex, database: Database) -> None:
    for number in range(5000, 5010):
        put(database, [article(number, f"The quokka of house {number} sleeps.")])
        searched.follow(database, more_to_come=True)
    searched.follow(database)
    found = {hit.article.id for hit in ask(searched, database, "quokka", 10)}
    assert found == {f"a{number}" for number in range(5000, 5010)}


def test_a_text_that_several_articles_have_is_one_hit(searched: SearchIndex, database: Database) -> None:
    put(database, [article(number, "The quokka sleeps.") for number in (5000, 5001, 5003)])
    assert ask(searched, database, "quokka", 2)[0].article.id == "a5000"
    only = Filter(articles=frozenset(["a5001", "a5003"]))
    assert [hit.article.id for hit in ask(searched, database, "quokka", 5, only)] == ["a5001"]
    remove(database, "a5000")
    assert ask(searched, database, "quokka", 1)[0].article.id == "a5001"


def test_a_title_that_came_later_is_found(searched: SearchIndex, database: Database) -> None:
    ask(searched, database, QUESTIONS[0])
    known = database.articles.get("a0003")
    assert known is not None
    put(database, [Article(known.id, "On the quokka", known.text, known.source, published=known.published)])
    assert ask(searched, database, "quokka", 1)[0].article.id == "a0003"


@pytest.mark.slow
def test_a_rebuild_changes_no_hit(searched: SearchIndex, database: Database) -> None:
    before = ask(searched, database, QUESTIONS[0], 50)
    searched.rebuild(database)
    assert ask(searched, database, QUESTIONS[0], 50) == before


@pytest.mark.slow
def test_another_embedder_is_followed(searched: SearchIndex, database: Database) -> None:
    ask(searched, database, QUESTIONS[0])
    for _ in rebuild_steps(database, HashedEmbedder(dim=32)):
        pass
    searched.follow(database)
    assert_alike(ask(searched, database, QUESTIONS[0], dim=32), expected(database, QUESTIONS[0], dim=32), within=0.02)


@pytest.mark.slow
def test_a_library_that_lost_its_last_article_finds_nothing_and_fills_again(
    searched: SearchIndex, database: Database
) -> None:
    ask(searched, database, QUESTIONS[0])
    remove(database, *(one.id for one in database.articles.listed()))
    searched.follow(database)
    assert ask(searched, database, QUESTIONS[0]) == ()
    put(database, [article(1)])
    assert [hit.article.id for hit in ask(searched, database, QUESTIONS[0])] == ["a0001"]


def test_opened_again_it_finds_the_same(opened: Callable[[], SearchIndex], database: Database) -> None:
    before = ask(opened(), database, QUESTIONS[0], 50)
    assert ask(opened(), database, QUESTIONS[0], 50) == before
    assert opened().check(database) == ()


@pytest.mark.slow
def test_all_that_is_kept_is_checked_and_mended(
    opened: Callable[[], SearchIndex], database: Database, folder: Path
) -> None:
    """A byte in the middle of each file that the index keeps, one at a time; a server's tables have none here."""
    first = opened()
    right = ask(first, database, QUESTIONS[0], 50)
    first.follow(database)
    kept = [path for path in sorted((folder / "caches").rglob("*")) if path.is_file() and not path.name.startswith(".")]
    large = [path for path in kept if path.suffix not in {".json", ".lock"} and path.stat().st_size]
    for path in large:
        if not path.exists():
            continue  # mended under another name
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 0x10
        path.write_bytes(content)
        assert opened().check(database), path
        again = opened()
        assert_alike(ask(again, database, QUESTIONS[0], 50), right)
        again.follow(database)
        assert again.check(database) == (), path


@pytest.mark.slow
def test_lost_files_are_made_again(opened: Callable[[], SearchIndex], database: Database, folder: Path) -> None:
    right = ask(opened(), database, QUESTIONS[0], 50)
    shutil.rmtree(folder / "caches", ignore_errors=True)
    assert_alike(ask(opened(), database, QUESTIONS[0], 50), right)


@pytest.mark.parametrize("opened", ["local"], indirect=True)  # the reference is for one process, and one at a time
def test_while_somebody_writes_the_last_complete_state_is_searched(
    opened: Callable[[], SearchIndex], database: Database, folder: Path
) -> None:
    right = ask(opened(), database, QUESTIONS[0], 5)
    with WriterLock(folder).hold("busy"):
        put(database, [article(5000, "The quokka sleeps.")])
        with closing(Database(folder / "library.sqlite")) as reading:
            assert ask(opened(), reading, QUESTIONS[0], 5) == right
    assert ask(opened(), database, "quokka", 1)[0].article.id == "a5000"


@pytest.mark.parametrize("opened", ["local"], indirect=True)  # the reference is for one process, and one at a time
@pytest.mark.slow
def test_two_readers_and_a_writer(opened: Callable[[], SearchIndex], database: Database, folder: Path) -> None:
    writing = opened()
    writing.follow(database)
    done, wrong = threading.Event(), []

    def read(reader: SearchIndex) -> None:
        with closing(Database(folder / "library.sqlite")) as reading:
            while not done.is_set():
                try:
                    hits = ask(reader, reading, QUESTIONS[0], 5, Filter(sources=frozenset(["Half"])))
                except LibraryBusy:
                    continue  # a server may say so; it may not show what is wrong
                except Exception as error:
                    wrong.append(repr(error))
                    return
                if len(hits) != 5 or any(hit.article.source != "Half" for hit in hits):
                    wrong.append(f"{len(hits)} hits")

    readers = [threading.Thread(target=read, args=[opened()]) for _ in range(2)]
    for thread in readers:
        thread.start()
    try:
        for number in range(5000, 5012):
            with WriterLock(folder).hold("busy"):
                put(database, [article(number, f"The quokka of house {number} sleeps.")])
                remove(database, f"a{number - 4900:04}")
                writing.follow(database, more_to_come=number % 2 == 0)
    finally:
        done.set()
        for thread in readers:
            thread.join()
    assert wrong == []
    writing.follow(database)
    assert {hit.article.id for hit in ask(opened(), database, "quokka", 12)} == {f"a{n}" for n in range(5000, 5012)}
