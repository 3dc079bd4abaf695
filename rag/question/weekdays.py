"""Days of the week as timetables and questions write them: "Mon-Fri", "daily except Tue", "Samstag"."""

import re

from rag.words import fold

ALL_DAYS = frozenset(range(7))  # Monday is 0
_NAMES = (
    "monday mondays mon mo montag montags lundi lun lunes",
    "tuesday tuesdays tue tues tu dienstag dienstags di mardi mar martes",
    "wednesday wednesdays wed weds we mittwoch mittwochs mi mercredi mer miercoles",
    "thursday thursdays thu thur thurs th donnerstag donnerstags do jeudi jeu jueves",
    "friday fridays fri fr freitag freitags vendredi ven viernes",
    "saturday saturdays sat sa samstag samstags sonnabend sonnabends samedi sam sabado",
    "sunday sundays sun su so sonntag sonntags dimanche dim domingo",
)
_DAYS = {name: day for day, names in enumerate(_NAMES) for name in names.split()}
_SETS = {
    "weekdays": range(5), "weekday": range(5), "weekend": (5, 6), "weekends": (5, 6), "daily": range(7),
    "every day": range(7), "all days": range(7), "all week": range(7), "each day": range(7), "school days": range(5),
    "schooldays": range(5), "workdays": range(5), "werktags": range(6), "taglich": range(7), "wochenende": (5, 6),
    "tous les jours": range(7), "diario": range(7), "working days": range(5), "mo-fr": range(5),
}  # fmt: skip
_DAY = "|".join(sorted(_DAYS, key=len, reverse=True))
_NAME = "|".join(sorted(map(re.escape, (*_DAYS, *_SETS)), key=len, reverse=True))
_PIECE = re.compile(rf"(?P<first>{_NAME})\b\.?(?:\s*(?:-|–|—|to|through|until|bis|au|a)\s*(?P<last>{_DAY})\b\.?)?")
_EXCEPT = re.compile(r"\b(?:except|but not|but|excluding|excl\.?|not on|not|no|ausser|sauf|excepto)\b")
_FILLING = re.compile(r"\b(?:on|and|only|und|nur|et|the|days?|runs?|also|incl\.?|including|operates?|from)\b|[^a-z]")
# "Sat" and "so" are words of other kinds in a sentence: there only whole names and these count.
_SPOKEN = re.compile(
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|(?:mon|tue|tues|wed|thu|thur|thurs|fri|sat)(?=\b)|weekdays?"
    r"|weekends?|(?:mon|diens|donners|frei|sams|sonn)tags?|mittwochs?|sonnabends?"
    r"|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)\b"
)

_RANGE = re.compile(rf"{_SPOKEN.pattern}\s*(?:-|–|to|until|bis|au)\s*{_SPOKEN.pattern}")


def read_days(cell: str) -> frozenset[int] | None:
    """Return the days that a cell of a timetable names, 0 for Monday; None where it names something else.

    >>> sorted(read_days("daily except Tue"))
    [0, 2, 3, 4, 5, 6]
    """
    plain = fold(cell.replace("ß", "ss")).strip()
    parts = _EXCEPT.split(plain, maxsplit=1)
    days = _named(parts[0]) if parts[0].strip(" ,;(") else ALL_DAYS
    if days is None or len(parts) == 1:
        return days
    without = _named(parts[1])
    return days - without if without is not None else days if "holiday" in parts[1] else None


def find_days(sentence: str) -> tuple[frozenset[int] | None, frozenset[str]]:
    """Return the days of the week that a question names, None for none, and the words that name them."""
    plain = fold(sentence)
    found = [match.group() for match in _SPOKEN.finditer(plain)]
    ranges = [match.group() for match in _RANGE.finditer(plain)]
    days = frozenset[int]().union(*(_named(said) or () for said in (*found, *ranges)))
    return days or None, frozenset(found)


def label_days(days: frozenset[int]) -> str:
    """Return days in a few letters, "Fri-Sun"."""
    names = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    runs: list[list[int]] = []
    for day in sorted(days):
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    spans = [
        f"{names[run[0]]}–{names[run[-1]]}" if len(run) > 2 else ", ".join(names[day] for day in run) for run in runs
    ]
    return ", ".join(spans)


def _named(text: str) -> frozenset[int] | None:
    """Return the days in a list of days; None where anything else stands in it, or no day."""
    days: set[int] = set()
    rest, end = "", 0
    holiday = re.sub(r"\b(?:public|bank|school)?\s*holidays?\b", " ", text)
    for match in _PIECE.finditer(holiday):
        rest += holiday[end : match.start()] + " "
        end = match.end()
        first = match["first"]
        if first in _SETS:
            days.update(_SETS[first])
            continue
        day, last = _DAYS[first], _DAYS[match["last"]] if match["last"] else _DAYS[first]
        days.update((day + step) % 7 for step in range((last - day) % 7 + 1))
    rest += holiday[end:]
    return frozenset(days) if days and not _FILLING.sub("", rest) else None
