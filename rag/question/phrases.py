"""Phrases of a conversation that a follow-up may need, in order, with where they stand."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from rag.types import Turn
from rag.words import Word, fold, words

MAX_CHARS = 1200
MAX_WORDS = 80  # of an answer; what stands further back is hardly ever meant
RECENT_TURNS = 4  # of older ones, only the questions and the first
INSIDE = frozenset(("", " ", "-", ".", " & ", "’", "'", "–", "/"))
INITIALS = 3  # letters at most before a full stop that ends no sentence: "J.", "Dr.", "St."
# Between two capitals these belong to the name: "Zappa and the Mothers of Invention".
JOINING = frozenset("of the and for de la von van".split())
UNKNOWN = re.compile(r"\s*(?:I (?:don['’]t|do not) know|cannotanswer)\b", re.IGNORECASE)
ASKS = re.compile(
    r"\s*(?:(?:who|whom|whose|what|which|when|where|why|how|is|are|was|were|do|does|did|has|have|had|can|could|would"
    r"|should|tell|name|list|give|show|describe|explain)\b|(?:will|may|might|must|any|and|in|on|at)\s+(?-i:[^A-Z]))",
    re.IGNORECASE,
)
QUOTES = re.compile(r"[\"“”«»*]")
SENTENCE_END = ".!?:\n"


class Role(StrEnum):
    """What a stretch of the conversation is: the heading above it, or part of a turn."""

    TITLE = "title"
    SECTION = "section"
    QUESTION = "question"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A run of content words with no other between them, apart from those inside a name.

    `order` counts the content words before it, `sentence` the sentences; `lead` is the function word in front,
    folded, or nothing. `is_name` says that its first word is capitalised inside a sentence or a second one is.
    """

    text: str
    words: tuple[Word, ...]
    order: int
    sentence: int
    lead: str
    is_name: bool
    is_quoted: bool

    @property
    def stems(self) -> tuple[str, ...]:
        """Return the stems of its content words in order."""
        return tuple(word.stem for word in self.words)


@dataclass(frozen=True, slots=True)
class Part:
    """A heading, a question or an answer; `age` counts turns back, 0 is the last one."""

    role: Role
    age: int
    text: str
    phrases: tuple[Phrase, ...]

    @property
    def size(self) -> int:
        """Return how many content words it has."""
        return sum(len(phrase.words) for phrase in self.phrases)


@dataclass(frozen=True, slots=True)
class Conversation:
    """The parts of a history, oldest first, and the stems of what it is about.

    `subject` are the stems of the heading or, without one, of the names in the first question. `pronouns` are
    those of the questions so far, folded. `asked` is the last question.
    """

    parts: tuple[Part, ...]
    subject: tuple[str, ...]
    pronouns: tuple[str, ...]
    asked: str

    @property
    def has_heading(self) -> bool:
        """Tell whether the history begins with a heading."""
        return self.parts[0].role is Role.TITLE

    @property
    def on_person(self) -> bool:
        """Tell whether the questions so far spoke of "him" or "her"."""
        return any(word in ("he", "she", "him", "her", "his", "hers") for word in self.pronouns)


def read_conversation(history: Sequence[Turn]) -> Conversation:
    """Return what `history` says, without answers that only say that nothing is known.

    A first turn whose question is no question is a heading: a title, and in place of the answer a section's.
    """
    has_heading = is_heading(history[0].question)
    parts: list[Part] = []
    if has_heading:
        parts.append(_read(Role.TITLE, len(history) - 1, history[0].question))
        parts.append(_read(Role.SECTION, len(history) - 1, history[0].answer))
    turns = history[1:] if has_heading else history
    for number, turn in enumerate(turns):
        age = len(turns) - 1 - number
        parts.append(_read(Role.QUESTION, age, turn.question))
        if not UNKNOWN.match(turn.answer) and (age < RECENT_TURNS or number == 0):
            parts.append(_read(Role.ANSWER, age, turn.answer))
    pronouns = tuple(word for turn in turns for word in _plain(turn.question) if word in PRONOUNS)
    return Conversation(tuple(parts), _subject(parts[0]), pronouns, turns[-1].question if turns else "")


def _read(role: Role, age: int, text: str) -> Part:
    return Part(role, age, text, read_phrases(text))


PRONOUNS = frozenset("he she him her his hers they them their theirs it its".split())


def is_heading(text: str) -> bool:
    """Tell whether `text` names a subject and asks nothing."""
    return "?" not in text and not ASKS.match(text)


@lru_cache(maxsize=512)
def read_phrases(text: str) -> tuple[Phrase, ...]:
    """Return the phrases of `text` in order, of its first words only when it is long."""
    phrases: list[Phrase] = []
    run: list[Word] = []
    order, sentence, lead = 0, 0, ""
    stops: list[Word] = []  # the function words since the run's last word
    last: Word | None = None
    for word in words(text[:MAX_CHARS])[:MAX_WORDS]:
        if last and _ends_sentence(text, last, word):
            sentence += 1
        last = word
        if word.is_stop:
            stops.append(word)
            continue
        if run and not _goes_on(text, run[-1], stops, word):
            phrases.append(_phrase(text, run, order, sentence, lead))
            order += len(run)
            run = []
        if not run:
            lead = fold(stops[-1].text) if stops and text[stops[-1].end : word.start].strip() == "" else ""
        run.append(word)
        stops = []
    if run:
        phrases.append(_phrase(text, run, order, sentence, lead))
    return tuple(phrases)


def _goes_on(text: str, last: Word, stops: list[Word], word: Word) -> bool:
    gap = text[last.end : word.start]
    if not stops:
        return gap in INSIDE or (gap == ". " and not _ends_sentence(text, last, word))
    if not (last.is_name and word.is_name) or len(stops) > 2:
        return False
    return all(stop.text.lower() in JOINING for stop in stops) and gap.strip(" ") == " ".join(s.text for s in stops)


def _ends_sentence(text: str, last: Word, word: Word) -> bool:
    gap = text[last.end : word.start]
    if gap == ". ":
        return not (last.is_name and len(last.text) <= INITIALS and word.is_name)
    return gap not in INSIDE and any(mark in SENTENCE_END for mark in gap.strip(" "))


def _phrase(text: str, run: list[Word], order: int, sentence: int, lead: str) -> Phrase:
    start, end = run[0].start, run[-1].end
    before = text[:start].rstrip(" \"'“‘(*")
    inside = bool(before) and before[-1] not in SENTENCE_END
    names = sum(word.is_name for word in run)
    is_name = names > 1 or (names == 1 and (inside or run[0].text.isupper()))
    quoted = len(QUOTES.findall(text[:start])) % 2 == 1
    return Phrase(text[start:end], tuple(run), order, sentence, lead, is_name, quoted)


def _subject(first: Part) -> tuple[str, ...]:
    if first.role is Role.TITLE:
        return tuple(stem for phrase in first.phrases for stem in phrase.stems)
    names = [phrase for phrase in first.phrases if phrase.is_name] or list(first.phrases)
    return tuple(stem for phrase in names for stem in phrase.stems)


def _plain(text: str) -> list[str]:
    return re.findall(r"[a-z]+", text.lower())
