"""The kind of a question, by rules: the first that fits decides, and what fits none is an explanation.

What questions of each kind look like stands in `rag.question.wordings`, a module a language, and is tried over the
question in lower case without accents (`rag.words.fold`) and without the courtesy around it ("Could you please …").
`tests/question_kinds.txt` holds what the rules are measured on.
"""

import re
from collections.abc import Iterable
from enum import StrEnum

from index.splitting import split_sentences
from rag.question.particulars import DAY, WRITER
from rag.question.parts import asks
from rag.question.wordings.english import ENGLISH
from rag.question.wordings.french import FRENCH
from rag.question.wordings.german import GERMAN
from rag.question.wordings.spanish import SPANISH
from rag.words import fold, words


class Kind(StrEnum):
    """The kind of answer that a question asks for."""

    FACT = "fact"
    EXPLANATION = "explanation"
    STATEMENTS = "statements"
    OVERVIEW = "overview"
    COMPARISON = "comparison"
    LISTING = "listing"
    TIMELINE = "timeline"
    YES_NO = "yes_no"
    LIBRARY = "library"
    TALK = "talk"


_LANGUAGES = (ENGLISH, GERMAN, FRENCH, SPANISH)


def _opening(*several: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"^[\W_]*(?:{'|'.join(pattern for patterns in several for pattern in patterns)})")


def _inside(*several: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(pattern for patterns in several for pattern in patterns)})")


_COURTESY = re.compile(rf"^(?:{'|'.join(pattern for one in _LANGUAGES for pattern in one.courtesy)})+")
_FILLER = re.compile(r"\b(?:exactly|actually|precisely|really) ")  # "What exactly is a put option?"
_SHORT_IS = re.compile(r"^(what|who|where|when|how)['’]?s\b")  # "what's", and "whats", as people type it
_RULES: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (Kind.TALK, _opening(*(one.talk for one in _LANGUAGES))),
    (Kind.LIBRARY, _opening(*(one.library for one in _LANGUAGES), WRITER, DAY)),
    (Kind.TIMELINE, _inside(*(one.timeline for one in _LANGUAGES))),
    (Kind.COMPARISON, _inside(*(one.comparison for one in _LANGUAGES))),
    (Kind.OVERVIEW, _inside(*(one.overview for one in _LANGUAGES))),
    (Kind.STATEMENTS, _inside(*(one.statements for one in _LANGUAGES))),
    (Kind.EXPLANATION, _opening(*(one.explanation for one in _LANGUAGES))),
    (Kind.LISTING, _opening(*(one.listing for one in _LANGUAGES))),
    (Kind.FACT, _opening(*(one.fact for one in _LANGUAGES))),
    (Kind.YES_NO, _opening(*(one.yes_no for one in _LANGUAGES))),
    (Kind.FACT, _inside(*(one.fact_behind for one in _LANGUAGES))),
)

# What a rule goes by alone: "What turned voters …?" asks for reasons, "How many …?" for nothing but a number.

MOST_KEYWORDS = 8
_VERBS = frozenset(
    "is are am was were be been do does did has have had can could will would should may might must ist sind war hat"
    " haben kann est sont a ont peut es son fue ha han puede".split()
)
# A sentence to be completed: "The new song is titled:"
_BEGUN = re.compile(r"(?:[:…]|\.\.\.|_{2,})\W*$")
# "What is the Malmsten Ridge?" asks what that is, "What is the fine?" for an amount.
_WHAT_IS_NAMED = re.compile(
    r"^\W*[Ww]hat(?:['’]s| is| was| are| were) (?:the )?[A-ZÀ-Þ][\w’'-]*(?: [A-ZÀ-Þ0-9][\w’'-]*)*\W*$"
)
TRUE_OR_FALSE = re.compile(
    r"^\W*(?:true or false|richtig oder falsch|vrai ou faux|verdadero o falso)\b[\s:,.?-]*", re.IGNORECASE
)


def find_kind(question: str) -> Kind:
    """Return what `question` asks for; `EXPLANATION` where no rule fits."""
    return _rule_for(question) or Kind.EXPLANATION


def _asked(question: str) -> str:
    plain = " ".join(fold(find_asking(question)).split())
    return _SHORT_IS.sub(r"\1 is", _COURTESY.sub("", _FILLER.sub("", plain)))


def _rule_for(question: str) -> Kind | None:
    plain, asked = " ".join(fold(find_asking(question)).split()), _asked(question)
    if TRUE_OR_FALSE.match(asked):
        return Kind.YES_NO
    if _WHAT_IS_NAMED.match(question):
        return Kind.EXPLANATION
    for kind, pattern in _RULES:
        if pattern.search(plain if kind is Kind.TALK else asked or plain):
            return kind
    return Kind.FACT if _BEGUN.search(plain) else None


def is_keywords(question: str) -> bool:
    """Tell whether a question only names what it is about, as people type it: "brisa 300 warranty"."""
    said = words(question)
    is_sentence = any(word.is_stop and word.text.lower() in _VERBS for word in said)
    return 0 < len(said) <= MOST_KEYWORDS and not is_sentence and _rule_for(question) is None


def find_asking(question: str) -> str:
    """Return the last sentence where those before it only tell: "MLB played on Tuesday. Who was the game's MVP?"."""
    sentences = [span.of(question) for span in split_sentences(question)]
    if len(sentences) < 2 or not (sentences[-1].rstrip().endswith("?") or _BEGUN.search(sentences[-1])):
        return question
    tells = not any(asks(sentence) or sentence.rstrip().endswith("?") for sentence in sentences[:-1])
    return sentences[-1] if tells and not TRUE_OR_FALSE.match(question) else question
