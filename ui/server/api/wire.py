"""The very objects between a running page and the commands of the same home, a line each."""

from typing import Any

from pydantic import TypeAdapter

from index import Hit
from rag.text_check import Checked
from rag.types import Evidence, Finished, Judged, Points, Retrieved, Token

ADAPTERS: dict[str, TypeAdapter[Any]] = {
    one.__name__: TypeAdapter(one) for one in (Retrieved, Evidence, Points, Token, Judged, Finished, Checked)
}
HITS = TypeAdapter(tuple[Hit, ...])


def write_event(event: object) -> bytes:
    """Return an event as a line: its name, a tab, its fields as JSON."""
    name = type(event).__name__
    return name.encode() + b"\t" + ADAPTERS[name].dump_json(event) + b"\n"


def read_event(line: str) -> Any:  # noqa: ANN401 - one of the events that ADAPTERS names
    """Return the event that `write_event` made the line of."""
    name, _, fields = line.partition("\t")
    return ADAPTERS[name].validate_json(fields)
