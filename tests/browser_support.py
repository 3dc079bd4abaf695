"""The real page in a process of its own, and a browser to look at it."""

import argparse
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from index.embedders.base import Embedder, Vectors
    from rag.generators.base import Generator

ROOT = Path(__file__).parent.parent
CHROMIUM = os.environ.get("BROADSHEET_CHROMIUM", "/usr/bin/chromium")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# Limits of what must come, and comes sooner on a computer at rest: two workers share two cores with their browsers.
START_S = 120.0
END_S = 120.0
SHOWN_S = 60.0


@dataclass(frozen=True, slots=True)
class Served:
    """A page that is served: where, and the home whose documents and library it shows."""

    address: str
    home: Path


@contextmanager
def serve(home: Path, articles: Path | None = None, kind: str = "plain") -> Iterator[Served]:
    """Serve a page over `articles`; `kind` is plain, slow or missing (to write), steady (to embed), or real."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, __file__, str(home), str(port), "--kind", kind]
    command += ["--articles", str(articles)] if articles else []
    log = home / "page.log"
    with log.open("wb") as stream:
        server = subprocess.Popen(command, cwd=ROOT, stdout=stream, stderr=stream)
    try:
        address = f"http://127.0.0.1:{port}/"
        _wait_for(address, server, log)
        yield Served(address, home)
    finally:
        server.terminate()
        server.wait(timeout=END_S)


@contextmanager
def open_browser() -> Iterator["Browser"]:
    """Start the browser; a missing one raises."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def open_page(
    browser: "Browser", served: Served, width: int = 1440, dark: bool = False, locale: str = "en-GB"
) -> Iterator["Page"]:
    """Open the page in a session of its own, in a browser of this `locale`.

    Every request must go to this computer, and no script may fail.
    """
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if dark else "light",
        reduced_motion="reduce",
        locale=locale,
    )
    context.set_default_timeout(SHOWN_S * 1000)
    page = context.new_page()
    asked: list[str] = []
    broken: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: broken.append(str(error)))
    page.on("dialog", lambda dialog: broken.append(f"dialog: {dialog.message}"))
    try:
        page.goto(served.address)
        page.locator("#bs-question textarea").wait_for()
        page.locator("#bs-shelf .bs-total, #bs-shelf .bs-hint").first.wait_for(state="attached")
        yield page
    finally:
        take_picture(page, _name_of_test(), width, dark)
        context.close()
    away = [url for url in asked if not url.startswith((served.address, "data:", "blob:"))]
    assert away == []
    assert broken == []


def _name_of_test() -> str:
    test = os.environ.get("PYTEST_CURRENT_TEST", "page").split("::")[-1].partition(" (")[0]
    return re.sub(r"\W+", "-", test)


def take_picture(page: "Page", name: str, width: int, dark: bool) -> None:
    """Keep a picture of the page, as of how a test left it, where BROADSHEET_SCREENSHOTS names a folder for them."""
    folder = os.environ.get("BROADSHEET_SCREENSHOTS")
    if not folder:
        return
    place = Path(folder)
    place.mkdir(parents=True, exist_ok=True)
    name = f"{name[:80]}-{width}{'-dark' if dark else ''}"
    number = len(list(place.glob(f"{name}*.png")))
    with suppress(Exception):  # a page that hangs fails its own test
        page.screenshot(path=place / f"{name}{f'-{number}' if number else ''}.png", full_page=True, timeout=5000)


def go(page: "Page", place: str) -> None:
    """Turn to a place of the page: talk, check, library or notes."""
    page.locator(f".bs-header nav [data-view={place}]").click()
    shown = {"talk": "#bs-question", "check": "#bs-check", "library": "#bs-words", "notes": "#bs-note"}
    page.locator(shown[place]).wait_for()


def ask(page: "Page", question: str, timeout_s: float = SHOWN_S) -> None:
    """Ask and wait for the end of the answer."""
    if not page.locator("#bs-question").is_visible():
        go(page, "talk")
    before = page.locator("#bs-current .bs-question").text_content() if page.locator(".bs-exchange").count() else None
    page.locator("#bs-question textarea").fill(question)
    page.locator("#bs-question textarea").press("Enter")
    if before != question:
        page.locator("#bs-current .bs-question", has_text=question).wait_for(timeout=timeout_s * 1000)
    page.locator("#bs-current .bs-making, #bs-current .bs-trouble").first.wait_for(timeout=timeout_s * 1000)


def open_citation(page: "Page", number: int = 1) -> str:
    """Follow citation `number` of the newest answer and return the characters that are highlighted."""
    page.locator(f"#bs-current .bs-cite[data-number='{number}']").first.click()
    marked = page.locator("#bs-reader mark#bs-cited")
    marked.wait_for()
    return marked.text_content() or ""


def _wait_for(address: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    until = time.monotonic() + START_S
    while time.monotonic() < until:
        if server.poll() is not None:
            raise RuntimeError(f"the page ended with {server.returncode}: {log.read_text()}")
        try:
            with urllib.request.urlopen(address, timeout=2) as reply:  # noqa: S310 - our own loopback address
                if reply.status == 200:
                    return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"no page at {address} after {START_S} s: {log.read_text()}")


def _main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("home", type=Path)
    parser.add_argument("port", type=int)
    parser.add_argument("--articles", type=Path)
    parser.add_argument("--kind", choices=["plain", "slow", "steady", "real", "missing"], default="plain")
    given = parser.parse_args()
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"

    from index.embedders.hashed import HashedEmbedder
    from index.home import find_home
    from index.library import Library
    from rag.assistant import Assistant
    from ui.browser.app import Door, launch
    from ui.collections.store import FILE, CollectionStore
    from ui.conversations.store import ConversationStore
    from ui.notes.store import NoteStore
    from ui.server.access.accounts import Accounts
    from ui.server.access.address import Address
    from ui.service.resources import Resources
    from ui.service.watched import WatchedFolders

    class SteadyEmbedder(HashedEmbedder):
        def embed_passages(self, texts: Sequence[str]) -> "Vectors":
            time.sleep(0.2)
            return super().embed_passages(texts)

        def embed_question(self, question: str) -> "Vectors":
            vector: Vectors = HashedEmbedder().embed_question(question)
            return vector

    kinds: dict[str, Embedder | None] = {"real": None, "steady": SteadyEmbedder()}
    embedder = kinds.get(given.kind, HashedEmbedder())
    library = Library.open(given.home / "library", embedder=embedder, models=find_home().models)
    if given.articles:
        library.sync(given.articles)
    assistant = Assistant(library, _open_generator(given.kind))
    watched = WatchedFolders(given.home)
    kept = ConversationStore.open(given.home)
    resources = Resources(
        assistant,
        given.home / "documents",
        kept,
        watched=watched,
        model=_open_model(given.kind),
        collections=CollectionStore(given.home / FILE),
        notes=NoteStore.of(given.home),
    )
    if os.environ.get("BROADSHEET_TEST_SITES"):  # the sites of tests lie on this computer
        from index.web import fetching

        fetching.is_public = lambda address: True
    accounts = Accounts()
    for name in filter(None, os.environ.get("BROADSHEET_TEST_USERS", "").split(",")):
        accounts = accounts.including(name, f"{name}'s password")
    launch(resources, Door(Address(port=given.port), accounts=accounts), open_page=False)


def _open_model(kind: str) -> "WritingModel":
    from index.types import Progress
    from ui.service.writing_model import ModelStage, WritingModel

    def fetch() -> "Steps":
        for done in (100, 600, 1100):
            time.sleep(0.5)
            yield Progress("pull", done, 1100, "MB, model from here")
        model.tell(ModelStage.READY)

    model = WritingModel(fetch)
    if kind == "missing":
        model.tell(ModelStage.MISSING, size=1_100_000_000)
    return model


def _open_generator(kind: str) -> "Generator":
    from rag.generators.extractive import ExtractiveGenerator

    if kind in ("plain", "steady", "missing"):
        return ExtractiveGenerator()
    if kind == "slow":
        return _SlowGenerator()
    from index.home import find_home
    from index.models import DEFAULT_GENERATOR
    from rag.generators import open_generator

    generator = open_generator(DEFAULT_GENERATOR, find_home().models)
    generator.warm_up()
    return generator


class _SlowGenerator:
    """Writes the first window's best sentence, a word a second."""

    def __init__(self) -> None:
        from rag.generators.base import GeneratorIdentity

        self.identity = GeneratorIdentity("slow", "")

    def count_tokens(self, text: str) -> int:
        return len(text.split())

    def generate(self, reading: "Reading") -> Iterator[str]:
        window = reading.evidence.windows[0]
        for word in window.best.of(window.article.text).split():
            time.sleep(1.0)
            yield f"{word} "

    def review(self, reading: "Reading", written: str, window: "Window | None") -> "Review":
        from rag.generators.base import Review

        return Review()

    def warm_up(self) -> None:
        return


if TYPE_CHECKING:
    from rag.generators.base import Reading, Review
    from rag.types import Window
    from ui.service.work import Steps
    from ui.service.writing_model import WritingModel

if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    _main()
