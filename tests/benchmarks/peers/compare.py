"""Broadsheet next to LangChain and LlamaIndex: same articles, same questions, same embedder, their usual settings.

`python tests/benchmarks/peers/compare.py ARTICLES.jsonl QUESTIONS.jsonl --environments DIR` makes an environment in
DIR for each of the others from its requirements file, unless it is there, runs all three one after the other, and
prints one table. `--answers 10` also has the first ten answerable questions answered by all three, with the same
GGUF file in the same engine.
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
from index.models import DEFAULT_EMBEDDER, DEFAULT_GENERATOR, find_model

HERE = Path(__file__).parent
ROOT = HERE.parent.parent.parent
ROWS = {
    "index_s": "index all, s",
    "add_one_s": "add one article, s",
    "first_source_p50_ms": "question to sources, p50 ms",
    "first_source_p95_ms": "question to sources, p95 ms",
    "ndcg_at_10": "nDCG@10",
    "resident_mib": "memory, searching, MiB",
    "first_word_p50_s": "question to first word, p50 s",
    "whole_answer_p50_s": "question to whole answer, p50 s",
    "gold_in_answer": "answers in which a gold answer stands",
    "resident_written_mib": "memory, writing, MiB",
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
    parser.add_argument("--answers", type=int, default=0, help="how many questions are answered, too")
    wanted = parser.parse_args()
    arguments = [str(path.absolute()) for path in (wanted.articles, wanted.questions)]
    arguments += [str(find_model(find_home().models, name)) for name in (DEFAULT_EMBEDDER, DEFAULT_GENERATOR)]
    rows = [line for line in wanted.questions.read_text(encoding="utf-8").splitlines() if line.strip()]
    answerable = [line for line in rows if json.loads(line).get("answerable", True)]
    with tempfile.TemporaryDirectory() as scratch:
        asked = Path(scratch) / "asked.jsonl"
        asked.write_text("\n".join(answerable[: wanted.answers]), encoding="utf-8")
        compare(wanted.only, [*arguments, str(asked)], wanted.environments)


def compare(names: list[str], arguments: list[str], environments: Path) -> None:
    """Run the pipelines one after the other and print the table."""
    columns = []
    for name in names:
        python = Path(sys.executable) if name == "broadsheet" else environment(environments, name)
        columns.append(run(python, name, arguments))
        sys.stdout.write(json.dumps(columns[-1]) + "\n")
        sys.stdout.flush()
    sys.stdout.write("| | " + " | ".join(str(column["pipeline"]) for column in columns) + " |\n")
    sys.stdout.write("|---|" + "---|" * len(columns) + "\n")
    for key in [key for key in ROWS if all(key in column for column in columns)]:
        sys.stdout.write(f"| {ROWS[key]} | " + " | ".join(f"{float(column[key]):.4g}" for column in columns) + " |\n")


if __name__ == "__main__":
    main()
