"""Statements: everything that a speaker says about something, in the order of their articles."""

import re

from rag.answer.refusal import LEAST_FIT_OPEN, judge_fit
from rag.answer.request import Gathered, Request
from rag.evidence.points import Quote, choose, rank_sentences, to_points
from rag.evidence.sentences import Sentence
from rag.question.kind import Kind
from rag.question.subject import find_speaker
from rag.support.names import find_capitals
from rag.support.quotes import quotes as find_quotes
from rag.support.speakers import ACCORDING, SAYING, find_sayers
from rag.words import STOP_WORDS, content_stems

NEAR = 0.6  # of the best score, for the best sentence of another article
QUOTE_CHARS = 320  # of one quotation: what stands further away is another's
SAID = 0.25
SAID_PROBABLY = 0.15  # "he said", behind a sentence that names the speaker
QUOTED = 0.05
SAID_BY_ANOTHER = -0.1
BEFORE_CHARS = 500
_PRONOUN_SAYS = re.compile(
    r"\b(?:he|she|they)\b[^.!?]{0,20}\b(?:said|says|added|told|wrote|tweeted|argued|warned|called|insisted"
    r"|explained|testified|denied|claimed)\b|[”\"’],? (?:he|she|they) \w+",
    re.IGNORECASE,
)


def gather(request: Request) -> Gathered:
    """Return what the speaker says, under the speaker's name; without a speaker, who says what."""
    speaker, _ = find_speaker(request.question)
    hits = request.search()

    def bonus(sentence: Sentence) -> float:
        return says(sentence, speaker)

    ranked = rank_sentences(request.question, hits, request.library.embedder, request.vectors, bonus=bonus)
    score, answerable = judge_fit(request.question, ranked, LEAST_FIT_OPEN)
    said = [item for item in ranked if speaker and says(item.sentence, speaker) >= SAID_PROBABLY]
    chosen = choose(said or ranked, request.most, near=NEAR, longest=QUOTE_CHARS)
    note = ""
    if speaker and not said:
        note = f"Your articles do not quote {speaker} on this; the nearest that they say is this."
    places = {id: place for place, id in enumerate(dict.fromkeys(quote.article.id for quote in chosen))}
    ordered = sorted(chosen, key=lambda quote: (places[quote.article.id], quote.span.start))
    return Gathered(Kind.STATEMENTS, to_points(ordered, _speaker_of), note, score, answerable)


def says(sentence: Sentence, speaker: str) -> float:
    """Return what a sentence is worth for who asks what `speaker` says ("" for anybody)."""
    text = sentence.text
    quoted = QUOTED if find_quotes(text) else 0.0
    if not speaker:
        return (SAID if SAYING.search(text) or ACCORDING.search(text) else 0.0) + quoted
    stems = content_stems(speaker)
    if sentence.speaker and stems & content_stems(sentence.speaker):
        return SAID + quoted
    sayers = find_sayers(text)
    if any({word.stem for word in name.words} & stems for name in sayers):
        return SAID + quoted
    if _PRONOUN_SAYS.search(text) and _is_last_named(sentence, stems):
        return SAID_PROBABLY + quoted
    if sayers:
        return SAID_BY_ANOTHER
    named = bool(stems & content_stems(text))
    return (SAID_PROBABLY if named and SAYING.search(text) else 0.0) + quoted


def _is_last_named(sentence: Sentence, stems: frozenset[str]) -> bool:
    """Tell whether the speaker is among the last two names before a sentence."""
    before = sentence.article.text[max(0, sentence.span.start - BEFORE_CHARS) : sentence.span.start]
    last = [{word.stem for word in name.words} for name in find_capitals(before)][-3:]
    return any(name & stems for name in last)


def _speaker_of(quote: Quote) -> str:
    if quote.sentence.speaker:
        return quote.sentence.speaker
    sayers = (" ".join(word.text for word in name.words) for name in find_sayers(quote.sentence.text))
    return next((name for name in sayers if name.lower() not in STOP_WORDS), quote.article.title)
