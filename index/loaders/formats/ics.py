"""Calendars (`.ics`): each event with its time, place and people; alarms and time zones are not text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from index.errors import LoadError
from index.loaders.base import Part, make_article, read_bytes
from index.loaders.content_lines import Component, Property, read_components
from index.loaders.encoding import decode
from index.types import Article, Failure

_KINDS = {"VEVENT": "Event", "VTODO": "Task", "VJOURNAL": "Note"}
_STAMP = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)?(Z?))?")
_LASTS = re.compile(r"([+-]?)P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:\d+S)?)?")
_STEPS = {"DAILY": "day", "WEEKLY": "week", "MONTHLY": "month", "YEARLY": "year", "HOURLY": "hour"}
_WEEKDAYS = {"MO": "Monday", "TU": "Tuesday", "WE": "Wednesday", "TH": "Thursday", "FR": "Friday"}
_WEEKDAYS |= {"SA": "Saturday", "SU": "Sunday"}
_WHICH = {"1": "first", "2": "second", "3": "third", "4": "fourth", "5": "fifth", "-1": "last"}
_MOST_PEOPLE = 500


@dataclass(frozen=True, slots=True)
class Entry:
    """An event, a task or a note of a calendar: what is stated of it, and its description."""

    title: str
    stated: str
    description: str
    author: str
    day: date | None
    made: date | None

    @property
    def text(self) -> str:
        """The entry as it is read."""
        return "\n\n".join(filter(None, (self.stated, self.description)))


def load_ics(path: Path, article_id: str) -> Iterator[Article | Failure]:
    """Yield the calendar as one article whose places are the days of its entries, the earliest first."""
    calendars = read_components(decode(read_bytes(path)))
    found = [*entries(calendars)]
    if not found:
        raise LoadError("is not a calendar, or holds no event")
    found.sort(key=lambda entry: entry.day or date.max)
    name = next(filter(None, (calendar.text("X-WR-CALNAME") for calendar in calendars)), "")
    only = found[0] if len(found) == 1 else None
    yield make_article(
        article_id,
        parts=[Part(entry.day.isoformat() if entry.day else "", entry.text) for entry in found],
        title=(only.title if only else name) or path.stem,
        author=only.author if only else "",
        published=only.made if only else None,
    )


def entries(calendars: list[Component]) -> Iterator[Entry]:
    """Yield the entries of calendars in their order."""
    for calendar in calendars:
        inner = [calendar] if calendar.name in _KINDS else calendar.inner
        is_off = calendar.text("METHOD").upper() == "CANCEL"
        yield from (_entry(one, is_off) for one in inner if one.name in _KINDS)


def _entry(one: Component, is_off: bool) -> Entry:
    title = one.text("SUMMARY")
    begin, end, due = _moment(one.first("DTSTART")), _moment(one.first("DTEND")), _moment(one.first("DUE"))
    organizers = [_person(person) for person in one.all("ORGANIZER")]
    people = [_person(person) for person, _ in zip(one.all("ATTENDEE"), range(_MOST_PEOPLE), strict=False)]
    status = "cancelled" if is_off else one.text("STATUS").lower()
    facts = {
        _KINDS[one.name]: title,
        "When": _time(begin, end or _later(begin, one.text("DURATION"))),
        "Due": _time(due, None),
        "Repeats": _rule(one.text("RRULE")),
        "Where": one.text("LOCATION"),
        "Organizer": ", ".join(filter(None, organizers)),
        "Attendees": ", ".join(dict.fromkeys(filter(None, people))),
        "Status": status if status not in {"confirmed", "needs-action"} else "",
        "Categories": ", ".join(found.text for found in one.all("CATEGORIES")),
        "Web": one.text("URL"),
    }
    notes = [found.text for name in ("DESCRIPTION", "COMMENT") for found in one.all(name)]
    first = begin or due
    made = _moment(one.first("CREATED")) or _moment(one.first("DTSTAMP"))
    return Entry(
        title,
        " | ".join(f"{name}: {said}" for name, said in facts.items() if said),
        "\n\n".join(notes),
        organizers[0] if organizers else "",
        first.time.date() if first else None,
        made.time.date() if made else None,
    )


@dataclass(frozen=True, slots=True)
class _Moment:
    """A day, or a time of it in some zone."""

    time: datetime
    is_day: bool
    zone: str = ""


def _moment(stated: Property | None) -> _Moment | None:
    found = _STAMP.match(stated.raw.strip()) if stated else None
    if found is None or stated is None:
        return None
    try:
        year, month, day, hour, minute = (int(part or 0) for part in found.groups()[:5])
        time = datetime(year, month, day, hour, minute)  # the zone stands beside it
    except ValueError:
        return None
    return _Moment(time, found[4] is None, "UTC" if found[7] else stated.parameters.get("TZID", ""))


def _later(begin: _Moment | None, lasts: str) -> _Moment | None:
    found = _LASTS.fullmatch(lasts)
    if begin is None or found is None or not any(found.groups()[1:]):
        return None
    weeks, days, hours, minutes = (int(part or 0) for part in found.groups()[1:])
    try:
        later = begin.time + timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes)
    except OverflowError:
        return None
    return _Moment(later, begin.is_day, begin.zone)


def _time(begin: _Moment | None, end: _Moment | None) -> str:
    """Return a time as ISO has it, with its end where it has one: "2024-03-12 18:00 to 20:00 (Europe/Berlin)"."""
    if begin is None:
        return ""
    first = begin.time.date().isoformat()
    zone = f" ({begin.zone})" if begin.zone else ""
    if begin.is_day:
        # The end of whole days is the day behind the last one.
        last = (end.time.date() - timedelta(days=1)).isoformat() if end and end.time > begin.time else first
        return first if last <= first else f"{first} to {last}"
    first = f"{first} {begin.time:%H:%M}"
    if end is None or end.time <= begin.time:
        return first + zone
    is_same_day = end.time.date() == begin.time.date()
    return f"{first} to {f'{end.time:%H:%M}' if is_same_day else end.time.isoformat(' ', 'minutes')}{zone}"


def _rule(written: str) -> str:
    """Return a rule such as `FREQ=WEEKLY;INTERVAL=2;BYDAY=MO` in words."""
    stated = dict(part.upper().partition("=")[::2] for part in written.split(";") if "=" in part)
    step = _STEPS.get(stated.get("FREQ", ""), "")
    if not step:
        return written
    times = stated.get("INTERVAL", "1")
    said = [f"every {step}" if times == "1" else f"every {times} {step}s"]
    said += [f"on {' and '.join(map(_weekday, stated['BYDAY'].split(',')))}"] if "BYDAY" in stated else []
    said += [f"on day {stated['BYMONTHDAY']}"] if "BYMONTHDAY" in stated else []
    said += [f"{stated['COUNT']} times"] if "COUNT" in stated else []
    until = _moment(Property("UNTIL", {}, stated.get("UNTIL", "")))
    return ", ".join([*said, *([f"until {until.time.date()}"] if until else [])])


def _weekday(code: str) -> str:
    """Return "TU" as Tuesday, "2TU" as the second of a month, "-1FR" as its last."""
    which, name = code[:-2], _WEEKDAYS.get(code[-2:], code[-2:])
    return f"the {_WHICH.get(which, which)} {name}" if which else name


def _person(stated: Property) -> str:
    name = stated.parameters.get("CN", "").strip()
    address = re.sub(r"(?i)^mailto:", "", stated.raw.strip())
    return name or ("" if address.lower().startswith(("invalid:", "urn:")) else address)
