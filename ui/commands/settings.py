"""What the global options say, and the library and the generator that they name."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import typer

from index.home import Home
from ui.terminal.screen import Screen

if TYPE_CHECKING:
    from index.embedders.base import Embedder
    from index.library import Library
    from rag.generators.base import Generator

EXTRACTIVE = "extractive"
NO_GENERATOR_YET = "no generator model yet: answering with the best sentences; `broadsheet models pull` gets it"


@dataclass(frozen=True, slots=True)
class Settings:
    """The global options; an empty `embedder` or `generator` means the default."""

    home: Home
    embedder: str = ""
    generator: str = ""

    def with_remembered_embedder(self) -> "Settings":
        """Return these settings for a command to which it does not matter who embedded the library."""
        return replace(self, embedder="")


def settings_of(context: typer.Context) -> Settings:
    """Return the settings that the global options made."""
    settings = context.find_object(Settings)
    if settings is None:
        raise RuntimeError("the command was started without the global options; expected `broadsheet COMMAND`")
    return settings


def open_library(settings: Settings) -> "Library":
    """Open the user's library, with the embedder that was asked for or the one it remembers."""
    from index.library import Library

    home = settings.home
    return Library.open(home.library, embedder=open_named_embedder(settings), models=home.models)


def open_named_embedder(settings: Settings) -> "Embedder | None":
    """Return the embedder that `--embedder` names; None without it."""
    if not settings.embedder:
        return None
    from index.embedders import open_embedder

    return open_embedder(settings.embedder, settings.home.models)


def open_chosen_generator(settings: Settings, screen: Screen) -> "Generator":
    """Return the generator that `--generator` names, else the default, else the one without a model."""
    from rag.generators import open_generator

    name = settings.generator or default_generator(settings)
    if not name:
        screen.notice(NO_GENERATOR_YET)
    return open_generator(name or EXTRACTIVE, settings.home.models)


def default_generator(settings: Settings) -> str:
    """Return the name of the default generator; empty when its model is not on this computer."""
    from index.errors import ModelMissing
    from index.models import DEFAULT_GENERATOR, find_model

    try:
        find_model(DEFAULT_GENERATOR, settings.home.models)
    except ModelMissing:
        return ""
    return DEFAULT_GENERATOR
