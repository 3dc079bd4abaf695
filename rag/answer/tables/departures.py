"""Departures: what a question asks of a timetable, the first or the last, its days, the hours that bound it."""

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass
from datetime import date, timedelta

from rag.evidence.clock import find_hours
from rag.evidence.event_dates import find_told
from rag.question.dates import NAMED_DAYS
from rag.question.weekdays import find_days
from rag.words import content_stems, fold, words

# Kinds of service, by the words for each; what is called a departure may be any.
_KINDS = (
    "ferry ferries boat boats ship ships sailing sailings crossing crossings fähre schiff bateau",
    "bus buses coach coaches shuttle shuttles autobús",
    "train trains railway zug züge tren",
    "tram trams straßenbahn",
    "flight flights plane planes",
    "metro underground subway",
    "funicular cableway cableways gondola gondolas",
    "tour tours",
)
_ANY = "departure departures service services connection connections"
_SERVICE = re.compile(rf"\b(?:{'|'.join(' '.join((*_KINDS, _ANY)).split())})\b", re.IGNORECASE)
_FAMILIES = tuple(content_stems(kind) for kind in _KINDS)
_FIRST = re.compile(r"\b(?:first|earliest|erste[nrs]?|früheste[nrs]?|premi(?:er|ère)|primer[oa]?)\b", re.IGNORECASE)
_LAST = re.compile(
    r"\b(?:last|latest|final|letzte[nrs]?|späteste[nrs]?|derni(?:er|ère)|último|última)\b", re.IGNORECASE
)
_WHEN = re.compile(
    r"^\W*(?:and |so |at )?(?:when|what times?|which times?|wann|um wie ?viel uhr|à quelle heure|a qué hora)\b"
    r"|\b(?:times? of|timetable|departures?|departure times?)\b",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"\b(?:how (?:much|long|many|often)|fares?|prices?|costs?|who|why|did|was|were|wie ?viel kostet)\b", re.IGNORECASE
)
_ARRIVES = re.compile(r"\b(?:arriv\w+|get(?:s|ting)? (?:in|to)|reach(?:es)?|ankommen|kommt .* an)\b", re.IGNORECASE)
_BOUND = re.compile(r"\b(?P<way>after|before|by|from|nach|vor|past)\W+(?:about )?$", re.IGNORECASE)
_LIGHT = content_stems(
    f"{_ANY} leave depart departing go run sail start set arrive catch take travel time timetable schedule day evening"
    " night morning afternoon today tomorrow tonight please know show list way back return possible still latest"
    " earliest last first final next operate"
    " wann um wieviel uhr fährt fahren geht ab der die das den dem von nach am im letzte letzter letzten erste erster"
    " ersten quand quelle heure part partent le la les du dernier dernière premier première cuándo sale salen el último"
    " última primer primero primera"
)


@dataclass(frozen=True, slots=True)
class Departing:
    """What a question asks of a timetable.

    `days`: those it names, 0 for Monday, None for none. `bounds`: True for after, with minutes. `rest`: the stems of
    what it names beside days and hours, places among them; `services`: of these, what runs.
    """

    is_first: bool
    is_last: bool
    is_arrival: bool
    days: frozenset[int] | None
    bounds: tuple[tuple[bool, int], ...]
    services: frozenset[str]
    _bare: str

    def names_beside(self, places: Set[str]) -> frozenset[str]:
        """Return the stems of what the question names beside days, hours, services and `places`."""
        plain = self._bare
        for place in sorted(places, key=len, reverse=True):
            plain = re.sub(rf"(?<!\w){re.escape(place)}(?!\w)", " ", plain)
        named = frozenset(word.stem for word in words(plain) if not word.is_stop)
        return named - _LIGHT - self.services

    def is_served(self, told: Set[str]) -> bool:
        """Tell whether an article of these stems is of the service asked for: a table need not say what runs."""
        asked = [family for family in _FAMILIES if family & self.services]
        known = [family for family in _FAMILIES if family & told]
        return not asked or not known or any(family in known for family in asked)


def find_departing(question: str, today: date) -> Departing | None:
    """Return what a question asks of a timetable; None where it asks for no departure."""
    is_first, is_last = bool(_FIRST.search(question)), bool(_LAST.search(question))
    services = [match.group() for match in _SERVICE.finditer(question)]
    if not services or not (is_first or is_last or _WHEN.search(question)) or _OTHER.search(question):
        return None
    days, said = _find_days(question, today)
    plain = fold(question)
    bare = plain
    for hour in reversed(list(find_hours(plain))):
        bare = f"{bare[: hour.span.start]} {bare[hour.span.end :]}"
    for word in said:
        bare = re.sub(rf"\b{re.escape(word)}\b", " ", bare)
    named = content_stems(" ".join(services))
    is_arrival = _ARRIVES.search(question) is not None
    return Departing(is_first and not is_last, is_last, is_arrival, days, tuple(_bounds(plain)), named, bare)


def _find_days(question: str, today: date) -> tuple[frozenset[int] | None, frozenset[str]]:
    """Return the days of the week that a question asks for, None for none, and the words that say so."""
    days, said = find_days(question)
    if days is not None:
        return days, said
    for phrase, step in NAMED_DAYS.items():
        if re.search(rf"\b{phrase}\b", question.lower()):
            return frozenset({(today + timedelta(step)).weekday()}), frozenset(phrase.split())
    told = find_told(question, today)
    if told is None or not told.order[2]:
        return None, frozenset()
    year, month, day = told.order
    label = fold(told.label)
    of_day = frozenset(fold(word.text) for word in words(question) if word.is_number or fold(word.text) in label)
    return frozenset({date(year or today.year, month, day).weekday()}), of_day


def _bounds(plain: str) -> Iterator[tuple[bool, int]]:
    for hour in find_hours(plain):
        if way := _BOUND.search(plain[: hour.span.start]):
            yield way["way"] in ("after", "from", "nach", "past"), hour.minutes
