"""Corrections: sentences that take back what was said before, and the articles that others correct."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType

from index import Article, Span
from index.splitting import split_blocks, split_sentences
from index.splitting.sentences import sentences_within
from rag.support.quantities import quantities
from rag.support.quantity import Quantity, QuantityKind

CORRECTS = re.compile(
    r"\b(?:correct(?:ion|ions|ed|s)|erratum|errata|berichtig\w+|korrektur|rectifica\w+|correcci[oó]n)\b", re.IGNORECASE
)
# "Correction: in our report of 4 March we said …", at the end of another article.
LABEL = re.compile(r"\W*(?:corrections?|erratum|errata|berichtigung|rectificati\w+|correcci[oó]n)\W*:", re.IGNORECASE)
_WRONG = r"(?:wrong|incorrect|mistaken|false|inaccurate|erroneous|falsche[nrs]?|erron[ée]e?|equivocad[oa])"
_WRONGLY = (
    r"(?:wrongly|incorrectly|mistakenly|erroneously|inaccurately|falsely|in error|by mistake|fälschlich\w*"
    r"|irrtümlich\w*|à tort|par erreur|por error|erróneamente)"
)
_TOLD = (
    r"(?:gave|given|give[sn]?|had|contain(?:s|ed)|print(?:s|ed)|publish(?:es|ed)|carried|quot(?:es|ed)|us(?:es|ed)"
    r"|named?|stat(?:es|ed)|report(?:s|ed)|said|says|wrote|writes|identif(?:ies|ied)|describ(?:es|ed)|list(?:s|ed)"
    r"|show(?:s|ed)|put|attribut(?:es|ed)|spell(?:s|ed)|spelt|nannte|gab|schrieb|berichtete|indiquait|donnait)"
)
_MATTER = (
    r"(?:number|figure|total|toll|count|sum|price|amount|date|day|year|time|name|spelling|title|place|age|headline)"
)
RETRACTS = re.compile(
    rf"\b{_TOLD}\b[^.!?]{{0,40}}\b{_WRONG}\b|\b{_WRONGLY}\s+{_TOLD}\b|\b{_TOLD}\b[^.!?]{{0,60}}\b{_WRONGLY}"
    rf"|\b(?:misstated|misreported|misidentified|misspelled|misspelt|misquoted)\b"
    rf"|\b{_MATTER}s?\b[^.!?]{{0,60}}\b(?:was|were|is|are|war|waren|était)\s+{_WRONG}\b"
    rf"|\b(?:withdrew|withdrawn|retract(?:s|ed))\s+(?:the|its|their|that)\s+(?:\w+\s+)?{_MATTER}s?\b",
    re.IGNORECASE,
)
# In a correction, its own paper's earlier words: "We also wrote that …", "In our report of 18 April we gave …".
_REPORT = r"(?:report|article|story|version|headline|profile|caption|review|interview|table|map)"
OWN_REPORT = re.compile(
    r"(?<!\bas )(?<!\bthat )(?<!\bwhat )"
    rf"\b(?:we|it also|(?:our|an?|an? (?:earlier|previous)|the (?:earlier|original|first|same)) (?:\w+ )?{_REPORT})\b"
    rf"[^.!?]{{0,100}}\b{_TOLD}\b",
    re.IGNORECASE,
)
# What takes back the sentence before it: "This was wrong; it is 33 metres", "The correct figure is 33 metres."
TAKES_BACK = re.compile(
    rf"\W*(?:this|that|it|both|these|the (?:figure|number|report|statement|claim))\b[^.!?;,]{{0,30}}"
    rf"\b(?:was|were|is|are) (?:{_WRONG}|not (?:true|correct|right|so)|an error|a mistake)\b"
    rf"|\W*the (?:correct|right|true|actual|revised) {_MATTER}s?\b"
    r"|\W*(?:it|he|she|they|this) (?:is|was|were|are) in fact\b|[^.!?]{0,60}\bshould have (?:been|said|read)\b",
    re.IGNORECASE,
)
RIGHT_FIGURE = re.compile(
    r"\bthe (?:final|correct|right|true|actual|real|revised|exact) "
    r"(?:figure|number|total|toll|count|sum|price|amount)\b[^.!?]*?"
    r"\b(?:is|was|were|came to|stood at|should have been) (?=[^.!?,]*[.!?]|[^.!?]*$)",
    re.IGNORECASE,
)
IN_FACT = re.compile(
    r"\W*(?:in (?:fact|reality|truth)|actually|the truth is|tatsächlich|en réalité|en realidad)\b", re.IGNORECASE
)
_MARKS = str.maketrans(dict.fromkeys("“”„«»‘’", "'") | {'"': "'"})  # a quotation within one has other marks
MOST_CHARS = 420  # from what is taken back to what is right instead
# "We gave the result as nine to four; it was eight to five.": behind it stands what is right.
RIGHTED = re.compile(
    r"[;:–—]\s*(?=(?:it|he|she|they|this|that|these|there|the [\w ]{1,30}) (?:is|was|were|are)\b)|;\s*(?=the \w+ \w)",
    re.IGNORECASE,
)
_BEHIND_CHARS = 200  # of what stands behind a sentence, in which the next one begins
_MATTERS: Mapping[str, frozenset[QuantityKind]] = MappingProxyType(
    {
        "number figure total toll count sum price amount age": frozenset({QuantityKind.NUMBER, QuantityKind.PERCENT}),
        "date day year month time": frozenset({QuantityKind.DATE, QuantityKind.YEAR}),
    }
)


def find_right_figure(text: str) -> Quantity | None:
    """Return the number that a text says to be the right one: "The final figure, all counted, was forty-seven."."""
    told = RIGHT_FIGURE.search(text)
    return next((one for one in quantities(text) if told and one.start >= told.end()), None)


def find_retractions(text: str, *, in_correction: bool) -> tuple[str, ...]:
    """Return the sentences of `text` that say that something said before was wrong."""
    sentences = [span.of(text) for span in split_sentences(text)] or [text]
    return tuple(
        RIGHTED.split(sentence)[0]
        for sentence in sentences
        if RETRACTS.search(sentence) or (in_correction and OWN_REPORT.search(sentence))
    )


def is_righted(sentence: str, before: str, after: str, *, in_correction: bool) -> bool:
    """Tell whether `after` takes back `sentence`, and not what stands before it.

    "We wrote that 23 were hurt. Four were counted twice. The correct number is 19.": that four were is right.
    """
    is_report = in_correction and OWN_REPORT.search(sentence) is not None
    if IN_FACT.match(after):
        return is_report
    is_between = in_correction and not is_report and OWN_REPORT.search(before) is not None
    return TAKES_BACK.match(after) is not None and not is_between


def is_taken_back(article: Article, span: Span) -> bool:
    """Tell whether a sentence of `article` repeats what was told wrongly: by itself it would tell it once more."""
    behind = article.text[span.end : span.end + _BEHIND_CHARS].lstrip()
    is_correction = CORRECTS.search(article.title) is not None or LABEL.match(_block_at(article, span).of(article.text))
    return TAKES_BACK.match(behind) is not None or bool(
        find_retractions(span.of(article.text), in_correction=bool(is_correction))
    )


def take_back(article: Article, span: Span) -> Span:
    """Return `span` with what takes a sentence of it back: up to the end of that paragraph, at most `MOST_CHARS`."""
    text = article.text
    for sentence in sentences_within(text, span):
        if is_taken_back(article, sentence):
            block = _block_at(article, sentence)
            rest = (one.end for one in sentences_within(text, block) if one.end - sentence.start <= MOST_CHARS)
            span = Span(span.start, max(span.end, *rest))
    return span


def _block_at(article: Article, span: Span) -> Span:
    return next((one for one in _blocks(article.text) if one.start <= span.start < one.end), span)


@lru_cache(maxsize=64)
def _blocks(text: str) -> tuple[Span, ...]:
    return tuple(block.span for block in split_blocks(text))


def retracted_kinds(sentence: str) -> frozenset[QuantityKind]:
    """Return the kinds of quantities that a retraction names: "a wrong number"; all of them where it names none."""
    if not RETRACTS.search(sentence):
        return frozenset(QuantityKind)  # "We also wrote that … in nine days" names no matter by its "days"
    said = sentence.lower()
    found = [
        kinds for words, kinds in _MATTERS.items() if any(re.search(rf"\b{word}s?\b", said) for word in words.split())
    ]
    return frozenset().union(*found) if found else frozenset(QuantityKind)


def find_corrected(articles: Iterable[Article]) -> Mapping[str, Article]:
    """Return which of `articles` each correction among them corrects: the one whose title it quotes.

    The keys are the ids of the corrections.
    """
    known = {article.id: article for article in articles}
    corrections = [article for article in known.values() if CORRECTS.search(article.title)]
    return {
        correction.id: other
        for correction in corrections
        for other in known.values()
        if other.id != correction.id
        and len(other.title.split()) > 2
        and other.title.translate(_MARKS) in correction.text.translate(_MARKS)
    }
