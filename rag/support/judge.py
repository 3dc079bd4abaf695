"""Whether a claim may be shown: a calibrated score from what the comparison with the evidence found."""

import json
import math
import operator
from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields, replace
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files

from rag.citations import cite
from rag.generators.base import Review
from rag.support.clauses import split_clauses
from rag.support.features import Features
from rag.support.instructions import obeys
from rag.support.match import Match, find_matches
from rag.support.quotes import mend_quotes
from rag.support.sureness import Sureness, read_sureness
from rag.types import Claim, Evidence, Support

PARTLY = 0.5  # of what is new in a claim: from here on it is called held in part
ASKED_NAMES = 0.6  # of the question's names, the part that the article must hold: both of two, two of three


@dataclass(frozen=True, slots=True)
class Weights:
    """A logistic regression over `Features` and `Sureness`, as plain numbers, and the two thresholds on its score.

    `neutral` stands for what is not known, as where no generator wrote: the mean of what was.
    `supported` and `weak` are probabilities, 0 to 1, that a claim is right and answers the question, or of a statement
    that the articles say so.
    """

    bias: float
    features: Features
    sureness: Sureness
    neutral: Sureness
    supported: float
    weak: float


class Kind(StrEnum):
    """What is judged: a claim that answers a question, or a statement that stands by itself."""

    ANSWER = "answer"
    STATEMENT = "statement"


@lru_cache(maxsize=len(Kind))
def load_weights(kind: Kind = Kind.ANSWER) -> Weights:
    """Return the fitted weights that ship with Broadsheet for claims of this `kind`.

    `tests/benchmarks/fit_support.py` fits those of answers, `tests/benchmarks/check_sentences.py` those of statements.
    """
    values = json.loads(files("rag.support").joinpath("weights.json").read_text(encoding="utf-8"))[kind]
    return Weights(
        values["bias"],
        Features(**values["features"]),
        Sureness(**values["sureness"]),
        Sureness(**values["neutral"]),
        values["supported"],
        values["weak"],
    )


def score(features: Features, sureness: Sureness, weights: Weights) -> float:
    """Return the probability, 0 to 1, that a claim with these features, of an answer so sure, is right."""
    given = (*astuple(features), *astuple(sureness))
    weighted = (*astuple(weights.features), *astuple(weights.sureness))
    return 1 / (1 + math.exp(-(weights.bias + sum(map(operator.mul, given, weighted)))))


def is_contradicted(features: Features) -> bool:
    """Tell whether a number, name, speaker or all that is new in the claim is not there, or the question's names.

    No score outweighs that: a small model puts the question's names into what it reads of others.
    """
    invented = features.told == 1 and features.new == 0
    missing = features.numbers < 1 or features.names < 1 or features.asked_names < ASKED_NAMES
    return invented or missing or features.speaker < 1


def judge(
    claim: str,
    question: str,
    evidence: Evidence,
    review: Review,
    min_support: float,
    found: Sequence[Match] | None = None,
) -> Claim:
    """Return `claim` with its support and, unless it is unsupported, the exact spans that support it.

    `review` is what the generator said of the whole answer.
    A claim of two clauses that no single span holds may stand on two, one of each clause. What is
    below `min_support`, 0 to 1, is unsupported; quotes are mended to the cited articles' letters. With an empty
    `question` the claim is a statement that stands by itself. `found`: its matches, where they are known already.
    """
    if not evidence.windows:
        return Claim(claim, Support.UNSUPPORTED, 0.0, (), "there is no evidence")
    if obeys(claim, question, evidence):
        return Claim(claim, Support.UNSUPPORTED, 0.0, (), "it does what the sources order instead of what they tell")
    found = find_matches(claim, question, evidence) if found is None else found
    whole = best_match(found, question, review)
    if whole is None:
        return Claim(claim, Support.UNSUPPORTED, 0.0, (), "the sources order it instead of telling it")
    matches = [whole]
    if is_contradicted(whole.features):
        matches = _clause_matches(claim, question, evidence) or matches
    cited = " ".join(match.text for match in matches)
    weights = load_weights(_kind(question))
    sureness = weights.neutral.known(read_sureness(review, question, cited))
    return _conclude(claim, matches, sureness, min_support, weights)


def best_match(found: Sequence[Match], question: str, review: Review) -> Match | None:
    """Return the one of a claim's matches that supports it best, None of none: the evidence only gives orders.

    First of those that do not contradict the claim, then of those that bear its short form out, the surest. Of 293
    right answers of realtimeqa-2022 the span so chosen holds the gold for .857 and its article for .939; by the score
    alone, of which the short form is a part, for .833 and .928; without the short form for .819 and .925.
    """
    weights = load_weights(_kind(question))

    def standing(match: Match) -> tuple[bool, bool, float]:
        sureness = weights.neutral.known(read_sureness(review, question, match.text))
        is_borne_out = sureness.short_held == 1
        return not is_contradicted(match.features), is_borne_out, score(match.features, sureness, weights)

    return max(found, key=standing, default=None)


def closest_match(found: Sequence[Match], question: str) -> Match | None:
    """Return the one of a claim's matches that is most like it, also if it contradicts it: to be compared with it."""
    weights = load_weights(_kind(question))
    return max(found, key=lambda match: score(match.features, weights.neutral, weights), default=None)


def _clause_matches(claim: str, question: str, evidence: Evidence) -> list[Match]:
    """Return the best span of each clause; [] when the claim has one clause or a clause has no span.

    A clause need not speak of all that was asked, but the clauses' articles together must hold the question's names.
    """
    clauses = split_clauses(claim)
    found = [best_match(find_matches(clause, question, evidence), question, Review()) for clause in clauses]
    matches = [match for match in found if match is not None]
    if len(matches) < len(found):
        return []
    held = {match.window.article.id: match.features.asked_names for match in matches}
    asked = {"asked_names": min(1.0, sum(held.values())), "asked": 1.0, "asked_here": 1.0, "asked_numbers": 1.0}
    return [replace(match, features=replace(match.features, place=1.0, **asked)) for match in matches]


def _kind(question: str) -> Kind:
    return Kind.ANSWER if question else Kind.STATEMENT


def _conclude(claim: str, matches: Sequence[Match], sureness: Sureness, min_support: float, weights: Weights) -> Claim:
    weakest = min(matches, key=lambda match: score(match.features, sureness, weights)).features
    probability = score(weakest, sureness, weights)
    if any(is_contradicted(match.features) for match in matches) or probability < min_support:
        return Claim(claim, Support.UNSUPPORTED, probability, (), _reason(weakest))
    mended = mend_quotes(claim, [match.window.article.text for match in matches])
    support = Support.SUPPORTED if probability >= max(weights.supported, min_support) else Support.WEAK
    reason = "" if support is Support.SUPPORTED else _reason(weakest)
    citations = dict.fromkeys(cite(match.window.article, match.span) for match in matches)
    return Claim(mended, support, probability, tuple(citations), reason)


MISSING = {
    "numbers": "a number in it is not in the sources",
    "names": "a name in it is not in the sources",
    "speaker": "the sources have somebody else say so",
    "quotes": "its quote is not verbatim in the sources",
    "asked_names": "the sources do not speak of what was asked",
    "new": "what it says is not in the sources",
    "old": "the sources do not connect it with what was asked",
    "asked_numbers": "a number in the question is not in the sources",
    "asked": "the sources say little about what was asked",
    "told": "it only repeats the question",
    "agreement": "the sources say the opposite, or the question denies what they say",
    "asked_here": "the sources hold what it says, but not beside what was asked",
}


def _reason(features: Features) -> str:
    values = {field.name: getattr(features, field.name) for field in fields(features)}
    lowest = min(MISSING, key=lambda name: values[name])
    if values[lowest] == 1 or (lowest == "new" and values[lowest] >= PARTLY):
        return "the sources hold it only in part"
    return MISSING[lowest]
