"""Spelling: words of a question that no article has, and the library's own words that were meant.

"The swiming pool" is asked of articles that tell of a swimming pool. What is a word, a name, a number or a code, or
stands in quotation marks, is left as it is: who asks for something that is not there is told so.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from string import ascii_lowercase

from index import Hit
from index.vocabulary import english_beginning, is_english
from rag.language import FUNCTION_WORDS, differ, language_of
from rag.question.foreign_names import find_foreign
from rag.types import Misspelling
from rag.words import CONTRACTED, Word, fold, stem, words

CountHolders = Callable[[Sequence[str]], tuple[int, ...]]
"""Tells for each word, folded, how many passages hold it."""

OFTEN = 3  # times that a word is written with a capital alone
LOOKED_AT = 3  # passages, for their language
SHORTEST = 4
SHORT = 6  # letters: below it many words are near to many
LONG = 8  # letters, from which two slips may be in a word
MOST_OTHERS = 4  # letters that two slips can put in or take out
SHORTEST_PART = 4  # of two words written as one
SHORTEST_ABROAD = 7  # of a word of a language whose common words are not listed
ENDING = 2  # letters, which inflections change
# Words that ask, which an article need not have.
ASKING = frozenset(
    """what when where which whose whom much many does summarise summarize summary compare comparison difference between
    list explain describe timeline overview happened happen opinion article articles library""".split()
)
_PARTICLES = "de|von|van|der|den|of|la|le|du|al|bin|ibn|di|da"
_QUOTED = re.compile(r"[“„«\"][^”“»\"]*[”“»\"]|(?<!\w)['‘][^'’]+['’](?!\w)")
_CODE = re.compile(r"\S*(?:[\d@/\\_#&]|\w\.\w)\S*")  # E-1045, an address, a path, U.S.
_WORD = re.compile(r"[^\W\d_]+")
_PLAIN = re.compile(r"[^\W\d_][a-zß-öø-ÿ]+")  # no acronym, no CamelCase


def find_misspellings(question: str, hits: Sequence[Hit], count: CountHolders) -> tuple[Misspelling, ...]:
    """Return the words of `question` that no passage has and what of the library's words each is near to.

    `hits` were found for it as it is: their words are the likelier ones. Nothing is misspelt in another language.
    """
    asked = {one.text: one for one in _read_plain(question)}
    if not asked or not hits:
        return ()
    unknown = [text for text, holders in zip(asked, count(list(map(fold, asked))), strict=True) if not holders]
    texts = [f"{hit.article.title}\n{hit.passage.text}" for hit in hits]
    if unknown and differ(question, texts[:LOOKED_AT]):
        names = {text: find_foreign(text, count) for text in unknown if _is_name(text, question)}
        return tuple(Misspelling(text, read.title()) for text, read in names.items() if read)
    if not unknown:
        return ()
    found = _read_surfaces(texts)
    is_abroad = any(language_of(text) != "en" for text in (question, *texts[:LOOKED_AT]))
    meant = {text: _find_meant(asked[text], found, count, is_abroad=is_abroad) for text in unknown}
    return tuple(Misspelling(text, _write(text, read, found)) for text, read in meant.items() if read)


def keep_held(question: str, misspellings: Sequence[Misspelling], hits: Sequence[Hit]) -> tuple[Misspelling, ...]:
    """Return those whose words the passages have that they led to: a name as a name, beside what it is asked with.

    Nichelle Nichols is no Michelle.
    """
    texts = [f"{hit.article.title}\n{hit.passage.text}" for hit in hits]
    found, folded = _read_surfaces(texts), fold("\n".join(texts))
    told = frozenset(map(stem, found))

    def is_held(one: Misspelling) -> bool:
        read = fold(one.read)
        forms = found.get(read) or _forms_of(stem(read), found)
        capitals = sum(times for form, times in forms.items() if form[0].isupper())
        if _is_name(one.asked, question) or (capitals and capitals == forms.total() and not is_english(read)):
            beside = [fold(respell(pair, misspellings)) for pair in _pairs(one.asked, question)]
            return any(pair in folded for pair in beside) if beside else 2 * capitals > forms.total()
        return read in ASKING or read in found or (is_english(read) and stem(read) in told)

    def as_written(one: Misspelling) -> Misspelling:
        forms = _forms_of(stem(fold(one.read)), found) if fold(one.read) not in found else None
        return replace(one, read=forms.most_common(1)[0][0]) if forms else one

    return tuple(as_written(one) for one in misspellings if is_held(one))


def _forms_of(own: str, found: Mapping[str, Counter[str]]) -> Counter[str]:
    """Return how the words of a stem are written."""
    forms = Counter[str]()
    for word, written in found.items():
        if stem(word) == own:
            forms.update(written)
    return forms


def _is_name(word: str, question: str) -> bool:
    """Tell whether a word has a capital within a sentence."""
    return word[0].isupper() and re.search(rf"[\w,;:)’'] +{re.escape(word)}(?!\w)", question) is not None


def _pairs(word: str, question: str) -> list[str]:
    """Return a name with the name before it, and with the one behind it: "Maura Healey", "taarak mehta"."""
    found = re.finditer(
        rf"(?:([\w’'-]+) )?((?:(?:{_PARTICLES}) )?)(?<!\w){re.escape(word)}(?!\w)(?: ([\w’'-]+))?", question
    )
    pairs = []
    for before, particle, behind in (one.groups() for one in found):
        pairs += [f"{before} {particle}{word}"] if before and _names_beside(before, word) else []
        pairs += [f"{word} {behind}"] if behind and _names_beside(behind, word) else []
    return pairs


def _names_beside(other: str, word: str) -> bool:
    """Tell whether a word beside a name is a part of it: with a capital as it has, or no English word as it is none."""
    if word[0].isupper():
        return other[0].isupper() and fold(other) not in ASKING and fold(other) not in FUNCTION_WORDS["en"]
    return not is_english(fold(other)) and len(other) >= SHORTEST


def respell(text: str, misspellings: Sequence[Misspelling]) -> str:
    """Return `text` with the words that were meant."""
    for one in misspellings:
        text = re.sub(rf"(?<!\w){re.escape(one.asked)}(?!\w)", one.read, text)
    return text


def say_misspellings(misspellings: Sequence[Misspelling]) -> str:
    """Return in sentences what was read as what; "" for nothing."""
    return " ".join(f"Read “{one.asked}” as “{one.read}”." for one in misspellings)


def _read_plain(question: str) -> Iterator[Word]:
    """Give the words that may be misspelt, without "'s"."""
    plain = _CODE.sub(_blank, _QUOTED.sub(_blank, question))
    for one in words(plain):
        folded = CONTRACTED.sub("", fold(one.text))
        text = one.text[: len(folded)]
        if (
            len(text) >= SHORTEST
            and _PLAIN.fullmatch(text)
            and fold(text).isascii()
            and not (one.is_stop or is_english(folded))
            and not any(folded in known for known in FUNCTION_WORDS.values())
        ):
            yield Word(text, one.start, one.start + len(text), one.stem, one.is_name, one.is_number, one.is_stop)


def _blank(found: re.Match[str]) -> str:
    return " " * len(found.group())


def _is_joined(word: str) -> bool:
    """Tell whether a word is two common ones: "seawall"."""
    halves = ((word[:end], word[end:]) for end in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1))
    return any(all(map(is_english, both)) for both in halves)


def _find_meant(asked: Word, found: Mapping[str, Counter[str]], count: CountHolders, *, is_abroad: bool) -> str:
    """Return the word, folded, that `asked` is likeliest for; "" for none."""
    word = fold(asked.text)
    near = _edits(word[:-ENDING], word[-ENDING:]) if is_abroad else _edits(word)
    if is_abroad and len(word) < SHORTEST_ABROAD:
        return ""
    meant = _known(near, count)
    if not meant and len(word) >= LONG and not (is_abroad or asked.is_name or _is_joined(word)):
        meant = _known(_within_two(word, found), count)

    def is_word(one: str) -> bool:
        return one in found or one in ASKING or is_english(one)

    def standing(one: str) -> tuple[bool, bool, bool, bool, int, str]:
        is_other = len(one) == len(word) and sorted(one) != sorted(word)  # another letter is rarer than one too many
        return not is_word(one), one not in ASKING, one not in found, is_other, -meant[one], one

    begun = (word[0], word[1])  # hardly anybody slips at the first letter but by the second
    ranked = sorted((one for one in meant if one[0] == begun[0] or (one[1], one[0]) == begun), key=standing)
    if not ranked or (is_abroad and ranked[0] not in found):
        return ""
    is_sure = len(word) >= SHORT or ranked[0] in ASKING or ranked[0] in found
    return ranked[0] if is_sure or sum(map(is_word, ranked)) == 1 else ""


def _known(near: Sequence[str], count: CountHolders) -> dict[str, int]:
    """Return those words that a passage holds, or that ask, each with how many passages hold it."""
    return {one: held for one, held in zip(near, count(near), strict=True) if held or one in ASKING}


def _edits(word: str, ending: str = "") -> list[str]:
    """Return what one slip makes of `word`: a letter too many, two turned round, another one, one too few."""
    halves = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    near = [head + tail[1:] for head, tail in halves if tail]
    near += [head + tail[1] + tail[0] + tail[2:] for head, tail in halves if len(tail) > 1]
    near += [head + letter + tail[1:] for head, tail in halves if tail for letter in ascii_lowercase]
    near += [head + letter + tail for head, tail in halves for letter in ascii_lowercase]
    return [one + ending for one in dict.fromkeys(near) if one != word and len(one + ending) >= SHORTEST]


def _within_two(word: str, found: Mapping[str, Counter[str]]) -> list[str]:
    """Return the words within two slips of `word` that begin as it does: common ones, and those of what was found."""
    from symspellpy.editdistance import DistanceAlgorithm, EditDistance

    distance = EditDistance(DistanceAlgorithm.DAMERAU_OSA)
    lengths = range(len(word) - 2, len(word) + 3)
    letters = frozenset(word)
    alike = (
        one
        for one in {*english_beginning(word[0]), *found}
        if len(one) in lengths and one[0] == word[0] and len(letters.symmetric_difference(one)) <= MOST_OTHERS
    )
    return [one for one in alike if 0 <= distance.compare(word, one, 2) <= 2]


def _read_surfaces(texts: Sequence[str]) -> dict[str, Counter[str]]:
    """Return the words of `texts`, folded, each with how it is written."""
    found: dict[str, Counter[str]] = {}
    for form, times in Counter(word for text in texts for word in _WORD.findall(text)).items():
        found.setdefault(form.lower() if form.isascii() else fold(form), Counter())[form] += times
    return found


def _write(asked: str, read: str, found: Mapping[str, Counter[str]]) -> str:
    """Return a word as the articles write it, with a capital where it was asked with one."""
    forms = found.get(read, Counter())
    shown = next((form for form, _ in forms.most_common() if form.islower()), "")
    if not shown:  # "Farrow", a name as often as it stands there, though there is such a word
        shown = forms.most_common(1)[0][0] if forms.total() >= OFTEN or (forms and not is_english(read)) else read
    return shown[0].upper() + shown[1:] if asked[0].isupper() else shown
