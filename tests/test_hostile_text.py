"""Hostile text on every way to a reader: it changes no element, no attribute and no address of what it stands in."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hostile_texts import EVIL, KINDS, TEXTS
from lxml import html as lxml_html
from markdown_it import MarkdownIt

from index import Article, Filter, Hit, Passage, Span
from index.inventory import Inventory
from index.types import Failure, ListedArticle, Progress, SyncReport
from rag.types import Answer, Checked, Citation, Claim, Outcome, Receipt, Support, Timings, Window
from ui.browser.views.checked import render_checked
from ui.browser.views.history import render_file, render_found, render_history
from ui.browser.views.intake import render_doing, render_removed, render_taken, render_watched
from ui.browser.views.picture import render_picture
from ui.browser.views.reader import Back, render_article, render_missing
from ui.browser.views.render import render_alert, render_doings, render_exchange, render_feedback, render_status
from ui.browser.views.scope import Offered, render_scope
from ui.browser.views.shelf import Shelf, render_shelf
from ui.browser.views.sources import render_sources
from ui.contract import write_json
from ui.conversations.export import export, report
from ui.conversations.stored import save
from ui.conversations.types import Conversation, Feedback, Format, Found, Match, SavedExchange, Verdict
from ui.service.checks import CheckedText
from ui.service.documents import Taken, Waiting
from ui.service.exchange import Exchange, Stage, fail
from ui.service.work import Doing

HARMLESS = "plain words"
# What is done with a text takes less time than a test of its own.
OF_EACH_KIND = pytest.mark.parametrize("texts", KINDS.values(), ids=KINDS)
NOW = datetime(2026, 1, 2, tzinfo=UTC)
LOOKS = {"bs-sign", "bs-heading", "bs-quoted", "bs-item", "bs-bold", "bs-italic", "bs-label"}
Pieces = list[tuple[str, tuple[str, ...]]]


class Structure(HTMLParser):
    """Every element with the names of its attributes, in order; and the addresses in them.

    The spans that give an article its light formatting are left out: they depend on the text and do nothing.
    """

    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: Pieces = []
        self.addresses: list[str] = []
        self._looks: list[bool] = []  # of the open spans, which are formatting alone
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "span":
            is_look = len(attrs) == 1 and attrs[0][0] == "class" and set((attrs[0][1] or "").split()) <= LOOKS
            self._looks.append(is_look)
            if is_look:
                return
        self.pieces.append((tag, tuple(name for name, _ in attrs)))
        self.addresses += [value or "" for name, value in attrs if name in ("href", "src", "srcset", "action", "data")]

    def handle_endtag(self, tag: str) -> None:
        if tag == "span" and self._looks and self._looks.pop():
            return
        self.pieces.append((f"/{tag}", ()))

    def handle_comment(self, data: str) -> None:
        self.pieces.append(("!--", ()))

    def handle_decl(self, decl: str) -> None:
        self.pieces.append((f"!{decl}", ()))

    def handle_pi(self, data: str) -> None:
        self.pieces.append(("?", ()))


def answer_of(text: str, outcome: Outcome) -> Answer:
    cited = Citation(text, text, 0, len(text), text, text, "", None)
    claim = Claim(text, Support.WEAK, 0.5, (cited,), text)
    receipt = Receipt(1, text, text, text, text, (text,), (text,))
    parts = ((claim,), (), (cited,), (claim,), Timings(1, 1, 1), receipt)
    return Answer(text, f"{text}?", outcome, text, f"{text}.", *parts)


def views(text: str) -> dict[str, str]:
    """Return all markup of the page that shows a text of the user's or of an article."""
    article = Article(text, text, text, text, "", None, text)
    window = Window(article, 0, len(text), Span(0, 1), 0.5)
    hit = Hit(article, Passage(text, 0, len(text)), 1, 1, 1)
    exchange = Exchange(
        1, text, Stage.DONE, f"{text}?", (hit,), (window,), text, answer_of(text, Outcome.PARTLY_SUPPORTED)
    )
    writing = Exchange(1, text, Stage.WRITING, f"{text}?", (hit,), (window,), text)
    listed = ListedArticle(text, text, text, text, text, None, 1, "", f"/x/{text}.md")  # a picture has a thumbnail
    nothing = Exchange(1, text, Stage.DONE, f"{text}?", (hit,), (window,), text, answer_of(text, Outcome.NO_EVIDENCE))
    kept = Conversation("c1", text, NOW, NOW, 1)
    return {
        "answer": render_exchange(exchange),
        "no evidence": render_exchange(nothing),
        "draft": render_exchange(writing),
        "failure": render_exchange(fail(writing, text)),
        "status": render_status(exchange),
        "sources": render_sources(exchange),
        "windows": render_sources(writing),
        "hits": render_sources(Exchange(1, text, Stage.SEARCHING, text, (hit,))),
        "article": render_article(article, Span(0, 1), {2: Span(1, 2)}, Back("ask-1"), 1),
        "missing article": render_missing(text, text),
        "alert": render_alert(text),
        "library": render_shelf(Shelf(Inventory((listed,)), (Waiting(text, text),))),
        "library without a hit": render_shelf(Shelf(Inventory((listed,)), (), f"{text}nothing like it")),
        "progress": render_doing(Doing(1, text, Progress("read", 1, 2, text), is_over=False)),
        "report": render_doing(Doing(1, text, report=SyncReport(failures=(Failure(text, text),)))),
        "trouble": render_doing(Doing(1, text, trouble=text)),
        "pasted": render_taken(Taken(text, is_replaced=True)),
        "watched": render_watched((Path(f"/x/{text}".replace("\0", "")),), may_change=True),
        "history": render_history((kept,), ""),
        "found": render_found((Found(kept, (Match(1, text, text),)),), text, ""),
        "judged": render_feedback(replace(exchange, kept=1, feedback=Feedback(Verdict.BAD, text, NOW))),
        "again": render_doings(replace(exchange, again=text)),
        "narrowed": render_scope(Inventory((listed,)), Filter(frozenset({text}), frozenset({text})), Offered(1), text),
        "removed": render_removed([text]),
        "picture": render_picture(Inventory((listed,))),
        "checked text": render_checked(checked_of(text)),
        "failed check": render_checked(CheckedText(trouble=text, is_over=True)),
        "saved page": export(kept, saved(text), Format.HTML),
    }


def checked_of(text: str) -> CheckedText:
    cited = (Citation(text, text, 0, len(text), text, text, "", None),)
    supported = Checked(0, len(text), Claim(text, Support.WEAK, 0.5, cited, text))
    other = Checked(len(text) * 2, len(text) * 3, Claim(text, Support.UNSUPPORTED, 0.1, (), text), cited)
    return CheckedText(text * 4, (supported, other), True, text)


def saved(text: str) -> tuple[SavedExchange, ...]:
    outcomes = (Outcome.PARTLY_SUPPORTED, Outcome.NO_EVIDENCE)
    return tuple(
        SavedExchange("c1", number, NOW, save(answer_of(text, outcome), ()), Feedback(Verdict.BAD, text, NOW))
        for number, outcome in enumerate(outcomes, start=1)
    )


FOLLOW_UPS = re.compile(r'<ul class="bs-follow".*?</ul>', re.DOTALL)


@pytest.fixture(scope="module")
def expected() -> dict[str, Pieces]:
    """Return what each view is made of that shows plain words."""
    return {name: Structure(FOLLOW_UPS.sub("", markup)).pieces for name, markup in views(HARMLESS).items()}


@pytest.fixture(scope="module")
def allowed(expected: dict[str, Pieces]) -> set[str]:
    """Return the elements that the views are made of."""
    return {tag for pieces in expected.values() for tag, _ in pieces}


def test_the_set_is_large_and_of_many_kinds() -> None:
    assert len({text for _, text in TEXTS}) == len(TEXTS) >= 125
    assert len({kind for kind, _ in TEXTS}) >= 10


def test_what_is_allowed_holds_nothing_that_runs_or_loads(expected: dict[str, Pieces], allowed: set[str]) -> None:
    # The page's own forms and pictures hold no address, see below.
    loading = "script img iframe object embed math audio video source base frame applet".split()
    assert not allowed & set(loading)
    attributes = {name for pieces in expected.values() for _, names in pieces for name in names}
    assert not [name for name in attributes if name.startswith("on") or name in ("src", "srcset", "action")]
    # The height of a bar alone is a style.
    styled = {name for name, pieces in expected.items() if any("style" in names for _, names in pieces)}
    assert styled <= {"library", "library without a hit", "picture"}


@pytest.mark.parametrize(("kind", "text"), TEXTS)
@pytest.mark.slow
def test_it_changes_no_element_attribute_or_address_of_the_page(
    kind: str, text: str, expected: dict[str, Pieces], allowed: set[str]
) -> None:
    for name, markup in views(text).items():
        markup.encode()
        # What is asked next depends on the titles: a title with quotation marks, say, makes no question.
        found = Structure(FOLLOW_UPS.sub("", markup))
        assert found.pieces == expected[name], (kind, name)
        assert [
            address for address in found.addresses if not address.startswith(("#", "data:text/", "/?article="))
        ] == []
        # Another parser, which mends what it reads in another way.
        tags = {element.tag for element in lxml_html.fromstring(markup).iter() if isinstance(element.tag, str)}
        assert tags <= allowed | {"html", "head", "body", "p", "div", "span"}, (kind, name)


@OF_EACH_KIND
def test_it_is_no_address_unless_it_is_one_of_the_web(texts: Sequence[str]) -> None:
    for text in texts:
        article = Article("a", "t", "x", url=text)
        cited = Citation("a", "t", 0, 1, "x", "", text, None)
        claim = Claim("x", Support.SUPPORTED, 1.0, (cited,))
        made = Timings(1, 1, 1), Receipt(1, "", "", "", "", (), ())
        answer = Answer("q", "q", Outcome.ANSWERED, "", "x", (claim,), (), (), (), *made)
        kept = (SavedExchange("c1", 1, NOW, save(answer, ()), None),)
        page = export(Conversation("c1", "n", NOW, NOW, 1), kept, Format.HTML)
        for markup in (render_article(article, None, {}), page):
            found = Structure(markup)
            for address in found.addresses:
                assert address.startswith(("#", "http://", "https://"))
            assert not {tag for tag, _ in found.pieces} & {"script", "img", "svg", "iframe"}
        written = export(Conversation("c1", "n", NOW, NOW, 1), kept, Format.MARKDOWN)
        assert [href for href in _links(written) if not href.startswith(("http://", "https://"))] == []


def _tokens(markdown: str) -> Iterator[tuple[str, str]]:
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    for block in parser.parse(markdown):
        yield block.type, ""
        for token in block.children or ():
            yield token.type, str(token.attrs.get("href", token.attrs.get("src", "")))


def _links(markdown: str) -> list[str]:
    return [href for kind, href in _tokens(markdown) if kind in ("link_open", "image")]


BLOCKS = {
    *("heading_open", "heading_close", "paragraph_open", "paragraph_close", "inline", "bullet_list_open"),
    *("bullet_list_close", "list_item_open", "list_item_close", "code_block"),
}
INLINES = {"text", "softbreak", "hardbreak", "em_open", "em_close", "strong_open", "strong_close", "text_special"}
INLINES |= {"link_open", "link_close"}


@OF_EACH_KIND
def test_it_is_no_markup_in_a_markdown_export(texts: Sequence[str]) -> None:
    for text in texts:
        written = export(Conversation("c1", text, NOW, NOW, 2), saved(text), Format.MARKDOWN)
        written.encode()
        assert {token for token, _ in _tokens(written)} <= BLOCKS | INLINES, text
        # A reader that knows no footnotes takes a note of one word for an address beside the file: “word.
        assert [href for href in _links(written) if not href.startswith("%E2%80%9C")] == []
        assert not [sign for sign in written if sign < " " and sign != "\n"]


@OF_EACH_KIND
def test_it_is_one_string_of_the_json(texts: Sequence[str]) -> None:
    for text in texts:
        conversation = Conversation("c1", text, NOW, NOW, 2)
        for written in (export(conversation, saved(text), Format.JSON), write_json(report(saved(text)[0]))):
            written.encode()
            line = written.rstrip("\n")
            assert len(line.splitlines()) == 1
            assert not [sign for sign in line if sign < " " or "\x7f" <= sign <= "\x9f"]
        read = json.loads(export(conversation, saved(text), Format.JSON))
        assert (read["name"], read["exchanges"][0]["question"], read["exchanges"][0]["short"]) == (text, text, text)


@OF_EACH_KIND
def test_it_is_no_path_as_the_name_of_a_saved_file(texts: Sequence[str]) -> None:
    for text in texts:
        saved_as = (
            "data:text/",
            *(f"data:application/{media};" for media in ("json", "x-bibtex", "vnd.citationstyles.csl+json")),
        )
        for form in Format:
            found = Structure(render_file(text, text.encode(errors="replace").decode(), form))
            assert [tag for tag, _ in found.pieces] == ["a", "bdi", "/bdi", "/a"], (text, form)
            assert all(address.startswith(saved_as) for address in found.addresses), (text, form)


def test_the_page_that_is_saved_forbids_itself_to_load_or_run_anything() -> None:
    page = export(Conversation("c1", "n", NOW, NOW, 1), saved(f"<img src={EVIL}>"), Format.HTML)
    assert "content=\"default-src 'none';" in page
    assert "no-referrer" in page
