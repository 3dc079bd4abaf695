"""Criticism: who speaks against something, for who asks what its critics or opponents say."""

import re

from rag.answer.people.attribution import voice_of
from rag.answer.people.authored import says_i
from rag.evidence.sentences import Sentence

_CRITICS = re.compile(r"\b(?:critics?|opponents?|detractors?|s[ck]ept\w+|kritiker|critiques|críticos)\b", re.I)
_FRIENDS = re.compile(r"\b(?:supporters?|fans|proponents?|advocates?|defenders|champions|admirers)\b", re.I)
_AGAINST = re.compile(
    r"\b(?:not|no|never|nothing|nobody|hardly|cannot|without)\b|n['’]t\b"
    r"|\b(?:too|short|expensive|costly|dissent\w*|oppos\w+|object\w*|critici\w+|condemn\w*|attack\w*|accus\w+|blam\w+"
    r"|reject\w*|doubt\w*|question\w*|concern\w*|fear\w*|worr\w+|risk\w*|danger\w*|threat\w*|harm\w*|damag\w+"
    r"|wrong\w*|fail\w*|flaw\w*|problem\w*|disappoint\w*|unfair\w*|poor\w*|weak\w*|wast\w+|lack\w*|bad\w*|worse|ugly"
    r"|ridicul\w+|absurd|nonsense|mistake\w*|confus\w+|unclear|impossible|unnecessary|useless|pointless|unworkable"
    r"|unenforceable|illegal|undemocratic|betray\w*|scandal\w*|shame\w*|insult\w*|disgrace\w*|loss|lose[sr]?|suffer\w*)\b",
    re.IGNORECASE,
)
_FOR = re.compile(
    r"\b(?:welcom\w+|prais\w+|hail\w*|applaud\w*|endors\w+|back(?:s|ed)|support(?:s|ed)|congratulat\w+)\b", re.I
)
AGAINST = 0.25  # for a sentence in which somebody speaks against it
# What criticism and praise are near to in sense: a word of blame stands in praise as well, "a 'no fuss' computer".
BLAME = "it is a failure, too expensive, disappointing, unfair, flawed and falls short"
PRAISE = "it is a great success, excellent, attractive, a welcome improvement"
LEAST_BLAME = 0.1  # nearer to blame than to praise


def are_critics(speaker: str) -> bool:
    """Tell whether a question asks for those who speak against something alone."""
    return _CRITICS.search(speaker) is not None and _FRIENDS.search(speaker) is None


def is_critic(sentence: Sentence) -> bool:
    """Tell whether whoever says a sentence is called a critic there."""
    return _CRITICS.search(voice_of(sentence.article.text, sentence.span).noun) is not None


def speaks_against(sentence: Sentence, topic: frozenset[str]) -> bool:
    """Tell whether a critic says a sentence, or one who denies, doubts or blames and is not the `topic` itself."""
    if is_critic(sentence):
        return True
    voice = voice_of(sentence.article.text, sentence.span)
    is_its_own = any(word.stem in topic for name in voice.names for word in name.words)
    if is_its_own or _FRIENDS.search(voice.noun) or not (voice.is_known or says_i(sentence.article.text)):
        return False
    return _AGAINST.search(sentence.text) is not None and _FOR.search(sentence.text) is None
