"""Polarity: whether a clause affirms or denies, and words that mean the opposite of each other."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType

from rag.words import fold, stem

# "not only", "no fewer than", "not until", "not afraid to", "without charge" deny nothing of what they stand before.
NO_DENIAL = re.compile(
    r"\byes(?: or |/)no\b"
    r"|\bnot (?:be )?(?:afraid|reluctant|hesitant|unlikely|uncommon|unusual|hesitate)\b"
    r"|\bcan(?:no|['’])t wait (?:to|for)\b"
    r"|\bwithout (?:charge|cost|fee|payment|paying)\b"
    r"|\bnot (?:to |be )?(?:\w+ ){0,3}?until\b"
    r"|\bnot (?:only|just|merely|least)\b|\bno (?:doubt|sooner|fewer|less|matter)\b|\bnicht nur\b"
    r"|\bnon seulement\b"
    r"|\bno (?:sólo|solo)\b|\bwhether or not\b|\bno\. ?\d",
    re.IGNORECASE,
)
# "We stopped charging", "failed to open": it is not done. What is stopped was done before (`ENDED`).
_ENDS = (
    r"\b(?:stop(?:s|ped|ping)?|ceas(?:es?|ed|ing)|quit(?:s|ting)?|g[ai]ves? up|giving up)\s+(?=\w+ing\b)"
    r"|\bceas(?:es?|ed) to(?=\s)"
)
_OMITS = (
    r"\b(?:fail(?:s|ed|ing)?|refus(?:es?|ed|ing)|declin(?:es?|ed|ing)|neglect(?:s|ed)?|forg[eo]ts?|omit(?:s|ted)?)"
    r" to(?=\s)"
)
ENDED = re.compile(_ENDS, re.IGNORECASE)
# The forms of each verb that denies what stands behind it.
DENYING = tuple(
    re.compile(rf"\b(?:{forms})\b", re.IGNORECASE)
    for forms in (
        "rul(?:es?|ed|ing) out",
        "den(?:y|ies|ied|ying)",
        "disput(?:es?|ed|ing)",
        "refut(?:es?|ed|ing)",
        "refus(?:es?|ed|ing) to",
        "declin(?:es?|ed|ing) to",
        "fail(?:s|ed|ing)? to",
        "neglect(?:s|ed|ing)? to",
        "forg[eo]ts? to",
        "omit(?:s|ted|ting)? to",
    )
)
DENIAL = re.compile(
    rf"{_ENDS}|{_OMITS}|\brul(?:es?|ed|ing) out\b"
    r"|\b(?:not|no|never|neither|nor|none|nobody|nothing|nowhere|without|cannot|hardly|scarcely|no longer"
    r"|rather than|instead of)\b|n[’']t\b"
    r"|\b(?:nicht|kein|keine|keinen|keinem|keiner|keines|nie|niemals|niemand|nichts|ohne|weder|statt|anstelle)\b"
    r"|\b(?:ne|n[’'](?=\w)|jamais|aucun|aucune|sans|ni|plutôt que|au lieu d[eu])\b"
    r"|\b(?:nunca|jamás|ningún|ninguna|ninguno|sin|tampoco|nadie|en lugar de|en vez de)\b"
    # What is denied by somebody is not so for that: "denied that anybody was hurt".
    r"|\b(?:den(?:y|ies|ied|ying)|disput(?:es?|ed)|refut(?:es?|ed)|bestreite[nt]|bestritt|dementiert\w*|démenti\w*"
    r"|nieg[ao]n?|negó)\b"
    r"|不|没|沒|未|ない|ません|なかった|않|못|없",
    re.IGNORECASE,
)
BEHIND = ("ない", "ません", "なかった", "않", "못", "없")  # these stand behind what they deny
# "Every day but Monday", "all ships except the Marguerite"; "nobody but the keeper" denies nothing of the keeper.
EXCEPT = re.compile(
    r"\b(?:except(?:ing)?(?: for)?|apart from|with the exception of|außer|ausgenommen|sauf|excepté|excepto|salvo)\b",
    re.IGNORECASE,
)
EXCEPTING = re.compile(rf"\bbut\b|{EXCEPT.pattern}", re.IGNORECASE)
EVERY = re.compile(
    r"\b(?:all|every|each|any|everything|everyone|everybody|daily|always|alle[rns]?|jede[rns]?|tous|toutes?|todos|todas)\b",
    re.IGNORECASE,
)
NOBODY = re.compile(r"\b(?:no|none|nobody|nothing|never|not|niemand|kein\w*|nichts|personne|nadie)\b", re.IGNORECASE)
EVERY_BEFORE_CHARS = 40
# "pas", "personne", "rien" go with "ne", which stands for them; Spanish "no" is English "no".

# Words that deny by themselves: "forbidden" is "not allowed". They count where the other text denies in words.
IMPLIED = frozenset(
    stem(word)
    for word in (
        "forbidden forbid forbids forbade prohibited prohibits banned ban bans barred refused refuses refuse denied"
        " denies deny failed fails fail lacks lacked lack unable unknown rejected rejects false untrue wrong declined"
        " impossible absent missing verboten untersagt abgelehnt weigerte interdit interdite refusé prohibido rechazó"
    ).split()
)


@lru_cache(maxsize=1)
def _opposites() -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for line in files("rag.support").joinpath("opposites.txt").read_text(encoding="utf-8").splitlines():
        first, _, others = line.partition(":")
        for other in others.split():
            one, two = stem(fold(first)), stem(fold(other))
            found.setdefault(one, set()).add(two)
            found.setdefault(two, set()).add(one)
    return MappingProxyType({word: frozenset(others - {word}) for word, others in found.items()})


_PREFIXES = ("un", "in", "im", "il", "ir", "dis", "non", "anti")


@lru_cache(maxsize=16384)
def are_opposites(first: str, second: str) -> bool:
    """Tell whether two stems mean the opposite: by the list, or as "happi" and "unhappi" do."""
    if second in _opposites().get(first, ()):
        return True
    short, long = sorted((first, second), key=len)
    return len(short) > 3 and any(long == prefix + short for prefix in _PREFIXES)


def is_denial(word: str) -> bool:
    """Tell whether a word only denies: "not", "never", "can't"."""
    return DENIAL.fullmatch(word) is not None or word.lower().endswith(("n't", "n’t"))


def find_denials(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Yield what denies in `text[start:end]`, and what excepts; "not only" denies nothing."""
    told = NO_DENIAL.sub(lambda found: " " * len(found[0]), text)
    yield from DENIAL.finditer(told, start, end)
    for found in EXCEPTING.finditer(told, start, end):
        clause = re.split(r"[.;:,]", told[max(0, found.start() - EVERY_BEFORE_CHARS) : found.start()])[-1]
        is_exception = found[0].lower() != "but" or EVERY.search(clause)
        if is_exception and not NOBODY.search(clause):
            yield found


def denies(text: str) -> bool:
    """Tell whether a text denies or excepts anything."""
    return next(find_denials(text, 0, len(text)), None) is not None


def has_implied_denial(stems: frozenset[str]) -> bool:
    """Tell whether a word denies by itself: "forbidden", "refused"."""
    return not IMPLIED.isdisjoint(stems)
