"""Letters: what readers wrote below a report, which the article itself does not say."""

import re
from functools import lru_cache

_MARKS = re.compile('["“”„«»]')
_FIRST = re.compile(r"\b(?:I|I['’](?:m|ve|d|ll)|[Mm]y|[Mm]yself)\b|!")
_SAID = re.compile(r"\b(?:said|says|saying|told|added|according to)\b")
_LABEL = re.compile(r"\s*[\w .'-]{2,30}:\s")  # "Charles: I will", a turn
LEAST_REPORT = 3  # paragraphs before the first letter
LEAST_LETTERS = 3
LEAST_SAID = 2  # in the report: a columnist who says "I" at the end quotes hardly anybody
MOST_SAID = 4  # of as many letters one has somebody say something
MOST_BEFORE = 2  # letters before the first that says "I"


@lru_cache(maxsize=256)
def letters_start(text: str) -> int:
    """Return where readers' letters begin below a report, `len(text)` where there are none.

    A report tells of others, and quotes them; behind it most paragraphs that quote nobody say "I", or cry out.
    """
    paragraphs = [(found.start(), found.group()) for found in re.finditer(r"[^\n]*\S[^\n]*", text)]
    plain = [row for row, (_, told) in enumerate(paragraphs) if not _MARKS.search(told) and not _LABEL.match(told)]
    own = [row for row in plain if _FIRST.search(paragraphs[row][1])]
    if len(own) < LEAST_LETTERS or own[0] < LEAST_REPORT:
        return len(text)
    first = own[0]
    report = " ".join(told for _, told in paragraphs[:first])
    if len(own) * 2 < len([row for row in plain if row >= first]) or len(_SAID.findall(report)) < LEAST_SAID:
        return len(text)
    behind = [told for _, told in paragraphs[first:]]
    if len([told for told in behind if _SAID.search(told)]) * MOST_SAID > len(behind):
        return len(text)  # the report goes on
    while own[0] - first < MOST_BEFORE and first - 1 in plain and not _SAID.search(paragraphs[first - 1][1]):
        first -= 1
    return paragraphs[first][0]
