"""Refusals: told by how well the best sentence fits, and by names and dates that the articles do not know."""

import math
from collections.abc import Sequence

from rag.answer.short.answer_type import DEGREE
from rag.answer.short.measure import POINTS_IN_TIME
from rag.evidence.ranking import Ranked
from rag.language import differ
from rag.question.subject import topic_stems
from rag.question.tense import without_now
from rag.support.codes import find_codes, tells_codes
from rag.support.names import find_names, is_meant
from rag.support.quantities import quantities
from rag.support.quantity import Quantity
from rag.support.ratio import ratio
from rag.words import content_stems

# Of 325 questions of clapnq-half, half of them without an answer, .54 tells .84 / .79 apart (balanced; the half it was
# chosen on, the other). An open question ("Summarise …") is less like the sentences that answer it.
LEAST_FIT = 0.54
LEAST_FIT_OPEN = 0.48
# From this fit a passage that has every word of the topic, with its article's title, answers too: a short question is
# less like any sentence ("Why did the bakery move?"). Of 97 short questions over eight articles, 35 without an answer,
# .54 alone answers .44 and refuses all of the 35; with this rule it is .82 and .89.
LEAST_FIT_OF_WORDS = 0.35
LEAST_FIT_ACROSS = 0.25  # in another language a question shares hardly a word with the articles
UNKNOWN = 0.15  # off the fit for the share of the question's names and dates that no good sentence's passage holds
LOOKED_AT = 5
LEAST_ASKED = 0.35  # from which a model is asked whether it reads an answer
# Of the fit and of what the model says. On 97 explanations asked of clapnq-half, 46 with an answer, it answers .89 and
# refuses .84 (area under the curve .92, of the fit alone .87); .55 instead of .475 does .83 and .90. Of 60 questions of
# our own in other words than the articles', half of them for what these merely touch, it is .50 and .53 (.33, .63):
# neither tells these apart (areas .43 to .66), and a reason that is refused is missed more than one beside the matter.
PER_YES, LEAST_READ = 0.15, 0.475


def judge_fit(question: str, ranked: Sequence[Ranked], least: float = LEAST_FIT) -> tuple[float, bool]:
    """Return how well the best sentence fits `question`, 0 to 1, and whether that is enough to answer."""
    best = sorted(ranked, key=lambda item: -item.fit)[:LOOKED_AT]
    if not best:
        return 0.0, False
    articles = [item.sentence.article for item in best]
    texts = [
        f"{article.title} ({article.source}, {article.published or 'undated'}). {item.sentence.passage_text}"
        for article, item in zip(articles, best, strict=True)
    ]
    known = [any(is_meant(name, text) for text in texts) for name in find_names(question)]
    whole = [article.text for article in articles]  # a month is named once at an article's beginning
    for date in (one for one in quantities(question) if one.kind in POINTS_IN_TIME):
        known.append(any(_tells_of(date, text) for text in (whole if _is_month(date) else texts)))
    fit = max(0.0, min(1.0, best[0].fit - UNKNOWN * (1 - ratio(known))))
    codes = find_codes(question)
    if not all(any(tells_codes(text, [code]) for text in texts) for code in codes):
        return fit, False  # what E9 means says nothing of E8
    is_told = any(_holds_topic(item, question) or tells_codes(item.sentence.text, codes) for item in best)
    if fit >= LEAST_FIT_OF_WORDS and all(known) and is_told:
        return fit, True
    return fit, fit >= (LEAST_FIT_ACROSS if differ(question, texts) else least)


def tells_answer(fit: float, answerable: float, least: float = LEAST_READ) -> bool:
    """Tell whether sentences that fit a question so well answer it, by what a model says that reads them.

    `answerable` is that of `Review`.
    """
    return fit + PER_YES * answerable >= least


def _holds_topic(item: Ranked, question: str) -> bool:
    """Tell whether a sentence's passage, with its article's title, has every word of the topic."""
    topic, sentence = topic_stems(without_now(DEGREE.sub(" ", question))), item.sentence
    return bool(topic) and topic <= content_stems(f"{sentence.article.title}\n{sentence.passage_text}")


def _is_month(date: Quantity) -> bool:
    return date.month > 0 and date.day == 0 and math.isnan(date.value)


def _tells_of(date: Quantity, text: str) -> bool:
    """Tell whether a text, or the day it was published, has a date."""
    return any(found.holds(date) for found in quantities(text))
