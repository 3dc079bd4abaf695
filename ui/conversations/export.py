"""A conversation as a file: Markdown, a page, JSON, or what it cites; and the report of one exchange. All pure.

The shape of the JSON is a machine-readable contract: change it only with a changelog entry.
"""

from collections.abc import Iterable, Sequence

from rag.types import Citation
from ui.browser.templating import fill
from ui.contract import JsonObject, pick, write_json
from ui.conversations.markdown import write_markdown
from ui.conversations.paragraphs import NO_PARAGRAPHS, Paragraphs
from ui.conversations.references import write_bibtex, write_csl
from ui.conversations.stored import from_saved
from ui.conversations.types import Conversation, Format, SavedExchange
from ui.service.exchange import number_citations

SHAPE = 1  # grows when a key of the JSON changes its meaning or goes


def export(
    conversation: Conversation,
    exchanges: Sequence[SavedExchange],
    form: Format,
    paragraphs: Paragraphs = NO_PARAGRAPHS,
) -> str:
    """Return the whole text of the exported file; a page shows its quotes within the `paragraphs` around them."""
    numbers = number_all(exchanges)
    match form:
        case Format.MARKDOWN:
            return write_markdown(conversation, exchanges, numbers)
        case Format.HTML:
            values = {"exchanges": exchanges, "numbers": numbers, "paragraphs": paragraphs}
            return f"{fill('conversation_page', conversation=conversation, **values)}\n"
        case Format.JSON:
            return write_json(from_conversation(conversation, exchanges)) + "\n"
        case Format.BIBTEX:
            return write_bibtex(numbers)
        case Format.CSL:
            return write_csl(numbers)


def number_all(exchanges: Iterable[SavedExchange]) -> dict[Citation, int]:
    """Return the citations of a conversation in the order in which they are read, numbered from 1, each span once."""
    cited = [citation for exchange in exchanges for citation in number_citations(exchange.answer)]
    return {citation: number for number, citation in enumerate(dict.fromkeys(cited), start=1)}


def from_conversation(conversation: Conversation, exchanges: Iterable[SavedExchange]) -> JsonObject:
    """Return a conversation with its exchanges; each has the keys of `ask --json` and more (`from_exchange`)."""
    head: JsonObject = {"broadsheet": "conversation", "shape": SHAPE}
    said = [from_exchange(exchange) for exchange in exchanges]
    return head | pick(conversation, "id", "name", "started", "changed") | {"exchanges": said}


def from_exchange(exchange: SavedExchange) -> JsonObject:
    """Return an exchange: when it was asked, the reader's feedback or null, and the whole answer."""
    given = pick(exchange.feedback, "verdict", "reason", "given") if exchange.feedback else None
    return pick(exchange, "number", "asked") | {"feedback": given} | from_saved(exchange.saved)


def report(exchange: SavedExchange) -> JsonObject:
    """Return what somebody needs who looks into one answer: it, what was withheld, its receipt, the feedback."""
    head: JsonObject = {"broadsheet": "report", "shape": SHAPE, "conversation": exchange.conversation}
    return head | from_exchange(exchange)


def from_facts(conversation: Conversation) -> JsonObject:
    """Return a conversation without what was said in it, as `conversations list --json` prints it."""
    return pick(conversation, "id", "name", "started", "changed", "exchanges")
