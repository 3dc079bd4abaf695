"""Names of models on servers, `openai://host:port/MODEL`, and the keys that servers want."""

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, runtime_checkable
from urllib.parse import urlsplit

from index.errors import ModelUnknown, ServerFailed

KEY = "BROADSHEET_API_KEY"
KEY_FILE = "BROADSHEET_API_KEY_FILE"
FORM = "openai://HOST:PORT/MODEL, or openai+https://HOST/MODEL for one that encrypts"
_SCHEMES = {"openai": "http", "openai+http": "http", "openai+https": "https"}
_KEY = re.compile(r"[!-~]+")


@dataclass(frozen=True, slots=True)
class ServerAddress:
    """A model on a server: its whole name, the address in front of `/v1/`, the host and the model's name there."""

    name: str
    base: str
    host: str
    model: str


@runtime_checkable
class OnServer(Protocol):
    """A generator or embedder whose model a server holds."""

    def describe(self) -> str:
        """Return what the server has and how it is spoken to, in one line.

        Raises:
            ServerFailed: it cannot be used.
        """
        ...


def is_address(name: str) -> bool:
    """Tell whether `name` is meant for a model on a server."""
    return name.partition("://")[0].casefold() in _SCHEMES and "://" in name


def read_address(name: str) -> ServerAddress:
    """Return the parts of `name`; what stands before a `/v1/` in its path belongs to the address, as with some clouds.

    Raises:
        ModelUnknown: it is no such name. A key in it is not repeated.
    """
    try:
        parts = urlsplit(name)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise ModelUnknown(f"This is no address of a server: expected {FORM}.") from error
    if "@" in parts.netloc or parts.query or parts.fragment:
        raise ModelUnknown(
            f"The address of a server holds no key, question mark or number sign: expected {FORM}. Set {KEY}, or "
            f"{KEY_FILE} to a file with the key."
        )
    front, found, model = parts.path.rpartition("/v1/")
    model = (model if found else parts.path).removeprefix("/")
    if not host or not model:
        raise ModelUnknown(f"{name} names no {'model' if host else 'host'}: expected {FORM}.")
    shown = f"[{host}]" if ":" in host else host
    base = f"{_SCHEMES[parts.scheme]}://{shown}{f':{port}' if port else ''}{front}"
    return ServerAddress(name, base, host, model)


def read_key(host: str) -> str:
    """Return the key for the server `host`, "" without one: of the environment, else of the file that it names.

    A line of the file is a key for every server, or a host and the key for it.

    Raises:
        ServerFailed: the file cannot be read, or what should be a key is none.
    """
    key, origin = os.environ.get(KEY, "").strip(), KEY
    path = os.environ.get(KEY_FILE, "")
    if not key and path:
        key, origin = _key_of(host, Path(path).expanduser()), f"the file {path}"
    if key and not _KEY.fullmatch(key):
        raise ServerFailed(f"What stands in {origin} is no key: expected one word of ASCII characters.")
    return key


def _key_of(host: str, path: Path) -> str:
    try:
        lines = [line.split() for line in path.read_text(encoding="utf-8").splitlines()]
    except (OSError, ValueError) as error:
        raise ServerFailed(f"The file {path}, which {KEY_FILE} names, cannot be read: make it a text file.") from error
    own = [words[1] for words in lines if len(words) == 2 and words[0].casefold() == host]
    return next(iter(own or [words[0] for words in lines if len(words) == 1]), "")
