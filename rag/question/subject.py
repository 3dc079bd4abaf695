"""The subject of a question: its topic, the sides of a comparison, or whose words it wants."""

import re

from rag.question.wordings.english import TELLS
from rag.support.names import find_names
from rag.words import STOP_WORDS, Word, words

_ASKING = frozenset(
    """summary summarise summarize summarised summarized summarises sum recap overview article articles report reports
    story stories text document documents interview news tell give show list compare comparison contrast difference
    differences differ timeline chronology order happen happened happens explain describe please brief short main key
    points point gist find write wrote written mention mentions mentioned mentioning many names history events event
    step steps sentence sentences conclude concludes concluded
    library source sources latest newest know everything anything something
    anyone anybody someone somebody everyone everybody nobody really
    argument arguments advantage advantages disadvantage disadvantages benefits drawbacks risks dangers downsides
    matter important importance purpose stand mean meaning reason reasons kind say said saying think thinks
    beginning start finish go goes went far put trace follow dates became happening rundown briefing bring speed
    view views opinion opinions position stance attitude reaction response comment comments remark remarks
    fasse fass zusammen zusammenfassung gib mir einen eine überblick artikel vergleiche vergleich unterschied zwischen
    nenne liste zeitleiste über den die das der des dem wer wie was warum wann wo welche hat haben ist sind war wurde
    zum zur von und für mit auf erzähl worum geht
    résumez résume résumé article liste compare comparez différence entre chronologie les des une qui que quoi pourquoi
    comment quand été est ont sont sur avec dans affaire
    resume resumen artículo lista compara diferencia entre cronología los las una del qué quién cómo cuándo dónde sobre
    por para con según dame háblame""".split()
)
_BETWEEN = re.compile(
    r"\b(?:between|zwischen|entre)\s+(?P<a>.+?)\s+(?:and|und|et|y|e)\s+(?P<b>.+?)(?P<rest>\s+(?:on|in|about"
    r"|over|regarding|when"
    r"|bei|über|sur|sobre|en)\s+.+)?$",
    re.IGNORECASE,
)
_COMPARE = re.compile(
    r"\b(?:compare[ds]?|contrast|vergleiche?|comparez?|compara)\s+(?:what\s+|how\s+)?(?P<a>.+?)\s+(?:and|with"
    r"|to|against|mit|und"
    r"|avec|et|con|y|vs\.?|versus)\s+(?P<b>(?:(?:the|an?|der|die|das|le|la|el)\s+)?+\S.*?)"
    r"(?P<rest>\s+(?:on|in terms of|about|over|regarding|say|said"
    r"|wrote|write|report"
    r"|reported|think|differ|bei|über|sur|sobre)\b.*)?$",
    re.IGNORECASE,
)
_DIFFER = re.compile(
    r"\b(?:do|does|did|are|is|unterscheiden sich)\s+(?P<a>.+?)\s+(?:and|or|und|et|y)\s+(?P<b>.+?)\s+(?:differ"
    r"|compare|have in common|stand"
    r"|similar|different|disagree|agree)\b(?P<rest>.*)$",
    re.IGNORECASE,
)
_FROM = re.compile(
    r"\b(?:does|do|did|is|are|has|sets?)\s+(?P<a>.+?)\s+(?:apart|differ|differs|different|compare|compares"
    r"|compared|stack up|measure up|hold up|match up|fare)\s+(?:from|to|with|against|beside)\s+"
    r"(?P<b>.+?)(?P<rest>\s+(?:on|in|about|at|for)\s+.+)?$",
    re.IGNORECASE,
)
_THAN = re.compile(
    r"\b(?:is|are|was|were|does|do|did)\s+(?P<a>(?:the\s+)?.+?)\s+(?P<how>\w+er|more\s+\w+|less\s+\w+|more"
    r"|less)\s+than\s+(?P<b>.+)$",
    re.IGNORECASE,
)
_APART = re.compile(
    r"\bfar apart (?:are|is|were|was)\s+(?P<a>.+?)\s+and\s+(?P<b>.+?)"
    r"(?P<rest>\s+(?:on|in|about|over|after|before|when)\b.*)?$",
    re.IGNORECASE,
)
_VERSUS = re.compile(r"^(?P<a>.+?)\s+(?:vs\.?|versus)\s+(?P<b>.+)$", re.IGNORECASE)
_OR = re.compile(r"[,:]\s*(?P<a>.+?)\s+(?:or|oder|ou|o)\s+(?P<b>.+)$", re.IGNORECASE)
_SIDES = (_BETWEEN, _FROM, _COMPARE, _DIFFER, _THAN, _APART, _OR, _VERSUS)
_EDGES = re.compile(
    r"^(?:(?:the|a|an|der|die|das|den|dem|le|la|les|el|los|las|both)\s+|l')+|[\s?.!,;:]+$", re.IGNORECASE
)
_PLACED = re.compile(r"(?:in|at|on|for|under|during|before|after|from|of|im|am|auf|en|au|à)(?=\s)", re.IGNORECASE)
_MOST_SIDE_WORDS = 8
_OF_BOTH = re.compile(r"(?P<of>[a-zß-öø-ÿ]+(?: [a-zß-öø-ÿ]+)?) of (?:the )?(?P<side>[^\W\d_a-zß-öø-ÿ].*)")
_TOWARDS = re.compile(r"(?P<side>.+?)\s+(?P<to>(?:to|towards?|for|on)\s+.+)", re.IGNORECASE)

_SAYS = (
    rf"(?:say|says|said|saying|tell|tells|told|think|thinks|thought|write|wrote|written|(?:{TELLS})\w*|felt|greet"
    r"|(?:have|had)\s+(?:to\s+say|against)|take\s+the\s+news|stand\s+on|make|made|give|gave|raise[ds]?|voice[ds]?"
    r"|make\s+of|object\w*|(?:been\s+)?writing|been\s+saying|report(?:ed)?|say\s+against"
    r"|justif\w+|defend\w*|describ\w+|account\w*\s+for|mean\s+by|accus\w+|insist\w*|doubt\w*|fear\w*|hope\w*"
    r"|expect\w*|like\s+about|dislik\w+)"
)
_SPEAKERS = (
    re.compile(r"\bwould\s+(?P<who>.+?)\s+(?:do|prefer|build|have|like)\s+(?:instead|differently)\b(?P<what>.*)$",
               re.IGNORECASE),
    re.compile(rf"\b(?:did|does|do|has|have|had|are|is|was|were)\s+(?P<who>(?:(?:the|an?)\s+)?+.+?)\s+{_SAYS}\b"
               r"(?P<what>.*)$", re.IGNORECASE),
    re.compile(r"\b(?!(?:is|was|are|were)\s)(?P<who>[\w.-]+(?:\s+[A-Z][\w.-]*)*)['’]s?\s+(?:\w+\s+)?(?:reaction|response|views?|opinions?"
               r"|position|stance|words|comments?|remarks?|testimony|take|line)\b(?P<what>.*)$"),
    re.compile(r"\b(?:reaction|response|views?|opinions?|position|stance|attitude|words|comments?|remarks?)\s+of\s+(?P<who>.+?)"
               r"(?P<what>\s+(?:on|to|about|towards?)\b.*)?$", re.IGNORECASE),
    re.compile(r"\baccording to\s+(?P<who>.+?),(?P<what>.*)$", re.IGNORECASE),
    re.compile(rf"\b(?:what|quote what)\s+(?P<who>.+?)\s+{_SAYS}\b(?P<what>.*)$", re.IGNORECASE),
    re.compile(r"\bwas\s+(?:hat|haben|sagt\w*|sagen|meint\w*|denk\w+)\s+(?P<who>.+?)"
               r"\s+(?P<what>(?:über|zu|zum|zur|von|vom)\b.*)$", re.IGNORECASE),
    re.compile(r"\bwie\s+(?:reagiert\w*|hat|haben)\s+(?P<who>.+?)\s+(?P<what>auf\b.*)$", re.IGNORECASE),
    re.compile(r"\bqu(?:e|’|')\s*(?:a|ont|dit|disent|pense|pensent)\s+(?:dit\s+)?(?P<who>.+?)"
               r"\s+(?P<what>(?:de|du|des|sur|à propos)\b.*)$", re.IGNORECASE),
    re.compile(r"\bqu[eé]\s+(?:ha\s+|han\s+)?(?:dijo|dijeron|dice|dicen|dicho|opinan?|piensan?|declaró)\s+(?P<who>.+?)"
               r"\s+(?P<what>(?:sobre|de|del|acerca)\b.*)$", re.IGNORECASE),
)  # fmt: skip
# Speakers that are no name: "herself" behind one, and who is not known from the question alone.
_SELF = re.compile(
    r"^(?-i:will)\s+|(?:\s+(?:him|her|it|them)sel(?:f|ves))?(?:\s+(?:ha(?:ve|d)|going|plan(?:s|ned|ning)?|want(?:s|ed)?"
    r"|about|expected|likely) to)?(?:['’]s?)?$",
    re.IGNORECASE,
)
_NOBODY = re.compile(
    r"(?:he|she|it|they|you|we|i|one|anyone|anybody|er|sie|il|elle|ils|elles|él|ella)\b", re.IGNORECASE
)
_WHO_SAYS = re.compile(r"^\W*who\s+(?:said|says|claim\w*|think\w*|argue\w*|warn\w*|predict\w*)\b", re.IGNORECASE)


def topic_words(question: str) -> tuple[Word, ...]:
    """Return the words of `question` that say what it is about, without those that only ask."""
    return tuple(word for word in words(question) if not word.is_stop and word.text.lower() not in _ASKING)


def topic_phrase(question: str, known: frozenset[str] = frozenset()) -> str:
    """Return the words of `topic_words` in their order, without those whose stems are `known`; "" without any."""
    return " ".join(word.text for word in topic_words(question) if word.stem not in known)


def topic_stems(question: str) -> frozenset[str]:
    """Return the stems of `topic_words`."""
    return frozenset(word.stem for word in topic_words(question))


def find_sides(question: str) -> tuple[str, str, str] | None:
    """Return the two sides of a comparison and what they are compared on ("" for everything); None without sides."""
    asked = question.strip().rstrip(" ?.!")
    for pattern in _SIDES:
        found = pattern.search(asked)
        if found is None:
            continue
        first, second = (_EDGES.sub("", found[side]).strip() for side in "ab")
        of = _OF_BOTH.fullmatch(first)
        rest = ""
        if of and second[:1].isupper():  # "the price of the Duo and the Box"
            first, rest = of["side"], of["of"]
            if aimed := _TOWARDS.fullmatch(second):  # "the offers of Brask and Weir for the mill"
                second, rest = aimed["side"], f"{rest} {aimed['to']}"
        if first and second and max(len(first.split()), len(second.split())) <= _MOST_SIDE_WORDS:
            parts = found.groupdict()
            if (own := _PLACED.match(second)) and (
                whole := re.match(rf"(?P<head>.+?)\s+{own[0]}\b", first, re.IGNORECASE)
            ):
                second = f"{whole['head']} {second}"  # "the prices in July and in September"
            return first, second, (parts.get("rest") or parts.get("how") or rest).strip()
    names = [asked[name.start : name.end] for name in find_names(asked)]
    return (names[0], names[1], "") if len(names) == 2 else None


def find_speaker(question: str) -> tuple[str, str]:
    """Return whose words `question` asks for and what they are about, "" where it does not say."""
    asked = question.strip().rstrip(" ?.!")
    if _WHO_SAYS.match(asked):
        return "", asked
    for pattern in _SPEAKERS:
        found = pattern.search(asked)
        if found is not None:
            who = _SELF.sub("", _EDGES.sub("", found["who"]).strip())
            return "" if _NOBODY.fullmatch(who) else who, (found["what"] or "").strip()
    return "", asked


def is_stop(word: str) -> bool:
    """Tell whether a word says nothing about a topic."""
    return word.lower() in STOP_WORDS or word.lower() in _ASKING
