"""Buckets of objects (S3): a copy of theirs in the home, brought to the bucket's state by the objects' stamps (ETags).

A folder that was made so holds its address and the stamps in a hidden file, so any sync knows it again. What is gone
from the bucket goes from the folder, and is then handled as files that are gone.
"""

import json
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from index.disk import move_whole, write_whole
from index.errors import FetchFailed
from index.loaders import supported_suffixes
from index.types import Failure, Progress

SCHEME = "s3:"
STATE = ".bucket.json"  # hidden, so that no sync takes it for an article
PATIENCE = {"connect_timeout": 10, "read_timeout": 60, "retries": {"max_attempts": 3}}
LONGEST_NAME = 255  # bytes, in the file systems that there are
Mirroring = Generator[Progress, None, tuple[Failure, ...]]


@dataclass(frozen=True, slots=True)
class Bucket:
    """A bucket or a part of one, `BUCKET/PREFIX`, with the stamps of the objects that were copied, by their names."""

    name: str
    stamps: Mapping[str, str] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """Return its address."""
        return f"{SCHEME}//{self.name}"


def is_bucket(place: str) -> bool:
    """Tell whether a place is named as a bucket is; a path that was made of such a name has lost a slash."""
    return place.partition("/")[0] == SCHEME


def folder_of(buckets: Path, place: str) -> Path:
    """Return the folder in `buckets` that holds the copy of a place.

    Raises:
        FetchFailed: it is no address of a bucket.
    """
    name = place.removeprefix(SCHEME).strip("/")
    if not name or _odd(name):
        raise FetchFailed(f"{place} is no address of a bucket; expected one like s3://BUCKET/FOLDER")
    return buckets / name


def bucket_of(folder: Path) -> Bucket | None:
    """Return the bucket that a folder is the copy of; None for any other folder.

    Raises:
        FetchFailed: what is known of it is damaged.
    """
    file = folder / STATE
    try:
        said = json.loads(file.read_bytes())
        return Bucket(str(said["name"]), {str(name): str(stamp) for name, stamp in said["stamps"].items()})
    except OSError:
        return None
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise FetchFailed(f"{file}, which says what was copied, is damaged: delete it, and sync again") from error


def mirror_steps(folder: Path, name: str) -> Mirroring:
    """Bring `folder` to the state of the bucket or part `name`; return which objects could not be copied, and why.

    Raises:
        FetchFailed: the bucket cannot be read; nothing was changed.
    """
    bucket = bucket_of(folder) or Bucket(name)
    yield Progress("fetch", 0, 0, bucket.address)
    with _said(bucket.address):
        store = _open()
        listed = _listed(store, bucket)
    folder.mkdir(parents=True, exist_ok=True)
    stamps = {key: stamp for key, stamp in bucket.stamps.items() if key in listed and (folder / key).is_file()}
    failures: list[Failure] = []
    try:
        for position, (key, stamp) in enumerate(sorted(listed.items())):
            if stamps.get(key) == stamp:
                continue
            yield Progress("fetch", position, len(listed), key)
            try:
                _copy(store, bucket, key, folder / key)
                stamps[key] = stamp
            except FetchFailed as error:
                failures.append(Failure(f"{bucket.address}/{key}", str(error)))
    finally:  # stopped or not: what came is known
        write_whole(folder / STATE, json.dumps({"name": bucket.name, "stamps": stamps}).encode())
    for file in _files(folder):
        if file.relative_to(folder).as_posix() not in listed:
            file.unlink()
    return tuple(failures)


def fetch_object(name: str, folder: Path, file: Path) -> None:
    """Have the copy of one object as it is now, where this computer has none, or another one.

    Raises:
        FetchFailed: it cannot be read.
    """
    bucket = bucket_of(folder) or Bucket(name)
    key = file.relative_to(folder).as_posix()
    with _said(f"{bucket.address}/{key}"):
        store = _open()
        stamp = _stamp(store.info(f"{bucket.name}/{key}"))
    if not file.is_file() or bucket.stamps.get(key) != stamp:
        _copy(store, bucket, key, file)


def _copy(store: Any, bucket: Bucket, key: str, file: Path) -> None:  # noqa: ANN401 - fsspec has no types
    if _odd(key):
        raise FetchFailed("has a name that no file can have; rename it")
    scratch = file.with_name(f".{file.name}.part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        scratch.touch()
    except OSError as error:
        raise FetchFailed(f"cannot be kept in {file} ({error.strerror}): free the name or some space") from error
    with _said(f"{bucket.address}/{key}"):
        store.get_file(f"{bucket.name}/{key}", str(scratch))
        move_whole(scratch, file)


def _listed(store: Any, bucket: Bucket) -> dict[str, str]:  # noqa: ANN401 - fsspec has no types
    """Return the stamps of the objects that a loader reads, by their names behind the bucket's."""
    found = store.find(bucket.name, detail=True)
    if bucket.name in found:
        raise FetchFailed(f"{bucket.address} is one object; expected a bucket or a folder in one: name that")
    if not found and not store.exists(bucket.name.partition("/")[0]):
        raise FileNotFoundError(bucket.address)
    listed = {}
    for path, info in found.items():
        key = path.removeprefix(f"{bucket.name}/")
        parts = PurePosixPath(key).parts
        if key.lower().endswith(supported_suffixes()) and not any(part.startswith(".") for part in parts):
            listed[key] = _stamp(info)
    return listed


def _stamp(info: Mapping[str, object]) -> str:
    return str(info.get("ETag") or f"{info.get('size')} {info.get('LastModified')}")


def _files(folder: Path) -> Iterator[Path]:
    """Yield the files of a copy; not what is hidden, and not what another copy in it holds."""
    for entry in sorted(folder.iterdir()):
        if entry.is_dir() and not entry.is_symlink():
            yield from _files(entry)
        elif not entry.name.startswith("."):
            yield entry


def _odd(key: str) -> bool:
    parts = key.split("/")
    return "\0" in key or any(part in ("", ".", "..") or len(part.encode()) > LONGEST_NAME for part in parts)


def _open() -> Any:  # noqa: ANN401
    """Return what reads buckets; the server's address and the key are those of `aws`: its variables or its files."""
    try:
        import s3fs
    except ImportError as error:
        raise FetchFailed(
            f"Buckets need what is not installed ({error}): type `pip install 'broadsheet[s3]'`"
        ) from error
    # No listing is kept: each sync asks anew.
    return s3fs.S3FileSystem(use_listings_cache=False, skip_instance_cache=True, config_kwargs=dict(PATIENCE))


@contextmanager
def _said(address: str) -> Iterator[None]:
    """Turn what goes wrong between here and a bucket into a sentence."""
    try:
        yield
    except FetchFailed:
        raise
    except FileNotFoundError as error:
        raise FetchFailed(f"{address} is not there; check the name") from error
    except PermissionError as error:
        raise FetchFailed(f"{address} may not be read ({error}); check AWS_ACCESS_KEY_ID, or ~/.aws") from error
    except Exception as error:
        if isinstance(error, OSError) or type(error).__module__.partition(".")[0] in ("botocore", "aiohttp"):
            raise FetchFailed(
                f"{address} could not be read ({error}); check the network and AWS_ENDPOINT_URL"
            ) from error
        raise
