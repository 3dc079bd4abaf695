"""What pip-audit reports, and that a list that nobody looked up never counts as clean."""

import json

import pytest
from audit import FOUND, NOT_AUDITED, read_audit

CLEAN = {"name": "a", "version": "1", "vulns": []}
SKIPPED = {"name": "b", "skip_reason": "Dependency not found"}
WEAK = {"name": "c", "version": "2", "vulns": [{"id": "CVE-2026-1", "fix_versions": ["2.1"]}]}


@pytest.mark.parametrize(
    ("rows", "code", "said"),
    [
        ([CLEAN], 0, "1 packages looked up"),
        ([CLEAN, SKIPPED], NOT_AUDITED, "NOT AUDITED: 1 of 2 packages"),
        ([SKIPPED], NOT_AUDITED, "NOT AUDITED: 1 of 1 packages"),
        ([], NOT_AUDITED, "NOT AUDITED"),
        ([CLEAN, SKIPPED, WEAK], FOUND, "c 2: CVE-2026-1, mended in 2.1"),
    ],
)
def test_what_an_audit_comes_to(rows: list[dict[str, object]], code: int, said: str) -> None:
    audit = read_audit(json.dumps({"dependencies": rows}))
    assert audit.code == code
    assert said in str(audit)


@pytest.mark.parametrize("report", ["", "no json", "[]", "{}", "null"])
def test_no_report_is_no_audit(report: str) -> None:
    assert read_audit(report).code == NOT_AUDITED
