"""The part of workers in a sync that was left to them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from index.types import SyncReport


@dataclass(frozen=True, slots=True)
class Taken:
    """Ids of articles that were added and changed, and the files that workers gave up, each with the reason."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    given_up: Mapping[Path, str] = field(default_factory=dict)

    def join(self, report: SyncReport) -> SyncReport:
        """Return the report of the whole sync, of which `report` is what came after the workers."""
        return replace(
            report,
            added=(*self.added, *report.added),
            changed=(*self.changed, *report.changed),
            unchanged=max(0, report.unchanged - len(self.added) - len(self.changed)),
        )
