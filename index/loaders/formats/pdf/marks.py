"""Raised and lowered print: exponents, ordinals, formulas, and the marks of notes."""

import re
from collections.abc import Sequence

from index.loaders.formats.pdf.types import Piece

MARK_RATIO = 0.87  # of the size of the print beside it
_MARK_CHARS = 6
_INITIAL_RATIO = 1.6
_ONE_LETTER_WORDS = "AIOEYÀ"
_RISE_EM = 0.12
_NEAR_EM = 0.35
# What an exponent stands on: a ten, a sign of its own, a unit of measure, or a bracket.
_POWER_BASE = re.compile(r"(?:(?<![\d.,])10|(?<!\w)(?:[kcdmµnM]?m|[kmµn]?[sg]|ft|yd|in|mi|[b-zB-HJ-Z]))$")
_POWER = re.compile(r"[+−–-]?\d{1,3}")
_ORDINAL = re.compile(r"st|nd|rd|th|er|re|e|ème|o|os|a|as|er|tm|sm|[™®©℠°ºª′″]", re.IGNORECASE)
_SQUARES = {"2": "²", "3": "³"}


def with_mark(before: str, mark: str, is_raised: bool) -> str:
    """Return the text with small raised or lowered print behind it: "10^6", "m²", "2nd", "H2O", or a note's "1904[12]".

    >>> with_mark("It holds 10", "6", is_raised=True)
    'It holds 10^6'
    """
    mark = mark.strip()
    if not is_raised or not mark:
        return before + mark
    if _POWER.fullmatch(mark) and (_POWER_BASE.search(before) or not mark[0].isdigit()):
        is_unit = before[-1].isalpha() and mark in _SQUARES
        return before + (_SQUARES[mark] if is_unit else f"^{mark.replace('−', '-').replace('–', '-')}")
    if _ORDINAL.fullmatch(mark) and before[-1].isalnum():
        return before + mark
    if re.fullmatch(r"\[.*\]|\(.*\)|[*†‡§¶]+", mark):
        return before + mark
    if re.fullmatch(r"\d{1,3}(?:[,–-]\s?\d{1,3})*|[a-z](?:,\s?[a-z])*", mark):
        return f"{before}[{mark}]"
    return f"{before}^{mark}" if before[-1:].isalnum() else before + mark


def with_initials(pieces: Sequence[Piece]) -> list[Piece]:
    """Return the pieces with large first letters at the words that they begin, on the top line beside them."""
    found = list(pieces)
    for initial in [piece for piece in pieces if len(piece.text) == 1 and piece.text.isupper()]:
        beside = [piece for piece in found if _stands_beside(piece, initial)]
        first = max(beside, key=lambda piece: piece.base, default=None)
        if first is None or not (first.text[:1].islower() or first.text[:2].isupper()):
            continue
        word = re.match(r"\w+", first.text)
        is_word = initial.text in _ONE_LETTER_WORDS and word is not None and _is_word(word[0], initial.text, pieces)
        text = f"{initial.text}{' ' if is_word else ''}{first.text}"
        found[found.index(first)] = first._replace(text=text, left=initial.left)
        found.remove(initial)
    return found


def _stands_beside(piece: Piece, initial: Piece) -> bool:
    size = piece.size
    if initial.size < _INITIAL_RATIO * size or piece.angle != initial.angle:
        return False
    if not -0.3 * size < piece.left - initial.right < 1.2 * size:
        return False
    return initial.base - 0.3 * size < piece.base < initial.base + initial.size


def _is_word(word: str, letter: str, pieces: Sequence[Piece]) -> bool:
    """Tell whether a word stands elsewhere on the page, while the letter and it stand nowhere as one."""
    words = {written.lower() for piece in pieces for written in re.findall(r"\w+", piece.text)}
    others = [piece for piece in pieces for written in re.findall(r"\w+", piece.text) if written == word]
    return len(others) > 1 and (letter + word).lower() not in words


def with_marks(pieces: Sequence[Piece]) -> list[Piece]:
    """Return the pieces with small print that PDFium read as lines of its own at the print that it belongs to."""
    largest = max((piece.size for piece in pieces), default=0.0)
    small = [piece for piece in pieces if len(piece.text) <= _MARK_CHARS and piece.size <= MARK_RATIO * largest]
    found = list(pieces)
    for mark in small:
        beside = [piece for piece in found if _is_mark_of(mark, piece)]
        if not beside:
            continue
        piece = min(beside, key=lambda piece: abs(mark.base - piece.base))
        if abs(mark.left - piece.right) < _NEAR_EM * piece.size:
            text = with_mark(piece.text, mark.text, is_raised=mark.base > piece.base)
            marked = piece._replace(text=text, right=mark.right)
        else:
            marked = piece._replace(text=f"{mark.text} {piece.text}", left=mark.left)
        found[found.index(piece)] = marked
        found.remove(mark)
    return found


def _is_mark_of(mark: Piece, piece: Piece) -> bool:
    """Tell whether small print stands close behind a piece, or raised close before it."""
    rise = mark.base - piece.base
    if mark.size > MARK_RATIO * piece.size or not _RISE_EM * piece.size < abs(rise) < 0.9 * piece.size:
        return False
    near = _NEAR_EM * piece.size
    return abs(mark.left - piece.right) < near or (rise > 0 and abs(mark.right - piece.left) < near)
