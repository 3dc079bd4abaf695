"""From predictions and gold to the figures of a report."""

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from index import Span
from rag.evaluation.metrics import exact_match, holds, refusals, retrieval, risk_coverage, token_f1
from rag.evaluation.open_answers import STAGES, overlap, rouge_l
from rag.evaluation.predictions import Prediction, shown_text
from rag.evaluation.questions import GoldQuestion
from rag.types import Outcome

RESAMPLES = 2_000
CONFIDENCE = 0.95
# What is told of each kind of question.
BY_KIND = ("answered", "refused", *(f"facts_{stage}" for stage in STAGES), "cited_f1", "rouge_l", "gold_in_reply", "f1")


@dataclass(frozen=True, slots=True)
class Figure:
    """A measure over `n` questions with its bootstrap interval (95 %); ratios are 0 to 1."""

    name: str
    value: float
    low: float
    high: float
    n: int


@dataclass(frozen=True, slots=True)
class Summary:
    """All figures of a run, those of each kind of question, the risk-coverage curve, and what was left out."""

    figures: tuple[Figure, ...]
    curve: tuple[tuple[float, float], ...]
    left_out: int
    latencies: Mapping[str, float]
    kinds: Mapping[str, tuple[Figure, ...]] = field(default_factory=dict)

    def value(self, name: str) -> float | None:
        """Return one figure's value; None when the run has none of this name."""
        return next((figure.value for figure in self.figures if figure.name == name), None)

    def by_kind(self) -> tuple[tuple[str, ...], tuple[tuple[str, int, tuple[Figure | None, ...]], ...]]:
        """Return the names of `BY_KIND` that were measured, and for each kind its questions and those figures."""
        measured = {figure.name for figures in self.kinds.values() for figure in figures}
        names = tuple(name for name in BY_KIND if name in measured)
        rows = []
        for kind, figures in self.kinds.items():
            found = {figure.name: figure for figure in figures}
            count = max((figure.n for figure in figures), default=0)
            rows.append((kind or "unknown", count, tuple(found.get(name) for name in names)))
        return names, tuple(rows)


def summarise(questions: Sequence[GoldQuestion], predictions: Mapping[str, Prediction], left_out: int) -> Summary:
    """Return the figures of the questions that have a prediction."""
    asked = [question for question in questions if question.id in predictions]
    figures = [_with_interval(name, list(scores.values())) for name, scores in _retrieval(asked, predictions).items()]
    if not any(predictions[question.id].outcome for question in asked):
        return Summary(tuple(figures), (), left_out, {})
    figures += _of_answers(asked, predictions)
    figures += _refusals(asked, predictions)
    by_kind: dict[str, list[GoldQuestion]] = {}
    for question in asked:
        by_kind.setdefault(question.kind or predictions[question.id].kind, []).append(question)
    kinds = {kind: tuple(_of_answers(those, predictions)) for kind, those in sorted(by_kind.items())}
    answerable = [question for question in asked if question.answers]
    curve = risk_coverage(
        [predictions[question.id].confidence for question in answerable],
        [holds(predictions[question.id].written, question.answers) for question in answerable],
    )
    latencies = _latencies([predictions[question.id] for question in asked])
    return Summary(tuple(figures), curve, left_out, latencies, kinds)


def question_scores(
    questions: Sequence[GoldQuestion], predictions: Mapping[str, Prediction]
) -> dict[str, dict[str, float]]:
    """Return each measure's score for each question that it applies to, by question id.

    The measures of answers count every question with a gold answer; `cited_article_holds` and
    `cited_span_holds` only right answers; `verbatim_citations` every shown answer; `answered` every answerable
    question and `refused` every other. `cited_precision`, `cited_recall`, `cited_f1` and `rouge_l` count those with
    `spans`, refused ones as 0.
    """
    scores: dict[str, dict[str, float]] = {
        name: {}
        for name in (
            "evidence_coverage", "gold_in_written", "gold_in_reply", "exact_match", "f1",
            "right_of_shown", "cited_article_holds", "cited_span_holds", "verbatim_citations",
            "answered", "refused", "cited_precision", "cited_recall", "cited_f1", "rouge_l",
        )
    }  # fmt: skip
    for question in questions:
        made = predictions[question.id]
        shown = made.outcome != Outcome.NO_EVIDENCE
        if shown:
            scores["verbatim_citations"][question.id] = float(made.verbatim)
        scores["answered" if question.answerable else "refused"][question.id] = float(shown is question.answerable)
        if question.answerable and question.spans and question.articles:
            for name, score in _against_spans(question, made).items():
                scores[name][question.id] = score
        if not question.answers:
            continue
        right = holds(f"{made.short} | {made.text}", question.answers)
        scores["evidence_coverage"][question.id] = float(made.covered)
        scores["gold_in_written"][question.id] = float(holds(made.written, question.answers))
        scores["gold_in_reply"][question.id] = float(right)
        scores["exact_match"][question.id] = exact_match(made.short, question.answers)
        scores["f1"][question.id] = token_f1(made.short, question.answers)
        if shown:
            scores["right_of_shown"][question.id] = float(right)
        if right:
            scores["cited_article_holds"][question.id] = float(made.cited_holds)
            scores["cited_span_holds"][question.id] = float(made.span_holds)
    return scores


def _of_answers(questions: Sequence[GoldQuestion], predictions: Mapping[str, Prediction]) -> list[Figure]:
    """Return the figures of answers that these questions have, the facts of each stage first."""
    scored = question_scores(questions, predictions)
    figures = [_with_interval(name, list(scores.values())) for name, scores in scored.items() if scores]
    return [*_facts(questions, predictions), *figures]


def _facts(questions: Sequence[GoldQuestion], predictions: Mapping[str, Prediction]) -> list[Figure]:
    """Return for each stage the part of all facts that it holds; the interval is over questions, `n` their number."""
    found: dict[str, list[tuple[bool, ...]]] = {}
    for question in questions:
        for stage, facts in predictions[question.id].facts.items():
            found.setdefault(stage, []).append(facts)
    return [_ratio_with_interval(f"facts_{stage}", found[stage]) for stage in STAGES if stage in found]


def _ratio_with_interval(name: str, facts: Sequence[tuple[bool, ...]]) -> Figure:
    import numpy as np

    pairs = np.array([(sum(one), len(one)) for one in facts], dtype=float)
    drawn = np.random.default_rng(0).integers(0, len(pairs), (RESAMPLES, len(pairs)))
    low, high = np.quantile(pairs[drawn, 0].sum(1) / pairs[drawn, 1].sum(1), [0.025, 0.975])
    return Figure(name, float(pairs[:, 0].sum() / pairs[:, 1].sum()), float(low), float(high), len(pairs))


def _against_spans(question: GoldQuestion, made: Prediction) -> dict[str, float]:
    """Return how the cited characters and the shown text compare with what people chose and wrote; 0 if refused."""
    if made.outcome == Outcome.NO_EVIDENCE:
        return dict.fromkeys(("cited_precision", "cited_recall", "cited_f1", "rouge_l"), 0.0)
    cited: dict[str, list[Span]] = {}
    for told in (*made.claims, *made.points):
        for span in told.citations:
            cited.setdefault(span.article, []).append(Span(span.start, span.end))
    compared = overlap(cited, question.articles[0], question.spans)
    return {
        "cited_precision": compared.precision,
        "cited_recall": compared.recall,
        "cited_f1": compared.f1,
        "rouge_l": rouge_l(shown_text(made), question.answers),
    }


def _retrieval(questions: Sequence[GoldQuestion], predictions: Mapping[str, Prediction]) -> dict[str, dict[str, float]]:
    gold = {question.id: question.articles for question in questions if question.articles}
    return retrieval(gold, {id: predictions[id].ranked for id in gold})


def _refusals(questions: Sequence[GoldQuestion], predictions: Mapping[str, Prediction]) -> list[Figure]:
    refused = [predictions[question.id].outcome == Outcome.NO_EVIDENCE for question in questions]
    unanswerable = [not question.answerable for question in questions]
    if not any(unanswerable):
        return []
    found = refusals(refused, unanswerable)
    names = ("refusal_precision", "refusal_recall", "refusal_balanced_accuracy")
    values = (found.precision, found.recall, found.balanced_accuracy)
    intervals = _resampled(refused, unanswerable)
    return [
        Figure(name, value, low, high, len(questions))
        for name, value, (low, high) in zip(names, values, intervals, strict=True)
    ]


def _resampled(refused: list[bool], unanswerable: list[bool]) -> list[tuple[float, float]]:
    import numpy as np

    generator = np.random.default_rng(0)
    draws = generator.integers(0, len(refused), (RESAMPLES // 4, len(refused)))
    found = [refusals([refused[n] for n in draw], [unanswerable[n] for n in draw]) for draw in draws.tolist()]
    columns = zip(*((r.precision, r.recall, r.balanced_accuracy) for r in found), strict=True)
    return [(float(np.quantile(column, 0.025)), float(np.quantile(column, 0.975))) for column in map(list, columns)]


def _with_interval(name: str, scores: list[float]) -> Figure:
    mean = statistics.fmean(scores)
    low, high = bootstrap_mean(scores)
    return Figure(name, mean, low, high, len(scores))


def bootstrap_mean(scores: Sequence[float]) -> tuple[float, float]:
    """Return the 95 % percentile bootstrap interval of the mean (Efron 1979), the same for the same scores."""
    from scipy.stats import bootstrap

    if len(set(scores)) == 1:
        return scores[0], scores[0]
    found = bootstrap(
        (list(scores),), statistics.fmean, n_resamples=RESAMPLES, confidence_level=CONFIDENCE,
        vectorized=False, method="percentile", rng=0,
    )  # fmt: skip
    return float(found.confidence_interval.low), float(found.confidence_interval.high)


def _latencies(predictions: Sequence[Prediction]) -> dict[str, float]:
    found = {}
    for name in ("search_ms", "first_token_ms", "total_ms"):
        values = sorted(getattr(made.timings, name) for made in predictions)
        found[f"{name}_p50"] = statistics.median(values)
        found[f"{name}_p95"] = values[min(len(values) - 1, int(0.95 * len(values)))]
    return found
