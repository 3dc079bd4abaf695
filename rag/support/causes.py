"""Causes: a statement that says why, of a unit that says what happened and not why.

A small model, asked for a cause, makes one of what stands beside: "The fire was caused by a fault in the engine room"
of "A fire broke out in the engine room".
"""

import re

from rag.support.terms import content, is_alike

# "Due to rain", not "due to open in May".
DUE_TO = (
    r"due to(?!\s+(?:appear|arrive|be|become|begin|close|come|end|expire|finish|fly|give|go|happen|have|hear|hold|join"
    r"|land|launch|leave|make|meet|move|open|pay|play|publish|receive|report|retire|return|run|sail|see|sign|speak|stand"
    r"|start|take|travel|visit|vote)\b)"
)
STATED = re.compile(
    rf"\b(?:caus(?:e|es|ed|ing)|because|{DUE_TO}|owing to|thanks to|blam(?:e|es|ed|ing)|reasons?"
    r"|results? (?:of|in|from)|as a result|on the grounds? that|for fear|in protest (?:at|against|over)"
    r"|(?:dispute|row|anger|angry|quarrel|protest\w*|str(?:ike|uck)|walk\w* out|resign\w*|quit|sacked|fired) over"
    r"|resulted|led to|lead(?:s|ing) to|prompted|triggered|spark(?:ed|s)|responsible for|therefore|so that"
    r"|weil|wegen|denn|verursacht\w*|Ursache\w*|führte\w* zu|aufgrund|parce que|car|à cause|causé\w*|en raison"
    r"|provoqué\w*|porque|debido|causad\w+|provocad\w+|a causa)\b",
    re.IGNORECASE,
)
HINTED = re.compile(
    r"\b(?:after|since|as|follow(?:ed|ing)|why|amid|fear\w*|concern\w*|in order to|meant|would have)\b", re.IGNORECASE
)
CLAIMED = re.compile(
    r"\b(?:(?:was|were|been|is|are|being) caused by|caused by|the cause of|due to|because of|because|owing to"
    r"|verursacht (?:von|durch)|wegen|aufgrund|à cause de|causée?s? par|debido a|causad[oa]s? por)\b",
    re.IGNORECASE,
)

# What stands behind "because": "not because of the children" is no cause.
BECAUSE = re.compile(
    r"(?P<denied>\b(?:not|never|neither|nor|nothing to do with|n[’']t)\s+(?:just\s+|simply\s+)?)?"
    r"\b(?:because(?: of)?|due to|owing to|thanks to|on account of)\s+(?P<cause>.+?)"
    r"(?=[.,;:!?]|\b(?:but|because|due to|owing to|thanks to|not|nor)\b|$)",
    re.IGNORECASE | re.DOTALL,
)


# "The cause is not known", "several residents pointed to the earthquake": a guess is no cause.
_GUESSED = re.compile(
    r"\b(?:caus\w+|reasons?|why)\b[^.;!?]{0,60}"
    r"\b(?:not (?:yet )?(?:been )?(?:known|clear|established|found)|unknown|unclear)\b"
    r"|\b(?:point(?:s|ed|ing)? to|suspect(?:s|ed)?|speculat\w+|rumou?r\w*|guess\w*|(?:many|some|several) believed?)\b",
    re.IGNORECASE,
)


def tells_guess_as_cause(statement: str, unit: str) -> bool:
    """Tell whether `statement` gives as the cause what `unit` has somebody guess, or says that nobody knows."""
    if not CLAIMED.search(statement) or _GUESSED.search(statement) or CLAIMED.search(unit):
        return False
    return _GUESSED.search(unit) is not None


def mistakes_cause(statement: str, unit: str) -> bool:
    """Tell whether `statement` gives as the cause what `unit` denies to be it, or only says behind the cause it gives.

    "I left because of the hours, not because of the pay, whatever they say" has no one leave because of the pay.
    """
    told = list(BECAUSE.finditer(unit))
    given = [found for found in told if not found["denied"]]
    said = frozenset[str]().union(
        *(content(found["cause"]) for found in BECAUSE.finditer(statement) if not found["denied"])
    )
    if not told or not said or said & frozenset[str]().union(*(content(found["cause"]) for found in given)):
        return False
    ruled_out = frozenset[str]().union(*(content(found["cause"]) for found in told if found["denied"]))
    behind = content(unit[given[-1].end() :]) if given else frozenset()
    before = content(unit[: told[0].start()])
    effect, cause = content(statement) - said, frozenset[str]().union(*(content(found["cause"]) for found in given))
    if effect and said <= before and effect <= cause - before:
        return True  # "It froze because it burnt", of "it burnt because it froze"
    return bool(said & ruled_out) or bool(said & behind - before)


def lends_cause(statement: str, unit: str) -> bool:
    """Tell whether `statement` gives a cause and `unit` tells none, nor what came after what, or has no word of it.

    "She stayed because she was ill" is not said by "She stayed, since it was the eel season".
    """
    causes = [content(found["cause"]) for found in BECAUSE.finditer(statement) if not found["denied"]]
    told = content(unit)
    if any(cause and not any(word in told or is_alike(word, told) for word in cause) for cause in causes):
        return True
    return bool(CLAIMED.search(statement)) and not (STATED.search(unit) or HINTED.search(unit))
