"""The first screen, where the first answer will be: what the library holds, ways to fill it, and questions to ask."""

from collections import Counter
from collections.abc import Sequence

from markupsafe import Markup

from index.types import ListedArticle
from ui.browser.templating import fill
from ui.browser.views.picture import render_times
from ui.service.demo import find_demo

SOURCES, NEWEST = 4, 3  # shown


def render_welcome(articles: Sequence[ListedArticle]) -> Markup:
    """Return the first screen: how to fill an empty library, or what it holds."""
    sources = Counter(article.source for article in articles if article.source)
    dated = [article for article in articles if article.published]
    newest = sorted(dated, key=lambda one: str(one.published), reverse=True)[:NEWEST]
    return fill(
        "welcome",
        articles=len(articles),
        has_demo=find_demo() is not None,
        times=render_times(articles),
        sources=sources.most_common(SOURCES),
        more_sources=max(0, len(sources) - SOURCES),
        newest=newest,
    )


def render_starters(questions: Sequence[str]) -> Markup:
    """Return the questions to begin with, each of which asks itself; "" for none."""
    return fill("starters", questions=questions)
