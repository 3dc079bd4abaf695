"""One question after the other asked of two libraries, which are to answer alike."""

from collections.abc import Iterator, Sequence

from index import Library
from index.types import Progress
from rag import Answer, Assistant
from ui.contract import JsonObject, from_answer

QUESTIONS = 20


def make_questions(library: Library) -> tuple[str, ...]:
    """Return the titles of articles that stand evenly among all, `QUESTIONS` at most, each once."""
    titles = list(dict.fromkeys(row.title for row in library.articles() if row.title.strip()))
    return tuple(titles[:: max(1, -(-len(titles) // QUESTIONS))])


class Comparison:
    """Questions that two libraries are asked; `differing` are those that they answered otherwise."""

    def __init__(self, one: Library, other: Library, questions: Sequence[str]) -> None:
        self.questions = tuple(questions)
        self.differing: list[str] = []
        self._assistants = (Assistant(one), Assistant(other))

    def steps(self) -> Iterator[Progress]:
        """Ask, without a model that writes, so that an answer is the same each time."""
        for position, question in enumerate(self.questions):
            yield Progress("ask", position, len(self.questions), question)
            one, other = (_kept(assistant.ask(question)) for assistant in self._assistants)
            if one != other:
                self.differing.append(question)


def _kept(answer: Answer) -> JsonObject:
    """Return what is said and cited: not how long it took, nor by which programs, nor the scores, which they round."""
    told = from_answer(answer)
    del told["timings"], told["receipt"]
    told["hits"] = [{"article": hit.article.id, "start": hit.passage.start} for hit in answer.hits]
    return told
