"""Quotes: which stretches of a text are put between quotation marks, and whether they are verbatim."""

import re
from dataclasses import dataclass

from rag.words import fold

# Double quotes of every make; single curly ones only as a pair that starts after a space.
QUOTE = re.compile(r"[“\"„«]([^“”\"„«»]{2,400})[”\"“»]|(?<!\w)[‘']([^‘’'\n]{2,400}(?:[’'](?=\w)[^‘’'\n]*)*)[’'](?!\w)")


@dataclass(frozen=True, slots=True)
class Quoted:
    """The inside of a pair of quotation marks, with its offsets."""

    text: str
    start: int
    end: int


def quotes(text: str) -> tuple[Quoted, ...]:
    """Return what stands between quotation marks in `text`; words that quotes hold alone count, too."""
    found = []
    for match in QUOTE.finditer(text):
        group = 1 if match.group(1) else 2
        found.append(Quoted(match.group(group), match.start(group), match.end(group)))
    return tuple(found)


def is_verbatim(quote: str, text: str) -> bool:
    """Tell whether `quote` stands in `text`, letter by letter but for case, quotation marks and white space.

    An ellipsis in the quote may stand for anything; a comma or full stop at its end may be the quoting sentence's.
    """
    parts = [_plain(part) for part in re.split(r"\.\.\.|…|\[[^\]]*\]", quote)]
    plain = _plain(text)
    place = 0
    for part in filter(None, parts):
        place = plain.find(part, place)
        if place < 0:
            return False
        place += len(part)
    return any(parts)


def _plain(text: str) -> str:
    kept = re.sub(r"[“”\"„«»'‘’]", "", fold(text))
    kept = re.sub(r"\s*([,.;:!?])\s*", r"\1 ", kept)
    return " ".join(kept.split()).strip(" ,.;:!?")
