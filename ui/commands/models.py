"""`broadsheet models`: get, list and verify the models of the lock file."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ui.commands.options import EVERYWHERE, AsJson
from ui.commands.settings import settings_of
from ui.terminal.screen import Screen, open_screen

if TYPE_CHECKING:
    from index.models import LockedModel

models = typer.Typer(no_args_is_help=True, help="Get and check the models.", rich_markup_mode=None)
ModelName = Annotated[
    str | None,
    typer.Argument(metavar="NAME", help="A name that `broadsheet models list` shows.", show_default=False),
]


@models.command(epilog=EVERYWHERE)
def pull(context: typer.Context, name: ModelName = None, as_json: AsJson = False) -> None:
    """Download a model, or both default models.

    What is there and right is skipped; what a stopped download left is continued.
    """
    from index.embedders import MULTILINGUAL, open_embedder
    from index.models import DEFAULT_EMBEDDER, DEFAULT_GENERATOR, find_model, locked_model
    from index.models import pull as pull_steps
    from ui.terminal.progress import follow_steps

    screen = open_screen()
    folder = settings_of(context).home.models
    if name and name.casefold() == MULTILINGUAL:
        open_embedder(name, folder)  # or says how its package is got
        screen.say(f"{MULTILINGUAL}: here, in a package of its own")
        return
    wanted = [locked_model(one) for one in ([name] if name else [DEFAULT_EMBEDDER, DEFAULT_GENERATOR])]
    for model in wanted:
        follow_steps(pull_steps(folder, model), screen)
        if not as_json:
            screen.say(f"{model.name}: here and right")
    if as_json:
        screen.json([{"name": model.name, "path": str(find_model(folder, model.name))} for model in wanted])


@models.command("list", epilog=EVERYWHERE)
def list_models(context: typer.Context, as_json: AsJson = False) -> None:
    """Show the models that can be pulled, and which of them are here."""
    from index.embedders import MULTILINGUAL
    from index.embedders.e5_small import INSTALL, LICENCE, WEIGHTS_BYTES, is_installed
    from index.models import DEFAULT_EMBEDDER, DEFAULT_GENERATOR, load_lock, missing_files

    screen = open_screen()
    folder = settings_of(context).home.models
    rows = [
        (model.name, model.kind, model.size, model.licence, not missing_files(folder, model)) for model in load_lock()
    ]
    rows.append((MULTILINGUAL, "embedder", WEIGHTS_BYTES, LICENCE, is_installed()))
    if as_json:
        keys = ("name", "kind", "bytes", "licence", "present")
        defaults = (DEFAULT_EMBEDDER, DEFAULT_GENERATOR)
        screen.json([dict(zip(keys, row, strict=True)) | {"default": row[0] in defaults} for row in rows])
        return
    absent = {MULTILINGUAL: f"not here: {INSTALL}"}
    screen.table(
        ("name", "kind", "size", "licence", "state"),
        [
            (name, kind, f"{size / 1e6:.0f} MB", licence, "here" if present else absent.get(name, "not here"))
            for name, kind, size, licence, present in rows
        ],
    )


@models.command(epilog=EVERYWHERE)
def verify(context: typer.Context, name: ModelName = None, as_json: AsJson = False) -> None:
    """Hash a model's files, or those of all models that are here.

    Exit 1 when one is damaged.
    """
    from index.errors import ModelMissing
    from index.models import load_lock, locked_model, model_folder

    screen = open_screen()
    folder = settings_of(context).home.models
    here = [model for model in load_lock() if model_folder(folder, model).is_dir()]
    wanted = [locked_model(name)] if name else here
    if not wanted:
        raise ModelMissing(f"No model is in {folder} yet; get the default ones with `broadsheet models pull`.")
    wrong = {model.name: _find_wrong(model, folder, screen) for model in wanted}
    if as_json:
        screen.json([{"name": model, "ok": not says, "says": says} for model, says in wrong.items()])
    for model, says in wrong.items():
        if says:
            screen.notice(f"{model}: {says}")
        elif not as_json:
            screen.say(f"{model}: here and right")
    if any(wrong.values()):
        raise typer.Exit(1)


def _find_wrong(model: "LockedModel", folder: Path, screen: Screen) -> str:
    """Return what is wrong with a model in a sentence; nothing when its files are right."""
    from index import BroadsheetError
    from index.models import verify_model
    from ui.terminal.progress import follow_steps

    try:
        follow_steps(verify_model(folder, model), screen)
    except BroadsheetError as error:
        return str(error)
    return ""
