"""Measures: the kind of amount that a question asks for, and what an amount in a sentence is an amount of."""

import re
from enum import StrEnum

from rag.answer.short.answer_type import DURATION, PRICE
from rag.support.quantity import Quantity, QuantityKind

POINTS_IN_TIME = (QuantityKind.DATE, QuantityKind.YEAR)


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
    r"|pesos?|shillings?|z[lł]oty(?:s|ch)?|forints?|kron(?:a|or|er|e)|rands?|baht|shekels?|dinars?|dirhams?|riyals?|reais|liras?|USD|EUR|GBP|CHF|Euro|Franken|livres?",
    Measure.LENGTH: r"(?:kilo|centi|milli)?met(?:re|er)s?|kms?|cm|mm|m|miles?|feet|foot|ft|inch(?:es)?|yards?"
    r"|light[- ]years?|fathoms?|Kilometern?|Metern?|mètres?|kilómetros?|metros?",
    Measure.TIME: r"seconds?|minutes?|hours?|days?|nights?|weeks?|fortnights?|months?|years?|decades?|centur(?:y|ies)"
    r"|Sekunden?|Minuten?|Stunden?|Tagen?|Wochen?|Monaten?|Jahren?|heures?|jours?|semaines?|mois|ans|années"
    r"|horas?|días?|semanas?|mes(?:es)?|años?",
}
UNIT_BEHIND = {measure: re.compile(rf"[\s-]{{0,2}}(?:{units})(?![^\W_])") for measure, units in UNITS.items()}
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
        r"\bhow much (?:money|(?:is|are|was|were) (?:an?|one|admission|entry)\b"
        r"|(?:do|does|did|is|are|was|were|will|would|has|have|had|must|should|can)\b.*\b(?:costs?"
        r"|pay|paid|worth|earn\w*|spen[dt]|charged?|owed?|price|sell|sold|fined?|donated?|invest\w*))\b"
        rf"|{PRICE.pattern}"
        r"|\bwhat(?:'s|’s| is| are| was| were)(?: the| his| her| its| their)?(?: \w+){0,2} (?:salary|wages?|prices?"
        r"|costs?|fees?|fare|rent|budget|fine)\b|\bwhat (?:\w+ ){0,2}price\b",
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


def measure_of(amount: Quantity, text: str) -> Measure | None:
    """Return what `amount` of `text` is an amount of; None for a bare number or one of anything else."""
    if amount.kind is QuantityKind.PERCENT:
        return Measure.PERCENT
    if amount.unit:
        return Measure.MONEY
    return next((measure for measure, unit in UNIT_BEHIND.items() if unit.match(text, amount.end)), None)


def asked_measure(question: str) -> Measure | None:
    """Return the measure that a question asks for, None where it asks for a number of anything or for no amount."""
    return next((measure for measure, asked in _ASKED.items() if asked.search(question)), None)
