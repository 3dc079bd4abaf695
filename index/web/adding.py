"""Web addresses into a library: what is fetched is taken in, and said in a sentence."""

import re
from collections.abc import Generator, Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from index.errors import FetchFailed
from index.filling.resync import join_reports, resync_steps
from index.library import Library
from index.types import Failure, Progress, SyncReport
from index.web.buckets import bucket_of, mirror_steps
from index.web.following import Added, fetch_steps, followed, refresh_steps

Steps = Generator[Progress, None, None]
_BARE = re.compile(r"[\w-]+(?:\.[\w-]+)+(?::\d+)?(?:[/?#].*)?", re.DOTALL)


def add_steps(library: Library, pages: Path, address: str, *, allow_private: bool = False) -> Steps:
    """Fetch a page or a feed into the folder `pages` and sync it; the last step reports, with the news.

    Raises:
        FetchFailed: nothing was fetched that can be kept.
        LibraryBusy: another process is writing.
    """
    url = whole_address(address)
    added = yield from fetch_steps(pages, url, allow_private=allow_private)
    reports = [SyncReport(failures=added.failures)]
    if pages.is_dir():
        reports.append((yield from _sync(library, pages)))
    if not added.is_feed and added.files and not _title_of(library, added.files[0]):
        # It was removed earlier, and is asked for again by itself.
        reports[-1] = replace(reports[-1], left_out=())
        reports.append((yield from _sync(library, added.files[0])))
    news = _tell_feed(url, added) if added.is_feed else _tell_page(library, url, added.files[0])
    yield Progress("done", 1, 1, report=replace(join_reports(reports), news=news))


def update_steps(
    library: Library, pages: Path, folders: Iterable[Path] | None = None, *, restore: bool = False
) -> Steps:
    """Fetch what is new in feeds and buckets, then do `resync_steps`; the last step reports, with the news.

    Raises:
        LibraryBusy: another process is writing.
    """
    roots = tuple(library.folders() if folders is None else folders)
    fetched = yield from _refresh(pages)
    failures = fetched.failures + (yield from _refresh_buckets(roots))
    fetched = replace(fetched, failures=failures)
    for step in resync_steps(library, roots, restore=restore):
        yield step if step.report is None else replace(step, report=join_reports((fetched, step.report)))


def bucket_steps(folder: Path, name: str, sync: Steps) -> Steps:
    """Copy a bucket into `folder`, then do the `sync` of that; the last step reports on both.

    Raises:
        FetchFailed: the bucket cannot be read; nothing was changed.
    """
    failures = yield from mirror_steps(folder, name)
    for step in sync:
        report = step.report and join_reports((SyncReport(failures=failures), step.report))
        yield replace(step, report=report)


def _refresh_buckets(roots: Iterable[Path]) -> Generator[Progress, None, tuple[Failure, ...]]:
    failures: list[Failure] = []
    for root in roots:
        try:
            bucket = bucket_of(root)
            if bucket is not None:
                failures += yield from mirror_steps(root, bucket.name)
        except FetchFailed as error:
            failures.append(Failure(str(root), str(error)))
    return tuple(failures)


def _refresh(pages: Path) -> Generator[Progress, None, SyncReport]:
    try:
        feeds = followed(pages)
        added = yield from refresh_steps(pages)
    except FetchFailed as error:
        return SyncReport(failures=(Failure(str(pages), str(error)),))
    if {feed.url for feed in feeds} <= {failure.path for failure in added.failures}:
        return SyncReport(failures=added.failures)
    of_what = "the feed that is followed" if len(feeds) == 1 else f"the {len(feeds)} feeds that are followed"
    new = len(added.files)
    came = f"{_count(new)} came from {of_what}." if new else f"There is nothing new in {of_what}."
    return SyncReport(failures=added.failures, news=(came,))


def whole_address(address: str) -> str:
    """Return an address as it is to be fetched: without spaces around it, and with https where it names nothing."""
    given = address.strip()
    return f"https://{given}" if _BARE.fullmatch(given) else given


def _sync(library: Library, root: Path) -> Generator[Progress, None, SyncReport]:
    report = SyncReport()
    for step in library.sync_steps(root):
        if step.report is None:
            yield step
        else:
            report = step.report
    return report


def _tell_page(library: Library, url: str, file: Path) -> tuple[str, ...]:
    today = datetime.now().astimezone().date()
    title = _title_of(library, file)
    if not title:
        return ()
    return (f"“{title}” is kept as {url} showed it on {today.day} {today:%B %Y}; add it again to fetch it anew.",)


def _title_of(library: Library, file: Path) -> str:
    return next((article.title for article in library.articles() if article.path == str(file)), "")


def _tell_feed(url: str, added: Added) -> tuple[str, ...]:
    came = f"{_count(len(added.files))} came" if added.files else "nothing new came"
    known = f", {added.known} were here already" if added.known else ""
    return (f"{url} is a feed, which is followed from now on: {came}{known}. Each sync fetches what is new in it.",)


def _count(entries: int) -> str:
    return f"{entries} new {'entry' if entries == 1 else 'entries'}"
