"""Quotes: which stretches of a text are put between quotation marks, and whether they are verbatim."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index import Span
from rag.support.speakers import SAYING
from rag.words import fold

# Double quotes of every make; single curly ones only as a pair that starts after a space.
QUOTE = re.compile(r"[“\"„«]([^“”\"„«»]{2,400})[”\"“»]|(?<!\w)[‘']([^‘’'\n]{2,400}(?:[’'](?=\w)[^‘’'\n]*)*)[’'](?!\w)")
OPENS, CLOSES = re.compile(r"[“„«]|(?<![\w.,!?…])\"(?=\w)"), re.compile(r"[”»]|(?<=[\w.,!?…])\"")
MOST_OPEN_CHARS = 300  # of a quotation that goes on outside a stretch, for the stretch to be made longer by it
_ATTRIBUTED = re.compile(r"[,?!…][”»\"]\s[^\"“”„«»\n]{3,200}[.:]$")  # "…," said Carla Minns, who has a daughter.
_GOES_ON = re.compile(r"[ \t]+[“„«\"][^“”\"„«»\n]{2,400}[.!?…][”»\"](?=\s|$)")
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


def close_quotation(text: str, span: Span) -> Span:
    """Return `span` with the whole of a quotation that it begins or ends in the middle of, where that is near.

    A quotation that is followed by who says it ("…," he said) ends with that sentence, and behind that goes on in the
    same paragraph: "…," he said. "…"
    """
    start, end = span.start, span.end
    opening = [match.start() for match in OPENS.finditer(text, start, end)]
    closing = [match.start() for match in CLOSES.finditer(text, start, end)]
    if closing and (not opening or closing[0] < opening[0]):
        before = text[max(0, start - MOST_OPEN_CHARS) : start].rpartition("\n\n")[2]
        marks = list(OPENS.finditer(before))
        if marks and not CLOSES.search(before, marks[-1].end()):
            start -= len(before) - marks[-1].start()
    if opening and (not closing or closing[-1] < opening[-1]):
        behind = text[end : end + MOST_OPEN_CHARS].partition("\n\n")[0]
        mark = CLOSES.search(behind)
        if mark and not OPENS.search(behind, 0, mark.start()):
            rest = re.match(r"[^.!?]*[.!?]" if behind[: mark.start()].endswith(",") else "", behind[mark.end() :])
            end += mark.end() + (rest.end() if rest else 0)
    told = _ATTRIBUTED.search(text, start, end)
    goes_on = _GOES_ON.match(text, end) if told and SAYING.search(told.group()) else None
    return Span(start, goes_on.end() if goes_on else end)


def mend_quotes(claim: str, sources: Sequence[str]) -> str:
    """Return `claim` with its quotes in the letters of one of `sources`, and no quotation marks around the others.

    A quote that differs in case, punctuation or quotation marks gets the source's own characters; an ellipsis
    makes two quotes of one; what stands in no source loses its marks, and is judged like the rest of the claim.
    """
    for quoted in reversed(quotes(claim)):
        # "[Rosneft and CNPC]" stays where the article has it: without it "the two companies" would be others.
        whole = _find(quoted.text, sources)
        found = [whole] if whole else _find_parts(quoted.text, sources)
        opening, closing = claim[quoted.start - 1], claim[quoted.end]
        if found and all(found):
            tail = quoted.text[-1] if quoted.text[-1] in ",.;" else ""  # the claim's own, so outside of the quote
            mended = f"{opening}{f'{closing} … {opening}'.join(found)}{closing}{tail}"
        else:
            mended = quoted.text
        claim = claim[: quoted.start - 1] + mended + claim[quoted.end + 1 :]
    return claim


def _find_parts(said: str, sources: Sequence[str]) -> list[str]:
    """Return `_find` of each part of a quote between ellipses."""
    return [_find(part, sources) for part in re.split(ELLIPSIS, said) if any(map(str.isalnum, part))]


def _find(part: str, sources: Sequence[str]) -> str:
    """Return the characters of the first source that read like `part`; "" when none does."""
    said = re.findall(r"\w+", part)
    closing = r"\]" if part.rstrip().endswith("]") else ""
    pattern = r"\W{1,4}".join(map(re.escape, said)) + closing
    for flags in (re.NOFLAG, re.IGNORECASE):
        if found := next((match for source in sources if (match := re.search(pattern, source, flags))), None):
            return found.group()
    return ""


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
