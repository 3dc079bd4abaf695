"""Numbers of list items as they are displayed: figures, letters, Roman numerals."""

_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
          (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_MOST_ROMAN = 3999


def numeral(number: int, kind: str) -> str:
    """Return a number in figures, or where `kind` is "a", "A", "i" or "I" and it can be, in letters or Roman.

    >>> [numeral(4, kind) for kind in "1aI"]
    ['4', 'd', 'IV']
    """
    if kind in ("a", "A") and number > 0:
        letters = ""
        while number > 0:
            number, letter = divmod(number - 1, 26)
            letters = chr(ord(kind) + letter) + letters
        return letters
    if kind in ("i", "I") and 0 < number <= _MOST_ROMAN:
        written = ""
        for value, letters in _ROMAN:
            written += letters * (number // value)
            number %= value
        return written if kind == "i" else written.upper()
    return str(number)
