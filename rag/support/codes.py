"""Codes: "E9", "HP-240". Nothing else is called so, and a sentence with the code that is asked about is about it."""

from collections.abc import Sequence

from rag.support.quantities import quantities
from rag.support.quantity import Quantity, QuantityKind


def find_codes(text: str) -> tuple[Quantity, ...]:
    """Return the codes of `text` in order."""
    return tuple(one for one in quantities(text) if one.kind is QuantityKind.CODE)


def tells_codes(text: str, codes: Sequence[Quantity]) -> bool:
    """Tell whether `text` has all `codes`, and there is one."""
    if not codes:  # of most questions: no sentence is read for its numbers
        return False
    told = find_codes(text)
    return all(any(own.holds(code) for own in told) for code in codes)
