"""The home folder, in which everything lies, and the models' folder that several homes can share."""

import os
from dataclasses import dataclass
from pathlib import Path

import platformdirs

PAGES = "web"  # the folder of web pages, among the documents


@dataclass(frozen=True, slots=True)
class Home:
    """The folders of one user: the library, the documents added in the browser, and the models.

    Nothing is created until it is needed: an instance is only names.
    """

    root: Path
    models: Path
    server: str = ""  # the address of the library where it is not in the home

    @property
    def library(self) -> Path:
        """Return the folder of the library (`library.sqlite` and its caches)."""
        return self.root / "library"

    @property
    def place(self) -> Path | str:
        """Return where the library lies: its folder, or its address on a server."""
        return self.server or self.library

    @property
    def states(self) -> Path:
        """Return the folder of what the generator keeps of passages it has read; it may be deleted at any time."""
        return self.root / "states"

    @property
    def documents(self) -> Path:
        """Return the folder of the documents that were added in the browser."""
        return self.root / "documents"

    @property
    def pages(self) -> Path:
        """Return the folder of the web pages that were added by their addresses, and of the feeds that are followed."""
        return self.documents / PAGES

    @property
    def buckets(self) -> Path:
        """Return the folder of the copies of buckets, each in a folder of its name; it may be deleted at any time."""
        return self.root / "buckets"


def find_home(option: str | None = None, library: str = "") -> Home:
    """Return the home named by `option`, else by `BROADSHEET_HOME`, else the platform's data folder.

    The models lie in `BROADSHEET_MODELS` where it is set, else in the home's `models/`. `library` is its address on a
    server.
    """
    named = option or os.environ.get("BROADSHEET_HOME")
    root = Path(named).expanduser().absolute() if named else Path(platformdirs.user_data_dir("broadsheet"))
    models = os.environ.get("BROADSHEET_MODELS")
    return Home(root, Path(models).expanduser().absolute() if models else root / "models", library)
