"""A table: the rows of an article, and what of a question they hold, name and leave open."""

import math
import re
from collections.abc import Sequence

from index import Article
from rag.answer.tables.columns import HOW_MANY, OF_WHICH, find_rank, names, with_unit
from rag.answer.tables.reading import Row, read_rows
from rag.question.subject import topic_stems
from rag.support.labels import base_of, doings
from rag.support.quantities import quantities
from rag.support.quantity import Quantity
from rag.support.terms import Term, content, is_alike, terms
from rag.words import fold, words

_INCLUSIVE = re.compile(r"\b(?:at least|at most|up to)\b", re.IGNORECASE)
_WHO = re.compile(r"\W*who\b", re.IGNORECASE)
_VALUE = re.compile(
    r"\W*(?:(?:and|so|but) )?(?:what (?:is|was|are|were|did|does|do)|how (?:much|high|big|large))\b", re.IGNORECASE
)
_TOTAL = re.compile(
    r"\W*(?:(?:grand |sub-?)?totals?|sum|overall|all|altogether|gesamt|insgesamt|summe|ensemble|suma)\b[^\w]*"
    r"(?:general|général|sum|summe)?\W*",
    re.IGNORECASE,
)
_ASKS_TOTAL = re.compile(r"\b(?:total|totals|sum|overall|altogether|in all|gesamt|insgesamt|en tout)\b", re.IGNORECASE)
# What is won, or given: "Which films won something?" asks for the rows that have a prize.
_WINNING = re.compile(r"w[io]n|wins|awarded|honou?red|given|g[eo]ts?|receive[ds]?|earned", re.IGNORECASE)
_HAVING = re.compile(
    r"\b(?:w[io]n|ha(?:d|s|ve)|got|get|receive[ds]?|given|awarded|took|earned|with|without)\b", re.IGNORECASE
)
_WITHOUT = re.compile(r"\b(?:no|nothing|none|without|not|never)\b|n['’]t\b", re.IGNORECASE)
_NOTHING = re.compile(
    r"\W*(?:no?|false|✗|none|nil|not any|nein|keine?[rns]?|non|aucune?|ningun[oa]|0)?\W*", re.IGNORECASE
)
_YES_OR_NO = re.compile(r"\W*(?:yes|no|y|n|true|false|ja|nein|oui|non|s[ií]|✓|✗|x)?\W*", re.IGNORECASE)
_GIVEN = content("prize prizes award awards medal medals trophy honour honor distinction preis")
# That a row is there, which every row says of itself.
_LIGHT = frozenset(
    "run ran hold held take took place occur list row rowse entri record exist all show find found give each".split()
)


class Table:
    """The rows of an article, and what of a question they are asked for."""

    def __init__(self, article: Article, question: str) -> None:
        self.article = article
        rows = read_rows(article.text)
        # The sum of the others is none of them: it has more than each.
        self.rows = rows if _ASKS_TOTAL.search(question) else tuple(filter(is_one, rows))
        self.columns = tuple(dict.fromkeys(cell.name for row in self.rows for cell in row.cells))
        self.is_inclusive = _INCLUSIVE.search(question) is not None
        self._said = f" {' '.join(word.text for word in words(fold(question)))} "
        self.asked: list[str] = []  # columns that the question names
        self.doers: list[str] = []  # columns of those who do what it asks for: "Winner", for "won"
        self.fitting: list[Row] = list(self.rows)
        self.is_narrowed = self._is_titled = False
        said = topic_stems(question)
        read = [term for term in terms(question) if term.is_content and (term.quantity or term.stem in said)]
        self.rank = find_rank(question, self.columns)
        ranks = self.rank.words.lower().split() if self.rank else []
        read = [term for term in read if term.text.lower() not in ranks and term.stem not in _LIGHT]
        self._had: list[str] = []  # columns of what a row has or has not: "Prize", for "won"
        is_having, is_denied = _HAVING.search(question) is not None, _WITHOUT.search(question) is not None
        verbs = [term for term in read if self._read_verb(term)]
        # A bound ("more than 400") is read last, of the column that the other words name.
        rest = sorted((term for term in read if term not in verbs), key=lambda term: _is_bound(term.quantity))
        unknown = [term.text for term in rest if not self._take(term)] if self.rows else [question]
        said_of = [term for term in rest if term.stem not in content(article.title)]
        self.asked.sort(key=lambda name: -sum(names(name, term) for term in said_of))  # "visitors", "2024"
        self._keep_having(self._had or (self.asked if is_having else []), is_denied=is_denied)
        self._keep_having([name for name in self.asked if self._is_yes_no(name)], is_denied=is_denied)
        counted = HOW_MANY.search(question)
        # "How many ships arrived": a table of arrivals need not say of what.
        of_title = [counted["noun"]] if counted and self._is_titled and self.is_narrowed and self.asked else []
        self.is_understood = unknown in ([], of_title)

    def _read_verb(self, term: Term) -> bool:
        if term.quantity is not None or term.is_name or any(term.stem in content(name) for name in self.columns):
            return False
        found = [name for name in self.columns if base_of(term.text) in doings(name)]
        self.doers += found
        given = [name for name in self.columns if _GIVEN & content(name)] if _WINNING.fullmatch(term.text) else []
        self._had += given if not found else []
        return bool(found or given)

    def _keep_having(self, columns: Sequence[str], *, is_denied: bool) -> None:
        """Narrow the rows to those that have something in a column where others have nothing; or to these others."""
        for column in columns:
            kept = [row for row in self.fitting if (_NOTHING.fullmatch(row.value(column)) is None) is not is_denied]
            if kept and len(kept) < len(self.fitting):
                self.fitting, self.is_narrowed = kept, True

    def _is_yes_no(self, column: str) -> bool:
        """Tell whether a column says Yes or No of each row: who names it asks for those of which it says Yes."""
        return all(_YES_OR_NO.fullmatch(row.value(column)) for row in self.rows)

    def _take(self, term: Term) -> bool:
        """Narrow the rows to those that hold a term, or note the column that it names; return whether it did."""
        named = [name for name in self.columns if names(name, term)]
        kept = self._of_said_value([row for row in self.fitting if self._holds(row, term)], term)
        if kept and (term.is_strict or not named):
            self.fitting, self.is_narrowed = kept, True
            return True
        self.asked += named
        title = content(self.article.title)
        is_of_title = term.stem in title or is_alike(term.stem, title)
        self._is_titled = self._is_titled or is_of_title
        return bool(named) or is_of_title

    def _of_said_value(self, rows: list[Row], term: Term) -> list[Row]:
        """Return the rows with the value that a question says whole, if one is: "in competition" is not out of it."""
        if term.quantity is not None:
            return rows
        values = {value for row in rows for value in row.values if term.stem in content(value)}
        said = {value: f" {' '.join(word.text for word in words(fold(value)))} " for value in values}
        whole = [value for value, told in said.items() if told in self._said]
        kept = [row for row in rows if max(whole, key=len) in row.values] if whole else rows
        return kept or rows

    def _holds(self, row: Row, term: Term) -> bool:
        if term.quantity is not None:
            counted = [name for name in self.columns if term.quantity.counted in content(name)]
            if _is_bound(term.quantity):
                return any(self._is_within(row.number(name), term.quantity) for name in counted or self.asked)
            return any(_bears(value, term.quantity) for value in (map(row.value, counted) if counted else row.values))
        doers = [row.value(name) for name in self.doers] if term.is_name else []
        if any(term.stem in content(value) for value in doers):
            return True
        return term.stem in row.stems and not self._is_doer(term)

    def _is_within(self, number: float, asked: Quantity) -> bool:
        if number == asked.value:
            return self.is_inclusive
        return number > asked.value if asked.value == asked.least else number < asked.value

    def _is_doer(self, term: Term) -> bool:
        """Tell whether a name stands in a column of doers anywhere: then it must stand there."""
        return term.is_name and any(term.stem in content(row.value(name)) for row in self.rows for name in self.doers)

    @property
    def is_subject(self) -> bool:
        """Tell whether the rows are what is asked for: the first column, or the title, names it."""
        return self.columns[0] in self.asked

    def told(self, rows: Sequence[Row], question: str) -> str:
        """Return what one row gives in the one column that is asked for; "" where that is not certain."""
        noun = OF_WHICH.search(question) or HOW_MANY.search(question)
        columns = self.named_by(noun["noun"]) if noun else self.doers if _WHO.match(question) else []
        if HOW_MANY.search(question):
            columns = columns or self.asked
        if len(rows) == 1 and len(columns) != 1 and (_VALUE.match(question) or HOW_MANY.search(question)):
            columns = self._named_most(rows[0], question)
        return with_unit(columns[0], rows[0].value(columns[0])) if len(rows) == len(columns) == 1 else ""

    def _named_most(self, row: Row, question: str) -> list[str]:
        """Return the columns that most words of a question name which are not of the row: "revenue", "2024"."""
        asked = [term for term in terms(question) if term.is_content and term.stem not in content(row.values[0])]
        counts = {name: sum(names(name, term) for term in asked) for name in self.columns[1:]}
        most = max(counts.values(), default=0)
        return [name for name, count in counts.items() if count == most] if most else []

    def is_called(self, noun: str) -> bool:
        """Tell whether a noun says what all fitting rows are: "documentaries", of "Section: Documentary"."""
        stems = content(noun)
        cells = [[value for value in row.values if stems & content(value)] for row in self.fitting]
        return self.is_narrowed and all(any(not quantities(value) for value in values) for values in cells)

    def named_by(self, noun: str) -> list[str]:
        """Return the columns that a noun names."""
        return [name for name in self.columns if any(names(name, term) for term in terms(noun))]


def is_one(row: Row) -> bool:
    """Tell whether a row is no sum of the others."""
    return _TOTAL.fullmatch(row.values[0]) is None


def _is_bound(asked: Quantity | None) -> bool:
    """Tell whether a quantity is called "more than" or "less than" itself."""
    return asked is not None and not math.isnan(asked.least) and asked.value in (asked.least, asked.most)


def _bears(value: str, asked: Quantity) -> bool:
    return any(own.holds(asked) for own in quantities(value))
