"""The written promise: each line's test exists."""

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
PROMISE = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")


def test_every_test_that_the_promise_names_exists() -> None:
    """A name may be cut short with `…`; one that begins with it is in the file that was named before."""
    checked, file = 0, ""
    for named in re.findall(r"`((?:tests/|…)[^`\s]+)`", PROMISE):
        place, colons, name = named.partition("::")
        if colons or not named.startswith("…"):
            file = place
            assert (ROOT / file).exists(), file
        name = name or (named if named.startswith("…") else "")
        if name:
            pattern = ".*".join(map(re.escape, name.split("…")))
            assert [one for one in _tests_of(file) if re.fullmatch(pattern, one)], f"{file}::{name}"
            checked += 1
    assert checked > 40


def _tests_of(file: str) -> list[str]:
    return re.findall(r"^def (\w+)", (ROOT / file).read_text(encoding="utf-8"), re.MULTILINE)


def test_every_row_of_its_tables_of_promises_names_a_test() -> None:
    tables = [table.splitlines() for table in re.findall(r"(?:^\|.*\n)+", PROMISE, re.MULTILINE)]
    promises = [rows[2:] for rows in tables if rows[0].rstrip("| ").endswith("test")]
    assert len(promises) >= 4
    assert [row for rows in promises for row in rows if "`tests/" not in row and "…test_" not in row] == []
