"""Two workers beside one sync: `python tests/benchmarks/workers.py ARTICLES.jsonl [--articles 240] [--rounds 2]`.

Articles of a file, each as a file of its own, are taken into an empty library on a PostgreSQL server by `broadsheet
sync`, and by `broadsheet sync --workers N`, in turn, who is first changing, with the default embedder. Prints one line
of JSON: the articles a second of each run, from the first that is committed to the last, and the ratio of the medians.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from itertools import islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from postgres_server import Server, serve_postgres

from index.address import read_address
from index.home import find_home
from index.postgres.connection import PostgresConnection

ROOT = Path(__file__).parent.parent.parent
POLL_S = 0.05


def write_files(articles: Path, folder: Path, count: int) -> Path:
    """Write the first articles of a file, each into a file."""
    with articles.open(encoding="utf-8") as lines:
        for number, line in enumerate(islice(lines, count)):
            said = json.loads(line)
            (folder / f"{number:04}.txt").write_text(f"{said['title']}\n\n{said['text']}\n", encoding="utf-8")
    return folder


def take_in(server: Server, folder: Path, home: Path, workers: int) -> float:
    """Return the articles a second of one first load."""
    address = server.address()
    wanted = len(list(folder.iterdir()))
    command = [sys.executable, "-m", "ui.main", "--home", str(home), "sync", str(folder)]
    told = os.environ | {"BROADSHEET_LIBRARY": address, "BROADSHEET_MODELS": str(find_home().models)}
    told["PYTHONPATH"] = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    seen: list[tuple[float, int]] = []
    with closing(PostgresConnection(read_address(address))) as connection:
        given = ["--workers", str(workers)] if workers else []
        running = subprocess.Popen([*command, *given], env=told, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while running.poll() is None:
            (held,) = connection.one("SELECT count(*) FROM articles")
            if held and (not seen or held > seen[-1][1]):
                seen.append((time.perf_counter(), held))
            time.sleep(POLL_S)
        if running.returncode or not seen or seen[-1][1] != wanted:
            raise RuntimeError(f"a sync ended with {running.returncode}, and {seen[-1:]} of {wanted} articles")
    return (seen[-1][1] - seen[0][1]) / (seen[-1][0] - seen[0][0])


def main() -> None:
    """Measure as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--articles", dest="count", type=int, default=240)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=2)
    given = parser.parse_args()
    rates: dict[int, list[float]] = {0: [], given.workers: []}
    with serve_postgres() as server, tempfile.TemporaryDirectory(prefix="broadsheet-workers-") as scratch:
        (Path(scratch) / "files").mkdir()
        folder = write_files(given.articles, Path(scratch) / "files", given.count)
        for turn in range(given.rounds):
            for workers in sorted(rates, reverse=bool(turn % 2)):
                rates[workers].append(take_in(server, folder, Path(scratch) / "home", workers))
    one, several = (statistics.median(rates[workers]) for workers in (0, given.workers))
    report = {"articles": given.count, "sync": rates[0], "workers": rates[given.workers], "ratio": several / one}
    sys.stdout.write(json.dumps(report) + "\n")


if __name__ == "__main__":
    main()
