"""Antecedents: whom "she" and "his brother" mean, from one sentence of an article to the next."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from rag.support.names import Name, are_same, find_capitals, find_names
from rag.support.speakers import find_sayers

# "Her brother Tobias Vost": the name behind is a man's.
MALE = re.compile(r"\b(?:brother|father|son|husband|uncle|mr|sir|king|prince)\b\.?\W+$", re.IGNORECASE)
FEMALE = re.compile(
    r"\b(?:sister|mother|daughter|wife|aunt|mrs|ms|miss|queen|princess|dame|lady)\b\.?\W+$", re.IGNORECASE
)
# Not "herself": whom that means stands in its own sentence.
HE = re.compile(r"\b(?:he|him)\b", re.IGNORECASE)
SHE = re.compile(r"\b(?:she|her(?= (?:to|in|on|at|for|as|from|and|that|with)\b|[.,;]))\b", re.IGNORECASE)
HIS = re.compile(r"\bhis\b", re.IGNORECASE)
HER = re.compile(r"\bhers?\b", re.IGNORECASE)
RELATED = re.compile(r"\b(his|her)\s+(?:\w+\s+){1,3}$", re.IGNORECASE)  # "His cousin Lotte": "he" stays who he was
PERSON = re.compile(r"(?:he|she)\b(?!['’])", re.IGNORECASE)
# "The Halvard Brook creamery" is what "the creamery" means from there on.
NAMED = re.compile(r"\s+(?P<noun>[a-z]{4,})\b")
DEFINITE = re.compile(r"\bthe (?P<noun>[a-z]{4,})\b", re.IGNORECASE)
THE = re.compile(r"\bthe\s+$", re.IGNORECASE)
# "Its key oil production unit, Yugansk, was sold": from there on "the unit" is Yugansk.
CALLED = re.compile(
    r"\b(?:the|its|his|her|their|an?|[\w-]+['’]s?)\s+(?:[\w-]+\s+){0,4}?(?P<noun>[a-z]{4,})(?P<comma>,)?\s+$",
    re.IGNORECASE,
)
ENDED = re.compile(r"\s*(?:[,.;:)]|$)")
# What refers to the sentence before: at the beginning of a sentence, or anywhere in it.
LEANING = re.compile(
    r"\W*(?:he|she|his|her|there|both|neither|none"
    r"|the (?:two|former|latter|same|other|company|firm|group|team|club|man|woman|pair|couple|move"
    r"|decision|report|country|city|film|book|show|attack|incident|deal|law|bill|plan|party)"
    r"|er|sie|es|sein|seine|ihr|ihre|diese|dieser|dieses|dort|il|elle|ils|elles|son|sa|ce|cet|cette|ces|él|ella|ellos"
    r"|ellas|su|este|esta|esto)\b"
    r"|.*\b(?:it|its|they|their|them|these|those|this)\b",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Meant:
    """Whom a sentence means: `persons` by "he" and "she", `owners` by "his" and "her", `things` as "the mill"."""

    persons: tuple[Name, ...] = ()
    owners: tuple[Name, ...] = ()
    things: tuple[Name, ...] = ()


@dataclass(slots=True)
class Antecedents:
    """The persons last spoken of, kept while an article's sentences are read in order."""

    man: Name | None = None
    woman: Name | None = None
    last: Name | None = None
    _known: dict[str, str] = field(default_factory=dict)
    _parts: set[str] = field(default_factory=set)
    _things: dict[str, dict[str, Name]] = field(default_factory=dict)

    def names_in(self, sentence: str) -> tuple[Name, ...]:
        """Return the names of `sentence`, its first word too where one before had it: "Marn resigned"."""
        sure = find_names(sentence)
        first = next((name for name in find_capitals(sentence) if len(name.words) == 1), None)
        is_known = first is not None and first not in sure and first.words[0].stem in self._parts
        return (first, *sure) if is_known and first is not None else sure

    def read(self, sentence: str, *, is_title: bool = False) -> Meant:
        """Return whom the pronouns of `sentence` stand for, then remember whom it names itself.

        Not all words with a capital are names in a title.
        """
        if HE.search(sentence) or HIS.search(sentence):
            self.man = self.man or self._other_than(self.woman)
        if SHE.search(sentence) or HER.search(sentence):
            self.woman = self.woman or self._other_than(self.man)
        persons = (self.man if HE.search(sentence) else None, self.woman if SHE.search(sentence) else None)
        owners = (self.man if HIS.search(sentence) else None, self.woman if HER.search(sentence) else None)
        spoken_of = [self._things.get(found["noun"], {}) for found in DEFINITE.finditer(sentence)]
        things = tuple(name for names in spoken_of if len(names) == 1 for name in names.values())
        meant = Meant(tuple(filter(None, persons)), tuple(filter(None, owners)), things)
        self._remember(sentence, is_title=is_title)
        return meant

    def _other_than(self, other: Name | None) -> Name | None:
        """Return who was last spoken of, unless that is known to be the other one."""
        return None if self.last is None or (other is not None and self.last.words == other.words) else self.last

    def _remember(self, sentence: str, *, is_title: bool) -> None:
        named = self.names_in(sentence)
        if not is_title:
            self._parts.update(word.stem for name in named if len(name.words) > 1 for word in name.words)
        for name in named:
            noun = NAMED.match(sentence, name.end)
            if noun and THE.search(sentence, 0, name.start):
                self._things.setdefault(noun["noun"], {})[_key(name)] = name
            called = CALLED.search(sentence, 0, name.start)
            if called and (not called["comma"] or ENDED.match(sentence, name.end)):
                self._things.setdefault(called["noun"].lower(), {})[_key(name)] = name
            kind = self._kind(sentence, name)
            if kind == "man":
                self.man = name
            elif kind == "woman":
                self.woman = name
        if named:
            # "…, let us meet,' Erdogan stated": who speaks is spoken of, not the first whom his words name.
            subject = next(iter(find_sayers(sentence)), named[0])
            if not RELATED.search(sentence, 0, subject.start):
                self._forget(subject)
            self.last = subject

    def _forget(self, subject: Name) -> None:
        """Let "he" mean somebody new once the article has turned to one whose pronoun it has not used yet."""
        known = (self.man, self.woman)
        is_whole = len(subject.words) > 1 or subject.words[0].stem in self._parts
        if is_whole and not any(one is not None and are_same(one, subject) for one in known):
            key = _key(subject)
            if key not in self._known and self.last is not None and not are_same(subject, self.last):
                self.man = self.man if self.man and _key(self.man) in self._known else None
                self.woman = self.woman if self.woman and _key(self.woman) in self._known else None

    def _kind(self, sentence: str, name: Name) -> str:
        before = sentence[max(0, name.start - 24) : name.start]
        if MALE.search(before):
            self._known[_key(name)] = "man"
        elif FEMALE.search(before):
            self._known[_key(name)] = "woman"
        return self._known.get(_key(name), "")


def _key(name: Name) -> str:
    return " ".join(word.stem for word in name.words)


def related_in(text: str) -> dict[str, frozenset[str]]:
    """Return the stems of the names that stand behind "his" and "her" and a noun: "His cousin Lena Marsh"."""
    found: dict[str, frozenset[str]] = {}
    for name in find_names(text):
        if related := RELATED.search(text, 0, name.start):
            whose = related[1].lower()
            found[whose] = found.get(whose, frozenset()) | {word.stem for word in name.words}
    return found


def leans(sentence: str) -> bool:
    """Tell whether a sentence refers to the one before."""
    return LEANING.match(sentence) is not None


def name_subject(sentence: str, before: Iterable[str]) -> str:
    """Return `sentence` with the name of whom "he" or "she" at its beginning means; "" where those before do not say.

    `before`: the sentences that stand before it, in order.
    """
    begun = PERSON.match(sentence)
    if begun is None:
        return ""
    antecedents = Antecedents()
    for earlier in before:
        antecedents.read(earlier)
    meant = antecedents.read(begun[0]).persons
    return " ".join(word.text for word in meant[0].words) + sentence[begun.end() :] if meant else ""
