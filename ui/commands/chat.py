"""`broadsheet chat`: the page in the browser, usable before the generator is loaded."""

import errno
import socket
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from index.types import SyncReport
from ui.commands.door import LOOPBACK, Wanted, open_door
from ui.commands.settings import Settings, answer_settings, find_collections, open_library, settings_of
from ui.commands.sync import count_report, tell_failures
from ui.errors import PortInUse
from ui.server.access.errors import AddressUnknown
from ui.terminal.screen import Screen, open_screen

if TYPE_CHECKING:
    from index.embedders.base import Embedder
    from index.library import Library
    from ui.browser.app import Door


def chat(
    context: typer.Context,
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port of the page.")] = 7860,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Serve the page, but do not open it.")] = False,
    load: Annotated[
        list[Path] | None,
        typer.Option(metavar="PATH", exists=True, help="Sync this folder or file first; may be repeated."),
    ] = None,
    watch: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="FOLDER",
            exists=True,
            file_okay=False,
            help="Take in what changes in this folder, now and at later starts; may be repeated.",
        ),
    ] = None,
    host: Annotated[
        str,
        typer.Option(
            metavar="ADDRESS",
            help="Serve the page at this address of the computer; one that others reach needs a password.",
        ),
    ] = LOOPBACK,
    names: Annotated[
        list[str] | None,
        typer.Option("--name", metavar="NAME", help="A name that others open the page under; may be repeated."),
    ] = None,
    password_file: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Its first line is the owner's password; else BROADSHEET_PASSWORD."),
    ] = None,
    sign_in: Annotated[bool, typer.Option("--sign-in", help="Ask for the password on this computer, too.")] = False,
    certificate: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Serve over https with this certificate (PEM).")
    ] = None,
    key: Annotated[Path | None, typer.Option(metavar="FILE", help="The certificate's key (PEM).")] = None,
    allow_addresses: Annotated[
        bool,
        typer.Option(
            "--allow-addresses",
            help="Let those who reach the page add web addresses, too; on this computer alone that is allowed anyway.",
        ),
    ] = False,
    metrics: Annotated[
        int | None,
        typer.Option(
            metavar="PORT", min=1, max=65535, help="Serve metrics for Prometheus on this port, to this computer."
        ),
    ] = None,
) -> None:
    """Ask in the browser.

    The page is served to this computer alone, until Ctrl-C, unless --host says otherwise.
    """
    from rag.embedder_fit import describe_misfit
    from ui.backups.open_pages import note_open_page

    if metrics is not None:
        check_port(metrics)
    screen = open_screen()
    settings = settings_of(context)
    check_port(port, host)
    wanted = Wanted(host, port, tuple(names or ()), password_file, sign_in, certificate, key)
    door = open_door(wanted, settings.home, screen)
    with note_open_page(settings.home), open_library(settings) as library:
        for path in [*(load or ()), *(watch or ())]:
            load_first(library, path, screen)
        require_embedder(library)
        if misfit := describe_misfit(library):
            screen.notice(misfit)
        serve(library, settings, door, not no_browser, screen, metrics, watch or (), allow_addresses)


def check_port(port: int, host: str = LOOPBACK) -> None:
    """Raise PortInUse, naming the next port, unless a page can be served on `port` of `host`."""
    bare = host.strip("[]")
    with socket.socket(socket.AF_INET6 if ":" in bare else socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((bare, port))
        except OSError as error:
            if error.errno in (errno.EADDRNOTAVAIL, None) or isinstance(error, socket.gaierror):
                raise AddressUnknown(
                    f"{host} is no address of this computer; expected one that it has, 127.0.0.1 for itself alone, or "
                    "0.0.0.0 for all it has: type `broadsheet chat --host 0.0.0.0`."
                ) from error
            wrong = "is in use" if error.errno == errno.EADDRINUSE else f"cannot be used ({error.strerror})"
            other = port + 1 if 1024 <= port < 65535 else 7860
            raise PortInUse(
                f"The port {port} {wrong}: close the other program, or type `broadsheet chat --port {other}`."
            ) from error


def load_first(library: "Library", path: Path, screen: Screen) -> None:
    """Sync `path` before the page opens; a file that fails does not keep the page from opening."""
    from ui.terminal.progress import follow_steps

    report = follow_steps(library.sync_steps(path), screen).report or SyncReport()
    screen.notice(f"{path}: {count_report(report)}")
    tell_failures(report, screen)


def require_embedder(library: "Library") -> "Embedder":
    """Return the embedder, whose weights are not read yet; raise ModelMissing before a page opens that is of no use."""
    return library.embedder


def serve(
    library: "Library",
    settings: Settings,
    door: "Door",
    open_page: bool,
    screen: Screen,
    metrics_port: int | None = None,
    watch: Sequence[Path] = (),
    may_fetch: bool = False,
) -> None:
    """Serve the page until Ctrl-C, and metrics where a port is given for them."""
    from ui.browser.app import launch
    from ui.commands.arrival import Arrival
    from ui.conversations.store import ConversationStore
    from ui.notes.store import NoteStore
    from ui.service.resources import Resources
    from ui.service.watched import WatchedFolders
    from ui.service.work import Work
    from ui.watching.assistant import WatchedAssistant
    from ui.watching.metrics import Metrics

    metrics = None if metrics_port is None else Metrics(library)
    if metrics is not None and metrics_port is not None:
        screen.notice(f"Metrics are at http://{LOOPBACK}:{metrics.serve(metrics_port).port}/metrics.")
    watched = WatchedFolders(settings.home.root)
    for folder in watch:
        watched.add(str(folder))
    assistant = WatchedAssistant(library, settings=answer_settings(settings), metrics=metrics)
    arrival = Arrival(assistant, settings, screen)
    bulletin = library.bulletin()
    # Only once the page is there: loading beside Gradio's own imports would double the time to it.
    try:
        launch(
            Resources(
                assistant,
                settings.home.documents,
                ConversationStore.of(settings.home),
                work=Work(bulletin),
                watched=watched,
                model=arrival.model,
                min_support=settings.min_support,
                may_fetch=may_fetch,
                collections=find_collections(settings.home),
                notes=NoteStore.beside(settings.home),
                bulletin=bulletin,
            ),
            door,
            open_page=open_page,
            when_served=arrival.begin,
        )
    finally:
        arrival.end()
        bulletin.close()
