"""Voices: whether a sentence tells what somebody says."""

import re

from index import Article, Span
from rag.answer.people.attribution import Voice, voice_of, voices_in
from rag.answer.people.authored import is_own_voice
from rag.evidence.sentences import Sentence
from rag.support.names import Name, are_same, find_capitals, without_title
from rag.support.quotes import quotes as find_quotes
from rag.support.speakers import ACCORDING, SAYING
from rag.words import content_stems

SAID = 0.25
SAID_PROBABLY = 0.15  # "he said", behind a sentence that names the speaker
QUOTED = 0.05
SAID_BY_ANOTHER = -0.1
_OF = re.compile(r"\s(?:of|for|in|from|at|on)\s")  # "supporters of the ban": the ban says nothing
_PLAIN_TITLES, _HIGH_TITLES = ("Mr ", "Mr. ", "Mrs ", "Ms "), frozenset(("Sir", "Lord", "Dame", "Lady", "Baroness"))
_OWNED = re.compile(r"\b(?:[\w'’-]+ )*?[\w-]+(?:['’]s|s['’])\s")


def says(sentence: Sentence, speaker: str) -> float:
    """Return what a sentence is worth for who asks what `speaker` says ("" for anybody)."""
    text = sentence.text
    said = find_quotes(text)
    quoted = QUOTED if said else 0.0
    if not speaker:
        return (SAID if SAYING.search(text) or ACCORDING.search(text) else 0.0) + quoted
    stems = content_stems(speaker)
    if sentence.speaker:
        is_named = bool(stems & content_stems(sentence.speaker))
        is_own = is_named and not _is_namesake(sentence.speaker, speaker, sentence.article.text)
        return SAID + quoted if is_own else SAID_BY_ANOTHER
    voice = voice_of(sentence.article.text, sentence.span)
    if _is_his(voice, speaker, sentence.article):
        return (SAID_PROBABLY if voice.is_meant or voice.noun else SAID) + quoted
    if not voice.is_known and is_own_voice(sentence.article, speaker):
        return SAID_PROBABLY
    return SAID_BY_ANOTHER if voice.names else quoted


def is_voice_of(article: Article, speaker: str) -> bool:
    """Tell whether `speaker` says anything in an article."""
    whole = Span(0, len(article.text))
    return is_own_voice(article, speaker) or any(
        _is_his(one, speaker, article) for one in voices_in(article.text, whole)
    )


def own_words(article: Article, span: Span, speaker: str) -> Span:
    """Return a stretch without the sentences at its ends that are said by another than `speaker`."""
    own = [one.span for one in voices_in(article.text, span) if not one.is_known or _is_his(one, speaker, article)]
    return Span(max(span.start, own[0].start), min(span.end, own[-1].end)) if own else span


def _is_his(voice: Voice, speaker: str, article: Article) -> bool:
    """Tell whether a voice is the speaker's: by name, or by the noun for him; "Weir's lawyer" is not Weir."""
    owned = _OWNED.match(speaker)
    if owned and not find_capitals(speaker[owned.end() :]):  # "Amini's father" is no Amini whom a sentence names
        return not voice.names and bool(content_stems(speaker[owned.end() :]) & content_stems(voice.noun))
    if voice.names or find_capitals(speaker):
        return any(_is_speaker(name, speaker, article.text) for name in voice.names)
    return bool(content_stems(_OF.split(speaker)[0]) & content_stems(_OWNED.sub("", voice.noun)))


def _is_speaker(sayer: Name, speaker: str, article: str) -> bool:
    """Tell whether a name that says something is the one asked for, and no namesake whom the article is about."""
    asked = next(iter(find_capitals(speaker)), None)
    if asked is None:
        return bool({word.stem for word in sayer.words} & content_stems(_OF.split(speaker)[0]))
    return are_same(sayer, asked) and not _is_namesake(" ".join(word.text for word in sayer.words), speaker, article)


def _is_namesake(sayer: str, speaker: str, article: str) -> bool:
    """Tell whether a name is another's: a bare "Marsh" is the first of that surname whom the article names in full."""
    asked, named = (next(iter(find_capitals(one)), None) for one in (speaker, sayer))
    last = sayer.split()[-1]
    if asked is None or len(without_title(asked).words) == 1 or asked.words[-1].text != last:
        return False
    if named is not None and len(without_title(named).words) > 1:
        return not are_same(named, asked)
    plain = sayer.startswith(_PLAIN_TITLES)
    bearers = [
        name
        for name in find_capitals(article)
        if name.words[-1].text == last and len(without_title(name).words) > 1
        if not (plain and name.words[0].text in _HIGH_TITLES)  # "Mr Blair" is not Sir Ian
    ]
    return bool(bearers) and not are_same(bearers[0], asked)
