"""The lines that calendars and contacts are made of (RFC 5545, RFC 6350): a name, parameters and a value each."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from quopri import decodestring

from index.errors import LoadError

_FOLD = re.compile(r"\r?\n[ \t]")
_SOFT_BREAK = re.compile(r"=\r?\n")  # of a value that vCard 2.1 has quoted
_LINE = re.compile(r"""(?:[\w-]+\.)?([\w-]+)((?:;[^:;"]*(?:"[^"]*"[^:;"]*)*)*):(.*)""", re.DOTALL)
_PARAMETER = re.compile(r""";([\w-]+)(?:=((?:"[^"]*"|[^;"])*))?""")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_PARTS = re.compile(r"(?<!\\);")
_QUOTED = "QUOTED-PRINTABLE"
MAX_DEPTH = 10


@dataclass(frozen=True, slots=True)
class Property:
    """One line; the names of `parameters` are in capitals, and `raw` is the value as it is written."""

    name: str
    parameters: dict[str, str]
    raw: str

    @property
    def text(self) -> str:
        """The value as a text, its line breaks and signs unescaped."""
        return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], self.raw).strip()

    @property
    def parts(self) -> tuple[str, ...]:
        """The parts of a value that has several, such as an address."""
        return tuple(Property("", {}, part).text for part in _PARTS.split(self.raw))


@dataclass(frozen=True, slots=True)
class Component:
    """An event, a contact or whatever else stands between a `BEGIN` and an `END`."""

    name: str
    properties: list[Property] = field(default_factory=list)
    inner: list["Component"] = field(default_factory=list)

    def first(self, name: str) -> Property | None:
        """Return the first property of a name that says something."""
        return next((one for one in self.properties if one.name == name and one.raw.strip()), None)

    def text(self, name: str) -> str:
        """Return what the first property of a name says, on one line; nothing where there is none."""
        found = self.first(name)
        return "" if found is None else " ".join(found.text.split())

    def all(self, name: str) -> Iterator[Property]:
        """Yield the properties of a name that say something."""
        return (one for one in self.properties if one.name == name and one.raw.strip())


def read_components(text: str) -> list[Component]:
    """Return the outermost components of a file; what is no line of one is passed over.

    Raises:
        LoadError: components stand in each other, deeper than anybody writes them.
    """
    top = Component("")
    open_ones = [top]
    for line in _lines(text):
        found = _LINE.fullmatch(line)
        if found is None:
            continue
        name, value = found[1].upper(), found[3]
        if name == "BEGIN":
            if len(open_ones) > MAX_DEPTH:
                raise LoadError("has parts within parts within parts, too many to be a calendar or contacts")
            open_ones[-1].inner.append(Component(value.strip().upper()))
            open_ones.append(open_ones[-1].inner[-1])
        elif name == "END":
            if len(open_ones) > 1:
                open_ones.pop()
        else:
            open_ones[-1].properties.append(_property(name, found[2], value))
    return top.inner


def _lines(text: str) -> list[str]:
    if _QUOTED in text.upper():
        text = _SOFT_BREAK.sub("", text)
    return [line.rstrip("\r") for line in _FOLD.sub("", text).split("\n")]


def _property(name: str, written: str, value: str) -> Property:
    stated = [(one[1].upper(), (one[2] or "").replace('"', "")) for one in _PARAMETER.finditer(written)]
    parameters: dict[str, str] = {}
    for key, said in stated:
        # vCard 2.1 leaves out the name of the parameter: `TEL;CELL;VOICE:`.
        key, said = (key, said) if said else ("TYPE", key)
        parameters[key] = f"{parameters[key]},{said}" if key in parameters else said
    if _QUOTED in (parameters.get("ENCODING", "").upper(), parameters.get("TYPE", "").upper()):
        encoding = parameters.get("CHARSET", "utf-8")
        try:
            value = decodestring(value.encode("latin-1", "replace")).decode(encoding, "replace")
        except (LookupError, ValueError):
            value = value.strip()
        value = value.replace("\r\n", "\n")
    return Property(name, parameters, value)
