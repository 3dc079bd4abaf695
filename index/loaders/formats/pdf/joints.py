"""Joints between a line's end and the next line: a space, nothing, or the middle of a word."""

import re
from collections.abc import Set

from index.loaders.formats.pdf.characters import HYPHENS
from index.loaders.hyphens import is_hanging, join_parts

LINE_HYPHENS = (*HYPHENS, "-", "‐")
_LONGEST_WORD = 80
_BROKEN = re.compile(rf"([^\W_]+(?:[-'’][^\W_]+)*)[{HYPHENS}\-‐]$")
_GOES_ON = re.compile(r"[^\W_]+")
# Scripts that put no space between words: Thai, Lao, Burmese, Khmer, Han and kana, with their signs.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u30ff\u31c0-\u31ff\u3400-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff01-\uff60"
    "\U00020000-\U0003ffff]"
)


def joint(before: str, after: str, words: Set[str]) -> tuple[str, str]:
    """Return `before` as it is to be written, and what stands between it and `after`, the print that follows it.

    A hyphen at the end of `before` goes where the line break made it. `words` are the document's other words, in
    small letters, compounds with their hyphen.
    """
    if before.endswith(LINE_HYPHENS):
        broken = _BROKEN.search(before[-_LONGEST_WORD:])
        follows = _GOES_ON.match(after)
        before = before[:-1]
        if broken and follows and not is_hanging(broken[1], follows[0]):
            is_whole = join_parts(broken[1], follows[0], words) == broken[1] + follows[0]
            return (before if is_whole else f"{before}-"), ""
        return f"{before}-", " "
    is_unspaced = _UNSPACED.match(before[-1:]) and _UNSPACED.match(after[:1])
    return before, "" if is_unspaced else " "


def joined(before: str, after: str, words: Set[str]) -> str:
    """Return two stretches of print that follow each other as one text."""
    start, between = joint(before, after, words)
    return f"{start}{between}{after}"
