"""Beings: nouns that tell a person, a group or a thing, and so which pronoun can mean it."""

import re

PERSON = re.compile(
    r"(?:[a-z]{2,}(?:ist|ian|man|woman|master|keeper|eer|grapher|driver|teacher|leader|owner|founder|writer|singer"
    r"|actor"
    r"|director|author|doctor|editor|mother|father|brother|sister|minister|player|speaker|designer|winner|organiser)"
    r"|mayor|captain|king|queen|president|chief|judge|poet|bishop|coxswain|widow|widower|boy|girl|son|daughter|wife"
    r"|husband|chairman|architect|pilot|president|prince|princess|pope|nurse|spokesman|spokeswoman|spokesperson|hero"
    r"|bürgermeister\w*|hafenmeister\w*|\w+(?:wärter|leiter|führer)(?:in)?|maire|gardien\w*|alcalde\w*|farero"
    r"|architekt\w*|architecte|arquitect[oa])$",
    re.IGNORECASE,
)
GROUP = re.compile(
    r"(?:council|band|group|team|company|board|police|crew|committee|family|government|party|club|couple|duo|trio"
    r"|orchestra"
    r"|union|firm|public|media|gemeinderat|stadtrat|conseil|ayuntamiento)$",
    re.IGNORECASE,
)
THING = re.compile(
    r"^(?:lines?|islands?|street|road|board|records?|club|awards?|party|championships?|universit\w+|college|school"
    r"|war|cup"
    r"|festival|museum|hospital|bridge|church|park|river|point|court|council|company|agency|association|league|prize"
    r"|house|press|times|post|act|bank|airport|station|theatre|theater|studios?|series|show|tour|world|town|city)$",
    re.IGNORECASE,
)
