"""A fact, an explanation, a yes or no with its reasons: the sentences that fit the question best."""

import re
from collections.abc import Iterator, Sequence

from rag.answer.about import is_about
from rag.answer.answer_type import HOW_MANY, WHEN
from rag.answer.measure import lacks_kind
from rag.answer.refusal import judge_fit
from rag.answer.request import Gathered, Request
from rag.answer.wanted import find_acts, find_wanted, tells_act
from rag.evidence.points import GROWTH, NEAR, READ, WORTH, Ranked, choose, rank_sentences, to_points
from rag.evidence.sentences import Sentence
from rag.evidence.timeliness import OF_FRESHNESS, freshness, prefer_newest
from rag.language import differ
from rag.question.kind import Kind, is_keywords
from rag.question.subject import topic_stems, topic_words
from rag.support.causes import HINTED, STATED
from rag.support.corrections import is_taken_back
from rag.types import Point, Window
from rag.words import content_stems

_WHY = re.compile(
    r"^\W*(?:(?:and|so|please|can you) )*(?:(?:explain|tell me|describe)(?: to me)? )?"
    r"(?:why|how come|what (?:caused|led|made)|warum|wieso|weshalb|pourquoi|por qu[eé])\b",
    re.I,
)
_HOW_TO = re.compile(
    r"^\W*(?:(?:and|so|please|explain|tell me|show me) )*how (?:to\b|(?:do|can|should|must|would) (?:i|you|we|one)\b)"
    r"|^\W*(?:what are the )?(?:steps|instructions) (?:to|for)\b"
    r"|^\W*wie (?:kann|muss|soll|mache|backe|koche) (?:ich|man)\b"
    r"|^\W*comment (?:puis-je|dois-je|faire|on)\b|^\W*c[oó]mo (?:puedo|debo|se)\b",
    re.I,
)
_WHAT_IF = re.compile(
    r"\b(?:what (?:happens|will happen|would happen|if|do i do)|can i|must i|do i|may i)\b.*\b(?:if|when|unless)\b"
    r"|^\W*what (?:if|happens when)\b|\bwas (?:passiert|geschieht|ist),? wenn\b|\bque se passe-t-il si\b"
    r"|\bqu[eé] pasa si\b",
    re.I,
)
_CONDITION = re.compile(
    r"\b(?:if|unless|in case|otherwise|provided|as long as|wenn|falls|sofern|si|sauf|salvo|a menos que)\b", re.I
)
LOOKED_AT = 3
STATES_CONDITION = 0.1  # for "what happens if": of the question's own matter, with what it depends on
STEPS_READ, WORTH_OF_A_STEP, BESIDE_A_STEP, STEP_CHARS = 60, 0.55, 0.35, 900
STATES_CAUSE, HINTS_AT_CAUSE = 0.1, 0.04  # for "why": "The cause is not known" answers it as much as "because"
# For the sentence that has the verb of a question for a time or an amount, and one: "The bridge, built in 1968".
TELLS_WHEN = 0.1
# Of the best score, for another article, where the question is in another language: then names alone tell the best.
NEAR_ACROSS = 0.6
# Of the best score, from which a sentence is quoted for one fact, that of a sentence beside it: behind the one that
# tells it the others are about something else. On 98 questions of clapnq-half .614 of the characters that people chose
# (F1; .607 with those of an open question), in 650 instead of 760 characters.
WORTH_OF_A_FACT, GROWTH_OF_A_FACT = 0.65, 0.8
GOOD = 0.7  # of the best score, for a sentence that has the amount, the time, whom or the verb asked for


def gather(request: Request, kind: Kind = Kind.EXPLANATION) -> Gathered:
    """Return the sentences that fit best; for "why", those that give a cause a little before others."""
    asks_why = bool(_WHY.match(request.question))
    asks_if = topic_stems(request.question) if _WHAT_IF.search(request.question) else frozenset()

    is_one_fact = kind in (Kind.FACT, Kind.YES_NO)
    asks_amount = bool(WHEN.search(request.question) or HOW_MANY.search(request.question))
    acts = find_acts(request.question) if is_one_fact and asks_amount else frozenset()
    hits = (request.hits if is_one_fact else ()) or prefer_newest(request.search(), request.question)
    newness = freshness(request.question, (hit.article for hit in hits))

    def tells(sentence: Sentence) -> bool:
        """Tell whether a sentence has the verb of a question for a time or an amount, and one of its kind."""
        return bool(acts & content_stems(sentence.text)) and not lacks_kind(sentence.text, request.question)

    def bonus(sentence: Sentence) -> float:
        told = _tells_cause(sentence.text) if asks_why else TELLS_WHEN * tells(sentence)
        if _states_condition(sentence, asks_if):
            told = STATES_CONDITION
        return OF_FRESHNESS * newness(sentence.article) + told

    shows_steps = kind is Kind.EXPLANATION and _HOW_TO.match(request.question) is not None
    read = STEPS_READ if shows_steps else READ
    embedder = request.library.embedder
    ranked = rank_sentences(request.question, hits, embedder, request.vectors, bonus=bonus, read=read)
    score, answerable = judge_fit(request.question, ranked)
    if not answerable and is_keywords(request.question):
        topic = " ".join(word.text for word in topic_words(request.question))
        answerable = is_about(topic, score, hits, request)
    if any(_states_condition(item.sentence, asks_if) for item in ranked[:LOOKED_AT]):
        score = min(1.0, score + STATES_CONDITION)
    if shows_steps and answerable:
        return Gathered(kind, _steps(ranked, request.most), score=score)
    across = differ(request.question, [item.sentence.text for item in ranked[: request.most]])
    worth, growth = (WORTH_OF_A_FACT, GROWTH_OF_A_FACT) if is_one_fact else (WORTH, GROWTH)
    quotes = choose(ranked, request.most, near=NEAR_ACROSS if across else NEAR, worth=worth, growth=growth)
    near = tuple(_near(ranked)) if is_one_fact else ()
    telling = tuple(_window(item.sentence) for item in ranked if tells(item.sentence))
    return Gathered(kind, to_points(quotes), score=score, answerable=answerable, near=near, telling=telling)


def _steps(ranked: Sequence[Ranked], most: int) -> tuple[Point, ...]:
    """Return what the article that fits best says of how it is done, in its own order: a step left out misleads."""
    quotes = choose(ranked, most, worth=BESIDE_A_STEP, growth=BESIDE_A_STEP, novelty=0.0, longest=STEP_CHARS)
    least = WORTH_OF_A_STEP * ranked[0].score
    own = [quote for quote in quotes if quote.article.id == quotes[0].article.id and quote.score >= least]
    return to_points(sorted(own, key=lambda quote: quote.span.start))


def pick(near: Sequence[Window], question: str) -> Window | None:
    """Return the passage whose best sentence tells most of what was asked, of equals the first; None of none."""
    return max(near, key=lambda window: _told(window.best.of(window.article.text), question), default=None)


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


def _told(sentence: str, question: str) -> tuple[bool, bool, bool]:
    """Return how much of what was asked a sentence tells: the kind of amount, who or what, and the verb."""
    return (not lacks_kind(sentence, question), bool(find_wanted(sentence, question)), tells_act(sentence, question))


def _states_condition(sentence: Sentence, asked: frozenset[str]) -> bool:
    """Tell whether a sentence says on what the matter of a question depends: "If I fail to light it …"."""
    near = asked & content_stems(sentence.passage_text)
    is_of_it = len(near) > 1 and bool(asked & content_stems(sentence.text))
    return is_of_it and _CONDITION.search(sentence.text) is not None


def _tells_cause(text: str) -> float:
    if STATED.search(text):
        return STATES_CAUSE
    return HINTS_AT_CAUSE if HINTED.search(text) else 0.0
