"""In a real browser: what the page fetches by itself, and that its events do the same where that fails."""

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from browser_support import Served, ask, go, open_citation, open_page, serve

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Request, Route

pytest_plugins = ["browser_fixtures"]
pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]
OPENED = "When was the bridge of Alderwick opened?"
SENTENCE = "The bridge of Alderwick was opened in 1931."
OWN = re.compile(r"/(article|shelf|sources|typing)\?")
JOIN = "**/gradio_api/queue/join*"
LONG = 400  # paragraphs, about 100 kB


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve a bridge, two pages of notes, and a long article with one sentence in its middle."""
    home = tmp_path_factory.mktemp("beside")
    articles = home / "articles"
    articles.mkdir()
    (articles / "bridge.txt").write_text(f"The bridge\n\n{SENTENCE} It is 212 metres long.\n")
    for number in range(60):
        (articles / f"note{number}.txt").write_text(f"Note {number:02}\n\nThe note {number} is about nothing.\n")
    paragraphs = [
        f"Paragraph {number} tells at length of hills, " + "mills and stills, " * 12 for number in range(LONG)
    ]
    paragraphs[LONG // 2] = "The zyzzyva of Brannoc weighs 41 grams."
    (articles / "long.txt").write_text("The zyzzyva\n\n" + "\n\n".join(paragraphs))
    with serve(home, articles) as running:
        yield running


def requests_of(page: "Page") -> list[str]:
    """Return a list that grows with each request that acts or fetches."""
    seen: list[str] = []

    def note(request: "Request") -> None:
        if OWN.search(request.url) or "/join" in request.url:
            seen.append(request.url)

    page.on("request", note)
    return seen


def focused(page: "Page") -> str:
    return str(page.evaluate("document.activeElement.id || document.activeElement.className"))


class Held:
    """Keeps requests back until they are let go."""

    def __init__(self, page: "Page", address: "str | re.Pattern[str]") -> None:
        self._routes: list[Route] | None = []
        page.route(address, lambda route: self._hold(route))

    def _hold(self, route: "Route") -> None:
        if self._routes is None:
            route.continue_()
        else:
            self._routes.append(route)

    def let_go(self) -> None:
        routes, self._routes = self._routes or [], None
        for route in routes:
            route.continue_()


def test_reading_is_no_event_and_leads_back(page: "Page") -> None:
    ask(page, OPENED)
    page.locator("#bs-history li").first.wait_for()
    seen = requests_of(page)
    assert open_citation(page) == SENTENCE
    page.wait_for_timeout(100)
    assert focused(page) == "bs-cited"
    page.get_by_role("button", name="Close the article").press("Enter")
    page.locator("#bs-reader .bs-article").wait_for(state="detached")
    assert focused(page).startswith("cite-")
    go(page, "library")
    page.locator("#bs-shelf .bs-title", has_text="Note 07").click()
    page.locator("#bs-reader h2", has_text="Note 07").wait_for()
    page.wait_for_timeout(100)
    assert focused(page) == "bs-article-title"
    assert [url for url in seen if "/join" in url] == []


def test_sources_stand_there_before_the_event_is_even_sent(page: "Page") -> None:
    held = Held(page, JOIN)
    box = page.locator("#bs-question textarea")
    box.fill(OPENED)
    box.press("Enter")
    page.locator("#bs-sources .bs-card mark", has_text=SENTENCE).wait_for()
    assert "not an answer yet" in (page.locator("#bs-current .bs-best").text_content() or "")
    assert page.evaluate("document.activeElement.tagName") == "TEXTAREA"
    page.locator("#bs-sources .bs-open").first.click()  # can be read already
    page.locator("#bs-cited", has_text=SENTENCE).wait_for()
    page.evaluate(WATCH)
    held.let_go()
    page.locator("#bs-current .bs-making").wait_for()
    assert page.locator(".bs-exchange").count() == 1
    assert page.evaluate("window.emptied") == 0
    assert box.input_value() == ""


# Counts the moments in which no source is shown: what is there already must not go away to come again.
WATCH = """() => {
  window.emptied = 0;
  const place = document.querySelector("#bs-sources");
  new MutationObserver(() => { window.emptied += place.querySelector(".bs-card") ? 0 : 1; })
    .observe(place, { subtree: true, childList: true, characterData: true });
}"""


def test_what_is_typed_is_told_after_each_word_one_at_a_time(page: "Page") -> None:
    told: list[str] = []
    under_way: list[str] = []

    def note(request: "Request") -> None:
        if "/typing" in request.url:
            assert not under_way
            under_way.append(request.url)
            told.append(str(json.loads(request.post_data or "")["question"]))

    page.on("request", note)
    page.on("requestfinished", lambda request: under_way.clear() if "/typing" in request.url else None)
    box = page.locator("#bs-question textarea")
    box.press_sequentially("When was the bridge", delay=40)
    page.wait_for_timeout(400)  # a pause ends a word, too
    assert told[-1] == "When was the bridge"
    assert all("When was the bridge".startswith(one.strip()) and one.count(" ") >= 2 for one in told)
    box.press_sequentially(" of Alderwick opened?", delay=40)
    page.wait_for_timeout(400)
    assert told[-1] == OPENED
    count = len(told)
    box.press("Enter")
    page.locator("#bs-current .bs-making").wait_for()
    page.wait_for_timeout(400)
    assert len(told) == count
    assert page.locator(".bs-exchange").count() == 1


def test_the_next_question_moves_the_last_one_up_once(page: "Page") -> None:
    ask(page, OPENED)
    ask(page, "How long is it?")
    assert page.locator("#bs-past .bs-exchange").count() == 1
    assert page.locator("#bs-current .bs-exchange").get_attribute("id") == "ask-2"
    names = page.locator(".bs-exchange").evaluate_all("(all) => all.map((one) => one.id)")
    assert names == ["ask-1", "ask-2"]
    open_citation(page)
    page.get_by_role("button", name="New conversation").click()
    page.locator(".bs-welcome").wait_for()
    assert page.locator(".bs-exchange").count() == 0


def test_a_new_conversation_does_not_take_what_is_typed_meanwhile(page: "Page") -> None:
    ask(page, OPENED)
    box = page.locator("#bs-question textarea")
    box.fill("not asked")
    held = Held(page, JOIN)
    page.get_by_role("button", name="New conversation").click()
    assert box.input_value() == ""
    box.fill("How long is the bridge?")
    held.let_go()
    page.locator(".bs-welcome").wait_for()
    assert box.input_value() == "How long is the bridge?"


def test_sources_that_come_after_a_new_conversation_was_begun_are_not_shown(page: "Page") -> None:
    held = Held(page, re.compile("/sources"))
    box = page.locator("#bs-question textarea")
    box.fill(OPENED)
    box.press("Enter")
    page.locator("#bs-current .bs-making").wait_for()
    page.get_by_role("button", name="New conversation").click()
    page.locator(".bs-welcome").wait_for()
    held.let_go()
    page.wait_for_timeout(500)
    assert page.locator(".bs-exchange, .bs-card").count() == 0


@pytest.mark.parametrize("way", ["refused", "gone", "late"])
def test_where_nothing_can_be_fetched_the_events_do_it(page: "Page", way: str) -> None:
    def fail(route: "Route") -> None:
        if way == "refused":
            route.fulfill(status=503, body="Broadsheet is being closed.")
        elif way == "gone":
            route.abort()

    page.route(OWN, fail)
    ask(page, OPENED)
    assert open_citation(page) == SENTENCE
    page.wait_for_timeout(100)
    assert focused(page) == "bs-cited"
    page.get_by_role("button", name="Close the article").click()
    assert page.locator("#bs-reader .bs-article").count() == 0
    go(page, "library")
    page.get_by_role("button", name="Next →").click()
    page.locator("#bs-shelf .bs-pages", has_text="Page 2 of").wait_for()
    page.locator("#bs-shelf .bs-sort[data-order=Passages]").click()
    page.locator("#bs-shelf th[aria-sort=ascending] [data-order=Passages]").wait_for()
    page.unroute(OWN)
    ask(page, "How long is it?")
    assert page.locator("#bs-past .bs-exchange").count() == 1


def test_the_table_keeps_its_page_its_order_and_the_focus(page: "Page") -> None:
    go(page, "library")
    page.locator("#bs-shelf .bs-sort[data-order=Title]").focus()
    page.keyboard.press("Enter")
    page.locator("#bs-shelf th[aria-sort=descending] [data-order=Title]").wait_for()
    page.wait_for_timeout(100)
    assert page.evaluate("document.activeElement.dataset.order") == "Title"
    page.get_by_role("button", name="Next →").press("Enter")
    page.locator("#bs-shelf .bs-pages", has_text="Page 2 of").wait_for()
    page.locator("#bs-words :is(input, textarea)").fill("9")
    page.locator("#bs-shelf .bs-title", has_text="Note 59").wait_for()
    page.locator("#bs-shelf .bs-title", has_text="Note 08").wait_for(state="detached")
    assert page.locator("#bs-shelf .bs-title").first.text_content() == "Note 59"  # still from the end


@pytest.mark.parametrize("width", [1440, 390])
def test_a_long_article_opens_at_its_span_and_holds_all_its_text(
    browser: "Browser", served: Served, width: int
) -> None:
    with open_page(browser, served, width) as page:
        ask(page, "How many grams does the zyzzyva of Brannoc weigh?")
        for _ in range(2):
            assert "41 grams" in open_citation(page)
            page.wait_for_timeout(400)
            top = page.evaluate("document.querySelector('#bs-cited').getBoundingClientRect().top / window.innerHeight")
            assert 0.1 < top < 0.7
            page.get_by_role("button", name="Close the article").click()
        open_citation(page)
        said = page.locator("#bs-reader .bs-text").text_content() or ""
        assert [number for number in range(LONG) if f"Paragraph {number} tells" not in said] == [LONG // 2]
        assert page.locator("#bs-reader .bs-part").count() > 20
        # Parts begin on lines of their own: the text is as high as it would be in one piece.
        heights = page.evaluate(
            """() => {
              const text = document.querySelector("#bs-reader .bs-text");
              for (const part of text.children) part.style.contentVisibility = "visible";
              for (const title of text.querySelectorAll(".bs-repeated")) title.style.display = "inline";
              const high = text.getBoundingClientRect().height;
              text.textContent = text.textContent;
              return [high, text.getBoundingClientRect().height];
            }"""
        )
        assert abs(heights[0] - heights[1]) < 40


def test_a_link_of_another_program_opens_the_exact_characters(page: "Page", served: Served) -> None:
    import httpx

    asked = {"model": "broadsheet", "messages": [{"role": "user", "content": OPENED}]}
    reply = httpx.post(f"{served.address}v1/chat/completions", json=asked, timeout=30).json()
    (annotation,) = reply["choices"][0]["message"]["annotations"]
    page.goto(annotation["url_citation"]["url"])
    page.wait_for_selector("#bs-cited")
    assert page.inner_text("#bs-cited") == SENTENCE
    page.wait_for_function("location.search === ''")
    page.reload()  # the address is the page's own again
    page.wait_for_selector("#bs-question textarea")
    page.wait_for_timeout(500)
    assert page.query_selector("#bs-cited") is None
