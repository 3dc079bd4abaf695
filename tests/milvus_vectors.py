"""A vector store on a Milvus server: a cache with a stamp, behind the door that FAISS stands behind, too."""

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np
from pymilvus import DataType, MilvusClient, MilvusException

from index.arrays import Ids, Vectors
from index.database.passing import Passing
from index.errors import LibraryError
from index.search.checks import NO_IDS, NOTHING, check_change, check_k, check_vector, check_vectors
from index.search.nearest import search_exactly
from index.search.stores import Scored

MOST = 16_000  # rows that Milvus gives at once
AT_ONCE = 1_000


@dataclass(frozen=True, eq=False)
class MilvusStore:
    """The vectors of a collection, which is never changed: what changes them makes another one."""

    client: MilvusClient
    name: str
    dim: int
    held: Ids
    exact = True  # the server finds, and the whole vectors are scored here

    def __len__(self) -> int:
        return len(self.held)

    def ids(self) -> Ids:
        return self.held.copy()

    def newest(self) -> int:
        return int(self.held[-1]) if len(self.held) else -1

    def search(self, vector: Vectors, k: int, allowed: Passing | None = None) -> Scored:
        check_vector(vector, self.dim)
        check_k(k)
        only = self.held if allowed is None else np.intersect1d(self.held, allowed.ids)
        if not len(only):
            return NOTHING
        return search_exactly(_Rough(self, None if allowed is None else only), self.vectors, vector, k, None)

    def vectors(self, ids: Ids) -> tuple[Ids, Vectors]:
        """Return the vectors of some passages, ascending by number."""
        rows: list[dict[str, object]] = []
        for first in range(0, len(ids), AT_ONCE):
            some = [int(number) for number in ids[first : first + AT_ONCE]]
            rows += self.client.get(self.name, some, output_fields=["vector"], consistency_level="Strong")
        found = sorted((int(str(row["id"])), row["vector"]) for row in rows)
        vectors = np.array([vector for _, vector in found], dtype=np.float32).reshape(-1, self.dim)
        return np.array([number for number, _ in found], dtype=np.int64), vectors

    def changed(self, remove: Ids, add: Ids, vectors: Vectors) -> "MilvusStore":
        check_vectors(vectors, len(add), self.dim)
        check_change(self.held, remove, add)
        kept, stay = self.vectors(np.setdiff1d(self.held, remove))
        ids = np.concatenate([kept, add])
        made = make(self.client, self.dim, np.sort(ids))
        rows = [{"id": int(number), "vector": row} for number, row in zip(ids, [*stay, *vectors], strict=True)]
        for first in range(0, len(rows), AT_ONCE):
            self.client.insert(made.name, rows[first : first + AT_ONCE])
        return made

    @property
    def stamp(self) -> dict[str, object]:
        """Return what a collection must be to be used again."""
        return {"collection": self.name, "dim": self.dim, "passages": sha256(self.held.tobytes()).hexdigest()}

    def save(self, path: Path) -> None:
        self.client.flush(self.name)
        try:
            path.write_text(json.dumps(self.stamp), encoding="utf-8")
        except OSError as error:
            raise LibraryError(f"The stamp {path} could not be written ({error.strerror}).") from error


@dataclass(frozen=True)
class _Rough:
    store: MilvusStore
    only: Ids | None
    exact = False

    def search(self, vector: Vectors, k: int, allowed: Passing | None = None) -> Scored:
        only = "" if self.only is None else f"id in {self.only.tolist()}"
        (hits,) = self.store.client.search(
            self.store.name, [vector], filter=only, limit=min(k, MOST), search_params={"metric_type": "IP"},
            consistency_level="Strong",
        )  # fmt: skip
        return Scored(
            np.array([hit["id"] for hit in hits], dtype=np.int64),
            np.array([hit["distance"] for hit in hits], dtype=np.float32),
        )


def make(client: MilvusClient, dim: int, held: Ids = NO_IDS) -> MilvusStore:
    """Return a store whose collection is there and empty; `held` says what it will hold."""
    name = f"vectors_{secrets.token_hex(6)}"
    schema = client.create_schema(auto_id=False)
    schema.add_field("id", DataType.INT64, is_primary=True)
    schema.add_field("vector", DataType.FLOAT_VECTOR, dim=dim)
    index = client.prepare_index_params()
    index.add_index("vector", index_type="FLAT", metric_type="IP")
    client.create_collection(name, schema=schema, index_params=index, consistency_level="Strong")
    client.load_collection(name)
    return MilvusStore(client, name, dim, held)


def find(client: MilvusClient, path: Path, dim: int) -> MilvusStore:
    """Return the store whose stamp lies at `path`; raise LibraryError where its collection is not the one stamped."""
    try:
        stamp = json.loads(path.read_text(encoding="utf-8"))
        name = str(stamp["collection"])
        rows: Sequence[dict[str, int]] = client.query(
            name, filter="id >= 0", output_fields=["id"], limit=MOST, consistency_level="Strong"
        )
    except (OSError, ValueError, TypeError, KeyError, MilvusException) as error:
        raise LibraryError(f"The stamp {path} cannot be read, or its collection: it is to be made again.") from error
    store = MilvusStore(client, name, dim, np.array(sorted(row["id"] for row in rows), dtype=np.int64))
    if store.stamp != stamp:
        raise LibraryError(f"The stamp {path} cannot be read for {dim} dimensions: its collection is another one.")
    return store
