"""Letters beyond ASCII by language: which old encoding makes a text of Latin letters that somebody would write."""

import re
from functools import cache

# The encodings that each language was written in, the likelier first. A later one counts only where it explains the
# bytes better: most of them make letters of any bytes.
_WESTERN = ("cp1252", "iso8859_15", "mac_roman", "cp850", "cp437")
_CENTRAL = ("cp1250", "iso8859_2", "cp852")
_LANGUAGES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("äöüß", _WESTERN),
    ("àâçèéêëîïôùûüÿœæ", _WESTERN),
    ("áéíñóúü¿¡ºª", _WESTERN),
    ("àèéìíîòóùú", _WESTERN),
    ("àáâãçéêíóôõúüºª", _WESTERN),
    ("äåæöøéü", _WESTERN),
    ("áæðéíóöúýþ", ("cp1252",)),
    ("àçèéíïòóúü·", ("cp1252",)),
    ("ëéïöüèáóú", ("cp1252",)),
    ("ąćęłńóśźż", _CENTRAL),
    ("áčďéěíňóřšťúůýž", _CENTRAL),
    ("áäčďéíĺľňóôŕšťúýž", _CENTRAL),
    ("áéíóöőúüű", _CENTRAL),
    ("čćđšž", _CENTRAL),
    ("ăâîşţșț", (*_CENTRAL, "iso8859_16")),
    ("çğıöşüâîû", ("cp1254", "cp857")),
    ("ąčęėįšųūž", ("cp1257", "iso8859_13")),
    ("āčēģīķļņšūž", ("cp1257", "iso8859_13")),
    ("äõöüšž", ("cp1257",)),
)
_SIGNS = frozenset("«»‹›„“”‚‘’–—…§°€£©®™·•×½¼¾²³µ±¡¿\u00a0\u00ad")
_INSIDE = frozenset("’·\u00ad")  # signs that stand within a word
_MIN_LETTERS = 3
_MAX_STRANGE_RATIO = 0.05
_MAX_TOGETHER_RATIO = 0.25
_MIN_ASCII_RATIO = 0.5
_FOREIGN = re.compile(r"[^\x00-\x7f]")
_TOGETHER = re.compile(rb"[\x80-\xff]{3,}")
_FOREIGN_BYTES = re.compile(rb"[\x80-\xff]")
_LETTER_BYTES = re.compile(rb"[A-Za-z]")


def latin_encoding(data: bytes) -> str:
    """Return the encoding by which all of a text's letters are those of one European language, or nothing.

    Nothing is returned as well for a text that may be in another script.
    """
    foreign = len(_FOREIGN_BYTES.findall(data))
    together = sum(map(len, _TOGETHER.findall(data)))
    plain = len(_LETTER_BYTES.findall(data))
    if foreign < _MIN_LETTERS or together > _MAX_TOGETHER_RATIO * foreign or foreign > _MIN_ASCII_RATIO * plain:
        return ""
    best = foreign + 1, ""
    for letters, encoding in _ways():
        text = data.decode(encoding, "replace")
        best = min(best, (_count_strange(text, letters, most=best[0]), encoding), key=lambda one: one[0])
        if best[0] == 0:
            break
    return best[1] if best[0] <= _MAX_STRANGE_RATIO * foreign else ""


@cache
def _ways() -> tuple[tuple[frozenset[str], str], ...]:
    """Return the letters of each language with each encoding that it was written in, the likelier encodings first."""
    places = range(max(len(encodings) for _, encodings in _LANGUAGES))
    return tuple(
        (frozenset(letters + letters.upper()), encodings[place])
        for place in places
        for letters, encodings in _LANGUAGES
        if place < len(encodings)
    )


def _count_strange(text: str, letters: frozenset[str], most: int) -> int:
    """Return how many characters beyond ASCII are no letters of a language where they stand, and no signs.

    Counting ends at `most`.
    """
    count = 0
    for found in _FOREIGN.finditer(text):
        sign, place = found[0], found.start()
        before = text[place - 1 : place] if place else ""
        if sign in letters and not (sign.isupper() and before.islower()):
            continue
        behind = text[place + 1 : place + 2]
        is_within = before.isalpha() and behind.isalpha()
        count += sign not in _SIGNS or (is_within and sign not in _INSIDE)
        if count >= most:
            break
    return count
