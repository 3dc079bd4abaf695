"""Names of answers in links."""

import hashlib
import hmac
from datetime import UTC

from ui.conversations.types import SavedExchange


def name_answer(exchange: SavedExchange) -> str:
    """Return what a link calls an answer: when it was asked, and what only who knows its conversation can compute.

    So the link tells of no other answer, needs nothing kept, and ends when the answer or its conversation is deleted.
    """
    said = f"{exchange.asked.astimezone(UTC).isoformat()}\n{exchange.question}".encode("utf-8", "replace")
    secret = hmac.new(exchange.conversation.encode(), said, hashlib.sha256).hexdigest()[:32]
    return f"{int(exchange.asked.timestamp()):x}-{secret}"
