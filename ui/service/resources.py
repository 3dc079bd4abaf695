"""The resources of the page, handed to everything that happens on it."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeVar
from weakref import WeakKeyDictionary

from index.bulletin import Bulletin
from index.home import PAGES
from index.inventory import Inventory
from index.library import Library
from rag.assistant import Assistant
from rag.embedder_fit import describe_misfit
from ui.collections.store import CollectionStore
from ui.collections.types import Collection
from ui.conversations.store import ConversationStore, Deleted
from ui.notes.store import NoteStore
from ui.notes.types import Dropped
from ui.service.bin import Bin
from ui.service.documents import Removal
from ui.service.editing import Before
from ui.service.guides import Guides
from ui.service.looks import Looks
from ui.service.starters import find_starters
from ui.service.watched import WatchedFolders
from ui.service.work import Work
from ui.service.writing_model import WritingModel

T = TypeVar("T")


class Once(Generic[T]):
    """Finds something out for each inventory: of a generation, and of who may read what; one thread at a time."""

    def __init__(self, find_out: Callable[[Library], T]) -> None:
        self._find_out = find_out
        self._lock = threading.Lock()
        self._found: WeakKeyDictionary[Inventory, T] = WeakKeyDictionary()

    def find(self, library: Library) -> T:
        """Return what was found out of what `library` holds."""
        with self._lock:
            inventory = library.inventory()
            if inventory not in self._found:
                self._found[inventory] = self._find_out(library)
            return self._found[inventory]


@dataclass(frozen=True, slots=True)
class Resources:
    """What the page works with: who answers, the folder of the documents added in the browser, what was said.

    `work` is what is being done to the library, `watched` the folders whose changes are taken in by themselves,
    `model` where the model is that writes the answers. `min_support`, 0 to 1, is for texts that are checked; None for
    the fitted one. `removed` are the articles, `deleted` the conversations, `dropped` the notes and pins, `dissolved`
    the collections, and `edited` what was set by hand, that can still be put back; `starters` finds what can be
    asked, `misfit` whether the embedder knows the articles' language, `guides` what an article is about, `looks` how
    its pages look. `signs_in` tells whether its readers have to, and so can sign out. `may_fetch` lets them add web
    addresses, and follow feeds, though others than this computer's user reach the page. `bulletin` tells the other
    pages of a library on a server what this one is at.
    """

    assistant: Assistant
    documents: Path
    conversations: ConversationStore
    work: Work = field(default_factory=Work)
    watched: WatchedFolders = field(default_factory=WatchedFolders)
    model: WritingModel = field(default_factory=WritingModel)
    min_support: float | None = None
    removed: Bin[tuple[Removal, ...]] = field(default_factory=Bin)
    deleted: Bin[Deleted] = field(default_factory=Bin)
    starters: Once[tuple[str, ...]] = field(default_factory=lambda: Once(find_starters))
    misfit: Once[str] = field(default_factory=lambda: Once(describe_misfit))
    signs_in: bool = False
    may_fetch: bool = False
    collections: CollectionStore = field(default_factory=CollectionStore)
    notes: NoteStore = field(default_factory=NoteStore)
    dropped: Bin[Dropped] = field(default_factory=Bin)
    dissolved: Bin[Collection] = field(default_factory=Bin)
    edited: Bin[Before] = field(default_factory=Bin)
    guides: Guides = field(default_factory=Guides)
    looks: Looks = field(default_factory=Looks)
    bulletin: Bulletin = field(default_factory=Bulletin)

    @property
    def pages(self) -> Path:
        """Return the folder of the web pages that were added, and of the feeds that are followed."""
        return self.documents / PAGES

    @property
    def library(self) -> Library:
        """Return the library that is asked and shown."""
        return self.assistant.library
