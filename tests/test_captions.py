"""Captions: a line of its own in the present tense, of a day that is past, says what a picture shows."""

from datetime import date

import pytest

from index import Article, Span
from rag.evidence.captions import is_caption
from rag.evidence.telling import points_elsewhere, tells

PUBLISHED = date(2024, 9, 5)


def _is_caption(said: str, published: date | None = PUBLISHED, before: str = "\n\n", behind: str = "\n\n") -> bool:
    text = f"The river rose for a week.{before}{said}{behind}Most roads are open again."
    start = text.index(said)
    return is_caption(Article("a", "Flood in the vale", text, published=published), Span(start, start + len(said)))


@pytest.mark.parametrize(
    "said",
    [
        "Homes are surrounded by floodwater in Orl on September 1, 2024.",
        "The Vale Guard rescues people cut off by the river in Merrow on September 1, 2024.",
        "Ada Vane poses for a photo in Kellby in July 2023.",
        "Protesters take cover as police fire tear gas in Kellby on August 31.",
    ],
)
def test_what_a_picture_shows(said: str) -> None:
    assert _is_caption(said)


@pytest.mark.parametrize(
    "said",
    [
        "The Vale Guard rescued forty people in Merrow on September 1, 2024.",
        "The show opens at Corn Street on October 12.",  # not yet
        "Bread prices rose by a fifth in Kellby in July.",
        "The Kellby trials began on August 12.",
        "Oral pleas in the case of the two brothers were heard on September 1.",
        "The Vale Guard rescues people cut off by the river.",
    ],
)
def test_what_an_article_tells(said: str) -> None:
    assert not _is_caption(said)


def test_a_sentence_within_a_paragraph_is_no_caption() -> None:
    said = "The Vale Guard rescues people in Merrow on September 1, 2024."
    assert not _is_caption(said, before=" ")
    assert not _is_caption(said, behind=" ")
    assert not _is_caption(said, published=None)


@pytest.mark.parametrize(
    "line",
    [
        "See the first pictures:What the new lens has seen of the far side of the moon",
        "Check out the lens:'A needle in the hay', says who found the oldest star so far",
        "JUST WATCHED River takes a bridge Replay More Videos ... MUST WATCH River takes a bridge 02:31",
        "Sign up for the Night Sky newsletter. It comes on Fridays and has news of the stars.",
        "A detailed view of the comet can be seen seconds before the probe hit it.",
    ],
)
def test_lines_that_lead_elsewhere_tell_nothing(line: str) -> None:
    assert points_elsewhere(line)
    assert not tells(line)


@pytest.mark.parametrize(
    "line",
    [
        "The last bus leaves the square for the harbour every evening at 22:15.",
        "Opening hours: Monday to Friday, nine to five, and Saturday until noon.",
        "The view of the harbour from the tower is seen as the best of the whole coast.",
    ],
)
def test_lines_with_colons_and_times_tell_something(line: str) -> None:
    assert tells(line)
