"""Cutting: the part of a sentence that was asked for, a date, an amount, a name, or what the question does not hold."""

import re

from rag.answer.short.amounts import nearest_amount, nearness
from rag.answer.short.answer_type import DATE, HOW_MANY, WHEN
from rag.answer.short.wanted import WHERE, WHO, find_place, find_wanted, tells_act
from rag.language import language_of
from rag.support.grammar import find_verbs
from rag.support.names import find_capitals, find_names
from rag.support.quotes import quotes
from rag.words import Word, content_stems, words

SAYING = re.compile(
    r"\bwhat (?:did|does|do|has|have|was|is)\b.*\b(?:say|said|says|tell|told|ask|call|write)\b", re.IGNORECASE
)
LIST_GOES_ON = re.compile(r"\s*(?:,|;|and\b|&|or\b)", re.IGNORECASE)
MOST_NEW_WORDS = 8  # of a stretch that is new: more is no phrase but most of a sentence
CLEARLY = 1.2  # so much nearer one of two dates must stand to what was asked
LIST_GAP_WORDS = 5  # "Idlib, and northern regions of Hama"
# "Which city", "what two scientists", but not "what will be played".
_OF_KIND = re.compile(
    r"\b(?:which|what) (?!(?:is|are|was|were|do|does|did|has|have|had|will|would|can|could|should|may|must|might)\b)\w",
    re.IGNORECASE,
)
UNIT = re.compile(r"[\s-]*(?:percent|per cent|%|[^\W\d_]+)?", re.UNICODE)
NO_UNIT = re.compile(r"[\s-]*(?:of|in|and|to|on|the|a|at|for|from|than|were|was|have|had)")


def shorten(claim: str, question: str) -> str:
    """Return the part of `claim` that answers `question`, without a full stop; "" for an empty claim."""
    if not claim:
        return ""
    if WHEN.search(question):
        return _date(claim, question)
    if HOW_MANY.search(question):
        return cut_amount(claim, question)  # whatever else the claim says, it is not what was asked for
    if place := find_place(claim, question):
        return place
    if wanted := find_wanted(claim, question):
        start = claim.index(wanted)
        ends = [name for name in find_names(claim) if name.start <= start + len(wanted) <= name.end]
        runs = [list(name.words) for name in find_names(claim)]
        return claim[start : _end_of_list(claim, list(ends[0].words), runs)] if ends else wanted
    if WHO.match(question):
        is_read = language_of(claim) == language_of(question) != "en"  # English is parsed
        return _person(claim, question) if is_read else ""
    if SAYING.search(question) and (quoted := quotes(claim)):
        return max(quoted, key=lambda quote: len(quote.text)).text.strip(" ,.")
    is_of_kind = WHERE.match(question) or _OF_KIND.search(question)
    if language_of(claim) == language_of(question) == "en" and not (is_of_kind and tells_act(claim, question)):
        return ""  # what stands where it asks for anything is told by grammar, or not at all
    part = _new_part(claim, question)
    return "" if WHERE.match(question) and not find_capitals(part) else part  # "1830s" is no place


def _date(claim: str, question: str) -> str:
    """Return the date of `claim` that stands nearest to what was asked; "" without one, and where two stand as near.

    Without one the claim itself tells when: "after the report".
    """
    near = [(nearness(claim, question, date.start(), date.end()), date.group()) for date in DATE.finditer(claim)]
    first, *others = sorted(near, key=lambda one: -one[0]) or [(0.0, "")]
    return first[1].strip(" .,") if not others or first[0] >= CLEARLY * others[0][0] else ""


def cut_amount(claim: str, question: str) -> str:
    """Return the amount in `claim` that `question` asks for, with the word behind it; "" without one."""
    number = nearest_amount(claim, question)
    if number is None:
        return ""
    start = number.start - 1 if number.start and claim[number.start - 1] in "$£€" else number.start
    unit = UNIT.match(claim, number.end)
    tail = unit.group() if unit and not NO_UNIT.fullmatch(unit.group()) else ""
    return (claim[start : number.end] + tail).strip()


def _person(claim: str, question: str) -> str:
    """Return the name in `claim` nearest to what was asked, and those that follow it in a list; "" without one."""
    asked = content_stems(question)
    names = [
        name for name in find_names(claim) or find_capitals(claim) if not {word.stem for word in name.words} <= asked
    ]
    if not names:
        return ""
    best = max(names, key=lambda name: nearness(claim, question, name.start, name.end))
    runs = [list(name.words) for name in names]
    return claim[best.start : _end_of_list(claim, list(best.words), runs)]


def _new_part(claim: str, question: str) -> str:
    """Return the longest stretch of the claim that the question does not hold, without a verb, names preferred."""
    known = {word.stem for word in words(question)}
    verbs = find_verbs(claim)
    stretches: list[list[Word]] = [[]]
    for word in words(claim):
        if word.stem in known or word.start in verbs:
            stretches.append([])
        elif not word.is_stop or stretches[-1]:
            stretches[-1].append(word)
    runs = [trimmed for stretch in stretches if (trimmed := _trim(stretch))]
    if not runs:
        return claim.strip(" .")
    named = [run for run in runs if any((word.is_name and word.start > 0) or word.is_number for word in run)]
    best = max(named or runs, key=lambda run: sum(not word.is_stop for word in run))
    if not named and len(best) == 1:
        return ""  # "turn", of "which in turn activates": a word alone that is no name and no number answers nothing
    cut = claim[best[0].start : _end_of_list(claim, best, named)]
    return cut if len(best) <= MOST_NEW_WORDS else ""


def _end_of_list(claim: str, first: list[Word], named: list[list[Word]]) -> int:
    """Return where the list that begins with `first` ends: names go on after a comma or "and"."""
    end = first[-1].end
    for run in named:
        between = claim[end : run[0].start]
        if run[0].start > end and LIST_GOES_ON.match(between) and len(between.split()) <= LIST_GAP_WORDS:
            end = run[-1].end
    return end


def _trim(stretch: list[Word]) -> list[Word]:
    end = len(stretch)
    while end and stretch[end - 1].is_stop:
        end -= 1
    return stretch[:end]
