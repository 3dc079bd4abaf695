"""Blame: a sentence that answers No since something else was to blame than a question names."""

import re
from collections.abc import Sequence
from datetime import date

from index import Hit
from index.splitting import split_sentences
from rag.answer.citations import cite
from rag.types import Citation
from rag.words import content_stems

MOST_CHARS = 30_000
MOSTLY = 0.4  # of a question's words, that an article which denies it must have
# "Was the pump to blame for it?", and "it came from a drain, and not from the pump".
_BLAMED = re.compile(
    r"^\W*(?:was|were|is|are|did|does|do|has|have|had)(?:n['’]t)?\s+(?:the|an?|its|his|her|their)?\s*"
    r"(?P<what>[\w'’-]+(?: [\w'’-]+){0,3}?)\s+(?:really )?"
    r"(?:(?:be |been )?(?:to blame|blamed|responsible|at fault|behind"
    r"|the (?:cause|source|culprit|reason|origin))|cause[sd]?|start(?:ed)?|trigger(?:ed)?|set off|lead|led)\b",
    re.IGNORECASE,
)
_CAUSES = re.compile(
    r"\b(?:c[ao]mes? from|caused?|causes|source|origin|due to|because of|blamed?|fault|began|started|result of"
    r"|traced to|responsible|culprit)\b",
    re.IGNORECASE,
)
_OF_CAUSE = content_stems("blame blamed cause caused source responsible fault origin reason culprit anyone anybody any")
_NOT = (
    r"(?:\bnot (?:(?:from|by|through|because of|due to|with|in|of) )?|\b(?:ruled|rules|ruling) out |\bexonerated? |"
    r"\bcleared )(?:the|its|his|her|their|an?)?\s*(?:[\w'’-]+ ){0,2}?"
)
_ANYBODY = re.compile(
    r"\bany(?:one|body)\b(?: (?:who (?:works?|worked)|working|employed))?"
    r"(?: (?:at|in|for|from|of|with|inside))+ (?:the |its )?"
    r"(?P<what>[\w'’-]+(?: [\w'’-]+)?)|\bany (?:member|employee|worker)s? of (?:the |its )?(?P<whom>[\w'’-]+)",
    re.IGNORECASE,
)
_NOBODY = re.compile(
    r"\b(?:no (?:member|employee|worker|one|part)s? (?:of|at|in|from)|nobody (?:at|in|from)|none of)\b", re.IGNORECASE
)
_INVOLVED = re.compile(
    r"\b(?:suspicion|suspects?|suspected|involved|helped|part in|charged|responsible|to blame|knew|accused|arrested)\b",
    re.IGNORECASE,
)


def find_contrasted(question: str, hits: Sequence[Hit]) -> tuple[str, Citation] | None:
    """Return "No" and the newest sentence that says that something else was to blame than what `question` names.

    Of whether anybody of some place did it, with "": that none of them is suspected answers it, but is no bare No.
    """
    blamed, anybody = _BLAMED.match(question), _ANYBODY.search(question)
    if blamed is not None:
        head = blamed["what"].split()[-1]
        pattern, beside, word = re.compile(rf"{_NOT}{re.escape(head)}\b", re.IGNORECASE), _CAUSES, "No"
    elif anybody is not None:
        head = (anybody["what"] or anybody["whom"]).split()[0]
        pattern, beside, word = _NOBODY, _INVOLVED, ""
    else:
        return None
    topic = content_stems(question) - _OF_CAUSE
    found = []
    for hit in hits:
        text = hit.article.text[:MOST_CHARS]
        if len(topic & content_stems(f"{hit.article.title}\n{text}")) < MOSTLY * len(topic):
            continue
        for span in split_sentences(text):
            said = span.of(text)
            is_title = said.strip() == hit.article.title.strip()
            if not is_title and pattern.search(said) and beside.search(said) and head.lower() in said.lower():
                found.append(cite(hit.article, span))
    newest = max(found, key=lambda one: one.published or date.min, default=None)
    return (word, newest) if newest is not None else None
