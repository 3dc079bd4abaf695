"""From a follow-up to a stand-alone question, by rules over the turns before it.

A question that names its own topic is left alone. What points back takes what it means from the last question, from
its answer where that was asked for ("Who …?", "Which bridge …?"), then from older questions. A piece of a question
("And in 2019?", "What about the Mercury?") takes the place of its like in the last one. What has no place in the
wording follows in brackets. `tests/benchmarks/follow_ups.py` measures this.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from rag.evidence.timeliness import LONGEST
from rag.language import FUNCTION_WORDS, language_of
from rag.question.dates import DateRange, find_dates
from rag.question.kind import Kind, find_kind
from rag.question.mentions import GENERIC, HE, IT, THERE, THEY, Mention, find_mentions
from rag.question.past import Past, find_meant, in_full, is_generic, read_past
from rag.question.pieces import complete, find_piece
from rag.question.pronouns import SAID, Pronoun, find_pronouns, says_empty_it
from rag.question.subject import topic_words
from rag.types import Misspelling, Turn
from rag.words import content_stems

RECENT_TURNS = 4
STANDS_ALONE_WORDS = 2
MOST_SAID_WORDS = 16
# "Which articles mention the ferry?", "What do my articles say about the bridge?"
_OF_ARTICLES = re.compile(
    r"\b(?:articles?|reports?|stories|documents?|artikeln?|berichten?|art[ií]culos?)\b.*"
    r"\b(?:about|on|of|from|by|mention\w*|discuss\w*|cover|deal with|über|von|erwähn\w*|sur|de|mentionn\w*|sobre"
    r"|mencion\w*)\b",
    re.IGNORECASE,
)
_DAYS = frozenset("today yesterday tomorrow heute gestern hier demain hoy ayer mañana".split())
_ASKS_SAYER = re.compile(r"^\W*(?:(?:and|but|so|und|et|y)\s+)?(?:who|wer|qui|qui[eé]n)\s+\w+", re.IGNORECASE)
_ASKED_WHO = re.compile(r"^\W*(?:(?:and|but|so)\s+)?who\s+(?P<asked>[^?(]+)", re.IGNORECASE)
_LED_IN = re.compile(  # "And who …?" goes on with the talk, which a question that stands alone does not
    r"\W*(?:and|but|so),?\s+(?=(?:who|whom|whose|what|which|when|where|why|how|is|are|was|were|do|does|did|has|have"
    r"|had|can|could|will|would)\b)",
    re.IGNORECASE,
)
_OTHER = re.compile(r"\b(?:others?|else|another|besides|more|additional|sonst|autres?|otr[oa]s?)\b", re.IGNORECASE)
_EXCEPT = re.compile(r"\b(?:besides?|other than|apart from|aside from|except|in addition|more than)\b", re.IGNORECASE)
_PLACED = re.compile(r"\s(?:in|on|at|off)\s.*$")
_END = re.compile(r"\s*[?.!]*\s*$")
# "Are people going to lose their jobs?" asks of those of the talk.
_BARE_GROUP = re.compile(
    r"^\W*(?:and |but |so )?(?:are|were|did|do|will|have|has|can|could|should|would|is|was)\s+(?:any\s+|many\s+)?"
    r"(?:people|anyone|anybody|someone|somebody|everyone|everybody|staff|workers|employees|jobs|residents|customers|fans"
    r"|passengers|victims|shareholders|investors|neighbours|neighbors|locals)\b(?!.*\b(?:the|an?|who)\b)",
    re.IGNORECASE,
)
# "How did Biden react?", "And what did the White House say?": to nothing that the question names.
_REACTS = re.compile(
    r"^\W*(?:and |but |so )?(?:how|what) (?:did|does|do|has|have) (?:\S+ ){1,4}?"
    r"(?:react|respond|reply|answer|comment)(?:e?d)?\W*$"
    r"|^\W*(?:and|but|so) (?:how|what) (?:did|does|do|has|have) (?:\S+ ){1,4}?(?:say|said|think)\W*$",
    re.IGNORECASE,
)
_BARE_WHY = re.compile(
    r"^\W*(?:and |but |so )?(?:why|how|how come|how so|when|where|who|warum|wieso|wann|wo|pourquoi|quand|où|por qué"
    r"|cuándo)(?: (?:not|then|is that|was that|exactly))?\W*$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class StandAlone:
    """A question that needs no history, and the days that its relative dates mean.

    `text` is what is judged, without the days: an article of that week need not hold its dates. `misspellings` are the
    words that were asked with and are another in it.
    """

    text: str
    days: tuple[DateRange, ...] = ()
    misspellings: tuple[Misspelling, ...] = ()

    def __str__(self) -> str:
        """Return the question as people and models read it: with the days in brackets behind it."""
        return _bracketed(self.text, self.days)

    @property
    def searched(self) -> str:
        """Return what is searched for: articles name the year that "last year" was, but say "last week", too."""
        return _bracketed(self.text, [days for days in self.days if days.last - days.first > LONGEST])


def _bracketed(text: str, days: Sequence[DateRange]) -> str:
    if not days:
        return text
    shown = ", ".join(map(str, days))
    return f"{text[:-1]}; {shown})" if text.endswith(")") else f"{text} ({shown})"


def resolve(question: str, history: Sequence[Turn], asked: date) -> StandAlone:
    """Return `question` with what it leans on, or as it is when it stands alone.

    A name takes the place of its pronoun; everything else follows in brackets. Relative dates count from the day
    `asked`. Greetings and questions about the library lie in no conversation.
    """
    days = find_dates(question, asked)
    text = question.rstrip()
    talk = [turn for turn in history if not _is_idle(turn.question)][-RECENT_TURNS:]
    if not talk or not text or _is_idle(question):
        return StandAlone(text, days)
    whole = complete(text, talk[-1]) or _lean(text, talk)
    if whole != text and (led := _LED_IN.match(whole)):
        whole = whole[led.end()].upper() + whole[led.end() + 1 :]
    return StandAlone(whole, days)


def _is_idle(question: str) -> bool:
    return find_kind(question) in (Kind.TALK, Kind.LIBRARY)


def _lean(question: str, talk: Sequence[Turn]) -> str:
    own = find_mentions(question)
    pronouns = find_pronouns(question, own, talk[-1].question)
    past = read_past(talk)
    text, added = _replace(question, pronouns, past)
    if _ASKS_SAYER.match(question) and any(pronoun.means == SAID for pronoun in pronouns):
        return f"{text} ({_first_words(talk[-1].answer or talk[-1].question)})"
    if asked_who := _unknown_person(pronouns, past, talk[-1].question, question):
        return f"{text} (the one {asked_who})"
    added = [one for one in added if not one.stems <= content_stems(text)]
    if not added and text == question and _REACTS.match(question):  # to what is talked of
        before = [turn for turn in talk if not _REACTS.match(turn.question)]
        topics = read_past(before).topics if before else past.topics
        added = [one for one in topics if not one.stems <= content_stems(text)]
    said = content_stems(" ".join((text, *(mention.text for mention in added))))
    as_said = any(one.is_name for one in own) or _lists_articles(question)
    for full in (in_full(mention, past) for mention in own if not as_said):
        if full is not None and not full.stems <= said:
            added.append(full)
            said |= full.stems
    if text == question and not added and (pronouns or not names_its_topic(question, own) or _OTHER.match(question)):
        named = (one for one in past.in_order() if one.text != one.text.lower())
        topics = tuple(islice(named, 1)) if _BARE_GROUP.match(question) else past.topics
        added += [topic for topic in topics or past.topics if not topic.stems <= said]
    if _OTHER.search(question) and not _EXCEPT.search(question):
        text = _besides(text, past, said)
    behind = ", ".join(dict.fromkeys(mention.text for mention in added))
    return f"{text} ({behind})" if behind else text


def _unknown_person(pronouns: Sequence[Pronoun], past: Past, before: str, question: str) -> str:
    """Return what is known of whom "she" means where no answer named anybody: "who tipped off the police"."""
    is_named = past.asked_for is not None or next(past.people(content_stems(question)), None) is not None
    who = _ASKED_WHO.match(before)
    return f"who {who['asked'].strip()}" if who and not is_named and any(one.means == {HE} for one in pronouns) else ""


def _lists_articles(question: str) -> bool:
    """Tell whether a question asks for the articles that hold its words: "the ferry" is no "ferry fire" there."""
    return find_kind(question) is Kind.LISTING and _OF_ARTICLES.search(question) is not None


def names_its_topic(question: str, own: Sequence[Mention]) -> bool:
    """Tell whether a question says what it is about: a name, a thing in more than a word, two things, or more words."""
    own = [mention for mention in own if not is_generic(mention)]
    if _BARE_GROUP.match(question) and not any(mention.is_name for mention in own):
        return False
    if ":" in question or says_empty_it(question) or (own and find_piece(question)):
        return True
    if len(own) > 1 or any(mention.is_name or mention.is_new or len(mention.stems) > 1 for mention in own):
        return True
    if _OF_ARTICLES.search(question) and any(word.text.lower() not in GENERIC for word in topic_words(question)):
        return True
    language = language_of(question)
    idle = _DAYS if language == "en" else FUNCTION_WORDS[language] | _DAYS
    plain = [word for word in topic_words(question) if word.text.lower() not in idle]
    return len(plain) > STANDS_ALONE_WORDS


def _first_words(answer: str) -> str:
    return " ".join(answer.split()[:MOST_SAID_WORDS]).rstrip(" .?!")


def _replace(question: str, pronouns: Sequence[Pronoun], past: Past) -> tuple[str, list[Mention]]:
    """Return `question` with the first pronoun of each meaning replaced, and what belongs behind it."""
    known = content_stems(question)
    meant: dict[frozenset[str], Mention] = {}
    text, added, moved = question, list[Mention](), 0
    for pronoun in pronouns:
        found = None if pronoun.means in meant or pronoun.means == SAID else find_meant(pronoun, past, known)
        if found is None:
            continue
        is_new = all(found.text != other.text for other in meant.values())
        meant[pronoun.means] = found
        if IT in pronoun.means or THEY in pronoun.means:
            added += [one for one in past.topics[:1] if one.is_name and not found.is_name]
        if not is_new or not _has_place(question, pronoun):
            added.append(found)
            continue
        shown = _inflected(found.text, pronoun)
        text = f"{text[: pronoun.start + moved]}{shown}{text[pronoun.end + moved :]}"
        moved += len(shown) - (pronoun.end - pronoun.start)
    return text, added


def _has_place(question: str, pronoun: Pronoun) -> bool:
    """Tell whether a name can stand where the pronoun does: not for "there", "that levy", "sa", "coûtera-t-elle"."""
    owns_abroad = pronoun.owns and language_of(question) != "en"
    return not (pronoun.noun or THERE in pronoun.means or owns_abroad or question[: pronoun.start].endswith("-"))


def _inflected(name: str, pronoun: Pronoun) -> str:
    if pronoun.owns:
        name = _PLACED.sub("", name)
    shown = name[0].upper() + name[1:] if pronoun.start == 0 else name
    return shown if not pronoun.owns else f"{shown}'" if shown.endswith("s") else f"{shown}'s"


def _besides(text: str, past: Past, said: frozenset[str]) -> str:
    """Return a question for others than those of the last answer, with those named."""
    known = past.asked_for
    if known is None or known.stems <= said:
        return text
    end = _END.search(text)
    mark = end.group().strip() if end else ""
    return f"{_END.sub('', text)} besides {known.text}{mark or '?'}"
