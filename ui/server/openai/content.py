"""An answer as the content of a message: sentences with [1], and the characters that each mark stands for."""

from dataclasses import dataclass

from rag.types import Citation
from ui.contract import JsonObject
from ui.conversations.urls import link_to
from ui.service.wording import Sentence


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence of the content, with what stands between it and the one before, and its annotations."""

    text: str
    annotations: tuple[JsonObject, ...] = ()


class Content:
    """The content of a message as it grows; `base` is the address of the page, which opens at the cited characters.

    Indices are of the content, half-open: `content[start_index:end_index]` is the mark.
    """

    def __init__(self, base: str = "") -> None:
        self.text = ""
        self._base = base
        self.numbers: dict[Citation, int] = {}

    def add(self, sentence: Sentence) -> Piece:
        """Return what the next sentence adds."""
        text = f"{' ' if self.text else ''}{sentence.text}"
        annotations = []
        for citation in dict.fromkeys(sentence.citations):
            mark = f"[{self.numbers.setdefault(citation, len(self.numbers) + 1)}]"
            start = len(self.text) + len(text) + 1
            text += f" {mark}"
            annotations.append(annotate(citation, self._base, start, start + len(mark)))
        self.text += text
        return Piece(text, tuple(annotations))


def annotate(citation: Citation, base: str, start: int, end: int) -> JsonObject:
    """Return OpenAI's annotation of the characters from `start` to `end` of an answer."""
    return {
        "type": "url_citation",
        "url_citation": {
            "start_index": start,
            "end_index": end,
            "title": citation.title,
            "url": link_to(base, citation.article, citation.start, citation.end),
        },
    }
