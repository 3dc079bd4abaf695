"""Programs at once through /v1: `python tests/load/programs.py [--clients 50] [--questions 1000]`, in all.

Each client asks one question after the other, every second one as a stream, of a library of small articles with the
generator without a model. An answer counts as right where it holds its article's fact and a mark; anything else, any
other status and any broken connection is an error. Prints one line of JSON and ends with 1 where there was an error.
"""

import argparse
import asyncio
import json
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import httpx

sys.path.insert(0, str(Path(__file__).parent.parent))

from served_programs import open_resources, serve_programs

from load.measure import percentile
from load.readers import PLACES, article

ARTICLES = 100
PATIENCE_S = 300  # for one answer: all the others may stand before it


@dataclass
class Asked:
    """What came of the questions."""

    took_ms: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


async def ask(client: httpx.AsyncClient, number: int, as_stream: bool) -> str:
    """Return the content of an answer."""
    question = f"When was Bridge {number} of {PLACES[number % len(PLACES)]} opened?"
    body = {"model": "broadsheet", "stream": as_stream, "messages": [{"role": "user", "content": question}]}
    reply = await client.post("/v1/chat/completions", json=body)
    reply.raise_for_status()
    if not as_stream:
        return str(reply.json()["choices"][0]["message"]["content"])
    lines = [line.removeprefix("data: ") for line in reply.text.splitlines() if line.startswith("data: ")]
    if lines.pop() != "[DONE]":
        raise ValueError("the stream did not end with [DONE]")
    chunks = [json.loads(line) for line in lines]
    return "".join(choice["delta"].get("content") or "" for chunk in chunks for choice in chunk["choices"])


async def ask_in_turn(address: str, numbers: list[int], asked: Asked) -> None:
    """Ask one client's questions, and note what comes."""
    async with httpx.AsyncClient(base_url=address, timeout=PATIENCE_S) as client:
        for number in numbers:
            begun = time.perf_counter()
            try:
                content = await ask(client, number % ARTICLES, number % 2 == 1)
                if str(1800 + number % ARTICLES) not in content or "[1]" not in content:
                    asked.errors.append(f"bridge {number % ARTICLES}: {content}")
            except Exception as error:
                asked.errors.append(f"bridge {number % ARTICLES}: {type(error).__name__} {error}")
            asked.took_ms.append((time.perf_counter() - begun) * 1000)


async def ask_together(address: str, clients: int, questions: int) -> Asked:
    """Return what came of `questions`, shared by so many clients."""
    asked = Asked()
    shares = [list(range(first, questions, clients)) for first in range(clients)]
    await asyncio.gather(*(ask_in_turn(address, share, asked) for share in shares))
    return asked


def main() -> None:
    """Ask as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--questions", type=int, default=1_000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="broadsheet-programs-") as scratch:
        home = Path(scratch)
        (home / "articles").mkdir()
        for number in range(ARTICLES):
            (home / "articles" / f"{number}.txt").write_text(article(number), encoding="utf-8")
        with open_resources(home, home / "articles") as resources, serve_programs(resources, home) as address:
            begun = time.perf_counter()
            asked = asyncio.run(ask_together(address, given.clients, given.questions))
            seconds = time.perf_counter() - begun
    report = {
        "clients": given.clients,
        "questions": len(asked.took_ms),
        "errors": len(asked.errors),
        "questions_per_s": round(len(asked.took_ms) / seconds, 1),
        "p50_ms": round(percentile(asked.took_ms, 0.5)),
        "p95_ms": round(percentile(asked.took_ms, 0.95)),
        "first_errors": asked.errors[:5],
    }
    sys.stdout.write(json.dumps(report) + "\n")
    sys.exit(bool(asked.errors))


if __name__ == "__main__":
    main()
