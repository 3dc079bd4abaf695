"""Notes of who asks: pinned to, placed in the articles as they are now, checked, written; for every door."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from index import Filter, Library, Span
from index.errors import ArticleUnknown
from rag.answer.citations import cite
from rag.types import Answer, Checked, Citation
from ui.collections.reading import hidden_articles
from ui.conversations.paragraphs import find_paragraphs
from ui.conversations.rows import unknown_exchange
from ui.conversations.types import Format
from ui.conversations.words import propose_name
from ui.notes.errors import NoteRefused, NoteUnknown
from ui.notes.export import MARK, write_note
from ui.notes.store import NoteStore
from ui.notes.types import Note, Pin, Placed, Standing
from ui.service.catalogue import Catalogue
from ui.service.checks import Checks
from ui.service.conversations import Conversations

MAX_QUOTE_CHARS = 4_000


@dataclass(frozen=True, slots=True)
class Statement:
    """What can be pinned of an answer: the sentence, "" where the quote speaks for itself, and what it rests on."""

    citations: tuple[Citation, ...]
    said: str = ""
    question: str = ""


@dataclass(frozen=True, slots=True)
class Notes:
    """The notes of who asks: `store` holds no others; the articles are those of `library`, which they may read."""

    store: NoteStore
    library: Library

    def pin(self, note: str, statement: Statement, *, otherwise_new: bool = False) -> Note:
        """Pin a statement to a note, and return that; to a new one if wished, where there is none of this id.

        Raises:
            NoteUnknown: there is no such note.
            NoteRefused: it has too many pins, or the statement cites nothing.
        """
        hidden = hidden_articles(self.library)
        citations = [one for one in statement.citations if one.article not in hidden]
        if not citations:
            raise NoteRefused("There is nothing to pin: choose a sentence that cites an article, or words of one.")
        try:
            self.store.pin(note, citations, statement.said, statement.question)
        except NoteUnknown:
            if not otherwise_new:
                raise
            note = self.store.make(propose_name(statement.question or citations[0].title)).id
            self.store.pin(note, citations, statement.said, statement.question)
        return self.store.get(note)

    def choose(self, article_id: str, start: int, end: int) -> Statement:
        """Return characters of an article as they can be pinned, without the blanks at their ends.

        Raises:
            ArticleUnknown: there is no such article, or not for who asks.
            NotThere: the article has no such characters.
            NoteRefused: they are none, blank, or too many.
        """
        if start >= end:
            raise NoteRefused("No words are chosen: select some in the article first, or give --start and --end.")
        excerpt = Catalogue(self.library).excerpt(article_id, start, end)
        text, article = excerpt.text, excerpt.article
        if not text.strip() or len(text) > MAX_QUOTE_CHARS:
            raise NoteRefused(
                f"{len(text):,} characters were chosen; expected 1 to {MAX_QUOTE_CHARS:,}, not all of them blank."
            )
        start, end = start + len(text) - len(text.lstrip()), end - (len(text) - len(text.rstrip()))
        return Statement((cite(article, Span(start, end)),))

    def placed(self, note: str) -> tuple[Placed, ...]:
        """Return what is pinned in a note, and where the articles have it now; raises NoteUnknown.

        A pin from an article that is there, but not for who asks, is left out.
        """
        hidden = hidden_articles(self.library)
        return tuple(self._place(pin) for pin in self.store.pins(note) if pin.citation.article not in hidden)

    def check(self, note: str, checks: Checks) -> Iterator[Checked]:
        """Yield each sentence of a note's text, judged by the articles that are pinned in it, then by all others.

        Raises:
            NoteUnknown: there is no such note.
            TextRefused: it has no text, or there is nothing to check it against.
        """
        text = self.store.get(note).text
        for one in checks.sentences(hide_marks(text), Filter(), self.pinned(note)):
            said = " ".join(text[one.start : one.end].split())
            yield replace(one, claim=replace(one.claim, text=said))

    def pinned(self, note: str) -> Filter:
        """Return the articles that are pinned in a note and still there; an empty filter where there are none."""
        ids = {one.pin.citation.article for one in self.placed(note) if one.standing is not Standing.GONE}
        return Filter(articles=frozenset(ids))

    def export(self, note: str, form: Format) -> str:
        """Return a note as a file, quotes within their paragraphs; raises NoteUnknown, and ValueError for `form`."""
        placed = self.placed(note)
        paragraphs = find_paragraphs([one.pin.citation for one in placed], self.library.article)
        return write_note(self.store.get(note), placed, form, paragraphs)

    def _place(self, pin: Pin) -> Placed:
        cited = pin.citation
        try:
            text = self.library.article(cited.article).text
        except ArticleUnknown:
            return Placed(pin, Standing.GONE)
        if text[cited.start : cited.end] == cited.quote:
            return Placed(pin, Standing.THERE, Span(cited.start, cited.end))
        found = text.find(cited.quote)
        if found < 0:
            return Placed(pin, Standing.CHANGED)
        return Placed(pin, Standing.MOVED, Span(found, found + len(cited.quote)))


def hide_marks(text: str) -> str:
    """Return a note's text with blanks in the place of each `[2]`: it names a pin, and is no number of the text."""
    return MARK.sub(lambda found: " " * len(found[0]), text)


def state(answer: Answer, claim: int = 0, point: int = 0) -> Statement:
    """Return the claim or the point of an answer, counted from 1, as it can be pinned; one that there is not is empty.

    Of a point the first citation is what it says; the others tell where the same is told.
    """
    for told in answer.claims[claim - 1 : claim] if claim > 0 else ():
        return Statement(tuple(dict.fromkeys(told.citations)), told.text, answer.question)
    for shown in answer.points[point - 1 : point] if point > 0 else ():
        return Statement(shown.citations[:1], "", answer.question)
    return Statement(())


def find_statement(
    conversations: Conversations, conversation: str, number: int, claim: int = 0, point: int = 0
) -> Statement:
    """Return a claim or a point of a kept answer, as `state` does.

    Raises:
        ConversationUnknown: there is no such answer, or not for who asks.
        NoteRefused: the answer has no such claim or point.
    """
    kept = next((one for one in conversations.exchanges(conversation) if one.number == number), None)
    if kept is None:
        raise unknown_exchange(conversation, number)
    statement = state(kept.answer, claim, point)
    if not statement.citations:
        raise NoteRefused(
            f"Answer {number} of {conversation!r} has {len(kept.answer.claims)} claims and {len(kept.answer.points)} "
            "points; expected the number of one that cites an article."
        )
    return statement
