"""Quotes: which stretches of a text are put between quotation marks, and whether they are verbatim."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.words import fold

# Double quotes of every make; single curly ones only as a pair that starts after a space.
QUOTE = re.compile(r"[“\"„«]([^“”\"„«»]{2,400})[”\"“»]|(?<!\w)[‘']([^‘’'\n]{2,400}(?:[’'](?=\w)[^‘’'\n]*)*)[’'](?!\w)")
ELLIPSIS = re.compile(r"\.\.\.|…|\[[^\]]*\]")


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


def mend_quotes(claim: str, sources: Sequence[str]) -> str:
    """Return `claim` with its quotes in the letters of one of `sources`, and no quotation marks around the others.

    A quote that differs in case, punctuation or quotation marks gets the source's own characters; an ellipsis
    makes two quotes of one; what stands in no source loses its marks, and is judged like the rest of the claim.
    """
    for quoted in reversed(quotes(claim)):
        found = [_find(part, sources) for part in re.split(ELLIPSIS, quoted.text) if any(map(str.isalnum, part))]
        opening, closing = claim[quoted.start - 1], claim[quoted.end]
        if found and all(found):
            tail = quoted.text[-1] if quoted.text[-1] in ",.;" else ""  # the claim's own, so outside of the quote
            mended = f"{opening}{f'{closing} … {opening}'.join(found)}{closing}{tail}"
        else:
            mended = quoted.text
        claim = claim[: quoted.start - 1] + mended + claim[quoted.end + 1 :]
    return claim


def _find(part: str, sources: Sequence[str]) -> str:
    """Return the characters of the first source that read like `part`; "" when none does."""
    said = re.findall(r"\w+", part)
    pattern = re.compile(r"\W{1,4}".join(map(re.escape, said)), re.IGNORECASE)
    return next((match.group() for source in sources if (match := pattern.search(source))), "")


def is_verbatim(quote: str, text: str) -> bool:
    """Tell whether `quote` stands in `text`, letter by letter but for case, quotation marks and white space.

    An ellipsis in the quote may stand for anything; a comma or full stop at its end may be the quoting sentence's.
    """
    parts = [_plain(part) for part in re.split(ELLIPSIS, quote)]
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
