"""The sentences of the hits, as what could be shown of them: no titles, no orders, with what they lean on."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from index import Article, Hit, Passage, Span
from index.search.terms.characters import UNSPACED
from index.splitting import split_blocks
from index.splitting.rows import read_cells
from index.splitting.sentences import sentences_within
from rag.evidence.markup import show
from rag.support.instructions import instruction_spans
from rag.support.interviews import interviewee_at

LEAST_WORDS = 3  # "Nobody was hurt."
LEAST_UNSPACED = 8  # characters of a script without spaces, which has other ends than a full stop
MOST_CHARS = 700  # longer is no sentence but a text without full stops
LOOK_BACK_CHARS = 700  # where the sentence before the first of a passage is looked for
MOST_LEAN_CHARS = 320
MOST_ANNOUNCED_CHARS = 320
MOST_HEADING_WORDS = 16
MOST_QUESTION_CHARS = 300  # of an interviewer's turn, that stands for a heading of the answer

# Begins with what only the sentence before explains: "He added …", "But this …", "“It was …”, he said".
LEANS = re.compile(
    r"^[\W_]*(?:(?:But|And|So|Yet|However|Still|Then|Instead|Also|Later|Now|Meanwhile),? )?"
    r"(?:(?:He|She|They|It|This|These|Those|His|Her|Their|Its|Such|Both|he|she|they|it|this|these|those|his|her|their"
    r"|its)\b|That (?:is|was|would|will|has|means|meant|can|could)\b|The (?:former|latter|same|other)\b"
    r"|\w+ of (?:them|these|those)\b"
    r"|(?:Er|Sie|Es|Dies\w{0,2}|Sein\w{0,2}|Ihr\w{0,2}|Il|Elle|Ils|Elles|Cela|Cette?|Ces|Él|Ella|Ellos|Ellas"
    r"|Est[eao]s?)\b)"
)
_EMPTY_IT = re.compile(r"^[\W_]*It (?:is|was|has been) (?:\w+ )?(?:that|to|not clear|unclear|known|thought|believed)\b")
_ENDS = re.compile(r"[.!?…。！？:;][\"'”’»)\]*_]*$")
_UNSPACED = re.compile(f"[{UNSPACED}]")
# Points at another article: "READ MORE: …", "WHAT RATE HIKES MEAN:How …". "OPENING HOURS: …" tells something. Or at
# pictures, of which it says what is to be seen: "Hide Caption 3 of 20 Photos: …".
_PROMOTION = re.compile(
    r"^[\W_]*(?:(?:READ|SEE|WATCH|LISTEN|RELATED|WHAT|HOW|WHY)\b[A-Z’' ]*\??:(?!.*[.!…][\"”’)]*$)"
    r"|(?:(?:Hide|Show) [Cc]aption\b|Photos?:|Pictures?:|In pictures:|Video:))",
    re.DOTALL,
)
_BULLET = re.compile(r"^\s*(?:[-*+•‣◦▪■●►·|]|\(?\d{1,3}[.)])\s")


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
        for one in (hit, *_answers_to(hit)):
            for sentence in _sentences_of(one):
                if (key := (hit.article.id, sentence.span.start)) not in seen:
                    seen.add(key)
                    found.append(sentence)
    return tuple(found)


def _answers_to(hit: Hit) -> Iterator[Hit]:
    """Yield the turn behind a hit that asks in an interview: the words that were looked for stand in the question."""
    text = hit.article.text
    turns = _turns(text)
    for (turn, _), (answer, speaker) in pairwise(turns):
        asks = turn.of(text).rstrip('*_"” ').endswith("?")
        if asks and hit.passage.start < turn.end and turn.start < hit.passage.end and answer.end > hit.passage.end:
            passage = Passage(answer.of(text), answer.start, answer.end, speaker)
            yield replace(hit, passage=passage)


def _sentences_of(hit: Hit) -> Iterator[Sentence]:
    passage, text = hit.passage, hit.article.text
    before = _last_before(text, passage.start)
    headings = headings_in(passage.text)
    for span, paragraph_start in telling_spans(passage.text, passage.start):
        said = span.of(text)
        if _is_title(said, hit.article):
            continue
        if said.rstrip().endswith(":"):
            span = Span(span.start, span.end + _announced(text[span.end : passage.end]))
        lead = span.start
        leans = LEANS.match(said) and not _EMPTY_IT.match(said)
        if leans and before is not None and not (paragraph_start and _BULLET.match(said)):
            near = "\n\n" not in text[before.end : span.start] or paragraph_start
            lead = before.start if near and span.start - before.start <= MOST_LEAN_CHARS else span.start
        above = [line for start, line in headings if passage.start + start < span.start]
        if _is_asked(text, span):
            before = span
            continue
        place = Span(passage.start, passage.end)
        speaker = passage.speaker or _speaker_at(text, span.start)
        heading = above[-1] if above else _question_before(text, span.start)
        yield Sentence(hit.article, span, lead, hit.score, place, speaker, heading)
        before = span


def _is_title(said: str, article: Article) -> bool:
    """Tell whether a line is the title of an article that has more to tell."""
    title = article.title.strip()
    return said.strip() == title and len(article.text.strip()) > 2 * len(title)


def _speaker_at(text: str, start: int) -> str:
    """Return who speaks at `start`, where the article is an interview; "" elsewhere."""
    said = next((speaker for turn, speaker in _turns(text) if turn.start <= start < turn.end), "")
    return said or interviewee_at(text, start)


def _question_before(text: str, start: int) -> str:
    """Return the question that is answered at `start` of an interview; "" elsewhere."""
    return next(
        (
            asked.of(text)[-MOST_QUESTION_CHARS:]
            for (asked, _), (turn, _) in pairwise(_turns(text))
            if turn.start <= start < turn.end and asked.of(text).rstrip().endswith("?")
        ),
        "",
    )


def _is_asked(text: str, span: Span) -> bool:
    """Tell whether a sentence is of an interviewer's turn that asks: it tells nothing by itself."""
    asking = (turn for turn, _ in _turns(text)[:-1] if turn.start <= span.start < turn.end)
    return any(turn.of(text).rstrip('*_"” ').endswith("?") for turn in asking)


@lru_cache(maxsize=256)
def _turns(text: str) -> tuple[tuple[Span, str], ...]:
    """Return the turns of an interview with their speakers; what stands behind the last one may be the reporter's."""
    blocks = split_blocks(text)
    last = max((row for row, block in enumerate(blocks) if block.kind == "turn"), default=-1)
    return tuple((block.span, block.speaker) for block in blocks[: last + 1] if block.speaker)


def _announced(behind: str) -> int:
    """Return how many characters behind a colon belong to it: a command, an address or short items, no sentences."""
    end = 0
    for block in split_blocks(behind):
        is_told = any(_tells(span.of(behind)) for span in sentences_within(behind, block.span))
        if block.kind == "heading" or is_told or block.span.end > MOST_ANNOUNCED_CHARS:
            break
        end = block.span.end
    return end


@lru_cache(maxsize=4096)
def telling_spans(text: str, offset: int = 0) -> tuple[tuple[Span, bool], ...]:
    """Return the sentences of `text` that tell something, moved by `offset`, and whether each begins a paragraph.

    Left out are headings, rules of tables, and lines of fewer than `LEAST_WORDS` words that do not end like a sentence
    and are no row of a table. A shorter sentence belongs to the one before it.
    """
    found = []
    for block in split_blocks(text):
        if block.kind == "heading":
            continue
        first = True
        for span in sentences_within(text, block.span):
            if _tells(span.of(text)):
                found.append((Span(span.start + offset, span.end + offset), first))
            elif not first and found and _ends_short(span.of(text)):
                found[-1] = (Span(found[-1][0].start, span.end + offset), found[-1][1])
            first = False
    return tuple(found)


@lru_cache(maxsize=4096)
def headings_in(text: str) -> tuple[tuple[int, str], ...]:
    """Return the headings of a passage with their offsets; a question on a line of its own is one."""
    found = []
    for block in split_blocks(text):
        said = block.span.of(text).strip()
        is_question = said.endswith("?") and "\n" not in said and len(said.split()) <= MOST_HEADING_WORDS
        if block.kind == "heading" or is_question:
            found.append((block.span.start, said))
    return tuple(found)


def tells_throughout(text: str) -> bool:
    """Tell whether nothing but sentences that tell something stands in `text`."""
    told = "".join(span.of(text) for span, _ in telling_spans(text))
    return "".join(told.split()) == "".join(text.split())


def _tells(said: str) -> bool:
    shown = show(said)
    if not any(map(str.isalnum, shown)) or len(said) > MOST_CHARS or _PROMOTION.match(said):
        return False
    if read_cells(said.strip()):
        return True
    unspaced = not shown.isascii() and len(_UNSPACED.findall(shown)) >= LEAST_UNSPACED
    count = len(shown.split())
    return unspaced or (
        count >= LEAST_WORDS and (count > 9 or bool(_ENDS.search(said.rstrip())) or bool(_BULLET.match(said)))
    )


def _ends_short(said: str) -> bool:
    """Tell whether it is a sentence too short to stand alone: "Nobody died.", "Seven men."."""
    return 0 < len(said.split()) < LEAST_WORDS and _ENDS.search(said) is not None


def _last_before(text: str, end: int) -> Span | None:
    """Return the sentence that ends right before `end`; None where the text begins."""
    start = max(0, end - LOOK_BACK_CHARS)
    spans = telling_spans(text[start:end], start)
    # The first may be cut where looking back ended.
    return spans[-1][0] if len(spans) > (start > 0) else None
