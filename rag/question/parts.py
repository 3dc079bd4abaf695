"""A question of two parts is two questions: "Who leads Veritas, and why did he leave UKIP?"."""

import re
from collections.abc import Sequence

from rag.question.subject import find_speaker, topic_phrase
from rag.support.names import find_names
from rag.words import content_stems

_ASKS = (
    r"(?:who|whom|whose|what|when|where|why|how|which|wer|wen|was|wann|wo|warum|wieso|wie|welche\w?|wozu|qui"
    r"|que|quoi|quand|où"
    r"|pourquoi|comment|combien|quel(?:le)?s?|quién(?:es)?|qué|cuándo|dónde|cómo|cuánt[oa]s?|cuál(?:es)?|por qué)"
)
_HELPS = r"(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|must)"
_ORDERS = r"(?:summari[sz]e|list|name|compare|explain|tell|give|describe|show)"
_SUBJECT = r"(?:he|she|it|they|there|this|that|these|those|the|his|her|its|their|any|anybody|anyone)"
_PREPOSITION = r"(?:(?:by|in|at|to|for|from|with|on|of|since|until)\s+)?"
_BEGINS = rf"{_PREPOSITION}{_ASKS}\b|{_HELPS}\s+{_SUBJECT}\b|{_ORDERS}\b"
_JOINT = re.compile(
    rf"[,;]?\s+(?:and|und|et|y|but|or)\s+(?:(?:also|then|auch|aussi|también)\s+)?(?=(?:{_BEGINS}))", re.IGNORECASE
)
_END = re.compile(r"(?<=[?？])\s+(?=\S)|(?<=[.!])\s+(?=(?:" + _BEGINS + r"))", re.IGNORECASE)
_ASKS_FIRST = re.compile(
    rf"^\W*(?:(?:please|and|so|but)\s+)?(?:{_PREPOSITION}{_ASKS}|{_HELPS}|{_ORDERS})\b", re.IGNORECASE
)
_ONE = re.compile(  # "What is X, and why does it matter?" asks for one thing
    r"^\W*(?:what|was|qui|qué|qu'est-ce que?)\s+(?:is|are|was|were|ist|sind|war|es|est|son)\b.*"
    r"\b(?:and|und|et|y)\s+(?:why|what|how|warum|wozu|pourquoi|por qué)\s+(?:\w+\s+)?(?:it|they|he|she|this"
    r"|that|sie|er|es|il|elle)\b",
    re.IGNORECASE,
)
_ASKS_AGAIN = re.compile(  # "Please summarise it." asks for nothing new
    rf"\W*(?:please\s+)?{_ORDERS}\s+(?:me\s+)?(?:it|this|that|them)?\s*(?:to me\s+)?(?:briefly|shortly|please"
    r"|in (?:short|brief|detail|a few words|one sentence))?\W*",
    re.IGNORECASE,
)
# "List the fault codes and what they mean", "Describe her career and what she achieved": a clause is no question.
_CLAUSE = re.compile(
    r"(?:what|how|why|when|where|who|whom|which)\s+(?:he|she|it|they|there|these|those|each|we|you|one)\b",
    re.IGNORECASE,
)
_ASKED_INSIDE = re.compile(rf"(?:{_ORDERS}|know|to)\b.*\b{_ASKS}\b", re.IGNORECASE)  # "Explain how it works and why …"
_POINTS_BACK = re.compile(
    r"\b(?:he|him|his|she|her|hers|it|its|they|them|their|theirs|there|this|that|these|those|one|ones|so"
    r"|er|ihn|ihm|sein\w*|sie|ihr\w*|es|dort|il|elle|ils|elles|lui|leur\w?|son|sa|ses|y|él|ella|ellos|ellas"
    r"|su|sus)\b",
    re.IGNORECASE,
)
# "When was it built and why?": the last word asks the same once more.
_ASKS_MORE = re.compile(
    r"(?P<first>\S.+?)(?<!\bwhen)(?<!\bwhere)(?<!\bhow)(?<!\bwho),?\s+(?:and|und|et|y)\s+"
    r"(?P<more>why|how|when|where|by whom|with whom|for whom|how (?:long|often)"
    r"|warum|wieso|wann|wo|wie|pourquoi|quand|où|comment|por qué|cuándo|dónde|cómo)\s*\?*$",
    re.IGNORECASE,
)
_WHAT_OF_IT = re.compile(rf"\W*(?:when|where|how|why|what)\s+(?P<rest>{_HELPS}\b.+)", re.IGNORECASE)
_SAME_FOR = re.compile(r"what (?P<for>for|of|to|about|with|in)\s+(?P<rest>\S.*)", re.IGNORECASE)
_OWNING = re.compile(r"['’]s?$")
_ACTING = re.compile(r"\b(?:did|does|do|has|have|had|will|would|can|could)\s+(?P<who>[A-ZÀ-Þ].*)")
_PERSON = re.compile(r"\b(?:he|she|him)(?:self)?\b")
_THING = re.compile(r"\b(?:it|its|they|them|their|this|that|these|those)\b", re.IGNORECASE)
_PLACE = re.compile(r"\b(?:in|at|on|near) (?:the )?(?P<name>[A-ZÀ-Þ][\w'’-]*(?: [A-ZÀ-Þ][\w'’-]*)*)")
_THERE = re.compile(r"(?<!\bis )(?<!are )(?<!was )(?<!were )(?<!did )\bthere\b(?! (?:is|are|was|were|be|been|any)\b)")
# Asks of the articles, and says which: names of the first part would be more that they must mention.
_OF_ARTICLES = re.compile(r"\W*(?:how (?:many|often)|which|what)\b.*\b(?:articles?|reports?|stories)\b", re.IGNORECASE)
LEAST_WORDS = 3  # of a part that stands by itself: "When and how did …" is one question
LEAST_CONTENT = 2  # words that say something: "at what temperature" is asked of what the first part is about
MOST_PARTS = 3
MOST_NAMES = 2  # of the first part that a later one is given: those said last, of more it need not be about all


def asks(sentence: str) -> bool:
    """Tell whether a sentence begins as a question or an order does."""
    return _ASKS_FIRST.match(sentence) is not None


def split_parts(question: str) -> tuple[str, ...]:
    """Return the questions that `question` joins, in order; one alone when it is one.

    A later part that points back or names nothing says in brackets which names the first part has, and where "there"
    is: "When does it go on sale in the US? (PSP)".
    """
    asked = question.strip()
    if _ONE.match(asked) and asked.count("?") <= 1:
        return (asked,)
    if (more := _ASKS_MORE.fullmatch(asked)) and asks(asked) and len(more["first"].split()) >= LEAST_WORDS:
        return (f"{more['first']}?", _asking_more(more["first"], more["more"]))
    parts = [half.strip() for part in _END.split(asked) for half in _halves(part)]
    parts = [part for part in parts if part and not _ASKS_AGAIN.fullmatch(part)]
    if len(parts) == 1 and parts[0].endswith("?"):
        return (parts[0],)
    if not 1 < len(parts) <= MOST_PARTS or not all(map(asks, parts)):
        return (asked,)
    first = parts[0] if parts[0].endswith("?") else f"{parts[0].rstrip(' ,;.')}?"
    return (first, *(_standing_alone(part, first) for part in parts[1:]))


def _asking_more(first: str, more: str) -> str:
    """Return the second question of "When was it built and why?": "Why was it built?"."""
    asking = more[0].upper() + more[1:]
    known = _WHAT_OF_IT.fullmatch(first)
    return f"{asking} {known['rest']}?" if known else f"{asking}? ({_topic(first)})"


def _halves(part: str) -> list[str]:
    """Return the questions of one sentence; a part that is too short to stand alone stays with the next."""
    halves: list[str] = []
    start = 0
    for joint in _JOINT.finditer(part):
        if _CLAUSE.match(part, joint.end()) and not _ASKED_INSIDE.search(part, 0, joint.start()):
            continue
        if len(part[start : joint.start()].split()) >= LEAST_WORDS and len(part[joint.end() :].split()) >= LEAST_WORDS:
            halves.append(part[start : joint.start()])
            start = joint.end()
    return [*halves, part[start:]]


def _standing_alone(part: str, first: str) -> str:
    shown = part[0].upper() + part[1:]
    if _OF_ARTICLES.match(part):
        return shown
    is_short = len(content_stems(part)) < LEAST_CONTENT and not find_names(part)
    points_back = _POINTS_BACK.search(part) is not None or is_short
    if (same := _SAME_FOR.fullmatch(part)) and f" {same['for']} " in first:
        # "What does it mean for tenants, and what for owners?"
        begun = first[: first.rindex(f" {same['for']} ")]
        return f"{begun} {same['for']} {same['rest'].rstrip(' ?.!')}?"
    names = [_OWNING.sub("", first[name.start : name.end]) for name in find_names(first)]
    meant, one = _person(first, names), _PERSON.search(shown)
    if meant and one and not find_names(shown[: one.start()]):
        shown = f"{shown[: one.start()]}{meant}{shown[one.end() :]}"
    place = _PLACE.search(first)
    if place and any(place["name"].startswith(name) for name in names):
        shown = _THERE.sub(place[0], shown)
    if not names:
        return f"{shown} ({_subject(first)})" if points_back and not find_names(part) else shown
    missing = [name for name in names if name not in shown][-MOST_NAMES:]
    if not missing and _THING.search(shown):  # "what did she say about them": her name is there, not what they are
        missing = list(filter(None, [topic_phrase(first, content_stems(" ".join(names)))]))
    return f"{shown} ({', '.join(missing)})" if missing and (points_back or not find_names(part)) else shown


def _person(first: str, names: Sequence[str]) -> str:
    """Return who "he" or "she" is behind a first part: who speaks in it, who does something, or its first full name."""
    if content_stems(speaker := find_speaker(first)[0]):
        return f"the {speaker}" if f" the {speaker}" in first else speaker
    acting = _ACTING.search(first)
    acts = [name for name in names if acting and acting["who"].startswith(name)]
    return next(iter(acts or [name for name in names if " " in name]), "")


def _topic(first: str) -> str:
    """Return a first part that has no names as what the next is about."""
    return first.rstrip(" ?.!")


def _subject(first: str) -> str:
    """Return the words of a first part that the next leans on: not its "When was …", which would be asked again."""
    return topic_phrase(first) or _topic(first)
