"""In a real browser: odd and long and many things, pages as they look, guides; one page for all of it."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from browser_support import Served, ask, go, open_citation, open_page, serve
from printed_pdf import down, made_pdf
from test_conversations import ANSWER

from index import Article, Span
from rag.answer.citations import cite
from rag.types import Outcome, Point
from ui.conversations.store import ConversationStore

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page, Route

pytest_plugins = ["browser_fixtures"]
pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]
SOURCES, CONVERSATIONS, POINTS, COLUMNS = 200, 300, 1_000, 40
TITLES = {
    "long": "A report of many words " * 21,
    "unbroken": "Unbroken" * 62,
    "arabic": "تقرير عن الجسر القديم " * 20,
    "emoji": "\N{FISH}\N{VARIATION SELECTOR-16}\N{SMILING FACE WITH HEART-SHAPED EYES}" * 100,
}
MANY = "A thousand points"
FERRY = {
    "Mercury": ("Fire on the ferry", "There were 126 people on board the ferry."),
    "Courier": ("Correction", "There were 121 people on board the ferry."),
}
ON_BOARD = "How many people were on board the ferry?"


def write_articles(folder: Path) -> None:
    """Write articles with odd titles, of many sources, a wide table and a PDF of three pages."""
    folder.mkdir()
    for name, title in TITLES.items():
        head = f"---\ntitle: {title.strip()[:500]}\nsource: {title.strip()[:300]}\n---\n"
        (folder / f"{name}.md").write_text(f"{head}The {name} herring weighs 40 grams.\n", encoding="utf-8")
    for number in range(SOURCES):
        head = f"---\ntitle: Note {number}\nsource: Paper {number:03}\ndate: 2024-01-02\n---\n"
        (folder / f"note{number}.md").write_text(f"{head}The note {number} is about mackerel.\n", encoding="utf-8")
    for name, (title, text) in FERRY.items():
        (folder / f"{name}.md").write_text(f"---\ntitle: {title}\nsource: The {name}\n---\n{text}\n", encoding="utf-8")
    names = ",".join(f"column {number}" for number in range(COLUMNS))
    row = ",".join(f"cell-{number}-{'x' * number}" for number in range(COLUMNS))
    (folder / "wide.csv").write_text(f"{names}\n{row}\n", encoding="utf-8")
    lines = ["The lighthouse survey", "", "The lighthouse of Tansy was lit in 1931."]
    second = ["The lamp of the lighthouse is mended on 4 May 2026.", "Ada Vane keeps the lighthouse."]
    (folder / "survey.pdf").write_bytes(made_pdf(down(lines), down(second), down(["The annex names 14 lamps."])))


def keep_conversations(home: Path) -> None:
    """Keep many conversations, the newest with an answer of a thousand points."""
    store = ConversationStore.open(home)
    for number in range(CONVERSATIONS - 2):
        name = list(TITLES.values())[number][:200] if number < len(TITLES) else f"Talk {number}"
        store.append(store.start(name).id, ANSWER)
    told = {name: Article(f"articles/{name}.md", *known, source=f"The {name}") for name, known in FERRY.items()}
    cited = {name: cite(one, Span(0, len(one.text))) for name, one in told.items()}
    claim = replace(ANSWER.claims[0], text=told["Courier"].text, citations=(cited["Courier"],))
    apart = replace(ANSWER, question=ON_BOARD, resolved=ON_BOARD, outcome=Outcome.ANSWERED, short="121", hits=(),
                    claims=(claim,), withheld=(), disagreements=(cited["Mercury"],))  # fmt: skip
    store.append(store.start(ON_BOARD).id, apart)
    said = [f"Mackerel {number} swims by the pier." for number in range(POINTS)]
    text = " ".join(said)
    article = Article("gone", "The pier", text, source="The Post")
    starts = [text.index(one) for one in said]
    points = tuple(
        Point("", (cite(article, Span(start, start + len(one))),)) for start, one in zip(starts, said, strict=True)
    )
    many = replace(ANSWER, question=MANY, resolved=MANY, outcome=Outcome.QUOTED, short="", claims=(), withheld=(),
                   nearest=(), hits=(), kind="listing", points=points)  # fmt: skip
    store.append(store.start(MANY).id, many)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve all of it."""
    home = tmp_path_factory.mktemp("lots")
    write_articles(home / "articles")
    keep_conversations(home)
    with serve(home, home / "articles") as running:
        yield running


def fits(page: "Page") -> bool:
    """Tell whether nothing is wider than the window, but what scrolls by itself."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def one_row(page: "Page", words: str) -> "Locator":
    """Find the one article with these words in the table, and return its title."""
    go(page, "library")
    page.locator("#bs-words :is(input, textarea)").fill(words)
    page.locator("#bs-shelf .bs-total", has_text=re.compile("^1 of ")).wait_for()
    found = page.locator("#bs-shelf .bs-table tbody .bs-title", has_text=words)
    found.wait_for()
    return found


@pytest.mark.parametrize("width", [390, 1440])
def test_odd_titles_break_no_place(browser: "Browser", served: Served, width: int) -> None:
    with open_page(browser, served, width) as page:
        assert fits(page)
        for name, title in TITLES.items():
            one_row(page, title[:20].strip()).click()
            page.locator("#bs-reader .bs-text", has_text=f"The {name} herring weighs 40 grams.").wait_for()
            assert fits(page), name
            page.keyboard.press("Escape")
            page.locator("#bs-reader .bs-article").wait_for(state="detached")
        ask(page, "How much does the unbroken herring weigh?")
        assert fits(page)
        open_citation(page)
        assert fits(page)


def test_many_sources_conversations_and_points_can_be_used(page: "Page") -> None:
    page.locator("#bs-history h2", has_text=re.compile(r"^30\d kept conversations")).wait_for()
    page.locator("#bs-history .bs-title", has_text=MANY).first.click()
    page.locator("#bs-current .bs-list tbody tr").nth(POINTS - 1).wait_for(state="attached")
    page.locator("#bs-current .bs-sort-list").nth(1).click()
    assert "Mackerel 0 swims" in (page.locator("#bs-current .bs-list tbody tr").first.text_content() or "")
    assert fits(page)
    page.locator("#bs-narrow summary").click()
    page.locator("#bs-narrow label", has_text="Paper 199").locator("input").check()
    page.locator("#bs-narrow form > button").click()
    page.locator("#bs-narrow summary", has_text="1 article of").wait_for()
    ask(page, "What is the note about?")
    assert "Paper 199" in (page.locator("#bs-sources").text_content() or "")
    page.locator("#bs-narrow [data-event=narrow]:not(form)").click()
    page.locator("#bs-narrow summary", has_text="all").wait_for()
    page.locator("#bs-history input[name=words]").fill("Talk 7")
    page.locator("#bs-history input[name=words]").press("Enter")
    page.locator("#bs-history h2", has_text="with").wait_for()


def test_a_wide_table_scrolls_in_its_own_place(page: "Page") -> None:
    one_row(page, "wide").click()
    page.locator("#bs-reader .bs-text", has_text="cell-39").wait_for()
    assert fits(page)


def test_a_tag_narrows_the_question_and_the_table(page: "Page") -> None:
    one_row(page, "lighthouse survey")
    page.locator("#bs-shelf .bs-amend").click()
    page.locator("#bs-editing input[name=tags]").fill("Lamps")
    page.locator("#bs-editing input[name=tags]").press("Enter")
    page.locator("#bs-shelf .bs-tagged", has_text="lamps").wait_for()
    page.locator("#bs-narrow input[name=tag][value=lamps]").wait_for(state="attached")
    page.wait_for_timeout(5_000)  # the page hears of the change once more, as every other tab does, and draws it anew
    page.locator("#bs-shelf .bs-tagged", has_text="lamps").click()
    page.wait_for_function("document.querySelector('#bs-words :is(input, textarea)').value === 'lamps'")
    go(page, "talk")
    page.locator("#bs-narrow summary").click()
    page.locator("#bs-narrow input[name=tag][value=lamps]").check()
    page.locator("#bs-narrow form > button").click()
    page.locator("#bs-narrow summary", has_text="1 article of").wait_for()
    ask(page, "What weighs 40 grams?")
    assert "herring" not in (page.locator("#bs-current").text_content() or "").replace("What weighs", "")
    assert "tagged lamps" in (page.locator("#bs-current").text_content() or "")


def test_the_page_of_a_citation_is_looked_at_beside_its_text(browser: "Browser", served: Served) -> None:
    with open_page(browser, served) as page:
        ask(page, "When is the lamp of the lighthouse mended?")
        assert "4 May 2026" in open_citation(page)
        button = page.locator("#bs-reader [data-to-look]")
        assert button.text_content() == "Page 2"
        button.press("Enter")
        drawn = "document.querySelector('#bs-reader .bs-sheet-image')"
        page.wait_for_function(f"{drawn}.complete && {drawn}.naturalWidth > 1000")
        assert "page=2&size=large" in (page.locator("#bs-reader .bs-sheet-image").get_attribute("src") or "")
        page.locator("#bs-reader [data-look='1']").click()
        page.locator("#bs-reader .bs-look [role=status]", has_text="3 / 3").wait_for()
        assert page.locator("#bs-reader [data-look='1']").is_disabled()
        assert page.locator("#bs-reader .bs-sheet-image").get_attribute("alt") == "Page 3 of The lighthouse survey"
        survey = served.home / "articles" / "survey.pdf"
        kept = survey.read_bytes()
        survey.write_bytes(made_pdf(down(["Another text."])))
        try:
            for _ in range(2):  # to the first page: one that was drawn before may come from the browser's memory
                page.locator("#bs-reader [data-look='-1']").click()
            page.locator("#bs-reader .bs-look [role=alert]", has_text="was changed since it was read").wait_for()
        finally:
            survey.write_bytes(kept)
        one_row(page, "The lighthouse survey")
        page.wait_for_function("document.querySelector('.bs-thumb').naturalWidth > 50")


def test_a_guide_says_what_is_in_an_article_and_asks_it(page: "Page") -> None:
    one_row(page, "lighthouse survey").click()
    page.locator("#bs-reader .bs-guide summary").press("Enter")
    guide = page.locator("#bs-reader .bs-guide")
    guide.locator(".bs-days button", has_text="4 May 2026").click()
    marked = page.locator("#bs-reader mark#bs-cited")
    marked.wait_for()
    assert marked.text_content() == "The lamp of the lighthouse is mended on 4 May 2026."
    page.locator("#bs-reader .bs-guide summary").click()
    question = guide.locator(".bs-asks button").last
    said = question.text_content() or ""
    question.click()
    page.locator("#bs-current .bs-question", has_text=said).wait_for()
    page.locator("#bs-current .bs-making").wait_for()


def test_a_slow_and_a_lost_connection_are_borne(page: "Page") -> None:
    def late(route: "Route") -> None:
        page.wait_for_timeout(600)
        route.continue_()

    page.route("**/guide?*", late)
    one_row(page, "lighthouse survey").click()
    page.locator("#bs-reader .bs-guide summary").click()
    page.locator("#bs-reader .bs-about").wait_for()
    page.unroute("**/guide?*")
    page.keyboard.press("Escape")
    page.locator("#bs-reader .bs-article").wait_for(state="detached")
    one_row(page, "lighthouse survey").click()
    page.locator("#bs-reader .bs-guide").wait_for()
    page.route("**/guide?*", lambda route: route.abort())
    page.locator("#bs-reader .bs-guide summary").click()
    page.locator("#bs-reader .bs-guide", has_text="could not be made now").wait_for()
    page.unroute("**/guide?*")
    page.locator("#bs-reader .bs-guide summary").click()
    page.locator("#bs-reader .bs-guide summary").click()
    page.locator("#bs-reader .bs-about").wait_for()


def test_where_the_articles_disagree_a_box_says_so_and_leads_to_the_other_value(page: "Page") -> None:
    page.locator("#bs-history .bs-title", has_text=ON_BOARD).first.click()
    box = page.locator("#bs-current .bs-disagreements")
    assert "The articles disagree" in (box.locator("h3").text_content() or "")
    assert "126" in (box.text_content() or "")
    box.locator(".bs-cite").click()
    marked = page.locator("#bs-reader mark#bs-cited")
    marked.wait_for()
    assert marked.text_content() == FERRY["Mercury"][1]
    # On paper the answer stands alone, all of it.
    page.keyboard.press("Escape")
    page.emulate_media(media="print")
    assert box.is_visible()
    assert not any(page.locator(one).is_visible() for one in ("#bs-rail", "#bs-side", "#bs-question", "#bs-noted"))
    colours = page.evaluate("[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color]")
    assert colours[0] != colours[1]
    assert fits(page)


def test_a_text_is_checked_on_a_phone(browser: "Browser", served: Served) -> None:
    with open_page(browser, served, width=390) as page:
        go(page, "check")
        page.locator("#bs-check textarea").fill(
            "The lighthouse of Tansy was lit in 1931. " + "Unbroken" * 40 + " is here."
        )
        page.locator("#bs-check button").click()
        page.locator("#bs-checked [role=status]", has_text="2 sentences checked").wait_for()
        assert fits(page)
        buttons = [one.bounding_box() for one in page.locator("#bs-checked .bs-saves button").all()]
        assert len({round(box["y"]) for box in buttons if box}) == 1  # side by side
        page.locator("#bs-checked .bs-cite").first.click()
        page.locator("#bs-reader mark#bs-cited").wait_for()
        box = page.locator("#bs-reader mark#bs-cited").bounding_box()
        assert box is not None
        assert 0 <= box["y"] <= 900
        assert fits(page)
