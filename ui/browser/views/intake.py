"""The intake as markup: where documents and addresses are given, what waits, how far the work and the model are."""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePath

from markupsafe import Markup

from index.loaders import supported_suffixes
from index.types import Failure, Notice, SyncReport
from ui.browser.templating import fill
from ui.browser.views.messages import done
from ui.browser.wording import count, gettext, mark, ngettext
from ui.server.access.routes import DOCUMENTS, MAX_FILE_BYTES, MB
from ui.service.documents import Taken, Waiting
from ui.service.work import Doing
from ui.service.writing_model import ModelState

MAX_WAITING = 50  # shown
FEW = 3  # documents that failed, which are shown without being asked for
STAGES = {
    "fetch": mark("Fetching"),
    "read": mark("Reading"),
    "embed": mark("Embedding"),
    "index": mark("Preparing the search"),
    "pull": mark("Received"),
    "done": mark("Done"),
}


def render_drop() -> Markup:
    """Return where documents are dropped; drop.js adds a row for each file that is on its way, or refused."""
    return fill("drop", place=DOCUMENTS, limit=MAX_FILE_BYTES, mb=MB, suffixes=supported_suffixes())


def render_paste(at: str = "") -> Markup:
    """Return the form for a text, empty: another moment `at` makes it another form, in which nothing is left."""
    return fill("paste", at=at)


def render_scratch() -> Markup:
    """Return what indexes everything anew."""
    return fill("scratch")


def render_doing(doing: Doing) -> Markup:
    """Return how far the work on the library is, with a button that ends it, or how it ended: each file that failed."""
    report = doing.report
    return fill(
        "work",
        doing=doing,
        stages=STAGES,
        report=report,
        did=_describe(report) if report else "",
        failed=_list_failures(report.failures) if report else (),
        noticed=_list_failures(report.notices) if report else (),
    )


def render_removed(titles: Sequence[str]) -> Markup:
    """Return that articles were removed, and the button that undoes it; "" for none."""
    if not titles:
        return Markup()
    return done(mark("Removed: %(what)s"), titles[0] if len(titles) == 1 else count(len(titles), "article"), "undo")


def render_taken(taken: Taken) -> Markup:
    """Return what became of a pasted text."""
    return done(mark("Replaced (same name): %(what)s") if taken.is_replaced else mark("Added: %(what)s"), taken.name)


def render_waiting(waiting: Sequence[Waiting]) -> Markup:
    """Return the documents that are not in the index, and why, where that was tried; "" for none."""
    if not waiting:
        return Markup()
    failed = [one for one in waiting if one.reason]
    return fill(
        "waiting",
        listed=sorted(waiting, key=lambda one: not one.reason)[:MAX_WAITING],
        number=len(waiting),
        more=max(0, len(waiting) - MAX_WAITING),
        is_open=0 < len(failed) <= FEW,
    )


def render_watched(folders: Sequence[Path], may_change: bool) -> Markup:
    """Return the folders whose changes are taken in by themselves; who `may_change` them can add one and leave one."""
    return fill("watched", folders=folders, may_change=may_change) if folders or may_change else Markup()


def _describe(report: SyncReport) -> str:
    """Return what bringing the library up to date did."""
    did = (
        report.added and ngettext("%(num)s added", "%(num)s added", len(report.added)),
        report.changed and ngettext("%(num)s changed", "%(num)s changed", len(report.changed)),
        report.removed and ngettext("%(num)s removed", "%(num)s removed", len(report.removed)),
        report.left_out
        and ngettext(
            "%(num)s left out because you removed it",
            "%(num)s left out because you removed them",
            len(report.left_out),
        ),
        report.unchanged and ngettext("%(num)s unchanged", "%(num)s unchanged", report.unchanged),
    )
    return ", ".join(said for said in did if said) or gettext("nothing to do")


def _list_failures(failures: Sequence[Failure | Notice]) -> list[tuple[str, str]]:
    """Return the files that failed, by their names, each with the reason."""
    often = Counter(PurePath(path).name for path in {failure.path for failure in failures})
    return [(_name(one.path, often), one.reason.removeprefix(one.path)) for one in failures]


def _name(path: str, often: Mapping[str, int]) -> str:
    """Return the name of a file, with its folder where several have that name; a web address as it is."""
    if path.startswith(("http://", "https://")):
        return path
    file = PurePath(path)
    return file.name if often[file.name] == 1 else f"{file.parent.name}/{file.name}"


def render_model(state: ModelState, may_fetch: bool) -> Markup:
    """Return what a reader should know of the writing model; "" when it is at work."""
    return fill("model", state=state, may_fetch=may_fetch)


def render_web(feeds: Sequence[str], may_fetch: bool, wrong: str = "") -> Markup:
    """Return the form, and the followed feeds; "" where addresses may not be added and no feed is followed."""
    if not (feeds or may_fetch or wrong):
        return Markup()
    return fill("web", feeds=feeds, may_fetch=may_fetch, wrong=wrong)
