"""An assistant whose questions are logged and counted; what it answers is the same."""

from collections.abc import Iterator, Sequence
from datetime import date

from index import Filter, Library
from rag.assistant import AnswerSettings, Assistant
from rag.generators.base import Generator
from rag.retrieval import Retrieval
from rag.types import Answer, Event, Finished, Turn
from ui.watching.logs import log, log_failure
from ui.watching.metrics import Metrics


class WatchedAssistant(Assistant):
    """Writes to the log how each question ended and how long it took, and to `metrics` where there are any."""

    def __init__(
        self,
        library: Library,
        generator: Generator | None = None,
        settings: AnswerSettings | None = None,
        metrics: Metrics | None = None,
    ) -> None:
        """Answer as an Assistant does."""
        super().__init__(library, generator, settings)
        self._metrics = metrics

    def stream(
        self,
        question: str,
        history: Sequence[Turn] = (),
        only: Filter | None = None,
        *,
        asked: date | None = None,
        found: Retrieval | None = None,
    ) -> Iterator[Event]:
        """Yield what `Assistant.stream` yields, and raise what it raises."""
        outcome = "stopped"
        if self._metrics:
            self._metrics.began()
        try:
            for event in super().stream(question, history, only, asked=asked, found=found):
                if isinstance(event, Finished):
                    outcome = event.answer.outcome.value
                    self._tell(event.answer)
                yield event
        except Exception as error:
            outcome = "failed"
            log_failure("question_failed", error)
            if self._metrics:
                self._metrics.failed(error)
            raise
        finally:
            if outcome == "stopped":
                log("question_stopped")
            if self._metrics:
                self._metrics.ended(outcome)

    def _tell(self, answer: Answer) -> None:
        if self._metrics:
            self._metrics.answered(answer)
        log(
            "question",
            outcome=answer.outcome.value,
            claims=len(answer.claims),
            withheld=len(answer.withheld),
            hits=len(answer.hits),
            search_ms=answer.timings.search_ms,
            first_token_ms=answer.timings.first_token_ms,
            total_ms=answer.timings.total_ms,
            generator=type(self.generator).__name__,
            generation=answer.receipt.generation,
        )
