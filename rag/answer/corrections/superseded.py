"""Superseded: of what several articles tell for one amount, time or culprit, the newest first, older ones beside."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from index import Article, Hit, Span
from index.splitting import split_blocks
from index.splitting.sentences import sentences_within
from rag.answer.citations import cite
from rag.answer.corrections.withdrawals import (
    Withdrawal,
    correcting_blocks,
    find_taken_back,
    find_withdrawal,
    withdrawals_of,
)
from rag.answer.short.answer_type import COUNTED, HOW_MANY, WHEN
from rag.answer.short.form import short_form
from rag.answer.short.measure import find_amounts, measure_of, nearest_amount
from rag.answer.short.wanted import find_acts, tells_act
from rag.answer.written.lead import Lead
from rag.answer.written.writing import Written
from rag.question.dates import DateRange
from rag.question.subject import topic_stems
from rag.support.judge import judge
from rag.support.quantities import quantities
from rag.support.quantity import Quantity, QuantityKind
from rag.support.terms import is_alike
from rag.types import Citation, Window
from rag.words import content_stems, stem

MOST_CHARS = 30_000
MOST_OLDER = 3
SHARED_NAMES = 3  # of two articles of one story
OF_TOPIC, OF_ARTICLE = 0.5, 0.6  # of a question's words, that a sentence with its title, and an article must hold
IN_TITLE = 0.5  # of a word's weight where only the title has it
DATES = (QuantityKind.DATE, QuantityKind.YEAR)
COUNTS = (QuantityKind.NUMBER, QuantityKind.PERCENT)
SLACK = 0.35  # of the share, where the same noun is counted
_EMPTY = frozenset(map(stem, "fall fell get got become have go make take come".split()))  # "How many fell ill?"
BEGINNING = 14  # words of a sentence that has no value by itself
OUTDATED = "a newer article gives another value"
_EARLIER = re.compile(
    r"\b(?:original(?:ly)?|at first|initial(?:ly)?|first (?:plan|estimate|report|thought|said)\w*|earlier"
    r"|previous(?:ly)?"
    r"|used to|formerly)\b",
    re.IGNORECASE,
)
_MEASURED = re.compile(r"\bhow (?:long|far|tall|high|deep|wide|much|heavy|fast)\b", re.IGNORECASE)
_CULPRIT = re.compile(
    r"^\W*(?:and )?who (?:\w+ )?(?:st[eo]le|robbed|burgled|raided|killed|murdered|shot|stabbed|attacked|kidnapped"
    r"|abducted|hacked|forged|smuggled|set fire to|broke in(?:to)?|committed|took part in|was behind|is behind)\b",
    re.IGNORECASE,
)
_ACCUSED = re.compile(
    r"\b(?:arrested|charged|convicted|sentenced|jailed|pleaded guilty|confessed|acquitted|suspected"
    r"|(?:believed|thought|said|alleged) to have (?:taken|been|carried|done|acted)|gang of)\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?<=[a-zà-ÿ,;] )[A-ZÀ-Þ][\w’'-]{2,}")
_NO_NAMES = re.compile(
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August|"
    r"September|October|November|December"
)
# "Two of the fourteen stops … have been dropped": twelve are left.
_DROPPED = re.compile(
    r"\b(?:dropped|scrapped|cancelled|canceled|closed|cut|removed|axed|abandoned|deleted|struck off|withdrawn)\b",
    re.IGNORECASE,
)
_CHANGED = re.compile(
    r"\b(?:from|instead of|rather than|had (?:at first|been|spoken)|originally|at first|up from|down from|of the)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Telling:
    """What an article tells for what is asked, in its own characters; `value` is "" where it cannot be told in a word.

    `is_of_it`: it says so itself, and not its title alone: it may come first.
    """

    article: Article
    span: Span
    value: str = ""
    share: float = 0.0
    amounts: tuple[Quantity, ...] = ()
    is_correction: bool = False
    is_of_it: bool = True

    @property
    def citation(self) -> Citation:
        """Return the citation of its sentence."""
        return cite(self.article, self.span)

    @property
    def window(self) -> Window:
        """Return its sentence as what is read."""
        return Window(self.article, self.span.start, self.span.end, self.span, 1.0)


def find_tellings(question: str, articles: Sequence[Article], told: Citation | None = None) -> tuple[Telling, ...]:
    """Return what articles of one story tell for what `question` asks, a newer one with another value first.

    The story is that of the first of `articles`; `told` was written for an answer: what takes it back comes first, and
    what tells less of what is asked does not come before it. () where there are not two that differ: it asks for no
    amount, time or culprit, or for that of an earlier time.
    """
    asked = _Asked.of(question)
    if asked is None:
        return ()
    known = {one.id: one for one in articles if one.published is not None and _has(asked.topic, one) >= OF_ARTICLE}
    story = [one for one in known.values() if one is next(iter(known.values())) or _are_of_one_story(one, known)]
    found = [best for one in story if (best := asked.best_of(one)) is not None]
    found.sort(key=lambda one: (one.article.published, one.share), reverse=True)
    if (taken := asked.find_taken_back(found, articles, told)) is not None:
        return taken
    own = next((one for one in found if told is not None and one.article.id == told.article), None)
    if own is not None:
        slack = SLACK if asked.counted or asked.is_culprit else 0.0
        found = [one for one in found if one.share >= own.share - slack]
    while found and not found[0].is_of_it:
        del found[0]
    if len(found) < 2:
        return ()
    newest, *others = found
    older = [one for one in others if asked.is_culprit or _differ(newest, one)]
    return (newest, *older[:MOST_OLDER]) if older else ()


def _corrected(taken: Withdrawal, question: str, article: Article, span: Span) -> tuple[Telling, Telling]:
    """Return what a correction says, and the sentence of an article that it takes back or speaks against."""
    right = taken.right or _nearest(taken.instead, question)
    said = span.of(article.text)
    own = next((one for one in quantities(said) if any(one.holds(value) for value in taken.values)), None)
    wrong = said[own.start : own.end] if own else _nearest(said, question)
    return Telling(taken.article, taken.span, right, 1.0, is_correction=True), Telling(article, span, wrong)


def supersede(question: str, written: Written, hits: Sequence[Hit], *, answerable: bool) -> tuple[Written, str]:
    """Return what is written with the newest value or a correction first, and a sentence that names the older ones.

    What was written from an older article is withheld for it. Nothing changes where the articles agree.
    """
    order = [one.article for one in hits]
    if written.told and (cited := written.told[0].citations):
        order.sort(key=lambda one: one.id != cited[0].article)
    told = written.told[0].citations[0] if written.told and written.told[0].citations else None
    tellings = find_tellings(question, order, told)
    if not tellings or not (written.told or answerable):
        return written, ""
    newest, *older = tellings
    note = _say_older(older)
    is_told = not newest.is_correction or (newest.value and newest.value in written.short)
    if is_told and any(cited.overlaps(newest.citation) for claim in written.told[:1] for cited in claim.citations):
        return replace(written, others=tuple(one.citation for one in older)), note
    withheld = tuple(one.withheld(OUTDATED) if one.support.is_shown else one for one in written.claims)
    others = tuple(one.citation for one in older)
    verdict = None if newest.is_correction else judge(newest.span.of(newest.article.text), [newest.window])
    if verdict is None or not verdict.claim.support.is_shown:
        lead = Lead(verdict=(newest.value, newest.citation))
        return Written(withheld, lead=lead, others=others), note
    value = newest.value or short_form(verdict.claim, question, "", verdict.matches)
    short = value if len(newest.amounts) < 2 or newest.value else ""
    return Written((verdict.claim, *withheld), (verdict.claim,), short, others=others), note


def _say_older(older: Sequence[Telling]) -> str:
    """Return the older values with source and date in a sentence; "" without any."""
    said = [
        f"{told.value or _begin(told)} ({', '.join(filter(None, (told.article.source, _day(told.article))))})"
        for told in older
    ]
    return f"Earlier: {'; '.join(said)}." if said else ""


def _begin(told: Telling) -> str:
    """Return how a sentence begins, in quotation marks."""
    said = told.span.of(told.article.text).split()
    return f"“{' '.join(said[:BEGINNING])}{' …' if len(said) > BEGINNING else ''}”"


def _day(article: Article) -> str:
    return str(DateRange(article.published, article.published)) if article.published else ""


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a question asks for: its words, what is to be counted, and whether it asks who did it or when."""

    question: str
    topic: frozenset[str]
    counted: str = ""
    is_when: bool = False
    is_culprit: bool = False

    @classmethod
    def of(cls, question: str) -> "_Asked | None":
        """Return it; None where no value is asked for, or that of a day or an earlier time."""
        if _EARLIER.search(question) or any(one.kind in DATES for one in quantities(question)):
            return None
        topic = topic_stems(question) - _EMPTY
        if _CULPRIT.match(question):
            deed = content_stems(_CULPRIT.match(question).group())  # type: ignore[union-attr]
            return cls(question, topic - deed, is_culprit=True) if topic - deed else None
        is_when = WHEN.search(question) is not None
        if not topic or not (is_when or HOW_MANY.search(question)):
            return None
        counted = COUNTED.search(question)
        return cls(question, topic, stem(counted[1].split()[0].lower()) if counted else "", is_when)

    def find_taken_back(
        self, found: Sequence[Telling], articles: Sequence[Article], told: Citation | None
    ) -> tuple[Telling, ...] | None:
        """Return the correction that takes back what was `told`, or one of the sentences `found`, and that sentence."""
        kinds = DATES if self.is_when else COUNTS
        all_of = [one for one in withdrawals_of(articles) if any(value.kind in kinds for value in one.values)]
        known = {one.id: one for one in articles}
        named = [one for one in all_of if len(content_stems(one.wrong) & self.topic) > 1]
        if told is not None and told.article in known:
            if own := next((one for one in all_of if one.citation.overlaps(told)), None):
                back = find_taken_back(own, known.values())
                return _corrected(own, self.question, *(back or (own.article, own.span)))[: 2 if back else 1]
            article, span = known[told.article], Span(told.start, told.end)
            if taken := find_withdrawal(article, told.quote, all_of, self.topic):
                return _corrected(taken, self.question, article, span)
            # "Our report gave 42 households": the right number stands against what another paper gives, too.
            for taken in named:
                is_counted = self.counted and self.counted in content_stems(taken.wrong)
                if is_counted and taken.right and taken.article.id != article.id and _is_later(taken.article, article):
                    return _corrected(taken, self.question, article, span)
        for one in found:
            if taken := find_withdrawal(one.article, one.span.of(one.article.text), named, self.topic):
                return _corrected(taken, self.question, one.article, one.span)
        return None

    def best_of(self, article: Article) -> Telling | None:
        """Return the sentence of an article that tells most of what is asked; None where none tells it."""
        found = [told for told in self._tellings(article) if told.share >= OF_TOPIC]
        return max(found, key=lambda one: one.share, default=None)

    def _tellings(self, article: Article) -> Iterator[Telling]:
        text, title = article.text[:MOST_CHARS], content_stems(article.title)
        corrected = correcting_blocks(article)
        for block in _blocks(article):
            if any(one.overlaps(block) for one in corrected):
                continue
            if self.is_culprit:
                yield from _culprits(article, block)
                continue
            for span in sentences_within(text, block):
                said = span.of(text)
                amounts = self._amounts(said)
                if said.strip() == article.title.strip() or not amounts:
                    continue
                stems = content_stems(said)
                told_of = self.topic - title - {self.counted}
                is_of_it = not told_of or any(one in stems or is_alike(one, stems) for one in told_of)
                share = _share(self.topic, stems, title)
                value = self._value(said, amounts)
                yield Telling(article, span, value, share, tuple(amounts), is_of_it=is_of_it)

    def _amounts(self, said: str) -> list[Quantity]:
        if self.is_when:
            dates = [one for one in quantities(said) if one.kind in DATES]
            return dates if tells_act(said, self.question) else []
        own = content_stems(said)
        if self.counted and not (self.counted in own or is_alike(self.counted, own)):
            return []
        if not all(act in own or is_alike(act, own) for act in find_acts(self.question) - _EMPTY):
            return []
        found = find_amounts(said, self.question)
        return [one for one in found if measure_of(one, said)] if _MEASURED.search(self.question) else found

    def _value(self, said: str, amounts: Sequence[Quantity]) -> str:
        if self.is_when:
            return said[amounts[0].start : amounts[0].end] if len(amounts) == 1 else ""
        if self.counted and (left := _left(said, amounts, self.counted)):
            return left
        if len(amounts) > 1 and self.counted and not any(one.counted == self.counted for one in amounts[1:]):
            return (
                "" if amounts[0].counted == self.counted and _is_added(said, amounts) else _nearest(said, self.question)
            )
        return _nearest(said, self.question)


def _is_later(one: Article, other: Article) -> bool:
    return one.published is not None and other.published is not None and one.published >= other.published


def _nearest(said: str, question: str) -> str:
    one = nearest_amount(said, question)
    if one is None:
        return ""
    start = one.start - (said[one.start - 1 : one.start] in tuple("£$€¥"))
    return said[start : one.end].rstrip(" .,;")


def _is_added(said: str, amounts: Sequence[Quantity]) -> bool:
    """Tell whether one number stands beside another of the same: "killed two people and made nineteen others ill"."""
    between = said[amounts[0].end : amounts[1].start]
    return re.search(r"\band\b", between) is not None and amounts[1].counted in ("other", "")


def _left(said: str, amounts: Sequence[Quantity], counted: str) -> str:
    """Return how many are left of those of which a sentence drops some; "" where it drops none."""
    if len(amounts) < 2 or not _DROPPED.search(said, amounts[1].end):
        return ""
    part, whole = amounts[0], amounts[1]
    is_of = re.fullmatch(r"\s+of\s+(?:the|its|their)\s+(?:\w+\s+)?", said[part.end : whole.start]) is not None
    return f"{whole.value - part.value:g}" if is_of and whole.counted == counted and whole.value > part.value else ""


def _culprits(article: Article, block: Span) -> Iterator[Telling]:
    """Yield what a paragraph tells of who did it: its sentences of arrests, charges and suspicions, in one stretch."""
    spans = [one for one in sentences_within(article.text, block) if _ACCUSED.search(one.of(article.text))]
    if spans:
        yield Telling(article, Span(spans[0].start, spans[-1].end), "", OF_TOPIC + 0.1 * len(spans))


def _differ(newest: Telling, other: Telling) -> bool:
    """Tell whether two tellings give other values; one that names both tells of the change itself."""
    if newest.value and other.value and newest.value == other.value:
        return False
    pairs = [(one, two) for one in newest.amounts for two in other.amounts if _are_comparable(newest, one, other, two)]
    held = any(one.holds(two) or two.holds(one) for one, two in pairs)
    said = newest.span.of(newest.article.text)
    return bool(pairs) and (not held or (len(newest.amounts) > 1 and _CHANGED.search(said) is not None))


def _are_comparable(one: Telling, amount: Quantity, other: Telling, second: Quantity) -> bool:
    """Tell whether two numbers are of one measure: £412 million and 27,000 passengers are not."""
    if amount.kind in DATES or second.kind in DATES:
        return amount.kind in DATES and second.kind in DATES
    texts = (one.span.of(one.article.text), other.span.of(other.article.text))
    return measure_of(amount, texts[0]) is measure_of(second, texts[1])


def _share(topic: frozenset[str], said: frozenset[str], title: frozenset[str]) -> float:
    held = sum(1.0 if one in said or is_alike(one, said) else IN_TITLE * (one in title) for one in topic)
    return held / len(topic)


def _has(topic: frozenset[str], article: Article) -> float:
    told = _stems(article)
    return sum(one in told or is_alike(one, told) for one in topic) / len(topic)


def _are_of_one_story(article: Article, known: dict[str, Article]) -> bool:
    """Tell whether an article names what the first of the `known` ones does."""
    return len(_names(article) & _names(next(iter(known.values())))) >= SHARED_NAMES


@lru_cache(maxsize=128)
def _names(article: Article) -> frozenset[str]:
    return frozenset(one for one in _NAME.findall(article.text[:MOST_CHARS]) if not _NO_NAMES.fullmatch(one))


@lru_cache(maxsize=128)
def _stems(article: Article) -> frozenset[str]:
    return content_stems(f"{article.title}\n{article.text[:MOST_CHARS]}")


@lru_cache(maxsize=128)
def _blocks(article: Article) -> tuple[Span, ...]:
    return tuple(one.span for one in split_blocks(article.text[:MOST_CHARS]) if one.kind != "heading")
