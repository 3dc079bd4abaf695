"""Messages between a worker and its parent: one JSON object a line, never a pickle.

A worker that a document has taken over can write what it likes, so every field is checked on arrival.
"""

import base64
import json
import re
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from index.types import Article, Failure, Notice, Place


@dataclass(frozen=True, slots=True)
class Request:
    """A file to read, and the id for its article."""

    path: Path
    article_id: str


@dataclass(frozen=True, slots=True)
class Look:
    """A page of a file that is to be drawn, at most `side` points wide and high; `digest` is the file's sha256."""

    path: Path
    digest: str
    page: int
    side: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """A page as a JPEG, in base64."""

    jpeg: str

    @property
    def data(self) -> bytes:
        """Return the picture; raise ValueError where it is none."""
        data = base64.b64decode(self.jpeg, validate=True)
        if not data.startswith(b"\xff\xd8\xff"):
            raise ValueError("not a JPEG")
        return data


@dataclass(frozen=True, slots=True)
class Refused:
    """The file cannot be read, and why; `fault` names the place in the code where the fault is Broadsheet's."""

    reason: str
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Done:
    """The file was read to its end."""


@dataclass(frozen=True, slots=True)
class Busy:
    """A picture of text is about to be read, which takes a while: the time begins anew."""


@dataclass(frozen=True, slots=True)
class Pictured:
    """The file holds pictures of text, which this worker may not read."""


Reply = Article | Failure | Notice | Drawn | Refused | Done | Busy | Pictured
_TEXTS = ("id", "title", "text", "source", "url", "author")


def to_line(message: Request | Look | Reply) -> bytes:
    """Return the message as a line; what UTF-8 cannot hold is escaped."""
    fields = asdict(message)
    for name, value in fields.items():
        fields[name] = str(value) if isinstance(value, date | Path) else value
    written = json.dumps({"kind": type(message).__name__.lower()} | fields, ensure_ascii=False)
    try:
        return written.encode() + b"\n"
    except UnicodeEncodeError:
        return json.dumps({"kind": type(message).__name__.lower()} | fields).encode() + b"\n"


def to_request(line: bytes) -> Request | Look:
    """Return what the parent asks for."""
    fields = json.loads(line)
    if fields["kind"] == "look":
        return Look(Path(fields["path"]), fields["digest"], fields["page"], fields["side"])
    return Request(Path(fields["path"]), fields["article_id"])


def to_reply(line: bytes) -> Reply:
    """Return what a worker says; raise ValueError when it is none of the messages it may send."""
    fields = json.loads(line)
    match fields:
        case {"kind": "article", "published": None | str() as day}:
            texts = {name: _text(fields, name) for name in _TEXTS}
            for text in texts.values():
                text.encode()  # UnicodeEncodeError is a ValueError
            published = date.fromisoformat(day) if day else None
            return Article(**texts, published=published, places=_places(fields, len(texts["text"])))
        case {"kind": "failure"}:
            return Failure(_text(fields, "path"), _text(fields, "reason"))  # of a line, so never a fault of ours
        case {"kind": "notice"}:
            return Notice(_text(fields, "path"), _text(fields, "reason"))
        case {"kind": "drawn"}:
            return Drawn(_text(fields, "jpeg"))
        case {"kind": "refused"}:
            return Refused(_text(fields, "reason"), _fault(fields))
        case {"kind": "done"}:
            return Done()
        case {"kind": "busy"}:
            return Busy()
        case {"kind": "pictured"}:
            return Pictured()
    raise ValueError("not a message of a worker")


def _text(fields: dict[str, object], name: str) -> str:
    value = fields.get(name)
    if not isinstance(value, str):
        raise ValueError(f"{name} is no text")
    return value


def _places(fields: dict[str, object], length: int) -> tuple[Place, ...]:
    """Return the places of a text of `length` characters: they ascend in it, and their names can be stored."""
    written = fields.get("places")
    if not isinstance(written, list):
        raise ValueError("places is no list")
    places: list[Place] = []
    for one in written:
        match one:
            case {"start": int() as start, "name": str() as name} if (
                (places[-1].start if places else -1) < start < length
            ):
                name.encode()
                places.append(Place(start, name))
            case _:
                raise ValueError("not a place in the text")
    return tuple(places)


def _fault(fields: dict[str, object]) -> str:
    """Return the place of a fault, which goes into a log: names of code and numbers alone."""
    fault = fields.get("fault", "")
    if not isinstance(fault, str) or not re.fullmatch(r"[\w.: ]{0,200}", fault, re.ASCII):
        raise ValueError("fault is no place in the code")
    return fault
