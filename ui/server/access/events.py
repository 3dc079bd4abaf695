"""Events of the page: only of its own session, and nothing of files."""

import json
from collections.abc import Mapping

from ui.server.access.visitors import Visitor

MAX_DEPTH = 20  # the page sends lists in lists; two levels are the most it needs
_KEPT = {"data", "event_data", "fn_index", "trigger_id", "session_hash", "event_id"}


class EventRefused(Exception):
    """A body that the page would not send."""


def rewrite_event(body: bytes, visitor: Visitor) -> bytes:
    """Return the body of an event with its session bound to `visitor`.

    Raises:
        EventRefused: it is none, or names a file: documents are sent to their own place, never named.
    """
    try:
        event = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise EventRefused("no JSON") from error
    if not isinstance(event, dict) or not isinstance(event.get("session_hash"), str):
        raise EventRefused("no session")
    kept = {name: value for name, value in event.items() if name in _KEPT}
    kept["session_hash"] = visitor.bind(kept["session_hash"])
    _refuse_files(kept.get("data", []))
    try:
        return json.dumps(kept).encode()
    except (RecursionError, ValueError) as error:
        raise EventRefused("nested too deep") from error


def session_of(event: bytes) -> str:
    """Return the session of an event that `rewrite_event` returned."""
    return str(json.loads(event)["session_hash"])


def _refuse_files(value: object, depth: int = 0) -> None:
    if depth > MAX_DEPTH:
        raise EventRefused("nested too deep")
    if isinstance(value, Mapping):
        if "path" in value or "url" in value:  # Gradio would read the one and fetch the other
            raise EventRefused("a file")
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            _refuse_files(one, depth + 1)
