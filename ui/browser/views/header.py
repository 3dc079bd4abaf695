"""The head of the page as markup: its places, the way out, and what the keys do."""

from markupsafe import Markup

from ui.browser.templating import fill
from ui.browser.wording import LANGUAGES, SOURCE, gettext, language, mark

KEYS = (
    ("/", mark("Go to the question")),
    ("j", mark("Next citation")),
    ("k", mark("Citation before")),
    ("o", mark("Open the citation, or the first one")),
    (mark("Esc"), mark("Close the article, or stop the answer")),
    (mark("Ctrl + Enter"), mark("Check the text, or add it")),
    ("?", mark("This list")),
)


# What the scripts say; `t` in page.js finds them by the words that stand here.
SPOKEN = (mark("Copied."),)


def render_header(signs_in: bool) -> Markup:
    """Return the head of the page, with a way out for those who sign in, and the words of its scripts."""
    words = {message: gettext(message) for message in SPOKEN} if language() != SOURCE else {}
    return fill("header", signs_in=signs_in, keys=KEYS, words=words, languages=LANGUAGES, spoken=language())
