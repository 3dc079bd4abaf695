"""Passed over: the statement has chosen what the unit only has as what was not."""

import re

from rag.support.conflicts.alternatives import SENTENCE_END
from rag.support.conflicts.kinds import Conflict
from rag.support.coverage import Coverage
from rag.support.names import Name, are_same, find_capitals
from rag.support.statement import Statement
from rag.support.units import Unit

CHOICE = re.compile(
    r"\b(?:cho(?:ose|oses|se|sen|osing)|prefer\w*|pick(?:s|ed|ing)?|select\w*|favou?r(?:s|ed|ing)?|appoint\w*|elect\w*"
    r"|back(?:s|ed|ing)?|opt(?:s|ed|ing)?)\b",
    re.IGNORECASE,
)
PASSED = re.compile(r"\b(?:over|instead of|rather than|ahead of|and not|but not)\s+(?:the\s+)?$", re.IGNORECASE)


def passes_over(statement: Statement, unit: Unit, coverage: Coverage) -> Conflict | None:
    """Tell whether the statement names what was passed over, and not what was chosen: "Hollin over Brackwater"."""
    told = find_capitals(unit.text)
    for lost in told:
        begin = max((end.end() for end in SENTENCE_END.finditer(unit.text, 0, lost.start)), default=0)
        if not PASSED.search(unit.text, begin, lost.start) or not CHOICE.search(unit.text, begin, lost.start):
            continue
        won = [name for name in told if begin <= name.start < lost.start]
        if _is_named(lost, statement) and won and not _is_named(won[-1], statement):
            return Conflict.UNDONE
    return None


def _is_named(name: Name, statement: Statement) -> bool:
    return any(are_same(name, one) for one in statement.names)
