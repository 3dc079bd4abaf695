"""The lock file: every model that Broadsheet can pull, file by file, with size, sha256 and licence."""

import json
from dataclasses import dataclass
from importlib.resources import files
from typing import Literal

from index.errors import ModelUnknown

DEFAULT_EMBEDDER = "all-MiniLM-L6-v2"
DEFAULT_GENERATOR = "qwen2.5-coder-1.5b"

ModelKind = Literal["embedder", "generator"]


@dataclass(frozen=True, slots=True)
class LockedFile:
    """A file of a model; `path` is relative to the model's folder and to the hub repository."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class LockedPiece:
    """A data file of a wheel: the next `size` bytes of the model's file `path`."""

    member: str
    path: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class LockedWheel:
    """A wheel of the registry mirror; it is opened as an archive and never installed."""

    requirement: str
    pieces: tuple[LockedPiece, ...]

    @property
    def size(self) -> int:
        """Return the bytes of its pieces."""
        return sum(piece.size for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class LockedModel:
    """A model with its files and where they can be had; `hub_repo` is empty when no hub has it.

    The pieces of one file stand in the order of its bytes, over all wheels of `mirror`.
    """

    name: str
    kind: ModelKind
    licence: str
    hub_repo: str
    hub_revision: str
    files: tuple[LockedFile, ...]
    mirror: tuple[LockedWheel, ...]

    @property
    def size(self) -> int:
        """Return the bytes of all its files."""
        return sum(file.size for file in self.files)


def load_lock() -> tuple[LockedModel, ...]:
    """Return the models of `models.lock.json`, the defaults first."""
    text = files("index.models").joinpath("models.lock.json").read_text(encoding="utf-8")
    models = []
    for model in json.loads(text)["models"]:
        hub = model.pop("hub") or {"repo": "", "revision": ""}
        model["files"] = tuple(LockedFile(**file) for file in model["files"])
        for wheel in model["mirror"]:
            wheel["pieces"] = tuple(LockedPiece(**piece) for piece in wheel["pieces"])
        model["mirror"] = tuple(LockedWheel(**wheel) for wheel in model["mirror"])
        models.append(LockedModel(hub_repo=hub["repo"], hub_revision=hub["revision"], **model))
    return tuple(models)


def locked_model(name: str) -> LockedModel:
    """Return the model of this name, upper and lower case alike.

    Raises:
        ModelUnknown: the lock file has no such name.
    """
    models = load_lock()
    for model in models:
        if model.name.casefold() == name.casefold():
            return model
    known = ", ".join(model.name for model in models)
    raise ModelUnknown(f"There is no model called '{name}'; the known ones are {known}.")
