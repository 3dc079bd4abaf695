"""`broadsheet sync` and `broadsheet rebuild`: articles into the library."""

from pathlib import Path
from typing import Annotated

import typer

from index.types import SyncReport
from ui.commands.options import AsJson
from ui.commands.settings import open_library, open_named_embedder, open_shelf, settings_of
from ui.contract import from_report
from ui.errors import OUR_FAULT
from ui.terminal.screen import Screen, open_screen

NOTHING = "no articles found"


def sync(
    context: typer.Context,
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="PATH",
            help="Folders, files or buckets (s3://…) with articles; without any, all that were synced before.",
            show_default=False,
        ),
    ] = None,
    restore: Annotated[
        bool, typer.Option("--restore", help="Bring back articles that you removed and whose file is still there.")
    ] = False,
    remove_all: Annotated[
        bool,
        typer.Option("--remove-all", help="The articles of a PATH that is empty or gone are deleted for good."),
    ] = False,
    workers: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            min=0,
            help="Leave what is new to `broadsheet work` processes, N of them started here; 0 for others alone.",
        ),
    ] = None,
    engine: Annotated[
        str,
        typer.Option(metavar="NAME", help="`ray`: its actors read and embed, --workers of them, else one a processor."),
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Load new and changed articles, without PATH those of the feeds that you follow, too.

    What vanished from a folder that was synced before is removed from the library; where all of it vanished at once,
    it stays until --remove-all. Exit 1 when a file failed, 3 when one could not be read by a fault of Broadsheet.
    """
    from index.filling.resync import join_reports, resync_steps
    from index.web.adding import bucket_steps, update_steps
    from index.web.buckets import folder_of, is_bucket
    from rag.embedder_fit import describe_misfit
    from ui.commands.crew import crew, open_engine
    from ui.terminal.progress import follow_steps

    screen = open_screen()
    reports = []
    by_workers = workers is not None and not engine
    with (
        open_library(settings_of(context)) as library,
        crew(settings_of(context), (workers or 0) if by_workers else 0),
        open_engine(engine, settings_of(context), library, workers) as pool,
    ):
        if not paths and not library.folders():
            raise typer.BadParameter("nothing was synced before: name a folder or file with articles.")
        if (workers is not None or engine) and not paths:
            raise typer.BadParameter("--workers and --engine need the folders whose articles they are to take in.")
        if remove_all and not paths:
            raise typer.BadParameter("--remove-all needs the folder whose articles are to be removed.")
        for path in paths or ():
            if is_bucket(str(path)):
                folder = folder_of(settings_of(context).home.buckets, str(path))
                name = folder.relative_to(settings_of(context).home.buckets).as_posix()
                steps = library.sync_steps(
                    folder, restore=restore or None, remove_all=remove_all, by_workers=by_workers, pool=pool
                )
                reports.append(follow_steps(bucket_steps(folder, name, steps), screen).report or SyncReport())
                continue
            is_there = path.exists() or remove_all
            if not (is_there or library.has_read(path.expanduser().absolute())):
                raise typer.BadParameter(f"Path '{path}' does not exist.", param_hint="'PATH'")
            # Of one that was read before and is gone, this says that its articles stay, and what to do.
            missing = None if is_there else resync_steps(library, [path])
            steps = missing or library.sync_steps(
                path, restore=restore or None, remove_all=remove_all, by_workers=by_workers, pool=pool
            )
            reports.append(follow_steps(steps, screen).report or SyncReport())
        if not paths:
            steps = update_steps(library, settings_of(context).home.pages, restore=restore)
            reports.append(follow_steps(steps, screen).report or SyncReport())
        misfit = describe_misfit(library)
    report = join_reports(reports)
    tell_report(report, as_json, screen, misfit)


def rebuild(
    context: typer.Context,
    from_scratch: Annotated[bool, typer.Option(help="Embed also what this embedder has embedded before.")] = False,
    as_json: AsJson = False,
) -> None:
    """Split every article anew, and embed the passages that are new by it.

    With --embedder NAME, by another embedder. Searches go on meanwhile, and see the old state until the end.
    """
    from rag.embedder_fit import describe_misfit
    from ui.terminal.progress import follow_steps

    screen = open_screen()
    settings = settings_of(context)
    chosen = open_named_embedder(settings)
    with open_shelf(settings) as library:
        follow_steps(library.rebuild_steps(chosen, from_scratch=from_scratch), screen)
        rows = library.articles()
        articles, passages = len(rows), sum(row.passages for row in rows)
        misfit = describe_misfit(library)
        if as_json:
            screen.json({"articles": articles, "passages": passages, "embedder": library.embedder_name})
        else:
            screen.say(f"{articles} articles, {passages} passages, embedded by {library.embedder_name}")
        if misfit:
            screen.notice(misfit)


def count_report(report: SyncReport) -> str:
    """Return a report in one line; what did not happen is not named, except that nothing is new."""
    counts = {
        "added": len(report.added),
        "changed": len(report.changed),
        "removed": len(report.removed),
        "unchanged": report.unchanged,
        "left out, as you removed them (--restore brings them back)": len(report.left_out),
        "failed": sum(not failure.ours for failure in report.failures),
        "not read by a fault of Broadsheet": sum(failure.ours for failure in report.failures),
    }
    return ", ".join(f"{count} {what}" for what, count in counts.items() if count) or NOTHING


def tell_report(report: SyncReport, as_json: bool, screen: Screen, misfit: str = "") -> None:
    """Write what was taken in and what was not, and end with the exit code that says so.

    `misfit` says that the library's embedder does not know the language of its articles.
    """
    if as_json:
        screen.json(from_report(report))
    else:
        for said in report.news:
            screen.say(said)
        if not report.news or count_report(report) != NOTHING:
            screen.say(count_report(report))
    tell_failures(report, screen)
    if misfit:
        screen.notice(misfit)
    end_with(report)


def tell_failures(report: SyncReport, screen: Screen) -> None:
    """Name on standard error each file that failed, how many there were, and what was read but not all of it."""
    for failure in report.failures:
        screen.notice(f"{failure.path}: {failure.reason}")
    ours = sum(failure.ours for failure in report.failures)
    if ours:
        screen.notice(
            f"{ours} file{'s' if ours > 1 else ''} could not be read by a fault of Broadsheet: `broadsheet doctor` "
            "says what is missing; the next sync tries again."
        )
    if len(report.failures) > ours:
        files = len({failure.path for failure in report.failures if not failure.ours})
        screen.notice(f"{files} file{'s' if files > 1 else ''} could not be read in full; everything else was loaded.")
    for notice in report.notices:
        screen.notice(f"{notice.path}: {notice.reason}")


def end_with(report: SyncReport) -> None:
    """Exit with the code of the worst failure, when there is any."""
    if report.failures:
        raise typer.Exit(OUR_FAULT if any(failure.ours for failure in report.failures) else 1)
