"""The head of the page as markup: its places, the way out, and what the keys do."""

from ui.browser.templating import fill

KEYS = (
    ("/", "Go to the question"),
    ("j", "Next citation"),
    ("k", "Citation before"),
    ("o", "Open the citation, or the first one"),
    ("Esc", "Close the article, or stop the answer"),
    ("Ctrl + Enter", "Check the text, or add it"),
    ("?", "This list"),
)


def render_header(signs_in: bool) -> str:
    """Return the head of the page, with a way out for those who sign in."""
    return fill("header", signs_in=signs_in, keys=KEYS)
