"""Reading: what the generator reads for a question, a model asked first whether it tells the answer."""

import re
from collections.abc import Sequence
from dataclasses import replace

from index import Library, Span
from rag.answer.explanation import HOW_TO, pick
from rag.answer.refusal import LEAST_ASKED, tells_answer
from rag.answer.request import Gathered
from rag.answer.written.paragraph import gather_lines, is_open, widen
from rag.generators.base import Form, Reading
from rag.language import differ
from rag.question.kind import Kind, is_keywords
from rag.retrieval import Retrieval
from rag.support.names import find_names
from rag.types import Evidence, Window

SENTENCES = (Kind.FACT, Kind.YES_NO)
TRIED = (Kind.EXPLANATION, Kind.STATEMENTS, Kind.COMPARISON, Kind.LISTING)
NOTHING = Evidence((), 0)
FIT_OF_STEPS = 0.6  # from which they are told: among other instructions a small model overlooks those asked for
MOST_TELLING = 2  # passages read beyond the evidence, some 100 tokens each
_WHO_IS = re.compile(
    r"\W*(?:and )?(?:who|what)(?:['’]s| is| was| are| were) (?:(?:the|an?|dr|mr|mrs|ms|prof)\.? )?", re.IGNORECASE
)
_END = re.compile(r"\W*")


def choose_reading(
    found: Retrieval, gathered: tuple[Gathered, ...], library: Library
) -> tuple[tuple[Gathered, ...], Reading]:
    """Return what is gathered, and what the generator reads of it, as much as its reach allows.

    The words of a question tell less than a model whether an article explains it: where one says, an explanation is as
    answerable as it says.
    """
    if not _may_ask(found, gathered):
        return gathered, _choose(found, gathered, library)
    part = replace(gathered[0], answerable=gathered[0].score >= LEAST_ASKED)
    lines = _lines(found, (part,), library)
    explaining = _of_lines(found, lines)
    answerable = found.generator.review(explaining, "", None).answerable if lines.windows else None
    if answerable is None:
        return gathered, _choose(found, gathered, library)
    if tells_answer(part.score, answerable) or (gathered[0].answerable and _is_told(found.resolved.text, part.score)):
        return (part,), explaining
    return (replace(part, answerable=False),), replace(explaining, evidence=NOTHING)


def _is_told(question: str, score: float) -> bool:
    """Tell whether sentences that fit answer whatever a small model says: of a name, or how something is done."""
    return _asks_who(question) or (score >= FIT_OF_STEPS and HOW_TO.match(question) is not None)


def _asks_who(question: str) -> bool:
    """Tell whether a question is "Who is Noor Haddad?": what is said of a name tells it, little as that may be."""
    return any(
        _WHO_IS.fullmatch(question[: name.start]) and _END.fullmatch(question[name.end :])
        for name in find_names(question)
    )


def _may_ask(found: Retrieval, gathered: Sequence[Gathered]) -> bool:
    """Tell whether there is a model to ask about one explanation; to another language a small model says No."""
    if len(gathered) > 1 or gathered[0].kind is not Kind.EXPLANATION or not found.generator.identity.build:
        return False
    if is_keywords(found.resolved.text):
        return False  # "brisa 300 warranty" is no question: a small model reads no answer to it in what tells all of it
    return not differ(str(found.resolved), [point.citations[0].quote for point in gathered[0].points])


def _choose(found: Retrieval, gathered: Sequence[Gathered], library: Library) -> Reading:
    """Return what the generator reads, no windows where it writes nothing.

    A question whose points do not answer may be one for a fact in other words.
    """
    question, reach = str(found.resolved), found.reach
    if is_open(gathered):
        lines = _lines(found, gathered, library)
        if lines.windows:
            return _of_lines(found, lines)
    if not found.generator.identity.build:
        return Reading(question, _picked(found, gathered), reach.answer_tokens)
    is_asked = any(part.kind in SENTENCES or (part.kind in TRIED and not part.answerable) for part in gathered)
    read = _with_best(found, gathered) if is_asked else NOTHING
    return Reading(question, read, reach.answer_tokens, sentences=reach.sentences, at_once=reach.requests)


def _with_best(found: Retrieval, gathered: Sequence[Gathered]) -> Evidence:
    """Return the evidence, and the passages of the sentences that fit best or have the verb and the time asked for.

    They are a good passage's though not the best's: "The bridge, built in 1968", where four articles name a bridge, or
    "She died on 2 March 1949", far below her name.
    """
    if len(gathered) > 1 or gathered[0].kind not in SENTENCES:
        return found.evidence
    windows, tokens = found.evidence.windows, found.evidence.tokens
    for window in (*_first_passage(found, gathered[0]), *gathered[0].telling[:MOST_TELLING]):
        if not any(window.is_same(one) for one in windows):
            windows = (*windows, window)
            tokens += found.generator.count_tokens(window.text)
    return Evidence(windows, tokens)


def _first_passage(found: Retrieval, part: Gathered) -> tuple[Window, ...]:
    """Return the passage of the first point, as it was found."""
    for cited in (point.citations[0] for point in part.points[:1]):
        for hit in found.hits:
            start, end = hit.passage.start, hit.passage.end
            if hit.article.id == cited.article and start < cited.end and cited.start < end:
                best = Span(max(cited.start, start), min(cited.end, end))
                return (Window(hit.article, start, end, best, hit.score, hit.passage.speaker),)
    return ()


def _lines(found: Retrieval, gathered: Sequence[Gathered], library: Library) -> Evidence:
    """Return what a paragraph is written from: the points, for a model with a wide reach in whole passages."""
    count, reach = found.generator.count_tokens, found.reach
    lines = gather_lines(gathered, library, count, reach.point_tokens)
    if not reach.is_wide or not lines.windows:
        return lines
    return widen(lines, found.evidence.windows, count, max(reach.point_tokens, reach.evidence_tokens))


def _of_lines(found: Retrieval, lines: Evidence) -> Reading:
    most = max(found.reach.answer_tokens, found.reach.paragraph_tokens)
    return Reading(str(found.resolved), lines, most, Form.PARAGRAPH, at_once=found.reach.requests)


def _picked(found: Retrieval, gathered: Sequence[Gathered]) -> Evidence:
    """Return what a sentence is picked from without a model, the best first: nothing where none fits what was asked.

    A sentence is no list and nobody's words.
    """
    near = next((part.near for part in gathered if part.kind in SENTENCES and part.answerable), ())
    best = pick(near, found.resolved.text)
    if best is None:
        return NOTHING
    others = (window for window in found.evidence.windows if not window.is_same(best))
    return replace(found.evidence, windows=(best, *others))
