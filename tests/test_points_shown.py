"""Points wherever they are shown or kept: the page, the terminal, a saved answer, and the exports."""

import io
import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from html import unescape

import pytest
from hostile_texts import KINDS
from test_conversations import ANSWER

from index import Article, Span
from rag.answer.citations import cite
from rag.types import Answer, Citation, Claim, Finished, Outcome, Point, Points, Support
from ui.browser.views.points import render_points
from ui.browser.views.render import render_exchange, render_status
from ui.contract import write_json
from ui.conversations.export import export, number_all, report
from ui.conversations.stored import from_saved, save, to_saved
from ui.conversations.types import Conversation, Format, SavedExchange
from ui.service.exchange import Exchange, Stage, advance, number_citations
from ui.terminal.answers import show_answer
from ui.terminal.screen import Screen

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
TEXT = (
    "**WTN:** *Why* was the pier closed? The pier of Tansy closed in May.\n\n"
    "| Pier | Length |\n|---|---|\n| East | 1.1m |"
)
PIER = Article("pier", "The pier", TEXT, source="The Post", published=date(2024, 3, 1))
COPY = Article("copy", "Pier shut", "The pier of Tansy closed in May.", published=None)


def quote(article: Article, words: str) -> Citation:
    """Return the citation of `words` in `article`."""
    start = article.text.index(words)
    return cite(article, Span(start, start + len(words)))


MARKED = quote(PIER, "**WTN:** *Why* was the pier closed?")
CLOSED = quote(PIER, "The pier of Tansy closed in May.")
SAME = quote(COPY, "The pier of Tansy closed in May.")
ROW = quote(PIER, "| East | 1.1m |")
POINTS = (Point("May", (MARKED,)), Point("May", (CLOSED, SAME)), Point("", (ROW,)))
NOTE = "This covers both articles."
QUOTED = replace(
    ANSWER, question="What happened to the pier?", resolved="What happened to the pier?", outcome=Outcome.QUOTED,
    short="", text="WTN: Why was the pier closed? The pier of Tansy closed in May. East · 1.1m",
    claims=(), withheld=(), nearest=(), hits=(), kind="overview", points=POINTS, note=NOTE,
)  # fmt: skip


def text_of(markup: str) -> str:
    """Return what a reader sees of markup, the tips of citations left out."""
    bare = re.sub(r'<span class="bs-tip".*?</span></span>', "", markup)
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", bare)).split())


def shown_in_terminal(answer: Answer) -> str:
    """Return what a pipe gets of an answer."""
    out = io.StringIO()
    show_answer(answer, Screen(out, io.StringIO()))
    return out.getvalue()


def kept(answer: Answer) -> SavedExchange:
    """Return `answer` as the only exchange of a conversation."""
    return SavedExchange("c1", 1, NOW, save(answer), None)


def exported(answer: Answer, form: Format) -> str:
    """Return a conversation of one answer in the given form."""
    return export(Conversation("c1", "Piers", NOW, NOW, 1), (kept(answer),), form)


def test_points_stand_under_their_headings_with_links_to_every_span() -> None:
    shown = render_points(3, POINTS, NOTE, number_citations(QUOTED))
    assert shown.startswith(
        '<p class="bs-note">This covers both articles.</p><section class="bs-points bs-as-plain"><h3>'
    )
    assert shown.count("<h4>") == 1
    assert "<h4><bdi>May</bdi></h4><ul><li>" in shown
    assert shown.count("<ul>") == 2
    assert text_of(shown) == (
        "This covers both articles. In the articles’ own words May "
        "WTN: Why was the pier closed? The pier , 1 March 2024 The Post "
        "The pier of Tansy closed in May. The pier , 1 March 2024 The Post Pier shut 1/2 "
        "East · 1.1m The pier , 1 March 2024 The Post"
    )
    assert re.findall(r'data-turn="3" data-number="(\d)"', shown) == ["1", "2", "3", "4"]
    ids = re.findall(r' id="([^"]+)"', shown)
    assert len(ids) == len(set(ids)) == 8


def test_markup_is_shown_clean_and_cited_as_it_stands() -> None:
    shown = render_points(1, POINTS, "", number_citations(QUOTED))
    assert '<q dir="auto" class="bs-said">WTN: Why was the pier closed?</q>' in shown
    assert '<q dir="auto" class="bs-said">East · 1.1m</q>' in shown
    for point in POINTS:
        for citation in point.citations:
            article = {"pier": PIER, "copy": COPY}[citation.article]
            assert citation.quote == article.text[citation.start : citation.end]


def test_points_that_are_not_numbered_yet_have_no_links() -> None:
    shown = render_points(1, POINTS, NOTE)
    assert "<a" not in shown
    assert "The pier of Tansy closed in May." in shown


def test_without_points_only_the_note_is_said() -> None:
    assert render_points(1, (), NOTE) == '<p class="bs-note">This covers both articles.</p>'
    assert render_points(1, (), "") == ""


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_of_an_article_becomes_markup(kind: str) -> None:
    calm = re.findall(r"<[^>]*>", points_named("calm"))
    for text in KINDS[kind]:
        assert [re.sub(r'"[^"]*"', '""', tag) for tag in re.findall(r"<[^>]*>", points_named(text))] == [
            re.sub(r'"[^"]*"', '""', tag) for tag in calm
        ]


def points_named(text: str) -> str:
    """Return the markup of a point with `text` wherever text can be but in the quote, which is shown clean."""
    citation = Citation(text, text, 0, 5, f"calm {text}", text, text, date(2024, 1, 1), text)
    answer = replace(QUOTED, points=(Point(text, (citation,)),))
    return render_points(1, answer.points, text, number_citations(answer))


def test_the_page_shows_points_before_anything_is_written_and_as_the_answer() -> None:
    running = advance(Exchange(2, QUOTED.question), Points("overview", POINTS, NOTE))
    assert (running.points, running.note) == (POINTS, NOTE)
    early = render_exchange(running)
    assert "The pier of Tansy closed in May." in early
    assert "bs-cite" not in early
    done = advance(running, Finished(QUOTED))
    assert done.stage is Stage.DONE
    shown = render_exchange(done)
    assert shown.count("In the articles’ own words") == 1
    assert '<ol class="bs-claims">' not in shown
    assert "No answer could be verified" not in shown
    assert render_status(done) == (
        '<p class="bs-status" role="status">Answered in your articles’ own words: 3 passages.</p>'
    )


def test_a_greeting_is_answered_without_marks_or_points() -> None:
    said = "Hello! Ask me anything about your articles."
    talk = replace(QUOTED, outcome=Outcome.ANSWERED, kind="talk", points=(), note=said, text=said)
    done = Exchange(1, "Hello", Stage.DONE, "Hello", answer=talk)
    shown = render_exchange(done)
    assert shown.count(said) == 1
    assert "bs-claims" not in shown
    assert "No writing model" not in shown
    assert render_status(done) == '<p class="bs-status" role="status">Answered.</p>'
    assert shown_in_terminal(talk) == f"{said}\n"


def test_the_terminal_shows_points_with_where_else_the_same_is_told() -> None:
    assert shown_in_terminal(QUOTED) == (
        "This covers both articles.\n"
        "\n"
        "In the articles' own words:\n"
        "May\n"
        "- “WTN: Why was the pier closed?” (The Post, 2024-03-01) [1]\n"
        "- “The pier of Tansy closed in May.” (The Post, 2024-03-01) [1] also in [2]\n"
        "- “East · 1.1m” (The Post, 2024-03-01) [1]\n"
        "\n"
        "Sources:\n"
        "[1] The pier (The Post, 2024-03-01)\n"
        "[2] Pier shut\n"
    )


def test_a_saved_answer_with_points_comes_back_as_it_was() -> None:
    line = write_json(from_saved(save(QUOTED)))
    assert to_saved(line).answer == QUOTED
    first = json.loads(line)["points"][1]
    assert (first["group"], [one["article"] for one in first["citations"]]) == ("May", ["pier", "copy"])
    assert first["citations"][0]["published"] == "2024-03-01"


def test_an_answer_kept_before_there_were_points_is_one_for_a_fact() -> None:
    read = json.loads(write_json(from_saved(save(ANSWER))))
    older = {name: value for name, value in read.items() if name not in ("kind", "points", "note")}
    assert to_saved(write_json(older)).answer == replace(ANSWER, hits=())


def test_markdown_holds_points_with_a_footnote_for_every_span() -> None:
    assert exported(QUOTED, Format.MARKDOWN).split("UTC*\n\n")[1] == (
        "This covers both articles.\n\n"
        "**May**\n\n"
        "- “WTN: Why was the pier closed?”[^1]\n"
        "- “The pier of Tansy closed in May.”[^2][^3]\n\n"
        "- “East · 1.1m”[^4]\n\n"
        "[^1]: “\\*\\*WTN:\\*\\* \\*Why\\* was the pier closed?” — *The pier*, The Post, 2024-03-01, "
        "characters 0–35 of article pier\n\n"
        "[^2]: “The pier of Tansy closed in May.” — *The pier*, The Post, 2024-03-01, "
        "characters 36–68 of article pier\n\n"
        "[^3]: “The pier of Tansy closed in May.” — *Pier shut*, characters 0–32 of article copy\n\n"
        "[^4]: “\\| East \\| 1.1m \\|” — *The pier*, The Post, 2024-03-01, characters 98–113 of article pier\n"
    )


def test_the_page_that_is_exported_holds_points_and_no_empty_list() -> None:
    html = exported(QUOTED, Format.HTML)
    assert "<ul></ul>" not in html
    assert html.index("This covers both articles.") < html.index('<h3 dir="auto">May</h3>')
    assert '<li><q dir="auto">East · 1.1m</q><sup><a href="#note-4">4</a></sup></li>' in html
    assert [html.count(f'id="note-{number}"') for number in (1, 2, 3, 4, 5)] == [1, 1, 1, 1, 0]


def test_the_json_exports_hold_kind_points_and_note() -> None:
    (whole,) = json.loads(exported(QUOTED, Format.JSON))["exchanges"]
    one = json.loads(json.dumps(report(kept(QUOTED))))
    for read in (whole, one):
        assert (read["outcome"], read["kind"], read["note"]) == ("quoted", "overview", NOTE)
        assert [[cited["quote"] for cited in point["citations"]] for point in read["points"]] == [
            [MARKED.quote],
            [CLOSED.quote, SAME.quote],
            [ROW.quote],
        ]
    assert number_all((kept(QUOTED),)) == {MARKED: 1, CLOSED: 2, SAME: 3, ROW: 4}


@pytest.mark.parametrize("form", [Format.MARKDOWN, Format.HTML])
def test_an_export_says_why_there_is_no_answer(form: Format) -> None:
    nothing = replace(QUOTED, outcome=Outcome.NO_EVIDENCE, points=(), text="", nearest=(CLOSED,), note="No side known.")
    said = exported(nothing, form)
    assert said.index("No answer could be verified.") < said.index("No side known.") < said.index("Closest passages")


def test_a_source_that_is_cited_above_is_not_named_twice() -> None:
    both = replace(ANSWER, hits=(), points=(Point("", (CLOSED,)),))
    shown = shown_in_terminal(both)
    assert shown.count("The Harbour (Gazette, 2024-05-01)") == 1
    assert "\n\nSources:\n[2] The pier (The Post, 2024-03-01)\n\nThe model also wrote this" in shown
    (claimed,) = ANSWER.claims[0].citations
    again = shown_in_terminal(replace(ANSWER, hits=(), points=(Point("", (claimed,)),)))
    assert "Sources:" not in again


def test_what_a_shown_quotation_says_is_not_named_left_out() -> None:
    told = Claim(
        "The pier closed in May.", Support.UNSUPPORTED, 0.3, (), "no single place in the sources holds all of it"
    )
    both = replace(ANSWER, withheld=(told, *ANSWER.withheld), points=(Point("", (CLOSED,)),))
    left_out = shown_in_terminal(both).partition("The model also wrote this")[2]
    assert "The pier closed" not in left_out
    assert ANSWER.withheld[0].text in left_out
    assert "The pier closed" in shown_in_terminal(replace(both, points=())).partition("The model also wrote this")[2]


def test_the_sentence_that_a_point_was_chosen_for_is_marked_and_kept() -> None:
    both = quote(PIER, "**WTN:** *Why* was the pier closed? The pier of Tansy closed in May.")
    chosen = Point("", (both,), Span(CLOSED.start, CLOSED.end))
    (shown,) = re.findall(r"<q[^>]*>.*?</q>", render_points(1, (chosen,), ""))
    assert "WTN: Why was the pier closed? <mark>The pier of Tansy closed in May.</mark></q>" in shown
    assert "<mark>" not in render_points(1, (Point("", (CLOSED,), Span(CLOSED.start, CLOSED.end)),), "")
    assert "<mark>" not in render_points(1, (Point("", (ROW,), Span(CLOSED.start, CLOSED.end)),), "")
    kept = to_saved(json.dumps(from_saved(save(replace(QUOTED, points=(chosen,))))))
    assert kept.answer.points == (chosen,)
