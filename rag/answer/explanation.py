"""A fact, an explanation, a yes or no with its reasons: the sentences that fit the question best."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index import Span
from rag.answer.clues import Clues, tells_main_cause
from rag.answer.corrections.withdrawals import is_in_correction
from rag.answer.overviews.about import has_its_words
from rag.answer.people import lives
from rag.answer.refusal import LEAST_FIT, LEAST_FIT_OF_WORDS, LEAST_FIT_OPEN, judge_fit
from rag.answer.request import Gathered, Request
from rag.answer.short.amounts import lacks_kind
from rag.answer.short.wanted import find_wanted, tells_act
from rag.answer.whole import READ as READ_WHOLE
from rag.answer.whole import Whole
from rag.evidence.beginnings import is_opening
from rag.evidence.points import GROWTH, NEAR, WORTH, choose, to_points
from rag.evidence.quotations import MOST_QUOTE_CHARS, Quote
from rag.evidence.ranking import READ, READ_FOR_LANGUAGE, Ranked, rank_sentences
from rag.evidence.sentences import Sentence
from rag.evidence.timeliness import OF_FRESHNESS, freshness, prefer_newest
from rag.language import differ
from rag.question.kind import Kind, is_keywords
from rag.question.subject import topic_phrase
from rag.support.codes import find_codes, tells_codes
from rag.support.corrections import is_taken_back
from rag.support.lands import tells_of_another_land, tells_of_the_land
from rag.support.names import find_names, is_held
from rag.types import Point, Window
from rag.words import fold

HOW_TO = re.compile(
    r"^\W*(?:(?:and|so|please|explain|tell me|show me) )*how (?:to\b|(?:do|can|should|must|would) (?:i|you|we|one)\b)"
    r"|^\W*(?:(?:what are|list|give me|show me|tell me) )?(?:all )?(?:the )?(?:steps|instructions) (?:to|for|of|in)\b"
    r"|^\W*wie (?:kann|muss|soll|mache|backe|koche) (?:ich|man)\b"
    r"|^\W*comment (?:puis-je|dois-je|faire|on)\b|^\W*c[oó]mo (?:puedo|debo|se)\b",
    re.I,
)
STEPS_READ, WORTH_OF_A_STEP, BESIDE_A_STEP, STEP_CHARS = 60, 0.55, 0.35, 900
# Of the best score, for another article, where the question is in another language: then names alone tell the best.
NEAR_ACROSS = 0.6
OF_A_CORRECTION = 0.2
HEADED_ABROAD = 0.15  # for what is asked in another language, of an article whose title has the names
BEFORE_AN_OPENING = 0.8  # of the best score, for a quotation that comes before what an article opens with, asked why
GOOD = 0.7  # of the best score, for a sentence that has the amount, the time, whom or the verb asked for


@dataclass(frozen=True, slots=True)
class Extent:
    """What is quoted: from which share of the best score a sentence, one beside a chosen one, and one alone.

    `longest`: the characters up to which a quotation grows.
    """

    worth: float = WORTH
    growth: float = GROWTH
    alone: float = 0.0
    longest: int = MOST_QUOTE_CHARS


# Behind the sentence that tells one fact the others are about something else. On 98 questions of clapnq-half .614 of
# the characters that people chose (F1; .607 with those of an open question), in 650 instead of 760 characters.
OF_A_FACT = Extent(worth=0.65, growth=0.8)
OF_A_LIFE = Extent(worth=lives.WORTH)
# Of sentences beside which no other fits, asked why or how of 66 articles, 5 of 105 told what was asked, of longer
# quotations behind the first 38 of 171.
OF_PASSAGES = Extent(alone=0.7)
OF_WHOLE = Extent(growth=0.4, alone=0.7, longest=600)  # a cause is told in a paragraph, not in a sentence


def gather(request: Request, kind: Kind = Kind.EXPLANATION) -> Gathered:
    """Return the sentences that fit best, those with clues to an answer a little before others."""
    is_one_fact = kind in (Kind.FACT, Kind.YES_NO)
    clues = Clues(request.question, is_one_fact=is_one_fact)
    hits = (request.hits if is_one_fact else ()) or prefer_newest(request.search(), request.question)
    life = clues.life.about(hits) if clues.life is not None else ()
    hits = life or hits
    is_abroad = differ(request.question, [hit.passage.text for hit in hits[:READ_FOR_LANGUAGE]]) is not None
    newness = freshness(request.question, (hit.article for hit in hits))
    shows_steps = kind is Kind.EXPLANATION and HOW_TO.match(request.question) is not None
    whole = None if is_one_fact or life or is_abroad or shows_steps else Whole(hits)
    hits = whole.hits if whole else hits

    def bonus(sentence: Sentence) -> float:
        # What puts one thing right tells little of the story; a value that it corrects comes with it all the same.
        is_aside = not is_one_fact and is_in_correction(sentence.article, sentence.span)
        headed = HEADED_ABROAD * (is_abroad and names_in(request.question, sentence.article.title))
        own = whole.worth(sentence) if whole else 0.0
        return (
            OF_FRESHNESS * newness(sentence.article) + clues.worth(sentence) + headed + own - OF_A_CORRECTION * is_aside
        )

    read = STEPS_READ if shows_steps else lives.READ if life else READ_WHOLE if whole else READ
    embedder = request.library.embedder
    ranked = rank_sentences(request.question, hits, embedder, request.vectors, bonus=bonus, read=read)
    # The sentence that decides a yes or no tells it in words of its own.
    score, answerable = judge_fit(request.question, ranked, LEAST_FIT_OPEN if kind is Kind.YES_NO else LEAST_FIT)
    if not answerable and is_keywords(request.question):
        answerable = has_its_words(topic_phrase(request.question), score, hits, request)
    if not is_one_fact and score >= LEAST_FIT_OF_WORDS and ranked and clues.stands_under(ranked[0].sentence):
        answerable = True  # what stands beneath such a headline need not say it once more
    if whole and clues.asks_cause and not answerable and not find_codes(request.question):
        answerable = whole.answers(request, score)  # what a headline tells, its sentences say in other words
    if is_abroad and kind is not Kind.FACT and ranked and names_in(request.question, ranked[0].sentence.article.title):
        answerable = True  # no word of it can tell more than the name in the headline
    score = min(1.0, score + clues.worth_of_best(ranked))
    if shows_steps and answerable:
        return Gathered(kind, _steps(ranked, request.most), score=score)
    across = differ(request.question, [item.sentence.text for item in ranked[: request.most]])
    extent = OF_A_FACT if is_one_fact else OF_A_LIFE if life else OF_WHOLE if whole else OF_PASSAGES
    chosen = choose(
        ranked,
        request.most,
        near=NEAR_ACROSS if across else NEAR,
        worth=extent.worth,
        growth=extent.growth,
        alone=extent.alone,
        longest=extent.longest,
    )
    quotes = _in_order(chosen, clues, is_life=bool(life)) if ranked else ()
    fitting = tuple(_near(ranked)) if is_one_fact else ()
    telling = tuple(_window(item.sentence) for item in ranked if clues.tells(item.sentence))
    return Gathered(kind, to_points(quotes), score=score, answerable=answerable, near=fitting, telling=telling)


def _in_order(quotes: Sequence[Quote], clues: Clues, *, is_life: bool) -> tuple[Quote, ...]:
    """Return the quotations as they are read: a life from its beginning, what a thing is first, then its causes."""
    if is_life:
        return tuple(sorted(quotes, key=lambda quote: quote.span.start))
    best = max((quote.score for quote in quotes), default=0.0)
    quotes = causes_first(quotes) if clues.asks_cause else tuple(quotes)
    quotes = openings_later(quotes, BEFORE_AN_OPENING * best) if clues.asks_why else quotes
    return tuple(sorted(quotes, key=lambda quote: not any(map(clues.defines, (quote.sentence, *quote.grown)))))


def names_in(question: str, title: str) -> bool:
    """Tell whether a title has all names of a question, as a part of a longer word, too: "Hollenbecker"."""
    names = [name.words[-1].text for name in find_names(question)]
    return bool(names) and all(fold(name) in fold(title) for name in names)


def causes_first(quotes: Sequence[Quote]) -> tuple[Quote, ...]:
    """Return the quotations in which the cause is named as such first, each from there on, then the others."""
    told = []
    for quote in quotes:
        naming = [one for one in (quote.sentence, *quote.grown) if tells_main_cause(one.text)]
        if naming:
            quote.span = Span(min(one.lead for one in naming), quote.span.end)
            told.append(quote)
    return (*told, *(quote for quote in quotes if quote not in told))


def openings_later(quotes: Sequence[Quote], least: float) -> tuple[Quote, ...]:
    """Return the quotations, an article's first sentence behind those that score `least`: it says what happened."""
    opening = [is_opening(quote.article.text, quote.span.start) for quote in quotes]
    places = [
        0 if not opens and quote.score >= least else 1 if opens else 2
        for quote, opens in zip(quotes, opening, strict=True)
    ]
    return tuple(quotes[row] for row in sorted(range(len(quotes)), key=places.__getitem__))


def _steps(ranked: Sequence[Ranked], most: int) -> tuple[Point, ...]:
    """Return what the article that fits best says of how it is done, in its own order: a step left out misleads."""
    quotes = choose(ranked, most, worth=BESIDE_A_STEP, growth=BESIDE_A_STEP, novelty=0.0, longest=STEP_CHARS)
    least = WORTH_OF_A_STEP * ranked[0].score
    own = [quote for quote in quotes if quote.article.id == quotes[0].article.id and quote.score >= least]
    return to_points(sorted(own, key=lambda quote: quote.span.start))


def pick(near: Sequence[Window], question: str) -> Window | None:
    """Return the passage whose best sentence tells most of what was asked, of equals the first; None of none."""
    return max(near, key=lambda window: _told(window, question), default=None)


def _near(ranked: Sequence[Ranked]) -> Iterator[Window]:
    """Yield the passages of the sentences that fit about as well as the best, each with that sentence, best first."""
    for item in ranked:
        sentence = item.sentence
        is_fit = item.score >= GOOD * ranked[0].score and not sentence.is_order
        if is_fit and not is_taken_back(sentence.article, sentence.span):
            yield _window(sentence)


def _window(sentence: Sentence) -> Window:
    place = sentence.passage
    return Window(sentence.article, place.start, place.end, sentence.span, sentence.score, sentence.speaker)


def _told(window: Window, question: str) -> tuple[bool, bool, bool, int, bool, bool]:
    """Return how much of what was asked a passage's sentence tells: where, the amount, of whom, who, and the verb."""
    sentence = window.best.of(window.article.text)
    codes = find_codes(question)
    is_there = not tells_of_another_land(question, sentence, window.article.title)
    is_there = is_there and (not codes or tells_codes(sentence, codes))
    is_of_kind, is_of_whom = not lacks_kind(sentence, question), bool(find_wanted(sentence, question))
    is_land_named = tells_of_the_land(question, sentence, window.article.title)
    named = sum(is_held(name, f"{window.article.title}\n{sentence}") for name in find_names(question))
    return is_there, is_land_named, is_of_kind, named, is_of_whom, tells_act(sentence, question)
