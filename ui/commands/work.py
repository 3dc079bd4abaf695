"""`broadsheet work`: a process that takes in files of a library on a server, beside others like it."""

from typing import Annotated

import typer

from ui.commands.settings import open_embedder_named, settings_of
from ui.interrupts import take_sigterm_as_ctrl_c
from ui.terminal.screen import open_screen


def work(
    context: typer.Context,
    until_idle: Annotated[bool, typer.Option("--until-idle", help="End when no file waits any more.")] = False,
    lease: Annotated[
        float,
        typer.Option(metavar="SECONDS", min=1.0, help="How long a file stays with a worker that is silent."),
    ] = 60.0,
) -> None:
    """Take in files of a library on a server, as `broadsheet sync --workers` hands them out, until Ctrl-C.

    Any number of workers, on all computers that see the folders, share the files. One that is killed loses and
    doubles nothing: its file goes to another one.
    """
    from index.storage import open_storage
    from ui.terminal.progress import follow_steps

    screen = open_screen()
    settings = settings_of(context)
    steps = open_storage(settings.home.place).work(
        lambda name: open_embedder_named(settings, name), lease, until_idle=until_idle
    )
    with take_sigterm_as_ctrl_c():
        done = follow_steps(steps, screen).done
    screen.say(f"{done} file{'' if done == 1 else 's'} taken in")
