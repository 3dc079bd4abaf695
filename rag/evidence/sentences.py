"""The sentences of the hits, as what could be shown of them: no titles, no orders, with what they lean on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index import Article, Hit, Span
from index.splitting import split_blocks
from index.splitting.sentences import sentences_within
from rag.evidence.captions import is_caption
from rag.evidence.leaning import leans
from rag.evidence.letters import letters_start
from rag.evidence.telling import BULLET, headings_in, telling_spans, tells
from rag.evidence.turns import answers_to, is_asked, question_before, speaker_at, turn_at
from rag.support.instructions import instruction_spans

LOOK_BACK_CHARS = 700  # where the sentence before the first of a passage is looked for
MOST_LEAN_CHARS = 320
MOST_ANNOUNCED_CHARS = 320
LEAST_ANSWER_WORDS = 8  # of an interview's turn: "My left ear." answers with what follows it
MOST_SHORT_CHARS = 80  # with the speaker's label: "**Varga:** Patience."


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of an article that could be a point.

    `span` is the sentence, `lead` the start of the sentence before it where it leans on that, else its own start.
    `score` is its hit's, `passage` the hit's passage, `speaker` who speaks in it, where the article is an interview;
    `heading` is the line above it in the passage that it stands under, "" without one.
    """

    article: Article
    span: Span
    lead: int
    score: float
    passage: Span
    speaker: str = ""
    heading: str = ""

    @property
    def text(self) -> str:
        """Return the sentence's own characters."""
        return self.span.of(self.article.text)

    @property
    def whole(self) -> Span:
        """Return the sentence with what it leans on."""
        return Span(self.lead, self.span.end)

    @property
    def passage_text(self) -> str:
        """Return the characters of its hit's passage."""
        return self.passage.of(self.article.text)

    @property
    def paragraph(self) -> str:
        """Return the characters of the paragraph that it stands in, as far as its passage goes."""
        text, place = self.article.text, self.passage
        start = max(place.start, text.rfind("\n\n", 0, self.span.start) + 1)
        stop = text.find("\n\n", self.span.end)
        return text[start : place.end if stop < 0 else max(self.span.end, min(stop, place.end))]

    @property
    def is_order(self) -> bool:
        """Tell whether it tells an assistant what to do instead of telling something (a millisecond a passage)."""
        orders = instruction_spans(self.passage_text)
        begin, end = self.lead - self.passage.start, self.span.end - self.passage.start
        return any(order.start < end and begin < order.end for order in orders)


def read_sentences(hits: Sequence[Hit]) -> tuple[Sentence, ...]:
    """Return the sentences of `hits` that tell something, hits in their order; the same characters once."""
    seen: set[tuple[str, int]] = set()
    found = []
    for hit in hits:
        for one in (hit, *answers_to(hit)):
            for sentence in _sentences_of(one):
                if (key := (hit.article.id, sentence.span.start)) not in seen:
                    seen.add(key)
                    found.append(sentence)
    return tuple(found)


def _sentences_of(hit: Hit) -> Iterator[Sentence]:
    passage, text = hit.passage, hit.article.text
    before = _last_before(text, passage.start)
    headings = headings_in(passage.text)
    place, letters = Span(passage.start, passage.end), letters_start(text)
    told = _with_short_answers(text, place, telling_spans(passage.text, passage.start))
    for span, paragraph_start in told:
        said = span.of(text)
        if _is_title(said, hit.article) or span.start >= letters or is_caption(hit.article, span):
            continue
        if said.rstrip().endswith(":"):
            span = Span(span.start, span.end + _announced(text[span.end : passage.end]))
        lead = span.start
        if leans(said) and before is not None and not (paragraph_start and BULLET.match(said)):
            # Nothing is explained across a heading, or a question that is answered.
            between = text[before.end : span.start]
            near = not between.strip() and ("\n\n" not in between or paragraph_start)
            lead = before.start if near and span.start - before.start <= MOST_LEAN_CHARS else span.start
        above = [line for start, line in headings if passage.start + start < span.start]
        if is_asked(text, span):
            before = span
            continue
        speaker = passage.speaker or speaker_at(text, span.start)
        heading = above[-1] if above else question_before(text, span.start)
        yield Sentence(hit.article, span, lead, hit.score, place, speaker, heading)
        before = span


def _with_short_answers(text: str, passage: Span, spans: Sequence[tuple[Span, bool]]) -> Iterator[tuple[Span, bool]]:
    """Yield the sentences of a passage; the few words that a turn of an interview begins with are one with the next."""
    end = passage.start
    short: Span | None = None
    for span, begins in spans:
        turn = turn_at(text, span.start)
        is_first = turn is not None and end <= turn.start and span.start - turn.start <= MOST_SHORT_CHARS
        whole = Span(turn.start, span.end) if turn is not None and (is_first or short) else span
        short, end = None, span.end
        if turn is not None and whole.start == turn.start and _is_short(whole.of(text)) and span.end < turn.end:
            short = whole
            continue
        yield whole, begins or whole.start < span.start
    if short is not None:
        yield short, True


def _is_short(said: str) -> bool:
    """Tell whether a turn's first words, behind who speaks, are too few to be told alone."""
    return len(said.partition(":")[2].split()) < LEAST_ANSWER_WORDS


def _is_title(said: str, article: Article) -> bool:
    """Tell whether a line is the title of an article that has more to tell."""
    title = article.title.strip()
    return said.strip() == title and len(article.text.strip()) > 2 * len(title)


def _announced(behind: str) -> int:
    """Return how many characters behind a colon belong to it: a command, an address or short items, no sentences."""
    end = 0
    for block in split_blocks(behind):
        is_told = any(tells(span.of(behind)) for span in sentences_within(behind, block.span))
        if block.kind == "heading" or is_told or block.span.end > MOST_ANNOUNCED_CHARS:
            break
        end = block.span.end
    return end


def _last_before(text: str, end: int) -> Span | None:
    """Return the sentence that ends right before `end`; None where the text begins."""
    start = max(0, end - LOOK_BACK_CHARS)
    spans = telling_spans(text[start:end], start)
    # The first may be cut where looking back ended.
    return spans[-1][0] if len(spans) > (start > 0) else None
