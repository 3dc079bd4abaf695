"""Days of documents that are called after theirs: minutes of a meeting, what was adopted, what a paper had that day."""

import re
from collections.abc import Callable
from datetime import date

from index.loaders.dates import read_date
from index.loaders.mastheads import TIME, is_paper, is_titled, split_parts

_LONG = 120  # characters of a line that is a sentence of the text
_RECORD = re.compile(
    r"(?:[^\W\d_][^,.;:!?\d]{2,60}:\s*)?(?:(?:the|draft|confirmed|approved|official|unconfirmed|public)\s+)*"
    r"(?:minutes|agenda|meeting|sitting|session|proceedings|memo(?:randum)?|circular|newsletter|bulletin"
    r"|protokoll|niederschrift|sitzung|tagesordnung|rundbrief|procès-verbal|compte rendu|séance|ordre du jour"
    r"|acta|sesión|orden del día|verbale|seduta|ordine del giorno)\b",
    re.IGNORECASE,
)
_BEFORE_DAY = re.compile(r".*?\b(?:held\s+)?(?:of|on|for|dated|vom|am|du|le|del|el|il)\s+(?=\D{0,14}\d)", re.IGNORECASE)
_ADOPTED = re.compile(
    r"(?:([^.;|]{3,60}?)[.;|]\s+)?(?:adopted|approved|ratified|enacted|beschlossen|verabschiedet|adoptée?|approuvée?"
    r"|aprobad[oa]|adoptad[oa]|approvat[oa])\b"
    r"(?:\s+(?:by|von|vom|par|por|da)\s[^,.;|\d]{3,60}?(?=\s(?:on|am|le|el|il)\s|,))?,?(?:\s+(?:on|am|le|el|il))?"
    r"\s+((?:[^\W\d_]+,?\s+){0,2}\d[^;|()]{4,24}?)\s*"
    r"(?:[,;(]\s*(?:and\s+)?(?:(?:in|into) force|with effect|effective|valid|revised|amended|in kraft|en vigueur"
    r"|en vigor|in vigore).{0,60})?\.?",
    re.IGNORECASE,
)
_TAKEN = re.compile(
    r"(?:from|(?:(?:first|originally) )?(?:published|printed|appeared) in|reprinted from|aus|zuerst erschienen in"
    r"|extrait d|paru dans|publicado en|tratto da)\b\s*",
    re.IGNORECASE,
)
_BEFORE_PAPER = re.compile(r".*\b(?:of|in|from|aus|der|des|du|de|del|di|dans|en)\s+|the\s+", re.IGNORECASE)


def day_of_record(line: str, is_day: Callable[[str], bool]) -> date | None:
    """Return the day of minutes, an agenda or the like, or of what was adopted, by a line that is nothing but its name.

    "Minutes of the Works Committee, 12 March 2025"; "Adopted 4 November 2025, in force from 1 January 2026". An event's
    ("The Battle of Kellin, 12 March 1644") is none, nor a sentence's. `is_day` tells whether words are a day's alone.
    """
    if len(line) > _LONG or not any(map(str.isdigit, line)):
        return None
    adopted = _ADOPTED.fullmatch(line)
    if adopted and is_day(adopted[2]) and (not adopted[1] or is_titled(adopted[1])):
        return read_date(adopted[2])
    named = _RECORD.match(line)
    if named is None or line.endswith((".", "!", "?", ":", ";")):
        return None
    first, *others = split_parts(line[named.end() :])
    days = [part for part in (_BEFORE_DAY.sub("", first, count=1), *others) if read_date(part) and is_day(part)]
    rest = [part for part in others if part not in days and not TIME.fullmatch(part)]
    return read_date(days[0]) if len(days) == 1 and all(map(is_titled, rest)) else None


def paper_taken_from(line: str, is_day: Callable[[str], bool]) -> tuple[str, date | None]:
    """Return the paper and the day of a line that says where a text was taken from, else "" and None.

    "From “Nora's tin”, the recipe column of the Ansel Bay Post, 5 September 2025".
    """
    parts = split_parts(line.rstrip(" ."))
    if len(line) > _LONG or len(parts) < 2 or not _TAKEN.match(line) or not is_day(parts[-1]):
        return "", None
    name = _TAKEN.sub("", parts[-2], count=1) if len(parts) == 2 else parts[-2]
    while name and not is_paper(name):
        shorter = _BEFORE_PAPER.sub("", name, count=1)
        name = shorter if shorter != name else ""
    day = read_date(parts[-1])
    return (name, day) if " " in name and day else ("", None)  # "the end of the World" is no paper
