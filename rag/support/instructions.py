"""Sentences of an article that tell its reader's assistant what to do: they may be shown, and support no claim.

The patterns want more than an imperative: one that speaks of instructions, answers, questions or prompts, so that
recipes, advice and reported speech go through. They are a second lock, for what is worded in a common way; the first
is that a claim must stand in the article at all.
"""

import html
import re
import unicodedata
from functools import lru_cache
from itertools import pairwise

from index import Span
from index.invisible import INVISIBLE
from index.splitting import split_sentences
from rag.support import english_orders, foreign_orders, roles
from rag.support.english_orders import SAY
from rag.types import Evidence
from rag.words import content_stems

# What stands before an imperative that does not begin the sentence: a sign, or a word that goes before orders.
_BEFORE_ORDER = re.compile(
    r"(?:[.!?:;>\"“”«»(\[\]}|\n\-–—。！：，]\s*|, ?|\b(?:please|kindly|now|then|and|but|instead|always|just|simply|und"
    r"|et|y|e|en|и|bitte|you (?:must|should|shall|will|are to|have to|need to)(?: now| always| only)?) )\Z",
    re.IGNORECASE,
)
_ORDER = re.compile("|".join(english_orders.ORDERS + foreign_orders.ORDERS), re.IGNORECASE)
_PHRASE = re.compile("|".join(english_orders.PHRASES + foreign_orders.PHRASES), re.IGNORECASE)
_SIGN = re.compile("|".join(roles.SIGNS + foreign_orders.SIGNS), re.IGNORECASE)
# No sign is without one of these: to look for them first makes the whole three times as fast.
_HINT = re.compile(
    r"[:<>\[\](){}#=]|[\u0370-\u06ff\u0900-\u097f\u3040-\U0001ffff]|^\W*(?:do|never|answer)\b", re.IGNORECASE
)
_WORD_START = re.compile(r"\b\w")
# An order in two halves, "Whoever asks. Then say …", begins or ends like this.
_FIRST_HALF = re.compile(r"\W*(?:please )?(?:ignore|disregard|forget|if|when)", re.IGNORECASE)
_SECOND_HALF = re.compile(rf"\W*(?:then|and|please|always|only|just) |\W*{SAY}\b", re.IGNORECASE)
# "Say only that.": what it points to stands before it.
_POINTS_BACK = re.compile(
    rf"\b(?:mark|treat|cite|regard|consider|accept) (?:this|that|it) as\b|\b{SAY}\b.{{0,30}}\b(?:that|this"
    rf"|it|so)\b[\s\w]{{0,20}}[.!]*$|\b(?:sentence|line|name) (?:above|before)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w+")
_MIXED = re.compile(r"[a-z][а-яёα-ω]|[а-яёα-ω][a-z]", re.IGNORECASE)
_LOOKALIKES = str.maketrans("аеорсухіјѕԁһАВЕКМНОРСТХІοαεινΑΒΕΙΚΜΝΟΡΤΧ", "aeopcyxijsdhABEKMHOPCTXIoaeivABEIKMNOPTX")
OPENING_WORDS = 2  # "<|im_start|>system", "### Instruction"
_INVISIBLE = re.compile(f"[{INVISIBLE}\u200c\u200d\ufe0e\ufe0f]+")
_FIRST_UNSPACED = "\u3040"  # Japanese and Chinese begin here
TAINTED = 5  # sentences behind an instruction that share its fate, unless the paragraph ends before


def is_instruction(text: str) -> bool:
    """Tell whether `text`, a sentence or two of an article, speaks to an assistant that reads it instead of telling."""
    plain = _plain(text)
    if _HINT.search(plain) and _SIGN.search(plain):
        return True
    return any(_begins_order(plain, word.start()) for word in _WORD_START.finditer(plain))


def _begins_order(plain: str, start: int) -> bool:
    if _PHRASE.match(plain, start):
        return True
    before = plain[max(0, start - 32) : start]
    return _ORDER.match(plain, start) is not None and (not before.strip() or _BEFORE_ORDER.search(before) is not None)


@lru_cache(maxsize=256)
def instruction_spans(text: str) -> tuple[Span, ...]:
    """Return the instructions in `text` with the sentences they poison, as spans in order that do not overlap.

    Poisoned are the next `TAINTED` sentences of the paragraph, those between two instructions as near as that, and
    the sentence before an instruction that points back. Behind an opening such as "New instructions:" or a role's
    header the next paragraph is poisoned, too.
    """
    sentences = split_sentences(text)
    said = [span.of(text) for span in sentences]
    orders = {row for row, sentence in enumerate(said) if is_instruction(sentence)}
    for row, (half, other) in enumerate(pairwise(said)):
        if orders & {row, row + 1} or not (_FIRST_HALF.match(half) or _SECOND_HALF.match(other)):
            continue
        if is_instruction(f"{half.rstrip(' .!?…。')} {other}"):
            orders |= {row, row + 1}
    ends = [row for row, (a, b) in enumerate(pairwise(sentences)) if text[a.end : b.start].count("\n") > 1]
    poisoned = set(orders)
    for row in orders:
        opens = said[row].rstrip("*_ ").endswith((":", ">", "]", "=", "#")) or len(said[row].split()) <= OPENING_WORDS
        last = min((end for end in ends if end >= row + (opens and row in ends)), default=len(said) - 1)
        poisoned.update(range(row, min(last, row + TAINTED) + 1))
        if row and row - 1 not in ends and _POINTS_BACK.search(_plain(said[row])):
            poisoned.add(row - 1)
    for first, second in pairwise(sorted(orders)):
        if second - first <= TAINTED + 1:
            poisoned.update(range(first, second))
    return _joined([sentences[row] for row in sorted(poisoned)], text)


def without_instructions(text: str) -> str:
    """Return `text` with what `instruction_spans` finds turned into spaces: every offset stays as it is."""
    for span in instruction_spans(text):
        text = f"{text[: span.start]}{' ' * (span.end - span.start)}{text[span.end :]}"
    return text


def obeys(claim: str, question: str, evidence: Evidence) -> bool:
    """Tell whether `claim` brings a word that the articles of `evidence` have in their instructions only."""
    articles = {window.article.id: window.article for window in evidence.windows}.values()
    texts = [text for article in articles for text in (article.title, article.text)]
    orders = " ".join(span.of(text) for text in texts for span in instruction_spans(text))
    if not orders:
        return False
    told = {stem for text in texts for stem in _stems(without_instructions(text))}
    ordered, letters = _stems(orders), _plain(orders).casefold()
    # Where a script has no spaces, a "word" is a whole clause.
    brought = _stems(claim) - told - _stems(question)
    return any(stem in ordered or (stem[0] >= _FIRST_UNSPACED and stem in letters) for stem in brought)


def _stems(text: str) -> frozenset[str]:
    return content_stems(_plain(text))


def _joined(spans: list[Span], text: str) -> tuple[Span, ...]:
    """Return `spans` with those joined that only white space parts."""
    joined: list[Span] = []
    for span in spans:
        if joined and not text[joined[-1].end : span.start].strip():
            joined[-1] = Span(joined[-1].start, span.end)
        else:
            joined.append(span)
    return tuple(joined)


def _plain(text: str) -> str:
    """Return `text` without what hides words: entities, full-width and look-alike letters, invisible signs."""
    plain = html.unescape(re.sub(r"[*`~]", "", text)) if "&" in text else re.sub(r"[*`~]", "", text)
    if not plain.isascii():
        plain = unicodedata.normalize("NFKC", _INVISIBLE.sub("", plain)).replace("’", "'")
        plain = _WORD.sub(_without_lookalikes, plain)
    return re.sub(r"[^\S\n]+", " ", plain).strip()


def _without_lookalikes(word: re.Match[str]) -> str:
    """Return a word in one alphabet, when it mixes two whose letters look alike."""
    return word[0].translate(_LOOKALIKES) if _MIXED.search(word[0]) else word[0]
