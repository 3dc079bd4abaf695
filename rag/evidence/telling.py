"""Telling lines: which lines of a text are sentences that tell something, and which are headings or promotion."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from index import Span
from index.search.terms.characters import UNSPACED
from index.splitting import split_blocks
from index.splitting.rows import read_cells
from index.splitting.sentences import sentences_within
from rag.evidence.markup import show

LEAST_WORDS = 3  # "Nobody was hurt."
LEAST_UNSPACED = 8  # characters of a script without spaces, which has other ends than a full stop
MOST_CHARS = 700  # longer is no sentence but a text without full stops
MOST_HEADING_WORDS = 16
_ENDS = re.compile(r"[.!?…。！？:;][\"'”’»)\]*_]*$")
_UNSPACED = re.compile(f"[{UNSPACED}]")
# Points at another article: "READ MORE: …", "CAR RECALLS:Does my car …", "WHAT'S NEXT? How rates …", and whatever has a
# headline glued behind its colon: "More on whales:Why they sing". "OPENING HOURS: …" tells something.
_CAPITALS = r"[\W_]*(?:[A-Z0-9][A-Z0-9’'&.-]*(?:, | |(?=\W))){2,}[’']?"
_PROMOTION = re.compile(
    r"[\W_]*(?:READ|SEE|WATCH|LISTEN|RELATED)\b[A-Z’' ]*\??:(?!.*[.!…][\"”’)]*$)"
    rf"|(?:{_CAPITALS}|[A-Z]{{5,}})\??:(?=[\w'\"“‘](?:\S+\s+){{3}})"
    r"|[A-Z'‘\"“][^.!?:\n]{2,80}[\w’'”\"]\??:(?=['\"“‘]?[A-Z] ?[a-z]\S*\s+(?:\S+\s+){2})(?!.*[.!…][\"”’)]*$)"
    rf"|{_CAPITALS}\? (?=[A-Z][a-z](?:\S+\s+){{4}})"
    r"|.*\b(?:Videos?|(?i:watch(?:ed)?))\b.*\s\d{1,2}:\d\d\s*$"  # how long it is
    r"|.*\bnewsletter:?\s?Sign up\b|[\W_]*Sign up (?:for|to)\b.*\bnewsletters?\b"
    r"|[\W_]*On (?:today|this week|the latest)\b.*\b(?:podcast|episode)\b.*:\s*$"
    rf"|{_CAPITALS}: (?:Check|Subscribe|Sign up|What|How|Why|Where|Who|When|Do|Don['’]t)\b",
    re.DOTALL,
)
# Stands beneath a picture, of which it says what is to be seen: "Hide Caption 3 of 20 Photos: …".
_CAPTION = re.compile(
    r"^[\W_]*(?:(?:(?:Hide|Show) [Cc]aption|(?:Photos?|Pictures?|In pictures|Video):)"
    r"|In this (?:[\w-]+ ){0,3}(?:image|photo|photograph|picture|frame|still|illustration)\b)"
    r"|\b[A-Z][\w’'-]+, (?:(?:far|top|bottom|second from|third from) )?(?:left|right|cent(?:er|re)(?: left| right)?)"
    r"(?=,| and\b|\W*$)"
    r"|^[\W_]*An? (?:[\w-]+ )?(?:view|photo|photograph|image|picture) of\b.*\b(?:can be|is) seen\b"
    # Whose picture it is: "Ada Vane/Reuters Fans cheer …", "Ada Vane for CNN Fans cheer …".
    r"|^[\W_]*[A-Z][\w.’' /-]{2,60}/(?:AP|AFP|Reuters|Getty|EPA|PA|Bloomberg|Xinhua|Kyodo|Anadolu|Shutterstock)\b"
    r"|^[\W_]*(?:[A-Z][\w.’'-]+ ){2,3}for (?:CNN|USA TODAY|[Tt]he [A-Z]\w+) (?=[A-Z])|\bGetty Images\b"
    r"|^[\W_]*(?:[A-Z][\w.’'-]* ){2,5}pictured (?:at|in|on|with|during)\b"
    r"|\b(?:is|are|was|were) (?:seen|pictured|shown) (?:here|above|below|in this (?:image|photo|picture|undated))\b"
)
# Begins a paragraph as its heading: "**Lift with a fork.** Begin a foot away from the stem."
_RUN_IN = re.compile(r"\s*(?:\*\*[^*\n]{2,80}\*\*|__[^_\n]{2,80}__)\s*")
BULLET = re.compile(r"^\s*(?:[-*+•‣◦▪■●►·|]|\(?\d{1,3}[.)])\s")


@lru_cache(maxsize=4096)
def telling_spans(text: str, offset: int = 0) -> tuple[tuple[Span, bool], ...]:
    """Return the sentences of `text` that tell something, moved by `offset`, and whether each begins a paragraph.

    Left out are headings, rules of tables, and lines of fewer than `LEAST_WORDS` words that do not end like a sentence
    and are no row of a table. A shorter sentence belongs to the one before it.
    """
    found = []
    for block in split_blocks(text):
        if block.kind == "heading":
            continue
        first = True
        for span in _joined(text, sentences_within(text, block.span)):
            if is_promotion(text, span):
                continue
            if tells(span.of(text)):
                found.append((Span(span.start + offset, span.end + offset), first))
            elif not first and found and _ends_short(span.of(text)):
                found[-1] = (Span(found[-1][0].start, span.end + offset), found[-1][1])
            first = False
    return tuple(found)


def _joined(text: str, spans: Iterable[Span]) -> Iterator[Span]:
    """Yield the sentences of a paragraph; the heading that runs into it is one with the first."""
    head: Span | None = None
    for row, span in enumerate(spans):
        if row == 0 and _RUN_IN.fullmatch(span.of(text)):
            head = span
            continue
        yield Span(head.start, span.end) if head else span
        head = None
    if head:
        yield head


@lru_cache(maxsize=4096)
def headings_in(text: str) -> tuple[tuple[int, str], ...]:
    """Return the headings of a passage with their offsets; a question on a line of its own is one."""
    found = []
    for block in split_blocks(text):
        said = block.span.of(text).strip()
        is_question = said.endswith("?") and "\n" not in said and len(said.split()) <= MOST_HEADING_WORDS
        if block.kind == "heading" or is_question:
            found.append((block.span.start, said))
    return tuple(found)


def tells_throughout(text: str) -> bool:
    """Tell whether nothing but sentences that tell something stands in `text`."""
    told = "".join(span.of(text) for span, _ in telling_spans(text))
    return "".join(told.split()) == "".join(text.split())


def points_elsewhere(said: str) -> bool:
    """Tell whether a line promotes another article, or stands beneath a picture."""
    return _promotes(said) or _CAPTION.search(said) is not None


def is_promotion(text: str, span: Span) -> bool:
    """Tell whether a sentence of `text` stands in a line that promotes another article."""
    return _promotes(_line_at(text, span))


def _promotes(line: str) -> bool:
    return _PROMOTION.match(line) is not None


def _line_at(text: str, span: Span) -> str:
    """Return the line in which a sentence begins: the two of "CAN I SWITCH? What my car needs" promote as one."""
    end = text.find("\n", span.start)
    return text[text.rfind("\n", 0, span.start) + 1 : end if end >= 0 else len(text)]


def tells(said: str) -> bool:
    """Tell whether a line is a sentence that tells something, or a row of a table."""
    shown = show(said)
    if not any(map(str.isalnum, shown)) or len(said) > MOST_CHARS or points_elsewhere(said):
        return False
    if read_cells(said.strip()):
        return True
    unspaced = not shown.isascii() and len(_UNSPACED.findall(shown)) >= LEAST_UNSPACED
    count = len(shown.split())
    return unspaced or (
        count >= LEAST_WORDS and (count > 9 or bool(_ENDS.search(said.rstrip())) or bool(BULLET.match(said)))
    )


def _ends_short(said: str) -> bool:
    """Tell whether it is a sentence too short to stand alone: "Nobody died.", "Seven men."."""
    return 0 < len(said.split()) < LEAST_WORDS and _ENDS.search(said) is not None
