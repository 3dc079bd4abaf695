"""Reading: which side of a comparison each sentence of an article is of, read in order as a reader would."""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from index import Span
from index.splitting import split_blocks
from index.splitting.rows import is_row
from rag.answer.people.attribution import HIDDEN, Voice, subjects_in, voices_in
from rag.evidence.sentences import Sentence
from rag.words import content_stems, words

_OF_PEOPLE = re.compile(r"\b(?:he|she|they|his|her|their|er|sie|il|elle|ils|elles|él|ella)\b", re.IGNORECASE)
_OF_ONE = re.compile(r"\b(?:he|she|his|her|er|sie|il|elle|él|ella)\b", re.IGNORECASE)
_OF_THINGS = re.compile(r"\b(?:it|its|they|their|both|es|il|elle|ello)\b", re.IGNORECASE)

_TITLE = re.compile(r"\W*(?:(?:the|former|ex-?)\s+)?(?:Mr|Mrs|Ms|Dr|Sir|Lord|Herr|Frau)?\.?\s*", re.IGNORECASE)


def is_read_of(sentence: Sentence, own: frozenset[str], others: frozenset[str]) -> bool:
    """Tell whether a sentence that names neither side goes on about the one whose stems are `own`.

    It does behind a sentence about that side in its paragraph, and in the next ones as long as a pronoun takes it up;
    another's words, and a sentence that begins with another name, are of neither.
    """
    text = sentence.article.text
    return any(span.overlaps(sentence.span) for span in _read(text, own, others))


@lru_cache(maxsize=64)
def _read(text: str, own: frozenset[str], others: frozenset[str]) -> tuple[Span, ...]:
    """Return the sentences that are of the side `own`, those that name it among them."""
    voices = voices_in(text, Span(0, len(text)))
    starts = {block.span.start for block in split_blocks(text)}
    takes_up = _OF_PEOPLE if _is_person(voices, own) else _OF_THINGS
    found, is_own = list[Span](), False
    for voice in voices:
        told = voice.outside.replace(HIDDEN, " ")
        stems = content_stems(told)
        if own & stems or others & stems:
            is_own = bool(own & stems) and (not others & stems or _comes_first(told, own, others))
        elif is_row(text, voice.span) or _is_of_another(voice, told, own):
            is_own = bool(_names(voice) & own)
        elif voice.names:
            is_own = True
        elif voice.span.start in starts:
            is_own = is_own and takes_up.search(told) is not None
        if is_own:
            found.append(voice.span)
    return tuple(found)


def _is_person(voices: Sequence[Voice], own: frozenset[str]) -> bool:
    """Tell whether a side is somebody: it speaks, and "he" or "she" stands right behind where it is named."""
    behind = [later for one, later in pairwise(voices) if own & content_stems(one.outside)]
    return any(_names(voice) & own for voice in voices) and any(_OF_ONE.search(one.outside) for one in behind)


def _names(voice: Voice) -> frozenset[str]:
    return frozenset(word.stem for name in voice.names for word in name.words)


def _is_of_another(voice: Voice, told: str, own: frozenset[str]) -> bool:
    """Tell whether a sentence that names no side is another's words, or begins with another name."""
    if voice.names:
        return not _names(voice) & own
    return begins_with_another(told, own)


def begins_with_another(told: str, own: frozenset[str]) -> bool:
    """Tell whether a sentence begins with somebody's name that has none of the stems `own`."""
    first = [name for name in subjects_in(told) if _TITLE.fullmatch(told, 0, name.start)]
    return any(own.isdisjoint(word.stem for word in name.words) for name in first)


def _comes_first(told: str, own: frozenset[str], others: frozenset[str]) -> bool:
    named = next((word.stem for word in words(told) if word.stem in own | others), "")
    return named in own
