"""From a follow-up to a stand-alone question, without a model call.

What a question leans on is chosen among the words of the conversation by small fitted trees, and put into the
question as it stood there; `tests/benchmarks/fit_followups.py` fits and measures them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rag.evidence.timeliness import LONGEST
from rag.question.dates import DateRange, find_dates
from rag.question.follow_up import IT, OTHER, PERSON, PLACE_OR_TIME, POINTER, THEY, FollowUp, read_follow_up
from rag.question.forest import load_forest
from rag.question.phrases import Conversation, read_conversation
from rag.question.selection import Excerpt, choose
from rag.question.wording import word_question
from rag.support.names import find_names
from rag.types import Turn
from rag.words import content_stems

LEANS = (PERSON, THEY, IT, POINTER, PLACE_OR_TIME, OTHER)
STANDS_ALONE_WORDS = 3  # with a name of its own and so many content words, a question needs no subject


@dataclass(frozen=True, slots=True)
class StandAlone:
    """A question that needs no history, and the days that its relative dates mean.

    `text` is what is judged, without the days: an article of that week need not hold its dates.
    """

    text: str
    days: tuple[DateRange, ...] = ()

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

    A name takes the place of its pronoun when it is certain; everything else follows in brackets. Relative dates
    count from the day `asked`.
    """
    days = find_dates(question, asked)
    excerpts: tuple[Excerpt, ...] = ()
    if history and question.strip():
        talk = read_conversation(history)
        follow_up = read_follow_up(question, talk)
        if talk.has_heading or not stands_alone(follow_up, talk):
            excerpts = choose(follow_up, talk, load_forest())
    return StandAlone(word_question(question, excerpts) if excerpts else question.rstrip(), days)


def stands_alone(follow_up: FollowUp, talk: Conversation) -> bool:
    """Tell whether a question says what it is about, with a name in full, and points at nothing said before."""
    if any(pattern.search(follow_up.text) for pattern in LEANS) or len(follow_up.stems) < STANDS_ALONE_WORDS:
        return False
    names = [content_stems(follow_up.text[name.start : name.end]) for name in find_names(follow_up.text)]
    return bool(names) and not any(_is_surname(name, talk) for name in names)


def _is_surname(name: frozenset[str], talk: Conversation) -> bool:
    """Tell whether the conversation has a longer name that ends with this one."""
    phrases = (phrase.stems for part in talk.parts for phrase in part.phrases)
    return any(len(name) < len(stems) and name == frozenset(stems[-len(name) :]) for stems in phrases)
