"""Bylines and datelines, the lines at the top of an article that say by whom, of when and where from it is."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from index.loaders.dates import month_names, read_date, weekday_names
from index.loaders.mastheads import is_paper, read_masthead
from index.loaders.records import day_of_record, paper_taken_from

_LINES = 10
_TITLES = 4  # lines in which minutes say of what day they are
_HEAD_CHARS = 4000
_LONG = 120  # characters of a line that is no byline any more
_BODY = 80  # characters of a line that follows a byline without a headline
_MARKUP = re.compile(r"[*_]{1,3}|^\s*(?:>|[-•])\s+|^#\+|^:(?=\w+:)")
_ITEM = re.compile(r"[-•*]\s|\d+[.)]\s")
_HEADING = re.compile(r"^#{1,6}\s")
_BY = re.compile(
    r"(?:(?:written|reported|story|text|words|escrito|écrit|geschrieben)\s+)?(?:by|von|par|por|di|door|av|af)\s+(.+)",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"(?:authors?|autor(?:in|en|es|a|e)?|auteur(?:e|s)?|verfasser(?:in)?|byline|reporter(?:in)?|text[eo]?|words)\s*:\s*(.+)",
    re.IGNORECASE,
)
_ENDS_NAMES = re.compile(
    r"(?<=[a-zà-ÿ]{3})\.\s|\s*[|•·—–/()@]|\s-\s|,?\s(?=\d)|\s(?:in|aus|à|en|for|für|at)\s(?:the\s)?(?=[A-ZÀ-Þ])"
)
_PARTS_NAMES = re.compile(r"\s*[,;&]\s*|\s+(?:and|und|et|y|e|og|och|en)\s+")
_PAPERS_APART = re.compile(r"\.\s|[,|•·—–/()]|\s-\s|\b(?:in|for|of|für|aus|pour|para)\s(?:the\s)?(?=[A-ZÀ-Þ])|\d")
_PARTICLES = frozenset(
    "von van de der den des la le les di da dos das du del della ten ter zu zur af al el bin ibn".split()
)
_NO_NAMES = frozenset(
    "the a an our my your his her their its this that no all air sea land rail royal popular special staff "
    "monday "
    "tuesday wednesday thursday friday saturday sunday der die das den dem einem einer unser unserem le la les un une "
    "notre nuestro nuestra el los las".split()
)
_ROLE = re.compile(
    r"\b(?:writers?|reporters?|editors?|correspondents?|journalists?|staff|redakt\w+|korrespond\w+|journalist\w*|"
    r"rédact\w+|correspond\w+|redacci\w+|correspons\w+|photogra\w+|foto\w*)\b",
    re.IGNORECASE,
)
_DATED = re.compile(
    r"(?:(?:first )?published(?: online)?|posted|issued|released|veröffentlicht|erschienen|publiée?|paru|publicad[oa]|"
    r"pubblicato|gepubliceerd|publicerad)\b[\s:]*(?:on|am|le|el|il|op|den)?\s+(.+)|"
    r"(?:date|date of publication|publication date|datum|stand|fecha|data|created|erstellt|"
    r"date de publication)\s*:\s*(.+)",
    re.IGNORECASE,
)
_CHANGED = re.compile(
    r"[\s,;|(–—-]*\b(?:(?:last )?(?:updated|modified)|aktualisiert|zuletzt|mise? à jour|modifiée?|"
    r"actualizad[oa]|aggiornato)\b[\s:]*",
    re.IGNORECASE,
)
_THEN_BY = re.compile(r"(.*\d.*?)[\s,|•·–—-]+(?:by|von|par|por|di|door|av|af)\s+(\D+)", re.IGNORECASE)
_DATELINE = re.compile(r"([^\W\d_][^,()—–\d]{1,40}),\s*([^()—–]{6,40}?)\s*(?:\([^()]{2,40}\)\s*)?\.?(?:[—–]|--?(?=\s))")
_PLACED = re.compile(r"([^\W\d_][^,()—–\d]{1,40}),\s*(.+)")
_WORD = re.compile(r"[^\W\d_]+")
_OF_DAYS = frozenset(
    "at um uhr am pm gmt utc cet cest est edt bst h the of de den le el il la del di da do dem st nd rd th er re "
    "º ª o clock".split()
)


@dataclass(frozen=True, slots=True)
class Byline:
    """What the top of an article says of itself; an unknown author or source is empty."""

    author: str = ""
    published: date | None = None
    source: str = ""


def read_byline(text: str, title: str = "") -> Byline:
    """Return who wrote a text, on which day and for whom, where lines of their own or a dateline at its top say so.

    `title` is one that stands beside the text: minutes have the day that it names.
    """
    lines = [line for raw in text[:_HEAD_CHARS].split("\n") if (line := raw.strip())][: _LINES + 1]
    author = source = ""
    stated: date | None = None
    changed: date | None = None
    recorded = next(filter(None, map(_day_recorded, [title, *lines[:_TITLES]])), None)
    for number, (line, behind) in enumerate(zip(lines[:_LINES], [*lines[1:], ""], strict=False)):
        plain = _MARKUP.sub("", line).strip()
        if _HEADING.match(line):
            continue
        if len(plain) > _LONG:
            stated = stated or _dateline(plain)
            break
        said = _named(plain)
        if not said.author:
            said = _day_and_names(plain)
        is_titled = number > 0 or said.published is not None or _is_prose(behind) or _dateline(behind) is not None
        if said.author and (is_titled or _NAMED.fullmatch(plain)):
            author, stated, source = author or said.author, stated or said.published, source or said.source
            continue
        first, later = _days(plain)
        paper, day = paper_taken_from(plain, _is_day)
        if not paper:
            paper, day = read_masthead(plain, _is_day)
        is_letter = number > 0 or behind.endswith((",", ":", "!"))
        stated = stated or first or day or _dateline(plain) or _day_alone(plain, is_placed=is_letter)
        if number and not paper and is_paper(plain) and _tells_of(behind):
            paper = plain
        source, changed = source or paper, changed or later
    return Byline(author, stated or recorded or changed, source)


def _day_recorded(line: str) -> date | None:
    """Return the day of minutes and the like that a title names; an item of a list may be of other minutes."""
    is_item = _ITEM.match(line)
    return None if is_item else day_of_record(_MARKUP.sub("", _HEADING.sub("", line)).strip(), _is_day)


def _tells_of(line: str) -> bool:
    """Tell whether a line says by whom or of when a text is."""
    return bool(_named(line).author) or _day_alone(line, is_placed=True) is not None


def _is_prose(line: str) -> bool:
    """Tell whether a line is of the text itself, so that what stands above it is no subtitle."""
    return len(line) > _BODY or (" " in line and line.endswith((".", "!", "?", ".”", '."')))


def _named(line: str) -> Byline:
    """Return the names of a byline, parted by commas, and the day and the paper that stand behind them."""
    found = _NAMED.fullmatch(line) or _BY.fullmatch(line)
    if found is None:
        return Byline()
    said = found[1]
    end = _ENDS_NAMES.search(said)
    listed = _PARTS_NAMES.split(said[: end.start()] if end else said)
    names = [*_persons(listed)]
    if not names:
        return Byline()
    rest = said[said.find(names[-1]) + len(names[-1]) :]
    source = next(filter(is_paper, map(str.strip, _PAPERS_APART.split(rest))), "")
    return Byline(", ".join(names), read_date(_CHANGED.split(rest)[0]), source)


def _day_and_names(line: str) -> Byline:
    """Return both where the names stand behind the day: "Posted on 3 May 2023 by Gus Varley"."""
    found = _THEN_BY.fullmatch(line)
    day = (_days(found[1])[0] or _day_alone(found[1], is_placed=False)) if found else None
    return replace(_named(f"by {found[2]}"), published=day) if found and day else Byline()


def _persons(listed: Sequence[str]) -> Iterator[str]:
    for number, name in enumerate(listed):
        if _ROLE.search(name) or not _is_name(name) or (number and is_paper(name)):
            if not number:
                return  # what looks like a byline is one only where it begins with a name
            break
        yield name


def _is_name(name: str) -> bool:
    """Tell whether words are a person's name: two to seven, capitals in front, no word that names nobody."""
    words = name.split()
    if not 2 <= len(words) <= 7 or words[0].lower() in _NO_NAMES or name.endswith((".", "!", "?", ":")):
        return False
    capitals = [word for word in words if word.lower() not in _PARTICLES or word[0].isupper()]
    return len(capitals) >= 2 and words[-1][0].isupper() and all(map(_is_part, capitals))


def _is_part(word: str) -> bool:
    letters = word.replace("-", "").replace("'", "").replace("’", "").replace(".", "")
    return letters.isalpha() and (word[0].isupper() or word[:2].lower() in {"d'", "d’"})


def _days(line: str) -> tuple[date | None, date | None]:
    """Return the days on which a line says that the text was published, and changed."""
    first, *later = _CHANGED.split(line, maxsplit=1)
    found = _DATED.fullmatch(first.strip(" .,;|("))
    published = read_date(found[1] or found[2]) if found else None
    # In a sentence ("This is an updated version of …") it is of something else.
    is_stated = bool(later) and (not first.strip() or published is not None)
    return published, read_date(later[0]) if is_stated else None


def _dateline(line: str) -> date | None:
    found = _DATELINE.match(line)
    return read_date(found[2].rstrip(" .")) if found and _is_place(found[1]) else None


def _is_place(words: str) -> bool:
    named = words.split()
    return len(named) <= 4 and all(word[0].isupper() or word.lower() in _PARTICLES for word in named)


def day_of_line(line: str) -> date | None:
    """Return the day that a line is, with no other words than those of days: "Tuesday, 12 March 2024"."""
    return _day_alone(line, is_placed=False)


def _day_alone(line: str, *, is_placed: bool) -> date | None:
    """Return the day of a line that is nothing else; where `is_placed`, a place may stand before it as in letters."""
    day = read_date(line) if any(map(str.isdigit, line)) else None
    if day is None:
        return None
    placed = _PLACED.fullmatch(line) if is_placed else None
    written = placed[2] if placed and _is_place(placed[1]) and not _is_day(placed[1]) else line
    return day if _is_day(written) else None


def _is_day(words: str) -> bool:
    return all(word in _words_of_days() for word in _WORD.findall(words.lower().replace(".", " ")))


@cache
def _words_of_days() -> frozenset[str]:
    return _OF_DAYS | month_names() | weekday_names()
