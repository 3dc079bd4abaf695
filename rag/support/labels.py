"""Labels: what a row of a table says without a verb, as "Winner: Ilka Sorrel" says that she won."""

import re

from index.splitting.rows import read_cells
from rag.support.quantities import quantities
from rag.support.statement import Statement
from rag.support.terms import Term
from rag.words import fold, stem, words

_DOER = re.compile(r"(?P<verb>[^\W\d_]{2,}?)(?P<doubled>(?P<last>[^\W\d_aeiou])(?P=last))?(?P<ending>[eo]r)s?")
# "It costs £79", of "Price: £79".
_COSTS = frozenset(map(stem, ("cost", "costs", "costed")))
_PRICES = frozenset(map(stem, ("price", "prices", "cost", "costs", "fare", "fee", "charge")))
_BY = re.compile(r"\bby\s")


def is_done(term: Term, statement: Statement, row: str) -> bool | None:
    """Tell whether a row says of the doer what a verb of the statement does; None where no column speaks of it.

    The doer is the first name before the verb or the last one, or the one behind "by": "Winner: Ada | Second: Bo" does
    not say that Bo won.
    """
    if term.quantity is not None or term.is_name:
        return None
    row = row.strip()
    if base_of(term.text) in _COSTS:
        return _is_priced(statement, row)
    cells = [cell for cell in read_cells(row) if base_of(term.text) in doings(cell.name)]
    return any(_does(term, statement, cell.span.of(row)) for cell in cells) if cells else None


def _is_priced(statement: Statement, row: str) -> bool | None:
    """Tell whether a row has a price that a statement names, if it names an amount; None for a row without a price."""
    prices = [cell.span.of(row) for cell in read_cells(row) if _PRICES & {word.stem for word in words(cell.name)}]
    said = quantities(statement.text)
    told = [one for price in prices for one in quantities(price)]
    return (not said or any(one.holds(other) for one in told for other in said)) if prices else None


def base_of(word: str) -> str:
    """Return the stem of a verb's plain form: of "won", "win"."""
    return stem(fold(word))


def doings(name: str) -> frozenset[str]:
    """Return the stems of what those do whom the name of a column speaks of: of "Winner", "win"."""
    found = (match for word in words(name) if (match := _DOER.fullmatch(fold(word.text))))
    return frozenset(
        stem(base)
        for match in found
        for base in (
            match["verb"] + (match["last"] or ""),
            match["verb"] + (match["doubled"] or ""),
            f"{match['verb']}{match['doubled'] or ''}e",
        )
    )


def _does(term: Term, statement: Statement, value: str) -> bool:
    """Tell whether the statement has the doer of its verb be whom a cell names."""
    held = {word.stem for word in words(value)}
    by = _BY.search(statement.text, term.end)
    before = [name for name in statement.names if name.end <= term.start]
    behind = [name for name in statement.names if by and name.start >= by.end()]
    doers = behind[:1] or [*before[:1], *before[-1:]]
    return any({word.stem for word in name.words} <= held for name in doers)
