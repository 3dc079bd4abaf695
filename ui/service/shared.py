"""Links to one answer, read only: who has one and may open the page reads that answer, and no other of its talk."""

import hmac
from datetime import UTC, datetime, timedelta

from ui.conversations.errors import ConversationError
from ui.conversations.links import name_answer
from ui.conversations.types import Conversation, SavedExchange
from ui.service.conversations import Conversations

NEAR = timedelta(seconds=2)


def find_answer(conversations: Conversations, name: str) -> tuple[Conversation, SavedExchange]:
    """Return the answer that a link names, and its conversation; raises LookupError for one that there is not.

    `conversations` are those of everybody, with the library of who follows the link: an answer from articles that they
    may not read is not there.
    """
    try:
        asked = datetime.fromtimestamp(int(name.partition("-")[0], 16), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise LookupError(name) from error
    for one in conversations.store.conversations():
        if not one.started - NEAR <= asked <= one.changed + NEAR:
            continue
        try:
            kept = conversations.exchanges(one.id)
        except ConversationError:  # deleted meanwhile
            continue
        for exchange in kept:
            if hmac.compare_digest(name_answer(exchange), name):
                return one, exchange
    raise LookupError(name)
