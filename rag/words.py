"""Words as the support check compares them: folded, stemmed, without those that carry no content."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import Stemmer

# An acronym with full stops, a number with its decimals, or a word with its apostrophes, "C++" and "C#" whole.
WORD = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u0e00-\u0e7f]"  # a sign of a script without spaces
    r"|(?:[^\W\d_]\.){2,}(?:[^\W\d_](?![^\W\d_]))?|\d+(?:[.,:/]\d+)*"
    r"|(?:(?![\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u0e00-\u0e7f])[^\W\d_])+(?:[’'][^\W\d_]+)*(?:\+\+|[#+](?!\w))?",
    re.UNICODE,
)

CONTRACTED = re.compile(r"'(?:s|m|re|ve|ll|d)$")  # "I'm", "they've", "Oona's"

# Function words, and the words with which questions ask: none of them says what an answer is about.
STOP_WORDS = frozenset(
    """a about above after again against all also although am an and any are as at be because been before being
    below between both but by can cannot could did do does doing down during each either else ever few for from
    further get gets getting give given had has have having he her here hers herself him himself his how however i if
    in into is it its itself just let many may me might mine more most much must my myself neither no nor not now of
    off on once one only onto or other our ours out over own per rather s said same say says shall she should since
    so some such t than that the their theirs them themselves then there these they this those though through thus
    to too under until up upon us very was we were what whatever when where whether which while who whom whose why
    will with within without would yet you your yours yourself according tell told asked called name named""".split()
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word with its offsets; `stem` is folded and stemmed, `is_name` says it starts with a capital."""

    text: str
    start: int
    end: int
    stem: str
    is_name: bool
    is_number: bool
    is_stop: bool


def words(text: str) -> tuple[Word, ...]:
    """Return the words of `text` in order, numbers with their decimals as one word."""
    return tuple(_word(match) for match in WORD.finditer(text))


def _word(match: re.Match[str]) -> Word:
    text = match.group()
    stemmed, is_stop = _look_up(text)
    return Word(text, match.start(), match.end(), stemmed, text[0].isupper(), text[0].isdigit(), is_stop)


@lru_cache(maxsize=65536)
def _look_up(text: str) -> tuple[str, bool]:
    """Return the stem of a word and whether it is a stop word: the same few thousand are asked for all day."""
    folded = fold(text) or text  # a Thai vowel or tone is a mark alone
    bare = CONTRACTED.sub("", folded)
    if not bare[0].isdigit():
        bare = bare.replace(".", "")  # U.S. and US are one word
    is_acronym = len(text) > 1 and text.isupper()  # US is not us
    return stem(bare), (bare in STOP_WORDS or folded in STOP_WORDS) and not is_acronym


@lru_cache(maxsize=65536)
def stem(folded: str) -> str:
    """Return the English Snowball stem of a folded word; words of other languages mostly stay as they are.

    Irregular forms have the stem of their base form: "why did the profit fall" is answered by "the profit fell".
    """
    return str(Stemmer.Stemmer("english").stemWord(_base_forms().get(folded, folded)))


@lru_cache(maxsize=1)
def _base_forms() -> Mapping[str, str]:
    """Return the base form of each irregular form that `irregular_forms.txt` lists."""
    lines = files("rag").joinpath("irregular_forms.txt").read_text(encoding="utf-8").splitlines()
    rows = [line.split() for line in lines if not line.startswith("#")]
    return {form: base for base, *forms in rows for form in forms}


def fold(text: str) -> str:
    """Return `text` in lower case without accents, curly quotes made straight."""
    plain = unicodedata.normalize("NFKD", text.replace("’", "'").replace("‘", "'"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).casefold()


@lru_cache(maxsize=4096)
def content_stems(text: str) -> frozenset[str]:
    """Return the stems of the words in `text` that carry content."""
    return frozenset(stemmed for stemmed, is_stop in map(_look_up, WORD.findall(text)) if not is_stop)


def stems(text: str) -> tuple[str, ...]:
    """Return the stems of the words of `text` in order."""
    return tuple(_look_up(word)[0] for word in WORD.findall(text))
