"""What an event of the page may say: only of its own session, and only of files that came from its own browser."""

import json
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ui.browser.access.visitors import Visitor

MAX_FILES = 1000  # a browser; older ones have long been taken in
MAX_BROWSERS = 1000
_KEPT = {"data", "event_data", "fn_index", "trigger_id", "session_hash", "event_id"}


class EventRefused(Exception):
    """A body that the page would not send."""


@dataclass(slots=True)
class Uploads:
    """Which files came from which browser, of the latest browsers."""

    _paths: OrderedDict[str, OrderedDict[str, None]] = field(default_factory=OrderedDict)

    def note(self, visitor: Visitor, reply: bytes) -> None:
        """Remember the files that an upload's reply names."""
        try:
            paths = json.loads(reply)
        except ValueError:
            return  # a refusal, in words
        held = self._paths.setdefault(visitor.id, OrderedDict())
        held.update(dict.fromkeys(path for path in paths if isinstance(path, str)))
        self._paths.move_to_end(visitor.id)
        while len(held) > MAX_FILES:
            held.popitem(last=False)
        while len(self._paths) > MAX_BROWSERS:
            self._paths.popitem(last=False)

    def holds(self, visitor: Visitor, path: str) -> bool:
        """Tell whether the file came from this browser."""
        return path in self._paths.get(visitor.id, ())


def rewrite_event(body: bytes, visitor: Visitor, uploads: Uploads) -> bytes:
    """Return the body of an event with its session bound to `visitor`.

    Raises:
        EventRefused: it is none, or names a file or an address that is not the browser's own upload.
    """
    try:
        event = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise EventRefused("no JSON") from error
    if not isinstance(event, dict) or not isinstance(event.get("session_hash"), str):
        raise EventRefused("no session")
    kept = {name: value for name, value in event.items() if name in _KEPT}
    kept["session_hash"] = visitor.bind(kept["session_hash"])
    try:
        kept["data"] = _checked(kept.get("data", []), visitor, uploads)
        return json.dumps(kept).encode()
    except (RecursionError, ValueError) as error:
        raise EventRefused("nested too deep") from error


def _checked(value: Any, visitor: Visitor, uploads: Uploads) -> Any:  # noqa: ANN401 - whatever JSON holds
    if isinstance(value, list):
        return [_checked(one, visitor, uploads) for one in value]
    if not isinstance(value, Mapping):
        return value
    if "path" in value and not (isinstance(value["path"], str) and uploads.holds(visitor, value["path"])):
        raise EventRefused("a file that this browser did not upload")
    # Gradio fetches the address of a file by itself; the page needs no address, its files are here.
    return {name: _checked(one, visitor, uploads) for name, one in value.items() if name != "url"}
