"""Directions: where the rows of a timetable go from and to, and where a question wants to go."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.answer.tables.reading import Row, TableOfText
from rag.question.weekdays import read_days
from rag.words import fold

LEAVING = re.compile(
    r"^(?:dep(?:art\w*)?\.?|leav\w*|sails?|from|start\w*|abfahrt\w*|ab|d[ée]part\w*|salidas?)\b", re.IGNORECASE
)
ARRIVING = re.compile(r"^(?:arr(?:iv\w*)?\.?|to|reach\w*|ankunft|an|arriv[ée]e|llegadas?)\b", re.IGNORECASE)
_TIME = re.compile(r"^(?:(?:clock |bus |train )?times?|hours?|(?:uhr)?zeit(?:en)?|heures?|horas?)\b", re.IGNORECASE)
_ORIGIN = re.compile(
    r"(?:from|origin|departs? from|departure (?:port|stop|station)|leaves from|von|de|desde)", re.IGNORECASE
)
_TARGET = re.compile(
    r"(?:to|destination|bound for|arrives? (?:at|in)|towards|nach|terminus|à|a|destino)", re.IGNORECASE
)
_ROUTE = re.compile(
    r"(?P<a>\S.*?)\s*(?:\bto\b|→|->|⟶|\bnach\b|\s[–—-]\s)\s*(?P<b>[^,;(]*[^\s,;(])(?:\s*\(.*\))?", re.IGNORECASE
)
_AWAY = re.compile(
    r"(?:\b(?:from|leav(?:e|es|ing)|depart(?:s|ing)?|out of|off|of|ab|von|depuis|desde|de)|^)\W+(?:the )?$"
)
_TOWARDS = re.compile(
    r"\b(?:to|for|into|towards?|reach(?:es)?|arriv(?:e|es|ing) (?:in|at)|at|nach|bis|a|vers|hasta)\W+(?:the )?$"
)
_TO_NEXT = re.compile(r"\s*(?:to|-|–|nach|a)\s*(?:the )?")


@dataclass(frozen=True, slots=True)
class Way:
    """The places that something goes from and to, folded; of a question those that it names."""

    origins: frozenset[str]
    targets: frozenset[str]

    def takes(self, asked: "Way") -> bool:
        """Tell whether it goes from and to all that is asked for."""
        return asked.origins <= self.origins and asked.targets <= self.targets


def is_stop(column: str) -> bool:
    """Tell whether a column of times is named after where they are of."""
    return not any(pattern.match(column) for pattern in (LEAVING, ARRIVING, _TIME)) and read_days(column) is None


def find_places(table: TableOfText, timed: Sequence[str], title: str) -> frozenset[str]:
    """Return the places that a table, with the lines above it, goes from and to."""
    ways = [_way_of(row, timed) for row in table.rows]
    ways += [_way_in(line) for line in (title, table.heading)]
    stops = frozenset(as_place(name) for name in filter(is_stop, timed))
    return stops.union(*(way.origins | way.targets for way in ways)) - {""}


def find_way(question: str, places: frozenset[str]) -> Way:
    """Return where a question goes from and to, of the places that a table knows."""
    plain, origins, targets = fold(question), set[str](), set[str]()
    named = sorted(find_named(plain, places), key=lambda one: one[1])
    for row, (place, at) in enumerate(named):
        behind = plain[at + len(place) : named[row + 1][1]] if row + 1 < len(named) else ""
        is_away = _AWAY.search(plain[:at]) or _TO_NEXT.fullmatch(behind)
        is_target = _TOWARDS.search(plain[:at]) or not is_away  # "last Netherby bus"
        (targets if is_target else origins).add(place)
    return Way(frozenset(origins), frozenset(targets))


def find_named(plain: str, places: frozenset[str]) -> Iterator[tuple[str, int]]:
    """Yield the places that a folded question names and where: a part of a longer one is none."""
    taken: list[range] = []
    for place in sorted(places, key=len, reverse=True):
        for match in re.finditer(rf"(?<!\w){re.escape(place)}(?!\w)", plain):
            if not any(match.start() in other for other in taken):
                taken.append(range(*match.span()))
                yield place, match.start()


def way_of(row: Row, timed: Sequence[str], column: str, title: str, heading: str) -> Way:
    """Return where a row goes whose time is in `column`: by its cells, its stops, else the lines above it."""
    own = _way_of(row, timed)
    origins, targets = own.origins, own.targets
    stops = [name for name in timed if is_stop(name) and row.value(name)]
    if column in stops:
        at = stops.index(column)
        origins |= {as_place(name) for name in stops[: at + 1]}
        targets |= {as_place(name) for name in stops[at:]}
    for line in (heading, title):
        above = _way_in(line)
        origins, targets = origins or above.origins, targets or above.targets
    return Way(origins, targets)


def as_place(said: str) -> str:
    """Return the name of a place as it is compared: folded, without what stands in brackets and what is on the way."""
    return " ".join(fold(re.sub(r"\(.*?\)|\bvia\b.*", " ", said)).split())


def _way_of(row: Row, timed: Sequence[str]) -> Way:
    """Return where a row goes by a cell "A to B", or by its cells of "From" and "To"."""
    origins, targets = set[str](), set[str]()
    for cell, value in zip(row.cells, row.values, strict=True):
        if cell.name in timed:
            continue
        if _ORIGIN.fullmatch(cell.name):
            origins.add(as_place(value))
        elif _TARGET.fullmatch(cell.name):
            targets.add(as_place(value))
        elif (route := _ROUTE.fullmatch(value)) and read_days(value) is None:
            origins.add(as_place(route["a"]))
            targets.add(as_place(route["b"]))
    return Way(frozenset(origins), frozenset(targets))


def _way_in(line: str) -> Way:
    """Return where a line such as "Ferries from Port Ansel to Skerrow" goes."""
    route = _ROUTE.search(line)
    origin = as_place(" ".join(_last_capitals(route["a"]))) if route else ""
    if route is None or not origin or not route["b"][:1].isupper():
        return Way(frozenset(), frozenset())
    return Way(frozenset({origin}), frozenset({as_place(route["b"])}))


def _last_capitals(text: str) -> list[str]:
    kept: list[str] = []
    for word in reversed(text.split()):
        if not word[:1].isupper():
            break
        kept.insert(0, word)
    return kept
