"""An overview: of one article, a source, a time span, a topic or the whole library; it covers the parts of it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from index import Article, Hit, Passage
from index.search import rank_articles
from index.splitting import split_article
from index.types import ListedArticle
from rag.answer.citations import cite
from rag.answer.refusal import LEAST_FIT_OF_WORDS, LEAST_FIT_OPEN, judge_fit
from rag.answer.request import Gathered, Request
from rag.answer.scope import Scope, find_scope, newest_first
from rag.evidence.points import Quote, choose, rank_sentences, to_points
from rag.evidence.sentences import Sentence, read_sentences
from rag.evidence.timeliness import OF_FRESHNESS, freshness
from rag.question.kind import Kind
from rag.question.subject import topic_words
from rag.question.tense import Tense, find_tense
from rag.support.terms import is_alike
from rag.types import Point
from rag.words import content_stems, fold, words

ONE_ARTICLE = ("article", "interview", "report", "document", "text", "artikel", "articulo")
LEAD = 0.12  # for an article's first sentences, which in news tell the most
LEAD_CHARS = 450
WORTH = 0.5
NEAR = 0.7  # of the best score, for the best sentence of another article
NOVELTY = 0.4
PER_ARTICLE = 3
PASSAGE_CHARS = 600  # of one quotation: who wants a summary reads on
LEAST_TITLE = 9  # characters, by which a title in a question is known
HEAD_CHARS = 4_000  # of an article's beginning, for each sentence that is told of it
LEAST_SECTIONS = 3
# Of the fit of the best sentence and the nearness of its article's title together: what an article is about need be
# said by no sentence of it ("the football season"). Of 160 orders over two libraries, half of them for what the other
# one holds, .84 of the first are answered and .08 of the second; by the fit alone it was .59 and .05.
LEAST_FIT_WITH_TITLE = 0.7
LEAST_TOPIC = 2  # words, by which an article is known that has them all
MOST_PASSAGES = 150  # of one article that are read, some 60,000 characters
MOST_LISTED = 12  # articles of a source, a time or the library that are told of


def gather(request: Request) -> Gathered:
    """Return points that cover what is asked for, and say what that was where it is not one article."""
    scope = find_scope(request.question, request.library.articles(request.only), request.only, request.asked)
    topic = " ".join(word.text for word in topic_words(request.question) if word.stem not in scope.stems)
    if not topic:
        return of_articles(request, scope)
    if not scope.rows:  # "the wreck found in 2019": no article need be of that year
        return _of_topic(request, request.library.articles(request.only), topic)
    return _of_topic(replace(request, only=scope.only), scope.rows, topic)


def of_articles(request: Request, scope: Scope) -> Gathered:
    """Return how the newest articles begin, the fewer they are the more of each, and how many there are."""
    if not scope.rows:
        return Gathered(Kind.OVERVIEW, (), f"You have no articles {scope.label}".rstrip() + ".", answerable=False)
    newest = newest_first(scope.rows)[:MOST_LISTED]
    each = max(1, request.most // len(newest))
    points = tuple(point for row in newest for point in first_points(request.library.article(row.id), each))
    count = len(scope.rows)
    covered = f"the newest {len(newest)} of {count:,} articles" if count > len(newest) else _all(count)
    return Gathered(Kind.OVERVIEW, points, f"This covers {covered} {scope.label}".rstrip() + ".", 1.0)


def _all(count: int) -> str:
    return "the only article" if count == 1 else f"all {count} articles"


def first_points(article: Article, most: int = 1) -> tuple[Point, ...]:
    """Return the first sentences of an article that tell something, at most `most`, under its title.

    Of an article in sections ("News in brief") they are the first of each section.
    """
    head = split_article(article.text[: HEAD_CHARS * most])
    told = [
        one for one in read_sentences([Hit(article, passage, 1.0, 0.0, 0.0) for passage in head]) if not one.is_order
    ]
    sections = {one.heading: one for one in reversed(told)}
    firsts = sorted(sections.values(), key=lambda one: one.span.start) if len(sections) >= LEAST_SECTIONS else told
    return tuple(Point(article.title, (cite(article, one.span),)) for one in firsts[:most])


def _of_topic(request: Request, listed: Sequence[ListedArticle], topic: str) -> Gathered:
    hits = request.search()
    ranked_ids = rank_articles(hits)
    titled = _titled(request.question, listed)
    wants_one = any(word in fold(request.question).split() for word in ONE_ARTICLE)
    note = ""
    one = titled or (ranked_ids[0] if wants_one and ranked_ids else "")
    if one:
        article = request.library.article(one)
        best = max((hit.score for hit in hits if hit.article.id == one), default=hits[0].score if hits else 0.5)
        passages, note = _spread(split_article(article.text))
        hits = tuple(Hit(article, passage, best, 0.0, 0.0) for passage in passages)

    worth = freshness(request.question, (hit.article for hit in hits))

    def bonus(sentence: Sentence) -> float:
        return OF_FRESHNESS * worth(sentence.article) + (LEAD if sentence.span.start < LEAD_CHARS else 0.0)

    ranked = rank_sentences(request.question, hits, request.library.embedder, request.vectors, bonus=bonus)
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
    if one:
        quotes = tuple(sorted(quotes, key=lambda quote: quote.span.start))
    elif find_tense(request.question) is Tense.NOW:
        quotes = tuple(sorted(quotes, key=lambda quote: quote.article.published or date.min, reverse=True))
    if not (titled or answerable) and score >= LEAST_FIT_OF_WORDS and _is_about(topic, score, hits, request):
        answerable, note = True, " ".join(filter(None, (note, _say_unsaid(topic, hits))))
    if not one and quotes and len(listed) > MOST_LISTED:
        told = len({quote.article.id for quote in quotes})
        note = f"This covers the {told} that fit best of {len(listed):,} articles."
    return Gathered(Kind.OVERVIEW, to_points(quotes, _title), note, score, answerable or bool(titled))


def _is_about(topic: str, fit: float, hits: Sequence[Hit], request: Request) -> bool:
    """Tell whether an article is about a topic: the first found has a title near to it, or all of several words."""
    if not topic or not hits:
        return False
    embedder, first = request.library.embedder, request.library.article(rank_articles(hits)[0])
    near = float(request.vectors.of(embedder, [first.title])[0] @ embedder.embed_question(topic))
    asked = content_stems(topic)
    is_told = len(asked) >= LEAST_TOPIC and asked <= content_stems(f"{first.title}\n{first.text[:HEAD_CHARS]}")
    return is_told or fit + near >= LEAST_FIT_WITH_TITLE


def _say_unsaid(topic: str, hits: Sequence[Hit]) -> str:
    """Return in a sentence which words of a topic nothing that was found says; "" for none."""
    told = frozenset(word.stem for hit in hits for word in words(f"{hit.article.title}\n{hit.passage.text}"))
    unsaid = [word.text for word in words(topic) if word.stem not in told and not is_alike(word.stem, told)]
    named = ", ".join(f"“{word}”" for word in unsaid)
    return f"No article found for this says {named}: this is what comes closest." if unsaid else ""


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
