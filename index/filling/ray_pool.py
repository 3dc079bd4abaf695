"""Ray: actors on one or many computers that read, split and embed the files of a sync."""

import logging
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from index.embedders import open_embedder
from index.embedders.base import EmbedderIdentity
from index.errors import EmbedderMismatch, IndexingError
from index.filling.pool import Loaded, Part
from index.loaders import file_sha256, load_file
from index.search.terms.characters import legible
from index.splitting import split_article
from index.types import Article

FILES_EACH = 3  # that an actor has at once: the one it reads, and those that wait for it
PART = 256  # passages; memory then does not grow with the file
STORE_BYTES = 256 << 20  # of Ray's memory for what is on its way, on this computer; it puts more on the disk
AHEAD = 16  # parts of a file that an actor makes before they are taken: a few megabytes, however long the file
SILENCE_S = 120.0  # of an actor whose part is waited for; then the file is read here, and it gets no other one
START_SECONDS = 120  # for the first process; Ray's own 30 are too few on a cold disk with busy cores
STARTS = 3  # tries on this computer; the other processes have 30 seconds that nobody can change, the second time warm


class Reader:
    """An actor; a computer of the cluster needs Broadsheet, the files and the embedder where this one has them."""

    def __init__(self, embedder: str, models: Path, identity: EmbedderIdentity) -> None:
        self._embedder = open_embedder(embedder, models)
        if self._embedder.identity != identity:
            raise EmbedderMismatch(f"The files of {embedder} are others here: get the same with `models pull`.")

    def pid(self) -> int:
        """Return the process that does it."""
        return os.getpid()

    def read(self, file: Path, name: str, known: str) -> Iterator[str | Part]:
        """Yield the sha256, then the parts, as `index.filling.pool.Pool` says."""
        digest = file_sha256(file)
        yield digest
        if digest == known:
            return
        loaded: list[Loaded] = []
        texts: list[str] = []
        for one in load_file(file, name):
            loaded.append(one)
            if isinstance(one, Article):
                texts += [legible(passage.text) for passage in split_article(one.text)]
            if len(texts) >= PART:
                yield self._embed(loaded, texts)
                loaded, texts = [], []
        if loaded:
            yield self._embed(loaded, texts)

    def _embed(self, loaded: list[Loaded], texts: list[str]) -> Part:
        distinct = tuple(dict.fromkeys(texts))
        return tuple(loaded), distinct, self._embedder.embed_passages(distinct)


@dataclass(frozen=True, slots=True)
class _Actor:
    reader: Any  # Ray's handle
    begun: list[Any] = field(default_factory=list)  # refs that are there when a file is read to its end
    late: list[Any] = field(default_factory=list)  # those of files for which nobody waits any more


class RayPool:
    """A `Pool` of actors; one that dies is started anew, and reads its file again; a slow one gets fewer files."""

    def __init__(self, readers: list[Any]) -> None:
        self._actors = [_Actor(reader) for reader in readers]

    @property
    def width(self) -> int:
        """Return how many files they have at once."""
        return len(self._actors) * FILES_EACH

    def pids(self) -> list[int]:
        """Return the actors' processes."""
        import ray

        return [ray.get(actor.reader.pid.remote()) for actor in self._actors]

    def held(self) -> list[int]:
        """Return how many files each actor has that it has not read to the end."""
        import ray

        for actor in self._actors:
            for refs in filter(None, (actor.begun, actor.late)):
                refs[:] = ray.wait(refs, num_returns=len(refs), timeout=0)[1]
        return [len(actor.begun) for actor in self._actors]

    def begin(self, file: Path, name: str, known: str) -> Iterator[str | Part]:
        """Give a file to the actor that has the fewest and answers; raise TimeoutError where a part does not come."""
        self.held()
        actor = min(self._actors, key=lambda one: (bool(one.late), len(one.begun)))
        kept = {"num_returns": "streaming", "_generator_backpressure_num_objects": AHEAD}
        parts = actor.reader.read.options(**kept).remote(file, name, known)
        actor.begun.append(parts.completed())
        return _take(actor, parts)


def _take(actor: _Actor, parts: Any) -> Iterator[str | Part]:  # noqa: ANN401 - Ray's own
    import ray

    while ray.wait([parts], timeout=SILENCE_S)[0]:
        try:
            part = next(parts)
        except StopIteration:
            return
        yield ray.get(part)
    actor.late.append(parts.completed())
    raise TimeoutError(f"nothing came for {SILENCE_S:.0f} s")


@contextmanager
def open_pool(embedder: str, models: Path, identity: EmbedderIdentity, actors: int | None = None) -> Iterator[RayPool]:
    """Start actors, as many as there are processors unless told; on the cluster at RAY_ADDRESS, else here alone."""
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    os.environ.setdefault("RAY_gcs_server_port_wait_time_s", str(START_SECONDS))
    here: dict[str, Any] = {}
    if not os.environ.get("RAY_ADDRESS"):
        # It listens to other computers, too, and runs what it is told by whoever knows this.
        os.environ["RAY_AUTH_MODE"] = "token"
        os.environ.setdefault("RAY_AUTH_TOKEN", secrets.token_hex(32))
        here = {"include_dashboard": False, "object_store_memory": STORE_BYTES, "num_cpus": actors or os.cpu_count()}
    import ray  # now, since it looks at all these while it is imported

    _start(here)
    try:
        made = ray.remote(max_restarts=-1, max_task_retries=2, num_cpus=1)(Reader)
        found = ray.cluster_resources().get("CPU", 1)
        yield RayPool([made.remote(embedder, models, identity) for _ in range(actors or max(1, int(found)))])
    finally:
        ray.shutdown()


def _start(here: dict[str, Any]) -> None:
    """Join the cluster, or start one here with these settings; raise `IndexingError` where neither comes up."""
    import ray

    for tries_left in reversed(range(STARTS if here else 1)):
        try:
            ray.init(log_to_driver=False, logging_level=logging.ERROR, **here)
            return
        except Exception as error:  # it raises the plainest one where its processes do not come up
            ray.shutdown()
            if tries_left:
                continue
            says = str(error).strip().split("\n")[0].rstrip(". ")
            raise IndexingError(
                f"Ray did not start ({says}): wait until the computer has less to do, look at RAY_ADDRESS where it is "
                "set, then run the same command again; or sync without --engine."
            ) from error
