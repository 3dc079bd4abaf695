"""Several askers at once over llama.cpp's server, with a slot each and with one slot for all.

    python tests/benchmarks/servers.py MODEL.gguf [--askers 8] [--out report.json]

Each asker asks another question of an article of its own and writes up to 32 tokens.
"""

import argparse
import json
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from llama_server import serve_gguf

from index import Article, Span
from index.servers.address import read_address
from rag.generators import Reading
from rag.generators.server import ServerGenerator
from rag.types import Evidence, Window

TEXT = "The bridge of town {0} was opened in {1} by Mayor Ada Vane. It is {2} metres long and took four years to build."


def reading(number: int) -> Reading:
    """Return the question of an asker."""
    text = TEXT.format(number, 1900 + number, 200 + number)
    window = Window(Article(str(number), f"Town {number}", text), 0, len(text), Span(0, len(text)), 1.0)
    return Reading(f"Who opened the bridge of town {number}, and when?", Evidence((window,), 60), 32)


def measure(path: Path, slots: int, askers: int) -> dict[str, float]:
    """Return how long all askers take, one by one and together, in seconds."""
    with serve_gguf(path, slots) as at:
        writer = ServerGenerator(read_address(f"openai://{at}/{path.name}"))
        "".join(writer.generate(reading(99)))  # the constant part is read

        def ask(number: int) -> float:
            start = time.perf_counter()
            "".join(writer.generate(reading(number)))
            return time.perf_counter() - start

        with ThreadPoolExecutor(askers) as pool:
            start = time.perf_counter()
            each = sorted(pool.map(ask, range(askers)))
            together = time.perf_counter() - start
        writer.close()
    return {"slots": slots, "all_s": round(together, 2), "median_s": round(each[askers // 2], 2)}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("--askers", type=int, default=8)
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    report = json.dumps([measure(given.model, slots, given.askers) for slots in (given.askers, 1)], indent=1)
    sys.stdout.write(f"{report}\n")
    if given.out:
        given.out.write_text(report, encoding="utf-8")


if __name__ == "__main__":
    main()
