"""`broadsheet users`: who may sign in when the page is served to other computers."""

from pathlib import Path
from typing import Annotated

import typer

from ui.commands.options import EVERYWHERE
from ui.commands.settings import find_collections, settings_of
from ui.server.access.accounts import check_name, read_accounts, read_password_file, write_accounts
from ui.server.access.errors import PasswordRefused
from ui.server.access.private_files import find_place
from ui.server.access.tokens import forget_tokens_of

users = typer.Typer(
    help="Who may sign in when the page is served to other computers.",
    no_args_is_help=True,
    rich_markup_mode=None,
    epilog=EVERYWHERE,
)
Name = Annotated[str, typer.Argument(help="A name to sign in with; `owner` is the user of this computer.")]


@users.command("list", epilog=EVERYWHERE)
def list_users(context: typer.Context) -> None:
    """Print the names, one a line."""
    for name in read_accounts(find_place(settings_of(context).home)).hashes:
        typer.echo(name)


@users.command("set", epilog=EVERYWHERE)
def set_password(
    context: typer.Context,
    name: Name,
    password_file: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Its first line is the password; else it is asked for.")
    ] = None,
) -> None:
    """Add a name with a password, or give it another; only the password's hash is kept.

    A page that is being served knows of it when it is started anew.
    """
    home = find_place(settings_of(context).home)
    check_name(name)
    password = read_password_file(password_file) if password_file else ask_password(f"Password of {name}")
    write_accounts(home, read_accounts(home).including(name, password))


@users.command("remove", epilog=EVERYWHERE)
def remove_user(context: typer.Context, name: Name) -> None:
    """Take a name out, and its tokens; its conversations and notes stay (`broadsheet notes`).

    Its collections are the owner's from now on, and what it alone might read is the owner's alone.
    """
    home = find_place(settings_of(context).home)
    accounts = read_accounts(home)
    if name not in accounts.hashes:
        raise PasswordRefused(f"Nobody is called {name!r}; expected one of those that `broadsheet users list` shows.")
    write_accounts(home, accounts.without(name))
    forget_tokens_of(home, name)
    find_collections(settings_of(context).home).forget(name)


def ask_password(label: str) -> str:
    """Return a password that is typed in twice, unseen; raises PasswordRefused where there is nobody to ask."""
    try:
        return str(typer.prompt(label, hide_input=True, confirmation_prompt=True, err=True))
    except typer.Abort as error:
        raise PasswordRefused(
            "No password was typed; expected one on the terminal: "
            "type `broadsheet users set owner --password-file FILE`."
        ) from error
