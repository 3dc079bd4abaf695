"""The sayer: who said the words that a question quotes, by the sentence in which they stand."""

import re
from collections.abc import Sequence

from index import Article, Hit, Span
from index.splitting import split_blocks, split_sentences
from rag.answer.citations import cite
from rag.support.antecedents import Antecedents
from rag.support.interviews import interviewee_at
from rag.support.quotes import close_quotation, quotes
from rag.support.speakers import SAYING, find_sayers
from rag.types import Citation

ASKS = re.compile(r"^\W*(?:(?:and|so) )?(?:who|wer|qui|qui[eé]n)\b", re.IGNORECASE)
LEAST_WORDS = 3
MOST_CHARS = 420  # from the sentence that names who says it to the words' end


def find_sayer(question: str, hits: Sequence[Hit]) -> tuple[str, Citation] | None:
    """Return who says the words that a question quotes, with the sentences that say so; None where nobody does.

    "She told the Herald" is said by whom the sentences before it name.
    """
    said = next((one.text for one in quotes(question)), "")
    if not said or not ASKS.match(question):
        return None
    pattern = r"\W{1,4}".join(map(re.escape, re.findall(r"\w+", said)))
    is_short = len(said.split()) < LEAST_WORDS  # a word or two stands anywhere, between marks hardly ever
    words = re.compile(rf"(?<=[\"“„«‘]){pattern}(?=\W?[\"”“»’])" if is_short else pattern, re.IGNORECASE)
    for article in {hit.article.id: hit.article for hit in hits}.values():
        for found in words.finditer(article.text):
            if (told := _told(article, Span(*found.span()))) is not None:
                return told
    return None


def _told(article: Article, quoted: Span) -> tuple[str, Citation] | None:
    text = article.text
    spans = split_sentences(text)
    heading = text[text.rfind("\n", 0, quoted.start) + 1 : quoted.end + 2]
    if article.title.strip(" \"'“”") in heading:
        return None  # the title's words are told below it
    turn = next((block for block in split_blocks(text) if block.span.start <= quoted.start < block.span.end), None)
    if turn is not None and turn.speaker:
        return turn.speaker, cite(article, turn.span)
    saying = next((span for span in spans if span.start < quoted.end and quoted.start < span.end), None)
    if saying is None:
        return None
    whole = close_quotation(text, Span(min(saying.start, quoted.start), max(saying.end, quoted.end)))
    outside = _outside(whole.of(text))
    sayers = find_sayers(outside)
    if sayers:
        return " ".join(word.text for word in sayers[0].words), cite(article, whole)
    label = interviewee_at(text, quoted.start)
    if label and not SAYING.search(outside):
        return label, cite(article, whole)
    known, named_at = Antecedents(), whole.start
    for span in spans:
        if span.end > whole.start:
            break
        if find_sayers(span.of(text)):
            named_at = span.start
        known.read(_outside(span.of(text)))
    persons = known.read(outside).persons
    if not persons:
        return None
    start = named_at if whole.end - named_at <= MOST_CHARS else whole.start
    return " ".join(word.text for word in persons[0].words), cite(article, Span(start, whole.end))


def _outside(text: str) -> str:
    """Return a sentence with nothing between its quotation marks: whom that names is spoken of."""
    for one in reversed(quotes(text)):
        text = text[: one.start] + text[one.end :]
    return text
