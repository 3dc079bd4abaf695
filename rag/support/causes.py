"""Causes: a statement that says why, of a unit that says what happened and not why.

A small model, asked for a cause, makes one of what stands beside: "The fire was caused by a fault in the engine room"
of "A fire broke out in the engine room".
"""

import re

STATED = re.compile(
    r"\b(?:caus(?:e|es|ed|ing)|because|due to|owing to|thanks to|blam(?:e|es|ed|ing)|reasons?|results? (?:of|in|from)"
    r"|as a result|resulted|led to|lead(?:s|ing) to|prompted|triggered|spark(?:ed|s)|responsible for|therefore|so that"
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


def lends_cause(statement: str, unit: str) -> bool:
    """Tell whether `statement` gives a cause and `unit` tells none, nor what came after what."""
    return bool(CLAIMED.search(statement)) and not (STATED.search(unit) or HINTED.search(unit))
