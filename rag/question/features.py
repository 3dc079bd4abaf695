"""Features of a word of the conversation and a follow-up: the numbers that the choice is made by."""

from collections.abc import Iterator
from dataclasses import dataclass

from rag.question.follow_up import FollowUp
from rag.question.phrases import Conversation, Part, Phrase, Role
from rag.words import Word

DETERMINERS = frozenset(("the", "this", "that", "these", "those"))
FAR = 30
NEAR = 1  # turns back


@dataclass(frozen=True, slots=True)
class Mention:
    """A word at one place: `place` is the part's in the conversation, `number` the word's in the phrase."""

    part: Part
    phrase: Phrase
    place: int
    number: int

    @property
    def word(self) -> Word:
        """Return the word itself."""
        return self.phrase.words[self.number]

    @property
    def order(self) -> int:
        """Return how many content words of the part stand before it."""
        return self.phrase.order + self.number


def candidates(follow_up: FollowUp, talk: Conversation) -> dict[str, list[Mention]]:
    """Return the mentions of each word, by its stem, that the conversation holds and the follow-up does not.

    A word that an older answer says once is left out unless it is part of a name: hardly any is ever meant.
    """
    found: dict[str, list[Mention]] = {}
    for place, part in enumerate(talk.parts):
        for phrase in part.phrases:
            for number, word in enumerate(phrase.words):
                if word.stem not in follow_up.stems:
                    found.setdefault(word.stem, []).append(Mention(part, phrase, place, number))
    return {stem: mentions for stem, mentions in found.items() if len(mentions) > 1 or _is_near(mentions[0])}


def _is_near(mention: Mention) -> bool:
    return mention.part.role is not Role.ANSWER or mention.part.age <= NEAR or mention.phrase.is_name


def describe(stem: str, mentions: list[Mention], follow_up: FollowUp, talk: Conversation) -> tuple[float, ...]:
    """Return the numbers of one word, those of the follow-up behind its own."""
    own = (
        *_roles(stem, mentions, talk),
        *_place(mentions, follow_up),
        *_proximity(mentions, follow_up),
        *_shape(mentions, follow_up, talk),
    )
    return (*map(float, own), *follow_up.numbers)


def _roles(stem: str, mentions: list[Mention], talk: Conversation) -> Iterator[float]:
    """Yield in which parts of the conversation a word stands, and how often."""
    roles = {(m.part.role, m.part.age) for m in mentions}
    kinds = [m.part.role for m in mentions]
    yield stem in talk.subject
    yield Role.TITLE in kinds
    place = talk.subject.index(stem) if stem in talk.subject else -1
    yield place
    yield len(talk.subject) - place
    yield len(talk.subject)
    yield any(m.part.text[: m.word.start].count("(") > m.part.text[: m.word.start].count(")") for m in mentions)
    yield Role.SECTION in kinds
    for age in range(2):
        yield (Role.ANSWER, age) in roles
        yield (Role.QUESTION, age) in roles
    yield min(kinds.count(Role.QUESTION), 4)
    yield min(kinds.count(Role.ANSWER), 4)
    yield min((m.part.age for m in mentions if m.part.role in (Role.ANSWER, Role.QUESTION)), default=12)
    yield min((m.part.age for m in mentions if m.part.role is Role.QUESTION), default=12)


def _place(mentions: list[Mention], follow_up: FollowUp) -> Iterator[float]:
    """Yield how far back the answer lies that holds a word, and where in the newest answer it stands."""
    answered = [rank for rank, place in enumerate(follow_up.answers) if any(m.place == place for m in mentions)]
    yield min(answered, default=12)
    newest = follow_up.answers[0] if follow_up.answers else -1
    last = next((m for m in mentions if m.place == newest), None)
    if last is None:
        yield from (FAR, 2, 9, FAR, 9, 9)
        return
    yield min(last.order, FAR)
    yield last.order / max(1, last.part.size)
    yield last.phrase.sentence
    yield min(last.part.size, FAR)
    yield sum(order < last.phrase.order for order in follow_up.names)
    yield sum(order > last.phrase.order for order in follow_up.names)


def _proximity(mentions: list[Mention], follow_up: FollowUp) -> Iterator[float]:
    """Yield how near to words of the follow-up a word stands, in any part and in the newest that has both."""
    nearest, newest, age = FAR, FAR, 12
    for mention in mentions:
        distance = min((abs(mention.order - order) for order in follow_up.held[mention.place]), default=FAR)
        nearest = min(nearest, distance)
        if distance < FAR:
            newest, age = distance, mention.part.age
    shared = [(follow_up.asked[m.part.age], m.part.age) for m in mentions if m.part.role is Role.ANSWER]
    yield max((count for count, _ in shared), default=0)
    yield min((age for count, age in shared if count), default=12)
    yield nearest
    yield newest
    yield age
    yield max(sum(word.stem in follow_up.stems for word in m.phrase.words) for m in mentions)


def _shape(mentions: list[Mention], follow_up: FollowUp, talk: Conversation) -> Iterator[float]:
    """Yield what a word and its phrases look like."""
    newest = mentions[-1]
    text, phrase = newest.word.text, newest.phrase
    others = {word.stem for m in mentions for word in m.phrase.words} - {newest.word.stem}
    yield len(others.intersection(talk.subject)) / max(1, len(others))
    yield min(len(others), 8)
    yield len(mentions) / follow_up.most
    yield any((m.phrase.is_name or m.part.role is Role.TITLE) and m.word.is_name for m in mentions)
    yield phrase.is_name
    yield text[0].isupper()
    yield text.endswith("ed")
    yield min(len(text), 10)
    yield len(phrase.words)
    yield newest.number
    yield len(phrase.words) - 1 - newest.number
    yield any(m.phrase.lead in DETERMINERS for m in mentions)
    yield min((follow_up.marked.get((m.place, m.phrase.order), 12) for m in mentions), default=12)
    yield min(len(newest.part.phrases), 12)
    yield max(m.phrase.order == 0 and len(m.part.phrases) == 1 for m in mentions)
