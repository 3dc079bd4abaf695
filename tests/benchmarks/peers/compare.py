"""Broadsheet next to LangChain and LlamaIndex: same articles, same questions, same embedder, their usual settings.

`python tests/benchmarks/peers/compare.py ARTICLES.jsonl QUESTIONS.jsonl --environments DIR` makes an environment in
DIR for each of the others from its requirements file, unless it is there, runs all three one after the other, and
prints one table. A row for the first word and the whole answer is added to `shared.measure` when a pipeline writes.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

from index.home import find_home
from index.models import DEFAULT_EMBEDDER, find_model

HERE = Path(__file__).parent
ROOT = HERE.parent.parent.parent
ROWS = {
    "index_s": "index all, s",
    "add_one_s": "add one article, s",
    "first_source_p50_ms": "question to sources, p50 ms",
    "first_source_p95_ms": "question to sources, p95 ms",
    "ndcg_at_10": "nDCG@10",
    "resident_mib": "memory, MiB",
}


def environment(folder: Path, name: str) -> Path:
    """Return the Python of a peer's environment, made from its requirements file when it is missing."""
    python = folder / name / "bin" / "python"
    if not python.exists():
        venv.create(folder / name, with_pip=True)
        requirements = HERE / f"requirements-{name}.txt"
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", "-r", str(requirements)], check=True)
    return python


def run(python: Path, name: str, arguments: list[str]) -> dict[str, float | str]:
    """Run one pipeline in a process of its own, and return its figures."""
    with tempfile.TemporaryDirectory() as scratch:
        command = [str(python), str(HERE / f"run_{name}.py"), *arguments, scratch]
        paths = {"PYTHONPATH": str(ROOT)} if name == "broadsheet" else {"PYTHONPATH": ""}
        done = subprocess.run(
            command, env={**os.environ, **paths, "HF_HUB_OFFLINE": "1"}, check=True, text=True, stdout=subprocess.PIPE
        )
    figures: dict[str, float | str] = json.loads(done.stdout.splitlines()[-1])
    return figures


def main() -> None:
    """Run all and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", type=Path)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--environments", type=Path, required=True, help="a folder outside the repository")
    parser.add_argument("--only", nargs="+", default=["broadsheet", "langchain", "llamaindex"])
    wanted = parser.parse_args()
    arguments = [str(path.absolute()) for path in (wanted.articles, wanted.questions)]
    arguments.append(str(find_model(find_home().models, DEFAULT_EMBEDDER)))
    columns = []
    for name in wanted.only:
        python = Path(sys.executable) if name == "broadsheet" else environment(wanted.environments, name)
        columns.append(run(python, name, arguments))
        sys.stdout.write(json.dumps(columns[-1]) + "\n")
    sys.stdout.write("| | " + " | ".join(str(column["pipeline"]) for column in columns) + " |\n")
    sys.stdout.write("|---|" + "---|" * len(columns) + "\n")
    for key, title in ROWS.items():
        sys.stdout.write(f"| {title} | " + " | ".join(f"{float(column[key]):.4g}" for column in columns) + " |\n")


if __name__ == "__main__":
    main()
