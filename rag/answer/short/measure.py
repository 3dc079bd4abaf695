"""Measures: the kind of amount that a question asks for, and the amount in a sentence that answers it."""

import re
from enum import StrEnum

from index.splitting.rows import read_cells
from rag.answer.short.answer_type import COUNTED, DATE, DURATION, HOW_MANY, PRICE, TIME, VAGUE, WHEN
from rag.support.names import find_names
from rag.support.quantities import quantities
from rag.support.quantity import Quantity, QuantityKind
from rag.support.quotes import quotes
from rag.support.terms import is_alike
from rag.words import content_stems, words

POINTS_IN_TIME = (QuantityKind.DATE, QuantityKind.YEAR)
NO_AMOUNTS = (*POINTS_IN_TIME, QuantityKind.ORDINAL, QuantityKind.CODE)


class Measure(StrEnum):
    """What an amount is an amount of; a number of people, of pages or of nothing named has none of these."""

    SPEED = "speed"
    WEIGHT = "weight"
    MONEY = "money"
    PERCENT = "percent"
    LENGTH = "length"
    TIME = "time"


UNITS = {
    Measure.SPEED: r"km/h|kmh|kph|mph|m/s|knots?"
    r"|(?:kilomet(?:re|er)s|miles|met(?:re|er)s|feet) (?:an|per|a) (?:hour|second|minute)"
    r"|Stundenkilometer|Knoten|kilomètres?-heure|kilómetros por hora",
    Measure.WEIGHT: r"(?:kilo|milli|micro)?gram(?:me)?s?|kilos?|kgs?|mg|µg|g|t|tonnes?|tons?|lbs?|ounces?|oz|stones?"
    r"|Kilogramm|Gramm|Tonnen?|Pfund|millilit(?:re|er)s?|ml|cl|lit(?:re|er)s?|teaspoons?|tablespoons?|tablets?|drops?",
    Measure.MONEY: r"euros?|dollars?|pounds?|pence|cents?|yen|yuan|rupees?|roubles?|rubles?|francs?|crowns?|marks|lire"
    r"|pesos?|shillings?|USD|EUR|GBP|CHF|Euro|Franken|livres?",
    Measure.LENGTH: r"(?:kilo|centi|milli)?met(?:re|er)s?|kms?|cm|mm|m|miles?|feet|foot|ft|inch(?:es)?|yards?"
    r"|light[- ]years?|fathoms?|Kilometern?|Metern?|mètres?|kilómetros?|metros?",
    Measure.TIME: r"seconds?|minutes?|hours?|days?|nights?|weeks?|fortnights?|months?|years?|decades?|centur(?:y|ies)"
    r"|Sekunden?|Minuten?|Stunden?|Tagen?|Wochen?|Monaten?|Jahren?|heures?|jours?|semaines?|mois|ans|années"
    r"|horas?|días?|semanas?|mes(?:es)?|años?",
}
_UNITS = {measure: re.compile(rf"[\s-]{{0,2}}(?:{units})(?![^\W_])") for measure, units in UNITS.items()}
_ASKED = {
    Measure.SPEED: re.compile(
        r"\bhow fast\b|\bwhat(?:'s|’s| is| was)(?: the| its)?(?: \w+){0,2} speed\b", re.IGNORECASE
    ),
    Measure.WEIGHT: re.compile(
        r"\bhow heavy\b|\bhow much\b.{1,60}\bweighs?\b|\bwhat (?:dose|dosage)\b|\bwhat .{1,60}\bweigh\b"
        r"|\bhow much (?!(?:money|time|longer)\b)\w+ (?:may|can|must|should|do|does|is)\b.*"
        r"\b(?:take|takes|give|given|swallow|drink|eat)\b"
        r"|\bwhat(?:'s|’s| is| was)(?: the| his| her| its)?(?: \w+){0,2} (?:weight|dose|dosage|load)\b",
        re.IGNORECASE,
    ),
    Measure.MONEY: re.compile(
        r"\bhow much (?:money|(?:do|does|did|is|are|was|were|will|would|has|have|had|must|should|can)\b.*\b(?:costs?"
        r"|pay|paid|worth|earn\w*|spen[dt]|charged?|owed?|price|sell|sold|fined?|donated?|invest\w*))\b"
        rf"|{PRICE.pattern}"
        r"|\bwhat(?:'s|’s| is| are| was| were)(?: the| his| her| its| their)?(?: \w+){0,2} (?:salary|wages?|prices?"
        r"|costs?|fees?|fare|rent|budget|fine)\b|\bwhat price\b",
        re.IGNORECASE,
    ),
    Measure.PERCENT: re.compile(r"\b(?:what|which) (?:percentage|percent|per cent|share|proportion)\b", re.IGNORECASE),
    Measure.LENGTH: re.compile(
        r"\bhow (?:far|tall|wide|deep)\b"
        r"|\bwhat(?:'s|’s| is| was)(?: the| his| her| its)?(?: \w+){0,2} (?:height|length|width|depth|distance)\b",
        re.IGNORECASE,
    ),
    Measure.TIME: DURATION,
}
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
_ITEM_NUMBER = re.compile(r"\W*\d+[.)]")  # "5. Feed the colony"
_ALSO = {Measure.LENGTH: Measure.TIME, Measure.TIME: Measure.LENGTH}  # "an hour's drive", "how long is the wall?"


def lacks_kind(claim: str, question: str) -> bool:
    """Tell whether a question asks for an amount or a time, and `claim` has none but the question's own.

    How many are descended from Confucius is not answered by whom one of them married, nor how many midwives there are
    by how many kilometres it is to the next.
    """
    is_when = bool(WHEN.search(question))
    if not (is_when or HOW_MANY.search(question)):
        return False
    if _new_times(claim, question) if is_when else find_amounts(claim, question):
        return False
    is_time = is_when or DURATION.search(question)
    told = _TOLD_WHEN.sub(lambda found: " " if _repeats(found[1], question) else found[0], claim) if is_when else claim
    return not any(pattern.search(told) for pattern in ((VAGUE, TIME, DATE) if is_time else (VAGUE,)))


def _repeats(clause: str, question: str) -> bool:
    """Tell whether "when it goes on sale …" says no time, but what the question has: its first words are asked for."""
    said, asked = [word.stem for word in words(clause) if not word.is_stop][:2], content_stems(question)
    return all(stem in asked or is_alike(stem, asked) for stem in said)


def measure_of(amount: Quantity, text: str) -> Measure | None:
    """Return what `amount` of `text` is an amount of; None for a bare number or one of anything else."""
    if amount.kind is QuantityKind.PERCENT:
        return Measure.PERCENT
    if amount.unit:
        return Measure.MONEY
    return next((measure for measure, unit in _UNITS.items() if unit.match(text, amount.end)), None)


def asked_measure(question: str) -> Measure | None:
    """Return the measure that a question asks for, None where it asks for a number of anything or for no amount."""
    return next((measure for measure, asked in _ASKED.items() if asked.search(question)), None)


def find_amounts(claim: str, question: str) -> list[Quantity]:
    """Return the amounts of `claim` that can be what `question` asks for, in order; not those that it names itself.

    A number without a unit may be anything; kilometres are no answer to "how many midwives", nor is a date.
    """
    titles = [one for one in quotes(claim) if one.text[-1] not in ".,?!…"]  # "Twelve Lamps", which nobody says
    return [
        amount
        for amount in _new_quantities(claim, question)
        if _can_answer(amount, claim, question) and not any(one.start <= amount.start < one.end for one in titles)
    ]


def nearest_amount(claim: str, question: str) -> Quantity | None:
    """Return the amount of `claim` that stands nearest to the words of `question`; of "from 61 to 66" the second."""
    amounts = find_amounts(claim, question)
    amounts = [amount for amount in amounts if not _PART.search(claim, 0, amount.start)] or amounts
    measure = asked_measure(question)
    amounts = [amount for amount in amounts if measure and measure_of(amount, claim) is measure] or amounts
    amounts = [amount for amount in amounts if _counts(claim, amount, question)] or amounts
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
    if own is None:
        return asked not in STRICT or bool(read_cells(claim))
    if asked is not None:
        return own is asked or own is _ALSO.get(asked)
    counted = COUNTED.search(question)
    if counted is None:
        return True  # "how high", "how fast": of prices, rates and towers
    return own is Measure.PERCENT or bool(_UNITS[own].search(f" {counted[1]}"))


def _counts(claim: str, amount: Quantity, question: str) -> bool:
    counted = COUNTED.search(question)
    following = next((word for word in words(claim) if word.start >= amount.end), None)
    return bool(counted and following and following.stem in content_stems(counted[1]))
