"""The sha256 of a model's files, remembered so that an unchanged file is hashed once."""

import hashlib
import json
from collections.abc import Generator, Sequence
from pathlib import Path

from index.disk import sha256_of
from index.errors import ModelError
from index.models.files import check_sizes, damaged, file_size, model_folder
from index.models.lock import LockedFile, LockedModel
from index.types import Progress, ProgressSteps

STAMPS = ".verified.json"
_BLOCK_BYTES = 4 << 20


class Stamps:
    """Files known to be right: path -> [size, mtime_ns, sha256], kept beside the model's files."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known = _read_stamps(folder / STAMPS)

    def holds(self, file: LockedFile) -> bool:
        """Tell whether this file was found right before and has not been written since."""
        path = self._folder / file.path
        return path.is_file() and self._known.get(file.path) == _stamp(path, file)

    def add(self, file: LockedFile) -> None:
        """Remember that this file, as it is now, has the lock file's sha256."""
        self._known[file.path] = _stamp(self._folder / file.path, file)

    def save(self) -> None:
        """Write the stamps, where the folder can be written."""
        path = self._folder / STAMPS
        try:
            path.write_text(json.dumps(self._known, indent=1, sort_keys=True), encoding="utf-8")
        except OSError:
            # A shared folder may be read-only: then the files are hashed again next time.
            return


def verify_model(models: Path, model: LockedModel) -> ProgressSteps:
    """Hash every file of a model, stamped or not, and yield how many bytes were read.

    Raises:
        ModelMissing: a file is not there.
        ModelDamaged: a file's size or sha256 is not the lock file's.
    """
    check_sizes(models, model)
    yield from _verify(models, model, model.files)
    yield Progress("done", model.size, model.size)


def ensure_verified(models: Path, model: LockedModel) -> None:
    """Hash the files of a model that were not hashed since they were last written; raises as `verify_model` does."""
    check_sizes(models, model)
    stamps = Stamps(model_folder(models, model))
    for _ in _verify(models, model, [file for file in model.files if not stamps.holds(file)]):
        pass


def _verify(models: Path, model: LockedModel, files: Sequence[LockedFile]) -> ProgressSteps:
    folder = model_folder(models, model)
    stamps = Stamps(folder)
    done = 0
    for file in files:
        path = folder / file.path
        stamps.add(file)  # before hashing: a file written meanwhile gets another time and is hashed again
        steps = hash_steps(path)
        try:
            while True:
                done += next(steps)
                yield Progress("verify", done, model.size, file.path)
        except StopIteration as end:
            if end.value != file.sha256:
                raise damaged(model, path, f"has the sha256 {end.value} instead of {file.sha256}") from None
        except OSError as error:
            reason = f"The model file {path} cannot be read ({error.strerror}); check its permissions."
            raise ModelError(reason) from error
    if files:
        stamps.save()


def is_verified(models: Path, model: LockedModel) -> bool:
    """Tell whether every file is there and was hashed since it was last written; nothing is hashed."""
    stamps = Stamps(model_folder(models, model))
    return all(stamps.holds(file) for file in model.files)


def files_to_pull(models: Path, model: LockedModel) -> tuple[LockedFile, ...]:
    """Return the files that are absent or damaged, and stamp the others."""
    folder = model_folder(models, model)
    stamps = Stamps(folder)
    wanted = []
    for file in model.files:
        path = folder / file.path
        if stamps.holds(file):
            continue
        if file_size(path) == file.size and sha256_of(path) == file.sha256:
            stamps.add(file)
        else:
            wanted.append(file)
    if folder.is_dir():
        stamps.save()
    return tuple(wanted)


def hash_steps(path: Path) -> Generator[int, None, str]:
    """Yield the bytes of each block that was hashed; return the sha256 in hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as handle:
        while block := handle.read(_BLOCK_BYTES):
            digest.update(block)
            yield len(block)
    return digest.hexdigest()


def _stamp(path: Path, file: LockedFile) -> list[int | str]:
    status = path.stat()
    return [status.st_size, status.st_mtime_ns, file.sha256]


def _read_stamps(path: Path) -> dict[str, list[int | str]]:
    try:
        known = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}
