"""The command `broadsheet`: its global options, its commands, and how it ends.

Exit codes: 0 all is well, 1 a failure said in one sentence, 2 a command that cannot be read,
130 stopped by Ctrl-C.
"""

import os
import sys
import time
import traceback
import warnings
from collections.abc import Callable, Sequence
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from itertools import islice
from typing import Annotated

import typer

from index.address import is_on_server
from index.errors import LoaderFault
from index.home import find_home
from rag.reach import Step
from ui.commands.add import add
from ui.commands.articles import edit, list_articles, remove
from ui.commands.ask import ask
from ui.commands.backup import backup, restore
from ui.commands.chat import chat
from ui.commands.check import check
from ui.commands.collections import collections
from ui.commands.conversations import conversations
from ui.commands.doctor import doctor
from ui.commands.evaluate import evaluate
from ui.commands.mcp import mcp
from ui.commands.models import models
from ui.commands.move import move
from ui.commands.notes import notes
from ui.commands.options import EVERYWHERE
from ui.commands.search import search
from ui.commands.settings import Settings
from ui.commands.show import show
from ui.commands.sync import rebuild, sync
from ui.commands.tokens import tokens
from ui.commands.users import users
from ui.commands.work import work
from ui.errors import OUR_FAULT, explain
from ui.interrupts import remember_ctrl_c
from ui.terminal.screen import one_line, open_screen
from ui.watching.logs import close_log, log, log_failure, open_log

GLOBAL_WITH_VALUE = ("--home", "--library", "--embedder", "--generator", "--reach", "--min-support", "--keep-states")
GLOBAL_FLAGS = ("--debug",)
QUIET = {
    "DO_NOT_TRACK": "1",
    "GRADIO_ANALYTICS_ENABLED": "False",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "TOKENIZERS_PARALLELISM": "false",
    "TRANSFORMERS_VERBOSITY": "error",
}

app = typer.Typer(
    name="broadsheet",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,  # plain help starts in half the time
    context_settings={"help_option_names": ["-h", "--help"]},
)
for command in (chat, ask, check, sync, work, add, edit, remove, search, rebuild, doctor, backup, restore, move, mcp):
    app.command(epilog=EVERYWHERE)(command)
app.command("list", epilog=EVERYWHERE)(list_articles)
app.command(epilog=EVERYWHERE)(show)
app.command("eval", epilog=EVERYWHERE)(evaluate)
app.add_typer(models, name="models")
app.add_typer(conversations, name="conversations")
app.add_typer(collections, name="collections")
app.add_typer(notes, name="notes")
app.add_typer(users, name="users")
app.add_typer(tokens, name="tokens")
COMMANDS = frozenset(
    {one.name or getattr(one.callback, "__name__", "") for one in app.registered_commands}
    | {str(one.name) for one in app.registered_groups}
)


def _tell_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"broadsheet {find_version()}")
        raise typer.Exit


def _check_address(library: str) -> str:
    if library and not is_on_server(library):
        raise typer.BadParameter(
            f"{library!r} is no address; expected postgresql://USER@HOST:PORT/DATABASE. For a folder use --home."
        )
    return library


@app.callback()
def begin(
    context: typer.Context,
    home: Annotated[
        str,
        typer.Option(
            metavar="FOLDER",
            help="Where the library and the models lie; else BROADSHEET_HOME, else the platform's data folder.",
        ),
    ] = "",
    library: Annotated[
        str,
        typer.Option(
            metavar="ADDRESS",
            envvar="BROADSHEET_LIBRARY",
            callback=_check_address,
            help="A library on a server with PostgreSQL and pgvector, postgresql://USER@HOST/DATABASE, in place of the "
            "home's.",
        ),
    ] = "",
    embedder: Annotated[
        str,
        typer.Option(
            metavar="NAME",
            help="The embedder: a model name, a folder, openai://HOST:PORT/MODEL on a server, or `hashed`, which needs "
            "no model. Else the library's own.",
        ),
    ] = "",
    generator: Annotated[
        str,
        typer.Option(
            metavar="NAME",
            help="The generator: a model name, a file or folder, openai://HOST:PORT/MODEL for one on a server, or "
            "`extractive`, which needs no model.",
        ),
    ] = "",
    reach: Annotated[
        Step | None,
        typer.Option(
            envvar="BROADSHEET_REACH",
            help="How much the generator reads and writes at once. Else by the size of its model; `doctor` says which.",
        ),
    ] = None,
    min_support: Annotated[
        float | None,
        typer.Option(
            metavar="P",
            min=0,
            max=1,
            envvar="BROADSHEET_MIN_SUPPORT",
            help="Withhold sentences that are right with a probability below P; at 0 only contradicted ones.",
        ),
    ] = None,
    keep_states: Annotated[
        float | None,
        typer.Option(
            metavar="GB",
            min=0,
            envvar="BROADSHEET_KEEP_STATES",
            help="Disk for what the generator keeps of passages it has read (2); at 0 it reads them again each time.",
        ),
    ] = None,
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of a failure.")] = False,
    show_version: Annotated[
        bool, typer.Option("--version", callback=_tell_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """Ask questions of your own articles and get answers that you can check, offline."""
    place = find_home(home or None, library)
    context.obj = Settings(place, embedder, generator, min_support, keep_states, debug, reach)
    open_log(context.obj.home, debug)


def find_version() -> str:
    """Return the installed version."""
    try:
        return version("broadsheet")
    except PackageNotFoundError:
        return "(not installed)"


def move_global_options(arguments: Sequence[str]) -> list[str]:
    """Return `arguments` with the global options first, so that they may stand after the command, too."""
    moved: list[str] = []
    kept: list[str] = []
    rest = iter(arguments)
    for argument in rest:
        name, has_value, value = argument.partition("=")
        if argument == "--":
            kept += [argument, *rest]
        elif name in GLOBAL_WITH_VALUE:
            values = [value] if has_value else [*islice(rest, 1)]
            # `eval --library FOLDER` is an option of its own.
            is_own = name == "--library" and "eval" in kept and not any(map(is_on_server, values))
            (kept if is_own else moved).extend([argument] if has_value else [argument, *values])
        else:
            (moved if argument in GLOBAL_FLAGS else kept).append(argument)
    return moved + kept


def main(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code."""
    given = move_global_options(arguments)
    start = time.perf_counter()
    code = 1
    try:
        code = _run_command(given)
        return code
    finally:
        name = next((one for one in given if one in COMMANDS), "")
        log("command", command=name, code=code, ms=round((time.perf_counter() - start) * 1000, 1))
        close_log()


@cache
def _read_commands() -> Callable[..., object]:
    """Return what Typer makes of the signatures of all commands: it takes long over them."""
    return typer.main.get_command(app).main


def _run_command(given: list[str]) -> int:
    try:
        _read_commands()(args=given, prog_name="broadsheet")
        return 0
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else 1
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        if "--debug" in given:
            traceback.print_exception(error)
        log_failure("command_failed", error)
        screen = open_screen()
        screen.notice(f"broadsheet: {one_line(explain(error))}")
        return OUR_FAULT if isinstance(error, LoaderFault) else 1


def run() -> None:
    """Run the command line of this process."""
    _be_quiet()
    with remember_ctrl_c():
        code = main(sys.argv[1:])
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read has left; without this the interpreter would complain at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(code)


def _be_quiet() -> None:
    for name, value in QUIET.items():
        os.environ.setdefault(name, value)
    if not sys.warnoptions:
        warnings.simplefilter("ignore")
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")  # a terminal that cannot show a sign is no failure


if __name__ == "__main__":
    run()
