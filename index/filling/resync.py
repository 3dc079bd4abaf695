"""Bringing a library up to date with several folders, at first all that it was filled from."""

from collections.abc import Generator, Iterable
from pathlib import Path
from shlex import quote

from index.library import Library
from index.types import Failure, Progress, SyncReport


def resync_steps(
    library: Library, folders: Iterable[Path] | None = None, *, restore: bool = False
) -> Generator[Progress, None, None]:
    """Sync `folders`, by default every folder and file that `library` was filled from; the last step reports on all.

    What the user removed stays out, unless it is to `restore` that. A folder that is not there is named as a
    failure and its articles stay: a drive that is not plugged in removes nothing.

    Raises:
        LibraryBusy: another process is writing.
    """
    reports = []
    for root in _outermost(library.folders() if folders is None else folders):
        if not root.exists():
            if not library.has_read(root, with_articles=True):
                continue
            reason = (
                "it is not there any more: its articles stay until it comes back. If it was moved, sync it where it is "
                f"now; if it is deleted for good, type `broadsheet sync {quote(str(root))} --remove-all`, "
                "or remove its articles in the page's library"
            )
            reports.append(SyncReport(failures=(Failure(str(root), reason),)))
            continue
        for step in library.sync_steps(root, restore=restore):
            if step.report is None:
                yield step
            else:
                reports.append(step.report)
    yield Progress("done", 1, 1, report=join_reports(reports))


def join_reports(reports: Iterable[SyncReport]) -> SyncReport:
    """Return the reports of several syncs as one, in their order."""
    given = tuple(reports)
    return SyncReport(
        added=tuple(id for report in given for id in report.added),
        changed=tuple(id for report in given for id in report.changed),
        removed=tuple(id for report in given for id in report.removed),
        left_out=tuple(id for report in given for id in report.left_out),
        unchanged=sum(report.unchanged for report in given),
        failures=tuple(failure for report in given for failure in report.failures),
        notices=tuple(notice for report in given for notice in report.notices),
        news=tuple(said for report in given for said in report.news),
    )


def _outermost(paths: Iterable[Path]) -> list[Path]:
    """Return the paths in their order, each once however it is spelled, without those that lie inside another."""
    given: dict[Path, Path] = {}
    for path in paths:
        given.setdefault(path.expanduser().resolve(), path.expanduser().absolute())
    return [path for real, path in given.items() if not any(real != one and real.is_relative_to(one) for one in given)]
