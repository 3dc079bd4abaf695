"""Dependencies of the routes of programs: what they work with, who asks, and whether they may."""

from collections.abc import Callable
from typing import Annotated, cast

from fastapi import Depends, Request
from starlette.responses import Response

from ui.contract import JsonValue, write_json
from ui.server.access.visitors import Visitor
from ui.server.guard import VISITOR
from ui.server.streaming import Turns
from ui.service.catalogue import Catalogue
from ui.service.checks import Checks
from ui.service.collections import Collections, readable
from ui.service.conversations import Conversations
from ui.service.editing import Editing
from ui.service.identity import Identity, Scope
from ui.service.library import LibraryWork
from ui.service.notes import Notes
from ui.service.questions import Questions
from ui.service.resources import Resources


def find_resources(request: Request) -> Resources:
    """Return what the application works with, as who asks may read it."""
    return readable(cast(Resources, request.app.state.resources), find_identity(request))


def find_turns(request: Request) -> Turns:
    """Return who waits for an answer."""
    return cast(Turns, request.app.state.turns)


def find_identity(request: Request) -> Identity:
    """Return who asks; the door has found that out, and nobody comes past it."""
    return cast(Visitor, request.scope[VISITOR]).identity


def find_collections(resources: "Held", asker: "Asker") -> Collections:
    """Return the collections of who asks."""
    return Collections(resources.collections, resources.library, asker)


Held = Annotated[Resources, Depends(find_resources)]
Asker = Annotated[Identity, Depends(find_identity)]
Waiting = Annotated[Turns, Depends(find_turns)]


def allows(scope: Scope) -> Callable[[Identity], None]:
    """Return a dependency that refuses whoever may not do what `scope` names."""

    def require(asker: Asker) -> None:
        asker.require(scope)

    return require


def find_catalogue(resources: Held) -> Catalogue:
    """Return what can be asked of the articles."""
    return Catalogue(resources.library)


def find_conversations(resources: Held, asker: Asker) -> Conversations:
    """Return the conversations of who asks."""
    return Conversations(resources.conversations.belonging_to(asker.owner), resources.library)


def find_notes(resources: Held, asker: Asker) -> Notes:
    """Return the notes of who asks."""
    return Notes(resources.notes.belonging_to(asker.owner), resources.library)


def find_questions(resources: Held, conversations: "OwnConversations") -> Questions:
    """Return what answers."""
    return Questions(resources.assistant, conversations)


def find_checks(resources: Held) -> Checks:
    """Return what checks texts."""
    return Checks(resources.library, resources.min_support)


def find_editing(resources: Held, asker: Asker) -> Editing:
    """Return what edits articles."""
    return Editing(resources.library, resources.collections, asker)


def find_work(resources: Held) -> LibraryWork:
    """Return what works on the library."""
    return LibraryWork(resources)


OwnNotes = Annotated[Notes, Depends(find_notes)]
OwnConversations = Annotated[Conversations, Depends(find_conversations)]
Gathered = Annotated[Collections, Depends(find_collections)]
Articles = Annotated[Catalogue, Depends(find_catalogue)]
Answering = Annotated[Questions, Depends(find_questions)]
Checking = Annotated[Checks, Depends(find_checks)]
Edits = Annotated[Editing, Depends(find_editing)]
Working = Annotated[LibraryWork, Depends(find_work)]


def as_json(value: JsonValue, status: int = 200) -> Response:
    """Return a reply in JSON that no encoding and no terminal stumbles over."""
    return Response(write_json(value), status, media_type="application/json")
