"""`broadsheet backup` and `broadsheet restore`: a home into one file, and back."""

from pathlib import Path
from typing import Annotated

import typer

from index.address import read_name
from index.home import Home
from ui.commands.options import AsJson
from ui.commands.settings import settings_of
from ui.errors import InterfaceError
from ui.terminal.screen import open_screen


def backup(
    context: typer.Context,
    target: Annotated[
        Path,
        typer.Argument(
            metavar="FILE_OR_FOLDER", help="One file when it ends in .tar, else a folder.", show_default=False
        ),
    ],
    as_json: AsJson = False,
) -> None:
    """Save the library, the documents, the conversations, the collections and the notes.

    Others may go on working meanwhile. Models and search caches are left out: both come back by themselves.
    Exit 1 when something in the library is damaged; it is saved as it is.
    """
    from ui.backups.making import make_backup

    screen = open_screen()
    home = _home_on_disk(context)
    manifest, damage = make_backup(home, target)
    size = sum(file.size for file in manifest.files)
    if as_json:
        screen.json({"backup": str(target), "files": len(manifest.files), "bytes": size, "damage": list(damage)})
    else:
        screen.say(f"saved {len(manifest.files)} files, {size / 1e6:,.1f} MB, to {target}")
    for wrong in damage:
        screen.notice(f"saved as it is, but damaged: {wrong}; `broadsheet doctor --mend` mends what can be mended")
    if damage:
        raise typer.Exit(1)


def restore(
    context: typer.Context,
    source: Annotated[
        Path, typer.Argument(metavar="BACKUP", help="What `broadsheet backup` made.", show_default=False)
    ],
    replace: Annotated[
        bool, typer.Option("--replace", help="Set aside what the home holds, and bring the backup back in its place.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Bring a backup back.

    It is verified first; a home that holds something stays as it is without --replace, and while its page is open.
    """
    from ui.backups.restoring import restore as bring_back

    screen = open_screen()
    home = _home_on_disk(context)
    manifest, aside = bring_back(home, source, replace=replace)
    if as_json:
        replaced = None if aside is None else str(aside)
        screen.json({"home": str(home.root), "files": len(manifest.files), "made": manifest.made, "replaced": replaced})
        return
    screen.say(f"restored {len(manifest.files)} files, saved {manifest.made}, to {home.root}")
    if aside is not None:
        screen.notice(f"what was there before is in {aside}: delete it when you no longer need it")


def _home_on_disk(context: typer.Context) -> Home:
    home = settings_of(context).home
    if home.server:
        raise InterfaceError(
            f"The library {read_name(home.server)} is on a server: save it there with `pg_dump -Fc`, and bring it back "
            "with `pg_restore`. Without --library the home's own is saved."
        )
    return home
