"""A question as an index reads it: the words it holds, and those that may stand inside its long words."""

from dataclasses import dataclass

from index.search.terms.compounds import Known, grams_inside, parts
from index.search.terms.words import question_words

# A passage that has the word as it is asked for has its other spellings, too: nDCG@10 of the words alone with 1, 0.5,
# 0.25: Cranfield .379 .381 .382, SciFact .678 .678 .671; without any spellings .382 and .658.
SPELLING_WEIGHT = 0.5


@dataclass(frozen=True, slots=True)
class Question:
    """What to look for: each word with its weight, and each of `inside` as grams of which a passage must have all."""

    words: dict[str, float]
    inside: tuple[tuple[str, ...], ...]


def read_question(question: str, known: Known) -> Question:
    """Return the words of a question that are known and their known spellings; an unknown one's parts stand for it."""
    asked = question_words(question)
    strange = [folded for word, folded in asked.words.items() if not known(word)]
    full = [*asked.words, *asked.numbers, *(part for word in strange for part in parts(word, known))]
    # Where a word is unknown, what is known of its spellings stands in for it.
    weight = 1.0 if strange else SPELLING_WEIGHT
    weights = dict.fromkeys(asked.spellings, weight) | dict.fromkeys(full, 1.0)
    inside = tuple(wanted for word in strange if (wanted := grams_inside(word)))
    return Question({word: weight for word, weight in weights.items() if known(word)}, inside)
