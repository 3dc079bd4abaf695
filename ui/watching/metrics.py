"""Metrics for Prometheus, on this computer alone; labels hold outcomes and names of exceptions, never text."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rag.types import Answer
from ui.errors import InterfaceError

if TYPE_CHECKING:
    from index.database import Size
    from index.library import Library

HOST = "127.0.0.1"  # nobody but this computer
SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120)


@dataclass(frozen=True, slots=True)
class Served:
    """Metrics that are being served, on which port, and how to end it."""

    port: int
    close: Callable[[], None]


class MetricsMissing(InterfaceError):
    """Metrics without the package that serves them."""


class Metrics:
    """The numbers of one process, in a registry of their own."""

    def __init__(self, library: "Library") -> None:
        """Count questions, and ask `library` for its size whenever somebody looks.

        Raises:
            MetricsMissing: the package prometheus-client is not installed.
        """
        try:
            from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
        except ImportError as error:
            raise MetricsMissing(
                "--metrics needs the package prometheus-client, which is not installed: "
                "pip install 'broadsheet[metrics]'."
            ) from error
        self.registry = own = CollectorRegistry()
        self._questions = Counter("broadsheet_questions", "Questions by how they ended.", ["outcome"], registry=own)
        self._errors = Counter("broadsheet_errors", "Questions that failed, by exception.", ["error"], registry=own)
        self._under_way = Gauge("broadsheet_questions_under_way", "Questions waiting or being answered.", registry=own)

        def seconds(what: str, until: str) -> Histogram:
            return Histogram(f"broadsheet_{what}_seconds", f"Until {until}.", buckets=SECONDS, registry=own)

        self._search = seconds("search", "the hits are there")
        self._first = seconds("first_token", "the first token")
        self._answer = seconds("answer", "the answer is judged")

        def size(what: str, read: "Callable[[Size], int]") -> None:
            gauge = Gauge(f"broadsheet_library_{what}", f"{what.title()} of the library.", registry=own)
            gauge.set_function(lambda: float(read(library.size())))

        size("articles", lambda there: there.articles)
        size("passages", lambda there: there.passages)
        size("generation", lambda there: there.generation)

    def began(self) -> None:
        """Count a question in."""
        self._under_way.inc()

    def ended(self, outcome: str) -> None:
        """Count a question out; `outcome` is an `Outcome`'s value, `failed` or `stopped`."""
        self._under_way.dec()
        self._questions.labels(outcome).inc()

    def answered(self, answer: Answer) -> None:
        """Take in how long an answer took."""
        self._search.observe(answer.timings.search_ms / 1000)
        self._answer.observe(answer.timings.total_ms / 1000)
        if answer.timings.first_token_ms:
            self._first.observe(answer.timings.first_token_ms / 1000)

    def failed(self, error: Exception) -> None:
        """Count what went wrong."""
        self._errors.labels(type(error).__name__).inc()

    def serve(self, port: int) -> "Served":
        """Serve the numbers at `http://127.0.0.1:port/metrics` until `Served.close`; OSError when it is taken."""
        from prometheus_client import start_http_server

        server, thread = start_http_server(port, addr=HOST, registry=self.registry)

        def close() -> None:
            server.shutdown()
            server.server_close()
            thread.join()

        return Served(server.server_port, close)
