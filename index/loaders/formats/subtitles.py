"""Subtitles and transcripts (`.srt`, `.vtt`): what is said, as prose whose places are the times at which it is said."""

import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from index.errors import LoadError
from index.loaders.base import NO_TEXT, Part, make_article, read_bytes
from index.loaders.encoding import decode
from index.types import Article, Failure

_TIMES = re.compile(
    r"^[ \t]*((?:\d{1,3}:)?\d{1,2}:\d{2})[.,](\d{1,3})[ \t]*-->[ \t]*((?:\d{1,3}:)?\d{1,2}:\d{2})[.,](\d{1,3}).*$",
    re.MULTILINE,
)
_VOICE = re.compile(r"<v(?:\.[^ >]*)?[ \t]+([^>]+)>")
_TAGS = re.compile(r"</?[a-zA-Z][^<>]*>|<\d[\d:.]*>|\{\\[^{}]*\}")
_SPOKEN = re.compile(r"[-–—]\s?\S|[^\W\d_][^:.!?]{1,40}:\s")
_ENDS = re.compile(r"[.!?…。！？♪][\"'”’»)\]]*$")
_PAUSE_S = 4.0
_AT_ONCE_S = 0.1
_LONG = 700  # characters behind which the next sentence begins a paragraph
_LONGEST = 3000


class Cue(NamedTuple):
    """What is shown at once: its lines, and from when to when in seconds."""

    begin: float
    end: float
    lines: tuple[str, ...]


def load_subtitles(path: Path, article_id: str) -> Iterator[Article | Failure]:
    """Yield the transcript as one article, titled after its file; style sheets and notes to editors are left out."""
    text = decode(read_bytes(path)).replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise LoadError(NO_TEXT)
    cues = [*_cues(text)]
    if not cues:
        raise LoadError("holds no times such as 00:01:02,500 --> 00:01:04,000, so it is no subtitles")
    yield make_article(article_id, parts=_parts(cues), title=path.stem)


def _cues(text: str) -> Iterator[Cue]:
    times = [*_TIMES.finditer(text)]
    ends = [*(found.start() for found in times[1:]), len(text)]
    for found, end in zip(times, ends, strict=False):
        shown = text[found.end() : end].lstrip("\n").split("\n\n")[0]
        lines = (_plain(line) for line in shown.split("\n"))
        yield Cue(_seconds(found[1], found[2]), _seconds(found[3], found[4]), tuple(filter(None, lines)))


def _plain(line: str) -> str:
    return html.unescape(_TAGS.sub("", _VOICE.sub(r"\1: ", line))).strip()


def _seconds(clock: str, part: str) -> float:
    total = 0
    for number in clock.split(":"):
        total = 60 * total + int(number)
    return total + float(f"0.{part}")


def _parts(cues: list[Cue]) -> Iterator[Part]:
    """Yield the paragraphs: one ends at a pause, where somebody else speaks, and behind a sentence once it is long."""
    said = ""
    begun = ended = 0.0
    before = Cue(0.0, 0.0, ())
    for cue in cues:
        lines, before = _new_lines(before, cue), cue
        for line in lines:
            is_over = cue.begin - ended > _PAUSE_S or bool(_SPOKEN.match(line)) or len(said) > _LONGEST
            if said and (is_over or (len(said) > _LONG and _ENDS.search(said))):
                yield Part(_clock(begun), said)
                said = ""
            begun = begun if said else cue.begin
            said = f"{said} {line}".strip()
            ended = max(ended, cue.end)
    yield Part(_clock(begun), said)


def _new_lines(before: Cue, cue: Cue) -> tuple[str, ...]:
    """Return the lines of a cue without those that the one before ends with: captions that roll show each twice."""
    is_shown_on = abs(cue.begin - before.end) < _AT_ONCE_S
    longest = min(len(before.lines), len(cue.lines)) if is_shown_on else 0
    again = next((count for count in range(longest, 0, -1) if before.lines[-count:] == cue.lines[:count]), 0)
    is_rolled = again < len(cue.lines) or cue.end - cue.begin < _AT_ONCE_S
    return cue.lines[again:] if is_rolled else cue.lines


def _clock(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    return f"at {minutes // 60}:{minutes % 60:02}:{rest:02}"
