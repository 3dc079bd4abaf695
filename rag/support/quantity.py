"""A quantity: a number, a date or a code of a text, and whether another one is the same or speaks against it."""

import math
from dataclasses import dataclass
from enum import StrEnum


class QuantityKind(StrEnum):
    """What a quantity is one of: only those of one kind can contradict each other."""

    NUMBER = "number"
    PERCENT = "percent"
    YEAR = "year"
    DATE = "date"
    ORDINAL = "ordinal"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity and the characters that it stands in.

    `value` is the number (of a percentage, 0 to 100; of a date, the year or nan), `least` and `most` what it may
    stand for where it is called "about", "nearly" or "more than". `day` and `month` are 0 where none is named.
    `unit` is its currency, of a code its letters and digits, or ""; `counted` is the stem of the word behind a number.
    """

    value: float
    kind: QuantityKind
    start: int
    end: int
    least: float = math.nan
    most: float = math.nan
    month: int = 0
    day: int = 0
    unit: str = ""
    counted: str = ""

    def holds(self, other: "Quantity") -> bool:
        """Tell whether a text with this quantity bears out one that names `other`."""
        if QuantityKind.CODE in (self.kind, other.kind):
            return self.kind is other.kind and self.unit == other.unit
        if other.kind is QuantityKind.DATE or self.kind is QuantityKind.DATE:
            return self._holds_date(other)
        percents = (self.kind is QuantityKind.PERCENT, other.kind is QuantityKind.PERCENT)
        if percents[0] != percents[1] or (self.unit and other.unit and self.unit != other.unit):
            return False
        if not math.isnan(other.least):
            return other.least <= self.value <= other.most
        return math.isclose(self.value, other.value, rel_tol=1e-9)

    def _holds_date(self, other: "Quantity") -> bool:
        if other.kind is not QuantityKind.DATE:  # a year, or the day's number
            is_day = other.kind is QuantityKind.ORDINAL or (other.kind is QuantityKind.NUMBER and not other.counted)
            return other.value == self.value or (is_day and other.value == self.day != 0)
        if self.kind is not QuantityKind.DATE:
            return other.month == 0 and self.value == other.value
        pairs = ((self.day, other.day), (self.month, other.month), (self.value, other.value))
        return all(not theirs or math.isnan(theirs) or ours == theirs for ours, theirs in pairs)

    def is_rival(self, other: "Quantity") -> bool:
        """Tell whether both answer the same "how much" or "when" with different values."""
        if self.holds(other) or other.holds(self):
            return False
        if self.counted and other.counted and self.counted != other.counted:
            return False  # 38 years and 18 months
        time = (QuantityKind.YEAR, QuantityKind.DATE)
        return self.kind is other.kind or (self.kind in time and other.kind in time)
