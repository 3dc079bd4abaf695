"""Clues: what tells that a sentence answers beside its words: a cause, a condition, the verb with a time or amount."""

import re
from collections.abc import Sequence

from rag.answer.people.lives import Life
from rag.answer.short.amounts import ENTRY, asks_entry, lacks_kind
from rag.answer.short.answer_type import HOW_MANY, WHEN
from rag.answer.short.wanted import find_acts
from rag.evidence.ranking import Ranked
from rag.evidence.sentences import Sentence
from rag.question.subject import topic_stems
from rag.support.causes import DUE_TO, HINTED, STATED
from rag.support.codes import find_codes, tells_codes
from rag.support.lands import asks_of_land, tells_of_another_land, tells_of_the_land
from rag.words import content_stems, fold

_WHY = re.compile(
    r"^\W*(?:(?:and|so|please|can you) )*(?:(?:explain|tell me|describe)(?: to me)? )?"
    r"(?:why|how come|what (?:caused|led|made|started|triggered|sparked)"
    r"|what(?:['’]s| is| was| are) (?:keeping|stopping|preventing|holding|causing|behind)"
    r"|what(?:['’]s| is| was| are| were) the (?:\w+ )?(?:causes?|reasons?)|warum|wieso|weshalb|pourquoi|por qu[eé])\b",
    re.I,
)
_HOW_IT_BEGAN = re.compile(
    r"^\W*how did .{2,60} (?:start|begin|break out|come about|happen|catch fire|burn down|go wrong|collapse)\W*$", re.I
)
_QUOTED = "[\"'“”‘’«»„]?"
_WHAT_IS = re.compile(
    r"\W*(?:and )?(?:wh(?:at|o)(?:['’]s| is| are| was| were)|what does(?= .* mean)|was (?:ist|sind|bedeutet)"
    r"|qu['’]est-ce qu[e'’]|qu[eé] (?:es|son))(?:\s+|(?<=['’]))(?:(?:the|an?|ein\w?|une?|una?) )?"
    rf"{_QUOTED}(?P<name>[\w'’-]+(?: [\w'’-]+){{0,3}}?){_QUOTED}(?: mean)?"
    r"(?:,? and (?:why|what|how|could|can|is|does) .*|(?<=[\"'’”]) (?:for|in|of|at) .*|\W*)",
    re.IGNORECASE,
)
_CALLED = (
    r"(?:known|called|named|termed|dubbed|nicknamed|described|defined|referred to)(?: as| by)?|so-called|genannte\w?"
    r"|appelée?s?|llamad[oa]s?"
)
_BEING = (
    r"(?:,? (?:is|are|was|were|means|refers to|stands for|describes|ist|sind|war|bedeutet|est|sont|es|son)|,)\s*"
    r"(?:an?|the|one|when|where|what|ein\w?|der|die|das|une?|le|la|una?|el)\b"
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
# Of several causes that which tells the most; the sentences beside it tell the others.
_MAIN_CAUSE = re.compile(
    r"\b(?:main|chief|biggest|principal|root|primary|other|second) (?:culprit|cause|reason|factor)s?\b|\bculprits?\b"
    rf"|\b(?:put down|owed) to\b|\b{DUE_TO}|\bto blame\b"
    r"|\b(?:cause|reason)s?(?: (?:of|for|why|that) [^.;]{1,60})? (?:is|are|was|were|has|had|remains?|lies|lay)\b"
    r"|\bwhat (?:had )?(?:caused|started|triggered|sparked) [^.;?]{1,60} (?:is|was|remains?)\b",
    re.I,
)
MAIN_CAUSE, BESIDE_MAIN_CAUSE = 0.16, 0.1
STATES_CAUSE, HINTS_AT_CAUSE = 0.1, 0.04  # for "why": "The cause is not known" answers it as much as "because"
STATES_CONDITION = 0.1  # for "what happens if": of the question's own matter, with what it depends on
# For the sentence that has the verb of a question for a time or an amount, and one: "The bridge, built in 1968".
TELLS_WHEN = 0.1
IN_ANOTHER_LAND = 0.15  # off, for what a sale in Japan says of one in the US
IN_THE_LAND = 0.1  # for what it costs in the US, of the price in an article headed "Console hits US in March"
TELLS_KIND = 0.05  # for a sentence that has a time, or an amount, at all
DEFINES = 0.15  # for "what is X": "the glaze that became known as X", "X is a glaze"
HAS_CODE = 0.15  # for "What does E9 mean?"
HEADED = 0.2  # for "How did the strike end?": of the article with the headline "Strike ends with deal on shifts"
LOOKED_AT = 3  # of the best sentences, for a condition


class Clues:
    """What a question looks for in a sentence; `is_one_fact` tells whether it is for a time or an amount at all.

    `asks_cause` tells whether it is for a cause, `asks_why` whether by "why", `life` is of whom it asks who that is.
    """

    def __init__(self, question: str, *, is_one_fact: bool) -> None:
        self._question = question
        self.asks_why = _WHY.match(question) is not None
        self.asks_cause = self.asks_why or _HOW_IT_BEGAN.match(question) is not None
        self._codes = find_codes(question)
        self.life = Life.of(question)  # for "Who was Ada Vane?"
        defined = None if self.life else _WHAT_IS.fullmatch(question)
        self._defines = _defining(defined["name"]) if defined else None
        self._name = fold(defined["name"]) if defined else ""
        self._depends = topic_stems(question) if _WHAT_IF.search(question) else frozenset[str]()
        self._asks_amount = is_one_fact and bool(WHEN.search(question) or HOW_MANY.search(question))
        self._acts = find_acts(question) if self._asks_amount else frozenset[str]()
        self._acts |= ENTRY if is_one_fact and asks_entry(question) else frozenset()
        self._deeds = find_acts(question)
        self._asks_of_land = asks_of_land(question)
        self._topic = topic_stems(question) - self._deeds

    def worth(self, sentence: Sentence) -> float:
        """Return what a sentence is worth on top of how well it fits."""
        is_elsewhere = self._asks_of_land and tells_of_another_land(
            self._question, sentence.text, sentence.article.title
        )
        headed = HEADED * self.is_headed(sentence)
        return headed + self._worth_by_itself(sentence) - IN_ANOTHER_LAND * is_elsewhere

    def is_headed(self, sentence: Sentence) -> bool:
        """Tell whether the headline above a sentence tells what the question asks about: its deed, and of what."""
        title = content_stems(sentence.article.title) if self._deeds else frozenset[str]()
        return bool(self._deeds & title) and bool(self._topic & title)

    def stands_under(self, sentence: Sentence) -> bool:
        """Tell whether a sentence stands under such a headline, or a heading that asks what the question does."""
        asks = self._name and sentence.heading.endswith("?") and self._name in fold(sentence.heading)
        return bool(asks) or self.is_headed(sentence)

    def _worth_by_itself(self, sentence: Sentence) -> float:
        if self._states_condition(sentence):
            return STATES_CONDITION
        if tells_codes(sentence.text, self._codes):
            return HAS_CODE
        if self.defines(sentence):
            return DEFINES
        if self.life is not None:
            return self.life.worth(sentence)
        return _tells_cause(sentence) if self.asks_cause else self._tells_when(sentence)

    def defines(self, sentence: Sentence) -> bool:
        """Tell whether a sentence says what the thing asked for is."""
        return self._defines is not None and self._defines.search(sentence.text) is not None

    def tells(self, sentence: Sentence) -> bool:
        """Tell whether a sentence has the verb of a question for a time or an amount, and one of its kind."""
        has_act = bool(self._acts & content_stems(sentence.text))
        return has_act and not lacks_kind(sentence.text, self._question)

    def _tells_when(self, sentence: Sentence) -> float:
        if not self._asks_amount or lacks_kind(sentence.text, self._question):
            return 0.0
        there = self._asks_of_land and tells_of_the_land(self._question, sentence.text, sentence.article.title)
        return IN_THE_LAND * there + (TELLS_WHEN if self._acts & content_stems(sentence.text) else TELLS_KIND)

    def worth_of_best(self, ranked: Sequence[Ranked]) -> float:
        """Return what is added to how well the best sentences fit.

        Words of a condition are not those asked with, and what names the cause as such answers who asks for it.
        """
        first = [item.sentence for item in ranked[:LOOKED_AT]]
        if any(self._states_condition(one) for one in first):
            return STATES_CONDITION
        return STATES_CAUSE * (self.asks_cause and any(tells_main_cause(one.text) for one in first))

    def _states_condition(self, sentence: Sentence) -> bool:
        """Tell whether a sentence says on what the matter of a question depends: "If I fail to light it …"."""
        near = self._depends & content_stems(sentence.passage_text)
        is_of_it = len(near) > 1 and bool(self._depends & content_stems(sentence.text))
        return is_of_it and _CONDITION.search(sentence.text) is not None


def tells_main_cause(said: str) -> bool:
    """Tell whether a sentence names the cause as such: "The main reason is …", "The cause was not known"."""
    return _MAIN_CAUSE.search(said) is not None


def _defining(name: str) -> re.Pattern[str]:
    """Return what says what something is: it is a kind of thing, or a thing is called so."""
    words = r"\s+".join(map(re.escape, re.sub(r"(?<=\w\w)s$", "", name).split()))
    own = rf"{_QUOTED}{words}s?{_QUOTED}"
    short = rf"(?:, or |\((?:or )?){own}[,)]"  # "The Redirection Test mission, or DART, aims …"
    return re.compile(rf"\b(?:{_CALLED}) (?:an? |the )?{own}|(?:^|\W){own}{_BEING}|{short}", re.IGNORECASE)


def _tells_cause(sentence: Sentence) -> float:
    if tells_main_cause(sentence.text):
        return MAIN_CAUSE
    if STATED.search(sentence.text):
        return STATES_CAUSE
    if _MAIN_CAUSE.search(sentence.paragraph):
        return BESIDE_MAIN_CAUSE
    return HINTS_AT_CAUSE if HINTED.search(sentence.text) else 0.0
