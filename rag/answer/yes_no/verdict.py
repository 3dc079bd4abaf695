"""The verdict: Yes or No, as a sentence says what is asked or the opposite, by rule."""

import re
from collections.abc import Sequence

from rag.answer.yes_no.told import tells_deed
from rag.question.kind import TRUE_OR_FALSE
from rag.support.comparison import compare
from rag.support.conflicts import Conflict
from rag.support.grammar import Standing, find_clauses
from rag.support.judge import Match, Verdict, find_matches
from rag.support.polarity import denies
from rag.support.statement import Statement, take_apart
from rag.types import Citation, Support, Window
from rag.words import content_stems

YES_NO = re.compile(
    r"^\s*(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|must|might)(?:n?[’']t)?\b"
    r"|^\s*(?:won|shan)[’']t\b",
    re.IGNORECASE,
)
YES, NO, FALSE = "Yes", "No", "False"
_ASKED_NOT = re.compile(r"^\W*(\w+)n[’']t\b", re.IGNORECASE)  # "Didn't they close it?" asks whether they did
_ANYBODY = re.compile(r"\b(?:anyone|anybody|anything|any|ever)\b ?", re.IGNORECASE)  # who may be nobody
_WHOLE = {"ca": "can", "wo": "will", "sha": "shall"}
_CONDITION = re.compile(
    r"\b(?:unless|except|only (?:if|when|with|on)|provided|as long as|if|außer|es sei denn|sofern|falls|wenn|sauf"
    r"|excepto|salvo|a menos que)\b",
    re.IGNORECASE,
)
# "Will it open?", "May dogs travel?": what is planned or allowed answers these.
_OF_WHAT_MAY_BE = re.compile(
    r"\s*(?:can|could|will|would|should|may|must|might|(?:is|are|was|were)\b.*\b(?:to|going|planned|allowed|due|expected|likely|able|possible)\b)",
    re.IGNORECASE,
)
SAME_MATTER = 0.6  # of a question's content: a span that holds less tells of something else
SAME_WORDS = 0.7  # of its words that are no names: two of three may be of horses instead of dogs
SAME_WORDS_OPPOSED = 0.5  # where one of them stands there as its opposite: open, of what is closed
SAYS_IT = 0.8
SAYS_ITSELF = 0.4
DENYING = (
    Conflict.POLARITY,
    Conflict.OPPOSITE,
    Conflict.VALUE,
    Conflict.SWAPPED,
    Conflict.ORDER,
    Conflict.WITHDRAWN,
)


def asks_yes_no(question: str) -> bool:
    """Tell whether a question is answered by Yes or No, and not by one of two things that it names."""
    return YES_NO.match(question) is not None and " or " not in question


def find_denial(question: str, verdicts: Sequence[Verdict]) -> tuple[str, Citation] | None:
    """Return "No" or "False", as it was asked for, with the span for which that is the answer; None without one.

    It contradicts what was written, and the question itself: who is said to have voted against it did not vote for it.
    """
    statement = TRUE_OR_FALSE.sub("", question, count=1)
    is_statement = statement != question
    if not is_statement and not asks_yes_no(question):
        return None
    for verdict in verdicts:
        if verdict.claim.support is Support.CONTRADICTED:
            against = [match for match in verdict.matches if match.citation in verdict.claim.citations]
            if tell_verdict(statement, against) == NO:
                return (FALSE if is_statement else NO), against[0].citation
    return None


def find_verdict(
    question: str, windows: Sequence[Window], verdicts: Sequence[Verdict] = ()
) -> tuple[str, Citation] | None:
    """Return "Yes" or "No" with the sentence of `windows` for which that is the answer; None where none tells.

    It needs nobody who writes: "Did the council close it?" is asked of the articles' own sentences. Yes is said by none
    that speaks against what was written, as `verdicts` have it.
    """
    if not asks_yes_no(question):
        return None
    statement = _stated(question)
    against = {one.citation for verdict in verdicts for one in verdict.matches if one.comparison.conflict is not None}
    for match in find_matches(statement, windows):
        if not tells_deed(question, match.comparison.unit.text):
            continue
        word = tell_verdict(question, [match])
        if word == NO or (word and match.citation not in against):
            return word, match.citation
    return None


def tell_verdict(asked: str, matches: Sequence[Match]) -> str:
    """Return "Yes" or "No", as the cited text says what is asked or the opposite; "" where it does neither outright."""
    statement = _stated(asked)
    for match in matches[:2]:
        told = compare(statement, match.comparison.unit)
        if _CONDITION.search(match.comparison.unit.text) and not _CONDITION.search(asked):
            return ""  # "It may be used in a kitchen unless there is a gas cooker" is no bare Yes
        # Names count twice, and do not stand for what is asked about: dogs may travel on the ferry of Dorn, may horses?
        least = SAME_WORDS_OPPOSED if told.conflict is Conflict.OPPOSITE else SAME_WORDS
        if told.carried < SAME_MATTER or told.words < least:
            continue
        if told.conflict in DENYING:
            return NO
        if denies(statement.text) != denies(told.unit.text):
            continue  # without walnuts, of which the sentence says nothing
        is_said = min(told.carried, told.words) >= SAYS_IT and told.names == told.quantities == 1
        # A headline alone, or a sentence for which the headline says it, is no proof.
        is_said = is_said and told.held >= SAYS_ITSELF and match.citation.quote.strip() != match.citation.title.strip()
        if told.conflict is None and is_said and told.tells_act and _is_told(asked, match.comparison.unit.text):
            return YES if tells_deed(asked, match.comparison.unit.text) else ""
    return ""


def _stated(question: str) -> Statement:
    """Return what a question of yes or no asks of: "Didn't they close it?" is "they did close it"."""
    affirmed = _ASKED_NOT.sub(lambda found: _WHOLE.get(found[1].lower(), found[1]), question.strip())
    return take_apart(_ANYBODY.sub("", affirmed).rstrip("?"))


def _is_told(question: str, sentence: str) -> bool:
    """Tell whether a sentence that has the verb of an English question does not merely ask, plan or fear it.

    "Quill asked when the pool would reopen" is no Yes to "Has the pool reopened?".
    """
    if _OF_WHAT_MAY_BE.match(question):
        return True
    acts = {one.act for one in find_clauses(question) if not one.is_thing} | content_stems(question)
    same = [one for one in find_clauses(sentence) if one.act in acts and not one.is_thing]
    return not same or any(one.standing not in (Standing.OPEN, Standing.COMING, Standing.DENIED) for one in same)
