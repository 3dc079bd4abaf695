"""The very objects between a running page and the commands of the same home, a line each."""

from functools import cache
from typing import Any

from pydantic import TypeAdapter

from index import Hit
from rag.types import Checked, Evidence, Finished, Judged, Points, Retrieved, Token

SENT = {one.__name__: one for one in (Retrieved, Evidence, Points, Token, Judged, Finished, Checked)}


def write_event(event: object) -> bytes:
    """Return an event as a line: its name, a tab, its fields as JSON."""
    name = type(event).__name__
    return name.encode() + b"\t" + _adapter(name).dump_json(event) + b"\n"


def read_event(line: str) -> Any:  # noqa: ANN401 - one of the events that SENT names
    """Return the event that `write_event` made the line of."""
    name, _, fields = line.partition("\t")
    return _adapter(name).validate_json(fields)


def write_hits(hits: tuple[Hit, ...]) -> bytes:
    """Return hits as JSON."""
    return _hits().dump_json(hits)


def read_hits(line: bytes) -> tuple[Hit, ...]:
    """Return the hits that `write_hits` made the JSON of."""
    return _hits().validate_json(line)


# Each takes a command some 20 ms to make, and hardly one needs them all.
@cache
def _adapter(name: str) -> TypeAdapter[Any]:
    return TypeAdapter(SENT[name])


@cache
def _hits() -> TypeAdapter[tuple[Hit, ...]]:
    return TypeAdapter(tuple[Hit, ...])
