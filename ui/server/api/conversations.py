"""GET /api/conversations, one of them, and its end."""

from fastapi import APIRouter, Depends
from starlette.responses import Response

from ui.conversations.export import from_conversation, from_facts
from ui.server.dependencies import Asker, OwnConversations, allows, as_json
from ui.service.identity import Scope


def concerns_all(asker: Asker) -> None:
    """Refuse a token that is bound to collections: a conversation may be about any article."""
    asker.require_all()


routes = APIRouter(prefix="/api/conversations", tags=["conversations"], dependencies=[Depends(concerns_all)])


@routes.get("", dependencies=[Depends(allows(Scope.READ))])
def list_conversations(conversations: OwnConversations, words: str = "") -> Response:
    """List one's conversations, newest first, those alone in which every word of `words` occurs."""
    store = conversations.store
    listed = tuple(found.conversation for found in store.search(words)) if words.strip() else store.conversations()
    return as_json([from_facts(one) for one in listed])


@routes.get("/{conversation}", dependencies=[Depends(allows(Scope.READ))])
def read_conversation(conversation: str, conversations: OwnConversations) -> Response:
    """Return what was said in a conversation: what `conversations show --json` prints."""
    store = conversations.store
    return as_json(from_conversation(store.conversation(conversation), conversations.exchanges(conversation)))


@routes.delete("/{conversation}", dependencies=[Depends(allows(Scope.WRITE))])
def delete_conversation(conversation: str, conversations: OwnConversations) -> Response:
    """Delete a conversation for good: what `conversations delete --json` prints."""
    conversations.store.delete(conversation)
    return as_json({"deleted": [conversation]})
