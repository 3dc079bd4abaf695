"""Asking every question of a file, keeping each prediction as soon as it is made."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from index import Article, Filter, Library, Progress
from index.search import rank_articles
from rag.assistant import Assistant
from rag.evaluation.metrics import holds
from rag.evaluation.open_answers import STAGES, held
from rag.evaluation.predictions import (
    CitedSpan,
    CitedText,
    Prediction,
    PredictionWriter,
    read_predictions,
    shown_text,
)
from rag.evaluation.questions import GoldQuestion
from rag.evaluation.rewriting import SparingGenerator, writings_of
from rag.evidence.markup import show
from rag.question.resolve import resolve
from rag.support.quotes import quotes
from rag.types import Answer, Citation, Claim, Event, Evidence, Finished, Points, Retrieved, Timings, Token

RANKED = 10
RANKED_HITS = 400  # passages searched for the ten best articles; with 100, Cranfield loses .006


def predict(
    library: Library, assistant: Assistant | None, questions: Sequence[GoldQuestion], path: Path, again: bool
) -> Iterator[Progress]:
    """Ask the questions that `path` has no prediction for yet, and append theirs.

    Without an assistant only the retrieval is measured; what was so measured is asked once there is
    one. Predictions of questions that are not asked now are dropped from the file. `again` asks all
    of them, but takes over what the generator wrote for a prompt that has not changed.
    """
    earlier = read_predictions(path)
    writer = PredictionWriter(path)
    writer.start(earlier[question.id] for question in questions if question.id in earlier)
    sparing = SparingGenerator(assistant.generator, writings_of(earlier.values())) if assistant else None
    for position, question in enumerate(questions):
        yield Progress("ask", position, len(questions), question.question)
        if not again and _is_kept(earlier.get(question.id), assistant):
            continue
        if assistant is None or sparing is None:
            writer.add(_search_only(library, question))
        else:
            writer.add(_answer(library, Assistant(library, sparing, assistant.settings), sparing, question))
    latest = read_predictions(path)
    writer.start(latest[question.id] for question in questions)
    yield Progress("ask", len(questions), len(questions))


def _is_kept(made: Prediction | None, assistant: Assistant | None) -> bool:
    return made is not None and (assistant is None or bool(made.outcome))


def _search_only(library: Library, question: GoldQuestion) -> Prediction:
    ranked = _rank(library, question.question, question.only)
    return Prediction(question.id, ranked, "", "", "", (), Timings(0, 0, 0))


def _answer(library: Library, assistant: Assistant, sparing: SparingGenerator, question: GoldQuestion) -> Prediction:
    stages = _Stages()
    for event in assistant.stream(question.question, question.history, question.only, asked=question.asked):
        stages.take(event)
        if isinstance(event, Finished):
            ranked, written = _rank(library, _searched(question), question.only), stages.texts["written"]
            prediction = _judge(library, question, event.answer, stages.evidence)
            prediction = replace(prediction, ranked=ranked, written=written)
            if question.nuggets:
                texts = stages.texts | {"shown": f"{prediction.short}\n{shown_text(prediction)}"}
                facts = {stage: held(question.nuggets, text) for stage, text in texts.items()}
                prediction = replace(prediction, facts=facts)
            if not written:
                return replace(prediction, review=sparing.last_review)
            timings = sparing.spared.timings if sparing.spared else prediction.timings
            return replace(prediction, review=sparing.last_review, prompt=sparing.key, timings=timings)
    raise AssertionError("a stream always ends with Finished")


class _Stages:
    """The texts of one answer's stages as they come, and its evidence."""

    def __init__(self) -> None:
        self.texts = dict.fromkeys(STAGES, "")
        self.evidence = Evidence((), 0)

    def take(self, event: Event) -> None:
        """Keep what an event brings."""
        match event:
            case Retrieved(_, hits):
                self.texts["hits"] = "\n".join(f"{hit.article.title}\n{hit.passage.text}" for hit in hits)
            case Evidence(windows, _):
                self.evidence = event
                self.texts["evidence"] = "\n".join(f"{one.article.title}\n{one.text}" for one in windows)
            case Points(_, points, _):
                self.texts["points"] = "\n".join(show(one.quote) for point in points for one in point.citations)
            case Token(text):
                self.texts["written"] += text
            case _:
                return


def _searched(question: GoldQuestion) -> str:
    return resolve(question.question, question.history, question.asked or date.today()).searched


def _rank(library: Library, question: str, only: Filter) -> tuple[str, ...]:
    return rank_articles(library.search(question, RANKED_HITS, only))[:RANKED]


def _judge(library: Library, question: GoldQuestion, answer: Answer, evidence: Evidence) -> Prediction:
    # Where nothing was written, the points are the answer.
    citations = [citation for told in answer.claims or answer.points for citation in told.citations]
    cited = tuple(dict.fromkeys(citation.article for citation in citations))
    articles: dict[str, Article] = {name: library.article(name) for name in cited}
    scores = [claim.score for claim in (*answer.claims, *answer.withheld)]
    return Prediction(
        id=question.id,
        ranked=(),
        outcome=answer.outcome.value,
        short=answer.short,
        text=answer.text,
        cited=cited,
        timings=answer.timings,
        confidence=round(max(scores, default=0.0), 4),
        covered=any(holds(window.article.title + " " + window.text, question.answers) for window in evidence.windows),
        cited_holds=any(holds(a.title + " " + a.text, question.answers) for a in articles.values()),
        kind=answer.kind,
        claims=tuple(CitedText(claim.text, claim.support.value, _spans(claim.citations)) for claim in answer.claims),
        points=tuple(CitedText(point.group, "", _spans(point.citations)) for point in answer.points),
        span_holds=any(holds(citation.quote, question.answers) for citation in citations),
        verbatim=all(c.quote == articles[c.article].text[c.start : c.end] for c in citations)
        and all(_quotes_stand(claim, articles) for claim in answer.claims),
        evidence_tokens=evidence.tokens,
        note=answer.note,
    )


def _spans(citations: Sequence[Citation]) -> tuple[CitedSpan, ...]:
    return tuple(CitedSpan(one.article, one.start, one.end, one.quote) for one in citations)


def _quotes_stand(claim: Claim, articles: Mapping[str, Article]) -> bool:
    texts = [articles[citation.article].text for citation in claim.citations]
    return all(any(quoted.text in text for text in texts) for quoted in quotes(claim.text))
