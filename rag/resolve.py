"""From a follow-up to a stand-alone question, without a model call.

What a question leans on is chosen among the words of the conversation by small fitted trees, and put into the
question as it stood there; `tests/benchmarks/fit_followups.py` fits and measures them. Relative dates are written
out for the day of asking.
"""

from collections.abc import Sequence
from datetime import date

from rag.resolving.dates import find_dates
from rag.resolving.features import IT, OTHER, PERSON, PLACE_OR_TIME, POINTER, THEY, FollowUp, read_follow_up
from rag.resolving.forest import load_forest
from rag.resolving.phrases import Conversation, read_conversation
from rag.resolving.selection import Excerpt, choose
from rag.resolving.wording import word_question
from rag.support.names import find_names
from rag.types import Turn
from rag.words import content_stems

LEANS = (PERSON, THEY, IT, POINTER, PLACE_OR_TIME, OTHER)
STANDS_ALONE_WORDS = 3  # with a name of its own and so many content words, a question needs no subject


def resolve(question: str, history: Sequence[Turn], asked: date) -> str:
    """Return `question` with what it leans on, or as it is when it stands alone.

    A name takes the place of its pronoun when it is certain; everything else follows in brackets, relative dates
    as the days that they mean on the day `asked`.
    """
    days = [str(days) for days in find_dates(question, asked)]
    excerpts: tuple[Excerpt, ...] = ()
    if history and question.strip():
        talk = read_conversation(history)
        follow_up = read_follow_up(question, talk)
        if talk.has_heading or not stands_alone(follow_up, talk):
            excerpts = choose(follow_up, talk, load_forest())
    return word_question(question, excerpts, days) if excerpts or days else question


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
