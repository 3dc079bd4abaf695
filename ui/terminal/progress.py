"""The steps of a long operation: a bar on a terminal, now and then a line in a pipe."""

import time
from collections import deque
from collections.abc import Iterator
from contextlib import ExitStack

from index.types import Progress
from ui.interrupts import until_pressed
from ui.terminal.screen import Screen, harmless

SECONDS_BETWEEN_LINES = 5.0
DONE = "done"  # the last stage; what came of it is for the command to say
IN_BYTES = frozenset({"pull", "verify"})  # stages that count bytes, shown as megabytes


def follow_steps(steps: Iterator[Progress], screen: Screen) -> Progress:
    """Run `steps` to their end and return the last one.

    Raises:
        RuntimeError: there was no step.
        KeyboardInterrupt: Ctrl-C was pressed.
    """
    steps = until_pressed(steps)
    shown = _show_bar(steps, screen) if screen.shows_progress else _show_lines(steps, screen)
    last = deque(shown, maxlen=1)
    if not last:
        raise RuntimeError("the operation made no step; expected at least its last one")
    return last[0]


def _show_lines(steps: Iterator[Progress], screen: Screen) -> Iterator[Progress]:
    stage, said = "", time.monotonic()
    for step in steps:
        late = time.monotonic() - said > SECONDS_BETWEEN_LINES
        if step.stage != DONE and (step.stage != stage or late):
            stage, said = step.stage, time.monotonic()
            screen.notice(_write_step(step))
        yield step


def _show_bar(steps: Iterator[Progress], screen: Screen) -> Iterator[Progress]:
    from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bars

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TimeElapsedColumn())
    with ExitStack() as stack:
        bars = stack.enter_context(Bars(*columns, console=screen.error_console, transient=True))
        task = bars.add_task("")
        for step in steps:
            bars.update(task, description=_write_step(step), completed=step.done, total=step.total or None)
            yield step


def _write_step(step: Progress) -> str:
    count = ""
    if step.total:
        done, total = (f"{part / 1e6:.0f}" if step.stage in IN_BYTES else str(part) for part in (step.done, step.total))
        count = f" {done}/{total}" + (" MB" if step.stage in IN_BYTES else "")
    return harmless(f"{step.stage}{count} {step.detail}".strip())
