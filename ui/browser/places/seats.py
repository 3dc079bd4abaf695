"""Sessions of the open pages, as Gradio holds them, for what is answered beside its events."""

from dataclasses import dataclass
from sys import getsizeof
from typing import Any

import gradio as gr

from rag.types import Checked
from ui.browser.views.shelf import Leaf
from ui.service.exchange import Exchange
from ui.service.memory import CHECKED_BYTES, weigh


@dataclass(frozen=True, slots=True)
class Seats:
    """The states of a page's sessions. A session that Gradio does not know has none, and is not begun by asking."""

    page: gr.Blocks
    exchanges: gr.State
    editing: gr.State
    leaf: gr.State
    sentences: gr.State

    def exchanges_of(self, session: str) -> tuple[Exchange, ...]:
        """Return the conversation that a session shows; LookupError for a session that there is not."""
        shown: tuple[Exchange, ...] = self._held(session)[self.exchanges._id]
        return shown

    def sentences_of(self, session: str) -> tuple[Checked, ...]:
        """Return the sentences of the checked text that a session shows; LookupError as above."""
        shown: tuple[Checked, ...] = self._held(session)[self.sentences._id]
        return shown

    def is_editing(self, session: str) -> bool:
        """Tell whether a session's next question replaces an earlier one; LookupError as above."""
        return bool(self._held(session)[self.editing._id])

    def turn(self, session: str, leaf: Leaf) -> None:
        """Note which page of the table a session looks at; LookupError as above."""
        self._held(session)[self.leaf._id] = leaf

    def weigh(self, session: str) -> int:
        """Return about how many bytes are held for a session: its conversation, and what its places show."""
        if session not in self.page.state_holder:
            return 0
        places = list(self._held(session).config_values.values())  # an event may go on beside this
        shown = (place.get("props", {}).get("value") for place in places)
        held = weigh(self.exchanges_of(session)) + CHECKED_BYTES * len(self.sentences_of(session))
        return held + sum(getsizeof(text) for text in shown if isinstance(text, str))

    def _held(self, session: str) -> Any:  # noqa: ANN401 - Gradio's own, which says nothing of its values
        holder = self.page.state_holder
        if session not in holder:
            raise LookupError(session)
        return holder[session]
