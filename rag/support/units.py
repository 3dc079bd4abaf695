"""Units of evidence: the sentences, list items and table rows of an article, each with what it takes from around it."""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from index import Article, Span
from index.splitting import split_blocks
from index.splitting.rows import read_cells
from index.splitting.sentences import sentences_within
from rag.evidence.letters import letters_start
from rag.evidence.telling import is_promotion
from rag.support.antecedents import Antecedents, leans
from rag.support.chunks import Chunk, chunks
from rag.support.corrections import CORRECTS, LABEL, is_righted
from rag.support.dates import YEAR_BEFORE, is_of_another_year
from rag.support.instructions import instruction_spans, without_instructions
from rag.support.interviews import interviewee_at
from rag.support.names import Name, find_capitals, find_names
from rag.support.quantities import SCALES, loose_quantities, quantities
from rag.support.quantity import Quantity, QuantityKind
from rag.support.speakers import find_sayers
from rag.support.terms import content, terms

HEADING = re.compile(r"\s*(?:#{1,6}\s|\*\*[^*]+\*\*\s*$)")
ITEM = re.compile(r"\s*(?:[-•*–]\s|\d{1,3}[.)]\s)")
NUMBER = re.compile(r"\s*\d{1,3}[.)]\s")
QUOTED = re.compile(r"\s*[“\"„«‘]")
ROW = re.compile(r"\s*[^|\n]+(?:\|[^|\n]+)+\s*")
SOMEBODY = re.compile(r"\W*the (?:man|woman|pair|couple)\b", re.IGNORECASE)  # whose name may follow
# "The library in Mill Street reopens": the next sentence's "it" is no street.
ASIDE = re.compile(r"\b(?:in|at|on|near|by|from|of)\s+(?:the\s+)?(?:[a-z-]+\s+){0,2}$")
# "A TV host's suggestion": whose it was, the next sentence may begin with.
SOMEONE = re.compile(
    r"\ban? (?P<what>(?:(?!(?:of|in|at|by|for|from|on|to|and|or|with)\b)[\w-]+ ){0,3}"
    r"(?:\w+(?:er|or|ist|ian|ant|man|woman|ess)|boss|captain|chief|coach|critic|fan|host|judge|mp|star|student))(?:['’]s)?\b",
    re.IGNORECASE,
)
NAMED_CHARS = 60  # of the next sentence, within which it names him
SHORT_WORDS = 3  # "Nobody died.", "Seven men.": of what the sentence before is about
SCALED = re.compile(
    r"(?<![\w.,])(?<!\d )(thousands?|millions?|billions?|millionen|milliarden|millones|milliards?)\b"
    r"|[€£$](k|m|mn|bn)\b",
    re.IGNORECASE,
)
VALUE = re.compile(r"\s*[^\W\d][^\d:\n]{1,30}:\s*[€£$]?\d")  # "Price: £79" is no heading
# An interviewer's: what it only asks, no answer says by standing below it.
YES_NO = re.compile(
    r"\W*(?:[^:?\n]{1,40}:\W*)?(?:do|does|did|is|are|was|were|have|has|had|can|could|will|would|should)\b[^?\n]*\?\W*$",
    re.IGNORECASE,
)
LEAST_AMOUNT = 1_000  # less may be part of a name: "Line 4"
HEADING_WORDS = 12  # a line without a full stop that is longer is a sentence whose stop was forgotten
LATE_MONTH = 4  # before April, "in November" is of the year before
CONTEXT_CHARS = 20_000  # of an article before the window: who is meant stands nearer


@dataclass(frozen=True, slots=True)
class Unit:
    """One statement of an article, `article.text[span.start:span.end]`, and what belongs to it from around.

    `names`: those that stand in it or that "he" and "she" mean; `owners`: whom "his" and "her" mean. `head`: stems of
    the title, the source, the heading and what introduces its list; `given`: the quantities of these and of the
    article's date. `speaker`: whose turn of an interview it stands in.
    `behind`: who is first named in the next sentence, where this one has "a TV host".
    `withdrawn`: those of its sentences that the next one takes back ("This was wrong"). `scale`: what the numbers of a
    row are to be multiplied by, where its heading says so ("million crowns"); `quantities` has them both ways.
    """

    span: Span
    text: str
    own: frozenset[str]
    names: tuple[Name, ...]
    owners: tuple[Name, ...]
    quantities: tuple[Quantity, ...]
    head: frozenset[str]
    given: tuple[Quantity, ...]
    speaker: str = ""
    withdrawn: tuple[str, ...] = ()
    scale: float = 1.0
    behind: tuple[Name, ...] = ()

    @property
    def chunks(self) -> tuple[Chunk, ...]:
        """Return the parts of the unit that each say one thing."""
        return chunks(self.text)


@lru_cache(maxsize=64)
def units_of(article: Article, start: int, end: int, speaker: str = "") -> tuple[Unit, ...]:
    """Return the units of `article.text[start:end]` in order, without those that speak to the model.

    A sentence that leans on the one before makes a second unit together with it. Read from up to `CONTEXT_CHARS`
    before, so that pronouns find whom they mean.
    """
    found = _read(article, max(0, start - CONTEXT_CHARS), end, speaker)
    return tuple(unit for unit in found if unit.span.end > start)


@dataclass(slots=True)
class _Place:
    """The state of reading: the heading above, what introduces a list, the sentence before."""

    antecedents: Antecedents
    title: frozenset[str]
    dates: tuple[Quantity, ...]
    day: date | None = None
    heading: str = ""
    lead: str = ""
    before: Span | None = None
    is_withdrawn: bool = False
    things: tuple[Name, ...] = ()
    behind: tuple[Name, ...] = ()
    quoted: str = ""


def _read(article: Article, start: int, end: int, speaker: str) -> Iterator[Unit]:
    text = article.text
    orders, letters = instruction_spans(text), letters_start(text)
    title = without_instructions(article.title)
    place = _Place(
        Antecedents(),
        content(f"{title}. {article.source}"),
        (*(one for one in quantities(title) if not _is_amount(one)), *_month_of(article)),
        article.published,
    )
    place.antecedents.read(f"{title}.", is_title=True)
    sentences = list(_sentences(text[start:end]))
    following = [found.of(text[start:end]) for found, _, _ in sentences[1:]]
    for (found, says, corrects), after in zip(sentences, [*following, ""], strict=True):
        span = Span(found.start + start, found.end + start)
        if any(order.start < span.end and span.start < order.end for order in orders):
            continue
        if span.start >= letters:
            return  # what readers wrote below, the article does not say
        if is_promotion(text, span):
            continue  # "NEW RATES: Savers can fight back …" points at another article
        sentence = span.of(text)
        if _is_heading(sentence, text, span):
            place.heading, place.lead, place.before = NUMBER.sub("", sentence), "", None
        before = place.before.of(text) if place.before else ""
        is_withdrawn = is_righted(sentence, before, after, in_correction=corrects or CORRECTS.search(title) is not None)
        if place.before and "\n\n" in text[place.before.end : span.start]:
            place.quoted = ""
        says = says or speaker or interviewee_at(text, span.start) or place.quoted
        place.quoted = _quoted_on(sentence, place.quoted)
        place.behind = () if "\n\n" in text[span.end : span.end + 2] else _named_behind(sentence, after)
        yield from _units(text, span, place, says, is_withdrawn=is_withdrawn, corrects=corrects)
        if sentence.rstrip().endswith(":") and not ROW.fullmatch(sentence):
            place.lead = sentence
        elif not ITEM.match(sentence) and not QUOTED.match(sentence):
            place.lead = ""
        place.before = span
        place.is_withdrawn = is_withdrawn


def _named_behind(sentence: str, after: str) -> tuple[Name, ...]:
    """Return who is first named in the next sentence, where a sentence calls somebody by a word that stands there, too.

    "A TV host said no. Mill TV's Jan Orr had …": the host is Orr.
    """
    names = [name for name in find_names(after) if name.end <= NAMED_CHARS]
    if not names:
        return ()
    first = (
        names[0] if len(names) == 1 or after[names[0].end : names[1].start].strip() not in ("'s", "’s") else names[1]
    )
    beside = content(after[: first.end])
    is_called = any(content(found["what"]) & beside for found in SOMEONE.finditer(sentence))
    return (first,) if is_called else ()


def _quoted_on(sentence: str, quoted: str) -> str:
    """Return whose quotation goes on behind a sentence, `quoted`: before it; "" where none does.

    "Orr said: "The mill burned. I ran." She …": the second sentence is Orr's.
    """
    marks = sentence.count('"') % 2 == 1 or sentence.count("“") != sentence.count("”")
    if not marks or quoted:
        return "" if marks else quoted
    sayers = find_sayers(sentence)
    return " ".join(word.text for word in sayers[0].words) if len(sayers) == 1 else ""


def _sentences(text: str) -> Iterator[tuple[Span, str, bool]]:
    """Yield the sentences of `text`, who speaks in them in an interview, and whether they stand in a correction."""
    for block in split_blocks(text):
        corrects = LABEL.match(block.span.of(text)) is not None
        for span in sentences_within(text, block.span):
            yield span, block.speaker, corrects


def _dated(sentence: str, day: date | None) -> tuple[Quantity, ...]:
    """Return the days that a sentence names without their year, with that of the article's own day, and its years.

    "The year before" is that before the one it names.
    "On 3 October" in an article of 11 October 2024 is 3 October 2024; in one of January it may be of the year before.
    """
    told = quantities(sentence)
    before = [one for one in told if one.kind is QuantityKind.YEAR] if YEAR_BEFORE.search(sentence) else []
    days = [one for one in told if one.kind is QuantityKind.DATE and math.isnan(one.value)]
    years = [day.year, day.year - 1] if day and day.month < LATE_MONTH else [day.year] if day else []
    dated = (replace(one, value=float(year)) for one in days for year in years)
    return (*dated, *(replace(one, value=one.value - 1) for one in before))


def _is_amount(quantity: Quantity) -> bool:
    """Tell whether a number says how much: that of a title is in no sentence to cite for it."""
    is_large = quantity.kind is QuantityKind.NUMBER and quantity.value >= LEAST_AMOUNT
    return is_large or quantity.kind is QuantityKind.PERCENT


def _month_of(article: Article) -> tuple[Quantity, ...]:
    """Return the month in which an article was published: it may supply a year, but not the day of what it tells."""
    day = article.published
    return (Quantity(day.year, QuantityKind.DATE, 0, 0, month=day.month),) if day else ()


def _units(text: str, span: Span, place: _Place, speaker: str, *, is_withdrawn: bool, corrects: bool) -> Iterator[Unit]:
    sentence = span.of(text)
    before = place.before.of(text) if place.before else ""
    is_short = len(sentence.split()) <= SHORT_WORDS and not ROW.fullmatch(sentence)
    is_leaning = bool(before) and (leans(sentence) or is_short or place.is_withdrawn)
    is_led = bool(place.lead) and (ITEM.match(sentence) or QUOTED.match(sentence))
    heading = "" if speaker and YES_NO.match(place.heading) else place.heading
    above = [heading, place.lead] if is_led else [heading]
    head = place.title.union(*map(content, above), content("correction") if corrects else ())
    # "2021: …" under a title of 2022 is a line of a list of years.
    dates = tuple(known for known in place.dates if not is_of_another_year(sentence, (known,)))
    given = dates + tuple(found for line in above for found in quantities(line))
    meant = place.antecedents.read(sentence)
    if is_led:
        meant = replace(meant, persons=(*meant.persons, *find_names(place.lead)))
    named = (
        find_capitals(sentence)
        if ROW.fullmatch(sentence) or ITEM.match(sentence)
        else place.antecedents.names_in(sentence)
    )
    is_named = bool(named) and SOMEBODY.match(sentence) is not None
    if is_leaning and not meant.persons and not meant.owners and place.before and not is_named:
        subjects = tuple(name for name in find_names(before) if not ASIDE.search(before, 0, name.start))
        meant = replace(meant, owners=subjects)

    withdrawn = (sentence,) * is_withdrawn
    scale = _scale_of(place.heading) if ROW.fullmatch(sentence) else 1.0

    def unit(whole: Span, names: tuple[Name, ...], withdrawn: tuple[str, ...]) -> Unit:
        said = whole.of(text)
        return Unit(
            whole,
            said,
            content(said),
            names + meant.persons + find_capitals(speaker),
            meant.owners + meant.things + place.behind + (place.things if whole.start < span.start else ()),
            _in_full(said, scale),
            head,
            given + _dated(said, place.day),
            speaker,
            withdrawn,
            scale,
            place.behind,
        )

    yield unit(span, named, withdrawn)
    if is_leaning and place.before:
        both = (*(before,) * place.is_withdrawn, *withdrawn)
        yield unit(Span(place.before.start, span.end), (*named, *find_names(before)), both)
    place.things = meant.things


def _scale_of(heading: str) -> float:
    """Return what the numbers below a heading are multiplied by: "Sales, million crowns"; 1 where it does not say."""
    found = SCALED.search(heading)
    return SCALES[(found[1] or found[2]).lower()] if found else 1.0


def _in_full(said: str, scale: float) -> tuple[Quantity, ...]:
    """Return the numbers of a row as they stand there, and as its heading or those of its columns mean them."""
    told = loose_quantities(said)
    if scale == 1:
        cells = ((cell, _scale_of(cell.name)) for cell in read_cells(said.strip()))
        lead = len(said) - len(said.lstrip())
        within = ((cell.span.start + lead, cell.span.end + lead, times) for cell, times in cells if times != 1)
        scaled = (
            replace(one, value=one.value * times)
            for start, end, times in within
            for one in told
            if start <= one.start < end and one.kind is QuantityKind.NUMBER
        )
        return (*told, *scaled)
    return (*told, *(replace(one, value=one.value * scale) for one in told if one.kind is QuantityKind.NUMBER))


def _is_heading(sentence: str, text: str, span: Span) -> bool:
    if HEADING.match(sentence):
        return True
    starts_line = span.start == 0 or text[span.start - 1] == "\n"
    ends_line = text[span.end : span.end + 1] in ("\n", "")
    return (
        starts_line
        and ends_line
        and sentence.rstrip()[-1:] not in '.!?:;,"”’…。！？'
        and len(sentence.split()) <= HEADING_WORDS
        and (not ITEM.match(sentence) or _is_numbered(sentence, text, span))
        and not ROW.fullmatch(sentence)
        and not VALUE.match(sentence)
        and any(term.is_content for term in terms(sentence))
    )


def _is_numbered(sentence: str, text: str, span: Span) -> bool:
    """Tell whether a number begins a heading and no list: a paragraph follows, and what stands before is no item."""
    before = text[: span.start].rstrip().rpartition("\n")[2]
    behind = text[span.end :].lstrip().partition("\n")[0]
    is_listed = ITEM.match(before) or ITEM.match(behind)
    return NUMBER.match(sentence) is not None and not is_listed and behind.rstrip()[-1:] in tuple('.!?"”')
