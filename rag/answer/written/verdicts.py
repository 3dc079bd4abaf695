"""Claims: what a model wrote is judged against the articles, and against what was asked."""

import re
from collections.abc import Sequence
from dataclasses import replace

from rag.answer.short.amounts import lacks_kind
from rag.answer.short.measure import POINTS_IN_TIME
from rag.answer.short.wanted import WHO, find_acts
from rag.answer.written.claims import split_claims
from rag.generators.base import Review
from rag.question.kind import TRUE_OR_FALSE, find_asking
from rag.question.tense import without_now
from rag.support.conflicts import takes_the_other_side
from rag.support.coverage import Coverage
from rag.support.grammar import find_clauses
from rag.support.instructions import obeys
from rag.support.judge import Match, Verdict, judge
from rag.support.lands import tells_of_another_land
from rag.support.names import find_names, is_held
from rag.support.polarity import denies
from rag.support.quantities import quantities
from rag.support.relevance import (
    compare_with_question,
    holds_all,
    probability,
    speaks_of_another,
    tells_of_another_time,
)
from rag.support.statement import take_apart
from rag.support.terms import holds_any, terms
from rag.types import Claim, Evidence, Support
from rag.words import content_stems, words

# A claim that the articles say so, where the model wrote one sentence in words of its own; below it is not even weak.
LEAST_SUPPORT = 0.25
WHAT_BEHIND = re.compile(r"\W*what\b.*\b(?:about|by|for|from|of|on|with)\W*$", re.IGNORECASE | re.DOTALL)
WHEN_DID = re.compile(r"\bwhen (?:did|was|were)\b", re.IGNORECASE)
HOW_MANY_OF = re.compile(r"\bhow many ([\w’'-]+)", re.IGNORECASE)
WHEN_OR_WHERE = frozenset("at before during in since until".split())
LEAST_ASKED = 2  # words besides names: one may be put in another word


def judge_claim(claim: str, question: str, evidence: Evidence, least: float = LEAST_SUPPORT) -> Verdict:
    """Judge a written claim; what only follows an order of the sources is none."""
    if obeys(claim, question, evidence):
        reason = "it does what the sources order instead of what they tell"
        return Verdict(Claim(claim, Support.UNSUPPORTED, 0.0, (), reason))
    dates = [one for one in quantities(question) if one.kind in POINTS_IN_TIME]
    return judge(claim, evidence.windows, least, dates)


def judge_written(text: str, question: str, evidence: Evidence) -> list[Verdict]:
    """Return the verdicts of the sentences that a model wrote; of a bare "False.", that of what the question states."""
    verdicts = [judge_claim(claim, question, evidence) for claim in split_claims(text)]
    stated = TRUE_OR_FALSE.sub("", question, count=1)
    if stated != question and verdicts and all(one.claim.support is Support.NOT_JUDGED for one in verdicts):
        return [judge_claim(f"{stated[:1].upper()}{stated[1:].rstrip(' ?.')}.", question, evidence)]
    return verdicts


def answer_with(
    question: str, verdicts: Sequence[Verdict], evidence: Evidence, review: Review, least: float
) -> tuple[tuple[Claim, ...], Verdict | None]:
    """Return the claims, each as likely right as it is supported and what was asked, and the one that answers best.

    None answers where the best is not what was asked: then all are withheld, supported or not. What a question tells
    before it asks is no part of that.
    """
    question = find_asking(question)
    verdicts = [_without_other_lands(question, verdict) for verdict in verdicts]
    held = [verdict for verdict in verdicts if verdict.claim.support.is_shown]
    bearing = [one for one in held if review.short and holds_all(one.claim.text, review.short)]
    best = max(bearing or held, key=lambda verdict: _standing(question, verdict), default=None)
    if best is None:
        return tuple(verdict.claim for verdict in verdicts), None
    fit = probability(compare_with_question(question, best.claim.text, best.matches[0], evidence, review))
    reason = ""
    match = best.matches[0]
    if speaks_of_another(question, [match]) or _tells_of_nothing_asked(question, best.claim.text, match):
        reason = "the sources do not speak of what was asked"
    elif _is_of_the_other_side(question, match):
        reason = "the sources say so of those who are on the other side"
    elif tells_of_another_time(question, match):
        reason = "the sources tell this of another time"
    elif _names_the_asked(question, best.claim.text, review.short):
        reason = "it names only whom the question names"
    elif _tells_only_when(question, best.claim.text) or _tells_that_not(question, best.claim.text):
        reason = "the sources say so, but it may not be what was asked"
    elif lacks_kind(best.claim.text, question) or (
        best.claim.support is Support.WEAK and lacks_kind(match.span.of(match.window.article.text), question)
    ):
        reason = "the sources say so, but it gives nothing of the kind that was asked for"
    elif fit < least:
        reason = "the sources say so, but it may not be what was asked"
    if not reason:
        return tuple(replace(verdict.claim, score=min(fit, verdict.claim.score)) for verdict in verdicts), best
    missed = [verdict.claim.withheld(reason, fit) if verdict in held else verdict.claim for verdict in verdicts]
    return tuple(missed), None


def _names_the_asked(question: str, claim: str, short: str) -> bool:
    """Tell whether a claim answers "who" by nobody but those the question names: who followed Rell is not Rell.

    `short` is the generator's own answer in a few words: asked who Rell is, it is no name.
    """
    if not WHO.match(question) or not short or not content_stems(short) <= content_stems(question):
        return False
    return all(is_held(name, question) for name in find_names(claim))


def _tells_only_when(question: str, claim: str) -> bool:
    """Tell whether a question asks what somebody died of, or lives on, and the claim says of that only when or where.

    What stands behind the preposition was asked for.
    """
    if not WHAT_BEHIND.match(question):
        return False
    asked = {clause.act for clause in find_clauses(question)}
    told = [clause for clause in find_clauses(claim) if clause.act in asked and not clause.is_implied]
    behind = [[side for side, one in clause.places if one.start > clause.start] for clause in told]
    is_bare = not any(clause.done_to for clause in told)
    return bool(told) and is_bare and all(side in WHEN_OR_WHERE for sides in behind for side in sides)


def _tells_that_not(question: str, claim: str) -> bool:
    """Tell whether a question asks when something was, and the claim says only that it was not, or could not be."""
    if not WHEN_DID.search(question) or denies(question):
        return False
    told = [one for one in find_clauses(claim) if one.act in find_acts(question) and not one.is_implied]
    return bool(told) and all(one.is_denied for one in told)


def _without_other_lands(question: str, verdict: Verdict) -> Verdict:
    """Return a verdict that withholds what is so in another country than was asked about."""
    if not verdict.claim.support.is_shown:
        return verdict
    match = verdict.matches[0]
    article = match.window.article
    if not tells_of_another_land(question, match.span.of(article.text), article.title):
        return verdict
    return replace(verdict, claim=verdict.claim.withheld("the sources tell this of another country", 0.0))


def _is_of_the_other_side(question: str, match: Match) -> bool:
    """Tell whether a question asks of those for something, and the cited sentence is of those against it."""
    asked, unit = take_apart(question.rstrip("?")), match.comparison.unit
    return takes_the_other_side(asked, unit, Coverage(asked, unit)) is not None


def _standing(question: str, verdict: Verdict) -> tuple[bool, tuple[bool, float]]:
    """Return what held claims are compared by: whether they speak of what was asked, then how well they stand."""
    is_of_it = not _tells_of_nothing_asked(question, verdict.claim.text, verdict.matches[0])
    return is_of_it, verdict.claim.standing


def _tells_of_nothing_asked(question: str, claim: str, match: Match) -> bool:
    """Tell whether neither the claim nor its span has any of the words that say what is asked of whom.

    Asked who cut the fence of a zoo, a small model tells what else it read of that zoo.
    """
    timeless = {word.stem for word in words(without_now(question))}  # "current" says when, not what
    if (counted := HOW_MANY_OF.search(question)) is not None:  # people, of whom anything may be told
        timeless -= content_stems(counted[1])
    asked = [term.stem for term in terms(question) if term.is_content and not term.is_strict and term.stem in timeless]
    told = frozenset(word.stem for word in words(f"{claim}\n{match.span.of(match.window.article.text)}"))
    return len(asked) >= LEAST_ASKED and not holds_any(asked, told)
