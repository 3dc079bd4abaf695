"""The real page in a real browser."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from browser_support import Served, ask, go, open_citation, open_page, serve
from conftest import STARTER

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytest_plugins = ["browser_fixtures"]
pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]

HOSTILE = (
    "Hostile <script>window.hacked=1</script>\n\n"
    'The password of the harbour is <img src=x onerror="window.hacked=1"> ${window.hacked=1} {{value}} '
    "swordfish </mark></div> [click](javascript:alert(1)) ![x](http://evil.example/x.png).\n"
)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a bridge, the starter article and a hostile one."""
    folder = tmp_path_factory.mktemp("articles")
    (folder / STARTER.name).write_bytes(STARTER.read_bytes())
    (folder / "hostile.txt").write_text(HOSTILE, encoding="utf-8")
    (folder / "bridge.md").write_text(
        "---\ntitle: The bridge\nsource: The Post\ndate: 2024-03-01\n---\n"
        "The bridge of Alderwick was opened in 1931. It is 212 metres long.\n",
        encoding="utf-8",
    )
    return folder


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, shelf: Path) -> Iterator[Served]:
    with serve(tmp_path_factory.mktemp("plain"), shelf) as running:
        yield running


def is_in_view(page: "Page", selector: str) -> bool:
    """Tell whether the middle of an element can be seen: neither scrolled away nor covered."""
    found = page.evaluate(
        """(selector) => {
          const box = document.querySelector(selector).getClientRects()[0];
          const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
          return Boolean(top?.closest(selector));
        }""",
        selector,
    )
    return bool(found)


def test_an_answer_its_sources_and_its_citation(page: "Page") -> None:
    ask(page, "When was the bridge of Alderwick opened?")
    assert "1931" in (page.locator("#bs-current .bs-claim").first.text_content() or "")
    assert "a sentence of your articles" in (page.locator("#bs-current .bs-support").first.text_content() or "")
    assert "The Post · 1 March 2024" in (page.locator("#bs-sources .bs-card").first.text_content() or "")
    assert open_citation(page) == "The bridge of Alderwick was opened in 1931."
    page.wait_for_timeout(300)
    assert is_in_view(page, "#bs-cited")
    assert page.evaluate("document.activeElement.id") == "bs-cited"


def test_a_citation_can_be_followed_and_left_with_the_keyboard(page: "Page") -> None:
    ask(page, "When was the bridge of Alderwick opened?")
    link = page.locator("#bs-current .bs-cite").first
    link.focus()
    assert page.locator("#bs-current .bs-tip").first.is_visible()
    assert "The bridge · The Post · 1 March 2024" in (page.locator("#bs-current .bs-tip").first.text_content() or "")
    page.keyboard.press("Escape")
    assert not page.locator("#bs-current .bs-tip").first.is_visible()
    page.keyboard.press("Enter")
    page.locator("#bs-cited").wait_for()
    page.get_by_role("link", name="Back to the answer").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.className") == "bs-cite"
    page.get_by_role("button", name="Close the article").click()
    page.locator("#bs-sources .bs-card").first.wait_for()
    assert page.locator("#bs-reader .bs-article").count() == 0


def test_hostile_text_stays_text(page: "Page") -> None:
    ask(page, "What is the password of the harbour?")
    marked = open_citation(page)
    assert "swordfish" in marked
    assert '<img src=x onerror="window.hacked=1">' in marked
    assert page.evaluate("window.hacked") is None
    assert page.locator("#bs-reader img, #bs-reader script, #bs-current img").count() == 0


@pytest.mark.parametrize(("question", "said"), [("   ", "is empty"), ("x" * 10_000, "at most 2,000 can")])
def test_a_refused_question_says_why(page: "Page", question: str, said: str) -> None:
    box = page.locator("#bs-question textarea")
    box.fill(question)
    page.get_by_role("button", name="Ask", exact=True).click()
    page.get_by_role("alert").filter(has_text=said).wait_for()
    assert box.input_value() == question
    ask(page, "When was the bridge of Alderwick opened?")
    assert page.get_by_role("alert").filter(has_text=said).count() == 0


def test_a_conversation_goes_on_and_starts_anew(page: "Page") -> None:
    ask(page, "When was the bridge of Alderwick opened?")
    open_citation(page)
    ask(page, "How long is it?")
    assert "Alderwick" in (page.locator("#bs-current .bs-resolved").text_content() or "")
    assert page.locator("#bs-past .bs-exchange").count() == 1
    assert page.locator("#bs-reader .bs-article").count() == 0
    page.get_by_role("button", name="New conversation").click()
    page.get_by_role("heading", name="Ask your articles").wait_for()
    assert page.locator(".bs-exchange").count() == 0


def test_two_sessions_do_not_see_each_other(browser: "Browser", served: Served) -> None:
    with open_page(browser, served) as one, open_page(browser, served) as two:
        ask(one, "When was the bridge of Alderwick opened?")
        assert two.locator(".bs-exchange").count() == 0


def add(page: "Page", files: list[Path]) -> None:
    page.locator("#bs-files input[type=file]").first.set_input_files(files)


def test_add_rebuild_ask_remove(browser: "Browser", tmp_path: Path) -> None:
    file = tmp_path / "lighthouse.txt"
    file.write_text("The lighthouse\n\nThe lighthouse keeper of Brannoc is Odile Marsh.\n", encoding="utf-8")
    with serve(tmp_path) as served, open_page(browser, served) as page:
        page.locator("#bs-question textarea").fill("Who is the lighthouse keeper of Brannoc?")
        page.locator("#bs-question textarea").press("Enter")
        page.get_by_role("alert").filter(has_text="Your library is empty").wait_for()
        add(page, [file])
        go(page, "library")
        page.locator("#bs-news", has_text="The index is ready: 1 added.").wait_for()
        page.locator("#bs-shelf .bs-title", has_text="The lighthouse").wait_for()
        ask(page, "Who is the lighthouse keeper of Brannoc?")
        assert "Odile Marsh" in open_citation(page)
        go(page, "library")
        page.get_by_label("Remove The lighthouse").click()
        page.get_by_role("button", name="Yes, remove it").click()
        page.locator("#bs-news", has_text="Removed: The lighthouse").wait_for()
        go(page, "talk")
        page.locator("#bs-question textarea").fill("Who keeps the light?")
        page.locator("#bs-question textarea").press("Enter")
        page.get_by_role("alert").filter(has_text="Your library is empty").wait_for()
        assert [file.name for file in (tmp_path / "documents").iterdir()] == [".lighthouse.txt.leaving"]  # for an undo


def test_files_that_cannot_be_read_are_named(browser: "Browser", tmp_path: Path) -> None:
    (tmp_path / "game.exe").write_bytes(b"MZ")
    (tmp_path / "torn.pdf").write_bytes(b"no pdf at all")
    (tmp_path / "fine.txt").write_text("Fine\n\nAll is fine in Calder.\n")
    with serve(tmp_path) as served, open_page(browser, served) as page:
        add(page, [tmp_path / name for name in ("game.exe", "torn.pdf", "fine.txt")])
        go(page, "library")
        page.get_by_role("alert").filter(has_text="game.exe: files of the format .exe are not read").wait_for()
        page.get_by_role("alert").filter(has_text="torn.pdf: ").wait_for()
        page.get_by_label("Discard torn.pdf").click()
        page.locator("#bs-news", has_text="Discarded: torn.pdf").wait_for()
        assert page.locator("#bs-shelf .bs-title").all_text_contents() == ["Fine"]


def test_stages_are_visible_and_an_answer_can_be_stopped(browser: "Browser", tmp_path: Path, shelf: Path) -> None:
    with serve(tmp_path, shelf, kind="slow") as served, open_page(browser, served) as page:
        box = page.locator("#bs-question textarea")
        box.fill("When was the bridge of Alderwick opened?")
        box.press("Enter")
        page.get_by_role("status").filter(has_text=re.compile(r"Reading \d+ passages?…")).wait_for()
        assert page.locator("#bs-sources .bs-window mark").first.is_visible()
        # A sentence of the articles, or, where writing has begun meanwhile, what nobody has checked: said to be so.
        told = page.locator("#bs-current .bs-draft").text_content() or ""
        assert "not an answer yet" in told or "Not checked yet" in told
        page.get_by_role("status").filter(has_text="Writing…").wait_for()
        page.locator("#bs-current .bs-draft", has_text="Not checked yet").wait_for()
        page.get_by_role("button", name="Stop").click()
        page.locator("#bs-current .bs-trouble", has_text="You stopped this answer").wait_for(timeout=3000)
        page.get_by_role("button", name="Ask", exact=True).wait_for()


def test_asking_goes_on_while_the_index_is_rebuilt(browser: "Browser", tmp_path: Path, shelf: Path) -> None:
    documents = tmp_path / "documents"
    documents.mkdir()
    for number in range(60):
        (documents / f"{number}.txt").write_text(f"Note {number}\n\nThe note {number} is about nothing.\n")
    with serve(tmp_path, shelf, kind="steady") as served, open_page(browser, served) as page:
        go(page, "library")
        page.get_by_role("button", name="Update").click()
        page.locator("#bs-news progress[value]").wait_for()
        ask(page, "When was the bridge of Alderwick opened?")
        still = page.locator("#bs-news progress").count()
        go(page, "library")
        page.locator("#bs-news", has_text="60 added").wait_for(timeout=120_000)
        assert still == 1
        page.get_by_role("button", name="Next →").click()
        page.locator("#bs-shelf .bs-pages", has_text="Page 2 of").wait_for()


@pytest.mark.parametrize("width", [1440, 1024, 390])
def test_the_page_fits_its_window(browser: "Browser", served: Served, width: int) -> None:
    with open_page(browser, served, width) as page:
        ask(page, "When was the bridge of Alderwick opened?")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        open_citation(page)
        page.wait_for_timeout(300)
        assert is_in_view(page, "#bs-cited")
        assert page.locator("#bs-side").is_visible()
        for place in ("check", "library", "talk"):
            go(page, place)
            assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_an_article_has_light_formatting_and_all_its_characters(browser: "Browser", tmp_path: Path) -> None:
    articles = tmp_path / "articles"
    articles.mkdir()
    text = "The tower\n\n## The **old** clock\n\nThe clock of Alderwick was made in **1871** by [Ada](https://example.org/).\n"
    (articles / "tower.txt").write_text(text)
    with serve(tmp_path, articles) as served, open_page(browser, served) as page:
        ask(page, "When was the clock of Alderwick made?")
        assert open_citation(page) == "The clock of Alderwick was made in **1871** by [Ada](https://example.org/)."
        sizes = page.evaluate(
            "['.bs-heading', '.bs-bold'].map((look) => "
            "parseFloat(getComputedStyle(document.querySelector('#bs-cited ' + look)"
            " ?? document.querySelector('.bs-text ' + look)).fontSize))"
        )
        assert sizes[0] > sizes[1]
        assert not any(sign.is_visible() for sign in page.locator("#bs-reader .bs-text .bs-sign").all())
        assert page.locator("#bs-reader .bs-text a").count() == 0


# WCAG 2.2, 1.4.3: 4.5 for text; measured as shown, light and dark.
CONTRAST = """(selectors) => {
  const light = (rgb) => rgb.map((v) => v / 255).map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const parse = (color) => color.match(/[\\d.]+/g).map(Number);
  const ground = (node) => {
    for (; node; node = node.parentElement) {
      const color = parse(getComputedStyle(node).backgroundColor);
      if (color.length < 4 || color[3] > 0) return color.slice(0, 3);
    }
    return [255, 255, 255];
  };
  return selectors.map((selector) => {
    const node = document.querySelector(selector);
    const [a, b] = [light(parse(getComputedStyle(node).color).slice(0, 3)), light(ground(node))];
    return [selector, (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)];
  });
}"""


READ = (
    ".bs-question, .bs-claim, .bs-support, .bs-cite, .bs-notice, .bs-making, .bs-status, #bs-go, .bs-header a, "
    "#bs-cited, .bs-text, .bs-title, .bs-history span, #bs-question textarea, #bs-reset"
)
LIBRARY = ".bs-total, #bs-shelf .bs-title, #bs-rebuild, .bs-remove summary, .bs-table td, .bs-formats summary"


@pytest.mark.parametrize("dark", [False, True])
def test_text_can_be_read_against_its_ground(browser: "Browser", served: Served, dark: bool) -> None:
    with open_page(browser, served, dark=dark) as page:
        ask(page, "When was the bridge of Alderwick opened?")
        open_citation(page)
        measured = page.evaluate(CONTRAST, READ.split(", "))
        go(page, "library")
        measured += page.evaluate(CONTRAST, LIBRARY.split(", "))
    assert [pair for pair in measured if pair[1] < 4.5] == []


REAL = [
    ("How long is the border between Turkey and Syria?", "911"),
    ("When was Resolution 2254 adopted?", "December 2015"),
    ("Where does Annabel Hughes work?", "Brookings Institution"),
]


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serve(tmp_path_factory.mktemp("real"), STARTER, kind="real") as running:
        yield running


@pytest.mark.model
@pytest.mark.parametrize(("question", "answer"), REAL)
def test_the_cited_characters_hold_the_answer(browser: "Browser", real: Served, question: str, answer: str) -> None:
    with open_page(browser, real) as page:
        ask(page, question, timeout_s=180)
        cited = {
            open_citation(page, number + 1) for number in range(page.locator("#bs-current .bs-claims .bs-cite").count())
        }
        assert answer in " ".join(cited)
        assert answer in (page.locator("#bs-current .bs-claims").text_content() or "")


@pytest.mark.model
def test_what_no_article_says_is_not_answered(browser: "Browser", real: Served) -> None:
    with open_page(browser, real) as page:
        ask(page, "Who is the president of France?", timeout_s=180)
        assert "No answer could be verified." in (page.locator("#bs-current").text_content() or "")
        page.locator("#bs-current .bs-nearest .bs-cite").first.click()
        page.locator("#bs-cited").wait_for()
