"""Cleaning that every text goes through on its way in: line ends, invisible characters, titles."""

import re
import unicodedata

SHORT_LINE_CHARS = 100
CUT_TITLE_CHARS = 90

_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
# Control characters except newline and tab, the soft hyphen, zero-width and bidirectional controls, letters without
# a glyph, tags and variation selectors (which can spell a whole text that nobody sees; the two that choose between
# a text sign and an emoji stay), the byte order mark, noncharacters, and lone surrogates (SQLite cannot store those).
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufdd0-\ufdef\ufe00-\ufe0d\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\ud800-\udfff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0x110000, 0x10000))
    + "]"
)
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
_MARKUP_AROUND_TITLE = re.compile(r"^(?:#{1,6}\s+|>\s*|[-*+]\s+)+|[*_`]{2,}")


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
    visible = _INVISIBLE.sub("", _LINE_ENDS.sub("\n", text))
    if visible.isascii():
        return visible
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
