"""The very objects between a running page and the commands of the same home, a line each."""

from typing import Any

from pydantic import TypeAdapter

from index import Hit
from rag.text_check import Checked
from rag.types import Evidence, Finished, Judged, Points, Retrieved, Token

EVENTS = (Retrieved, Evidence, Points, Token, Judged, Finished, Checked)
NAMES: dict[str, type[Any]] = {one.__name__: one for one in EVENTS}
HITS = TypeAdapter(tuple[Hit, ...])


def write_event(event: object) -> bytes:
    """Return an event as a line: its name, a tab, its fields as JSON."""
    kind = type(event)
    return kind.__name__.encode() + b"\t" + TypeAdapter(kind).dump_json(event) + b"\n"


def read_event(line: str) -> Any:  # noqa: ANN401 - one of the events that NAMES names
    """Return the event that `write_event` made the line of."""
    name, _, fields = line.partition("\t")
    return TypeAdapter(NAMES[name]).validate_json(fields)
