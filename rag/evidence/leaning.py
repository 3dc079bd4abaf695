"""Leaning: sentences that only the one before explains: "He added …", "Most people forget this", a bare quotation."""

import re

# Begins with what only the sentence before explains: "He added …", "But this …", "“It was …”, he said".
_BEGINS = re.compile(
    r"^[\W_]*(?:(?:But|And|So|Yet|However|Still|Then|Instead|Also|Later|Now|Meanwhile),? )?"
    r"(?:(?:He|She|They|It|This|These|Those|His|Her|Their|Its|Such|Both|he|she|they|it|this|these|those|his|her|their"
    r"|its)\b|That (?:is|was|would|will|has|means|meant|can|could)\b|The (?:former|latter|same|other)\b"
    r"|[Tt]he (?:company|firm|group|club|pair|couple|trio)\b(?! of)|\w+ of (?:them|these|those)\b"
    r"|(?:Er|Sie|Es|Dies\w{0,2}|Sein\w{0,2}|Ihr\w{0,2}|Il|Elle|Ils|Elles|Cela|Cette?|Ces|Él|Ella|Ellos|Ellas"
    r"|Est[eao]s?)\b)"
)
# "But the president …", "And few came", "That sale …": goes on with what stands before.
_TURNS = re.compile(
    r"^[\W_]*(?:But|And|Yet|Nor|That(?=['’]s\b| (?!the\b|an?\b)\w)|(?:However|Instead|Nevertheless|Even so|Still)(?=,)"
    r"|Aber|Doch|Mais|Pero)\b"
)
_VERB = (
    r"(?:is|are|was|were|has|have|had|will|would|can|could|may|might|must|should|did|do|does|means?|meant|came|went"
    r"|happen\w*|need\w*|seem\w*)\b"
)
# "Most people forget this", "At Vennimore this would need …": a pronoun near the beginning, and no noun behind it.
_POINTS_BACK = re.compile(rf"^[\W_]*(?:[\w'’-]+ ){{1,5}}?(?:this|these|those)(?:\s*[,.;:!?]|\s+{_VERB})")
# "Moving it takes months", "Without them …"; "When it opens, the bridge …" tells what it is.
_OBJECT = re.compile(
    r"^[\W_]*(?!(?:If|When|While|As|Because|Although|Though|Since|Before|After|Until|Unless|Once|Where|Whether|That)\b)"
    r"(?:[A-Z][a-z]+|To [a-z]+) (?:it|them)\b"
)
# "Most were trivial", "The remainder is put down to …", "There is a second one".
_COUNTS_ON = re.compile(
    r"^[\W_]*(?:(?:But|And) )?(?:(?:(?i:most|some|many|several|few|a few|all|none|neither|either|each|one|two|three"
    r"|four|five|half|others|another|the (?:others?|rest|remainder|first|second|third)))"
    rf" (?:of (?:it|them|these|those) )?{_VERB}|there (?:is|are|was|were) (?:also )?"
    r"(?:a second|a third|another|others)\b)"
)
# "It was expected that …"; "It was given to the cooperative" tells of what stands before.
_EMPTY_IT = re.compile(
    r"^[\W_]*It (?:is|was|has been) (?:(?:widely |also |not )?(?:expected|hoped|said|reported|likely|unlikely|feared"
    r"|claimed|estimated|possible|impossible|hard|difficult|easy|important|clear|true|time|agreed|decided|planned|thought|believed"
    r"|known|announced|suggested|alleged|understood|necessary|better|best|good|safe|common|usual) )?"
    r"(?:that|to|not clear|unclear|known|thought|believed)\b"
)
_BARE = re.compile(r"[\"“„«][^\"“”„«»]{2,400}[.!?…][\"”“»](?=\s+[^\Wa-zß-öø-ÿ]|\s+[\"“„«]|\s*$)")
# At the beginning of all that is shown: it points at nothing.
_PRONOUN = re.compile(
    r"(?:(?:one|some|two|three|both|most|all|none|neither|either|many|each|half) of (?:them|these|those)|both"
    r"|\w+ing (?:it|them|this|that|these|those)"
    r"|(?:the )?others|the other"
    r"|it|its|he|his|she|her|they|their|this|these|that|those|er|sie|es|il|elle|ils|elles|él|ella|ellos)\b",
    re.IGNORECASE,
)


def leans(said: str) -> bool:
    """Tell whether a sentence begins with what only the sentence before it explains."""
    if _EMPTY_IT.match(said):
        return False
    return any(pattern.match(said) for pattern in (_TURNS, _BEGINS, _POINTS_BACK, _OBJECT, _COUNTS_ON))


def is_bare_quotation(stretch: str) -> bool:
    """Tell whether a stretch of text begins with a whole quotation behind which nobody is named who says it."""
    return _BARE.match(stretch) is not None


def begins_with_pronoun(said: str) -> bool:
    """Tell whether a sentence begins with a word for what was named before it: "They", "One of them", "The others"."""
    return _PRONOUN.match(said) is not None
