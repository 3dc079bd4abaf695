"""Files of an answer or a check, and the cited articles as references: each once, and nothing ends a field too soon."""

import json
from datetime import date

import pytest

from index import Article, Span
from rag.types import Checked, Citation, Claim, Support
from ui.browser.views.reader import render_article
from ui.conversations.checked_report import write_checked
from ui.conversations.paragraphs import find_paragraphs
from ui.conversations.references import write_bibtex, write_csl
from ui.conversations.types import Format

BRIDGE = Citation("a", "The bridge", 0, 3, "The", "The Post", "https://example.org/a_b?c=1", date(2024, 3, 1))
LATER = Citation("a", "The bridge", 5, 9, "long", "The Post", "https://example.org/a_b?c=1", date(2024, 3, 1))
TWIN = Citation("b", "The bridge", 0, 3, "The", "The Post", "javascript:alert(1)", date(2024, 9, 1))
BARE = Citation("c", "", 0, 3, "The")
HOSTILE = (
    "50 % of {all} \\ R&D_x #1 ~ ^ $",
    "} @misc{evil, title={x}}",
    "a\nb\x00\u202ec",
    "جسر",
    "🌉" * 500,
    "x" * 500,
)


def test_an_article_is_one_entry_with_its_date_and_address() -> None:
    assert write_bibtex([BRIDGE, LATER]) == (
        "@article{the-post-the-bridge-2024,\n  title = {{The bridge}},\n  journal = {The Post},\n  year = {2024},\n"
        "  month = mar,\n  day = {1},\n  url = {https://example.org/a_b?c=1},\n}\n"
    )


def test_two_articles_of_one_name_have_keys_of_their_own_and_unsafe_addresses_are_left_out() -> None:
    written = write_bibtex([BRIDGE, TWIN, BARE])
    assert "@article{the-post-the-bridge-2024-2,\n" in written
    assert "@misc{article,\n  title = {{c}},\n}\n" in written
    assert "javascript" not in written


def test_csl_has_the_names_that_other_programs_read() -> None:
    items = json.loads(write_csl([BRIDGE, LATER, BARE]))
    assert items == [
        {
            "id": "the-post-the-bridge-2024", "type": "article-newspaper", "title": "The bridge",
            "container-title": "The Post", "issued": {"date-parts": [[2024, 3, 1]]},
            "URL": "https://example.org/a_b?c=1",
        },
        {"id": "article", "type": "document", "title": "c"},
    ]  # fmt: skip


@pytest.mark.parametrize("title", HOSTILE)
def test_no_title_ends_its_field(title: str) -> None:
    written = write_bibtex([Citation("a", title, 0, 3, "The", title, f"https://example.org/{title}")])
    depth, lowest = 0, 1
    for sign in written.partition("{")[2].rstrip().removesuffix("}"):
        depth += (sign == "{") - (sign == "}")
        lowest = min(lowest, depth)
    assert (depth, lowest) == (0, 0)
    assert written.count("\n@") == 0
    assert len(json.loads(write_csl([Citation("a", title, 0, 3, "The", title)]))) == 1


def test_a_quote_stands_in_its_paragraph_as_long_as_it_stands_in_the_article() -> None:
    text = "Before.\n\nOne. The bridge is long. Two.\n\nBehind."
    at = text.index("The bridge")
    cited = Citation("a", "t", at, at + 19, text[at : at + 19])
    article = Article("a", "t", text)
    assert find_paragraphs([cited], lambda _: article) == {cited: ("One. ", " Two.")}
    assert find_paragraphs([cited], lambda _: Article("a", "t", "changed")) == {}


def claim(text: str, *citations: Citation) -> Claim:
    return Claim(text, Support.SUPPORTED, 1.0, citations)


def test_the_values_that_disagree_are_named_and_which_corrects() -> None:
    from rag.support.disagreements import list_values

    right = Citation("c", "Correction: ferry fire", 0, 9, "The list names 121 people.")
    others = (
        Citation("a", "Fire", 0, 9, "The ferry had 118 people aboard."),
        Citation("b", "Blaze", 0, 9, "There were 126 people aboard."),
    )
    found = list_values([claim("The ferry had 121 people aboard.", right)], others)
    assert [(one.text, one.is_corrected) for one in found] == [("121", True), ("118", False), ("126", False)]
    assert list_values([claim("It burned.", right)], others) == ()
    # Which of two such numbers is meant cannot be told: no heading is better than "Two, 118".
    assert list_values([claim("Two of the 121 people aboard had no ticket.", right)], others) == ()


CHECKED = (
    Checked(0, 9, claim("It is <b>212</b> metres.", BRIDGE)),
    Checked(10, 19, Claim("It is red.", Support.UNSUPPORTED, 0.0, (), "nobody says so"), (TWIN,)),
)


def test_a_checked_text_is_saved_as_a_document_to_read() -> None:
    page = write_checked(CHECKED, Format.HTML)
    assert "It is &lt;b&gt;212&lt;/b&gt; metres." in page
    assert '<li id="note-2" value="2">' in page
    assert "<script" not in page
    assert "javascript" not in page
    written = write_checked(CHECKED, Format.MARKDOWN)
    assert "- It is red. (not found: nobody says so) Closest: [^2]" in written
    assert "[^1]: “The” — *The bridge*, The Post, 2024-03-01" in written
    assert len(json.loads(write_checked(CHECKED, Format.JSON))["sentences"]) == 2
    with pytest.raises(ValueError, match="bib"):
        write_checked(CHECKED, Format.BIBTEX)


def test_a_title_is_not_seen_twice_unless_it_is_cited() -> None:
    article = Article("a", "The bridge", "# The bridge\n\nIt is long. The bridge")
    assert '<span class="bs-repeated bs-sign"># </span>' in render_article(article, None, {})
    assert "bs-repeated" in render_article(article, Span(14, 25), {})
    assert "bs-repeated" not in render_article(article, Span(2, 12), {})
    assert "bs-repeated" not in render_article(Article("a", "A pier", article.text), None, {})
