"""A library on a real PostgreSQL server: filled, searched, mended and asked as one in a folder, and its failures."""

import json
from contextlib import ExitStack, closing, suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from traceback import format_exception

import httpx
import psycopg
import pytest
from postgres_server import Server, serve_postgres
from psycopg.errors import DiskFull
from served_programs import SECRET, serve_programs
from typer.testing import CliRunner

from index import Article, Library
from index.address import read_address
from index.database import SplitText
from index.embedders.hashed import HashedEmbedder
from index.errors import LibraryAway, LibraryBusy, LibraryError
from index.filling.changes import put_article
from index.postgres import dense as searching
from index.postgres.connection import PostgresConnection
from index.postgres.failures import to_library_error
from index.postgres.storage import PostgresStorage
from index.splitting import split_article
from index.types import Edit, Filter
from rag.assistant import Assistant
from ui.conversations.store import ConversationStore
from ui.main import app, move_global_options
from ui.service.resources import Resources

TEXTS = {
    "ferry.txt": "Ferry\n\nThe ferry to Ostrava leaves the harbour at nine. Horses may not travel on it.",
    "bridge.txt": "Bridge\n\nThe old bridge was opened in 1912 by the mayor. It was closed for repair in 2019.",
    "bakery.txt": "Bakery\n\nThe bakery sells rye bread. Its baker, Ms Novak, starts work at three in the morning.",
}
pytestmark = pytest.mark.postgres
BEARER = {"Authorization": f"Bearer {SECRET}"}
QUESTIONS = ("When does the ferry leave?", "Who opened the bridge?", "Novak the baker", "repair of the harbour bridge")


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    folder.mkdir()
    for name, text in TEXTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def found(library: Library, question: str, only: Filter | None = None) -> list[tuple[str, int, str]]:
    return [(hit.article.id, hit.passage.start, f"{hit.score:.4f}") for hit in library.search(question, 10, only)]


def test_the_same_hits_in_the_same_order_as_in_a_folder(postgres: Server, documents: Path, tmp_path: Path) -> None:
    with ExitStack() as stack:
        one, other = (
            stack.enter_context(Library.open(place, embedder=HashedEmbedder()))
            for place in (tmp_path / "library", postgres.address())
        )
        for step in range(3):
            if step == 1:
                (documents / "market.txt").write_text("Market\n\nThe market opens at six. It sells rye and wheat.")
                (documents / "ferry.txt").write_text("Ferry\n\nThe ferry leaves the harbour at ten now.")
            if step == 2:
                (documents / "bakery.txt").unlink()
            assert one.sync(documents) == other.sync(documents)
            assert one.size().passages == other.size().passages
            assert [row.id for row in one.articles()] == [row.id for row in other.articles()]
        one.mend()  # the full text in a folder counts the words of what was removed until then
        for question in QUESTIONS:
            for only in (None, Filter(articles=frozenset(["documents/ferry.txt", "documents/market.txt"]))):
                assert [hit[:2] for hit in found(one, question, only)] == [
                    hit[:2] for hit in found(other, question, only)
                ]
        article = other.articles()[0].id
        assert one.article(article) == other.article(article)


def test_a_rebuild_mending_and_a_removal(postgres: Server, documents: Path) -> None:
    with Library.open(postgres.address(), embedder=HashedEmbedder()) as library:
        library.sync(documents)
        before = [found(library, question) for question in QUESTIONS]
        for _ in library.rebuild_steps(HashedEmbedder(64)):
            pass
        for _ in library.rebuild_steps(HashedEmbedder()):
            pass
        assert [found(library, question) for question in QUESTIONS] == before
        assert library.check() == ()
        connection = library._database.connection
        newest = connection.one("SELECT max(id) FROM passages")[0]
        connection.run("DELETE FROM search WHERE passage_id = ?", newest)
        assert "can be searched" in library.check()[0]
        assert library.mend().dropped == ()
        assert library.check() == ()
        connection.run("UPDATE texts SET text = text || 'x' WHERE id = (SELECT min(id) FROM texts)")
        assert "is not what was written" in library.check()[0]
        assert len(library.mend().dropped) == 1
        library.sync(documents)
        assert library.check() == ()
        (newest,) = connection.one("SELECT max(id) FROM passages")
        library.remove("documents/ferry.txt")
        assert library.sync(documents).added == ()
        assert all(id != "documents/ferry.txt" for id, _, _ in found(library, QUESTIONS[0]))
        for file in documents.iterdir():
            file.unlink()
        list(library.sync_steps(documents, remove_all=True))
        assert connection.one("SELECT count(*) FROM passages, search") == (0,)
        (documents / "new.txt").write_text("New\n\nThe quokka sleeps.")
        library.sync(documents)
        assert connection.one("SELECT min(id) FROM passages")[0] > newest  # no number is used twice


def test_a_graph_of_vectors_finds_what_comparing_all_finds(postgres: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    embedder = HashedEmbedder()
    storage = PostgresStorage(read_address(postgres.address()))
    with storage.writing() as database:
        with database.connection.transaction():
            database.connection.set_embedder(embedder.identity)
        for number in range(300):
            text = f"The {'tram bus ferry'.split()[number % 3]} number {number} stops at house {number * 7 % 300}."
            passages = split_article(text)
            split_vectors = embedder.embed_passages([passage.text for passage in passages])
            with database.connection.transaction():
                article = Article(f"a{number:03}", "Stops", text, "odd" if number % 2 else "even")
                put_article(database, article, Path("/a") / str(number), SplitText(passages, split_vectors))

        def ask(only: Filter) -> list[str]:
            question = "Where does the ferry number 42 stop?"
            hits = storage.index.search(database, question, embedder.embed_question(question), 10, only)
            return [hit.article.id for hit in hits]

        filters = [Filter(), Filter(sources=frozenset(["odd"])), Filter(articles=frozenset(["a007", "a008"]))]
        right = [ask(only) for only in filters]
        monkeypatch.setattr(searching, "FLAT_LIMIT", 100)
        storage.index.follow(database)
        assert isinstance(database.connection, PostgresConnection)
        assert searching._graphs(database.connection) == {"vectors_of_1"}
        for only, exact in zip(filters, right, strict=True):
            near = ask(only)
            assert near[0] == exact[0]
            assert len({*near} & {*exact}) >= len(exact) - 1  # a graph is made by chance, and may miss one
        assert right[2] == ["a008", "a007"] or right[2] == ["a007", "a008"]


def test_one_writes_at_a_time_and_others_read(
    postgres: Server, documents: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.postgres.turns.PATIENCE_S", 0.2)
    address = postgres.address()
    with Library.open(address, embedder=HashedEmbedder()) as library:
        library.sync(documents)
        with PostgresStorage(read_address(address)).writing() as database:
            with pytest.raises(LibraryBusy, match="wait until it is done"):
                library.remove("documents/ferry.txt")
            with suppress(RuntimeError), database.connection.transaction():
                database.articles.delete("documents/ferry.txt")
                raise RuntimeError
            assert found(library, QUESTIONS[0])[0][0] == "documents/ferry.txt"
        library.remove("documents/ferry.txt")


def test_two_libraries_in_one_database(postgres: Server, documents: Path) -> None:
    with (
        Library.open(postgres.address(schema="One"), embedder=HashedEmbedder()) as one,
        Library.open(postgres.address(schema="two; --"), embedder=HashedEmbedder(32)) as two,
    ):
        one.sync(documents)
        assert (one.size().articles, two.size().articles) == (3, 0)
        two.sync(documents / "ferry.txt")
        assert (one.size().articles, two.size().articles) == (3, 1)
        assert len(found(two, "ferry")) == 1


def test_a_server_that_was_restarted_is_found_again(documents: Path) -> None:
    with serve_postgres() as server, Library.open(server.address(), embedder=HashedEmbedder()) as library:
        library.sync(documents)
        steps = library.sync_steps(documents)
        (documents / "new.txt").write_text("New\n\nThe quokka sleeps.")
        before = found(library, QUESTIONS[0])
        next(steps)
        server.stop()
        with pytest.raises(LibraryError, match="cannot be reached"):
            library.search(QUESTIONS[0])
        with pytest.raises(LibraryError, match="the server was lost"):
            list(steps)
        server.start()
        assert found(library, QUESTIONS[0]) == before
        assert library.sync(documents).added == ("documents/new.txt",)
        assert library.check() == ()


def admin(postgres: Server, *statements: str, database: str = "postgres") -> None:
    address = postgres.address(database).partition("&schema")[0]
    with psycopg.connect(address, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement.encode())


def test_what_is_set_by_hand_is_found_and_outlasts_a_sync(postgres: Server, documents: Path, tmp_path: Path) -> None:
    with ExitStack() as stack:
        both = [
            stack.enter_context(Library.open(place, embedder=HashedEmbedder()))
            for place in (tmp_path / "library", postgres.address())
        ]
        for library in both:
            library.sync(documents)
            library.edit({
                "documents/ferry.txt": Edit(title="Quokka", source="Post", published="2020-02-03", tags=("a", "sea")),
                "documents/bridge.txt": Edit(published="", tags=("sea",)),
            })  # fmt: skip
            (documents / "ferry.txt").write_text(f"Ferry\n\nIt sails no more, {library.name[:4]}.")
            library.sync(documents)
            library.sync(documents)
            (documents / "bridge.txt").rename(documents / "moved.txt")
            library.sync(documents)
            (documents / "moved.txt").rename(documents / "bridge.txt")
            library.sync(documents)
            (documents / "ferry.txt").write_text(TEXTS["ferry.txt"])
            library.sync(documents)
            library._index.rebuild(library._database)
        one, other = both
        assert [replace(row, added="") for row in one.articles()] == [
            replace(row, added="") for row in other.articles()
        ]
        for only in (
            Filter(tags=frozenset(["sea"])), Filter(undated=True), Filter(sources=frozenset(["Post"])),
            Filter(none_of=(Filter(tags=frozenset(["a"])),)), Filter(folders=frozenset([str(documents)])),
            Filter(published_from=date(2020, 2, 3), published_to=date(2020, 2, 3)),
        ):  # fmt: skip
            assert one.articles(only) == () or found(one, "quokka ferry", only)
            assert {hit[0] for hit in found(one, "quokka ferry", only)} == {
                hit[0] for hit in found(other, "quokka ferry", only)
            }
        assert found(other, "quokka")[0][0] == "documents/ferry.txt"
        assert other.article("documents/ferry.txt") == one.article("documents/ferry.txt")
        assert other.edited("documents/ferry.txt") == one.edited("documents/ferry.txt")


def test_two_servers_of_one_library_see_each_other_s_changes(documents: Path, tmp_path: Path) -> None:
    with serve_postgres() as server, ExitStack() as stack:
        address = server.address()
        libraries, clients = [], []
        for number in range(2):
            library = stack.enter_context(Library.open(address, embedder=HashedEmbedder()))
            home = tmp_path / str(number)
            home.mkdir()
            resources = Resources(Assistant(library), home / "documents", ConversationStore.open(home))
            url = stack.enter_context(serve_programs(resources, home))
            libraries.append(library)
            clients.append(stack.enter_context(httpx.Client(base_url=url, headers=BEARER, timeout=30)))

        def ask(client: httpx.Client, question: str) -> httpx.Response:
            return client.post("/api/search", json={"question": question})

        assert ask(clients[1], "When does the ferry leave?").json() == []
        generation = libraries[1].generation
        libraries[0].sync(documents)
        assert libraries[1].generation > generation  # what open pages ask for
        first = ask(clients[1], "When does the ferry leave?").json()
        assert first[0]["article"] == "documents/ferry.txt"
        assert ask(clients[0], "When does the ferry leave?").json() == first
        assert clients[1].delete("/api/articles/documents/ferry.txt").status_code == 200
        assert "documents/ferry.txt" not in {hit["article"] for hit in ask(clients[0], "ferry").json()}
        server.stop()
        for client in clients:
            lost = ask(client, "Novak")
            assert (lost.status_code, "run the same command again" in lost.text) == (503, True)
        server.start()
        for client in clients:
            assert ask(client, "Novak").json()[0]["article"] == "documents/bakery.txt"


def test_a_wrong_password_is_said_and_never_shown(postgres: Server) -> None:
    admin(postgres, "CREATE ROLE secured LOGIN PASSWORD 'right'")
    with pytest.raises(LibraryError, match="put the right user and password") as failure:
        Library.open(postgres.address(user="secured:hidden-one"))
    assert "hidden-one" not in str(failure.value)
    assert "hidden-one" not in repr(read_address(postgres.address(user="secured:hidden-one")))


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://u:hidden-one@host:1:2/d", "postgresql://u:hidden-one@[host/d", "postgresql://u:hidden-one%zz@host/d",
        "postgresql://u:x@host/d?password=hidden-one&port=z", "postgresql://u@host/d?nonsense=1&password=hidden-one",
    ],
)  # fmt: skip
def test_an_address_that_cannot_be_read_is_said_without_its_password(address: str) -> None:
    with pytest.raises(LibraryError) as failure:
        Library.open(address)
    assert "hidden-one" not in "".join(format_exception(failure.value))


def test_a_database_or_a_server_that_is_not_there_is_said(postgres: Server) -> None:
    with pytest.raises(LibraryError, match="createdb"):
        Library.open(postgres.address("nowhere"))
    with pytest.raises(LibraryError, match="check that the server runs"):
        Library.open("postgresql://postgres@/postgres?host=/nowhere")


def test_a_server_that_is_full_or_in_a_hurry_is_said(postgres: Server) -> None:
    admin(postgres, "CREATE ROLE crowd LOGIN CONNECTION LIMIT 0")
    with pytest.raises(LibraryAway, match="max_connections"):
        Library.open(postgres.address(user="crowd"))
    hurried = postgres.address(schema="hurried")
    Library.open(hurried, embedder=HashedEmbedder()).close()
    with closing(PostgresConnection(read_address(f"{hurried}&options=-cstatement_timeout%3D100"))) as connection:
        with pytest.raises(LibraryError, match=r"statement_timeout\), then run the same command again"):
            connection.run("SELECT pg_sleep(5)")
        assert connection.one("SELECT 1") == (1,)
    full = to_library_error("here", DiskFull("could not extend file: No space left on device"))
    assert "No space left on device); what it held before is whole" in str(full)
    assert "free some space" in str(full)


def test_a_server_without_pgvector_is_said(postgres: Server) -> None:
    admin(postgres, "CREATE DATABASE bare", "CREATE ROLE poor LOGIN", "REVOKE CREATE ON DATABASE bare FROM PUBLIC")
    with pytest.raises(LibraryError, match="CREATE EXTENSION vector"):
        Library.open(postgres.address("bare", user="poor"))


def test_a_server_or_a_pgvector_that_is_too_old_is_said(postgres: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    address = postgres.address(schema="aged")
    Library.open(address).close()
    monkeypatch.setattr("index.postgres.connection.LEAST_VECTOR", (99, 0))
    with pytest.raises(LibraryError, match="ALTER EXTENSION vector UPDATE"):
        Library.open(address)
    monkeypatch.setattr("index.postgres.connection.LEAST_SERVER", 99)
    with pytest.raises(LibraryError, match=r"is on PostgreSQL 18.*; expected 99 or newer: name a newer server"):
        Library.open(address)


def test_who_may_only_read_reads_and_is_told_so(postgres: Server, documents: Path) -> None:
    with Library.open(postgres.address(schema="shown"), embedder=HashedEmbedder()) as library:
        library.sync(documents)
    admin(
        postgres, "CREATE ROLE reader LOGIN", "GRANT USAGE ON SCHEMA shown TO reader",
        "GRANT SELECT ON ALL TABLES IN SCHEMA shown TO reader",
    )  # fmt: skip
    with Library.open(postgres.address(user="reader", schema="shown"), embedder=HashedEmbedder()) as library:
        assert found(library, QUESTIONS[0])
        with pytest.raises(LibraryError, match="GRANT"):
            library.remove("documents/ferry.txt")
    more = "&options=-cdefault_transaction_read_only%3Don"
    with (
        Library.open(postgres.address(schema="shown", more=more), embedder=HashedEmbedder()) as library,
        pytest.raises(LibraryError, match="can be read only"),
    ):
        library.remove("documents/ferry.txt")


def test_another_format_and_a_strange_schema_are_said(postgres: Server) -> None:
    Library.open(postgres.address(schema="newer")).close()
    admin(postgres, "UPDATE newer.meta SET value = '99' WHERE key = 'format'")
    with pytest.raises(LibraryError, match="install the version that wrote it"):
        Library.open(postgres.address(schema="newer"))
    admin(postgres, "UPDATE newer.meta SET value = '0' WHERE key = 'format'")
    with pytest.raises(LibraryError, match="format 0, which this Broadsheet cannot bring"):
        Library.open(postgres.address(schema="newer"))
    admin(postgres, "CREATE ROLE guest LOGIN")
    with pytest.raises(LibraryError, match="GRANT CREATE ON DATABASE"):
        Library.open(postgres.address(user="guest"))
    admin(postgres, "CREATE SCHEMA strange", "CREATE TABLE strange.things (id INTEGER)")
    with pytest.raises(LibraryError, match="not of Broadsheet"):
        Library.open(postgres.address(schema="strange"))


@pytest.mark.parametrize("text", ["a\x00b", "a\ud800b"])
def test_a_character_that_postgresql_cannot_keep_is_said_and_nothing_is_lost(postgres: Server, text: str) -> None:
    storage = PostgresStorage(read_address(postgres.address()))
    with storage.writing() as database:

        def put_both() -> None:
            with database.connection.transaction():
                database.passages.put_text("kept?")
                database.passages.put_text(text)

        with pytest.raises(LibraryError, match="take them out"):
            put_both()
        assert database.connection.one("SELECT count(*) FROM texts") == (0,)


def test_texts_and_questions_with_odd_characters_are_as_in_a_folder(postgres: Server, tmp_path: Path) -> None:
    lines = [
        {
            "id": "odd",
            "title": "A \x00 title\ud800",
            "source": "The\udfff Post",
            "text": "The ferry\x00 leaves\ud800 at nine.",
        },
        {"id": "plain", "title": "Plain", "text": "Bread is baked at three."},
    ]
    file = tmp_path / "odd.jsonl"
    file.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    with (
        Library.open(postgres.address(schema="odd"), embedder=HashedEmbedder()) as server,
        Library.open(tmp_path / "folder", embedder=HashedEmbedder()) as folder,
    ):
        for library in (server, folder):
            assert library.sync(file).failures == ()
        assert [server.article(name) for name in ("odd", "plain")] == [
            folder.article(name) for name in ("odd", "plain")
        ]
        assert "leaves" in server.article("odd").text
        question = "When does the \ud800 ferry\x00 leave?"
        assert found(server, question) == found(folder, question) != []
        answers = [Assistant(library).ask(question) for library in (server, folder)]
        assert answers[0].text == answers[1].text != ""
        with pytest.raises(LibraryError, match="take them out"):
            server.edit({"odd": Edit(title="a\x00b")})
        assert server.article("odd") == folder.article("odd")


def test_the_commands_work_on_it(postgres: Server, documents: Path, tmp_path: Path) -> None:
    address = postgres.address(schema="commands")

    def run(*arguments: str) -> tuple[int, str]:
        given = [*arguments, "--home", str(tmp_path / "home"), "--library", address, "--generator", "extractive"]
        done = CliRunner().invoke(app, move_global_options(given))
        return done.exit_code, done.output

    assert run("--embedder", "hashed", "sync", str(documents))[0] == 0
    code, said = run("search", "When does the ferry leave?", "--json")
    assert code == 0
    assert "documents/ferry.txt" in said
    code, said = run("ask", "When does the ferry leave the harbour?", "--json")
    assert code == 0
    assert "nine" in json.loads(said[said.index("{") :])["text"]
    assert run("list")[1].count("documents/") >= 3
    assert "documents/ferry.txt" in run("list", "ferry")[1]
    assert "nine" in run("show", "ferry.txt")[1]
    assert run("rebuild")[0] == 0
    assert "3 articles" in run("doctor")[1]
    assert not (tmp_path / "home" / "library").exists()
