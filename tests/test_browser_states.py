"""In a real browser: twelve states of the page at three sizes, light and dark: looked over, kept as pictures."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from browser_support import ROOT, Served, ask, go, open_citation, open_page, serve, take_picture

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytest_plugins = ["browser_fixtures"]
pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]
# Controls that reach out of the window, or stand in one another: what a picture would show at once.
CROWDED = """() => {
  const inside = (one) => one.closest(".bs-scrolls, nav, dialog");
  const all = [...document.querySelectorAll("button, summary, input:not([type=hidden]), select, textarea, a[href]")]
    .filter((one) => one.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
    .filter((one) => !one.closest("details:not([open]) > :not(summary)"))
    .map((one) => ({ one, box: one.getBoundingClientRect() }))
    .filter(({ one, box }) => box.width > 4 && box.height > 4 && !one.matches(".bs-skip, .bs-link"));
  const name = ({ one }) => `${one.className} ${one.innerText ?? ""}`.slice(0, 60);
  const out = all.filter(({ one, box }) => !inside(one) && (box.left < -1 || box.right > innerWidth + 1)).map(name);
  const columns = "#bs-rail, #bs-scroll, #bs-side, #bs-library, #bs-checking, #bs-noting, #bs-talk";
  const column = (one) => one.closest(columns);
  const edge = (one) => column(one)?.getBoundingClientRect().right ?? innerWidth;
  out.push(...all.filter(({ one, box }) => !inside(one) && box.right > edge(one) + 1).map(name));
  const meet = (a, b) => a.left < b.right - 2 && b.left < a.right - 2 && a.top < b.bottom - 2 && b.top < a.bottom - 2;
  all.forEach((a, place) => all.slice(place + 1).forEach((b) => {
    const apart = column(a.one) === column(b.one) && !a.one.contains(b.one) && !b.one.contains(a.one);
    const floats = (one) => one.closest(".bs-share > div, .bs-tip, .bs-bulk, .bs-toast, dialog, #bs-rail");
    if (apart && !floats(a.one) && !floats(b.one) && meet(a.box, b.box)) out.push(`${name(a)} / ${name(b)}`);
  }));
  return out;
}"""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    home = tmp_path_factory.mktemp("states")
    with serve(home, ROOT / "seeds") as running:
        yield running


def walk(page: "Page") -> Iterator[str]:
    """Lead the page from state to state, and name each."""
    page.locator("#bs-starters button").first.wait_for()
    yield "first"
    ask(page, "How many people were on board the ferry?")
    yield "fact"
    open_citation(page)
    yield "article"
    page.keyboard.press("Escape")
    ask(page, "Compare the Courier and the Mercury on the ferry fire")
    yield "comparison"
    ask(page, "Give me a timeline of the ferry fire")
    yield "timeline"
    ask(page, "Which articles mention the ferry?")
    yield "listing"
    page.locator("#bs-current .bs-share summary").click()
    yield "menu"
    page.keyboard.press("Escape")
    page.locator("#bs-current .bs-pin").first.click(force=True)
    page.locator("#bs-noted [data-event=note]").click()
    page.locator("#bs-note textarea").first.wait_for()
    yield "note"
    go(page, "check")
    page.locator("#bs-check textarea").fill("The harbour dues rise by ninety percent. The library moves.")
    page.locator("#bs-check button").click()
    page.locator("#bs-checked [role=status]", has_text="2 sentences checked").wait_for()
    yield "check"
    go(page, "library")
    page.locator("#bs-shelf tbody [name=article]").first.check()
    yield "library"
    page.locator("#bs-shelf .bs-amend").first.click()
    page.locator("#bs-editing [name=title]").wait_for()
    yield "editing"
    page.keyboard.press("Escape")
    go(page, "talk")
    page.locator("#bs-narrow summary").click()
    yield "narrowing"


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [390, 768, 1440])
def test_nothing_is_crowded_or_cut_off_in_any_state(browser: "Browser", served: Served, width: int, dark: bool) -> None:
    with open_page(browser, served, width, dark) as page:
        found = {}
        for number, state in enumerate(walk(page), start=1):
            page.wait_for_timeout(300)
            take_picture(page, f"state-{number:02}-{state}", width, dark)
            crowded = page.evaluate(CROWDED)
            if crowded or page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                found[state] = crowded
        assert found == {}
        # Else the picture of a calendar in it is black on black.
        scheme = page.locator("#bs-narrow input[type=date]").first.evaluate("one => getComputedStyle(one).colorScheme")
        assert ("dark" in scheme) is dark
        assert number == 12
