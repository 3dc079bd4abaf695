"""Lists: whole ones where an article has them, else what names several, over the whole library, each cited."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from index import Hit, Span
from index.search import rank_articles
from index.splitting import split_sentences
from rag.answer import counting, explanation
from rag.answer.citations import cite
from rag.answer.records.in_turn import goes_on
from rag.answer.records.listed import find_lists
from rag.answer.refusal import LEAST_FIT_OF_WORDS, LEAST_FIT_OPEN, judge_fit
from rag.answer.request import Gathered, Request, best_articles
from rag.evidence.points import choose, to_points
from rag.evidence.quotations import Quote, is_within
from rag.evidence.ranking import Ranked, rank_sentences
from rag.evidence.sentences import Sentence
from rag.question.kind import Kind
from rag.question.parts import split_parts
from rag.question.subject import topic_stems
from rag.support.demonyms import is_people
from rag.support.grammar import find_clauses
from rag.support.names import Name, find_names, is_held
from rag.support.terms import is_alike
from rag.types import Point
from rag.words import content_stems

_ENUMERATES = re.compile(
    r"(?:[^,;.]{2,60}[,;]\s*){2,}(?:and|or|und|et|y|&)?\s*\S|^\s*(?:[-*+•‣◦▪■●►·]|\(?\d{1,3}[.)])\s"
)

# What a writer, painter or composer does.
_MADE = re.compile(
    r"\b(?:writes?|wrote|written|writing|authors?|(?:co-)?authored|publish(?:es|ed)|compos(?:es|ed)|paint(?:s|ed)|directed"
    r"|memoirs?|novels?|best-?sellers?)\b",
    re.IGNORECASE,
)
_MAKING = content_stems("write wrote written author publish compose paint direct")
_WORKS = re.compile(r"\b(?:authors?|(?:co-)?authored|memoirs?|novels?|best-?sellers?)\b", re.IGNORECASE)
# What is asked for is named by the list itself, and a year by an article's day.
_NO_MATTER = content_stems("people person persons men women who kind kinds sort sorts thing things")
HITS, READ = 80, 48
ENUMERATION = 0.05
PER_NAME, MOST_NAMES = 0.03, 4  # for each of the names that stand in a row
LED_TO = 0.1  # for the line that leads to a list
EXCEPTED = 0.2  # off what tells of what the question leaves out
ALIKE = 0.1  # how much of the choice is saying something else: rows of a list are much alike
ALONE = 0.7  # of the best score, for a quotation of one sentence behind the first
IN_TURN = 2  # quotations, the best, that go on over items told in turn
LOOKED_AT = 12  # sentences, the best, of which one lists what is asked for
ARTICLES = 12  # whose lists of sections are looked at
SECTION_FIT = 0.7  # of a question with what leads to them, from which they are its list
_EXCEPTED = re.compile(
    r"^\W*(?:apart from|besides|aside from|except(?: for)?|other than|in addition to)\b(?P<what>[^?]{2,80}?),\s+"
    r"(?=(?:who|what|which)\b)",
    re.IGNORECASE,
)
_SEVERAL = re.compile(r"^\W*(?:list|name|which|what|whose|whom?)\b(?!\s+(?:is|are|was|were|does|did)\b)", re.IGNORECASE)
_ARTICLES = re.compile(r"\b(?:articles?|reports?|stories)\b", re.IGNORECASE)  # they are counted, by code
_OF_EACH = re.compile(
    r"^\W*(?:(?:at|by|for|from|in|on|to|with)\s+)?(?:what|which|where|when|whom|how (?:much|many))\b[^()]*"
    r"\b(?:they|them|their|each)\b",
    re.IGNORECASE,
)
# Between two names of a row: a comma or "and", and a few words that say who they are.
_IN_A_ROW = re.compile(r"(?:\s*\([^()]{1,40}\))?(?:\s*,(?:\s+(?:and|or))?|\s+(?:and|or|&))(?:\s+[a-z][\w-]*){0,4}\s+")


def gather(request: Request) -> Gathered:
    """Return a row an article where articles are asked for, else the sentences that list what is."""
    if counting.asks_of_articles(request.question):
        return counting.gather(request)
    excepted, question = without_excepted(request.question)
    hits = request.search(question, k=HITS)

    def bonus(sentence: Sentence) -> float:
        several = ENUMERATION if _ENUMERATES.search(sentence.text) else 0.0
        named = PER_NAME * min(MOST_NAMES, count_in_row(sentence.text))
        is_lead = any(one.span.start == sentence.span.start for one in find_lists(sentence.article.text))
        is_excepted = bool(excepted) and excepted <= content_stems(f"{sentence.article.title}\n{sentence.text}")
        return max(several, named) + LED_TO * is_lead - EXCEPTED * is_excepted

    parts = split_parts(question)
    first, found = (parts[0], request.search(parts[0], k=HITS)) if asks_of_each(parts) else (question, hits)
    if sections := _find_sections(first, found, request):
        return Gathered(Kind.LISTING, sections, "", SECTION_FIT)
    ranked = rank_sentences(question, hits, request.library.embedder, request.vectors, bonus=bonus, read=READ)
    score, answerable = judge_fit(question, ranked)
    answerable = answerable or _is_of_matter(question, score, hits) or _lists_it(question, score, ranked)
    answerable = answerable and _tells_of_works(question, hits)
    if not answerable or not any(_is_enumerating(item.sentence) for item in ranked[:LOOKED_AT]):
        told = explanation.gather(replace(request, question=question))
        answerable = told.answerable and _tells_of_works(question, hits)
        note = "" if answerable else "No sentence of your articles clearly belongs in this list."
        return replace(told, kind=Kind.LISTING, note=note, answerable=answerable)
    quotes = choose(ranked, request.most, novelty=ALIKE, alone=ALONE)
    return Gathered(Kind.LISTING, to_points(_whole(quotes, question), _title), "", score)


def without_excepted(question: str) -> tuple[frozenset[str], str]:
    """Return the stems of what a question leaves out ("Apart from Una Roe, who …?"), and the question without it."""
    found = _EXCEPTED.match(question)
    return (content_stems(found["what"]), question[found.end() :]) if found else (frozenset(), question)


def asks_of_each(parts: Sequence[str]) -> bool:
    """Tell whether two parts ask for one list: "Which firms …, and on which days did they …?", not who they are."""
    is_of_articles = bool(parts) and _ARTICLES.search(parts[0]) is not None
    return len(parts) == 2 and not is_of_articles and bool(_SEVERAL.match(parts[0]) and _OF_EACH.match(parts[1]))


def count_in_row(text: str) -> int:
    """Return how many names stand in a row: "the tenor Una Roe, Bo Lind (bass) and three Karsts" has three."""
    names = find_names(text)
    longest = row = min(1, len(names))
    for last, name in pairwise(names):
        row = row + 1 if _IN_A_ROW.fullmatch(text, last.end, name.start) else 1
        longest = max(longest, row)
    return longest if longest > 1 else 0


def _find_sections(question: str, hits: Sequence[Hit], request: Request) -> tuple[Point, ...]:
    """Return a point a section of the list whose lead, or whose article's title, asks what the question asks.

    Where its sections are grouped, only those of the group whose heading is most like the question. Of the article
    found first, where it is such a list from its beginning, less is enough.
    """
    vectors, embedder = request.vectors, request.library.embedder
    asked = embedder.embed_question(question)

    def like(texts: Sequence[str]) -> list[float]:
        return [float(one) for one in vectors.of(embedder, texts) @ asked]

    for place, article in enumerate(best_articles(hits, ARTICLES)):
        for listed in find_lists(article.text):
            lead = listed.span.of(article.text).split("\n")[0]
            is_all = (
                place == 0 and listed.span.start == 0 and _has_numbers(question, f"{article.title}\n{article.text}")
            )
            least = LEAST_FIT_OPEN if is_all else SECTION_FIT
            if not listed.sections or max(like([article.title, lead])) < least:
                continue
            groups = list(dict.fromkeys(one.group for one in listed.sections if one.group))
            best = max(zip(like(groups), groups, strict=True))[1] if groups else ""
            kept = [one for one in listed.sections if one.group == best]
            return tuple(Point(best or article.title, (cite(article, one.shown),)) for one in kept)
    return ()


def _has_numbers(question: str, text: str) -> bool:
    """Tell whether a text has the years and other numbers that a question names."""
    return {one for one in content_stems(question) if one.isdigit()} <= content_stems(text)


def _is_enumerating(sentence: Sentence) -> bool:
    return count_in_row(sentence.text) > 1 or _ENUMERATES.search(sentence.text) is not None


def _whole(quotes: Sequence[Quote], question: str) -> list[Quote]:
    """Return the quotations, each grown over the list that it touches, without those inside another."""
    for place, quote in enumerate(quotes):
        if place < IN_TURN and not quote.sentence.speaker:
            quote.span = goes_on(quote.article.text, quote.span, question)
        for listed in find_lists(quote.article.text):
            if not listed.sections and listed.span.overlaps(quote.span):
                quote.span = Span(min(quote.span.start, listed.span.start), max(quote.span.end, listed.span.end))
    return [quote for place, quote in enumerate(quotes) if not is_within(quote, quotes[:place])]


def _lists_it(question: str, score: float, ranked: Sequence[Ranked]) -> bool:
    """Tell whether a good sentence names several in a row and is of the question's matter.

    It, with what it stands under, has the question's names and half of its other words, a third where it fits as well
    as what answers an open question: "nominated" is said where a reader asks who was "up for" a prize.
    """
    names = [name for name in find_names(question) if not all(is_people(word.text) for word in name.words)]
    named = frozenset(word.stem for name in names for word in name.words)
    plain = frozenset(stem for stem in topic_stems(question) - named - _NO_MATTER if not stem.isdigit())
    naming = [item for item in ranked[:LOOKED_AT] if count_in_row(item.sentence.text) > 1]
    return any(_is_about(item, names, plain, is_open=score >= LEAST_FIT_OPEN) for item in naming)


def _is_about(item: Ranked, names: Sequence[Name], plain: frozenset[str], *, is_open: bool) -> bool:
    around = f"{item.sentence.article.title}\n{item.sentence.heading}\n{item.sentence.paragraph}"
    told = content_stems(around)
    known = [stem for stem in plain if stem in told or is_alike(stem, told)]
    if item.fit < LEAST_FIT_OF_WORDS or not all(is_held(name, around) for name in names):
        return False
    least = len(plain) / (3 if is_open else 2)
    return len(known) > 1 and len(known) >= least


def _is_of_matter(question: str, score: float, hits: Sequence[Hit]) -> bool:
    """Tell whether the article found first has the question's names in its title and half of its other words."""
    names = find_names(question)
    if not names or not hits or score < LEAST_FIT_OF_WORDS:
        return False
    first = next(hit.article for hit in hits if hit.article.id == rank_articles(hits)[0])
    named = frozenset(word.stem for name in names for word in name.words)
    plain, told = topic_stems(question) - named, content_stems(f"{first.title}\n{first.text}")
    is_titled = all(is_held(name, first.title) for name in names)
    return is_titled and len(plain) > 1 and 2 * len(plain & told) >= len(plain)


def _tells_of_works(question: str, hits: Sequence[Hit]) -> bool:
    """Tell whether anything found has somebody write, asked for the books that he wrote: accounts are none of his."""
    names = find_names(question)
    if not names or not _MADE.search(question):
        return True
    lasts = frozenset(name.words[-1].stem for name in names)
    sentences = (span.of(hit.passage.text) for hit in hits for span in split_sentences(hit.passage.text))
    named = (one for one in sentences if _MADE.search(one) and any(is_held(name, one) for name in names))
    return any(_WORKS.search(one) or _makes(one, lasts) for one in named)


def _makes(sentence: str, lasts: frozenset[str]) -> bool:
    """Tell whether a clause has one of the names, by their last words, as who wrote, painted or directed."""
    doers = (one for clause in find_clauses(sentence) if clause.act in _MAKING for one in clause.doer)
    return any(lasts & one.words for one in doers)


def _title(quote: Quote) -> str:
    return quote.article.title
