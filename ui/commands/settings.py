"""The global options, and the library and the generator that they name."""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from index.home import Home
from ui.terminal.screen import Screen

if TYPE_CHECKING:
    from index.embedders.base import Embedder
    from index.library import Library
    from rag.assistant import AnswerSettings
    from rag.generators.base import Generator
    from rag.generators.states import States
    from rag.reach import Step
    from ui.collections.store import CollectionStore

EXTRACTIVE = "extractive"
NO_GENERATOR_YET = "no generator model yet: answering with the best sentences; `broadsheet models pull` gets it"


@dataclass(frozen=True, slots=True)
class Settings:
    """The global options; an empty `embedder` or `generator`, and None, mean the default.

    `keep_states`: GB on disk for what the generator keeps of the passages it has read; 0 keeps nothing there. `reach`:
    how much the generator reads and writes at once.
    """

    home: Home
    embedder: str = ""
    generator: str = ""
    min_support: float | None = None
    keep_states: float | None = None
    debug: bool = False
    reach: "Step | None" = None


def settings_of(context: typer.Context) -> Settings:
    """Return the settings that the global options made."""
    settings = context.find_object(Settings)
    if settings is None:
        raise RuntimeError("the command was started without the global options; expected `broadsheet COMMAND`")
    return settings


def open_library(settings: Settings) -> "Library":
    """Open the user's library, with the embedder that was asked for or the one it remembers.

    Raises:
        LibraryError: the library cannot be opened.
        ModelDamaged: the embedder's files are not what the lock file says.
    """
    from index.library import Library

    home = settings.home
    library = Library.open(home.place, embedder=open_named_embedder(settings), models=home.models)
    try:
        check_model(library.embedder_name, home.models)
    except BaseException:
        library.close()
        raise
    return _for_owner(library, home)


def open_shelf(settings: Settings) -> "Library":
    """Open the user's library for what needs no embedder: to list, to remove, to embed anew."""
    from index.library import Library

    return _for_owner(Library.open(settings.home.place, models=settings.home.models), settings.home)


def find_collections(home: Home) -> "CollectionStore":
    """Return where the collections of a home are kept."""
    from ui.collections.store import FILE, TABLES, CollectionStore

    if not home.server:
        return CollectionStore(home.root / FILE)
    from ui.conversations.server import KeptOnServer

    return CollectionStore(home.root / FILE, KeptOnServer(home.server, TABLES))


def _for_owner(library: "Library", home: Home) -> "Library":
    """Return all of `library`, with the home's collections known by name."""
    from ui.collections.reading import narrow
    from ui.service.identity import Identity

    return narrow(library, find_collections(home), Identity())


def open_named_embedder(settings: Settings) -> "Embedder | None":
    """Return the embedder that `--embedder` names; None without it."""
    return open_embedder_named(settings, settings.embedder) if settings.embedder else None


def open_embedder_named(settings: Settings, name: str) -> "Embedder":
    """Return the embedder of this name, once its files are hashed."""
    from index.embedders import open_embedder

    check_model(name, settings.home.models)
    return open_embedder(name, settings.home.models)


def answer_settings(settings: Settings) -> "AnswerSettings":
    """Return how to answer: the defaults, and what the global options say otherwise."""
    from rag.assistant import AnswerSettings

    if settings.min_support is None:
        return AnswerSettings(reach=settings.reach)
    return AnswerSettings(reach=settings.reach, min_support=settings.min_support)


def open_chosen_generator(settings: Settings, screen: Screen) -> "Generator":
    """Return the generator that `--generator` names, else the default, else the one without a model."""
    from index.errors import ModelMissing
    from index.models import DEFAULT_GENERATOR
    from rag.generators import open_generator

    models = settings.home.models
    check_model(settings.generator or DEFAULT_GENERATOR, models)
    if settings.generator:
        return open_generator(settings.generator, models, open_states(settings))
    try:
        return open_generator(DEFAULT_GENERATOR, models, open_states(settings))
    except ModelMissing:
        screen.notice(NO_GENERATOR_YET)
        return open_generator(EXTRACTIVE, models)


def open_states(settings: Settings) -> "States":
    """Return where the generator keeps what it made of passages: in memory, and in the home unless told otherwise."""
    from rag.generators.states import DEFAULT_DISK, FolderStates, KeptStates, MemoryStates

    on_disk = DEFAULT_DISK if settings.keep_states is None else int(settings.keep_states * 1e9)
    folder = FolderStates(settings.home.states, on_disk)
    if not on_disk:
        folder.drop()
        return MemoryStates()
    return KeptStates(MemoryStates(), folder)


def check_model(name: str, models: Path) -> None:
    """Hash a model of the lock file that is there and was not hashed since it was written.

    One that is not there is left to whoever opens it, a name that the lock file does not know, too.

    Raises:
        ModelDamaged: a file is not what the lock file says.
    """
    from index.errors import ModelMissing, ModelUnknown
    from index.models import ensure_verified, locked_model

    with suppress(ModelMissing, ModelUnknown):
        ensure_verified(models, locked_model(name))
