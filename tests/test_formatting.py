"""Light formatting of articles: looks are added, and not a character is moved."""

import re
from html import unescape

import pytest

from index import Article, Span
from ui.browser.templating import draw
from ui.browser.views.formatting import MAX_RUNS, dress, find_runs
from ui.browser.views.reader import cut_marked, render_article

TEXT = "# The **new** bridge\r\n\n> It is [long](https://example.org/a), she said.\n- 212 metres\n2 ** 3 * 4 ** <b>\n"


def plain(markup: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", markup))


@pytest.mark.parametrize(
    ("text", "markup"),
    [
        ("# Sea", '<span class="bs-sign"># </span><span class="bs-heading">Sea</span>'),
        ("**a**", '<span class="bs-sign">**</span><span class="bs-bold">a</span><span class="bs-sign">**</span>'),
        ("[a](b)", '<span class="bs-sign">[</span><span class="bs-label">a</span><span class="bs-sign">](b)</span>'),
        ("*a*", '<span class="bs-sign">*</span><span class="bs-italic">a</span><span class="bs-sign">*</span>'),
        ("2*3*4 and * a *", "2*3*4 and * a *"),
        ("> a", '<span class="bs-sign">&gt; </span><span class="bs-quoted">a</span>'),
        ("- a", '<span class="bs-item">-</span> a'),
        ("2. a", '<span class="bs-item">2.</span> a'),
        ("#5 and 2 ** 3 ** 4 and [a] (b)", "#5 and 2 ** 3 ** 4 and [a] (b)"),
        ("# a **b**\n", None),
    ],
)
def test_marks_step_back_and_words_get_their_look(text: str, markup: str | None) -> None:
    shown = draw("article", "dressed", dress(text, 0, len(text), find_runs(text, 0, len(text))))
    if markup is None:
        assert '<span class="bs-bold bs-heading">b</span>' in shown
    else:
        assert shown == markup


@pytest.mark.parametrize("start", range(len(TEXT)))
def test_every_span_shows_just_its_characters(start: int) -> None:
    for end in range(start + 1, len(TEXT) + 1):
        shown = draw("article", "marked", cut_marked(TEXT, 0, len(TEXT), Span(start, end), {2: Span(3, 12)}, 1))
        inside = re.search(r"<mark [^>]*id=\"bs-cited\"[^>]*>(.*?)</mark>", shown, re.DOTALL)
        assert inside is not None
        assert plain(inside[1]) == TEXT[start:end]
        assert plain(shown[: inside.start()]) == TEXT[:start]
        assert plain(shown[inside.end() :]) == TEXT[end:]


def test_a_link_in_an_article_leads_nowhere() -> None:
    text = '[here](javascript:alert(1)) **<img src=x onerror="alert(1)">**'
    shown = render_article(Article("a", "t", text), None, {})
    assert "<img" not in shown
    assert "<a " not in shown
    assert text in plain(shown)


def test_a_text_of_nothing_but_marks_is_shown_plainly() -> None:
    few, many = "- a\n" * MAX_RUNS, "- a\n" * (MAX_RUNS + 1)
    assert len(find_runs(few, 0, len(few))) == MAX_RUNS
    assert find_runs(many, 0, len(many)) == ()
