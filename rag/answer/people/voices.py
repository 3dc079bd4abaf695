"""Voices: whether a sentence tells what somebody says, and who says something in it."""

import re
from collections.abc import Sequence

from rag.answer.people.authored import is_own_voice
from rag.evidence.sentences import Sentence
from rag.support.names import Name, are_same, find_capitals
from rag.support.quotes import Quoted
from rag.support.quotes import quotes as find_quotes
from rag.support.speakers import ACCORDING, BEFORE_CHARS, REPORTING, SAYING, find_sayers, is_possessive
from rag.words import content_stems, words

SAID = 0.25
SAID_PROBABLY = 0.15  # "he said", behind a sentence that names the speaker
QUOTED = 0.05
SAID_BY_ANOTHER = -0.1
TURNED = (" ", " the ")  # between verb and speaker: "said the council"
NAMED_CHARS = 1_000  # before "he said", for the name that it stands for
_PRONOUN_SAYS = re.compile(
    r"\b(?:he|she|they)\b[^.!?]{0,20}\b(?:said|says|added|told|wrote|tweeted|argued|warned|called|insisted"
    r"|explained|testified|denied|claimed|stressed|suggested|promised|admitted|replied|noted|predicted|thinks?"
    r"|believes?|hopes?)\b|[”\"’],? (?:he|she|they) \w+"
    r"|\bin (?:his|her|their) (?:opinion|view|judgement)\b|\b(?:he|she) (?:is|was) not (?:convinced|sure)\b"
    r"|\b(?:sagte?|erklärte?|betonte?|meinte?|warnte?|kritisierte?) (?:er|sie)\b"
    r"|\b(?:er|sie) (?:sagte?|erklärte?|betonte?)\b"
    r"|\b(?:il|elle) a (?:dit|déclaré|affirmé|expliqué)\b|\ba-t-(?:il|elle) (?:dit|déclaré|affirmé|expliqué|ajouté)\b",
    re.IGNORECASE,
)
_ASIDE = re.compile(  # "Abdul Karim, whose hardware shop is for the time being among the survivors, said"
    r",\s+(?:(?:who|whose|which|an?|the|his|her|its|their|\d)\b|[a-z])[^.!?\"“”]{1,170}?,\s+(?:\w+ly\s+)?$"
)
# What somebody thinks or wants is told without "said": "Pemberton demanded that she resign".
_STANCE = re.compile(
    r"\b(?:repeat(?:s|ed)|demand(?:s|ed)|disput(?:es|ed)|conced(?:es|ed)|confirm(?:s|ed)|object(?:s|ed)|prais(?:es|ed)"
    r"|ruled out|would not rule out|reject(?:s|ed)|thinks|thought|consider(?:s|ed)|favours|fear(?:s|ed)|apologised"
    r"|hop(?:es|ed)|believ(?:es|ed)|propos(?:es|ed)|recommend(?:s|ed)|doubt(?:s|ed)|wants|wanted|welcom(?:es|ed)"
    r"|blam(?:es|ed)|pointed out|points out|disagre(?:es|ed)|stress(?:es|ed)|suspect(?:s|ed)|reckon(?:s|ed))\b"
)
_DIRECTLY = re.compile(r",?\s+(?:\w+ly\s+|has\s+|had\s+)?")
_TITLE_BETWEEN = re.compile(  # "said student Femi Adeyemi"
    r"\s+(?:(?!(?:that|of|to|if|when|by|in|on|about|whether|how|why|and|but|from|for|with|as|at|who|it)\b)[a-z][\w-]*\s+){1,4}"
)
_ROLE_BETWEEN = re.compile(r"\s+(?:the|an?|his|her|its|their|our|[\w-]+['’]s|[\w-]+s['’])\s+[^,.;:!?\"“”]{2,80},\s+")


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
    sayers = sayers_of(text)
    if any(_is_speaker(name, speaker, sentence.article.text) for name in sayers):
        return SAID + quoted
    if not sayers and is_own_voice(sentence.article, speaker):
        return SAID_PROBABLY
    around = _outside(text, said)
    if _PRONOUN_SAYS.search(text) and stems & content_stems(around) == stems & content_stems(text):
        return SAID_PROBABLY + quoted if _is_last_named(sentence, speaker) else 0.0
    if sayers:
        return SAID_BY_ANOTHER
    if said and not words(around):  # the quotation goes on, or begins anew
        is_own = not stems & content_stems(text) and _spoke_last(sentence, speaker)
        return SAID_PROBABLY + quoted if is_own else 0.0
    return (SAID_PROBABLY if _has_said(around, stems) else 0.0) + quoted


def _has_said(text: str, stems: frozenset[str]) -> bool:
    """Tell whether a verb of saying stands with one of `stems`, as in "the council said" and "said the council"."""
    whose = [name for name in find_capitals(text) if is_possessive(name, text)]
    own = [
        word
        for word in words(text)
        if word.stem in stems and not any(name.start <= word.start < name.end for name in whose)
    ]
    return any(
        0 <= verb.start() - word.end <= BEFORE_CHARS or text[verb.end() : word.start] in TURNED
        for verb in SAYING.finditer(text)
        for word in own
    )


def _outside(text: str, said: Sequence[Quoted]) -> str:
    """Return what stands outside the quotation marks: who is named inside is spoken of, not speaking."""
    for one in reversed(said):
        text = text[: one.start] + text[one.end :]
    return text


def _is_speaker(sayer: Name, speaker: str, article: str) -> bool:
    """Tell whether a name that says something is the one asked for, and no namesake whom the article is about."""
    asked = next(iter(find_capitals(speaker)), None)
    if asked is None:
        return bool({word.stem for word in sayer.words} & content_stems(speaker))
    return are_same(sayer, asked) and not _is_namesake(" ".join(word.text for word in sayer.words), speaker, article)


def _is_namesake(sayer: str, speaker: str, article: str) -> bool:
    """Tell whether a name is another's with the same surname: "Marsh", where the article knows Yelena, is not Pavel."""
    asked, named = (next(iter(find_capitals(one)), None) for one in (speaker, sayer))
    last = sayer.split()[-1]
    if asked is None or len(asked.words) == 1 or asked.words[-1].text != last:
        return False
    if named is not None and len(named.words) > 1:
        return not are_same(named, asked)
    near = [name for line in article.split("\n") if last in line for name in find_capitals(line)]
    full = [name for name in near if len(name.words) > 1 and name.words[-1].text == last]
    return bool(full) and not any(are_same(name, asked) for name in full)


def _is_last_named(sentence: Sentence, speaker: str) -> bool:
    """Tell whether of those who speak before a sentence the speaker is the last: "he" is none of the firms between."""
    article, text = sentence.article.text, sentence.text
    pronoun = _PRONOUN_SAYS.search(text)
    outside = _outside(text[: pronoun.start()] if pronoun else "", find_quotes(text))
    before = f"{article[max(0, sentence.span.start - NAMED_CHARS) : sentence.span.start]}{outside}"
    sayers = sayers_of(before)
    for name in reversed([one for one in find_capitals(before) if not is_possessive(one, before)]):
        if _is_speaker(name, speaker, article):
            return True
        if any(are_same(name, sayer) for sayer in sayers):
            return False
    return False


def _spoke_last(sentence: Sentence, speaker: str) -> bool:
    """Tell whether the speaker is the last who says something before a sentence."""
    article = sentence.article.text
    sayers = sayers_of(article[max(0, sentence.span.start - NAMED_CHARS) : sentence.span.start])
    last = max(sayers, key=lambda name: name.start, default=None)
    return last is not None and _is_speaker(last, speaker, article)


def sayers_of(text: str) -> tuple[Name, ...]:
    """Return who says something in `text`, also beside what they are: "said the captain, Freya Dahl".

    In "Ruth Pocock, whose father Ernest was the first victim, said" it is not Ernest.
    """
    names = [name for name in find_capitals(text) if not is_possessive(name, text)]
    stances = list(_STANCE.finditer(text))
    verbs = [*SAYING.finditer(text), *REPORTING.finditer(text), *stances]
    sayers = {name.start: name for name in find_sayers(text)}
    for name in names:
        for verb in verbs:
            titled = text[: verb.start()].rstrip()[-1:] in tuple("\"”’'»,") and verb.end() < name.start
            if (
                (aside := _ASIDE.fullmatch(text, name.end, verb.start()))
                or (aside := _ROLE_BETWEEN.fullmatch(text, verb.end(), name.start))
                or (titled and (aside := _TITLE_BETWEEN.fullmatch(text, verb.end(), name.start)))
            ):
                sayers = {start: one for start, one in sayers.items() if not aside.start() <= start < aside.end()}
                sayers[name.start] = name
                break
        is_told = any(verb.end() <= name.start for verb in verbs)  # "Brask argued that Weir wants more"
        if not is_told and any(_DIRECTLY.fullmatch(text, name.end, verb.start()) for verb in stances):
            sayers.setdefault(name.start, name)
    return tuple(sayers[start] for start in sorted(sayers))
