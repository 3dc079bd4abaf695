"""Papers: a report, a letter or a ruling says something, and the statement has somebody else say so."""

from index.splitting import split_sentences
from rag.support.conflicts.kinds import Conflict
from rag.support.conflicts.likeness import all_of
from rag.support.coverage import Coverage
from rag.support.grammar import Argument, Clause, find_clauses
from rag.support.statement import Statement
from rag.support.units import Unit
from rag.words import content_stems, stem

PAPERS = frozenset(
    map(
        stem,
        "article audit book document filing indictment inquiry investigation judgment judgement lawsuit letter memo"
        " paper poll report review ruling statement study survey verdict".split(),
    )
)


def is_read_in_a_paper(statement: Statement, unit: Unit, coverage: Coverage) -> Conflict | None:
    """Tell whether the unit has from a paper what the statement has somebody say, whose paper it is not.

    "Of the farm, which Orr had blamed, the report says that it was clean" has not Orr say so.
    """
    said_by = [one for clause in find_clauses(statement.text) for one in clause.said_by]
    if not said_by or any(not one.is_name or one.head in PAPERS for one in said_by):
        return None
    sentences = [span.of(unit.text) for span in split_sentences(unit.text)]
    own = content_stems(statement.text)
    closest = max(sentences, key=lambda text: len(own & content_stems(text)), default=unit.text)
    saying = [clause for clause in find_clauses(closest) if clause.reports]
    papers = [one for clause in saying for one in clause.doer if one.head in PAPERS]
    if not papers or len(papers) < sum(len(clause.doer) for clause in saying):
        return None
    is_theirs = any(_is_of(one, paper, find_clauses(unit.text)) for one in said_by for paper in papers)
    return None if is_theirs else Conflict.SPEAKER


def _is_of(who: Argument, paper: Argument, told: tuple[Clause, ...]) -> bool:
    """Tell whether a paper is somebody's, or he does anything with it: "Orr published a report"."""
    if who.head in paper.words:
        return True
    beside = [tuple(all_of(clause)) for clause in told if not clause.reports]
    return any(
        any(one.head == who.head for one in all_) and any(one.head == paper.head for one in all_) for all_ in beside
    )
