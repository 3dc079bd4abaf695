"""Attribution: whose words each sentence of an article has, read in order as a reader would."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from index import Span
from index.splitting import split_blocks
from index.splitting.sentences import sentences_within
from rag.answer.people.described import described
from rag.answer.people.speaking import STANCE, sayers_of
from rag.evidence.captions import shows_dated
from rag.support.names import Name, find_capitals
from rag.support.quotes import quotes
from rag.support.speakers import ACCORDING, PASSIVE, REPORTING, SAYING, is_possessive
from rag.words import words

MOST_BEFORE = 3  # sentences, in which who is described was named
HIDDEN = "\N{MIDDLE DOT}"  # for each character between quotation marks, so that nobody named there speaks
_MARK = re.compile(r"(?P<opens>[“„«]|(?<![\w.,!?…:;)\]’'·-])\"(?=\S))|(?P<closes>[”»“]|\")")
_ADVERBS = r"(?:\s(?:also|too|has|have|had|then|later|now|once|again|further|still|even|\w+ly|in turn),?)*"
_PRONOUN_FIRST = re.compile(rf"^[\W_]*(?:(?:But|And|So|Yet|However)\W+)?(?:He|She|They){_ADVERBS}\s(?P<verb>[a-z]+)")
_PRONOUN = re.compile(
    rf"\b(?P<who>he|she|they|it)\b,?{_ADVERBS}\s(?P<verb>[a-z]+)"
    r"|\b(?:in|to) (?P<whose>his|her|their) (?:opinion|view)\b"
    r"|\b(?P<not>he|she) (?:is|was) not (?:convinced|sure)\b"
    r"|\b(?:sagte?|erklärte?|betonte?|meinte?|warnte?|kritisierte?) (?P<er>er|sie)\b"
    r"|\b(?P<sie>er|sie) (?:sagte?|erklärte?|betonte?)\b"
    r"|\b(?P<il>il|elle) a (?:dit|déclaré|affirmé|expliqué)\b"
    r"|\ba-t-(?P<elle>il|elle) (?:dit|déclaré|affirmé|expliqué|ajouté)\b",
    re.IGNORECASE,
)
_SAYS_ALSO = frozenset("testified pointed points continued continues went".split())
_GOVERNED = re.compile(r"\b(?:of|in|at|for|to|by|from|with|on|against|near|under|about)\s+(?:the\s+)?$", re.IGNORECASE)
_ENDS_A_LIST = (" and ", ", and ", " or ")
_LISTS_ON = re.compile(r",? (?:and |or )?(?:the )?[^\W\d_a-zß-öø-ÿ]")
_FEMALE, _MALE = "Mrs|Ms|Miss|Lady|Dame|Frau|Madame", "Mr|Sir|Lord|Herr"
# The titles that a pronoun is not said of: a company, which has none, is "it".
_OTHERS = {
    **dict.fromkeys(("he", "his", "er", "il"), _FEMALE),
    **dict.fromkeys(("she", "her", "elle"), _MALE),
    "it": f"{_FEMALE}|{_MALE}",
}
_NO_NOUN = re.compile(r"\b(?:I|we|us|you|it|this|that|there|which|what)$", re.IGNORECASE)
_BEHIND = re.compile(r"\b(?:because|since|if|whether|which|until|unless)\s+$", re.IGNORECASE)
_SENTENCE_QUOTED = re.compile(r"[.!?][”»\"]$")
_MODAL = re.compile(r"\b(?:to|may|can|could|will|must|might|should)\s+$")
_SUBORDINATE = re.compile(r"\W*(?:when|while|after|before|as|although|though|if|asked)\b", re.IGNORECASE)
_TOLD_LAST = re.compile(r"\s+(?:said|says|told|added|explained|wrote|noted)\b[^,.;:\"“”]{0,40}[.]?\W*")
_LED_IN, _GOES_ON = (
    re.compile(r"[\W_]*\w+"),
    re.compile(r"\s(?:of|to|at|on|in|with|for|by|from|after|before)\b"),
)  # "Ahead of"
_AND = re.compile(r",? (?:and|und|et|y) ")
_NOUN_BEFORE = re.compile(
    r"(?P<who>(?:[\w'’-]+\s+){1,8}?)(?:(?:has|have|had|is|was|were|will|would|also|now|later|then|once|\w+ly)\s+)*$"
)
_NOUN_AFTER = re.compile(
    r"\s+(?P<who>(?:the|an?|his|her|its|their|one|another|[\w-]+['’]s|[a-z][\w-]*)\b[^,.;:!?\"“”]{0,60})"
)


@dataclass(frozen=True, slots=True)
class Voice:
    """Whose words a sentence has: names, or the noun that says it; `is_meant` where a pronoun or a quotation tells.

    `outside` is the sentence with `HIDDEN` for each character between its quotation marks.
    """

    span: Span
    names: tuple[Name, ...] = ()
    noun: str = ""
    is_meant: bool = False
    outside: str = ""

    @property
    def is_known(self) -> bool:
        """Tell whether anybody says it."""
        return bool(self.names or self.noun)


@dataclass(slots=True)
class _Read:
    """A sentence as it was read: without the words between its marks, and whether a quotation runs on over its ends."""

    span: Span
    outside: str
    begins_open: bool
    ends_open: bool
    first: bool
    voice: Voice = field(init=False)


def voice_of(text: str, span: Span) -> Voice:
    """Return whose words a sentence of an article has, an unknown voice where nobody says it."""
    return next((voice for voice in voices_in(text, span) if voice.is_known), Voice(span))


def voices_in(text: str, span: Span) -> tuple[Voice, ...]:
    """Return the voices of the sentences of an article that a stretch holds a part of, in order."""
    return tuple(voice for voice in _voices(text) if voice.span.overlaps(span))


@lru_cache(maxsize=128)
def _voices(text: str) -> tuple[Voice, ...]:
    read = list(_read(text))
    for place, one in enumerate(read):
        one.voice = _own_voice(text, one, read[:place])
    for place, one in enumerate(read):
        if not one.voice.is_known and _is_all_quoted(one.outside):
            one.voice = _voice_of_quotation(read, place)
        elif not one.voice.is_known and place and _ends_quoted(text, one):
            earlier = read[place - 1].voice
            one.voice = Voice(one.span, earlier.names, earlier.noun, is_meant=True)
    return tuple(replace(one.voice, outside=one.outside) for one in read)


def _read(text: str) -> Iterator[_Read]:
    """Yield the sentences of a text; a quotation goes on in the next paragraph only where that begins with a mark."""
    opener = ""
    for block in split_blocks(text):
        opener = opener if text[block.span.start] in '"“„«' else ""
        first = True
        for span in sentences_within(text, block.span):
            begins, outside, place = bool(opener), list[str](), span.start
            for mark in _MARK.finditer(text, span.start, span.end):
                outside += (_hidden(text[place : mark.start()], bool(opener)), mark.group())
                closes = mark["opens"] is None or (opener, mark.group()) == ("„", "“")
                opener, place = "" if closes else mark.group(), mark.end()
            outside.append(_hidden(text[place : span.end], bool(opener)))
            shown = "".join(outside)
            for one in quotes(shown):  # between single marks
                shown = f"{shown[: one.start]}{HIDDEN * len(one.text)}{shown[one.end :]}"
            yield _Read(span, shown, begins, bool(opener), first)
            first = False


def _hidden(text: str, is_quoted: bool) -> str:
    return HIDDEN * len(text) if is_quoted else text


def _is_all_quoted(outside: str) -> bool:
    return not words(outside.replace(HIDDEN, " "))


def _ends_quoted(text: str, one: _Read) -> bool:
    """Tell whether a sentence that names nobody ends with a whole one that it quotes: "If so, “Yes, do it.”"."""
    return (
        one.outside[-2:-1] == HIDDEN
        and bool(_SENTENCE_QUOTED.search(one.span.of(text)))
        and not subjects_in(one.outside)
    )


def _own_voice(text: str, one: _Read, before: Sequence[_Read]) -> Voice:
    """Return who says a sentence by its own words, or by whom its pronoun means."""
    first = _PRONOUN_FIRST.match(one.outside)  # what its own clause says goes before whom it tells of
    names = () if first and _says(first["verb"]) else sayers_of(one.outside)
    if len(names) == 1 and (meant := described(_called(one.outside, names[0]), text, _spoken(before))):
        return Voice(one.span, (meant,), is_meant=True)  # "the American said"
    if names:
        return Voice(one.span, _of_the_main_clause(one.outside, names))
    for found in _PRONOUN.finditer(one.outside):
        verb = found["verb"]
        if verb and not (_says(verb) or REPORTING.match(one.outside, found.start("verb"))):
            continue
        if _BEHIND.search(one.outside, 0, found.start()):  # "because he believed it" tells why, not what he says
            continue
        pronoun = next(filter(None, (found[key] for key in ("who", "whose", "not", "er", "sie", "il", "elle"))))
        return _meant(text, one, before, found.start(), pronoun.lower())
    if noun := _noun_that_says(one.outside):
        known = described(noun, text, _spoken(before))
        return Voice(one.span, (known,), is_meant=True) if known else Voice(one.span, noun=noun)
    return Voice(one.span)


def _spoken(before: Sequence[_Read]) -> list[tuple[Name, ...]]:
    return [earlier.voice.names for earlier in before[-MOST_BEFORE:]]


def _called(outside: str, name: Name) -> str:
    """Return a lone name with the article before it: "the American"; "" without one."""
    before = outside[: name.start]
    return f"the {name.words[0].text}" if len(name.words) == 1 and before.lower().endswith("the ") else ""


def _says(verb: str) -> bool:
    return bool(SAYING.fullmatch(verb) or STANCE.fullmatch(verb)) or verb in _SAYS_ALSO


def _of_the_main_clause(outside: str, names: tuple[Name, ...]) -> tuple[Name, ...]:
    """Return who says a sentence: of "Brask said that Weir denies it" Brask, of "When Brask asked, Weir said" Weir.

    "Brask wrote that it rained, Weir said" has Weir's words, too.
    """
    if _SUBORDINATE.match(outside) or _TOLD_LAST.fullmatch(outside, names[-1].end):
        if not _SUBORDINATE.match(outside) and outside[: names[-1].start].rstrip()[-1:] not in tuple(',"”’'):
            return names[:1]
        return names[-1:]
    joined = 1
    while joined < len(names) and _AND.fullmatch(outside, names[joined - 1].end, names[joined].start):
        joined += 1
    return names[:joined]


def _meant(text: str, one: _Read, before: Sequence[_Read], start: int, pronoun: str) -> Voice:
    """Return whom the pronoun at `start` of a sentence means: who spoke last, or is the last that a sentence is about.

    In "Marsh kept the books, he said" it is not Marsh: who says something names himself as he.
    """
    led = one.outside[:start]
    told = re.match(r"([^:]*):\s*[\"“„«]", led)  # "Witt is not convinced: “Four samples too many,” he said"
    if told and (named := [name for name in subjects_in(told[1]) if _can_be(name, pronoun, text)]):
        return Voice(one.span, (named[0],), is_meant=True)
    if led.rstrip()[-1:] not in tuple(",\"”»’'"):
        inside = [name for name in subjects_in(led) if _can_be(name, pronoun, text) and _may_speak(name, pronoun, text)]
        if inside and re.search(r"\b(?:and|but|when|while|as|after|before|where)\b", led, re.IGNORECASE):
            return Voice(one.span, (inside[-1],), is_meant=True)
    for earlier in reversed(before):
        if earlier.voice.noun:
            return Voice(one.span, noun=earlier.voice.noun, is_meant=True)
        is_seen = not earlier.voice.names and shows_dated(earlier.span.of(text))  # in a picture, of whom it is not told
        about = earlier.voice.names or (() if is_seen else subjects_in(earlier.outside))
        meant = [name for name in about if _can_be(name, pronoun, text)]
        if meant:
            return Voice(one.span, (meant[0],), is_meant=True)
    return Voice(one.span, noun=pronoun)


def subjects_in(outside: str) -> tuple[Name, ...]:
    """Return the names in a sentence that nothing governs: in "the sale of Orvas and Dorn" it is neither that acts."""
    found, governed = list[Name](), -1
    for name in find_capitals(outside):
        between = outside[governed : name.start] if governed >= 0 else ""
        # "With the Mercury, Orme backed it" lists nobody.
        is_listed = between in _ENDS_A_LIST or (between == ", " and _LISTS_ON.match(outside, name.end) is not None)
        if _GOVERNED.search(outside, 1, name.start) or is_listed:
            governed = name.end
        elif not (
            _GOVERNED.search(outside, 0, name.start)
            or is_possessive(name, outside)
            or (len(name.words) == 1 and _LED_IN.fullmatch(outside[: name.end]) and _GOES_ON.match(outside, name.end))
        ):
            found.append(name)
    return tuple(found)


def _can_be(name: Name, pronoun: str, text: str) -> bool:
    """Tell whether nothing in the article says that a name is of the other sex: "Mrs Garrow" is not he."""
    titles = _OTHERS.get(pronoun)
    last = re.escape(name.words[-1].text)
    return titles is None or not re.search(rf"\b(?:{titles})\.?\s+(?:\w+\s+)?{last}\b", text)


def _may_speak(name: Name, pronoun: str, text: str) -> bool:
    """Tell whether a name is somebody's who is named in full somewhere: "Microsoft", never so, is not he."""
    last = name.words[-1].text
    return pronoun not in ("he", "she") or any(
        len(one.words) > 1 and one.words[-1].text == last for one in find_capitals(text)
    )


def _noun_that_says(outside: str) -> str:
    """Return the noun phrase that stands as the speaker of a verb of saying: "his lawyer", "the report"; "" of none."""
    for verb in SAYING.finditer(outside):
        led = outside[: verb.start()]
        if verb.group().endswith("ing") or PASSIVE.search(led) or _MODAL.search(led):
            continue
        behind_quote = led.rstrip()[-1:] in tuple('"”»,')
        after = _NOUN_AFTER.match(outside, verb.end()) if behind_quote else None
        before = _NOUN_BEFORE.search(re.split(r"[,;:.\"“”·]|\bthat\b", led)[-1])
        if (found := after or before) and not _NO_NOUN.search(found["who"].strip()):
            return found["who"].strip()
    told = ACCORDING.search(outside)
    found = _NOUN_AFTER.match(outside, told.end()) if told else None
    return found["who"].strip() if found else ""


def _voice_of_quotation(read: Sequence[_Read], place: int) -> Voice:
    """Return who says a sentence that is nothing but quoted: who is named where it ends, else who spoke before it."""
    own = read[place]
    for later in read[place:] if own.ends_open else ():
        if later.voice.is_known:
            return Voice(own.span, later.voice.names, later.voice.noun, is_meant=True)
        if not later.ends_open:
            break
    earlier = read[place - 1] if place else None
    if earlier is None or (own.first and not (own.begins_open or own.outside[:1] in '"“„«')):
        return Voice(own.span)
    return Voice(own.span, earlier.voice.names, earlier.voice.noun, is_meant=True)
