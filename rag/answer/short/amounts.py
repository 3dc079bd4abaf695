"""Amounts: the one in a sentence that answers what a question asks for, and whether it holds any."""

import re
from collections.abc import Sequence
from itertools import pairwise

from index.splitting.rows import read_cells
from rag.answer.short.answer_type import COUNTED, DATE, DURATION, HOW_MANY, TIME, VAGUE, WHEN
from rag.answer.short.measure import POINTS_IN_TIME, UNIT_BEHIND, Measure, asked_measure, measure_of
from rag.answer.short.wanted import find_acts, tells_act
from rag.support.names import find_names
from rag.support.quantities import quantities
from rag.support.quantity import Quantity, QuantityKind
from rag.support.quotes import quotes
from rag.support.terms import is_alike
from rag.words import content_stems, words

NO_AMOUNTS = (*POINTS_IN_TIME, QuantityKind.ORDINAL, QuantityKind.CODE)
STRICT = (Measure.LENGTH, Measure.SPEED, Measure.WEIGHT)  # "children under nine" is no dose, a bare number no height
_TOLD_WHEN = re.compile(r"\bwhen((?:[^\w.!?;]+[\w'’-]+){1,6})", re.IGNORECASE)
_PART = re.compile(  # "the total, which includes five from the cottages, was forty-seven"
    r"\b(?:includ(?:es|ed|ing)|excluding|among them|(?:not |without )counting|einschließlich|darunter|dont"
    r"|incluid[oa]s?)\W+(?:\w+\W+)?$",
    re.IGNORECASE,
)
_HOUR = re.compile(r"[012]?\d[.:][0-5]\d")
_BEFORE_HOUR = re.compile(
    r"\b(?:at|by|from|until|till|to|after|before|around|about|between|and|since|um|von|bis|à|de|a las|las)\W*$",
    re.IGNORECASE,
)
_BEHIND_HOUR = re.compile(r"[:.h]\d\d|\s*(?:[ap]\.?m\b|o['’]clock|uhr\b|heures?\b|h\b)", re.IGNORECASE)
# "It costs £1,610 more" is by how much, not how much.
_DIFFERENCE = re.compile(
    r"(?:\s+[a-z]+)?\s+(?:more|less|extra|dearer|cheaper|higher|lower|longer|shorter|heavier|lighter|older"
    r"|younger|faster|slower|taller|deeper|wider|farther|further|bigger|smaller|larger|mehr|weniger)\b"
)
_ASKS_DIFFERENCE = re.compile(
    r"\bhow (?:much|many|far) (?:[a-z]+ )?(?:more|less|fewer|\w+er)\b|\bby how (?:much|many)\b|\bdifference\b",
    re.IGNORECASE,
)
# That a price is not known, or is none: "no news of a debut" tells no price.
_VAGUE_MEASURE = re.compile(
    r"\b(?:(?:not|never|yet to be)(?: yet)? (?:known|clear|disclosed)|unknown|unclear"
    r"|undisclosed|free|nothing|none|nobody|gratis|kostenlos|gratuit\w*|(?:dozens|hundreds|thousands|millions|billions|half)\b)",
    re.IGNORECASE,
)
_OF_SOMETHING = re.compile(r"[\s-]+[^\W\d_]")
_HOW_LONG = re.compile(r"\bhow long\b", re.IGNORECASE)
_PRICE_OF = re.compile(r"\bwhat (?!(?:is|was|were|are)\b)\w+ price\b", re.IGNORECASE)  # a dividend is no share price
# "What did he die of?" is not answered by when.
_ASKS_CAUSE_OF_DEATH = re.compile(
    r"\b(?:what|which)\b.*\b(?:die|dying|died) (?:of|from)\W*$|\bcause of (?:his|her|their|\w+(?:['’]s)?) death\b"
    r"|\bwhat killed\b",
    re.IGNORECASE,
)
_CAUSE_OF_DEATH = re.compile(
    r"\b(?:die[sd]?|dying|deaths?)\b(?:\W+\w+){0,3}?\W+(?:of|from|after|by|because|when|while|due)\b(?! the age)"
    r"|\b(?:kill(?:s|ed)|murdered|drowned|shot|caused?|illness|disease|cancer|stroke|heart|accident|crash|pneumonia"
    r"|infection|complications)\b",
    re.IGNORECASE,
)
_ITEM_NUMBER = re.compile(r"\W*\d+[.)]")  # "5. Feed the colony"
# "How much is it to get in?" is not answered by what the building cost.
_ASKS_ENTRY = re.compile(
    r"\bhow much\b.*\b(?:(?:get|go|let) in(?:to|side)?\b|enter\b|entry\b|entrance\b|admission\b|tickets?\b|visit\b)"
    r"|\b(?:entry|entrance|admission) (?:fee|price|charge|cost)s?\b|\bprice of (?:entry|entrance|admission)\b",
    re.IGNORECASE,
)
ENTRY = content_stems("admission admit admitted entry enter entrance ticket tickets visitor visitors free")
_ALSO = {Measure.LENGTH: Measure.TIME, Measure.TIME: Measure.LENGTH}  # "an hour's drive", "how long is the wall?"
# A vote: "voted by 391 to 46 to accept", "the proposal was lost by four votes to two".
_VOTE = re.compile(r"\b(?:vot\w+|motion|proposal|ballot|resolution|amendment|carried|poll)\b", re.IGNORECASE)
# "puts the number at 212, living in 94 houses"
_IS_THE_NUMBER = re.compile(
    r"\b(?:number|figure|total|toll|count)\b(?: \w+){0,2}? (?:at|to|is|was|as|stands at|stood at)(?: \w+)?\W+$",
    re.IGNORECASE,
)
_TALLIED = re.compile(r"(?:votes|seats|goals|points|times)\b", re.IGNORECASE)
_OF_ITS = re.compile(r"\s+(?:out )?of (?:the|its|their|his|her|our|all|a total of)\W+", re.IGNORECASE)
_CIRCUMSTANCE = re.compile(r"\b(?:after|during|since|when|because)\b", re.IGNORECASE)
_PARTS = re.compile(r"\b(?:and|while|but)\b|;", re.IGNORECASE)
_BY, _TO = re.compile(r"\bby\W+$", re.IGNORECASE), re.compile(r"\W*(?:votes?\W+)?(?:to|against)\W+", re.IGNORECASE)
_AGAINST = re.compile(r"\b(?:against|opposed|reject\w*|turned (?:it )?down|no to)\b", re.IGNORECASE)
_FOR = re.compile(r"\b(?:for|in favou?r|accept\w*|backed|supported|approved|yes to)\b", re.IGNORECASE)
_REFUSED = re.compile(
    r"\b(?:reject\w*|refus\w*|lost|fell|failed|defeated|threw out|thrown out|voted down|turned down)\b", re.IGNORECASE
)


def lacks_kind(claim: str, question: str) -> bool:
    """Tell whether a question asks for an amount or a time, and `claim` has none but the question's own.

    How many are descended from Confucius is not answered by whom one of them married, nor how many midwives there are
    by how many kilometres it is to the next.
    """
    if asks_entry(question) and not ENTRY & content_stems(claim):
        return True
    if _ASKS_CAUSE_OF_DEATH.search(question) and not _CAUSE_OF_DEATH.search(claim):
        return True
    if _PRICE_OF.search(question) and "price" not in content_stems(claim) and not tells_act(claim, question):
        return True
    is_when = bool(WHEN.search(question))
    if not (is_when or HOW_MANY.search(question)):
        return False
    if _new_times(claim, question) if is_when else find_amounts(claim, question):
        return False
    is_time = is_when or DURATION.search(question)
    told = _TOLD_WHEN.sub(lambda found: " " if _repeats(found[1], question) else found[0], claim) if is_when else claim
    vague = _VAGUE_MEASURE if asked_measure(question) in (*STRICT, Measure.MONEY) else VAGUE
    return not any(pattern.search(told) for pattern in ((VAGUE, TIME, DATE) if is_time else (vague,)))


def asks_entry(question: str) -> bool:
    """Tell whether a question asks for what it costs to be let in."""
    return _ASKS_ENTRY.search(question) is not None


def _repeats(clause: str, question: str) -> bool:
    """Tell whether "when it goes on sale …" says no time, but what the question has: its first words are asked for."""
    said, asked = [word.stem for word in words(clause) if not word.is_stop][:2], content_stems(question)
    return all(stem in asked or is_alike(stem, asked) for stem in said)


def find_amounts(claim: str, question: str) -> list[Quantity]:
    """Return the amounts of `claim` that can be what `question` asks for, in order; not those that it names itself.

    A number without a unit may be anything; kilometres are no answer to "how many midwives", nor is a date.
    """
    titles = [one for one in quotes(claim) if one.text[-1] not in ".,?!…"]  # "Twelve Lamps", which nobody says
    new, asked = _new_quantities(claim, question), asked_measure(question)
    if asked is not None:  # "£1,610 more … : 85 points" tells no other price
        new = [one for one in new if measure_of(one, claim) is asked] or new
    return [
        amount
        for amount in new
        if _can_answer(amount, claim, question) and not any(one.start <= amount.start < one.end for one in titles)
    ]


def nearest_amount(claim: str, question: str) -> Quantity | None:
    """Return the amount of `claim` that stands nearest to the words of `question`; of "from 61 to 66" the second."""
    amounts = find_amounts(claim, question)
    if (side := _side_of_vote(claim, question, amounts)) is not None:
        return side
    amounts = [amount for amount in amounts if not _PART.search(claim, 0, amount.start)] or amounts
    measure = asked_measure(question)
    amounts = [amount for amount in amounts if measure and measure_of(amount, claim) is measure] or amounts
    amounts = [one for one in amounts if _IS_THE_NUMBER.search(claim, 0, one.start)] or amounts
    if tells_act(claim, question) and find_acts(question):
        amounts = [one for one in amounts if not _is_whole(one, amounts, claim)]
    amounts = list(in_best_part(claim, question, amounts))
    amounts = [amount for amount in amounts if _counts(claim, amount, question)] or amounts
    amounts = _beside_act(claim, question, amounts) or amounts
    if not amounts:
        return None
    particulars = _particulars(question)

    def fit(amount: Quantity) -> float:
        near = nearness(claim, question, amount.start, amount.end)
        return near + nearness(claim, particulars, amount.start, amount.end)

    best = max(amounts, key=fit)
    following = next((one for one in amounts if one.start > best.end), None)
    is_from = re.search(r"\bfrom\W+$", claim[: best.start], re.IGNORECASE)
    if following and is_from and re.fullmatch(r"\D*\bto\W+", claim[best.end : following.start], re.IGNORECASE):
        return following
    return best


def _beside_act(claim: str, question: str, amounts: Sequence[Quantity]) -> list[Quantity]:
    """Return the amounts in the part of a claim that has the question's verb: "59% oppose it, with 41% for it"."""
    acts, found = find_acts(question), []
    for part in re.finditer(r"(?:[^,;]|,(?=\d))+", claim):
        if acts & content_stems(part.group()):
            found += [one for one in amounts if part.start() <= one.start < part.end()]
    return found


def in_best_part(claim: str, question: str, amounts: Sequence[Quantity]) -> Sequence[Quantity]:
    """Return the amounts of that part of "drove 350 from their beds and put 27 in hospital" which is of what is asked.

    All of `amounts` where no part has more of the question's words than the others.
    """
    counted = COUNTED.search(question)
    deed = _CIRCUMSTANCE.split(question, maxsplit=1)[0]  # "were taken to hospital after the leak"
    asked = content_stems(deed) - content_stems(counted[1].split()[0] if counted else "")
    if len(amounts) < 2 or not (parts := list(_PARTS.finditer(claim))):
        return amounts
    ends = [0, *(one.start() for one in parts), len(claim)]
    rated = []
    for start, end in pairwise(ends):
        inside = [one for one in amounts if start <= one.start < end]
        if inside:
            rated.append((len(asked & content_stems(claim[start:end])), inside))
    rated.sort(key=lambda one: -one[0])
    return rated[0][1] if len(rated) > 1 and rated[0][0] > rated[1][0] else amounts


def _is_whole(one: Quantity, amounts: Sequence[Quantity], claim: str) -> bool:
    """Tell whether it is the whole of which a part is told: 36, of "fourteen of its 36 staff would lose their jobs"."""
    return any(other.end < one.start and _OF_ITS.fullmatch(claim, other.end, one.start) for other in amounts)


def _side_of_vote(claim: str, question: str, amounts: Sequence[Quantity]) -> Quantity | None:
    """Return how many were against, or for, of "accepted by 391 to 46"; None where the claim tells no vote.

    Of what was refused by 391 to 46 the first were against.
    """
    against, favoured = _AGAINST.search(question) is not None, _FOR.search(question) is not None
    if against == favoured or not _VOTE.search(claim):
        return None
    for first, second in pairwise(amounts):
        is_score = _TO.fullmatch(claim[first.end : second.start]) and _BY.search(claim[: first.start])
        if is_score:
            return second if against != (_REFUSED.search(claim) is not None) else first
    return None


def _particulars(question: str) -> str:
    """Return the names, dates and numbers of a question: they tell one of two amounts from the other."""
    named = [question[name.start : name.end] for name in find_names(question)]
    return " ".join([*named, *(question[one.start : one.end] for one in quantities(question))])


def nearness(claim: str, question: str, start: int, end: int) -> float:
    """Return how near the words of `question` stand to `claim[start:end]`: the sum of 1 / (1 + distance in words)."""
    told, asked = words(claim), content_stems(question)
    inside = [place for place, word in enumerate(told) if word.start < end and word.end > start]
    beside = [place for place, word in enumerate(told) if word.stem in asked and place not in inside]
    return sum(1 / (1 + min(abs(place - own) for own in inside)) for place in beside) if inside else 0.0


def _new_quantities(claim: str, question: str) -> list[Quantity]:
    known = quantities(question)
    return [
        found
        for found in quantities(claim)
        if not any(own.holds(found) for own in known) and not _ITEM_NUMBER.fullmatch(claim[: found.end + 1])
    ]


def _new_times(claim: str, question: str) -> list[Quantity]:
    """Return the numbers of `claim` that can be a time: "at 5" and "7.30", but not "£130" and "Spider-Man 2"."""
    is_of_cells = bool(read_cells(claim))

    def is_time(one: Quantity) -> bool:
        if one.kind in POINTS_IN_TIME:
            return True
        measure = measure_of(one, claim)
        own = claim[one.start : one.end]
        is_hour = _HOUR.fullmatch(own) or _BEFORE_HOUR.search(claim[: one.start]) or _BEHIND_HOUR.match(claim, one.end)
        return measure is Measure.TIME or (measure is None and (is_of_cells or bool(is_hour)))

    return list(filter(is_time, _new_quantities(claim, question)))


def _can_answer(amount: Quantity, claim: str, question: str) -> bool:
    asked = asked_measure(question)
    if amount.kind in NO_AMOUNTS:
        is_counted = amount.kind is QuantityKind.YEAR and _counts(claim, amount, question)  # "1410 children"
        return is_counted or (asked is Measure.TIME and amount.kind in POINTS_IN_TIME)
    own = measure_of(amount, claim)
    if own is not None and _DIFFERENCE.match(claim, amount.end) and not _ASKS_DIFFERENCE.search(question):
        return False
    if own is None:
        is_other = asked is Measure.MONEY and _is_of_something(amount, claim)
        is_strict = is_other or asked in STRICT or _HOW_LONG.search(question) is not None
        return not is_strict or bool(read_cells(claim))
    if asked is not None:
        return own is asked or own is _ALSO.get(asked)
    counted = COUNTED.search(question)
    if own is Measure.PERCENT and counted and _TALLIED.match(counted[1]):
        return False  # "31% of the vote"
    if counted is None:
        return True  # "how high", "how fast": of prices, rates and towers
    return own is Measure.PERCENT or bool(UNIT_BEHIND[own].search(f" {counted[1]}"))


def _is_of_something(amount: Quantity, claim: str) -> bool:
    """Tell whether a number counts what is no money: "2.8 million units", but not what "cost 14 million lives"."""
    is_cost = re.search(r"\bcosts?\W+$", claim[: amount.start], re.IGNORECASE) is not None
    return _OF_SOMETHING.match(claim, amount.end) is not None and not is_cost


def _counts(claim: str, amount: Quantity, question: str) -> bool:
    counted = COUNTED.search(question)
    following = next((word for word in words(claim) if word.start >= amount.end), None)
    return bool(counted and following and following.stem in content_stems(counted[1]))
