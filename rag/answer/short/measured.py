"""Measured: the sentence that gives the price, weight or length of the very thing that a question asks it of."""

import re
from collections.abc import Sequence

from index import Hit
from rag.answer.citations import cite
from rag.answer.short.amounts import asks_entry, nearest_amount
from rag.answer.short.cutting import cut_amount
from rag.answer.short.measure import Measure, asked_measure, measure_of
from rag.question.subject import topic_words
from rag.support.lands import tells_of_another_land
from rag.support.names import Name, find_names, is_held
from rag.support.quantities import quantities
from rag.support.terms import is_alike
from rag.support.units import units_of
from rag.types import Citation
from rag.words import content_stems

MEASURES = (Measure.MONEY, Measure.WEIGHT, Measure.LENGTH, Measure.SPEED)
# Words that ask for the amount, which who tells it need not say: "I get 1,900 euros for it".
_OF_MEASURE = content_stems(
    "cost costs price prices sell sells sold sale charge charges pay worth weigh weighs weight heavy high tall long"
    " wide deep fast speed height length width depth current currently now"
)
_NAMED_NUMBER = re.compile(r"^[ -]\d+\b")
_OF_SEVERAL = re.compile(r"\b(?:in total|altogether|in all|overall|total)\b", re.IGNORECASE)


def find_measured(question: str, hits: Sequence[Hit]) -> tuple[str, Citation] | None:
    """Return the amount that a question asks for and the sentence that gives it; None where none of `hits` does.

    The sentence has a single amount of that measure and all words of the question but those that ask for it; names may
    stand in its article's title, or anywhere in its article where the sentence has another word of the question.
    """
    measure = asked_measure(question)
    names = find_names(question)
    bare = question  # without names, whose numbers are theirs: "Falcon 3"
    for name in reversed(names):
        bare = f"{bare[: name.start]}{_NAMED_NUMBER.sub('', bare[name.end :])}"
    if measure not in MEASURES or asks_entry(question) or _OF_SEVERAL.search(question) or quantities(bare):
        return None
    named = frozenset(word.stem for name in names for word in name.words)
    plain = {word.stem for word in topic_words(question)} - named - _OF_MEASURE
    for hit in hits:
        article, passage = hit.article, hit.passage
        for unit in units_of(article, passage.start, passage.end, passage.speaker):
            own = content_stems(unit.text)
            told = _part_of(unit.text, names)
            amounts = [one for one in quantities(told) if measure_of(one, told) is measure]
            amounts = [one for one in amounts if told[: one.start].rstrip("£$€¥")[-1:] != "("] or amounts[:1]
            if len(amounts) != 1 or not all(stem in own or is_alike(stem, own) for stem in plain):
                continue
            around = f"{article.title}\n{article.text if plain else ''}\n{unit.text}"
            if (not names and not plain) or not all(is_held(name, around) for name in names):
                continue
            if nearest_amount(told, question) != amounts[0]:
                continue  # "£1,610 more" is another's price
            if not tells_of_another_land(question, unit.text, article.title):
                return cut_amount(told, question), cite(article, unit.span)
    return None


def _part_of(sentence: str, names: Sequence[Name]) -> str:
    """Return the part of a list ("tariffs, which cost £9 million; the recall, which …") that has all the names."""
    parts = [part for part in sentence.split(";") if names and all(is_held(name, part) for name in names)]
    return parts[0] if len(parts) == 1 else sentence
