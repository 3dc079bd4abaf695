"""Cleaning that every text goes through on its way in: line ends, invisible characters, titles."""

import re
import unicodedata

from index.invisible import INVISIBLE

SHORT_LINE_CHARS = 100
CUT_TITLE_CHARS = 90

_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
# Control characters except newline and tab, what leaves no trace, noncharacters, and lone surrogates (SQLite cannot
# store those).
_UNSEEN = re.compile(
    f"[\x00-\x08\x0b-\x1f\x7f-\x9f{INVISIBLE}\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0x110000, 0x10000))
    + "]"
)
_PLAIN = {code: "\n" if chr(code) in "\r\x0b\x0c" else None for code in (*range(9), *range(11, 32), 127)}
# What sets colours on a terminal and moves its cursor (ECMA-48): logs hold it.
_TERMINAL = re.compile("\x1b(?:\\[[0-?]*[ -/]*[@-~]|\\][^\x07\x1b\n]*(?:\x07|\x1b\\\\))")
# The joiner and the non-joiner are letters of a kind in scripts whose letters join, and the joiner makes one emoji
# of several; anywhere else they are invisible.
_JOINED = (
    "\u0600-\u06ff\u0700-\u08ff\u0900-\u0dff\u0f00-\u0fff\u1000-\u109f\u1780-\u18af\u1900-\u1cff\ua840-\uabff"
    "\ufb50-\ufdcf\ufe70-\ufefc\U00010d00-\U00011fff"
)
_SIGNS = "\u2190-\u2bff\ufe0f\U0001f000-\U0001faff"
_JOINERS = re.compile(
    f"(?<=[{_JOINED}])([\u200c\u200d])[\u200c\u200d]*(?=[{_JOINED}])|(?<=[{_SIGNS}])(\u200d)(?=[{_SIGNS}])|[\u200c\u200d]+"
)
# Letters in the shapes that they take inside words, from old programs and PDFs; they mean the plain letters.
_ARABIC_SHAPES = re.compile("[\ufb50-\ufdcf\ufdf0-\ufdfc\ufe80-\ufefc]+")
_MARKUP_AROUND_TITLE = re.compile(r"^(?:#{1,6}\s+|={1,6}\s+|#\+title:\s*|>\s*|[-*+]\s+)+|[*_`]{2,}", re.IGNORECASE)


def clean_text(text: str) -> str:
    """Return `text` with line feeds for line ends, invisible characters gone, and trailing spaces trimmed.

    Blank lines at both ends are dropped; composed and decomposed letters stay as they are, and Arabic letters in the
    shapes of print become plain ones.
    """
    return "\n".join(line.rstrip() for line in _visible(text).split("\n")).strip("\n")


def clean_line(text: str) -> str:
    """Return `text` on one line: clean, with every run of white space as one space."""
    return " ".join(_visible(text).split())


def _visible(text: str) -> str:
    if "\x1b" in text:
        text = _TERMINAL.sub("", text)
    if text.isascii():
        # Most text: several times as fast as the patterns are.
        return text.replace("\r\n", "\n").translate(_PLAIN)
    visible = _UNSEEN.sub("", _LINE_ENDS.sub("\n", text))
    visible = _JOINERS.sub(lambda found: found[1] or found[2] or "", visible)
    return _ARABIC_SHAPES.sub(lambda found: unicodedata.normalize("NFKC", found[0]), visible)


def title_from(text: str) -> str:
    """Return a title for an article that has none: its first line, or the first words of a long one."""
    lines = [line for line in text.split("\n", 200) if line.strip()][:200]
    first = next((line for line in lines if any(character.isalnum() for character in line)), lines[0])
    head = first.strip()[: 10 * SHORT_LINE_CHARS]
    line = clean_line(_MARKUP_AROUND_TITLE.sub("", head)) or clean_line(head)
    if len(line) <= SHORT_LINE_CHARS:
        return line
    head = line[: CUT_TITLE_CHARS + 1]
    # A language without spaces has no word boundary to cut at.
    words = head.rpartition(" ")[0] or head[:CUT_TITLE_CHARS]
    return words.rstrip(" ,;:–—-") + "…"
