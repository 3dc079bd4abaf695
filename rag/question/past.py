"""The people and things of the last turns, and which of them a pronoun or a bare noun means."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rag.question.mentions import GENERIC, HE, IT, THEY, Mention, find_mentions, is_plural
from rag.question.pronouns import Pronoun
from rag.question.subject import topic_words
from rag.types import Turn
from rag.words import content_stems, stem, words

MOST_TOPICS = 2
MOST_KEYWORDS = 5
ASKS = re.compile(
    r"^\W*(?:who|whom|whose|what|which|when|where|why|how|is|are|was|were|do|does|did|has|have|had|can|could|will"
    r"|would|tell|list"
    r"|name|give|show|explain|compare|summari[sz]e)\b",
    re.IGNORECASE,
)
AT_START = 4  # characters, by which an answer begins with what was asked for
_ASKS_WHO = re.compile(
    r"^\W*(?:(?:and|but|so|und|et|y)\s+)?(?:by\s+|to\s+|for\s+|with\s+)?"
    r"(?:who(?:m|se)?|wer|wen|wem|qui|qui[eé]n(?:es)?)\b",
    re.IGNORECASE,
)
_ASKS_OBJECT = re.compile(
    r"^\W*(?:(?:and|but|so)\s+)?(?:\w+\s+)?who(?:m|se)?\s+(?:did|does|do|has|have|had|will|would|can)\b", re.IGNORECASE
)
_ASKS_WHO_IS = re.compile(r"^\W*\w+\s+(?:is|was|are|were|ist|war|sind|est|était|es|fue|era)\s+[A-Z]", re.IGNORECASE)
_ASKS_WHO_WAS = re.compile(
    r"^\W*(?:(?:and|but|so)\s+)?who\s+(?:was|were|is|has been|got)\s+(?P<verb>[a-z]+)\b", re.IGNORECASE
)
_PASSIVE = re.compile(r"\b(?:was|were|is|been|being|got)\s+(?:\w+ly\s+)?$", re.IGNORECASE)
_ASKS_DOER = re.compile(  # "What held up the launch?"
    r"^\W*(?:(?i:and|but|so)\s+)?(?i:what)\s+(?!(?:is|are|was|were|did|does|do|will|would|can|could|should|has|have"
    r"|had)\b)"
    r"\w+(?:ed|t|ld|ew|ose|ame|ent|an)\b(?=\s+(?:\w+\s+)?(?:the|a|an|his|her|its|their|this|that|[A-Z])\b)",
)
_ASKS_WHICH = re.compile(
    r"^\W*(?:(?:and|but|so)\s+)?(?:which|what|welche[rsnm]?|quel(?:le)?s?|qu[eé])\s+(?:of\s+(?:the|these|those)\s+)?"
    r"(?P<noun>[^\W\d_]{3,})",
    re.IGNORECASE,
)
_EXCEPT = re.compile(
    r"\b(?:besides?|other than|apart from|aside from|in addition to)\b(?:(?! (?:is|are|was|were|did|does|do|what"
    r"|who)\b)[^,?(])*",
    re.IGNORECASE,
)
_IF = re.compile(r"(?<=\w),?\s+(?:if|when|while|unless)\s+(?:you|i|we|one|somebody|someone)\b.*", re.IGNORECASE)
AN_OBJECT = ("him", "her", "ihn", "ihm")  # "Why did Ada fire Bo?" "Who replaced him?"
GENERIC_STEMS = frozenset(map(stem, GENERIC))


@dataclass(frozen=True, slots=True)
class Past:
    """The people and things that were asked for, that each question names, newest first, and that the answer names."""

    asked_for: Mention | None
    questions: tuple[tuple[Mention, ...], ...]
    answer: tuple[Mention, ...]
    asks_subject: bool = True
    asks_who: bool = False

    @property
    def topics(self) -> tuple[Mention, ...]:
        """Return what the newest question that names anything is about."""
        for found in self.questions:
            if found:
                return _apart(found)[:MOST_TOPICS]
        return ()

    def in_order(self) -> Iterator[Mention]:
        """Yield what may be meant, the likeliest first."""
        if self.asked_for is not None:
            yield self.asked_for
        yield from self.questions[0]
        yield from self.answer
        for older in self.questions[1:]:
            yield from older

    def people(self, known: frozenset[str]) -> Iterator[Mention]:
        """Yield whom "he" or "she" may mean: who was asked for, else the one most spoken of in the last question."""
        if self.asked_for is not None and HE in self.asked_for.means and self.asks_subject:
            yield self.asked_for
        for found in (self.questions[0], self.answer, *self.questions[1:]):
            fitting = [one for one in found if HE in one.means and not one.stems <= known]
            yield from sorted(fitting, key=lambda one: (not one.is_name, _is_inside(one, found), -self._spoken_of(one)))

    def object_of(self, people: Sequence[Mention]) -> Mention | None:
        """Return whom the last question has somebody do something to: who is named last of its two people."""
        named = [one for one in self.questions[0] if one in people and one.is_name]
        return max(named, key=lambda one: one.start) if len(named) > 1 else None

    def how_far_from_they(self, one: Mention) -> tuple[int, bool]:
        """Return what "they" is chosen by: a firm that was asked for, then the last question, things before people."""
        is_one_person = HE in one.means
        if one is self.asked_for and not is_one_person:
            return 0, False
        places = (self.questions[0], (self.asked_for, *self.answer))
        return next((far for far, found in enumerate(places, 1) if one in found), 3), is_one_person

    def _spoken_of(self, one: Mention) -> int:
        return sum(any(one.stems & other.stems for other in found) for found in self.questions)


def _is_inside(one: Mention, found: Sequence[Mention]) -> bool:
    """Tell whether a name only tells which thing is meant: "the bridge of Alderwick"."""
    return any(other.start < one.start and one.end <= other.end and not other.is_name for other in found)


def is_generic(mention: Mention) -> bool:
    """Tell whether a mention names nothing that could be asked about again: "other aspects"."""
    return mention.stems <= GENERIC_STEMS


def read_past(talk: Sequence[Turn]) -> Past:
    """Return what the turns of `talk`, oldest first, name."""
    questions = tuple(_useful(_IF.sub("", _EXCEPT.sub("", turn.question))) for turn in reversed(talk))
    answer = tuple(one for one in _useful(talk[-1].answer) if one.means)
    asked_for = _undergoing(talk[-1], answer) or _asked_for(talk[-1].question, questions[0], answer)
    asks_who = bool(_ASKS_WHO.match(talk[-1].question)) and not _ASKS_WHO_IS.match(talk[-1].question)
    return Past(asked_for, questions, answer, not _ASKS_OBJECT.match(talk[-1].question), asks_who)


def _useful(text: str) -> tuple[Mention, ...]:
    found = tuple(one for one in find_mentions(text) if not is_generic(one))
    return found or _keywords(text)


def _keywords(text: str) -> tuple[Mention, ...]:
    """Return the whole of a few words that ask nothing ("sea wall") as what they name; of a question, its words."""
    shown = text.strip(" .!")
    found = words(shown)
    if not found or len(shown.split()) > 2 * MOST_KEYWORDS:
        return ()
    stems = content_stems(shown)
    if len(shown.split()) > MOST_KEYWORDS or ASKS.match(shown) or shown[-1] in "?？":
        told = topic_words(text)
        said = text[told[0].start : told[-1].end] if told else ""
        return (Mention(said, 0, len(said), content_stems(said), told[-1].stem, frozenset(), False),) if told else ()
    if shown[0].isupper():
        means = frozenset((HE, THEY, IT))
    else:
        means = frozenset((THEY,)) if is_plural(found[-1].text) else frozenset((IT,))
        shown = shown if shown.startswith("the ") else f"the {shown}"
    return (Mention(shown, 0, len(shown), stems, found[-1].stem, means, False),) if stems else ()


def _undergoing(turn: Turn, answer: Sequence[Mention]) -> Mention | None:
    """Return who was fired, where that was asked and the answer tells whom somebody fired."""
    asked = _ASKS_WHO_WAS.match(turn.question)
    if asked is None:
        return None
    done = stem(asked["verb"].lower())
    told = [word for word in words(turn.answer) if word.stem == done]
    if not told or _PASSIVE.search(turn.answer, 0, told[0].start):
        return None
    behind = (one for one in answer if one.is_name and HE in one.means and one.start >= told[0].end)
    return next((replace(one, means=one.means - {IT}) for one in behind), None)


def _asked_for(question: str, named: Sequence[Mention], answer: Sequence[Mention]) -> Mention | None:
    """Return what the answer names where the question asked for just that: who, or which of a kind."""
    known = frozenset(s for mention in named for s in mention.stems)
    new = [mention for mention in answer if mention.is_name and not mention.stems <= known]
    if _ASKS_WHO.match(question):
        if _ASKS_WHO_IS.match(question) and named and named[0].is_name and HE in named[0].means:
            return None
        people = (one for one in new if (HE in one.means or THEY in one.means) and not _is_inside(one, answer))
        found = next(people, None)
        return replace(found, means=found.means - {IT}) if found else None
    if _ASKS_DOER.match(question):
        return next((one for one in answer if one.start <= AT_START and not one.stems <= known), None)
    which = _ASKS_WHICH.match(question)
    if which is None:
        return None
    wanted = stem(which["noun"].lower())
    found = next((one for one in new if wanted in one.stems or one.start <= AT_START), None)
    return replace(found, means=found.means - {HE}) if found else None


def find_meant(pronoun: Pronoun, past: Past, known: frozenset[str]) -> Mention | None:
    """Return what `pronoun` means; `known` are the stems of its question, which it adds something to."""
    if pronoun.noun:
        return _with_noun(pronoun.noun, past, known)
    if pronoun.means == {HE}:
        people = list(past.people(known))
        if past.asked_for is None and past.asks_who:  # "Who became minister after Brask?" asks for another than him
            named = {id(one) for one in past.questions[0]}
            people = [one for one in people if id(one) not in named]
        if pronoun.text.lower() in AN_OBJECT and not pronoun.owns and (one := past.object_of(people[:2])):
            return one
        return people[0] if people else None
    fitting = [one for one in past.in_order() if pronoun.means & one.means and not one.stems <= known]
    if IT in pronoun.means:
        asked = [one for one in fitting if one not in past.answer or one is past.asked_for]
        fitting = asked if past.questions[0] else fitting
        # Beside "the bridge" a bare name, often a person's, is not what "it" means; nor is the council that built it.
        fitting.sort(key=lambda one: (False, False) if one is past.asked_for else (HE in one.means, THEY in one.means))
    elif THEY in pronoun.means:
        fitting.sort(key=past.how_far_from_they)
    return fitting[0] if fitting else None


def _with_noun(noun: str, past: Past, known: frozenset[str]) -> Mention | None:
    """Return what was named with `noun` and more words."""
    wanted = content_stems(noun)
    if wanted <= GENERIC_STEMS:
        return None
    for one in past.in_order():
        if wanted & one.stems and not one.stems <= known:
            return one
    return None


def in_full(mention: Mention, past: Past) -> Mention | None:
    """Return the longer wording that the conversation has for a bare "the album"."""
    if mention.is_name or mention.is_new or len(mention.stems) > 1 or is_generic(mention):
        return None
    fuller = (one for one in past.in_order() if mention.head in one.stems and len(one.stems) > len(mention.stems))
    return next(fuller, None)


def _apart(found: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """Return mentions without those that stand inside another."""
    return tuple(one for one in found if not any(one is not other and one.stems <= other.stems for other in found))
