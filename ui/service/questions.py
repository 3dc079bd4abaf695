"""One question at a time, for doors that show no conversation: answered, kept if wished, stopped from outside."""

import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from index import Filter
from rag.assistant import Assistant
from rag.types import Answer, Event, Evidence, Finished, Turn
from ui.conversations.words import propose_name
from ui.service.catalogue import Catalogue
from ui.service.conversations import Conversations
from ui.service.exchange import turns_of
from ui.service.stopping import follow


@dataclass(frozen=True, slots=True)
class Question:
    """A question, what was said before it, and of which articles it is asked.

    With `conversation` it is asked in a kept one, whose history takes the place of `history`; with `keep` a new
    conversation begins with it.
    """

    text: str
    only: Filter = field(default_factory=Filter)
    history: tuple[Turn, ...] = ()
    conversation: str = ""
    keep: bool = False


@dataclass(frozen=True, slots=True)
class Kept:
    """Event after `Finished`: where the answer is kept."""

    conversation: str
    number: int


def answer_among(events: Iterable[Event | Kept]) -> Answer:
    """Return the answer that the events of a question end with."""
    return next(event.answer for event in events if isinstance(event, Finished))


@dataclass(frozen=True, slots=True)
class Questions:
    """Answers questions with `assistant`; `conversations` are those of who asks."""

    assistant: Assistant
    conversations: Conversations | None = None

    def stream(self, question: Question, stopped: threading.Event) -> Iterator[Event | Kept]:
        """Yield the events of the answer, and `Kept` where it was kept; setting `stopped` ends it.

        Raises:
            QuestionRefused: the question is empty or too long.
            ArticleUnknown: it is asked of an article that is not there.
            ConversationUnknown: there is no such conversation.
            ModelMissing: the embedder's files are not there.
            GeneratorError: the generator failed.
        """
        Catalogue(self.assistant.library).require(question.only)
        question = self._recall(question)
        evidence = Evidence((), 0)
        answer: Answer | None = None
        for event in follow(self.assistant.stream(question.text, question.history, question.only), stopped):
            if isinstance(event, Evidence):
                evidence = event
            elif isinstance(event, Finished):
                answer = event.answer
            yield event
        if answer is not None and (question.keep or question.conversation):
            yield self._keep(question, answer, evidence)

    def _recall(self, question: Question) -> Question:
        if not question.conversation:
            return question
        return replace(question, history=turns_of(self._kept.read(question.conversation)))

    def _keep(self, question: Question, answer: Answer, evidence: Evidence) -> Kept:
        store = self._kept.store
        conversation = question.conversation or store.start(propose_name(question.text)).id
        return Kept(conversation, store.append(conversation, answer, evidence.windows).number)

    @property
    def _kept(self) -> Conversations:
        if self.conversations is None:
            raise RuntimeError("a question was to be kept where there are no conversations")
        return self.conversations
