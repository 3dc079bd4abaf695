"""The model that writes the answers, as it comes: it loads, is not on this computer yet, or is at work."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from ui.service.work import Steps


class ModelStage(StrEnum):
    """Where the writing model is."""

    LOADING = "loading"
    MISSING = "missing"
    FAILED = "failed"
    READY = "ready"


@dataclass(frozen=True, slots=True)
class ModelState:
    """Where the writing model is: `size` in bytes when missing, `trouble` when it or its fetching failed."""

    stage: ModelStage = ModelStage.READY
    size: int = 0
    trouble: str = ""
    number: int = 0


class WritingModel:
    """What the page knows of the writing model; `fetch` gives the steps that bring a missing one here and load it."""

    def __init__(self, fetch: Callable[[], Steps] | None = None) -> None:
        self._fetch = fetch
        self._lock = threading.Lock()
        self._state = ModelState()

    @property
    def state(self) -> ModelState:
        """Return where the model is."""
        with self._lock:
            return self._state

    def tell(self, stage: ModelStage, size: int = 0, trouble: str = "") -> None:
        """Say where the model is now."""
        with self._lock:
            self._state = ModelState(stage, size, trouble, self._state.number + 1)

    def fetch(self) -> Steps:
        """Return the steps that get the model; RuntimeError where it cannot be got from the page."""
        if self._fetch is None:
            raise RuntimeError("the page was asked for a model that it does not lack")
        return self._fetch()
