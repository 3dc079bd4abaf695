"""How fast the page is in a real browser: `python tests/benchmarks/browser.py [--passages 45000] [--out FILE]`.

A library of generated articles (generated.py says how) and one article of 200 kB is served by the extractive
generator; questions go through the real embedder, whose vector is then replaced by the generated one. Times are taken
inside the page, from the key or click to the next frame after what is waited for stands there.
"""

import argparse
import json
import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from generated import Texts, World
from growth import Clock, GeneratedEmbedder, fill, questions
from scale import hardware

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests"))

from browser_support import Served, go, open_browser, open_page  # noqa: E402

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from index.embedders.base import Embedder, Vectors

QUESTIONS = 40
ASKED_OF_LARGE = "How many grams does the zyzzyva of Brannoc weigh?"
LARGE_BYTES = 200_000
SERVED_S = 180.0  # with everything else that a busy computer does
PATIENCE_MS = 15_000  # for one thing to appear; whatever does not come within it ends the run, and says what was shown
# Called with what acts and what is waited for; resolves to the milliseconds from one to the frame that shows the other.
TIMED = """([act, wanted, patience]) => new Promise((done, failed) => {
  const act_now = new Function(act), there = new Function(`return Boolean(${wanted})`);
  const begun = performance.now();
  const shown = () => ["#bs-alert", "#bs-state", "#bs-current", "#bs-lost"]
    .map((place) => document.querySelector(place)?.innerText.trim().slice(0, 200)).filter(Boolean).join(" | ");
  const late = setTimeout(() => {
    seen.disconnect();
    failed(new Error(`waited ${patience} ms for ${wanted}; the page shows: ${shown()}`));
  }, patience);
  const look = () => there() && (
    clearTimeout(late), seen.disconnect(), requestAnimationFrame(() => done(performance.now() - begun)));
  const seen = new MutationObserver(look);
  seen.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
  act_now();
  look();
})"""


class TimedEmbedder(GeneratedEmbedder):
    """Takes the time that the real embedder takes for a question."""

    def __init__(self, known: "dict[str, Vectors]", real: "Embedder") -> None:
        super().__init__(known)
        self._real = real

    def embed_question(self, question: str) -> "Vectors":
        """Return the generated vector of a question, which the real embedder has embedded, too."""
        self._real.embed_question(question)
        vector: Vectors = super().embed_question(question)
        return vector


def prepare(home: Path, passages: int, world: World, texts: Texts) -> None:
    """Fill a library with `passages` passages and the large article."""
    from index.library import Library

    folder = home / "library"
    folder.mkdir(parents=True)
    fill(folder, world, texts, passages, 1e9, Clock())
    dice = np.random.default_rng(3)
    paragraphs: list[str] = []
    while sum(map(len, paragraphs)) < LARGE_BYTES:
        paragraphs.append(texts.passage(dice, int(dice.integers(50))))
    paragraphs.insert(len(paragraphs) // 2, "The zyzzyva of Brannoc weighs 41 grams.")
    (home / "large.txt").write_text("The zyzzyva\n\n" + "\n\n".join(paragraphs), encoding="utf-8")
    with Library.open(folder, embedder=GeneratedEmbedder({})) as library:
        library.sync(home / "large.txt")


def serve(home: Path, known: "dict[str, Vectors]") -> str:
    """Serve the library from a thread of this process and return the address."""
    import socket

    from index.embedders import open_embedder
    from index.home import find_home
    from index.library import Library
    from index.models import DEFAULT_EMBEDDER
    from rag.assistant import Assistant
    from rag.generators.extractive import ExtractiveGenerator
    from ui.browser.app import Door, launch
    from ui.conversations.store import ConversationStore
    from ui.server.access.address import Address
    from ui.service.resources import Resources

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    embedder = TimedEmbedder(known, open_embedder(DEFAULT_EMBEDDER, find_home().models))
    library = Library.open(home / "library", embedder=embedder)
    library.search(ASKED_OF_LARGE)
    resources = Resources(Assistant(library, ExtractiveGenerator()), home / "documents", ConversationStore.open(home))
    served = threading.Event()
    door = Door(Address(port=port))
    threading.Thread(target=launch, args=(resources, door, False, served.set), daemon=True).start()
    if not served.wait(SERVED_S):
        raise RuntimeError(f"the page was not served within {SERVED_S} s")
    return f"http://127.0.0.1:{port}/"


def begin_anew(page: "Page") -> None:
    """Begin a new conversation, where there is one, and wait until it is there.

    The first page stands there before the first question, too: its coming must not be waited for then. What was filled
    in before the reply came was emptied by it, the empty question refused, and its sources waited for without end.
    """
    if page.locator(".bs-exchange").count():
        page.get_by_role("button", name="New conversation").click()
        page.locator(".bs-welcome").wait_for()


def ask_in_page(page: "Page", question: str, number: int) -> float:
    """Ask and return the milliseconds from the key to the sources."""
    box = page.locator("#bs-question textarea")
    box.fill(question)
    page.wait_for_timeout(100)
    key = "new KeyboardEvent('keypress', { key: 'Enter', bubbles: true, cancelable: true })"
    act = f"document.querySelector('#bs-question textarea').dispatchEvent({key})"
    wanted = f"document.querySelector('#bs-sources .bs-card') && document.querySelector('#ask-{number}')"
    took = float(page.evaluate(TIMED, [act, wanted, PATIENCE_MS]))
    page.locator("#bs-current .bs-making").wait_for()
    page.wait_for_timeout(100)
    return took


def click(page: "Page", selector: str, wanted: str) -> float:
    """Click and return the milliseconds until `wanted` is true."""
    act = f"document.querySelector({json.dumps(selector)}).click()"
    return float(page.evaluate(TIMED, [act, wanted, PATIENCE_MS]))


def measure_questions(page: "Page", known: "dict[str, Vectors]", figures: dict[str, float]) -> None:
    """Ask one question after the other, each in a conversation of its own."""
    took = []
    for question in list(known)[:QUESTIONS]:
        begin_anew(page)
        took.append(ask_in_page(page, question, 1))
    took = took[3:]  # the first ones warm the server up
    figures["key_to_sources_p50_ms"], figures["key_to_sources_p95_ms"] = _quantiles(took)


def measure_citation(page: "Page", figures: dict[str, float]) -> None:
    """Open the cited span of the large article again and again."""
    begin_anew(page)
    ask_in_page(page, ASKED_OF_LARGE, 1)
    took = []
    for _ in range(12):
        took.append(click(page, "#bs-current .bs-cite", "document.querySelector('#bs-reader mark#bs-cited')"))
        marked = page.locator("#bs-reader mark#bs-cited").text_content() or ""
        if "41 grams" not in marked:
            raise RuntimeError(f"another span was opened: {marked[:80]!r}")
        click(page, "#bs-reader [data-close]", "!document.querySelector('#bs-reader mark')")
        page.wait_for_timeout(100)
    figures["citation_to_span_p50_ms"], figures["citation_to_span_p95_ms"] = _quantiles(took[2:])


def measure_table(page: "Page", figures: dict[str, float]) -> None:
    """Sort and turn the pages of the table."""
    go(page, "library")
    sorting, turning = [], []
    for _ in range(6):
        for column in ("Source", "Date"):
            selector = f"#bs-shelf .bs-sort[data-order={column}]"
            was = page.locator(f"#bs-shelf th:has({f'.bs-sort[data-order={column}]'})").get_attribute("aria-sort")
            now = "ascending" if was != "ascending" else "descending"
            sorting.append(
                click(page, selector, f"document.querySelector('#bs-shelf th[aria-sort={now}] [data-order={column}]')")
            )
        turning.append(
            click(
                page,
                "#bs-shelf .bs-pages button:last-child",
                "/Page 2 of/.test(document.querySelector('#bs-shelf .bs-pages').textContent)",
            )
        )
        click(
            page,
            "#bs-shelf .bs-pages button",
            "/Page 1 of/.test(document.querySelector('#bs-shelf .bs-pages').textContent)",
        )
    figures["sort_p50_ms"], figures["sort_p95_ms"] = _quantiles(sorting)
    figures["turn_page_p50_ms"], figures["turn_page_p95_ms"] = _quantiles(turning)


def measure_loading(page: "Page", address: str, figures: dict[str, float]) -> None:
    """Load the page, its files cached as at a second visit, until a question can be asked and the table stands."""
    took, ours = [], []
    for _ in range(5):
        sizes: dict[str, int] = {}
        page.on("response", _weigh(sizes))
        clock = Clock()
        page.goto(address, wait_until="commit")
        page.locator("#bs-question textarea").wait_for()
        page.locator("#bs-shelf .bs-total").wait_for(state="attached")  # in its own place, out of sight
        took.append(clock() * 1000)
        page.wait_for_timeout(500)
        ours.append(sum(size for url, size in sizes.items() if "/assets/" not in url and "/static/" not in url) / 1e6)
    figures["page_load_first_ms"] = took[0]
    figures["page_load_p50_ms"], _ = _quantiles(took[1:])
    figures["beyond_gradios_files_mb"] = max(ours)


def _weigh(sizes: dict[str, int]) -> "Callable[..., None]":
    def weigh(response: object) -> None:
        length = response.headers.get("content-length")  # type: ignore[attr-defined]
        sizes[response.url] = int(length or 0)  # type: ignore[attr-defined]

    return weigh


def _quantiles(took: list[float]) -> tuple[float, float]:
    return float(np.quantile(took, 0.5)), float(np.quantile(took, 0.95))


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", type=int, default=45_000)
    parser.add_argument("--out", type=Path, default=Path("browser.json"))
    wanted = parser.parse_args()
    world, texts = World(1_000_000), Texts()
    known = questions(world, texts, QUESTIONS)
    figures: dict[str, float] = {"passages": wanted.passages}
    with tempfile.TemporaryDirectory() as scratch:
        home = Path(scratch)
        prepare(home, wanted.passages, world, texts)
        address = serve(home, known)
        with open_browser() as browser, open_page(browser, Served(address, home)) as page:
            measure_loading(page, address, figures)
            measure_questions(page, known, figures)
            measure_citation(page, figures)
            measure_table(page, figures)
    wanted.out.write_text(json.dumps({"hardware": hardware(), **figures}, indent=1) + "\n", encoding="utf-8")
    for name, value in figures.items():
        sys.stdout.write(f"{name:28} {value:10,.1f}\n")


if __name__ == "__main__":
    main()
