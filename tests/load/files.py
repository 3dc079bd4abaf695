"""What reading apart costs: `python tests/load/files.py` prints the seconds that docs/reliability.md gives."""

import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from unittest.mock import patch

sys.path.insert(0, str(Path(__file__).parent.parent))

from hostile_files import pdf, printed

from index.loaders.formats.pdf import document as pdf_loader
from index.loaders.registry import read_file
from index.loaders.sandbox.parent import end_workers, load_file

FILES = 200
PAGES = 2000
LINES = 55  # of a page that is full
REPEATS = 5


def seconds(read: Callable[[Path, str], Iterable[object]], files: Iterable[Path]) -> float:
    """Return how long it takes to read the files."""
    began = time.perf_counter()
    for file in files:
        list(read(file, "a"))
    return time.perf_counter() - began


def small(folder: Path) -> None:
    """Read many files of one line, in the child process and in this one, and start a child; the best of some times."""
    files = [folder / f"{number}.txt" for number in range(FILES)]
    for number, file in enumerate(files):
        file.write_text(f"Note {number} is of one line.\n", encoding="utf-8")
    begun = []
    for _ in range(REPEATS):
        end_workers()
        begun.append(seconds(load_file, files[:1]))
    apart = min(seconds(load_file, files) for _ in range(REPEATS))
    inside = min(seconds(read_file, files) for _ in range(REPEATS))
    sys.stdout.write(f"{FILES} files of one line: in the child {apart:.3f} s, in the program {inside:.3f} s\n")
    sys.stdout.write(f"start of a worker, with its first file: {min(begun):.2f} s\n")


def dense(folder: Path) -> None:
    """Read a PDF of many full pages, once with the look for hidden text and once without."""
    words = "The harbour of Alderwick was dredged again in the spring, as it is every year. "
    page = "".join(printed(words, 800 - 14 * line, size="10") for line in range(LINES))
    file = folder / "dense.pdf"
    file.write_bytes(pdf(*[page] * PAGES))
    looked = seconds(read_file, [file])
    with patch.object(pdf_loader, "remove_hidden"):
        unlooked = seconds(read_file, [file])
    sys.stdout.write(f"PDF of {PAGES} pages: {looked:.1f} s, without looking for hidden text {unlooked:.1f} s\n")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        small(Path(scratch))
        dense(Path(scratch))
