"""Mastheads, the line at the top of an article that names the paper and its day: "The Oskerby Herald, 3 June 2025"."""

import re
from collections.abc import Callable
from datetime import date

from index.loaders.dates import read_date

_LONG = 90  # characters of a line that is none any more
_MOST_WORDS = 6  # of a paper's name
_PARTS = re.compile(r"\s*(?:[,|•·—–/]|\s-\s)\s*")
# What tells a paper's name from a town's ("Berlin, 12 March 2024") and a person's: papers are called after these.
_PAPER = re.compile(
    r"\b(?:advertiser|argus|beacon|bulletin|chronicle|citizen|compass|courier|daily|digest|dispatch|echo|enquirer|evening|examiner|express|gazette"
    r"|globe|guardian|herald|independent|inquirer|intelligencer|journal|lantern|ledger|magazine|mail|mercury|messenger|mirror"
    r"|monitor|monthly|morning|news|newsletter|newspaper|notes|observer|post|press|quarterly|record|register|reporter"
    r"|review|sentinel|standard|star|sunday|telegraph|times|today|tribune|university|voice|weekend|weekly|world|council|ministry"
    r"|institute|agency|foundation|association|office|department"
    r"|anzeiger|blatt|bote|kurier|merkur|nachrichten|presse|rundschau|spiegel|tagblatt|tageblatt|tageszeitung"
    r"|\w*zeitung|universität|ministerium"
    r"|courrier|dépêche|écho|figaro|gazette|journal|monde|nouvelles|presse|quotidien|revue|université|ministère"
    r"|correo|diario|gaceta|heraldo|mundo|nación|noticias|país|periódico|prensa|revista|universidad|ministerio"
    r"|corriere|gazzetta|giornale|repubblica|stampa)\b",
    re.IGNORECASE,
)
_KIND = re.compile(r"(?:press release|pressemitteilung|communiqué(?: de presse)?|nota de prensa)\W*", re.IGNORECASE)
TIME = re.compile(r"\d{1,2}(?:[.:]\d\d)?\s*(?:[ap]\.?m\.?|uhr|h)?\.?", re.IGNORECASE)


def read_masthead(line: str, is_day: Callable[[str], bool]) -> tuple[str, date | None]:
    """Return the paper and the day of a line that is nothing but these, "" and None for any other line.

    A place may stand with them, or instead of a paper an hour: "Tuesday 14 October 2025, 7.00 p.m., Guildhall". A name
    that is no paper's by its words, "Kellin, 3 May 2024", is a place or an event. `is_day` tells whether words are a
    day's alone.
    """
    if len(line) > _LONG or line.endswith((".", "!", "?", ":", ";")) or not any(map(str.isdigit, line)):
        return "", None
    day = read_date(line)
    parts = split_parts(_KIND.sub("", line))
    named = [part for part in parts if not is_day(part) and not TIME.fullmatch(part)]
    if day is None or len(parts) < 2 or not all(map(is_titled, named)):
        return "", None
    paper = next((name for name in named if is_paper(name)), "")
    return paper, day if paper or any(map(TIME.fullmatch, parts)) else None


def is_paper(name: str) -> bool:
    """Tell whether a name is a paper's or an office's by its words: "Kitchen Notes", "The Northern Echo"."""
    return is_titled(name) and _PAPER.search(name) is not None


def split_parts(line: str) -> list[str]:
    """Return what commas, dashes and the like part in a line."""
    return [part for part in _PARTS.split(line) if part]


def is_titled(name: str) -> bool:
    """Tell whether words are a name: few, none of them a number, the first and most of them with a capital."""
    words = name.split()
    if not 0 < len(words) <= _MOST_WORDS or any(map(str.isdigit, name)):
        return False
    capitals = sum(word[0].isupper() for word in words)
    return words[0][0].isupper() and words[-1][0].isupper() and 2 * capitals >= len(words)
