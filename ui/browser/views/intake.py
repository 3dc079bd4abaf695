"""The intake of documents as markup: where they are dropped or pasted, what waits, and how far the work is."""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePath

from index.loaders import supported_suffixes
from index.types import Failure, Notice, Progress, SyncReport
from ui.browser.templating import fill
from ui.browser.views.markup import count, exact, isolated, line, trouble
from ui.server.access.routes import DOCUMENTS, MAX_FILE_BYTES, MB
from ui.service.documents import Taken, Waiting
from ui.service.work import Doing

MAX_WAITING = 50  # shown
FEW = 3  # documents that failed, which are shown without being asked for
STAGES = {
    "fetch": "Fetching",
    "read": "Reading",
    "embed": "Embedding",
    "index": "Preparing the search",
    "pull": "Received",
    "done": "Done",
}


def render_drop() -> str:
    """Return where documents are dropped; drop.js adds a row for each file that is on its way, or refused."""
    return fill("drop", place=DOCUMENTS, limit=MAX_FILE_BYTES, mb=MB, suffixes=supported_suffixes())


def render_paste(at: str = "") -> str:
    """Return the form for a text, empty: another moment `at` makes it another form, in which nothing is left."""
    return fill("paste", at=at)


def render_scratch() -> str:
    """Return what indexes everything anew."""
    return fill("scratch")


def render_doing(doing: Doing) -> str:
    """Return how far the work on the library is, with a button that ends it, or how it ended."""
    if not doing.is_over:
        return _render_step(doing.name, doing.step)
    if doing.trouble:
        return trouble(doing.trouble)
    if doing.is_cancelled:
        return '<p role="status">Cancelled. What was taken in until then can be asked; the rest still waits.</p>'
    if doing.report is None:
        return f'<p role="status">Done: {line(doing.name)}.</p>'
    return _render_report(doing.report)


def render_removed(titles: Sequence[str]) -> str:
    """Return that articles were removed, and the button that undoes it; "" for none."""
    if not titles:
        return ""
    what = isolated(titles[0]) if len(titles) == 1 else count(len(titles), "article")
    return (
        f'<p role="status">Removed: {what} <button type="button" class="bs-plain" data-event="undo">Undo</button></p>'
    )


def render_taken(taken: Taken) -> str:
    """Return what became of a pasted text."""
    how = "Replaced (same name)" if taken.is_replaced else "Added"
    return f'<p role="status">{how}: {isolated(taken.name)}</p>'


def render_waiting(waiting: Sequence[Waiting]) -> str:
    """Return the documents that are not in the index, and why, where that was tried; "" for none."""
    if not waiting:
        return ""
    failed = [one for one in waiting if one.reason]
    return fill(
        "waiting",
        listed=sorted(waiting, key=lambda one: not one.reason)[:MAX_WAITING],
        number=len(waiting),
        more=max(0, len(waiting) - MAX_WAITING),
        is_open=0 < len(failed) <= FEW,
    )


def render_watched(folders: Sequence[Path], may_change: bool) -> str:
    """Return the folders whose changes are taken in by themselves; who `may_change` them can add one and leave one."""
    if not folders and not may_change:
        return ""
    rows = "".join(
        f"<li><span>{isolated(str(folder))}{'' if folder.is_dir() else ' (not there now)'}</span>"
        + (
            f' <button type="button" data-event="leave" data-folder="{exact(str(folder))}" '
            f'aria-label="Watch {line(str(folder))} no longer">Leave</button>'
            if may_change
            else ""
        )
        + "</li>"
        for folder in folders
    )
    form = (
        '<form data-event="watch"><label>Folder of this computer <input name="folder" autocomplete="off" '
        'placeholder="/home/me/articles" required></label><button type="submit">Watch this folder</button></form>'
    )
    held = f"{count(len(folders), 'watched folder')}" if folders else "Watch a folder"
    return (
        f'<details class="bs-paste bs-watched"><summary>{held}</summary><p>What changes in a watched folder is '
        f"taken in by itself while Broadsheet runs.</p><ul>{rows}</ul>{form if may_change else ''}</details>"
    )


def _render_step(name: str, step: Progress) -> str:
    share = f' max="{step.total}" value="{min(step.done, step.total)}"' if step.total else ""
    amount = f" {step.done:,} of {step.total:,}" if step.total else ""
    said = f"{STAGES.get(step.stage, line(step.stage))}{amount}" if step.stage else "Beginning"
    detail = f" <span>{isolated(step.detail)}</span>" if step.detail else ""
    return (
        f'<div class="bs-progress"><progress aria-label="{line(name)}"{share}></progress><p>{said}{detail} '
        '<button type="button" class="bs-plain" data-event="cancel">Cancel</button></p></div>'
        f'<p class="bs-hidden" role="status">{line(name)}…</p>'
    )


def _render_report(report: SyncReport) -> str:
    """Return what bringing the library up to date did, with every file that failed and why."""
    did = [
        f"{len(ids)} {verb}"
        for ids, verb in (
            (report.added, "added"),
            (report.changed, "changed"),
            (report.removed, "removed"),
            (report.left_out, "left out because you removed them"),
        )
        if ids
    ]
    unchanged = f"{report.unchanged} unchanged" if report.unchanged else ""
    said = ", ".join([*did, *([unchanged] if unchanged else [])]) or "nothing to do"
    news = "".join(f"<p>{line(one)}</p>" for one in report.news)
    return (
        f'<div role="status">{news}<p>The index is ready: {said}.</p></div>'
        + _render_failures("Could not be read:", report.failures)
        + (_render_failures("Read, but not all of it:", report.notices))
    )


def _render_failures(what: str, failures: Sequence[Failure | Notice]) -> str:
    if not failures:
        return ""
    files = {failure.path for failure in failures}
    often = Counter(PurePath(path).name for path in files)
    rows = "".join(
        f"<li><strong>{isolated(_name(failure.path, often))}</strong>: "
        f"{line(failure.reason.removeprefix(failure.path))}</li>"
        for failure in failures
    )
    return f'<div class="bs-failures" role="alert"><p>{what}</p><ul>{rows}</ul></div>'


def _name(path: str, often: Mapping[str, int]) -> str:
    """Return the name of a file, with its folder where several have that name; a web address as it is."""
    if path.startswith(("http://", "https://")):
        return path
    file = PurePath(path)
    return file.name if often[file.name] == 1 else f"{file.parent.name}/{file.name}"
