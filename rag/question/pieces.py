"""Pieces of questions ("And in 2019?", "What about the Mercury?"), put where their like stands in the one before."""

import re

from rag.question.mentions import HE, Mention, find_mentions
from rag.question.past import is_generic
from rag.question.pronouns import find_pronouns
from rag.types import Turn
from rag.words import content_stems, words

_LEAD = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|so|well)\W+)?(?:(?:and|but|or|und|et|y|mais|aber|pero)\s+)?(?:(?:what|how)\s+about|was ist "
    r"mit|wie ist es mit|et pour|y qu[eé] pasa con|and|und|et|y)\s+"
    r"(?P<piece>.+?)[\s?.!]*$",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"^\W*(?:(?:please|and|can you|could you|ok)\W+)*(?:(?:tell|show|give) me|say|go on|i want to know|any"
    r"|erzähl\w*(?: mir)?|dites?[- ]m?'?en|cuénta\w*)?\s*"
    r"(?:a (?:bit|little) )?(?:more|mehr|plus|más)(?: details?| information| about (?:it|this|that|him|her|them)| "
    r"davon| darüber)?(?:,? please)?[\s?.!]*$"
    r"|^\W*go on[\s?.!]*$",
    re.IGNORECASE,
)
_VERBS = re.compile(
    r"\b(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|must|ist|sind|war|waren|hat|haben"
    r"|wird|wurde"
    r"|est|sont|a|ont|était|es|son|fue|fueron|ha|han)\b",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"^\W*(?:who|whom|whose|what|which|when|where|why|how|wer|wen|was|wann|wo|warum|wie|welche\w?|qui|que|quoi|quand"
    r"|où|pourquoi|comment|combien|quién|qué|cuándo|dónde|por qué|cómo|cuánt\w+)\b",
    re.I,
)
_MONTH = r"(?:january|february|march|april|may|june|july|august|september|october|november|december)"
_MAY = re.compile(r"\b(?:May|in may)\b")  # the month, no verb
_TIME = re.compile(
    rf"^(?:(?:in\s+)?{_MONTH}|"
    r"(?:(?:in|im|en|since|seit|depuis|desde|by|before|after|until)\s+)?(?:(?:the\s+)?(?:\w+\s+)?(?:1\d|20)\d\d"
    r"|(?:last|this|next)\s+\w+|yesterday|today|tomorrow|now|heute|gestern|hoy|ayer|hier|aujourd['’]hui))$",
    re.I,
)
_YEAR_BESIDE = re.compile(r"^the\s+(?:year\s+(?P<side>before|after)|(?P<first>previous|next|following)\s+year)$", re.I)
_OLD_TIME = re.compile(
    rf"\s*\bin\s+{_MONTH}\b(?!\s+\d)|"
    r"\s*\b(?:in|im|en|since|by|during)\s+(?:(?!the\b)\w+\s+)?(?:1\d|20)\d\d\b|\s*\b(?:last|this|next)\s+(?:year"
    r"|month|week|summer|winter|spring|autumn)\b|\s*\b(?:yesterday|today|tomorrow)\b",
    re.I,
)
_PREPOSITION = re.compile(
    r"^(?P<word>in|on|at|for|with|of|by|from|to|about|during|bei|mit|für|in|im|auf|von|pour|avec|dans|sur|para|con"
    r"|sobre)\s+",
    re.I,
)
# "Why so late?", behind "When will it open?": why will it open so late?
_SO = re.compile(
    r"^\W*(?:(?:and|but)\s+)?why\s+(?P<so>(?:so|that|this|too)\s+\w+|only\s+[\w.,£$€%]+(?:\s+\w+)?)\W*$", re.I
)
_ASKED_HOW = re.compile(
    r"^\W*(?:(?:and|but|so)\s+)?(?:when|where|how|what)\s+(?:(?:much|many|long|far|high|old|late|soon|often)\s+)?"
    r"(?P<noun>(?:(?!(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|must)\b)[\w-]+\s+){0,2})"
    r"(?P<help>is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|must)\s+(?P<rest>.+)$",
    re.I,
)
_BRACKETS = re.compile(r"\s*\([^()]*\)\s*$")
MOST_WORDS = 6


def complete(question: str, last: Turn) -> str:
    """Return the whole question that a piece stands for; "" where `question` is none or has no like in the last one."""
    before = _BRACKETS.sub("", last.question).rstrip(" ?.!")
    if _MORE.match(question):
        topics = [one for one in find_mentions(before) if not is_generic(one)]
        return f"Tell me more about {topics[0].text if topics else before}"
    if (so := _SO.match(question)) and (asked := _ASKED_HOW.match(before)):
        noun = f" {asked['noun'].strip()}".rstrip()
        return f"Why {asked['help'].lower()} {asked['rest']} {so['so']}{noun}?"
    piece = find_piece(question)
    if not piece or not before or find_pronouns(piece, ()):
        return ""
    if step := _YEAR_BESIDE.match(piece):
        years = re.findall(r"\b(?:1\d|20)\d\d\b", before)
        if not years:
            return f"{before} {piece}?"
        piece = str(int(years[-1]) + (-1 if (step["side"] or step["first"]).lower() in ("before", "previous") else 1))
    if _TIME.match(piece):
        kept = _OLD_TIME.sub("", before)
        led = f"in {piece}" if re.fullmatch(rf"\d{{4}}|{_MONTH}", piece, re.IGNORECASE) else piece
        return f"{kept.rstrip()} {led}?"
    found = _PREPOSITION.match(piece)
    if found:
        old = re.search(rf"\b{found['word']}\s+", before, re.IGNORECASE)
        named = [one for one in find_mentions(before) if old and one.start == old.end()]
        if old and named:
            return f"{before[: old.start()]}{piece}{before[named[0].end :]}?"
        return f"{before} {piece}?"
    return _in_place(piece, before)


def find_piece(question: str) -> str:
    """Return the piece that `question` is, without what leads it in; "" for a whole question."""
    lead = _LEAD.match(question)
    shown = question.strip().rstrip(" ?.!")
    piece = lead["piece"].strip() if lead else shown if _PREPOSITION.match(shown) else ""
    if not piece or _ASKS.match(piece) or _VERBS.search(_MAY.sub("", piece)) or len(words(piece)) > MOST_WORDS:
        return ""
    return piece


def _in_place(piece: str, before: str) -> str:
    """Return the last question with `piece` for what is most like it."""
    new = find_mentions(f"of {piece}")
    if not new:
        return ""
    like = sorted(find_mentions(before), key=lambda one: (_unlike(new[0], one), one.start))
    if not like or content_stems(piece) <= content_stems(before):
        return ""
    old = like[0]
    shown = piece[0].upper() + piece[1:] if old.start == 0 else piece
    owned = "'s" if before[: old.end].endswith(("'s", "’s")) else ""
    return f"{before[: old.start]}{shown}{owned}{before[old.end :]}?"


def _unlike(new: Mention, old: Mention) -> int:
    """Return in how many ways two mentions differ: whether it is a name, has an article, can be a person."""
    lead = [one.text.lower().startswith("the ") for one in (new, old)]
    return 2 * (new.is_name != old.is_name) + (lead[0] != lead[1]) + ((HE in new.means) != (HE in old.means))
