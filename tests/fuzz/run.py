"""Fuzz with coverage as the guide: `python tests/fuzz/run.py --minutes 10` (needs `pip install atheris`).

The corpus grows in `--work` (default: .fuzz, not under version control) and is used again by the next run; what
broke a promise lies in its folder `finds`, and `--replay FILE --target NAME` shows it again.
"""

import argparse
import json
import re
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
sys.path[:0] = [str(ROOT), str(Path(__file__).parent), str(Path(__file__).parent.parent)]

MAX_INPUT_BYTES = 16_384
HANG_S = 20
_EXECUTED = re.compile(rb"stat::number_of_executed_units:\s+(\d+)")
_FEATURES = re.compile(rb"cov: (\d+) ft: (\d+)")


@dataclass(frozen=True, slots=True)
class Ran:
    """What one slice of one target did."""

    target: str
    seconds: float
    executed: int
    edges: int
    find: str


def main() -> int:
    """Run the targets in turn until the time is up; return how many slices ended in a find."""
    given = _arguments()
    if given.replay:
        from fuzz_targets import targets

        targets()[given.target[0]](given.replay.read_bytes())
        return 0
    if given.inside:
        _fuzz(given.target[0], given.work, given.slice)
        return 0
    from fuzz_targets import targets

    names = given.target or sorted(targets())
    until = time.monotonic() + 60 * given.minutes
    ran: list[Ran] = []
    turn = given.first
    while time.monotonic() < until - 1:
        seconds = min(given.slice, max(1, round(until - time.monotonic())))
        ran.append(_run(names[turn % len(names)], given.work, seconds))
        print(ran[-1].target, f"{ran[-1].seconds:.0f} s, {ran[-1].executed:,} inputs,", end=" ")  # noqa: T201
        print(f"{ran[-1].edges:,} edges", ran[-1].find, flush=True)  # noqa: T201
        turn += 1
    _log(given.work, ran)
    finds = [slice_.find for slice_ in ran if slice_.find]
    inputs = sum(slice_.executed for slice_ in ran)
    print(f"{sum(slice_.seconds for slice_ in ran) / 60:.1f} minutes, {inputs:,} inputs, {len(finds)} finds")  # noqa: T201
    return len(finds)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=1.0, help="how long in all (default: 1)")
    parser.add_argument("--target", action="append", help="only this one; may be given again (default: all in turn)")
    parser.add_argument("--slice", type=int, default=30, help="seconds for a target before the next (default: 30)")
    parser.add_argument("--first", type=int, default=0, help="number of the target to begin with (default: 0)")
    parser.add_argument("--work", type=Path, default=ROOT / ".fuzz", help="corpus, finds and log (default: .fuzz)")
    parser.add_argument("--replay", type=Path, help="give this file to the one --target and end")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


def _run(target: str, work: Path, seconds: int) -> Ran:
    """Fuzz one target in a process of its own: a find ends it."""
    finds = work / "finds"
    finds.mkdir(parents=True, exist_ok=True)
    before = set(finds.iterdir())
    command = [sys.executable, __file__, "--inside", "--target", target, "--work", str(work), "--slice", str(seconds)]
    began = time.monotonic()
    done = subprocess.run(command, capture_output=True, check=False, cwd=ROOT)
    took = time.monotonic() - began
    found = sorted(path.name for path in set(finds.iterdir()) - before)
    if done.returncode and found:
        (finds / f"{found[0]}.log").write_bytes(done.stdout[-4000:] + done.stderr[-12000:])
    executed = _EXECUTED.search(done.stderr)
    features = _FEATURES.findall(done.stderr)
    find = found[0] if found else (f"ended with {done.returncode}: {done.stderr[-800:]!r}" if done.returncode else "")
    return Ran(target, took, int(executed[1]) if executed else 0, int(features[-1][0]) if features else 0, find)


def _fuzz(target: str, work: Path, seconds: int) -> None:
    import atheris

    with atheris.instrument_imports(
        include=[
            "index",
            "rag",
            "ui",
            "fuzz_targets",
            "docx",
            "email",
            "html",
            "trafilatura",
            "olefile",
            "mailbox",
            "csv",
            "zipfile",
        ]
    ):
        from fuzz_targets import targets
    from fuzz_seeds import seeds

    corpus, first = work / "corpus" / target, work / "seeds" / target
    for folder in (corpus, first):
        folder.mkdir(parents=True, exist_ok=True)
    for number, data in enumerate(seeds()[target]):
        (first / str(number)).write_bytes(data)
    flags = [
        f"-max_total_time={seconds}",
        f"-max_len={MAX_INPUT_BYTES}",
        f"-timeout={HANG_S}",
        "-rss_limit_mb=3000",
        "-print_final_stats=1",
        "-reload=0",
        f"-artifact_prefix={work / 'finds'}/{target}-",
    ]
    atheris.Setup([sys.argv[0], str(corpus), str(first), *flags], targets()[target])
    atheris.Fuzz()


def _log(work: Path, ran: list[Ran]) -> None:
    with (work / "log.jsonl").open("a", encoding="utf-8") as log:
        for slice_ in ran:
            row = {
                "target": slice_.target,
                "seconds": round(slice_.seconds, 1),
                "executed": slice_.executed,
                "edges": slice_.edges,
                "find": slice_.find,
            }
            log.write(json.dumps(row) + "\n")


if __name__ == "__main__":
    sys.exit(min(main(), 100))
