"""Words of conversations: the name that a question proposes, and how a search compares."""

import re
import unicodedata

from ui.conversations.errors import NameRefused

NAME_CHARS = 60
EXCERPT_CHARS = 120
UNNAMED = "Conversation"
_WORD = re.compile(r"\w+")
# SQLite stores UTF-8, which has no lone surrogate, and some of its functions end at NUL.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_WRITTEN_WITHOUT_SPACES = "\u2e80"  # from here on: Chinese, Japanese and the like, where a word has no clear start


def storable(text: str) -> str:
    """Return `text` with U+FFFD in the place of what SQLite cannot keep."""
    return _UNSTORABLE.sub("\ufffd", text)


def clean_name(name: str, thing: str = "conversation") -> str:
    """Return `name` on one line of at most 200 characters; raises NameRefused where nothing of it can be seen."""
    cleaned = " ".join(storable(_UNSEEN.sub("", name)).split())[:200].strip()
    if not cleaned:
        raise NameRefused(f"{name!r} is no name for a {thing}; expected at least one visible character: type one.")
    return cleaned


def propose_name(question: str, max_chars: int = NAME_CHARS) -> str:
    """Return the first words of `question`, cut at the end of a word."""
    words = " ".join(storable(_UNSEEN.sub("", question)).split())
    if len(words) <= max_chars:
        return words or UNNAMED
    head, space, _ = words[:max_chars].rpartition(" ")
    if not space:
        head = words[: max_chars - 1]  # one endless word, or a language without spaces
    return head.rstrip(" ,;:.!?-–—(„“‘\"'") + "…"


def fold(text: str) -> str:
    """Return the words of `text` without case and accents, each with a space before it."""
    return "".join(f" {_fold_word(word)}" for word in _WORD.findall(unicodedata.normalize("NFC", storable(text))))


def make_needles(query: str) -> tuple[str, ...]:
    """Return what must stand in a folded text that has every word of `query`, or a word that begins so."""
    words = dict.fromkeys(fold(query).split())
    return tuple(word if word[0] >= _WRITTEN_WITHOUT_SPACES else f" {word}" for word in words)


def find_excerpt(text: str, needles: tuple[str, ...]) -> str:
    """Return about 120 characters of `text` around the first of the needles, on one line; empty without one."""
    for word in _WORD.finditer(text):
        if any(needle in f" {_fold_word(word.group())}" for needle in needles):
            first = max(0, word.start() - EXCERPT_CHARS // 3)
            last = first + EXCERPT_CHARS
            before = "…" if first else ""
            after = "…" if last < len(text) else ""
            return before + " ".join(text[first:last].split()) + after
    return ""


def _fold_word(word: str) -> str:
    # Decomposed after casefold: "ﬁ" becomes "fi", "é" becomes "e", and both sides go the same way.
    spread = unicodedata.normalize("NFKD", word.casefold())
    return "".join(sign for sign in spread if not unicodedata.combining(sign)) or word
