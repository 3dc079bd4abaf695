"""Look the pinned dependencies up in the list of known weaknesses: `python tests/audit.py` (`make audit`).

pip-audit (in an environment of its own, so that it changes nothing) asks a service on the internet. Where that does not
answer it passes every package over and calls that "no known vulnerabilities"; here that is NOT AUDITED, exit code 3.
Exit code 1: weaknesses were found. 0: all packages were looked up, and nothing was found.
"""

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
FOUND, NOT_AUDITED = 1, 3
PATIENCE_S = 300


@dataclass(frozen=True, slots=True)
class Audit:
    """What an audit came to: how many packages were looked up, which were not, and the weaknesses, a line each."""

    audited: int
    skipped: tuple[str, ...]
    found: tuple[str, ...]

    @property
    def code(self) -> int:
        """Return the exit code."""
        if self.found:
            return FOUND
        return NOT_AUDITED if self.skipped or not self.audited else 0

    def __str__(self) -> str:
        """Return what to say of it."""
        if self.found:
            return "\n".join(["Known weaknesses:", *self.found])
        if self.code == NOT_AUDITED:
            return (
                f"NOT AUDITED: {len(self.skipped)} of {len(self.skipped) + self.audited} packages could not be looked "
                "up; with the internet at hand, run `make audit`."
            )
        return f"{self.audited} packages looked up, no known weakness."


def read_audit(report: str) -> Audit:
    """Return what pip-audit's JSON says; nothing audited for what is no such JSON."""
    try:
        rows = json.loads(report)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return Audit(0, (), ())
    found = [
        f"{row['name']} {row['version']}: {weakness['id']}, mended in {', '.join(weakness['fix_versions']) or 'none'}"
        for row in rows
        for weakness in row.get("vulns", ())
    ]
    skipped = [row["name"] for row in rows if "skip_reason" in row]
    return Audit(len(rows) - len(skipped), tuple(skipped), tuple(found))


def run_audit(pins: Path) -> Audit:
    """Install pip-audit beside, and let it look up what `pins` names."""
    with tempfile.TemporaryDirectory() as folder:
        python, report = str(Path(folder) / "bin" / "python"), Path(folder) / "report.json"
        try:
            subprocess.run([sys.executable, "-m", "venv", folder], check=True, timeout=PATIENCE_S)
            install = [python, "-m", "pip", "install", "--disable-pip-version-check", "-qq", "pip-audit"]
            subprocess.run(install, check=True, timeout=PATIENCE_S)
            look = [python, "-m", "pip_audit", "--progress-spinner", "off", "--timeout", "10", "-f", "json"]
            command = [*look, "-o", str(report), "-r", str(pins), "--no-deps", "--disable-pip"]
            subprocess.run(command, check=False, capture_output=True, timeout=PATIENCE_S)
        except (OSError, subprocess.SubprocessError) as error:
            sys.stderr.write(f"{error}\n")
        return read_audit(report.read_text(encoding="utf-8") if report.exists() else "")


if __name__ == "__main__":
    audit = run_audit(ROOT / "constraints.txt")
    sys.stdout.write(f"{audit}\n")
    sys.exit(audit.code)
