"""Words that point back ("it", "their", "that", "there"), those bound inside their own question left out."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.language import language_of
from rag.question.mentions import GENERIC, HE, IT, THERE, Mention

# What each means, and whether it owns what follows.
_WORDS = {
    "en": (
        ("he", False, "he she him himself herself hers"), ("he", True, "his"), ("they", False, "they them themselves "
        "theirs"),
        ("they", True, "their"), ("it", False, "it itself"), ("it", True, "its"),
    ),
    "de": (
        ("he it", False, "er ihn ihm"), ("he they it", False, "sie"), ("they", False, "ihnen"), ("it", False, "es"),
        ("he it", True, "sein seine seinen seinem seiner"), ("he they it", True, "ihr ihre ihren ihrem ihrer deren"),
        ("it", False, "daran darin dazu dagegen dafür darüber davon damit"),
    ),
    "fr": (
        ("he it", False, "il elle lui"), ("they", False, "ils elles eux"), ("he it", True, "son sa ses"),
        ("they", True, "leur leurs"), ("it", False, "cela ça"),
    ),
    "es": (
        ("he it", False, "él ella"), ("they", False, "ellos ellas"), ("he it they", True, "su "
        "sus"), ("it", False, "lo eso esto ello"),
    ),
}  # fmt: skip
_TABLE = {
    language: {word: (frozenset(means.split()), owns) for means, owns, listed in rows for word in listed.split()}
    for language, rows in _WORDS.items()
}
_WORD = re.compile(r"[^\W\d_]+")
_EMPTY = re.compile(  # "it" that means nothing, "there is", and asking for the time
    r"\b(?:(?:is|was|isn't|wasn't) it (?:\w+ )?(?:true|possible|likely|known|said|clear|safe|legal|right|worth)\b"
    r"|it (?:is |was )?(?:\w+ )?(?:true|possible|likely|known|said|clear)\b|(?:does|did|will|would) it (?:take|rain"
    r"|snow|cost to)\b"
    r"|(?<=he |ey )do it\b"
    r"|it (?:takes?|took|rain\w*|snow\w*)\b|(?:is|was|it is|it was|it) (?:it )?(?:so )?(?:cold|hot|warm|dark|late"
    r"|windy) (?:in|on|at|there|today|outside)\b|what time (?:is|was) it\b|(?:gibt|gab|geht|ging) es\b|es (?:gibt"
    r"|gab)\b"
    r"|y a-t-il\b|il y (?:a|avait)\b|est-il (?:vrai|possible)\b|stimmt es\b)",
    re.IGNORECASE,
)
_THAT = re.compile(  # "that" and "this" as what was said, not before a clause
    r"(?:\b(?:is|was|are|were|do|does|did|will|would|can|could|should|has|have|of|about|for|after|before|with|by|to"
    r"|in|on|at|from"
    r"|like|than|and|but|why|how|when)\s+|^\W*(?:and\s+|but\s+|so\s+)?)(?P<that>this|that|these"
    r"|those)\b(?!\s+[a-z]+\s+(?:is|are)\b)"
    r"|\b(?P<said>this|that|these|those)(?=\W*$|\W*[,;])"
    r"|\b(?P<das>das|dies|ce(?=\s+qu)|eso|esto)(?=\W*$|\s+(?:gesagt|bezahlt|gemacht|getan|entschieden|passiert"
    r"|kosten)\b)",
    re.IGNORECASE,
)
_POINTED = re.compile(
    r"\b(?P<this>this|that|these|those|such|diese[rsnm]?|jene[rsnm]?|cette|ces|est[ea]"
    r"|es[ea])\s+(?P<noun>[^\W\d_]{3,}(?:[- ][^\W\d_]{3,})?)",
    re.IGNORECASE,
)
_DATES = frozenset(
    "year month week weekend morning evening summer winter autumn spring season century time jahr woche monat année "
    "semaine mois semana año mes".split()
)
_NO_NOUN = frozenset(
    "is was are were did does has have had will would can could mean means happen happened cost costs take took work "
    "change affect make made say said the there year".split()
)
_THERE = re.compile(
    r"(?<!\bis )(?<!are )(?<!was )(?<!were )\bthere\b(?!\s+(?:is|are|was|were|be|been|any)\b)|\b(?:dort|là-bas|allí"
    r"|allá)\b",
    re.I,
)
_BREAKS = re.compile(
    r"[,;:.?!]|\b(?:before|after|when|while|until|till|if|because|since|that|and|or|who|which|once|although|says?|said"
    r"|think|thinks?|thought"
    r"|bevor|nachdem|wenn|als|weil|dass|ob|und|der|quand|avant|après|si|parce|qui|et|cuando|antes|después|si|porque"
    r"|y)\b",
    re.IGNORECASE,
)
_NEAR = re.compile(
    r"\b(?:behind|in|on|inside|around|near|under|over|through|at|into|hinter|in|derrière|dans)\s+$", re.IGNORECASE
)
_NAMED_PLACE = re.compile(r"\b(?:in|at|to|from|on|near|dans|en|à)\s+(?:the\s+)?[A-Z]\w+")
_CLAUSE_FIRST = re.compile(
    r"^\W*(?:when|before|after|if|while|since|although|once|until|als|bevor|nachdem|wenn|quand|cuando)\b[^,]*,", re.I
)


@dataclass(frozen=True, slots=True)
class Pronoun:
    """A word that points back, what it can mean, and whether it owns what follows ("its height").

    `noun` is what "this" and "that" stand before: "that levy".
    """

    text: str
    start: int
    end: int
    means: frozenset[str]
    owns: bool = False
    noun: str = ""


SAID: frozenset[str] = frozenset()  # what "that" means where no noun follows: what was said


def find_pronouns(question: str, mentions: Sequence[Mention], before: str = "") -> tuple[Pronoun, ...]:
    """Return what points out of `question`, in order; `mentions` are the people and things that it names.

    `before` is the last question, whose language a short one has where it could be of either ("Was schrieb sie?").
    """
    language = _language(question, before)
    empty = [match.span() for match in _EMPTY.finditer(question)]
    found = [
        one
        for one in (*_personal(question, language), *_pointing(question), *_places(question))
        if not any(start <= one.start < end for start, end in empty) and not _is_bound(question, one, mentions)
    ]
    return tuple(sorted(found, key=lambda one: one.start))


def says_empty_it(question: str) -> bool:
    """Tell whether a question has an "it" that means nothing: the weather, the time, "is it true that"."""
    return _EMPTY.search(question) is not None


def _language(question: str, before: str) -> str:
    own, other = language_of(question), language_of(before)
    said = {match.group().lower() for match in _WORD.finditer(question)}
    return other if own == "en" and said & _TABLE[other].keys() and not said & _TABLE["en"].keys() else own


def _personal(question: str, language: str) -> Iterator[Pronoun]:
    table = _TABLE[language]
    spoken = list(_WORD.finditer(question))
    for place, match in enumerate(spoken):
        word = match.group().lower()
        if language == "de" and place and match.group() in ("Sie", "Ihr", "Ihre", "Ihnen", "Ihren", "Ihrem"):
            continue  # the reader
        if word == "her":
            following = question[match.end() :]
            owns = bool(
                re.match(
                    r"\s+(?!in\b|on\b|at\b|to\b|for\b|and\b|after\b|before\b|about\b|with\b|when\b)[a-z]", following
                )
            )
            yield Pronoun(match.group(), match.start(), match.end(), frozenset((HE,)), owns)
        elif word in table:
            means, owns = table[word]
            yield Pronoun(match.group(), match.start(), match.end(), means, owns)


def _pointing(question: str) -> Iterator[Pronoun]:
    nouns = {}
    for match in _POINTED.finditer(question):
        if _is_pointed(question, match):
            nouns[match.start()] = Pronoun(*_place(match, "this"), frozenset((IT,)), False, match["noun"])
    yield from nouns.values()
    for match in _THAT.finditer(question):
        found = Pronoun(*_place(match, next(name for name in ("that", "said", "das") if match[name])), SAID)
        following = _WORD.match(question, found.end + 1)
        if found.start not in nouns and not (following and following.group().lower() in _NO_TOPIC):
            yield found


def _place(match: re.Match[str], name: str) -> tuple[str, int, int]:
    return match[name], match.start(name), match.end(name)


def _is_pointed(question: str, match: re.Match[str]) -> bool:
    """Tell whether "this", "that" and a noun mean something said: not a date, nor "the wall that protects"."""
    first = re.split(r"[\s-]", match["noun"].lower())[0]
    before = question[: match.start()].rstrip().rsplit(" ", 1)[-1].lower()
    if first in _NO_TOPIC or first in _NO_NOUN:
        return False
    return match["this"].lower() != "that" or not before or before in _BEFORE_THAT


_NO_TOPIC = _DATES | GENERIC
_BEFORE_THAT = frozenset(
    """does did do is was of about for in on at by with to from and but why how will would can could should after
    before during has have are were at what when where who""".split()
)


def _places(question: str) -> Iterator[Pronoun]:
    for match in _THERE.finditer(question):
        yield Pronoun(match.group(), match.start(), match.end(), frozenset((THERE,)))


def _is_bound(question: str, pronoun: Pronoun, mentions: Sequence[Mention]) -> bool:
    """Tell whether the question itself names what the pronoun means.

    It does where a clause ends between the two ("the soup … before it is served"), or where the pronoun owns or
    stands behind a place word ("the houses behind it"): "Did the council approve it?" means another thing.
    """
    if pronoun.noun or pronoun.means == SAID:
        return False
    if THERE in pronoun.means and (place := _NAMED_PLACE.search(question, 0, pronoun.start)):
        return _BREAKS.search(question, place.end(), pronoun.start) is not None
    cataphoric = _CLAUSE_FIRST.match(question)
    for mention in mentions:
        fits = pronoun.means & mention.means
        if not fits or mention.start <= pronoun.start < mention.end:
            continue
        if mention.end <= pronoun.start:
            between = question[mention.end : pronoun.start]
            if pronoun.owns or between.endswith("-") or _BREAKS.search(between) or _NEAR.search(between):
                return True
        elif cataphoric and pronoun.end <= cataphoric.end() <= mention.start:
            return True
    return False
