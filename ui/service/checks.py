"""Checks of a text of the reader's own: sentence by sentence, kept nowhere."""

import logging
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from index import Filter, Library
from rag.text_check import check_text
from rag.types import Checked, Citation
from ui.errors import explain
from ui.service.catalogue import Catalogue
from ui.service.errors import NARROWED_AWAY, TextRefused, say_narrowed

MAX_TEXT_CHARS = 50_000  # some 25 pages
SHOWN_EVERY_S = 0.3
GROWTH = 1.1  # each showing draws the whole text: a tenth more each time, so all of them cost as a few
_log = logging.getLogger(__name__)

NOTHING_GIVEN = "There is no text to check: write or paste some sentences, then press “Check”."
NOTHING_LOADED = "Your library is empty, so there is nothing to check against: drop documents under “Library” first."


@dataclass(frozen=True, slots=True)
class CheckedText:
    """A text as far as it has been checked; `trouble` says why it was checked no further."""

    text: str = ""
    sentences: tuple[Checked, ...] = ()
    is_over: bool = False
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Checks:
    """Everything that checks texts; `min_support`, 0 to 1, is None for the fitted one."""

    library: Library
    min_support: float | None = None

    def sentences(self, text: str, only: Filter, first: Filter | None = None) -> Iterator[Checked]:
        """Yield each sentence of `text`, judged, by the articles that pass `first` before all that pass `only`.

        Raises TextRefused, and ArticleUnknown for the filter.
        """
        text = text.replace("\r\n", "\n")
        if refused := self._refuse(text):
            raise TextRefused(refused)
        Catalogue(self.library).require(only)
        return check_text(self.library, text, only, self.min_support, first)

    def check(self, text: str, only: Filter, first: Filter | None = None) -> Iterator[CheckedText]:
        """Yield what is known of `text` as it grows, at last as it is when all was checked; see `sentences`."""
        text = text.replace("\r\n", "\n")
        checked = CheckedText(text)
        if refused := self._refuse(text):
            yield CheckedText(is_over=True, trouble=refused)
            return
        yield checked
        shown, enough = time.monotonic(), 0.0
        try:
            Catalogue(self.library).require(only)
            for sentence in check_text(self.library, text, only, self.min_support, first):
                checked = replace(checked, sentences=(*checked.sentences, sentence))
                if len(checked.sentences) >= enough and time.monotonic() - shown >= SHOWN_EVERY_S:
                    yield checked
                    shown, enough = time.monotonic(), len(checked.sentences) * GROWTH
            yield replace(checked, is_over=True)
        except NARROWED_AWAY as error:
            yield replace(checked, is_over=True, trouble=say_narrowed(error))
        except Exception as error:  # whatever went wrong must be seen on the page
            _log.exception("checking failed")
            yield replace(checked, is_over=True, trouble=explain(error))

    def _refuse(self, text: str) -> str:
        """Return why `text` cannot be checked; empty when it can."""
        if not text.strip():
            return NOTHING_GIVEN
        if len(text) > MAX_TEXT_CHARS:
            return (
                f"This text has {len(text):,} characters; expected at most {MAX_TEXT_CHARS:,}. "
                "Check a part of it, or all of it with `broadsheet check FILE`."
            )
        return "" if self.library.size().passages else NOTHING_LOADED


def number_checked(sentences: Iterable[Checked]) -> dict[Citation, int]:
    """Return what supports the sentences, or comes closest, in the order of the text, numbered from 1, each span once.

    A number never changes as more sentences follow.
    """
    cited = [citation for sentence in sentences for citation in (*sentence.claim.citations, *sentence.nearest)]
    return {citation: number for number, citation in enumerate(dict.fromkeys(cited), start=1)}
