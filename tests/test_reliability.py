"""The written promise: each line's test exists."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
PROMISE = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")


def test_every_test_that_the_promise_names_exists() -> None:
    named = re.findall(r"`(tests/test_\w+\.py)::(test_\w+)`", PROMISE)
    assert len(named) > 10
    for file, name in named:
        tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
        assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}, f"{file}::{name}"


def test_every_row_of_its_tables_of_promises_names_a_test() -> None:
    tables = [table.splitlines() for table in re.findall(r"(?:^\|.*\n)+", PROMISE, re.MULTILINE)]
    promises = [rows[2:] for rows in tables if rows[0].rstrip("| ").endswith("test")]
    assert len(promises) >= 4
    assert [row for rows in promises for row in rows if "`tests/" not in row and "…test_" not in row] == []
