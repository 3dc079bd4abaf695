"""Topics of a conversation, by its grammar: the things its last question names, and whom the answer names.

Fitted trees cannot tell this, since the conversations that they are fitted to are nearly all about one person or band.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.question.phrases import Conversation, Part, Phrase, Role
from rag.words import Word, stem

ASKS_WHO = re.compile(r"^\W*(?:(?:and|but|so)\s+)?(?:by\s+|to\s+|for\s+|with\s+)?who(?:m|se)?\b", re.IGNORECASE)
ASKS_WHICH = re.compile(r"^\W*(?:(?:and|but|so)\s+)?(?:which|what)\s+(?P<noun>[a-z]{3,})", re.IGNORECASE)
HELPS = re.compile(r"\b(?:did|does|do|will|would|can|could|should|has|have|had|may|might|must)\s+$", re.IGNORECASE)
PLACED = re.compile(r"\s+(?:in|on|at|off)\s+(?:the\s+)?", re.IGNORECASE)
LINKS_OF = re.compile(r"\s+(?:of|for)\s+(?:the\s+|an?\s+)?", re.IGNORECASE)
DETERMINERS = frozenset("the a an this that these those his her its their".split())
IS = re.compile(r"\b(?:is|are|was|were|been)\s+$", re.IGNORECASE)
PARTICIPLE = re.compile(r"(?:ed|en|wn|built|held|made|found|sold|lost|won|paid|set|cut|put|lit|shut)$")
# "What held up the launch?": what it names is not what "it" means in the next question.
ASKS_SUBJECT = re.compile(
    r"^\W*(?:(?:and|but|so)\s+)?what\s+(?!(?:is|are|was|were|did|does|do|will|would|can|could|should|has|have|had)\b)"
    r"\w+(?:ed|t|ld|ew|d|ose|ame|ent|an|s)\b",
    re.IGNORECASE,
)
PLACES = frozenset("in at on off near from to into outside inside around across".split())
GROUPS = frozenset(map(stem, "council band group team company board police crew committee".split()))
MAX_TOPICS = 3


@dataclass(frozen=True, slots=True)
class Topic:
    """A thing or person named, as it stood there; `pronouns` says which of "he", "they", "it" may mean it."""

    text: str
    stems: frozenset[str]
    pronouns: frozenset[str]


def find_topics(talk: Conversation) -> tuple[Topic, ...]:
    """Return what the newest question that names anything names."""
    for part in reversed(talk.parts):
        if part.role is Role.QUESTION:
            topics = tuple(_topics(part))
            if topics:
                return _told_apart(topics[:MAX_TOPICS])
    return ()


def _told_apart(topics: tuple[Topic, ...]) -> tuple[Topic, ...]:
    """Return `topics` so that beside "the bridge" a bare name, often a person's, is not taken for "it"."""
    if not any(topic.text.startswith("the ") and "it" in topic.pronouns for topic in topics):
        return topics
    return tuple(
        topic if topic.text.startswith("the ") else Topic(topic.text, topic.stems, topic.pronouns - {"it"})
        for topic in topics
    )


def find_answered(talk: Conversation) -> Topic | None:
    """Return what the newest answer names when the last question asked for it: who, or which of a kind."""
    answers = [part for part in talk.parts if part.role is Role.ANSWER and part.age == 0]
    if not answers:
        return None
    which = ASKS_WHICH.match(talk.asked)
    kind = stem(which["noun"].lower()) if which else ""
    known = {s for part in talk.parts if part.role is Role.QUESTION and part.age == 0 for s in _stems(part.phrases)}
    for phrase in answers[0].phrases:
        if ASKS_WHO.match(talk.asked) and phrase.is_name and not known.issuperset(phrase.stems):
            named = [word for word in phrase.words if word.is_name]
            # A firm, or one person whose sex is not known, goes on as "they" where that means no thing of the question.
            things = any("they" in topic.pronouns and topic.text.startswith("the ") for topic in find_topics(talk))
            return _topic(answers[0].text, named, frozenset(("he",) if things else ("he", "they")))
        if kind in phrase.stems and phrase.is_name and len(phrase.words) > 1:
            plural = which is not None and _is_plural(which["noun"])
            return _topic(answers[0].text, phrase.words, frozenset(("they",) if plural else ("it",)))
    return None


def _topics(part: Part) -> Iterator[Topic]:
    """Yield the names of a question and what stands behind "the" and the like, with their "of ..."."""
    chain: list[Phrase] = []
    helped = done = False
    for phrase in part.phrases:
        gap = part.text[chain[-1].words[-1].end : phrase.words[0].start] if chain else ""
        is_place = phrase.is_name and not helped and not PARTICIPLE.search(chain[-1].words[-1].text) if chain else False
        if LINKS_OF.fullmatch(gap) or (is_place and PLACED.fullmatch(gap)):
            chain.append(phrase)
            continue
        if chain:
            yield from _noun(part.text, chain, helped, done)
        starts = phrase.lead in DETERMINERS or phrase.is_name
        chain = [phrase] if starts else []
        before = _before(part.text, phrase)
        helped = bool(HELPS.search(before))
        done = bool(IS.search(before))
    if chain:
        yield from _noun(part.text, chain, helped, done)


def _noun(text: str, chain: Sequence[Phrase], helped: bool, done: bool) -> Iterator[Topic]:
    """Yield a chain of phrases without the verb at its end: "did the council | decide", "was the bridge | opened"."""
    found = [word for phrase in chain for word in phrase.words]
    last_phrase = chain[-1].words
    last = found[-1]
    if len(last_phrase) > 1 and not last.is_name and (helped or (done and PARTICIPLE.search(last.text))):
        found.pop()
    lead = chain[0].lead
    if lead in DETERMINERS or not chain[0].is_name:
        head = [word for word in found if word.end <= chain[0].words[-1].end][-1]
        pronouns = frozenset(("they",) if _is_plural(head.text) else ("it",))
        if head.stem in GROUPS:
            pronouns |= {"they"}
        if any(word.is_name for word in found):
            pronouns |= {"it"}
    elif lead in PLACES:
        pronouns = frozenset()
    else:
        pronouns = frozenset(("he", "they", "it"))
    if ASKS_SUBJECT.match(text):
        pronouns -= {"it"}
    yield _topic(text, found, pronouns)


def _topic(text: str, found: Sequence[Word], pronouns: frozenset[str]) -> Topic:
    start, end = found[0].start, found[-1].end
    before = re.search(r"(?:\b(?:the|a|an)\s+)$", text[:start], re.IGNORECASE)
    article = "the " if before else ""
    shown = " ".join(text[start:end].split()).removesuffix("'s").removesuffix("’s")
    return Topic(f"{article}{shown}", frozenset(word.stem for word in found), pronouns)


def _is_plural(noun: str) -> bool:
    return noun.endswith("s") and not noun.endswith("ss")


def _before(text: str, phrase: Phrase) -> str:
    before = text[: phrase.words[0].start]
    return re.sub(r"\b(?:the|a|an|this|that|these|those)\s+$", "", before, flags=re.IGNORECASE)


def _stems(phrases: Sequence[Phrase]) -> Iterator[str]:
    for phrase in phrases:
        yield from phrase.stems
