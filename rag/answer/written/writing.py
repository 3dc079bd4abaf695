"""Writing: the generator writes from what it reads, and each sentence is judged."""

from collections.abc import Callable, Sequence
from collections.abc import Generator as Steps
from dataclasses import dataclass, replace

from rag.answer.short.form import short_form
from rag.answer.written.lead import NO_LEAD, Lead, find_lead
from rag.answer.written.own_words import find_own_words
from rag.answer.written.paragraph import LEAST_SUPPORT as PARAGRAPH_SUPPORT
from rag.answer.written.paragraph import Paragraph
from rag.answer.written.verdicts import answer_with, judge_claim, judge_written
from rag.answer.yes_no.blame import find_contrasted
from rag.answer.yes_no.fallen_short import find_fallen_short
from rag.answer.yes_no.opposed import find_opposed
from rag.answer.yes_no.verdict import NO, asks_yes_no
from rag.generators.base import Checker, Form, Generator, Reading, Review
from rag.retrieval import Retrieval
from rag.support.judge import Verdict
from rag.types import Citation, Claim, Event, Evidence, Token


@dataclass(frozen=True, slots=True)
class Written:
    """The judged claims; `told` are those that answer, `short` is the answer in a few words.

    `lead` points at what answers although no sentence held; `others` give another value.
    """

    claims: tuple[Claim, ...] = ()
    told: tuple[Claim, ...] = ()
    short: str = ""
    lead: Lead = NO_LEAD
    others: tuple[Citation, ...] = ()


Writing = Steps[Event, None, Written]
DOUBTED = "the model that wrote it does not read it in the passage that comes nearest"


def write(found: Retrieval, reading: Reading, least: float, note_token: Callable[[], None]) -> Writing:
    """Yield what the generator of `found` writes from `reading`, nothing where there is nothing to read.

    `least` is the probability of being what was asked below which a sentence is withheld; `note_token` is called for
    each piece as it comes.
    """
    if not reading.evidence.windows:
        opposed = _find_opposed(found, reading)
        asked = found.resolved.text
        contrasted = _find_ruled(asked, found) if opposed is None and asks_yes_no(asked) else None
        return Written(lead=_told_otherwise(opposed) if opposed else Lead(verdict=contrasted))
    if reading.form is Form.PARAGRAPH:
        return (yield from _write_paragraph(found, reading, note_token))
    return (yield from _write_sentence(found, reading, least, note_token))


def _write_sentence(found: Retrieval, reading: Reading, least: float, note_token: Callable[[], None]) -> Writing:
    """Yield the pieces of a single sentence; it is judged against the articles and against the question."""
    text = ""
    for piece in found.generator.generate(reading):
        note_token()
        text += piece
        yield Token(piece)
    asked = found.resolved.text
    verdicts = judge_written(text, asked, reading.evidence)
    opposed = _find_opposed(found, reading)
    contrasted = _find_ruled(asked, found) if opposed is None and asks_yes_no(asked) else None
    if not verdicts:
        return Written(lead=_told_otherwise(opposed) if opposed else Lead(verdict=contrasted))
    if reading.sentences > 1:
        first = next((one for one in verdicts if one.claim.support.is_shown), verdicts[0])
        text = first.claim.text  # what is asked of an answer is asked of the sentence that answers
        verdicts = _without_doubted(found.generator, reading, verdicts, first)
        read = first.matches[0].window if first.matches else None
    else:
        read = next((verdict.matches[0].window for verdict in verdicts if verdict.matches), None)
    review = found.generator.review(reading, text, read)
    claims, best = answer_with(asked, verdicts, reading.evidence, review, least)
    if opposed is not None:
        return _deny(opposed, claims, best, review)
    if contrasted is not None and not _is_newer(best, contrasted[1]):
        return replace(
            _deny(contrasted[1], claims, None, review), lead=Lead(verdict=contrasted, answerable=review.answerable)
        )
    if best is None:
        return Written(claims, lead=find_lead(asked, verdicts, review, reading.evidence.windows))
    others = (claim for claim in claims if claim.support.is_shown and claim.text != best.claim.text)
    told = (best.claim, *others) if reading.sentences > 1 else (best.claim,)
    return Written(claims, told, short_form(best.claim, asked, review.short, best.matches))


def _without_doubted(
    generator: Generator, reading: Reading, verdicts: Sequence[Verdict], first: Verdict
) -> list[Verdict]:
    """Return the verdicts of several sentences, those behind the first withheld of which their own writer says No.

    It reads for each the passage that supports it, and nothing else; what supports the first is asked in its review.
    """
    others = [one for one in verdicts if one is not first and one.claim.support.is_shown and one.matches]
    if not others or not isinstance(generator, Checker):
        return list(verdicts)
    said = generator.check(reading, [(one.claim.text, one.matches[0].window) for one in others])
    doubted = [one for one, yes in zip(others, said, strict=True) if yes is not None and yes < 0]
    return [replace(one, claim=one.claim.withheld(DOUBTED), matches=()) if one in doubted else one for one in verdicts]


def _find_opposed(found: Retrieval, reading: Reading) -> Citation | None:
    """Return the sentence of what is read, or was found, that answers a question of yes or no by No."""
    asked, windows = found.resolved.text, (*reading.evidence.windows, *found.evidence.windows)
    return find_opposed(asked, windows) if asks_yes_no(asked) else None


def _find_ruled(asked: str, found: Retrieval) -> tuple[str, Citation] | None:
    """Return what answers a question of yes or no by rule: another was to blame, or it fell short."""
    return find_contrasted(asked, found.hits) or find_fallen_short(asked, found.hits)


def _is_newer(best: Verdict | None, denial: Citation) -> bool:
    """Tell whether what was written is of a later day than what denies it."""
    days = [one.published for one in best.claim.citations if one.published] if best is not None else []
    return denial.published is not None and any(day > denial.published for day in days)


def _told_otherwise(opposed: Citation | None) -> Lead:
    return Lead(verdict=(NO, opposed)) if opposed is not None else NO_LEAD


def _deny(opposed: Citation, claims: tuple[Claim, ...], best: Verdict | None, review: Review) -> Written:
    """Return No: with what was written where it stands by the sentence that says so, else with that sentence alone."""
    if best is not None and any(one.overlaps(opposed) for one in best.claim.citations):
        return Written(claims, (best.claim,), NO)
    reason = "the sources do not speak of what was asked"
    beside = tuple(one.withheld(reason) if one.support.is_shown else one for one in claims)
    return Written(beside, lead=Lead(verdict=(NO, opposed), answerable=review.answerable))


def _write_paragraph(found: Retrieval, reading: Reading, note_token: Callable[[], None]) -> Writing:
    """Yield the pieces of a paragraph, and each of its sentences as soon as it is judged."""
    asked, windows = found.resolved.text, (*reading.evidence.windows, *found.evidence.windows)
    evidence = Evidence(windows, reading.evidence.tokens)
    paragraph = Paragraph(
        lambda claim: judge_claim(claim, asked, evidence, PARAGRAPH_SUPPORT),
        lambda claim: find_own_words(claim, asked, reading.evidence.windows),
    )
    for piece in found.generator.generate(reading):
        note_token()
        yield Token(piece)
        yield from paragraph.add(piece)
    yield from paragraph.end()
    claims = tuple(verdict.claim for verdict in paragraph.verdicts)
    return Written(claims, tuple(claim for claim in claims if claim.support.is_shown))
