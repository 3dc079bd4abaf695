"""Judge of statements: does an article say this? Never whether it is what was asked (`relevance` tells that)."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from index import Article, Span
from rag.answer.citations import cite
from rag.support.causes import lends_cause, mistakes_cause, tells_guess_as_cause
from rag.support.clauses import split_clauses
from rag.support.comparison import Comparison, compare
from rag.support.conflicts import Conflict
from rag.support.corrections import find_corrected, take_back
from rag.support.coverage import weigh
from rag.support.dates import is_of_another_year, mend_dates
from rag.support.disputes import replaces, tells_no_fact
from rag.support.grammar import find_clauses
from rag.support.names import find_names
from rag.support.quantity import Quantity
from rag.support.quotes import mend_quotes
from rag.support.statement import Statement, take_apart
from rag.support.units import ROW, Unit, units_of
from rag.support.weights import ALL, load_weights, score
from rag.types import Citation, Claim, Support, Window

CANDIDATES = 8  # units that hold most of a statement: only these are compared in full
MIN_CONTENT = 2  # "She agreed." says nothing that could be looked up
MAX_CHARS = 4_000  # of a statement: what is longer is no sentence
# Of a statement's plain words: a unit that holds fewer says it in other words, and whether those deny it, words cannot
# tell. Of 51 statements called contradicted it spares 8 of 20 true ones and costs 2 of 31 false ones.
SAME_WORDS = 0.7
SAME_MATTER = 0.6  # of its words, where a correction takes it back
FEW = 0.34  # of its words: names and numbers alone are no statement
NEARLY_ALL = 0.8
SAME_NAMES = 0.5  # of its names: how tall another cat is contradicts nothing
ALL_ELSE = 0.9  # of a statement's plain words: so much, and another name stands where its own should
SHORT, SHORT_HELD = 6, 0.75  # words of content in a short statement, and how much of them must be there
MOSTLY = 0.5
NOW = re.compile(r"\bnow\b|\bno longer\b|\b(?:has|have) been\b", re.IGNORECASE)  # in a newer article
TELLS_MORE = 0.15  # of a statement, in the sentence beside: "Nine fell ill with measles. Nobody died."
LEAD_CHARS = 600  # of a corrected article, where it says of whom and what it tells
PARTLY = "no single place in the sources holds all of it"
UNSAID = "no sentence of the sources says so in these words"
UNCAUSED = "it gives a cause, and the sources do not say that it is one"
NEED_ACT = (
    Conflict.POLARITY,
    Conflict.VALUE,
    Conflict.NAME,
    Conflict.SWAPPED,
    Conflict.ORDER,
)  # of the same act, or of something else
TURNED = (Conflict.POLARITY, Conflict.OPPOSITE, Conflict.SWAPPED, Conflict.ORDER, Conflict.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Match:
    """A statement compared with a unit of a window.

    `is_short`: a word that the statement lacks is a good part of it. `lends_cause`: it says why, the unit does not.
    `is_corrected`: another article that was found corrects this one; `corrects`: this one corrects another. `untold`:
    why the unit does not tell it as a fact.
    """

    window: Window
    comparison: Comparison
    is_short: bool = False
    lends_cause: bool = False
    is_corrected: bool = False
    corrects: bool = False
    untold: str = ""

    @property
    def span(self) -> Span:
        """Return the unit's characters in its article."""
        return self.comparison.unit.span

    @property
    def probability(self) -> float:
        """Return how likely the unit says the statement, 0 where something speaks against it."""
        return 0.0 if self.refusal else score(self.comparison, is_short=self.is_short)

    @property
    def refusal(self) -> str:
        """Return in a few words why the unit cannot support the statement however much they share; "" if it can."""
        compared = self.comparison
        if compared.conflict is not None:
            return compared.conflict.value
        if compared.quantities < 1:
            return "a number in it is not in the closest sentence"
        if compared.names < 1:
            return "a name in it is not in the closest sentence"
        if self.lends_cause:
            return UNCAUSED
        if self.untold:
            return self.untold
        if compared.words < FEW or (compared.carried < SHORT_HELD and self.is_short):
            return UNSAID
        return ""

    @property
    def contradicts(self) -> bool:
        """Tell whether the unit speaks of the same and says otherwise.

        When a harbour was founded contradicts no year of a museum, whoever founded both.
        """
        compared = self.comparison
        if compared.conflict in (None, Conflict.UNDONE, Conflict.OPEN) or not self._is_of_the_same:
            return False
        if compared.conflict in NEED_ACT and not compared.tells_act:
            return False  # when it was paid for contradicts nothing about when it opens
        if compared.conflict is Conflict.NAME and self.is_corrected:
            return False
        if compared.conflict is Conflict.VALUE:
            is_same = compared.words >= SAME_MATTER and compared.names >= SAME_NAMES
            return is_same and not self.is_corrected
        if compared.conflict is Conflict.SWAPPED and compared.held < NEARLY_ALL:
            return False  # what the title adds, a part of the sentence may have said as well
        return max(compared.carried, compared.words) >= (SAME_MATTER if self.is_withdrawal else NEARLY_ALL)

    @property
    def _is_of_the_same(self) -> bool:
        """Tell whether the unit speaks of what the statement does, in its words."""
        compared = self.comparison
        is_row = ROW.fullmatch(compared.unit.text) is not None
        least = SAME_MATTER if self.corrects or self.is_withdrawal else SAME_WORDS
        if (compared.words < least and not is_row) or compared.carried < FEW:
            return False
        if is_row and (compared.conflict is Conflict.NAME or compared.names < 1):
            return False  # the next row is of somebody else
        if self.is_withdrawal and compared.names < SAME_NAMES:
            return False  # who said it wrongly was somebody else
        # Somebody named before it is not who does it here, and what it says of one, another may have done as well.
        is_named = compared.words >= ALL_ELSE and bool(find_names(compared.unit.text))
        return compared.conflict is not Conflict.NAME or is_named

    @property
    def denies(self) -> bool:
        """Tell whether the unit says nearly all of the statement but with another sense."""
        if self.is_withdrawal:
            return self.comparison.held >= FEW and self.comparison.words >= MOSTLY
        return self.comparison.conflict in TURNED and self.comparison.held >= NEARLY_ALL

    @property
    def misses(self) -> bool:
        """Tell whether the unit has all that the statement says, and says something else."""
        return self.comparison.conflict in (Conflict.UNDONE, Conflict.OPEN) and self.comparison.held >= ALL

    @property
    def is_withdrawal(self) -> bool:
        """Tell whether the unit says that the statement was wrong."""
        return self.comparison.conflict is Conflict.WITHDRAWN

    @property
    def citation(self) -> Citation:
        """Return the citation of the unit, of what was wrong with what is right."""
        article = self.window.article
        return cite(article, take_back(article, self.span) if self.is_withdrawal else self.span)


@dataclass(frozen=True, slots=True)
class Verdict:
    """A judged statement, and the matches that it was judged by, the best first; () where there are none."""

    claim: Claim
    matches: tuple[Match, ...] = ()

    def of(self, text: str) -> "Verdict":
        """Return this verdict as that of `text`, which says the same in other words."""
        return replace(self, claim=replace(self.claim, text=text))


def judge(
    text: str, windows: Sequence[Window], min_support: float | None = None, supplied: Iterable[Quantity] = ()
) -> Verdict:
    """Return the statement `text` with its verdict and the exact spans that support or contradict it.

    `min_support`, 0 to 1: the least probability that an article says so, by default the fitted one. `supplied`: dates
    that the question named, which no article need repeat. A statement of two clauses may stand on two spans, one of
    each. What cannot be judged says why. Quotations and dates are mended to the articles' letters.
    """
    if len(text) > MAX_CHARS:
        return _not_judged(text, f"it has {len(text):,} characters; a sentence of at most {MAX_CHARS:,} can be judged")
    statement = take_apart(text, _names_at(windows))
    if len(statement.content) < MIN_CONTENT:
        return _not_judged(text, "it has too few words that say something")
    found = find_matches(statement, windows, tuple(supplied))
    if not found:
        return Verdict(Claim(text, Support.UNSUPPORTED, 0.0, (), "no article speaks of it"))
    least = load_weights().weak if min_support is None else min_support
    whole = [found[0]]
    if found[0].probability < least and not any(match.denies for match in found):
        whole = _by_clause(text, windows, least, tuple(supplied)) or whole
    claim = _conclude(text, whole, found, least)
    return Verdict(claim, tuple(dict.fromkeys((*whole, *found))))


def find_matches(statement: Statement, windows: Sequence[Window], supplied: tuple[Quantity, ...] = ()) -> list[Match]:
    """Return the statement compared with the units of `windows` that hold most of it, the best first."""
    weighed: dict[tuple[str, Span], tuple[float, Window, Unit]] = {}
    corrected = find_corrected(window.article for window in windows)
    for window in windows:
        spoken_of = _names_in(corrected.get(window.article.id))
        for unit in units_of(window.article, window.start, window.end, window.speaker):
            given = unit
            if supplied or spoken_of:
                dates = () if is_of_another_year(unit.text, supplied) else supplied
                given = replace(unit, given=unit.given + dates, head=unit.head | spoken_of)
            weight = weigh(statement, given)
            if weight > 0:
                weighed.setdefault((window.article.id, unit.span), (weight, window, given))
    best = sorted(weighed.values(), key=lambda one: -one[0])[:CANDIDATES]
    is_short = len(statement.content) <= SHORT
    matches = [
        Match(
            window,
            compare(statement, unit),
            is_short,
            lends_cause(statement.text, unit.text)
            or mistakes_cause(statement.text, unit.text)
            or tells_guess_as_cause(statement.text, unit.text),
            any(window.article.id == old.id for old in corrected.values()),
            window.article.id in corrected,
            tells_no_fact(statement, unit, window.article),
        )
        for _, window, unit in best
    ]
    # What a sentence denies, the same sentence does not say for having the one before it beside it.
    denials = [match for match in matches if match.denies or match.misses]
    kept = [match for match in matches if match in denials or not any(_only_adds(match, one) for one in denials)]
    return sorted(kept, key=_standing, reverse=True)


def _names_in(article: Article | None) -> frozenset[str]:
    """Return the stems of the names at the beginning of an article, of which its correction speaks; none for None."""
    if article is None:
        return frozenset()
    names = find_names(f"{article.title}. {article.text[:LEAD_CHARS]}")
    return frozenset(word.stem for name in names for word in name.words)


def _only_adds(outer: Match, inner: Match) -> bool:
    """Tell whether `outer` is a denial with a sentence beside it that says hardly more of the statement."""
    same = inner.window.article.id == outer.window.article.id
    is_within = same and outer.span.start <= inner.span.start and inner.span.end <= outer.span.end
    return is_within and outer.comparison.held - inner.comparison.held < TELLS_MORE


def _standing(match: Match) -> tuple[float, float, float, int]:
    compared = match.comparison
    return (
        round(match.probability, 3),
        round(compared.carried, 2),
        compared.held + compared.order,
        match.span.start - match.span.end,
    )


def _nearness(match: Match) -> tuple[bool, bool, float, float]:
    """Return how well a unit speaks against a statement: what it says itself before what stands around it.

    A correction comes first; that a unit names another is the weakest: both may be so.
    """
    compared = match.comparison
    return (
        match.is_withdrawal,
        compared.conflict is not Conflict.NAME,
        round(compared.held, 2),
        round(compared.carried, 2),
    )


def _names_at(windows: Sequence[Window]) -> frozenset[str]:
    """Return the stems of the names that the windows' articles are sure of."""
    found: set[str] = set()
    for window in windows:
        for unit in units_of(window.article, window.start, window.end, window.speaker):
            found.update(word.stem for name in unit.names for word in name.words)
    return frozenset(found)


def _by_clause(text: str, windows: Sequence[Window], least: float, supplied: tuple[Quantity, ...]) -> list[Match]:
    """Return the best match of each clause where all are supported; [] for a statement of one clause."""
    names = _names_at(windows)
    matches: list[Match] = []
    for clause in split_clauses(text):
        found = find_matches(take_apart(clause, names), windows, supplied)
        if not found or found[0].probability < least:
            return []
        matches.append(found[0])
    return matches


def _conclude(text: str, matches: Sequence[Match], found: Sequence[Match], least: float) -> Claim:
    if newer := next((one for one in found if any(_outdates(one, match, text) for match in matches)), None):
        return Claim(text, Support.CONTRADICTED, 0.0, (newer.citation,), Conflict.VALUE.value)
    probability = min(match.probability for match in matches)
    is_outright = all(match.comparison.carried >= ALL for match in matches)
    is_denied = any(match.denies and (not is_outright or match.is_withdrawal) for match in found)
    if probability < least or is_denied:
        nearest = sorted(found, key=_nearness, reverse=True)
        against = next((one for one in nearest if one.contradicts and not _is_outdone(one, found)), None)
        if untold := next((one.untold for one in found if one.untold and not one.comparison.conflict), ""):
            return Claim(text, Support.UNSUPPORTED, probability, (), untold)
        if against is not None:
            return Claim(text, Support.CONTRADICTED, against.probability, (against.citation,), against.refusal)
        return Claim(text, Support.UNSUPPORTED, probability, (), _reason(found[0]))
    mended = mend_quotes(text, [match.window.article.text for match in matches])
    mended = mend_dates(mended, [match.comparison.unit.text for match in matches])
    citations = tuple(dict.fromkeys(match.citation for match in matches))
    if probability < max(load_weights().supported, least):
        return Claim(mended, Support.WEAK, probability, citations, PARTLY)
    if any(match.comparison.quoted < 1 for match in matches):
        return Claim(mended, Support.WEAK, probability, citations, "its quote is not verbatim in the sources")
    return Claim(mended, Support.SUPPORTED, probability, citations)


def _outdates(one: Match, match: Match, text: str) -> bool:
    """Tell whether a newer article says that it is now otherwise: "is now expected to cost £530 million"."""
    days = one.window.article.published, match.window.article.published
    is_newer = days[0] is not None and days[1] is not None and days[0] > days[1]
    told = next((clause for clause in find_clauses(text) if not clause.is_thing), None)
    is_now = NOW.search(one.comparison.unit.text) and told is not None and not told.is_past
    is_of_same = one.comparison.conflict is Conflict.VALUE and one.contradicts and one.comparison.names == 1
    is_replaced = is_newer and match.comparison.conflict is None and replaces(one.comparison.unit.text, text)
    return is_replaced or bool(is_newer and is_now and is_of_same and match.comparison.conflict is None)


def _is_outdone(match: Match, found: Sequence[Match]) -> bool:
    """Tell whether a unit that gives another value stands beside one that has the statement's own and no less of it."""
    is_another = match.comparison.conflict is Conflict.VALUE and match.comparison.quantities < 1
    return is_another and any(
        one.comparison.conflict is None
        and one.comparison.quantities >= 1
        and one.comparison.held >= match.comparison.held
        for one in found
    )


def _reason(match: Match) -> str:
    """Return why the nearest unit does not say it: what it says instead, only where it has the statement's words."""
    is_close = match.comparison.conflict is None or match.comparison.words >= SAME_WORDS
    if match.refusal and is_close:
        return match.refusal
    return PARTLY if match.comparison.carried >= MOSTLY else UNSAID


def _not_judged(text: str, reason: str) -> Verdict:
    return Verdict(Claim(text, Support.NOT_JUDGED, 0.0, (), reason))
