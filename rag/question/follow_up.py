"""A follow-up taken apart: what it points back with, and what of the conversation it says again."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rag.question.phrases import Conversation, Role
from rag.words import Word, words

PERSON = re.compile(r"\b(?:he|she|him|her|his|hers|himself|herself)\b", re.IGNORECASE)
THEY = re.compile(r"\b(?:they|them|their|theirs|themselves)\b", re.IGNORECASE)
IT = re.compile(r"\b(?:it|its|itself)\b", re.IGNORECASE)
OWNER = re.compile(r"\b(?:his|her|their|its|hers|theirs)\s+[a-z]", re.IGNORECASE)
POINTER = re.compile(r"\b(?:this|that|these|those)\b", re.IGNORECASE)
POINTED = re.compile(
    r"\b(?:this|that|these|those|such)\s+(?!is\b|was\b|are\b|were\b|did\b|the\b)[a-z]{3}", re.IGNORECASE
)
PLACE_OR_TIME = re.compile(r"\b(?:there|then|here)\b", re.IGNORECASE)
EXISTS = re.compile(r"\b(?:is|are|was|were|be|been)\s+there\b|\bthere\s+(?:is|are|was|were)\b", re.IGNORECASE)
OTHER = re.compile(r"\b(?:other|others|else|another|besides|more|additional|anything)\b", re.IGNORECASE)
ARTICLE = re.compile(r"\b(?:article|interesting|aspects?|important|notable|significant)\b", re.IGNORECASE)
DEFINITE = re.compile(r"\bthe\s+[a-z]{3,}", re.IGNORECASE)
WHY = re.compile(r"^\W*(?:and\s+|but\s+|so\s+)?(?:why|how come)\b", re.IGNORECASE)
WHAT = re.compile(r"^\W*(?:and\s+|but\s+|so\s+)?(?:what|which)\b", re.IGNORECASE)
WHEN_WHERE = re.compile(r"^\W*(?:and\s+|but\s+|so\s+)?(?:when|where)\b", re.IGNORECASE)
YES_NO = re.compile(
    r"^\W*(?:and\s+|but\s+|so\s+)?(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would)\b", re.IGNORECASE
)
AFTER = re.compile(r"\b(?:after|before|next|during|since|later|happened|happen)\b", re.IGNORECASE)
WORK = re.compile(
    r"\b(?:albums?|songs?|singles?|records?|films?|movies?|books?|tours?|shows?|games?|seasons?|roles?|episodes?)\b",
    re.IGNORECASE,
)
LIFE = re.compile(
    r"\b(?:born|die[ds]?|death|parents?|mother|father|marri\w+|wife|husband|child\w*|family|school|college|grow|grew)\b",
    re.IGNORECASE,
)
PATTERNS = (
    PERSON, THEY, IT, OWNER, POINTER, POINTED, PLACE_OR_TIME, EXISTS, OTHER, ARTICLE, DEFINITE, WHAT, YES_NO, AFTER,
    WORK, LIFE,
)  # fmt: skip
ASKED_BEFORE = (OTHER, ARTICLE, PERSON, WHAT, WHY, WHEN_WHERE, YES_NO)


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A follow-up taken apart once, beside the conversation before it.

    `numbers` describe it as a whole. `held` says for each part of the conversation where words of the follow-up
    stand in it, counted in content words; `answers` are the places of the answers, newest first; `names` that of
    each name in the newest answer. `most` is how often the most frequent word of the conversation stands there;
    `asked` counts the follow-up's words in each question so far, the last one first; `marked` are names and quotes.
    """

    text: str
    stems: frozenset[str]
    numbers: tuple[float, ...]
    held: tuple[tuple[int, ...], ...]
    answers: tuple[int, ...]
    names: tuple[int, ...]
    most: int
    asked: tuple[int, ...]
    marked: Mapping[tuple[int, int], int]


def read_follow_up(question: str, talk: Conversation) -> FollowUp:
    """Return `question` with what can be said of it beside the conversation before it."""
    found = words(question)
    stems = frozenset(word.stem for word in found if not word.is_stop)
    held = tuple(
        tuple(
            phrase.order + number
            for phrase in part.phrases
            for number, word in enumerate(phrase.words)
            if word.stem in stems
        )
        for part in talk.parts
    )
    places = reversed(range(len(talk.parts)))
    answers = tuple(place for place in places if talk.parts[place].role is Role.ANSWER)
    newest = talk.parts[answers[0]].phrases if answers else ()
    names = tuple(phrase.order for phrase in newest if phrase.is_name)
    counts = Counter(stem for part in talk.parts for phrase in part.phrases for stem in phrase.stems)
    numbers = (*_describe_question(question, found, stems, talk), *_describe_talk(talk, names, held))
    asked = tuple(len(places) for part, places in zip(talk.parts, held, strict=True) if part.role is Role.QUESTION)
    most = max(counts.values(), default=1)
    marked = {spot: rank for rank, spot in enumerate(_marked(talk, stems))}
    return FollowUp(question, stems, tuple(map(float, numbers)), held, answers, names, most, asked[::-1], marked)


def _marked(talk: Conversation, stems: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Yield where names and quotes stand that say more than the subject and the follow-up do, the newest first."""
    known = stems.union(talk.subject)
    for place in reversed(range(len(talk.parts))):
        for phrase in talk.parts[place].phrases:
            if (phrase.is_name or phrase.is_quoted) and not known.issuperset(phrase.stems):
                yield place, phrase.order


def _describe_question(
    question: str, found: tuple[Word, ...], stems: frozenset[str], talk: Conversation
) -> Iterator[float]:
    for pattern in PATTERNS:
        yield bool(pattern.search(question))
    names = {s for part in talk.parts for phrase in part.phrases if phrase.is_name for s in phrase.stems}
    said = {s for part in talk.parts for phrase in part.phrases for s in phrase.stems}
    yield min(len(stems), 8)
    yield min(len(found), 15)
    yield min(sum(word.is_name and word.start > 0 and not word.is_stop for word in found), 3)
    yield min(len(stems & names), 3)
    yield min(len(stems & said), 5)
    yield len(stems.intersection(talk.subject))
    yield len(set(talk.subject) - stems)
    yield min(len((stems & names) - set(talk.subject)), 3)
    for role in (Role.ANSWER, Role.QUESTION):
        part = next((part for part in reversed(talk.parts) if part.role is role), None)
        yield min(len({s for phrase in part.phrases for s in phrase.stems} & stems), 4) if part else 0


def _describe_talk(talk: Conversation, names: tuple[int, ...], held: tuple[tuple[int, ...], ...]) -> Iterator[float]:
    yield talk.has_heading
    yield min(len(talk.parts), 20)
    for pattern in ASKED_BEFORE:
        yield bool(pattern.search(talk.asked))
    for pronouns in (("he", "she", "him", "her", "his"), ("they", "them", "their"), ("it", "its")):
        yield min(sum(word in pronouns for word in talk.pronouns), 5)
    yield min((part.size for part in talk.parts if part.role is Role.ANSWER and part.age == 0), default=0)
    yield min(len(names), 6)
    yield min((part.age for part, places in zip(talk.parts, held, strict=True) if places), default=12)
