"""Buckets as sources of articles, on a real server of them (moto's, on loopback): what comes, changes and goes."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import s3fs
from moto.server import ThreadedMotoServer
from postgres_server import Server
from typer.testing import CliRunner

from index.errors import FetchFailed
from index.web.buckets import bucket_of, fetch_object, folder_of, mirror_steps
from ui.main import app, move_global_options

pytestmark = pytest.mark.slow
KEYS = {"AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_DEFAULT_REGION": "us-east-1"}


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """Give the address of a server of buckets."""
    moto = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    moto.start()
    host, port = moto.get_host_and_port()
    try:
        yield f"http://{host}:{port}"
    finally:
        moto.stop()


@pytest.fixture
def store(server: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> "s3fs.S3FileSystem":
    """Give a server with an empty bucket called `news`, and have programs find it."""
    for name, value in {**KEYS, "AWS_ENDPOINT_URL": server}.items():
        monkeypatch.setenv(name, value)
    opened = s3fs.S3FileSystem(use_listings_cache=False, skip_instance_cache=True)
    if opened.exists("news"):
        opened.rm("news", recursive=True)
    opened.mkdir("news")
    return opened


def put(store: "s3fs.S3FileSystem", **texts: str) -> None:
    for name, text in texts.items():
        store.pipe(f"news/2024/{name}.txt", f"{name}\n\n{text}".encode())


def run(home: Path, *arguments: str) -> tuple[int, str]:
    given = [*arguments, "--home", str(home), "--embedder", "hashed"]
    done = CliRunner().invoke(app, move_global_options(given))
    said = "" if isinstance(done.exception, SystemExit) else str(done.exception or "")
    return done.exit_code, done.output + said


def listed(home: Path, *more: str) -> list[str]:
    return sorted(row["id"] for row in json.loads(run(home, "list", "--json", *more)[1]))


def test_a_bucket_is_synced_and_followed(store: "s3fs.S3FileSystem", tmp_path: Path) -> None:
    put(store, ferry="The ferry leaves at nine.", market="The market sells rye.", tram="The tram is late.")
    store.pipe("news/2024/film.mp4", b"what no loader reads is not fetched")
    store.pipe("news/2023/old.txt", b"Old\n\nIt lies beside the folder.")
    code, said = run(tmp_path, "sync", "s3://news/2024")
    assert (code, said.splitlines()[-1]) == (0, "3 added")
    assert listed(tmp_path) == ["2024/ferry.txt", "2024/market.txt", "2024/tram.txt"]
    copies = tmp_path / "buckets" / "news" / "2024"
    assert not (copies / "film.mp4").exists()
    before = (copies / "tram.txt").stat().st_ino
    put(store, ferry="The ferry leaves at ten.", bakery="The bakery opens at six.")
    store.rm("news/2024/market.txt")
    assert run(tmp_path, "sync", "s3://news/2024/")[1].splitlines()[-1] == "1 added, 1 changed, 1 removed, 1 unchanged"
    assert (copies / "tram.txt").stat().st_ino == before  # what has the same stamp is not fetched
    store.rm("news/2024/tram.txt")
    assert run(tmp_path, "sync")[1].splitlines()[-1] == "1 removed, 2 unchanged"  # without PATH, too
    assert "The ferry leaves at ten." in run(tmp_path, "search", "When does the ferry leave?")[1]


def test_a_bucket_that_is_empty_or_away_removes_nothing(
    store: "s3fs.S3FileSystem", tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(store, ferry="The ferry leaves at nine.", market="The market sells rye.")
    run(tmp_path, "sync", "s3://news/2024")
    for name in ("ferry", "market"):
        store.rm(f"news/2024/{name}.txt")
    code, said = run(tmp_path, "sync", "s3://news/2024")
    assert (code, "its articles (2) stay" in said) == (1, True)
    with monkeypatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
        code, said = run(tmp_path, "sync")
        assert (code, "could not be read" in said) == (1, True)
    assert len(listed(tmp_path)) == 2
    assert run(tmp_path, "sync", "s3://news/2024", "--remove-all")[1].splitlines()[-1] == "2 removed"


@pytest.mark.parametrize(
    ("place", "says"),
    [
        ("s3://nowhere/at/all", "is not there"),
        ("s3://news/one.txt", "is one object"),
        ("s3://news/../x", "no address of a bucket"),
        ("s3://", "no address of a bucket"),
    ],
)
def test_what_is_no_bucket_is_said(store: "s3fs.S3FileSystem", tmp_path: Path, place: str, says: str) -> None:
    store.pipe("news/one.txt", b"One\n\nThe only one.")
    code, said = run(tmp_path, "sync", place)
    assert code != 0
    assert says in said
    assert listed(tmp_path) == []


def test_names_that_no_file_can_have_are_said(store: "s3fs.S3FileSystem", tmp_path: Path) -> None:
    put(store, ferry="The ferry leaves at nine.")
    store.pipe(f"news/2024/{'long' * 70}.txt", b"Long\n\nIts name is too long.")
    store.pipe("news/2024/.hidden.txt", b"Hidden\n\nNo article.")
    folder = folder_of(tmp_path, "s3://news/2024")
    list(mirror_steps(folder, "news/2024"))
    assert {file.name for file in folder.iterdir()} == {"ferry.txt", ".bucket.json"}
    code, said = run(tmp_path, "sync", "s3://news/2024")
    assert (code, "no file can have" in said) == (1, True)


def test_a_damaged_list_of_stamps_is_said(tmp_path: Path) -> None:
    (tmp_path / ".bucket.json").write_text("{")
    with pytest.raises(FetchFailed, match="delete it, and sync again"):
        bucket_of(tmp_path)


def test_a_worker_fetches_what_its_computer_has_not(store: "s3fs.S3FileSystem", tmp_path: Path) -> None:
    put(store, ferry="The ferry leaves at nine.")
    file = tmp_path / "there" / "ferry.txt"
    fetch_object("news/2024", tmp_path / "there", file)
    assert file.read_text() == "ferry\n\nThe ferry leaves at nine."
    put(store, ferry="The ferry leaves at ten.")
    fetch_object("news/2024", tmp_path / "there", file)
    assert file.read_text() == "ferry\n\nThe ferry leaves at ten."


@pytest.mark.postgres
def test_workers_take_in_a_bucket(store: "s3fs.S3FileSystem", postgres: Server, tmp_path: Path) -> None:
    put(store, **{f"house{number}": f"House {number} has a red door." for number in range(5)})
    on_server = ("--library", postgres.address())
    code, said = run(tmp_path, "sync", "s3://news/2024", "--workers", "1", *on_server)
    assert (code, said.splitlines()[-1]) == (0, "5 added")
    store.rm("news/2024/house3.txt")
    assert run(tmp_path, "sync", *on_server)[1].splitlines()[-1] == "1 removed, 4 unchanged"
