"""An overview: of one article, a source, a time span, a topic or the whole library; it covers the parts of it."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from index import Article, Hit, Passage
from index.search import rank_articles
from index.splitting import split_article
from index.types import ListedArticle
from rag.answer import explanation
from rag.answer.overviews.about import begins_with, is_about, say_unsaid
from rag.answer.overviews.parts import cover
from rag.answer.overviews.round_up import MOST_LISTED, of_articles
from rag.answer.records.meetings import FORMAL
from rag.answer.records.minutes import meeting_day
from rag.answer.refusal import LEAST_FIT_OPEN, judge_fit
from rag.answer.request import Gathered, Request, as_hits
from rag.answer.scope import find_scope
from rag.answer.whole import OF_ITS_BEST, Whole
from rag.evidence.points import choose, to_points
from rag.evidence.quotations import Quote
from rag.evidence.ranking import rank_sentences
from rag.evidence.sentences import Sentence, read_sentences
from rag.evidence.timeliness import OF_FRESHNESS, freshness
from rag.question.kind import Kind
from rag.question.subject import topic_phrase
from rag.question.tense import Tense, find_tense
from rag.support.names import find_names, is_held
from rag.support.quantities import quantities
from rag.support.quantity import QuantityKind
from rag.words import content_stems, fold

ONE_ARTICLE = ("article", "interview", "report", "document", "text", "artikel", "articulo")
LEAD = 0.12  # for an article's first sentences, which in news tell the most
LEAD_CHARS = 450
WORTH = 0.5
NEAR = 0.7  # of the best score, for the best sentence of another article
NOVELTY = 0.4
PER_ARTICLE = 3
READ = 40  # sentences: with 20 the first ones of a few articles are all that is read
PASSAGE_CHARS = 600  # of one quotation: who wants a summary reads on
GENRES = "correction obituary interview editorial opinion column minutes review profile letter"
LEAST_TITLE = 9  # characters, by which a title in a question is known
MOST_PASSAGES = 150  # of one article that are read, some 60,000 characters
# What a question may be about that asks for all that was in the papers of some days.
ANYTHING = """news headline headlines paper papers newspaper newspapers press town city village valley island region
    area county country world here around local week month year days interesting important else geschah passierte
    passiert geschehen passé arrivé pasó pasado ocurrió sucedió"""


# Of the best article's passages, for those of the next: then an overview is of that article. Of 14 orders for a summary
# four are of one article; these hold 19 instead of 9 of 22 facts, and the nearest other one is at .94.
FAR_BEHIND = 0.9
_OF_SEVERAL = re.compile(r"\b(?:articles|reports|papers|newspapers|sources|coverage|stories)\b", re.IGNORECASE)
# "Summarise what the protesters told CNN": the article that tells it is covered; "what happened" is of several.
_ASKED_IN_SHORT = re.compile(
    r"^\W*(?:please |(?:can|could) you )*(?:summari[sz]e|sum up|outline|recap|in (?:short|brief|a nutshell),?)"
    r" (?:(?:briefly|shortly|for me),? )*"
    r"(?P<asked>(?:what|how|why)\b(?! (?:(?:has|have|had|is|was) )?(?:happen\w*|went|gone|going|up|it|the)\b).*)",
    re.IGNORECASE,
)


def gather(request: Request) -> Gathered:
    """Return points that cover what is asked for, and say what that was where it is not one article."""
    in_short = _ASKED_IN_SHORT.match(request.question)
    if in_short and (told := _in_short(request, in_short["asked"])):
        return told
    scope = find_scope(request.question, request.library.articles(request.only), request.only, request.asked)
    topic = topic_phrase(request.question, scope.stems)
    if not topic or (scope.days and content_stems(topic) <= content_stems(ANYTHING)):
        return of_articles(request, scope)
    if scope.days and scope.days.first == scope.days.last and scope.is_by_calendar:
        # "The collapse of 1 June": the articles that tell of that day are of later ones.
        return _of_topic(request, request.library.articles(request.only), topic)
    if not scope.rows:  # "the wreck found in 2019": no article need be of that year
        return _of_topic(request, request.library.articles(request.only), topic)
    asked = replace(request, only=scope.only)
    if len(scope.rows) == 1 and scope.label:  # all that its author wrote, or that is of that day
        return _of_topic(asked, scope.rows, topic, scope.rows[0].id)
    return _of_topic(asked, scope.rows, topic)


def _in_short(request: Request, asked: str) -> Gathered | None:
    """Return the parts of the article that tells what is `asked`; None where none does."""
    told = explanation.gather(replace(request, question=asked, hits=()), Kind.OVERVIEW)
    article = Whole(request.search(asked)).article
    if not told.answerable or article is None:
        return None
    return replace(told, points=to_points(_parts_of(article, request, told.score)[0], _title) or told.points)


def _parts_of(article: Article, request: Request, score: float) -> tuple[tuple[Quote, ...], str]:
    """Return what an article tells part by part, and what is to be said where it is too long for all of them."""
    passages, note = _spread(split_article(article.text))
    whole = as_hits(article, passages, score)
    parts = [sentence for sentence in read_sentences(whole) if not _is_formal(sentence)]
    return cover(parts, request.most, request.library.embedder, request.vectors), note


def _of_topic(request: Request, listed: Sequence[ListedArticle], topic: str, meant: str = "") -> Gathered:
    hits = request.search()
    ranked_ids = rank_articles(hits)
    titled = meant or _titled(request.question, listed) or _of_genre(request.question, topic, listed)
    wants_one = any(word in fold(request.question).split() for word in ONE_ARTICLE)
    note = ""
    one = titled or (ranked_ids[0] if wants_one and ranked_ids else "") or _far_ahead(request.question, topic, hits)
    if one:
        article = request.library.article(one)
        best = max((hit.score for hit in hits if hit.article.id == one), default=hits[0].score if hits else 0.5)
        passages, _ = _spread(split_article(article.text))
        hits = as_hits(article, passages, best)

    worth = freshness(request.question, (hit.article for hit in hits))

    def bonus(sentence: Sentence) -> float:
        return OF_FRESHNESS * worth(sentence.article) + (LEAD if sentence.span.start < LEAD_CHARS else 0.0)

    read = rank_sentences(request.question, hits, request.library.embedder, request.vectors, bonus=bonus, read=READ)
    ranked = tuple(item for item in read if not _is_formal(item.sentence))
    score, answerable = judge_fit(request.question, ranked, LEAST_FIT_OPEN)
    quotes = choose(
        ranked,
        request.most,
        novelty=NOVELTY,
        worth=0.0 if one else WORTH,
        near=NEAR,
        longest=PASSAGE_CHARS,
        per_article=0 if one else PER_ARTICLE,
    )
    found = {quote.article.id: quote.article for quote in quotes}
    if quotes and (one or (len(found) == 1 and _is_its_matter(request.question, topic, quotes[0].article))):
        parts, note = _parts_of(quotes[0].article, request, score)
        quotes = parts or quotes
    elif all(article.published for article in found.values()):  # a story is told from its beginning, or its end
        is_now = find_tense(request.question) is Tense.NOW
        quotes = tuple(sorted(quotes, key=lambda quote: quote.article.published or date.min, reverse=is_now))
    if not (titled or answerable) and is_about(topic, score, hits, request):
        answerable, note = True, " ".join(filter(None, (note, say_unsaid(topic, hits))))
    if not one and quotes and len(listed) > MOST_LISTED and (answerable or titled):
        told = len({quote.article.id for quote in quotes})
        note = f"This covers {told} of {len(listed):,} articles: what fits best."
    return Gathered(Kind.OVERVIEW, to_points(quotes, _title), note, score, answerable or bool(titled))


def _far_ahead(question: str, topic: str, hits: Sequence[Hit]) -> str:
    """Return the id of the article whose best passages fit much better than any other's; "" without such a one.

    Where another begins with the topic, too, it is a story, which goes on from article to article.
    """
    scores: dict[str, list[float]] = {}
    for hit in hits:
        scores.setdefault(hit.article.id, []).append(hit.score)
    sums = {id: sum(sorted(found, reverse=True)[:OF_ITS_BEST]) for id, found in scores.items()}
    first, second = [*sorted(sums, key=lambda id: -sums[id]), "", ""][:2]
    is_ahead = first != "" and sums.get(second, 0.0) <= FAR_BEHIND * sums[first]
    if not is_ahead or _OF_SEVERAL.search(question):
        return ""
    stems = content_stems(topic)
    is_story = any(hit.article.id != first and begins_with(stems, hit.article) for hit in hits)
    return "" if is_story else first


def _is_formal(sentence: Sentence) -> bool:
    """Tell whether a line of minutes says who was there, and nothing of the matter."""
    return FORMAL.search(sentence.text) is not None and meeting_day(sentence.article) is not None


def _is_its_matter(question: str, topic: str, article: Article) -> bool:
    """Tell whether an article begins with a topic, or with all names of one: then an overview covers its parts."""
    names, head = find_names(question), f"{article.title}\n{article.text[:LEAD_CHARS]}"
    return begins_with(content_stems(topic), article) or (bool(names) and all(is_held(name, head) for name in names))


def _of_genre(question: str, topic: str, listed: Sequence[ListedArticle]) -> str:
    """Return the id of the only article whose title says that it is such a text, "the correction of 15 July"; or ""."""
    asked = content_stems(topic)
    genres = asked & content_stems(GENRES)
    days = [one for one in quantities(question) if one.kind is QuantityKind.DATE]
    rows = [row for row in listed if genres & content_stems(row.title)]
    if days:
        rows = [
            row for row in rows if any(one.holds(day) for one in quantities(str(row.published or "")) for day in days)
        ]
    if len(rows) > 1:  # of several that which has the other words, too
        rows = [row for row in rows if asked & content_stems(row.title) > genres]
    return rows[0].id if genres and len(rows) == 1 else ""


def _spread(passages: Sequence[Passage]) -> tuple[Sequence[Passage], str]:
    """Return the passages of an article that are read, and what is to be said where it is too long for all of them.

    The beginning, which in news tells the most, is read whole; of the rest as many as fit, evenly spread.
    """
    if len(passages) <= MOST_PASSAGES:
        return passages, ""
    head, rest = passages[: MOST_PASSAGES // 3], passages[MOST_PASSAGES // 3 :]
    room = MOST_PASSAGES - len(head)
    chosen = [*head, *(rest[place * len(rest) // room] for place in range(room))]
    return chosen, f"The article is long: this covers {len(chosen)} of its {len(passages):,} passages, evenly spread."


def _title(quote: Quote) -> str:
    return quote.article.title


def _titled(question: str, listed: Sequence[ListedArticle]) -> str:
    """Return the id of the article whose title is in `question`, the longest such title; "" without any."""
    plain = fold(question)
    named = [row for row in listed if len(row.title) >= LEAST_TITLE and fold(row.title) in plain]
    return max(named, key=lambda row: len(row.title)).id if named else ""
