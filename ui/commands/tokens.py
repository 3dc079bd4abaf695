"""`broadsheet tokens`: what programs sign in with."""

from typing import Annotated

import typer

from ui.collections.reading import find_collection
from ui.commands.options import EVERYWHERE, AsJson
from ui.commands.settings import find_collections, settings_of
from ui.contract import JsonObject, pick
from ui.server.access.accounts import OWNER, read_accounts
from ui.server.access.errors import TokenRefused
from ui.server.access.private_files import find_place
from ui.server.access.tokens import Token, make_token, read_tokens, write_tokens
from ui.service.identity import Identity, Scope
from ui.terminal.screen import open_screen

tokens = typer.Typer(
    help="What programs sign in with (docs/api.md).", no_args_is_help=True, rich_markup_mode=None, epilog=EVERYWHERE
)
Name = Annotated[str, typer.Argument(metavar="NAME", help="A name to tell tokens apart by.", show_default=False)]


@tokens.command(epilog=EVERYWHERE)
def make(
    context: typer.Context,
    name: Name,
    scope: Annotated[
        Scope,
        typer.Option(help="ask: answers, checks, passages; read: articles and conversations, too; write: everything."),
    ] = Scope.ASK,
    user: Annotated[str, typer.Option(metavar="NAME", help="Whose it is; it dies with this user.")] = OWNER,
    collection: Annotated[
        list[str] | None,
        typer.Option("--collection", metavar="NAME", help="For its articles alone, read only; may be repeated."),
    ] = None,
) -> None:
    """Make a token and print it, once; only its hash is kept."""
    settings = settings_of(context)
    home = find_place(settings.home)
    if user != OWNER and user not in read_accounts(home).hashes:
        raise TokenRefused(f"Nobody is called {user!r}; expected one of those that `broadsheet users list` shows.")
    owner = "" if user == OWNER else user
    bound = [find_collection(find_collections(settings.home).all(), one, Identity(owner)) for one in collection or ()]
    slugs = tuple(dict.fromkeys(one.slug for one in bound))
    secret, kept = make_token(read_tokens(home), name, user, scope, slugs)
    write_tokens(home, kept)
    open_screen().say(secret)


@tokens.command("list", epilog=EVERYWHERE)
def list_tokens(context: typer.Context, as_json: AsJson = False) -> None:
    """Show the tokens: their names, whose they are and what they allow, never the tokens themselves."""
    screen = open_screen()
    kept = read_tokens(find_place(settings_of(context).home))
    if as_json:
        screen.json([_from_token(token) for token in kept])
    elif kept:
        rows = [(one.name, one.user, one.scope.value, ", ".join(one.collections), one.made) for one in kept]
        screen.table(("name", "user", "scope", "collections", "made (UTC)"), rows)
    else:
        screen.notice("There is no token yet: `broadsheet tokens make NAME` makes one.")


@tokens.command(epilog=EVERYWHERE)
def revoke(context: typer.Context, name: Name) -> None:
    """Take a token back; a page that is being served refuses it from now on."""
    home = find_place(settings_of(context).home)
    kept = read_tokens(home)
    if not any(token.name == name for token in kept):
        raise TokenRefused(f"There is no token {name!r}; expected one of those that `broadsheet tokens list` shows.")
    write_tokens(home, [token for token in kept if token.name != name])


def _from_token(token: Token) -> JsonObject:
    return pick(token, "name", "user", "scope", "made", *(("collections",) if token.collections else ()))
