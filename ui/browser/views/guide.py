"""Ways into an article beside its text: a guide to it, and its pages as they look."""

from urllib.parse import quote

from index import Article
from ui.browser.templating import fill
from ui.service.guides import Guide
from ui.service.looks import Size


def render_guide(guide: Guide) -> str:
    """Return what an article is about; each sentence and day leads to its characters."""
    return fill("guide", guide=guide)


def render_ways_in(article: Article, page: int) -> str:
    """Return the guide and the page, both closed and made when they are opened; no page where `page` is 0."""
    pages = 1 + sum(place.name.startswith("page ") for place in article.places[1:])
    return fill(
        "ways_in", article=article, page=page, pages=max(page, pages), address=address_look(article.id), size=Size
    )


def address_look(article_id: str, size: Size | None = None) -> str:
    """Return the address of an article's pages as they look; with `size` that of the first."""
    return f"/api/pages/{quote(article_id, safe='')}" + (f"?page=1&size={size.value}" if size else "")
