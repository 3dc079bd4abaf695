"""The process that is killed: it imports everything once, and forks one child for each run.

Reads lines of JSON, `{"work", "home", "how", "at", "after_s"}`, from standard input and answers each
with `{"signal", "code", "calls", "seconds"}`. What a run has promised, it appends to `home/told`.
"""

import ctypes
import json
import os
import random
import signal
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path

import faiss  # noqa: F401 - here, not after each fork
import tantivy  # noqa: F401
from fault_work import MODEL, home_of, make_answer, sources

from index.embedders.hashed import HashedEmbedder
from index.home import Home
from index.library import Library
from index.models import pull
from index.search.local import faiss_layered, vector_stores
from index.search.local.local_index import LocalIndex
from ui.backups.making import make_backup
from ui.backups.restoring import restore
from ui.conversations.store import ConversationStore
from ui.errors import explain

FEW = 8  # passages, above which the dense index gets layers here


def tell(home: Path, what: str) -> None:
    """Note that the caller was told so: from here on it must hold."""
    descriptor = os.open(home / "told", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.write(descriptor, f"{what}\n".encode())
    os.fsync(descriptor)
    os.close(descriptor)


def sync(home: Path) -> None:
    with Library.open(home / "library", embedder=HashedEmbedder()) as library:
        library.sync(home / "articles")
        tell(home, "synced")


def remove(home: Path) -> None:
    with Library.open(home / "library", embedder=HashedEmbedder()) as library:
        for article_id in [article.id for article in library.articles()][::3]:
            library.remove(article_id)
            tell(home, f"removed {article_id}")


def rebuild(home: Path) -> None:
    with Library.open(home / "library", embedder=HashedEmbedder()) as library:
        list(library.rebuild_steps(HashedEmbedder(dim=32)))
        tell(home, "rebuilt")


def compact(home: Path) -> None:
    """Change the caches so often that tantivy merges what it has."""
    with Library.open(home / "library", embedder=HashedEmbedder()) as library:
        for number in range(12):
            change(home, number)
            library.sync(home / "articles")
            tell(home, f"changed {number}")


def layers(home: Path) -> None:
    """Change the dense index so often that it gets layers, and these are folded into one again."""
    vector_stores.FLAT_LIMIT, faiss_layered.RECENT_LIMIT = FEW, FEW // 4
    with Library.open(home / "library", embedder=HashedEmbedder()) as library:
        for number in range(6):
            change(home, number)
            library.sync(home / "articles")
            tell(home, f"changed {number}")
            library._index.close()
            library.search(f"Where does the zephyr{number} blow?")
        assert isinstance(library._index, LocalIndex)
        snapshot = library._index._caches.snapshot
        if snapshot is not None and isinstance(snapshot.vectors, faiss_layered.FaissLayeredStore):
            tell(home, "layered")


def change(home: Path, number: int) -> None:
    """Write another article in the place of one."""
    scratch = home / "articles" / ".changing.txt"
    with scratch.open("w", encoding="utf-8") as file:
        file.write(f"Changing\n\nThe zephyr{number} blows today.\n")
        file.flush()
        os.fsync(file.fileno())
    scratch.replace(home / "articles" / "changing.txt")


def get_model(home: Path) -> None:
    for _ in pull(home / "models", MODEL, sources(home)):
        pass
    tell(home, "pulled")


def converse(home: Path) -> None:
    store = ConversationStore.open(home)
    conversation = store.start("Killed").id
    tell(home, f"started {conversation}")
    for number in range(8):
        store.append(conversation, make_answer(f"question {number}"))
        tell(home, f"kept {number}")
    dropped = store.conversations()[-1].id
    store.delete(dropped)
    tell(home, f"deleted {dropped}")


def back_up(home: Path) -> None:
    make_backup(Home(home, home / "models"), home / "new.tar")
    tell(home, "saved")
    restore(Home(home / "other", home / "models"), home / "new.tar")
    tell(home, "restored")
    restore(Home(home / "other", home / "models"), home / "new.tar", replace=True)
    tell(home, "replaced")


WORK: dict[str, Callable[[Path], None]] = {
    "sync": sync, "remove": remove, "rebuild": rebuild, "compact": compact, "layers": layers, "pull": get_model,
    "converse": converse, "backup": back_up,
}  # fmt: skip


def run(order: dict[str, str | int | float]) -> dict[str, int | float]:
    home = home_of(str(order["home"]))
    faults = ctypes.CDLL(None)
    faults.faults_count.restype = ctypes.c_long
    told, tells = os.pipe()
    start = time.perf_counter()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            os.chdir("/")
            if order["how"] >= 0:  # type: ignore[operator]
                journal = str(order.get("journal", ""))
                faults.faults_arm(int(order["how"]), ctypes.c_long(int(order["at"])), bytes(home), journal.encode())
            WORK[str(order["work"])](home)
            os.write(tells, str(faults.faults_count() if order["how"] >= 0 else 0).encode())  # type: ignore[operator]
            code = 0
        except Exception as error:
            if order["how"] >= 0:  # type: ignore[operator]
                faults.faults_arm(-1, ctypes.c_long(0), b"/", b"")
            (home / "said").write_text(f"{explain(error)}\n{traceback.format_exc()}", encoding="utf-8")
        os._exit(code)
    os.close(tells)
    if order["after_s"]:
        time.sleep(float(order["after_s"]))
        os.kill(child, signal.SIGKILL)
    status = os.waitpid(child, 0)[1]
    seconds = time.perf_counter() - start
    with os.fdopen(told) as stream:
        calls = int(stream.read() or 0)
    killed = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
    return {"signal": killed, "code": os.waitstatus_to_exitcode(status), "calls": calls, "seconds": seconds}


def main() -> None:
    random.seed(0)
    for line in sys.stdin:
        print(json.dumps(run(json.loads(line))), flush=True)  # noqa: T201 - the answer


if __name__ == "__main__":
    main()
