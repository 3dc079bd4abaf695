"""The first page, where the first answer will be: ways to begin, and questions to ask."""

from collections.abc import Sequence

from index.types import ListedArticle
from ui.browser.views.markup import count, exact
from ui.service.demo import QUESTIONS, find_demo, is_demo

PROMISE = (
    "<p>Answers come from your library alone. Each sentence shows how well it is supported, and each number leads to "
    "the very words that support it. Nothing leaves this computer.</p>"
)


def render_welcome(articles: Sequence[ListedArticle]) -> str:
    """Return the first page: how to fill an empty library, or what can be asked."""
    if not articles:
        return f'<div class="bs-welcome"><h2>Your library is empty</h2>{_render_ways_in()}{PROMISE}</div>'
    held = f"<p>Your library holds {count(len(articles), 'article')}.</p>"
    asks = _render_questions() if is_demo(articles) else ""
    return f'<div class="bs-welcome"><h2>Ask your articles</h2>{PROMISE}{held}{asks}</div>'


def _render_ways_in() -> str:
    demo = ""
    if find_demo() is not None:
        demo = (
            '<li>Or begin with the demo: the papers of an invented harbour town. <button type="button" '
            'class="bs-plain" data-event="demo">Load the demo articles</button></li>'
        )
    return (
        '<ol><li>Drop documents under <a href="#bs-library">Library</a>, or paste a text there: articles, mails, PDF, '
        "Word, web pages.</li><li>Press “Rebuild index”.</li><li>Ask.</li>"
        f"{demo}</ol>"
    )


def _render_questions() -> str:
    asks = "".join(
        f'<li><button type="button" class="bs-plain" data-ask="{exact(question)}">{exact(question)}</button></li>'
        for question in QUESTIONS
    )
    return f"<p>Three questions that the demo articles answer:</p><ul>{asks}</ul>"
