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


# What the scripts say; `say` in places.js finds the words of the language by these.
SPOKEN = (
    mark("Copied."),
    mark("This browser does not let the page copy."),
    mark("{number} still on the way"),
    mark("{number} taken in"),
    mark("{number} of them replaced one of the same name"),
    mark("{number} not taken in"),
    mark("{number} passed over, whose format is not read"),
    mark("Drop to add to the library"),
    mark("Sending {name}"),
    mark("it has {size} MB; at most {limit} MB are taken in"),
    mark("the server answered with {status}"),
    mark("it could not be sent; is Broadsheet still running?"),
    mark(
        "The connection to Broadsheet is lost. An answer that is being written is kept; this page shows it when the "
        "connection is back."
    ),
    mark("A part of this page has failed: reload it. The log of Broadsheet says what it was."),
)


def render_header(signs_in: bool) -> Markup:
    """Return the head of the page, with a way out for those who sign in, and the words of its scripts."""
    words = {message: gettext(message) for message in SPOKEN} if language() != SOURCE else {}
    return fill("header", signs_in=signs_in, keys=KEYS, words=words, languages=LANGUAGES, spoken=language())
