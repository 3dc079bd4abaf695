"""The short form of an answer: the name, number, date or phrase that was asked for.

Questions of yes or no, true or false, and "this or that" get the word they ask for, by rule. For the others
the generator proposes a phrase, which is taken when the shown claim or its quote holds every word of it;
without a generator's, or with one that says more, the phrase is cut out of the claim.
"""

import re
from collections.abc import Sequence

from index.splitting.rows import read_cells
from rag.answer.short.amounts import lacks_kind
from rag.answer.short.answer_type import DATE, HOW_MANY, WEEKDAY, WHEN, cut_to_kind
from rag.answer.short.cutting import LIST_GOES_ON, cut_amount, shorten
from rag.answer.short.wanted import ASKING, WHERE, WHO, find_place, find_wanted
from rag.answer.yes_no.verdict import FALSE, NO, YES, YES_NO, asks_yes_no, tell_verdict
from rag.evidence.event_dates import name_weekday
from rag.language import language_of
from rag.question.kind import TRUE_OR_FALSE
from rag.support.judge import Match
from rag.support.names import find_capitals, find_names
from rag.support.polarity import denies
from rag.support.quantities import quantities
from rag.support.relevance import holds_all
from rag.support.terms import is_alike
from rag.types import Claim, Support
from rag.words import content_stems, words

OPEN = re.compile(
    r"\s*(?:why\b|how (?:do|does|did|is|are|was|were|can|could|should|would|has|have|come)\b|explain|describe"
    r"|summari[sz]e|compare|list\b|tell me|warum|wieso|pourquoi|por qué|what (?:happened|caused)\b)",
    re.IGNORECASE,
)
_BARE_DAY = re.compile(rf"{WEEKDAY}(?: (?:morning|afternoon|evening|night))?")
# "…, the ferry or the lighthouse?", and without a comma the words next to "or".
OPTIONS = re.compile(r"[,:]\s*(?P<first>[^,:?]+?),? or (?P<second>[^,:?]+?)\s*[?.]*\s*$")
NEAR_OPTIONS = re.compile(r"(?P<first>[^\s,:?]+) or (?P<second>[^\s,:?]+(?: [^\s,:?]+){0,2}?)\s*[?.]*\s*$")
LEADING = re.compile(r"^(?:in|on|at|by|the)\s+", re.IGNORECASE)
SEVERAL = re.compile(r"\b(?:two|both|three|four|who are|who were|which [a-z]+s)\b", re.IGNORECASE)
_HOW_LONG = re.compile(r"\bhow long\b", re.IGNORECASE)
_SINCE = re.compile(r"\b(?:since|until|till|from|to|through|by)\W*$", re.IGNORECASE)
_OF_LAND = re.compile(r"[A-Z][a-zà-ÿ]+(?:ian|ese|ish|ican)")  # "Bahamian", of a prison
_ASKS_LAND = re.compile(r"\b(?:nationalit|language|countr|nation|people|land)", re.IGNORECASE)
_NAMED_PLACE = re.compile(r"\b(?:in|at|near) (?:the )?[A-ZÀ-Þ][\w’'-]*[a-zà-ÿ]")
MAX_SHORT_WORDS = 14
AMOUNT_WORDS = 6  # "420 wildfires in England and Wales since the start of the year" says it in two
QUOTATION = re.compile('["“”]')
LIST_ITEMS = 3  # from which a phrase is a list
_BOUND = re.compile(r"\b(before|until|till|from|since|after) ", re.IGNORECASE)
_CONDITION = re.compile(r"\W*(?:if|when|once|after) [^?,]*, ", re.IGNORECASE)  # "If they vote him out, do the …?"
_WHAT_IS = re.compile(r"\W*what (?:is|are|was|were) [^?]*\W*$", re.IGNORECASE)
_OF_KIND = re.compile(r"\b(?:how many|which|what)\s+([\w’'-]+)", re.IGNORECASE)
OF_ASKED, ENOUGH = 1 / 3, 2  # of a question's words, that must be told for a short form
BARE_WORDS = 3  # "Turbo-electric transmission", written in place of a sentence


def short_form(claim: Claim, question: str, proposed: str, matches: Sequence[Match] = ()) -> str:
    """Return the short form of a shown claim that rests on `matches`; `proposed` is the generator's own, or "".

    "" where the question asks for no one fact: why, how, what somebody said or thinks is not told in a word.
    """
    condition = _CONDITION.match(question)
    if OPEN.match(question) or (condition and YES_NO.match(question[condition.end() :])):
        return ""
    if asks_yes_no(question):
        return tell_verdict(question, matches)
    ruled = _ruled(claim.text, question, matches)
    if ruled or TRUE_OR_FALSE.match(question):
        return ruled
    phrase = _whole(_tidy(proposed, question), claim.text, question)
    if (place := find_place(claim.text, question)) and phrase not in place:
        phrase = place
    sources = " ".join([claim.text, *(citation.quote for citation in claim.citations)])
    if not (phrase and _is_phrase(phrase, claim.text, question) and holds_all(sources, phrase)):
        phrase = "" if read_cells(claim.text) else shorten(claim.text, question)
    phrase = _with_alternatives(cut_to_kind(phrase, question), claim.text)
    told = " ".join([sources, *(citation.title for citation in claim.citations)])
    if not _can_answer(phrase, claim.text, question) or not _tells_of_the_asked(told, question):
        return ""
    if WHO.match(question) and claim.support is Support.WEAK:
        return ""  # who pays is not whoever the half of it that was found has pay
    return _with_bound(_with_date(phrase, claim, question), claim.text, question)


def _tells_of_the_asked(told: str, question: str) -> bool:
    """Tell whether sentences have a third of what is asked, or two words of it, names and what is counted aside.

    Who was put in hospital is not who had to leave home, in the same town and by the same leak.
    """
    kind = _OF_KIND.search(question)
    named = {word.stem for name in find_names(question) for word in name.words}
    aside = named | ASKING | frozenset(word.stem for word in words(kind[1] if kind else ""))
    asked = [one for one in content_stems(question) - aside if not one.isdigit()]
    own = content_stems(told)
    held = sum(one in own or is_alike(one, own) for one in asked)
    return len(asked) < ENOUGH or held >= min(ENOUGH, OF_ASKED * len(asked))


def _with_bound(phrase: str, claim: str, question: str) -> str:
    """Return a date with "before", "from" or "until": a train that runs from 14 June does not stop on that day only."""
    if not WHEN.search(question) or not DATE.match(phrase):
        return phrase
    found = re.search(rf"{_BOUND.pattern}(?:the )?{re.escape(phrase)}", claim)
    if found is None or re.search(rf"\b{found[1]}\b", question, re.IGNORECASE):
        return phrase
    is_denied = found[1].lower() in ("before", "until", "till") and denies(claim[: found.start()])
    return f"{'not ' if is_denied else ''}{found[1]} {phrase}"


def _can_answer(phrase: str, claim: str, question: str) -> bool:
    """Tell whether a phrase can be what was asked for: a place with a name where one is told, a length of time.

    None is better than "the scene", "September 5" for how long, or whose prison it is.
    """
    if phrase and lacks_kind(phrase, question):
        return False
    if _HOW_LONG.search(question) and DATE.match(phrase) and not _SINCE.search(claim[: max(0, claim.find(phrase))]):
        return False
    if _OF_LAND.fullmatch(phrase) and re.match(r"\W*(?:in |at |on )?(?:which|what)\b", question, re.IGNORECASE):
        return _ASKS_LAND.search(question) is not None
    is_sentence = phrase != claim.strip(" .")
    if (
        phrase
        and is_sentence
        and _WHAT_IS.match(question)
        and not HOW_MANY.search(question)
        and not find_wanted(claim, question)
    ):
        return language_of(claim) != "en"  # who speaks of the Paris Club is not what it is
    is_bare = WHERE.match(question) is not None and not find_capitals(phrase)
    return not is_bare or not _NAMED_PLACE.search(claim)


def _with_alternatives(phrase: str, claim: str) -> str:
    """Return a list with what the claim offers in place of one of its items: "a putty knife or a saw, a hammer"."""
    items = [item.strip() for item in phrase.split(",")]
    if len(items) < LIST_ITEMS:
        return phrase
    offered = [re.search(rf"(?<!\w){re.escape(item)} or [^,.;:]+?(?=[,.;:]| and |$)", claim, re.I) for item in items]
    return ", ".join(found.group() if found else item for item, found in zip(items, offered, strict=True))


def _with_date(phrase: str, claim: Claim, question: str) -> str:
    """Return a day of the week with its date, as the day on which the article was published tells it."""
    if not WHEN.search(question) or not _BARE_DAY.fullmatch(phrase):
        return phrase
    days = {name_weekday(phrase, one.quote, one.published) for one in claim.citations if phrase in one.quote}
    return f"{phrase}, {days.pop()}" if len(days) == 1 and days != {""} else phrase


def name_answer(proposed: str, question: str) -> str:
    """Return what a generator proposed as the answer in a few words; "" where it is no phrase or not what was asked."""
    if OPEN.match(question) or YES_NO.match(question):
        return ""
    phrase = cut_to_kind(_tidy(proposed, question), question)
    is_short = len(phrase.split()) <= MAX_SHORT_WORDS
    return phrase if is_short and _is_new(phrase, question) and not lacks_kind(phrase, question) else ""


def _tidy(phrase: str, question: str) -> str:
    """Return the part of a proposed phrase that was asked for: small models add a place or a date to a name."""
    parts = [part.strip() for part in phrase.split(",")]
    kinds = {any(map(str.isdigit, part)) for part in parts}
    if WHEN.search(question) and (date := DATE.search(phrase)):
        phrase = date.group()
    elif HOW_MANY.search(question) and (len(kinds) > 1 or len(phrase.split()) > AMOUNT_WORDS):
        phrase = cut_amount(phrase, question) or phrase
    elif len(parts) > 2 and len(kinds) > 1:
        phrase = next(part for part in parts if not any(map(str.isdigit, part)))
    return LEADING.sub("", _bare(phrase))


def _bare(phrase: str) -> str:
    """Return `phrase` without the signs around it; quotation marks stay where they stand around a part of it."""
    bare = " ".join(phrase.split()).strip(" .,;:*")
    marks = [mark.start() for mark in QUOTATION.finditer(bare)]
    if marks and len(marks) % 2 == 0 and marks != [0, len(bare) - 1]:
        return bare
    return bare.strip(" .,;:*\"“”'‘’")


def _whole(phrase: str, claim: str, question: str) -> str:
    """Return what `phrase` is the beginning of in the claim: the whole date, or both of two things asked for."""
    if WHEN.search(question) and (date := DATE.search(phrase)):
        same = [found.group() for found in DATE.finditer(claim) if _parts(date.group()) <= _parts(found.group())]
        return max(same, key=len, default=phrase).strip(" .,")
    if not phrase or not SEVERAL.search(question):
        return phrase
    cut = shorten(claim, question)
    return cut if cut.startswith(phrase) and LIST_GOES_ON.match(cut, len(phrase)) else phrase


def _parts(date: str) -> frozenset[str]:
    """Return the parts of a date, whatever their order."""
    return frozenset(re.findall(r"\w+", date.casefold()))


def _is_phrase(phrase: str, claim: str, question: str) -> bool:
    """Tell whether `phrase` is shorter than the claim, or all of one that is no sentence, and says something new."""
    bare = claim.strip(" .")
    if phrase == bare and len(bare.split()) <= BARE_WORDS:
        return True
    return _is_new(phrase, question) and len(phrase.split()) <= min(MAX_SHORT_WORDS, len(claim.split()) - 1)


def _is_new(phrase: str, question: str) -> bool:
    return bool(content_stems(phrase) - content_stems(question) or quantities(phrase))


def _ruled(claim: str, question: str, matches: Sequence[Match]) -> str:
    """Return the word that a question of yes or no, true or false, or "this or that" asks for; else ""."""
    statement = TRUE_OR_FALSE.sub("", question, count=1)
    if statement != question:
        return {YES: "True", NO: FALSE}.get(tell_verdict(statement, matches), "")
    if (YES_NO.match(question) or OPTIONS.search(question)) and " or " in question:
        return _option(claim, question)
    return ""


def _option(claim: str, question: str) -> str:
    """Return which of the two options in `question` the claim is about: the one that it names first."""
    found = OPTIONS.search(question) or NEAR_OPTIONS.search(question)
    if not found:
        return ""
    first, second = found["first"].strip(), found["second"].strip()
    said = [word.stem for word in words(claim)]
    places = []
    for option, other in ((first, second), (second, first)):
        own = content_stems(option) - content_stems(other)
        place = min((said.index(stem) for stem in own if stem in said), default=None)
        if place is not None:
            places.append((place, option))
    return LEADING.sub("", min(places)[1]) if places else ""
