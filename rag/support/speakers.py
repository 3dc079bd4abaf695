"""Speakers: a claim that puts words in someone's mouth needs a source where that one says them."""

import heapq
import re
from collections.abc import Sequence

from index.splitting import split_sentences
from rag.support.names import OPENING_QUOTE, Name, find_capitals, is_held
from rag.words import content_stems

SAYING = re.compile(
    r"\b(?:say|says|said|saying|tell|tells|told|telling|adding|write|writes|wrote|tweeted|posted|argues?|argued|adds?|added|announced?"
    r"|announces|warns?|warned|claims?|claimed|insists?|insisted|explains?|explained|admits?|admitted|denies|denied"
    r"|promised?|promises|predicts?|predicted|complains?|complained|replied|asks?|asked|calls?|called|suggested"
    r"|stated|states|noted|notes|vowed|urged|described|describes"
    r"|sagte?|sagten|erklärte?|betonte?|meinte?|warnte?|kritisierte?|forderte?|behauptete?|versicherte?"
    r"|déclare|déclaré|affirme|affirmé|explique|expliqué|estime|estimé"
    r"|dijo|dice|afirmó|afirma|declaró|explicó|aseguró|advirtió)\b"
)
# Forms that are nouns as well, "the tax claims": a verb only right behind whoever says it.
NOUNS = frozenset("claims calls notes states asks promises reports".split())
_SUBJECT_ENDS = re.compile(r"(?:\b(?:who|which|and|also|has|now|\w+ly)\s|,\s|^\s)$")
# Before "that", they say no more than "said": who "maintains that" the roof leaked said so.
REPORTING = re.compile(
    r"\b(?:maintain(?:s|ed)?|holds?|held|believe[sd]?|thinks?|thought|admit(?:s|ted)?|concede[sd]?|acknowledge[sd]?"
    r"|argue[sd]?|add(?:s|ed)?|insist(?:s|ed)?|explain(?:s|ed)?|states?|stated|note[sd]?|testifie[sd]|points? out"
    r"|pointed out|declare[sd]?|remark(?:s|ed)?|stress(?:es|ed)?|report(?:s|ed)?|makes? clear|made clear)"
    r"(?=(?: \w+)? that\b)"
)
ACCORDING = re.compile(r"\b(?:according to|(?:hear[sd]?|learn(?:s|t|ed)?) from)\b", re.IGNORECASE)
BEFORE_CHARS = 60  # "Cressida Lyle, who has kept the lighthouse since 1998, said"
AFTER_CHARS = 4  # "…," said Cressida Lyle
# "was never asked", "has been told": whom others ask or tell says nothing.
PASSIVE = re.compile(
    r"\b(?:is|are|was|were|be|been|being)\s+(?:\w+ly\s+|never\s+|not\s+|also\s+|once\s+|first\s+)?$", re.IGNORECASE
)
APPOSED = re.compile(r",\s+(?!and\b|but\b|or\b)[a-z][^,.;:!?\n]*\s")  # ", mayor of ", between two names
OF_WHICH = re.compile(r"\s+(?:of|from|at|for|von|vom|de|du|del)\s+(?:the\s+|der\s+|la\s+)?")  # between two names
GOVERNED = re.compile(
    r"\b(?:in|outside|near|with|to|by|from|against|about|between|over|on|for|[a-z]+ of)\s+(?:the\s+)?"
    r"(?:Mr|Mrs|Ms|Dr)?\.?\s*$"
)
# "On which Weir cast suspicion, the report says", "which Weir did, the council said"; "the report" is no verb.
_NEW_SUBJECT = re.compile(
    r"(?:(?:,[\"”’'»]?|[\"”»])\s+(?:the|an?|his|her|its|their)\b[^,]*|\b(?:the|an?|this|its|their)\s+"
    r"|(?<!\bof )(?<!\bfrom )(?<!\bat )(?<!\bfor )(?<!\bin )(?<!\bwith )(?<!\bto )\b(?:the|its|their)\s+"
    r"(?:[\w-]+\s+){0,2}(?!(?:and|but|who|also|has|had|have|later|then|\w+ly)\b)[\w-]+\s+)$"
)
_SPOKESMAN = re.compile(r"\bspokes\w+ (?:for|from) (?:the )?$")
_DAY = re.compile(
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August|September|October"
    r"|November|December"
)
_WHOSE = re.compile(r"\s+(?:[^,.;:]*['’]s?)\s+[a-z][a-z ]*,\s+")
_PRONOUN_AFTER = re.compile(r"\s+(?:he|she|they|er|sie|il|elle|ils|elles)\b")  # "sagte sie"
_PRONOUN_FIRST = re.compile(r"\W*(?:but |and |so )?(?:he|she|they)\b", re.IGNORECASE)
PRONOUN = re.compile(r"\b(?:(?:he|she|they)\b[^.!?]*|who\b[^.!?]{0,20})$", re.IGNORECASE)


def find_sayers(text: str) -> tuple[Name, ...]:
    """Return the names that stand as the speaker of a verb of saying in `text`, in order and once."""
    names = [name for name in find_capitals(text) if not (is_possessive(name, text) or _is_day(name))]
    found: dict[Name, None] = {}
    for verb in heapq.merge(SAYING.finditer(text), REPORTING.finditer(text), key=re.Match.start):
        if (sayer := _subject_of(verb, names, text)) is not None:
            found[sayer] = None
    for match in ACCORDING.finditer(text):
        whose = _WHOSE.match(text, match.end())  # "from Mr Garrod's sister, Alison Moy"
        reach = whose.end() - match.end() if whose else 2 * AFTER_CHARS
        name = next((name for name in names if 0 <= name.start - match.end() <= reach), None)
        if name is not None:
            found[name] = None
    return tuple(found)


def _subject_of(verb: re.Match[str], names: Sequence[Name], text: str) -> Name | None:
    """Return the name that says what a verb of saying tells of; None where it is no name that does."""
    if not verb.group().endswith("ing") and PASSIVE.search(text, max(0, verb.start() - BEFORE_CHARS), verb.start()):
        return None
    led = text[: verb.start()].rstrip()
    is_led = led[-1:] in tuple("\"”’'»“,")
    if is_led and _PRONOUN_AFTER.match(text, verb.end()):
        return None
    if verb.group().endswith("ing") and led.endswith(","):  # "He urged Weir to come, adding …" is whose sentence it is
        return None if _PRONOUN_FIRST.match(text) else next(iter(names), None)
    before = [name for name in names if 0 <= verb.start() - name.end <= BEFORE_CHARS]
    between = text[before[-1].end : verb.start()] if before else ""
    if verb.group() in NOUNS and not _SUBJECT_ENDS.search(between):
        return None
    after = next((name for name in names if 0 <= name.start - verb.end() <= AFTER_CHARS), None)
    if after is not None and OPENING_QUOTE.search(text, verb.end(), after.start):  # We said, "Come …"
        after = None
    if not before and not is_led and PRONOUN.search(led):  # "He urged Weir to come"
        return None
    # "The 18-year-old told CNN", "added on Live Radio": whom or where
    if after is not None and not text[verb.end() : after.start].strip() and (not led or led[-1:] in tuple("\"”’'»,")):
        return after
    if not before or PRONOUN.search(between) or _NEW_SUBJECT.search(between):
        return None
    if GOVERNED.search(text, 0, before[-1].start) and not _SPOKESMAN.search(text, 0, before[-1].start):
        # "Weir played down his dealings with Brask and denied": what a preposition governs says nothing.
        led = re.split(r"[\w”\"][.!?][”\"]?\s|\n\n", text[: before[-1].start])[-1]
        begin = before[-1].start - len(led)
        free = [name for name in names if begin <= name.start < before[-1].start]
        subject = next((name for name in reversed(free) if not GOVERNED.search(text, 0, name.start)), None)
        # "Tony Banks, Labour MP for West Ham, said"
        titled = (one for one in free if subject and text[one.end : subject.start] == ", ")
        return next((one for one in titled if not GOVERNED.search(text, 0, one.start)), subject)
    return _of_apposition(text, names, before[-1]) or before[-1]


def _is_day(name: Name) -> bool:
    return all(_DAY.fullmatch(word.text) for word in name.words)


def _of_apposition(text: str, names: Sequence[Name], last: Name) -> Name | None:
    """Return whom "…, mayor of Brackwater, said" is about, where `last` is the name in it.

    In "Hedda Straume of the Civic List said" it is she, in "the Bank of England said" nobody else.
    """
    earlier = [name for name in names if name.end <= last.start]
    if earlier and len(earlier[-1].words) > 1 and OF_WHICH.fullmatch(text[earlier[-1].end : last.start]):
        return earlier[-1]
    if text[last.end : last.end + 1] != ",":
        return None
    return next((name for name in reversed(earlier) if APPOSED.fullmatch(text[name.end : last.start])), None)


def is_possessive(name: Name, text: str) -> bool:
    """Tell whether a name only says whose somebody or something is: "Kenteris's lawyer", "Kenteris' lawyer"."""
    return bool(re.search(r"['’]s$", name.words[-1].text) or re.match(r"['’]s?\s+\w", text[name.end :]))


def is_said_by_another(claim: str, claim_sayers: Sequence[Name], said: str, speaker: str) -> bool:
    """Tell whether the source has the claim's words from somebody else than the claim's speakers.

    `said` is the span of the source; its sentence with most of the claim's words decides. `speaker` is whose
    turn of an interview the span stands in, or "". A source that names no speaker there is no contradiction:
    what an article says itself may be reported as said by whom it names.
    """
    if not claim_sayers:
        return False
    own = content_stems(claim) - {word.stem for name in claim_sayers for word in name.words}
    sentences = [span.of(said) for span in split_sentences(said)] or [said]
    sentence = max(sentences, key=lambda text: len(own & content_stems(text)))
    sayers = find_sayers(sentence)
    if not sayers:
        return bool(speaker) and not any(is_held(name, speaker) for name in claim_sayers)
    # "Mr Garrod's sister" names him, and it is not he who speaks.
    told = sentence
    for name in find_capitals(sentence):
        if is_possessive(name, sentence):
            told = f"{told[: name.start]}{' ' * (name.end - name.start)}{told[name.end :]}"
    return not any(is_held(name, told) for name in claim_sayers)
