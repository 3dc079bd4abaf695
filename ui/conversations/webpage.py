"""A conversation as one page that stands alone: no script, nothing loaded, every text escaped."""

from collections.abc import Mapping, Sequence

from rag.types import Citation
from ui.browser.templating import fill
from ui.conversations.paragraphs import NO_PARAGRAPHS, Paragraphs
from ui.conversations.types import Conversation, SavedExchange

Numbers = Mapping[Citation, int]

# Were an escape ever forgotten, the policy still lets nothing run or load.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
STYLE = """:root{color-scheme:light dark}
body{max-width:44rem;margin:2rem auto;padding:0 1rem;font:1rem/1.55 system-ui,sans-serif;overflow-wrap:anywhere}
h1{font-size:1.6rem}h2{font-size:1.2rem;margin-top:2.2rem;white-space:pre-wrap}
.facts,.support{opacity:.75;font-size:.9em}.short{font-weight:600}li{margin:.4rem 0}
.text{white-space:pre-wrap}blockquote{margin:.2rem 0;padding-left:.8rem;border-left:3px solid;white-space:pre-wrap}
sup a{padding:0 .15em}:target{outline:2px solid}
@media print{body{max-width:none;margin:0}section{break-inside:avoid-page}}"""


def write_page(
    conversation: Conversation,
    exchanges: Sequence[SavedExchange],
    numbers: Numbers,
    paragraphs: Paragraphs = NO_PARAGRAPHS,
) -> str:
    """Return the page: exchanges, each with its receipt, then the citations as numbered footnotes."""
    made = fill(
        "conversation_page",
        conversation=conversation,
        exchanges=exchanges,
        numbers=numbers,
        paragraphs=paragraphs,
        policy=POLICY,
        style=STYLE,
    )
    return f"{made}\n"
