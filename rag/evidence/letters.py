"""Letters: what readers wrote below a report, which is no part of it."""

import re
from functools import lru_cache

from index.splitting import split_blocks
from rag.support.quotes import QUOTE
from rag.support.speakers import SAYING, find_sayers

LEAST, SHARE = 8, 0.4  # paragraphs, and those of them that speak to the reader
REPORTED = 2  # paragraphs above them, at least, that do not
RARE = 4  # of as many paragraphs of a report, one may have them: a quotation without its end
_FIRST = re.compile(r"\b(?:I|I['’](?:d|m|ve|ll)|[Mm]y|me|[Ll]et['’]s)\b|!(?=\s|$)")


@lru_cache(maxsize=256)
def letters_start(text: str) -> int:
    """Return where the letters below a report begin, the text's length without any.

    They are the paragraphs at its end in which hardly anybody is named who says something, two in five of them with
    "I" or "!", below a report that hardly has these outside its quotation marks.
    """
    spans = [block.span for block in split_blocks(text) if block.kind != "heading" and not block.speaker]
    told = [QUOTE.sub(" ", span.of(text)) for span in spans]
    quoting = (
        row for row in reversed(range(len(told))) if QUOTE.search(spans[row].of(text)) and SAYING.search(told[row])
    )
    last = next(quoting, -1)
    tail = range(last + 1, len(spans))
    own = [row for row in tail if _FIRST.search(told[row])]
    is_report = last >= REPORTED - 1 and RARE * sum(map(bool, map(_FIRST.search, told[: last + 1]))) <= last + 1
    is_report = is_report and sum(bool(find_sayers(told[row])) for row in tail) * RARE <= len(tail)
    if not is_report or len(tail) < LEAST or len(own) < SHARE * len(tail):
        return len(text)
    return spans[tail[0]].start
