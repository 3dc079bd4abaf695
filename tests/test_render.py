"""The page without a browser: events in, markup out."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st

from index import Article, Hit, Passage, Span
from index.inventory import Inventory
from index.types import Failure, ListedArticle, Progress, SyncReport
from rag.types import (
    Answer,
    Citation,
    Claim,
    Evidence,
    Finished,
    Outcome,
    Receipt,
    Retrieved,
    Support,
    Timings,
    Token,
    Turn,
    Window,
)
from ui.browser.templating import draw as draw_macro
from ui.browser.templating import quote
from ui.browser.views.history import render_history
from ui.browser.views.intake import render_doing, render_taken, render_watched
from ui.browser.views.markup import exact, line
from ui.browser.views.reader import MAX_SHOWN_CHARS, Back, cut, cut_marked, render_article, render_missing
from ui.browser.views.render import render_alert, render_exchange, render_status
from ui.browser.views.shelf import ROWS, Leaf, Order, Shelf, render_shelf
from ui.browser.views.sources import render_sources
from ui.conversations.types import Conversation
from ui.service.documents import Taken, Waiting
from ui.service.exchange import Exchange, Stage, advance, fail, number_citations, stop, turns_of
from ui.service.work import Doing

HOSTILE = (
    "<script>alert(1)</script>\"><img src=x onerror=alert(1)>' onmouseover='alert(1) "
    "![x](http://evil.example/x.png) [x](javascript:alert(1)) ${alert(1)} {{value}} </mark></article> \u202egnp.exe"
)
TEXT = "The bridge was opened in 1931. It is 212 metres long. Ada Vane built it."
BRIDGE = Article("bridge", "The bridge", TEXT, source="The Post", published=date(2024, 3, 1))
OPENED = Citation("bridge", "The bridge", 0, 30, TEXT[0:30], "The Post", "", date(2024, 3, 1))
LONG = Citation("bridge", "The bridge", 31, 53, TEXT[31:53], "The Post", "", date(2024, 3, 1))
RECEIPT = Receipt(7, "hashed", "llama_cpp", "ab" * 32, "cd" * 32, ("bridge:0-72",), ("broadsheet 0.1.0",))
HITS = (Hit(BRIDGE, Passage(TEXT, 0, len(TEXT)), 0.9, 0.8, 1.0),)
WINDOWS = (Window(BRIDGE, 0, len(TEXT), Span(31, 53), 0.9),)
LONGEST = "how long is it?"


class Elements(HTMLParser):
    """The tags and attributes of markup, as a browser would find them."""

    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.styles: set[str] = set()
        self.ids: list[str] = []
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.styles |= {value or "" for name, value in attrs if name == "style"}
        self.ids += [value or "" for name, value in attrs if name == "id"]


def text_of(markup: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", markup))


def answer_of(*claims: Claim, short: str = "212 metres", outcome: Outcome = Outcome.ANSWERED) -> Answer:
    text = " ".join(claim.text for claim in claims)
    timings = Timings(12.0, 500.0, 1234.0)
    return Answer(LONGEST, LONGEST, outcome, short, text, claims, HITS, (), (), timings, RECEIPT)


def exchange_of(answer: Answer) -> Exchange:
    return Exchange(3, answer.question, Stage.DONE, answer.resolved, HITS, WINDOWS, "", answer)


SUPPORTED = Claim("It is 212 metres long.", Support.SUPPORTED, 0.9, (LONG,))
WEAK = Claim("It opened in 1931.", Support.WEAK, 0.5, (OPENED, LONG), "the verb differs")


def test_events_move_an_exchange_from_stage_to_stage() -> None:
    exchange = Exchange(1, "how long?")
    stages = [exchange.stage]
    for event in (
        Retrieved("how long is the bridge?", HITS),
        Evidence(WINDOWS, 20),
        Token("It is "),
        Token("212"),
        Finished(answer_of(SUPPORTED)),
    ):
        exchange = advance(exchange, event)
        stages.append(exchange.stage)
    assert stages == [Stage.SEARCHING, Stage.SEARCHING, Stage.READING, Stage.WRITING, Stage.WRITING, Stage.DONE]
    assert exchange.draft == "It is 212"
    assert exchange.hits == HITS
    assert exchange.windows == WINDOWS


def test_only_what_runs_can_be_stopped() -> None:
    done = exchange_of(answer_of(SUPPORTED))
    assert stop(done) == done
    assert stop(Exchange(1, "q")).stage is Stage.STOPPED


def test_a_follow_up_leans_on_what_was_asked_even_where_it_was_refused() -> None:
    answered = exchange_of(answer_of(SUPPORTED))
    unanswered = exchange_of(answer_of(outcome=Outcome.NO_EVIDENCE, short=""))
    turns = turns_of((unanswered, stop(Exchange(2, "q")), answered))
    assert turns == (Turn(LONGEST, ""), Turn(LONGEST, "It is 212 metres long."))


def test_citations_are_numbered_as_they_are_read_each_span_once() -> None:
    assert number_citations(answer_of(SUPPORTED, WEAK)) == {LONG: 1, OPENED: 2}


def test_an_answer_shows_short_form_sentences_support_and_numbers() -> None:
    shown = render_exchange(exchange_of(answer_of(SUPPORTED, WEAK, outcome=Outcome.PARTLY_SUPPORTED)))
    assert '<p class="bs-short" dir="auto">212 metres</p>' in shown
    assert (
        '<li class="bs-claim bs-supported"><span dir="auto">It is 212 metres long.</span><span class="bs-cited">'
        '<a class="bs-cite" id="cite-3-1-1" href="#span-3-1-1" data-event="open" data-turn="3" data-number="1" '
        'aria-label="Citation 1: The Post" aria-describedby="tip-3-1-1"><bdi>The Post</bdi></a>'
        '<span class="bs-tip" role="tooltip" id="tip-3-1-1"><q><bdi>It is 212 metres long.</bdi></q>'
        '<span><bdi>The bridge</bdi> · <bdi>The Post</bdi> · <time datetime="2024-03-01">1 March 2024</time></span>'
        '</span></span><button type="button" class="bs-pin" data-event="pin" data-turn="3" data-claim="1" '
        'title="Pin to a note" aria-label="Pin this sentence to a note"><span class="bs-glyph bs-needle" '
        'aria-hidden="true"></span></button> '
        '<span class="bs-support"><span aria-hidden="true">✓</span> supported</span></li>'
    ) in shown
    assert '<span aria-hidden="true">≈</span> partly found: the verb differs</span>' in shown
    assert "only a part" in shown
    assert shown.index("bs-short") < shown.index("bs-claims")
    ids = Elements(shown).ids
    assert len(ids) == len(set(ids))


def test_a_short_form_that_is_the_whole_answer_is_not_said_twice() -> None:
    shown = render_exchange(exchange_of(answer_of(SUPPORTED, short="It is 212 metres long")))
    assert "bs-short" not in shown


def test_no_evidence_says_so_and_offers_the_nearest_passages() -> None:
    answer = replace(answer_of(outcome=Outcome.NO_EVIDENCE, short=""), nearest=(OPENED,))
    shown = render_exchange(exchange_of(answer))
    assert "No answer could be verified." in shown
    assert '<blockquote dir="auto">The bridge was opened in 1931.</blockquote>' in shown
    assert 'data-turn="3" data-number="1"' in shown
    assert render_status(exchange_of(answer)) == (
        '<p class="bs-status" role="status">Done: no answer could be verified.</p>'
    )


def test_how_it_was_made_has_the_receipt_and_what_was_withheld() -> None:
    withheld = Claim("It is made of gold.", Support.UNSUPPORTED, 0.1, (), "gold is in no article")
    shown = render_exchange(exchange_of(replace(answer_of(SUPPORTED), withheld=(withheld,))))
    making = shown[shown.index("<details") :]
    for said in ("generation 7", "llama_cpp", "ab" * 32, "cd" * 32, "bridge:0-72", "broadsheet 0.1.0", "1.23 s"):
        assert said in making
    assert "It is made of gold." in making
    assert "not found: gold is in no article" in making
    assert "It is made of gold." not in shown[: shown.index("<details")]


def test_answers_without_a_model_say_so() -> None:
    quoted = replace(answer_of(SUPPORTED), receipt=replace(RECEIPT, generator="extractive"))
    assert "No model wrote this" in render_exchange(exchange_of(quoted))
    assert "No model wrote this" not in render_exchange(exchange_of(answer_of(SUPPORTED)))


def test_a_command_in_a_message_is_set_apart_and_its_markup_is_text() -> None:
    said = render_alert("Type `broadsheet add <b>` & go on.")
    assert "Type <code>broadsheet add &lt;b&gt;</code> &amp; go on." in said


def test_a_resolved_follow_up_is_shown_and_an_equal_one_is_not() -> None:
    other = replace(exchange_of(answer_of(SUPPORTED)), resolved="how long is the bridge?")
    assert "Understood as: <q><bdi>how long is the bridge?</bdi></q>" in render_exchange(other)
    assert "Understood as" not in render_exchange(exchange_of(answer_of(SUPPORTED)))


@pytest.mark.parametrize(
    ("exchange", "status"),
    [
        (Exchange(1, "q"), "Searching your articles…"),
        (Exchange(1, "q", Stage.READING, windows=WINDOWS), "Reading 1 passage…"),
        (Exchange(1, "q", Stage.WRITING), "Writing…"),
        (stop(Exchange(1, "q")), "Stopped."),
        (fail(Exchange(1, "q"), "why"), "There is no answer."),
        (exchange_of(answer_of(SUPPORTED)), "Answered in 1.2 s, 1 sentence supported."),
        (exchange_of(answer_of(SUPPORTED, WEAK)), "Answered in 1.2 s, 1 of 2 sentences supported."),
    ],
)
def test_every_stage_has_its_words(exchange: Exchange, status: str) -> None:
    assert render_status(exchange) == f'<p class="bs-status" role="status">{status}</p>'


def test_a_draft_is_marked_as_not_checked() -> None:
    shown = render_exchange(Exchange(1, "q", Stage.WRITING, draft="It is <b>"))
    assert '<span class="bs-tag">Not checked yet</span> It is &lt;b&gt;' in shown
    stopped = render_exchange(stop(Exchange(1, "q", Stage.WRITING, draft="It is")))
    assert "You stopped this answer before it was checked." in stopped
    assert "Not checked yet" in stopped


def test_a_failure_is_said_as_text() -> None:
    assert '<p class="bs-trouble">a &lt;b&gt; broke</p>' in render_exchange(fail(Exchange(1, "q"), "a <b> broke"))
    assert render_alert("too <long>") == '<div role="alert"><p>too &lt;long&gt;</p></div>'


def test_sources_stand_there_before_the_first_word() -> None:
    found = advance(Exchange(1, "q"), Retrieved("q", HITS))
    assert "<h4><bdi>The bridge</bdi></h4>" in render_sources(found)
    reading = render_sources(advance(found, Evidence(WINDOWS, 20)))
    assert "opened in 1931. <mark>It is 212 metres long.</mark> Ada Vane" in reading
    assert '<bdi>The Post</bdi> · <time datetime="2024-03-01">1 March 2024</time>' in reading


def test_sources_of_an_answer_carry_its_numbers_an_article_once() -> None:
    shown = render_sources(exchange_of(answer_of(SUPPORTED, WEAK)))
    assert shown.count("<h4>") == 1
    assert shown.index('data-number="1"') < shown.index('data-number="2"')
    assert "Other passages considered" not in shown


def test_the_article_marks_just_the_cited_characters_and_the_others_quietly() -> None:
    shown = render_article(BRIDGE, Span(31, 53), {2: Span(0, 30)}, Back("ask-3"), 1)
    assert (
        '<div class="bs-text" dir="auto" data-start="0">'
        '<mark class="bs-also" data-number="2">The bridge was opened in 1931.</mark> '
        '<mark class="bs-mark" id="bs-cited" tabindex="-1" data-number="1">It is 212 metres long.</mark>'
        " Ada Vane built it.</div>"
    ) in shown
    assert '<a href="#ask-3"' in shown


def test_a_link_to_the_original_is_for_the_web_only() -> None:
    assert 'href="https://example.org/a?b=1&amp;c"' in render_article(
        replace(BRIDGE, url="https://example.org/a?b=1&c"), None, {}
    )
    assert "javascript" not in render_article(replace(BRIDGE, url="javascript:alert(1)"), None, {})


def test_a_removed_article_still_shows_what_was_cited() -> None:
    assert "<bdi>T</bdi>" in render_missing("a <quote>", "T")
    assert "a &lt;quote&gt;" in render_missing("a <quote>", "T")


def test_a_very_long_article_is_cut_around_the_span() -> None:
    text = "x" * 500_000 + "NEEDLE" + "y" * 500_000
    span = Span(500_000, 500_006)
    start, end = cut(len(text), span)
    assert end - start == MAX_SHOWN_CHARS
    shown = render_article(Article("a", "t", text), span, {})
    assert 'tabindex="-1" data-number="">NEEDLE</mark>' in shown
    assert "400,000 characters before this are not shown" in shown
    assert len(shown) < MAX_SHOWN_CHARS + 2000


letters = st.characters(exclude_characters="\x00", exclude_categories=["Cs"]) | st.sampled_from(
    "<>&\"'\r\n\u202e\u2067"
)


@st.composite
def marked_texts(draw: st.DrawFn) -> tuple[str, Span, dict[int, Span]]:
    text = draw(st.text(letters, min_size=2, max_size=40))

    def span() -> Span:
        start = draw(st.integers(0, len(text) - 1))
        return Span(start, draw(st.integers(start + 1, len(text))))

    return text, span(), {number: span() for number in range(2, 2 + draw(st.integers(0, 3)))}


@given(marked_texts())
@settings(max_examples=50)
def test_without_its_tags_the_shown_article_is_the_article(case: tuple[str, Span, dict[int, Span]]) -> None:
    text, span, also = case
    shown = draw_macro("article", "marked", cut_marked(text, 0, len(text), span, also, 1))
    assert text_of(shown) == text
    marked = re.findall(r'<mark class="bs-mark"[^>]*>(.*?)</mark>', shown, re.DOTALL)
    assert [text_of(one) for one in marked] == [span.of(text)]
    for number, other in also.items():
        quiet = re.findall(
            rf'<mark class="bs-also" data-number="(?:\d+,)*{number}(?:,\d+)*">(.*?)</mark>', shown, re.DOTALL
        )
        outside = [at for at in range(other.start, other.end) if not span.start <= at < span.end]
        assert text_of("".join(quiet)) == "".join(text[at] for at in outside)


@given(st.text(max_size=200))
def test_escaped_text_has_no_markup_and_is_itself_again(text: str) -> None:
    assert not set("<>\"'") & set(exact(text))
    assert unescape(exact(text)) == text.replace("\x00", "\ufffd")
    assert "\n" not in line(text)


def test_what_no_page_can_hold_becomes_a_replacement() -> None:
    assert exact("a\x00b\ud800c\rd") == "a\ufffdb\ufffdc&#13;d"
    assert line(" a\u202eb\u2066 \n c\x07 ") == "ab c"


def hostile_answer() -> Answer:
    cited = Citation(HOSTILE, HOSTILE, 0, len(HOSTILE), HOSTILE, HOSTILE, HOSTILE, None)
    claim = Claim(HOSTILE, Support.WEAK, 0.5, (cited,), HOSTILE)
    receipt = Receipt(1, HOSTILE, HOSTILE, HOSTILE, HOSTILE, (HOSTILE,), (HOSTILE,))
    timings = Timings(1, 1, 1)
    parts = (HOSTILE, (claim,), (), (cited,), (claim,))
    return Answer(HOSTILE, HOSTILE + "?", Outcome.PARTLY_SUPPORTED, HOSTILE, *parts, timings, receipt)


def hostile_markup() -> list[str]:
    article = Article(HOSTILE, HOSTILE, HOSTILE, HOSTILE, "https://x/" + HOSTILE, None, HOSTILE)
    window = Window(article, 0, len(HOSTILE), Span(3, 9), 0.5)
    hit = Hit(article, Passage(HOSTILE, 0, len(HOSTILE)), 1, 1, 1)
    exchange = Exchange(1, HOSTILE, Stage.DONE, HOSTILE + "?", (hit,), (window,), HOSTILE, hostile_answer())
    unanswered = replace(hostile_answer(), outcome=Outcome.NO_EVIDENCE)
    listed = ListedArticle(HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, None, 1, "", "/x")
    report = SyncReport(failures=(Failure(HOSTILE, f"is broken: {HOSTILE}"),))
    return [
        render_exchange(exchange),
        render_exchange(replace(exchange, answer=unanswered)),
        render_exchange(replace(exchange, answer=None, stage=Stage.WRITING)),
        render_exchange(fail(replace(exchange, answer=None), HOSTILE)),
        render_sources(exchange),
        render_sources(replace(exchange, answer=None, stage=Stage.READING)),
        render_sources(replace(exchange, answer=None, stage=Stage.SEARCHING, windows=())),
        render_article(article, Span(3, 9), {2: Span(1, 5)}, Back("ask-1"), 1),
        render_missing(HOSTILE, HOSTILE),
        render_alert(HOSTILE),
        render_shelf(Shelf(Inventory((listed,)), (Waiting(HOSTILE, HOSTILE),))),
        render_shelf(Shelf(Inventory((listed,)), (), HOSTILE + "z")),
        render_doing(Doing(1, HOSTILE, Progress("read", 1, 2, HOSTILE), is_over=False)),
        render_doing(Doing(1, HOSTILE, Progress(HOSTILE, 1, 2, HOSTILE), is_over=False)),
        render_doing(Doing(1, HOSTILE, report=report)),
        render_doing(Doing(1, HOSTILE, trouble=HOSTILE)),
        render_taken(Taken(HOSTILE, is_replaced=False)),
        render_watched((Path("/x") / HOSTILE,), may_change=False),
    ]


@pytest.mark.parametrize("markup", hostile_markup())
def test_hostile_text_is_text_everywhere(markup: str) -> None:
    found = Elements(markup)
    assert not found.tags & {"script", "img", "iframe", "svg", "style", "object"}
    assert not {name for name in found.attributes if name.startswith("on") or name == "src"}
    assert all(re.fullmatch(r"(?:height|width): \d+(?:\.\d+)?%", style) for style in found.styles), "bars alone"
    assert "alert(1)" in markup


def listed_of(number: int) -> ListedArticle:
    return ListedArticle(f"id{number}", f"Title {number:03}", "Post", "", "", date(2024, 1, 2), 4, "", f"/x/{number}")


def test_the_table_has_pages_and_finds_words() -> None:
    articles = tuple(listed_of(number) for number in range(ROWS + 5))
    first, last = render_shelf(Shelf(Inventory(articles))), render_shelf(Shelf(Inventory(articles), leaf=Leaf(9)))
    assert first.count('data-event="remove" data-article') == ROWS
    assert last.count('data-event="remove" data-article') == 5
    assert "Page 2 of 2" in last
    one = render_shelf(Shelf(Inventory(articles), words="post 007"))
    assert 'data-article="id7"' in one
    assert one.count('data-event="remove" data-article') == 1


def test_the_table_is_sorted_by_the_heading_that_is_pressed() -> None:
    dates = [date(2024, 5, 1), None, date(2024, 1, 2)]
    articles = tuple(replace(listed_of(number), published=day) for number, day in enumerate(dates))

    def ids(leaf: Leaf) -> list[str]:
        return [article.id for article in Shelf(Inventory(articles), leaf=leaf).found]

    assert ids(Leaf()) == ["id0", "id1", "id2"]
    assert ids(Leaf(descending=True)) == ["id2", "id1", "id0"]
    assert ids(Leaf(order=Order.DATE)) == ["id2", "id0", "id1"]
    assert ids(Leaf(order=Order.DATE, descending=True)) == ["id0", "id2", "id1"]
    markup = render_shelf(Shelf(Inventory(articles), leaf=Leaf(order=Order.DATE)))
    assert markup.count("aria-sort") == 1
    assert 'aria-sort="ascending"><button type="button" class="bs-sort" data-event="leaf" data-page="0" ' in markup
    assert 'data-order="Date" data-down="1"' in markup
    assert Leaf.of({"page": "2", "order": "Date", "down": "1"}) == Leaf(2, Order.DATE, descending=True)
    with pytest.raises(ValueError, match="Colour"):
        Leaf.of({"order": "Colour"})


def test_an_empty_library_says_what_to_do() -> None:
    assert "Drop documents anywhere on this page" in render_shelf(Shelf(Inventory(())))
    waits = render_shelf(Shelf(Inventory(()), (Waiting("new.txt"),)))
    assert 'data-event="discard" data-name="new.txt" aria-label="Discard new.txt"' in waits


def test_what_waits_says_why_it_could_not_be_read_and_how_much_more_waits() -> None:
    waits = render_shelf(Shelf(Inventory(()), (Waiting("torn.pdf", "it is damaged"),)))
    assert "<bdi>torn.pdf</bdi>: it is damaged" in waits
    many = render_shelf(Shelf(Inventory(()), tuple(Waiting(f"{number}.txt") for number in range(500))))
    assert many.count("<li>") == 50
    assert "And 450 more." in many


def test_work_on_the_library_shows_how_far_it_is_and_what_it_did() -> None:
    shown = render_doing(Doing(1, "Rebuilding the index", Progress("read", 3, 8, "a.txt"), is_over=False))
    assert '<progress aria-label="Rebuilding the index" max="8" value="3"></progress>' in shown
    assert "Reading 3 of 8 <span><bdi>a.txt</bdi></span>" in shown
    assert 'data-event="cancel"' in shown
    report = SyncReport(("a", "b"), (), ("c",), (), 4, (Failure("/home/me/broken.pdf", "it is damaged"),))
    done = render_doing(Doing(1, report=report))
    assert "The index is ready: 2 added, 1 removed, 4 unchanged." in done
    assert "<strong><bdi>broken.pdf</bdi></strong>: it is damaged" in done
    assert 'data-event="cancel"' not in done
    assert "nothing to do" in render_doing(Doing(1, report=SyncReport()))
    assert "Cancelled." in render_doing(Doing(1, is_cancelled=True))
    assert 'role="alert">The disk is full' in render_doing(Doing(1, trouble="The disk is full"))


def test_watched_folders_are_changed_by_the_owner_alone() -> None:
    folders = (Path("/home/me/notes"),)
    mine, theirs = render_watched(folders, may_change=True), render_watched(folders, may_change=False)
    assert 'data-event="leave" data-folder="/home/me/notes"' in mine
    assert 'data-event="watch"' in mine
    assert "/home/me/notes" in theirs
    assert "data-event" not in theirs
    assert "not there now" in theirs
    assert render_watched((), may_change=False) == ""


def test_the_list_of_kept_conversations_has_the_latest_and_the_one_that_is_shown() -> None:
    when = datetime(2026, 1, 2, tzinfo=UTC)
    kept = [Conversation(f"c{number}", f"Talk {number}", when, when, 1) for number in range(120)]
    shown = render_history(kept, "c99")
    assert "120 kept conversations" in shown
    assert shown.count("<li") == 51
    assert "Talk 99" in shown
    assert "And 69 older ones" in shown
    assert "older ones" not in render_history(kept[:50], "")


@pytest.mark.parametrize(
    ("words", "look"), [("“Come,” she said.", "bs-own"), ("**“Come”**", "bs-own"), ("She said “come”.", "bs-said")]
)
def test_a_quotation_with_marks_of_its_own_gets_no_second_ones(words: str, look: str) -> None:
    assert f'<q dir="auto" class="{look}">' in quote(words)
    assert ".bs-own { quotes: none; }" in (ROOT / "ui" / "browser" / "assets" / "style.css").read_text(encoding="utf-8")
