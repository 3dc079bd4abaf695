"""Neighbours: of several things in one table and text, which of them a row or a sentence is about."""

from functools import lru_cache

from index import Article, Span
from index.splitting import split_blocks
from index.splitting.rows import is_row, read_cells
from index.splitting.sentences import sentences_within
from rag.answer.tables.reading import read_rows
from rag.evidence.sentences import Sentence
from rag.words import content_stems

LEAST_ROWS = 2
MOST_PARAGRAPH_CHARS = 600
MOST_NAMES = 200  # rows of a table, whose first cells are read as names


def is_of_another(sentence: Sentence, own: frozenset[str]) -> bool:
    """Tell whether a row, or a sentence, is about another of the things in the same table than the one named `own`.

    `own` are the stems that name it. "Kestrel Lite" is not the Kestrel Storm, where the table has both.
    """
    named = _names_in(sentence.article)
    if not named:
        return False
    most = max(len(own & name) for name in named)
    if not most:
        return False  # the table is of other things than the sides
    if is_row(sentence.article.text, sentence.span):
        return _first(sentence.text) not in [name for name in named if len(own & name) == most]
    stems = content_stems(sentence.whole.of(sentence.article.text))
    if not any(name & stems for name in named):
        stems = content_stems(_before(sentence))
    return not own & stems


def _paragraph(sentence: Sentence) -> Span:
    spans = _paragraphs(sentence.article.text)
    return next((span for span in spans if span.start <= sentence.span.start < span.end), sentence.span)


def _before(sentence: Sentence) -> str:
    """Return what stands before a sentence in its paragraph."""
    return sentence.article.text[_paragraph(sentence).start : sentence.span.start]


def whole_paragraph(sentence: Sentence, span: Span, own: frozenset[str], others: frozenset[str]) -> Span:
    """Return a quotation with all that its paragraph goes on to tell of one side: "What cost it points is …".

    Only of one that names the side, in a paragraph that names no other and is no longer than `MOST_PARAGRAPH_CHARS`.
    """
    text, block = sentence.article.text, _paragraph(sentence)
    is_its_own = bool(own & content_stems(span.of(text))) and not others & content_stems(block.of(text))
    if is_row(text, span) or not is_its_own or block.end - span.start > MOST_PARAGRAPH_CHARS:
        return span
    return Span(span.start, max(span.end, block.start + len(block.of(text).rstrip())))


def paragraphs_of(article: Article, own: frozenset[str], others: frozenset[str]) -> list[Span]:
    """Return the paragraphs that name one and not the other, from where they do, at most `MOST_PARAGRAPH_CHARS`."""
    found = []
    for block in _paragraphs(article.text):
        stems = content_stems(block.of(article.text))
        if own <= stems and not others & stems and not is_row(article.text, block):
            told = [
                one for one in sentences_within(article.text, block) if one.end - block.start <= MOST_PARAGRAPH_CHARS
            ]
            found += [Span(told[0].start, told[-1].end)] if told else []
    return found


@lru_cache(maxsize=64)
def _names_in(article: Article) -> tuple[frozenset[str], ...]:
    """Return the stems of the first cells of an article's rows, () where it has no table of several things."""
    rows = read_rows(article.text)
    names = dict.fromkeys(content_stems(row.values[0]) for row in rows[:MOST_NAMES])
    return tuple(filter(None, names)) if len(names) >= LEAST_ROWS else ()


def _first(row: str) -> frozenset[str]:
    cells = read_cells(row.strip())
    return content_stems(cells[0].span.of(row.strip())) if cells else frozenset()


@lru_cache(maxsize=64)
def _paragraphs(text: str) -> tuple[Span, ...]:
    return tuple(block.span for block in split_blocks(text))
