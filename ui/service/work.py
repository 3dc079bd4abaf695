"""Work on the library: one piece at a time, in a thread of its own, seen from every tab of all its pages."""

import logging
import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter

from index.bulletin import Bulletin
from index.types import Failure, Progress, SyncReport
from ui.errors import explain

STEPS_A_SECOND = 5  # shown; more would keep the page busy with showing them
GONE = "The page that was at it has ended before it was through: begin again."
WORK, CANCEL = "work", "cancel"
_log = logging.getLogger(__name__)

Steps = Generator[Progress, None, None]


@dataclass(frozen=True, slots=True)
class Doing:
    """Where a piece of work is: its last step, and once it `is_over` its report, or what went wrong.

    `number` counts the pieces of work; 0 stands for none yet.
    """

    number: int = 0
    name: str = ""
    step: Progress = field(default=Progress("", 0, 0))
    is_over: bool = True
    is_cancelled: bool = False
    report: SyncReport | None = None
    trouble: str = ""


class Work:
    """The one piece of work that is done to a library at a time, by this page or another one that tells of it."""

    def __init__(self, bulletin: Bulletin | None = None) -> None:
        self._changed = threading.Condition()
        self._now = Doing()
        self._is_own = True  # what is `_now`
        self._is_told = True
        self._cancelled = threading.Event()
        self._failures: tuple[Failure, ...] = ()
        self._bulletin = bulletin or Bulletin()
        self._bulletin.hear(WORK, self._hear)
        self._bulletin.hear(CANCEL, self._heed)

    @property
    def now(self) -> Doing:
        """Return where the latest piece of work is."""
        with self._changed:
            return self._now

    @property
    def failures(self) -> tuple[Failure, ...]:
        """Return what could not be read when its folder was last brought up to date."""
        with self._changed:
            return self._failures

    def start(self, name: str, steps: Callable[[], Steps], only: Sequence[Path] = (), *, is_told: bool = True) -> bool:
        """Begin a piece of work; return False, and do nothing, while another is under way.

        `only` are the folders that are read where not all are: what failed elsewhere is still so. Other pages are told
        unless it is none of theirs.
        """
        with self._changed:
            if not self._now.is_over:
                return False
            self._cancelled.clear()
            self._is_told = is_told
            self._tell(Doing(self._now.number + 1, name, is_over=False))
        threading.Thread(target=self._do, args=(steps, only), daemon=True).start()
        return True

    def cancel(self) -> None:
        """Let the work end with its next step, whoever does it; what is done until then stays."""
        if self._is_own:
            self._cancelled.set()
        else:
            self._bulletin.tell(CANCEL, "", str, is_last=True)

    def end(self, timeout_s: float) -> None:
        """Let the work of this page end, and return once it has, or after `timeout_s`."""
        self._cancelled.set()
        with self._changed:
            self._changed.wait_for(lambda: self._now.is_over or not self._is_own, timeout_s)

    def wait(self, timeout_s: float | None = None) -> bool:
        """Return once nothing is under way, or False after `timeout_s`."""
        with self._changed:
            return self._changed.wait_for(lambda: self._now.is_over, timeout_s)

    def follow(self) -> Iterator[Doing]:
        """Yield where the work is until it is over, that included; steps between two that are shown are left out."""
        shown: Doing | None = None
        while shown is None or not shown.is_over:
            with self._changed:
                self._changed.wait_for(lambda: self._now is not shown)  # noqa: B023 - called at once
                shown = self._now
            yield shown
            if not shown.is_over:
                self.wait(1 / STEPS_A_SECOND)

    def _do(self, steps: Callable[[], Steps], only: Sequence[Path]) -> None:
        report: SyncReport | None = None
        trouble = ""
        try:
            with closing(steps()) as running:
                for step in running:
                    report = step.report or report
                    self._tell(replace(self._now, step=step))
                    if self._cancelled.is_set():
                        break
        except Exception as error:  # the edge of a thread: whatever went wrong must be seen on the page
            _log.exception("work on the library failed")
            trouble = explain(error)
        cancelled = self._cancelled.is_set() and report is None and not trouble
        if report is not None:
            with self._changed:
                self._failures = (*_outside(only, self._failures), *report.failures)
        self._tell(replace(self._now, is_over=True, is_cancelled=cancelled, report=report, trouble=trouble))

    def _tell(self, doing: Doing) -> None:
        with self._changed:
            self._now, self._is_own = doing, True
            self._changed.notify_all()
        if self._is_told:
            self._bulletin.tell(WORK, "", lambda: _told().dump_json(doing).decode(), is_last=doing.is_over)

    def _heed(self, about: str, text: str) -> None:
        if self._is_told:
            self._cancelled.set()

    def _hear(self, about: str, text: str) -> None:
        """Show what another page is at, unless this one is at work: then the library's lock lets one of them go on."""
        heard = _told().validate_json(text) if text else None
        with self._changed:
            if self._is_own and (not self._now.is_over or heard is None):
                return
            self._now = heard or replace(self._now, is_over=True, trouble=GONE)
            self._is_own = False
            self._changed.notify_all()


@cache
def _told() -> TypeAdapter[Doing]:
    return TypeAdapter(Doing)


def _outside(folders: Sequence[Path], failures: Sequence[Failure]) -> list[Failure]:
    """Return the failures of files that lie in none of `folders`; none where all folders are meant."""
    roots = [folder.absolute() for folder in folders]
    return [one for one in failures if roots and not any(Path(one.path).is_relative_to(root) for root in roots)]
