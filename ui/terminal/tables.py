"""Lists in the terminal: articles, hits, models and findings."""

from collections.abc import Sequence

from index import Hit
from index.types import ListedArticle
from ui.terminal.answers import name_source
from ui.terminal.screen import Screen, one_line


def show_articles(articles: Sequence[ListedArticle], screen: Screen) -> None:
    """Write the table of articles."""
    rows = [
        (
            article.id,
            article.title,
            article.source,
            article.published.isoformat() if article.published else "",
            str(article.passages),
            ", ".join(article.tags),
        )
        for article in articles
    ]
    is_tagged = any(article.tags for article in articles)
    shown = 6 if is_tagged else 5
    screen.table(("id", "title", "source", "published", "passages", "tags")[:shown], [row[:shown] for row in rows])


def show_hits(hits: Sequence[Hit], screen: Screen) -> None:
    """Write the passages with their scores and where they stand."""
    for number, hit in enumerate(hits, start=1):
        article, passage = hit.article, hit.passage
        screen.say(f"{number}. {name_source(article.title, article.source, article.published)}", "bold")
        place = f"{one_line(name)}, " if (name := article.place_at(passage.start)) else ""
        screen.say(f"{hit.score:.3f}  {article.id}, {place}characters {passage.start}-{passage.end}", indent=3)
        speaker = f"{passage.speaker}: " if passage.speaker else ""
        screen.say(speaker + one_line(passage.text), indent=3)
