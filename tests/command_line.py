"""What the tests of the command line share; their fixtures are in command_line_fixtures."""

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
HARBOUR = "The harbour of Saltby was founded by Ada Quay in 1871. It has three piers and a lighthouse."
MUSEUM = "The museum of Saltby opened in 1902. Entry costs nine pounds on weekdays."


@dataclass(frozen=True, slots=True)
class Ended:
    """What a command left behind."""

    code: int
    out: str
    err: str


Broadsheet = Callable[..., Ended]


def write_articles(parent: Path) -> Path:
    """Write two articles to a file in a new folder, and return the folder."""
    made = parent / "articles"
    made.mkdir()
    lines = [
        {"id": "harbour", "title": "The harbour", "text": HARBOUR, "source": "Gazette", "published": "2024-05-01"},
        {"id": "museum", "title": "The museum", "text": MUSEUM, "source": "Herald", "published": "2024-06-01"},
    ]
    (made / "saltby.jsonl").write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")
    return made


def start(*arguments: str) -> list[str]:
    """Return the command line of a process of its own."""
    return [sys.executable, "-m", "ui.main", *arguments]


def said_in_one_sentence(ended: Ended) -> str:
    """Return the sentence of a failure, after checking that it is one and that nothing else was said."""
    assert ended.code == 1
    assert "Traceback" not in ended.err
    sentences = [line for line in ended.err.splitlines() if line.startswith("broadsheet: ")]
    assert len(sentences) == 1
    assert ended.err.endswith(f"{sentences[0]}\n")
    return sentences[0]
