"""Programs at once through /v1: `python tests/load/programs.py [--clients 50] [--questions 1000] [--pages 2]`, in all.

Each client asks one question after the other, every second one as a stream, of a library of small articles with the
generator without a model. An answer counts as right where it holds its article's fact and a mark; anything else, any
other status and any broken connection is an error. With `--pages` so many `broadsheet chat` processes serve one library
on a PostgreSQL server, and the clients are shared among them. Prints one line of JSON and ends with 1 where there was
an error.
"""

import argparse
import asyncio
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

sys.path.insert(0, str(Path(__file__).parent.parent))

from network_support import serve_site
from postgres_server import serve_postgres
from served_programs import open_resources, serve_programs

from index.embedders.hashed import HashedEmbedder
from index.library import Library
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


async def ask_together(addresses: Sequence[str], clients: int, questions: int) -> Asked:
    """Return what came of `questions`, shared by so many clients, each of which asks one of the addresses."""
    asked = Asked()
    shares = [list(range(first, questions, clients)) for first in range(clients)]
    asking = (ask_in_turn(addresses[first % len(addresses)], share, asked) for first, share in enumerate(shares))
    await asyncio.gather(*asking)
    return asked


@contextmanager
def serve(scratch: Path, pages: int) -> Iterator[list[str]]:
    """Give the addresses of the routes alone, or of so many pages of one library on a server."""
    articles = scratch / "articles"
    articles.mkdir()
    for number in range(ARTICLES):
        (articles / f"{number}.txt").write_text(article(number), encoding="utf-8")
    with ExitStack() as stack:
        if not pages:
            resources = stack.enter_context(open_resources(scratch, articles))
            yield [stack.enter_context(serve_programs(resources, scratch))]
            return
        os.environ["BROADSHEET_LIBRARY"] = address = stack.enter_context(serve_postgres()).address()
        with Library.open(address, embedder=HashedEmbedder()) as library:
            library.sync(articles)
        yield [stack.enter_context(serve_site(scratch / f"page-{number}")).address for number in range(pages)]


def main() -> None:
    """Ask as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--questions", type=int, default=1_000)
    parser.add_argument("--pages", type=int, default=0)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="broadsheet-programs-") as scratch, serve(Path(scratch), given.pages) as at:
        begun = time.perf_counter()
        asked = asyncio.run(ask_together(at, given.clients, given.questions))
        seconds = time.perf_counter() - begun
    report = {
        "clients": given.clients,
        "pages": given.pages,
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
