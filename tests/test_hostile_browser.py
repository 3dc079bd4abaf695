"""A library full of hostile articles in the real browser: nothing runs, and nothing is asked for from outside."""

import base64
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from browser_support import Served, ask, go, open_page, serve
from hostile_texts import KINDS, TEXTS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytest_plugins = ["browser_fixtures"]
pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]

NAMES = (
    "<img src=x onerror=window.hacked=1>.txt",
    "'\"><svg onload=window.hacked=1>.txt",
    "${window.hacked=1} {{7*7}}.txt",
    "\u202etxt.exe.txt",
)
# What stands in the parts of the page that show texts and is not allowed there.
STRANGE = """() => {
  const allowed = new Set(('a abbr article aside bdi blockquote br button caption cite code datalist dd details div '
    + 'dl dt em fieldset footer form h1 h2 h3 h4 header hr i b input label legend li main mark meter nav ol option p '
    + 'pre progress q section small span '
    + 's strong sub summary sup table tbody td th thead time tr u ul').split(' '));
  const found = [];
  for (const place of document.querySelectorAll('#bs-current, #bs-past, #bs-sources, #bs-reader, #bs-shelf, #bs-news, '
      + '#bs-history, .bs-exchange, .bs-article, .bs-table, .bs-history')) {
    for (const node of place.querySelectorAll('*')) {
      if (!allowed.has(node.localName)) found.push(node.localName);
      for (const attribute of node.attributes) {
        if (/^on|^src|^action$|^formaction$|^srcdoc$/.test(attribute.name)) found.push(attribute.name);
        const own = /^(#|https?:|\\/\\?(article|answer)=|data:(text|application)\\/)/;
        if (attribute.name === 'href' && !own.test(attribute.value))
          found.push(attribute.value);
      }
    }
  }
  return found;
}"""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("hostile-articles")
    lines = [
        json.dumps(
            {
                "id": f"hostile-{number}",
                "title": f"{text} {number}",
                "source": text,
                "author": text,
                "url": text,
                "text": f"The keyword of harbour {number} is swordfish {text} and no other word. {text}\n\n{text}",
            }
        )
        for number, (_, text) in enumerate(TEXTS)
    ]
    (folder / "hostile.jsonl").write_text("\n".join(lines), encoding="utf-8")
    with serve(tmp_path_factory.mktemp("hostile-home"), folder) as running:
        yield running


def check(page: "Page") -> None:
    """Fail when anything ran, or anything stands in the page that should not."""
    assert page.evaluate("[window.hacked, document.title]") == [None, "Broadsheet"]
    assert page.evaluate(STRANGE) == []


def test_a_walk_through_hostile_articles_runs_nothing_and_asks_nobody(
    browser: "Browser", served: Served, tmp_path: Path
) -> None:
    with open_page(browser, served) as page:
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        page.on("popup", lambda popup: said.append(f"popup: {popup.url}"))
        go(page, "library")
        walk_library(page)
        go(page, "talk")
        walk_answers(page)
        walk_uploads(page, tmp_path)
        files = walk_exports(page)
        check(page)
        assert [text for text in said if "evil" in text or "hacked" in text or text.startswith("popup")] == []
    for name, content in files.items():
        look_at_file(browser, tmp_path / name, content)


def walk_library(page: "Page") -> None:
    page.locator("#bs-shelf .bs-total").wait_for()
    while True:
        check(page)
        onward = page.get_by_role("button", name="Next →")
        if not onward.count() or not onward.is_enabled():
            break
        before = page.locator("#bs-shelf .bs-pages").text_content() or ""
        onward.click()
        page.wait_for_function(
            "(before) => document.querySelector('#bs-shelf .bs-pages').textContent !== before", arg=before
        )


def walk_answers(page: "Page") -> None:
    numbers = {kind: number for number, (kind, _) in enumerate(TEXTS)}
    assert len(numbers) == len(KINDS)
    for kind, number in numbers.items():
        text = next(text for found, text in TEXTS if found == kind)
        encodable = text.encode(errors="ignore").decode().replace("\x00", "")
        page.locator("#bs-question textarea").fill(f"What is the keyword of harbour {number}? {encodable}"[:1900])
        page.locator("#bs-question textarea").press("Enter")
        page.locator("#bs-current .bs-question", has_text=f"harbour {number}?").wait_for()
        page.locator("#bs-current .bs-making, #bs-current .bs-trouble").first.wait_for()
        page.get_by_role("status").filter(has_text=re.compile(r"^(Answered|Done|\d+ sentences? of your)")).wait_for()
        check(page)
        cited = page.locator("#bs-current .bs-cite").first
        if cited.count():
            cited.hover()
            cited.click()
            page.locator("#bs-reader mark#bs-cited").wait_for()
            check(page)
    ask(page, "What is the keyword of harbour 5?")
    assert "swordfish" in (page.locator("#bs-current").text_content() or "")


def walk_uploads(page: "Page", folder: Path) -> None:
    for name in NAMES:
        (folder / name).write_text(f"{name}\n\nThe keyword is swordfish.\n", encoding="utf-8")
    (folder / "<b>.exe").write_bytes(b"MZ")
    paths = [folder / name for name in (*NAMES, "<b>.exe")]
    go(page, "library")
    page.locator("#bs-files input[type=file]").first.set_input_files(paths)
    page.locator("#bs-files .bs-queue", has_text="<b>.exe: files of the format .exe are not read").wait_for()
    page.locator(".bs-sent", has_text=f"{len(NAMES)} taken in, 1 not taken in.").wait_for()
    check(page)
    page.locator("#bs-news", has_text="The index is ready").wait_for()
    check(page)


def walk_exports(page: "Page") -> dict[str, str]:
    """Save the conversation in every format; return the files by name."""
    files: dict[str, str] = {}
    page.reload()
    go(page, "talk")
    page.locator(".bs-history .bs-remove summary").first.click()
    for name, suffix in (("Markdown", "md"), ("page", "html"), ("JSON", "json")):
        before = page.locator(".bs-save").count() and page.locator(".bs-save").get_attribute("download")
        if page.locator(".bs-history .bs-remove[open]").count() == 0:
            page.locator(".bs-history .bs-remove summary").first.click()
        page.locator(".bs-history .bs-remove[open]").get_by_role("button", name=name, exact=True).click()
        page.locator(f".bs-save[download$='.{suffix}']").wait_for()
        assert before != page.locator(".bs-save").get_attribute("download")
        check(page)
        address = page.locator(".bs-save").get_attribute("href") or ""
        files[f"saved.{suffix}"] = base64.b64decode(address.rpartition("base64,")[2]).decode()
    return files


def look_at_file(browser: "Browser", path: Path, content: str) -> None:
    """Open a saved file as who gets it would: from the disk."""
    path.write_text(content, encoding="utf-8")
    context = browser.new_context()
    page = context.new_page()
    asked: list[str] = []
    broken: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: broken.append(dialog.message))
    try:
        page.goto(path.as_uri())
        page.wait_for_timeout(300)
        assert "swordfish" in (page.locator("body").text_content() or "")
        assert page.evaluate("window.hacked") is None
        if path.suffix == ".html":
            assert page.locator("script, img, iframe, svg, object, link, base, form").count() == 0
    finally:
        context.close()
    assert asked == [path.as_uri()]
    assert broken == []
