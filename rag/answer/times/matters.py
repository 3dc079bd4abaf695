"""Matters: which articles and sentences of the hits are of the matter that a timeline tells."""

import re
from collections import Counter
from functools import lru_cache

from index import Article, Hit
from index.search import rank_articles
from index.splitting import split_article
from index.splitting.rows import is_row
from rag.answer.times.told_days import LEAD_CHARS
from rag.evidence.ranking import Ranked
from rag.question.subject import topic_stems
from rag.support.names import find_names, is_held
from rag.support.terms import holds_any, is_alike
from rag.words import content_stems, words

_YEAR = re.compile(r"(?:1\d|20)\d\d")
LEAST_ARTICLES = LEAST_TOPIC = 2
WHOLE = 5  # articles that are read whole: their dated lines need not name the topic
IN_HEAD = 0.3  # of them, that the head of a report has
_EXPLAINS = re.compile(
    r"^(?:analysis|opinion|q&a|explainer|why|how|what|who|photos|in pictures)\b"
    r"|\?\s*$|\b(?:here['’]s|what) (?:to|you|we|how|why)\b",
    re.IGNORECASE,
)
MOST_CHARS, HEAD_CHARS = 30_000, 1_500
# A title of several matters: "Rents, Ukraine, Covid: five things to know".
# "Drain, not pump, was the source" is one of one matter, and so is "Ada Orr, painter, 1901–1990".
LISTS = re.compile(
    r"[^,;|]+(?:[,;|]\s(?!(?:not|was|were|is|are|has|had|says?|who|which|but|dies|died)\b|\d|[a-zà-ÿ-]+(?:[,;|]|$))"
    r"[^,;|]+){2,}"
)
LEAST_PARAGRAPHS = 8  # of an article
IN_PASSING = 0.15  # of them, that have a name of the question, or without any a word of it
NEVER_NAMED = 0.4  # of them, that have a word of a question, though not its name: "the Fed", "the bank"
OFTEN = 2  # times in an article that tells of a matter, though its title calls it otherwise
# What a question says of time and order, and not of its matter.
OF_TIME = content_stems(
    "unfold unfolded unfolding develop developed development happen happened step steps order course event events story"
    " case affair saga time history come came go went change changed progress"
    " begin began start started end ended so far"
)
LEAST_SHARE, OF_MANY = 0.5, 0.66  # of the topic's words, that an article of the matter has; of three and more
OF_NAMED = 0.4  # of them, that one without a date has whose title has the longest name of the question
BESIDE = 0.8  # of an article's best score, for its passages that were not found


def of_topic(hits: tuple[Hit, ...], topic: frozenset[str]) -> tuple[Hit, ...]:
    """Return the hits of articles with the rarest word of the topic, all where hardly one has: a bus is no strike."""
    known = {hit.article.id: content_stems(f"{hit.article.title}\n{hit.article.text}") for hit in hits}
    counts = Counter(stem for stems in known.values() for stem in topic & stems)
    rarest = min(counts, key=lambda stem: (counts[stem], stem), default="")
    if len(topic) < LEAST_TOPIC or counts[rarest] < LEAST_ARTICLES:
        return hits
    return tuple(hit for hit in hits if not known[hit.article.id].isdisjoint(_forms(rarest)))


def sharing(dated: list[Ranked], question: str) -> list[Ranked]:
    """Return the sentences that have a word of the topic, or their heading or title has; all where hardly one has.

    A round-up tells of something else in each sentence: there it is the sentence, and where the question names somebody
    the name. What one who interviews says in asking tells nothing by itself.
    """
    topic, named = _matter(question)

    def shares(item: Ranked) -> bool:
        sentence, title = item.sentence, item.sentence.article.title
        is_asking = bool(sentence.speaker) and sentence.speaker in sentence.article.source
        if is_row(sentence.article.text, sentence.span):  # of a table of other things
            return topic <= content_stems(sentence.text)
        told = f"{sentence.heading}\n{sentence.whole.of(sentence.article.text)}"
        if LISTS.search(title) or _tells_in_passing(topic, named or topic, sentence.article):
            return not is_asking and holds_any(named or topic, content_stems(f"{told}\n{sentence.paragraph}"))
        return not is_asking and (
            _speaks_of(topic, sentence.article) or holds_any(topic, content_stems(f"{title}\n{told}"))
        )

    articles = {item.sentence.article.id: item.sentence.article for item in dated}
    name = max(find_names(question), key=lambda one: len(one.words), default=None)
    of_matter = {
        id
        for id, article in articles.items()
        if _is_of(topic, article, OF_NAMED if name and not article.published and is_held(name, article.title) else 0.0)
    }
    kept = [item for item in dated if item.sentence.article.id in of_matter and shares(item)]
    return kept if (named and kept) or len(kept) >= LEAST_ARTICLES else dated


def _matter(question: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the stems of what a timeline is asked of, and of the names among them; years are left out."""
    topic = topic_stems(question) - OF_TIME or topic_stems(question)
    names = " ".join(word.text for name in find_names(question) for word in name.words)
    return frozenset(stem for stem in topic if not _YEAR.fullmatch(stem)) or topic, content_stems(names) & topic


def reports_on(question: str, article: Article) -> bool:
    """Tell whether the news of an article is of the matter: its head has a name of the question, or some of its words.

    What explains or asks, by its title, reports no news.
    """
    if _EXPLAINS.search(article.title):
        return False
    topic, named = _matter(question)
    head = content_stems(f"{article.title}\n{article.text[:LEAD_CHARS]}")
    held = sum(stem in head or is_alike(stem, head) for stem in topic)
    return not named.isdisjoint(head) or held >= IN_HEAD * len(topic)


def _is_of(topic: frozenset[str], article: Article, least: float = 0.0) -> bool:
    """Tell whether an article has enough of a topic's words in any form, `least` of them where that is not 0."""
    stems = content_stems(f"{article.title}\n{article.text[:MOST_CHARS]}")
    held = sum(not stems.isdisjoint(_forms(stem)) or is_alike(stem, stems) for stem in topic)
    return held >= (least or (LEAST_SHARE if len(topic) <= LEAST_TOPIC else OF_MANY)) * len(topic)


def _forms(stem: str) -> tuple[str, ...]:
    return stem, f"{stem}e", f"{stem}s", f"{stem}es"  # "buses"


def _speaks_of(topic: frozenset[str], article: Article) -> bool:
    """Tell whether an article comes back to a word of the topic: what it tells beside that is of the same story."""
    told = Counter(word.stem for word in words(article.text[:MOST_CHARS]))
    return any(told[stem] >= OFTEN for stem in topic)


@lru_cache(maxsize=512)
def _tells_in_passing(topic: frozenset[str], named: frozenset[str], article: Article) -> bool:
    """Tell whether hardly a paragraph of an article has a word of the topic: a round-up of the day's news."""
    paragraphs = [content_stems(one) for one in article.text[:MOST_CHARS].split("\n\n")]
    return len(paragraphs) >= LEAST_PARAGRAPHS and all(
        sum(holds_any(stems, one) for one in paragraphs) < part * len(paragraphs)
        for stems, part in ((named, IN_PASSING), (topic, NEVER_NAMED))
    )


def with_whole_articles(hits: tuple[Hit, ...]) -> tuple[Hit, ...]:
    """Return `hits`, behind them the other passages of their best articles, and of the others the first one."""
    known = {(hit.article.id, hit.passage.start) for hit in hits}
    found = list(hits)
    for place, id in enumerate(rank_articles(hits)):
        best = next(hit for hit in hits if hit.article.id == id)
        passages = split_article(best.article.text[: MOST_CHARS if place < WHOLE else HEAD_CHARS])
        for passage in passages if place < WHOLE else passages[:1]:
            if (id, passage.start) not in known:
                found.append(Hit(best.article, passage, BESIDE * best.score, 0.0, 0.0))
    return tuple(found)
