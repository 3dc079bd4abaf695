"""Load and soak of the real page: `python tests/load/run.py load` and `python tests/load/run.py soak --minutes 60`."""

import argparse
import asyncio
import json
import re
import signal
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from network_support import Site, serve_site

from load.measure import Held, Row, growth, look, open_record, percentile, to_line
from load.readers import Tally, article, read_together

READERS = 50
QUESTIONS = 20  # each
ARTICLES = 100
ROUNDS = 4
RECORD = Path("artefacts/soak.jsonl")
SAID = "being closed|was closed|ConnectError|503 Service Unavailable"  # what a reader is told at the end


def prepare(home: Path) -> Path:
    """Write the articles that are asked about."""
    folder = home / "known"
    folder.mkdir(parents=True)
    for number in range(ARTICLES):
        (folder / f"{number}.txt").write_text(article(number), encoding="utf-8")
    return folder


def summarise(tally: Tally, took_s: float, held: list[Held]) -> dict[str, object]:
    """Return the figures of a run."""
    return {
        "took_s": round(took_s, 1),
        "counts": dict(tally.counts),
        "errors": len(tally.errors),
        "first_errors": tally.errors[:5],
        "answer_s": {name: round(percentile(tally.answers_s, share), 2) for name, share in SHARES.items()},
        "sources_s": {name: round(percentile(tally.first_s, share), 2) for name, share in SHARES.items()},
        "questions_per_s": round(tally.counts["question"] / took_s, 1),
        "held": [asdict(one) for one in held],
    }


SHARES = {"p50": 0.5, "p95": 0.95, "max": 1.0}


def load(site: Site, readers: int, questions: int) -> dict[str, object]:
    """Let all readers come at once, again and again: the first half warms up, what the second adds is growth."""
    tally, held = Tally(), [look(site.process.pid, site.home / "uploads")]
    began = time.perf_counter()
    for _ in range(ROUNDS):
        asyncio.run(read_together(site.address, readers, questions // ROUNDS, tally))
        held.append(look(site.process.pid, site.home / "uploads"))
    return summarise(tally, time.perf_counter() - began, held)


def soak(site: Site, readers: int, minutes: float, every_s: float, record: Path) -> dict[str, object]:
    """Let readers come and go for some minutes, and look at the process after each wave.

    Each look is written to `record` at once, so that a run that is cut off is not lost.
    """
    tally, began = Tally(), time.perf_counter()
    rows = [Row(0.0, 0, 0, float("nan"), look(site.process.pid, site.home / "uploads"))]
    with open_record(record) as written:
        while (at_s := time.perf_counter() - began) < minutes * 60:
            before = len(tally.answers_s)
            wave_s = min(every_s, minutes * 60 - at_s)
            asyncio.run(read_together(site.address, readers, 10_000, tally, for_s=wave_s))
            held = look(site.process.pid, site.home / "uploads")
            p95_s = percentile(tally.answers_s[before:], SHARES["p95"])
            at_s = time.perf_counter() - began
            rows.append(Row(at_s, tally.counts["question"], len(tally.errors), p95_s, held))
            written.write(to_line(rows[-1]))
            sys.stderr.write(f"{rows[-1]}\n")
    figures = summarise(tally, time.perf_counter() - began, [row.held for row in rows])
    return figures | {"second_half": growth(rows)}


def end_in_the_middle(site: Site, readers: int) -> dict[str, object]:
    """Tell the page to end while everybody waits for an answer; return how that went."""
    tally = Tally()

    async def play() -> None:
        reading = asyncio.ensure_future(read_together(site.address, readers, 1000, tally))
        while not tally.answers_s and not reading.done():
            await asyncio.sleep(0.05)
        site.process.terminate()
        await reading

    began = time.perf_counter()
    asyncio.run(play())
    left = site.process.wait(60)
    unsaid = [error for error in tally.errors if not re.search(SAID, error)]
    took_s = round(time.perf_counter() - began, 1)
    return {"exit": left, "ended_in_s": took_s, "told_of_the_end": len(tally.errors), "left_unsaid": unsaid[:5]}


def main() -> int:
    """Run what was asked for and print the figures; 1 when anything went wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["load", "soak"])
    parser.add_argument("--readers", type=int, default=READERS)
    parser.add_argument("--questions", type=int, default=QUESTIONS, help="of each reader")
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--every", type=float, default=30.0, help="seconds between two looks")
    parser.add_argument("--record", type=Path, default=RECORD, help="the file that a soak's looks are written to")
    given = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # the page that is served is ended, too
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        with serve_site(home, "--load", str(prepare(home))) as site:
            if given.what == "load":
                figures = load(site, given.readers, given.questions)
            else:
                figures = soak(site, given.readers, given.minutes, given.every, given.record)
            figures |= end_in_the_middle(site, given.readers)
        figures["traceback"] = "Traceback" in (home / "served.log").read_text()
    sys.stdout.write(f"{json.dumps(figures, indent=1)}\n")
    if given.what == "soak":
        with given.record.open("a", encoding="utf-8") as record:
            record.write(json.dumps(figures) + "\n")
    wrong = ("errors", "exit", "left_unsaid", "traceback")
    return int(any(figures[one] for one in wrong))


if __name__ == "__main__":
    sys.exit(main())
