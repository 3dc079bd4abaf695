"""What the page's own script does over HTTP, without a browser: events joined, their streams read."""

import json
import re
import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

DONE = "process_completed"
OVER = ("close_stream", "unexpected_error")


@dataclass(frozen=True, slots=True)
class Event:
    """An event of the page: its number, the component that starts it, how many inputs it has, and what is in them."""

    number: int
    trigger: int
    inputs: int
    first: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class PageMap:
    """The events of a page, found by the component's `elem_id` and the event's name; some start with the page."""

    events: Mapping[tuple[str, str], Event]
    at_opening: tuple[Event, ...] = ()

    @classmethod
    def of(cls, html: str) -> "PageMap":
        """Read the configuration that the page starts with."""
        found = re.search(r"window\.gradio_config = (\{.*?\});</script>", html, re.DOTALL)
        assert found is not None, html[:500]
        config = json.loads(found[1])
        names = {one["id"]: one["props"].get("elem_id") or "" for one in config["components"]}
        # A box that nothing was typed in holds "" in a browser.
        empty = {"textbox": ""}
        values = {one["id"]: one["props"].get("value", empty.get(one["type"])) for one in config["components"]}

        def first(one: dict[str, Any]) -> tuple[Any, ...]:
            return tuple(values.get(shown) for shown in one["inputs"])

        found_events = [
            ((names.get(trigger, ""), event), Event(one["id"], trigger or 0, len(one["inputs"]), first(one)))
            for one in config["dependencies"]
            for trigger, event in one["targets"]
            if one["backend_fn"]  # the others only cancel
        ]
        after = {one["id"]: one["trigger_after"] for one in config["dependencies"]}

        def opens(number: int) -> bool:
            """Tell whether an event starts with the page, or after one that does."""
            return number in with_page or (after[number] is not None and opens(after[number]))

        with_page = {one["id"] for one in config["dependencies"] for _, event in one["targets"] if event == "load"}
        return cls(dict(found_events), tuple(event for _, event in found_events if opens(event.number)))

    def body(self, place: str, event: str, data: Iterable[Any], session: str, said: object = None) -> dict[str, Any]:
        """Return what the page sends when `event` happens at `place`."""
        return self.body_of(self.events[place, event], data, session, said)

    def body_of(self, found: Event, data: Iterable[Any], session: str, said: object = None) -> dict[str, Any]:
        """Return what the page sends for an event."""
        given = [*data]
        given += [None] * (found.inputs - len(given))
        return {
            "data": given,
            "event_data": said,
            "fn_index": found.number,
            "trigger_id": found.trigger,
            "session_hash": session,
        }


def new_session() -> str:
    """Return a session as the page's script makes one."""
    return secrets.token_hex(5)


def read_messages(lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Yield the messages of an event stream, until it is over."""
    for line in lines:
        if not line.startswith("data: "):
            continue
        message = json.loads(line.removeprefix("data: "))
        yield message
        if message["msg"] in OVER:
            return


def file_data(path: str) -> dict[str, Any]:
    """Return how the page names a file that it has uploaded."""
    return {"path": path, "orig_name": "x.txt", "meta": {"_type": "gradio.FileData"}}
