"""What reading along saves: `python tests/benchmarks/typed.py ARTICLES QUESTIONS.jsonl [--limit 10] [--out FILE]`.

The real page with the default models, in headless Chromium. Each question is asked twice of a page that has read
nothing yet, of one process pasted, of another typed; from the Enter key to the first word of the answer. Both pages
have the same library; what they have read is kept in memory alone, and asked questions are of different articles.
"""

import argparse
import json
import random
import shutil
import statistics
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from scale import hardware, tell

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests"))

from browser_support import open_browser, open_page, serve  # noqa: E402

if TYPE_CHECKING:
    from playwright.sync_api import Page

KEY_MS = 120  # between two keys: a hundred words a minute, faster than most people type
PATIENCE_MS = 60_000
# Resolves to the milliseconds from the key to the frame that shows the first word of an answer, or the whole of it.
WATCH = """() => {
  const there = () => document.querySelector("#bs-current .bs-draft:not(.bs-best), #bs-current .bs-making");
  window.asked = new Promise((done) => {
    document.addEventListener("keypress", (event) => {
      if (event.key !== "Enter") return;
      const begun = performance.now();
      const seen = new MutationObserver(() => {
        if (!there()) return;
        seen.disconnect();
        requestAnimationFrame(() => done(performance.now() - begun));
      });
      seen.observe(document.body, { subtree: true, childList: true, characterData: true });
    }, { capture: true, once: true });
  });
}"""


def ask(page: "Page", question: str, *, typed: bool) -> float:
    """Ask in a conversation of its own and return the seconds to the first word."""
    box = page.locator("#bs-question textarea")
    if typed:
        box.press_sequentially(question, delay=KEY_MS)
    else:
        box.fill(question)
    page.evaluate(WATCH)
    box.press("Enter")
    taken: float = page.evaluate("window.asked")
    page.locator("#bs-current .bs-making").wait_for(timeout=PATIENCE_MS)
    page.get_by_role("button", name="New conversation").click()
    page.locator(".bs-welcome").wait_for()
    return taken / 1000


def run(home: Path, questions: Sequence[str], *, typed: bool) -> list[float]:
    """Serve the library in `home` and ask all questions of it."""
    with serve(home, kind="real") as served, open_browser() as browser, open_page(browser, served) as page:
        page.set_default_timeout(PATIENCE_MS)
        ask(page, "What is the very first question?", typed=typed)  # the embedder loads with it
        return [round(ask(page, question, typed=typed), 3) for question in questions]


def measure(articles: Path, questions: Sequence[str]) -> dict[str, object]:
    """Return all figures."""
    from index.home import find_home
    from index.library import Library

    with tempfile.TemporaryDirectory() as scratch:
        pasting, typing = Path(scratch) / "pasted", Path(scratch) / "typed"
        with Library.open(pasting / "library", models=find_home().models) as library:
            library.sync(articles)
        shutil.copytree(pasting, typing)
        pasted = run(pasting, questions, typed=False)
        typed = run(typing, questions, typed=True)
    return {
        "hardware": hardware(),
        "between two keys, ms": KEY_MS,
        "key to first word, s": {
            "pasted": {"p50": statistics.median(pasted), "all": pasted},
            "typed": {"p50": statistics.median(typed), "all": typed},
        },
    }


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--limit", type=int, default=10)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--out", type=Path, help="a file for the JSON; by default it is printed")
    wanted = parser.parse_args()
    lines = wanted.questions.read_text(encoding="utf-8").splitlines()
    known = [str(json.loads(line)["question"]) for line in lines if line.strip()]
    chosen = random.Random(wanted.seed).sample(known, min(wanted.limit, len(known)))  # noqa: S311 - a sample, no secret
    tell(measure(wanted.articles, chosen), wanted.out)


if __name__ == "__main__":
    main()
