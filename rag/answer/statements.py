"""Statements: everything that a speaker says about something, in the order of their articles."""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from index import Article, Filter, Hit
from rag.answer.overviews.overview import gather as gather_overview
from rag.answer.people.attribution import voice_of
from rag.answer.people.authored import find_authored, is_own_voice
from rag.answer.people.criticism import AGAINST, BLAME, LEAST_BLAME, PRAISE, are_critics, is_critic, speaks_against
from rag.answer.people.echoes import find_echoes
from rag.answer.people.roles import find_by_role, is_of_side, is_role
from rag.answer.people.sayer import find_sayer
from rag.answer.people.spoken import choose_spoken, read_whole, with_neighbours
from rag.answer.people.spoken_of import is_spoken_of
from rag.answer.people.voices import SAID_PROBABLY, own_words, says
from rag.answer.refusal import LEAST_FIT_OPEN, judge_fit
from rag.answer.request import Gathered, Request, join
from rag.answer.scope import called_sources
from rag.evidence.points import choose, to_points
from rag.evidence.quotations import Quote
from rag.evidence.ranking import Ranked, rank_sentences
from rag.evidence.sentences import Sentence
from rag.question.kind import Kind, find_kind
from rag.question.subject import find_speaker, topic_phrase, topic_stems
from rag.support.names import find_capitals
from rag.support.quotes import quotes as find_quotes
from rag.support.speakers import SAYING
from rag.support.terms import holds_any
from rag.types import Point
from rag.words import STOP_WORDS, content_stems, fold

READ = 60  # sentences that are looked at: all that a speaker says, not the part that shares the question's words
NEAR = 0.6  # of the best score, for the best sentence of another article
NEAR_AGAINST = 0.45  # of the best, for what is said against it in another article
FIT_OF_CRITICS = 0.6  # of the best fit, for what is said against it
QUOTE_CHARS = 320  # of one quotation: what stands further away is another's
# Verbs of asking that are in the articles for something else: "I make coffee".
_PLAINLY = {"make of": "think of", "have against": "say against", "object to": "say against"}
_AS_ASKED = re.compile(r"\b(?:make of|have against|object to)\b", re.IGNORECASE)
_THINKS = re.compile(
    r"^\W*(?:(?:and|but|so)\s+)?(?P<help>does|do|did)\s+(?P<who>.{2,60}?)\s+(?P<verb>think|believe|expect|say|claim|feel)"
    r"\s+(?:that\s+)?(?P<what>.+)$",
    re.IGNORECASE,
)
BOTH_SIDES = "both sides"
_SIDES = (
    r"(?:(?:each|either|every) (?:side|party|camp)"
    r"|(?:both|the two|all|(?:the )?(?:different|various|opposing|rival)) (?:sides|parties|camps))"
)
# What is asked of all who say something: "what does each side say about the bill", "the case for and against it".
_ALL_SIDES = re.compile(
    rf",?\s*\baccording to {_SIDES},?|(?<=what )(?:does|do|did|has|have) {_SIDES} (?:say|said|think|claim|argue)\b"
    r"(?: (?:about|on|of))?"
    r"|\b(?:arguments?|reasons?|case|said|speaks?|made|points) (?:(?:is|are) )?(?:there )?(?:both )?for and against\b",
    re.IGNORECASE,
)
_WHERE = re.compile(  # words are said there, not about it
    r"\s+(?:in|at|before|during|to)\s+(?:an? |the |his |her |their )?(?:\w+ )?(?:court|trial|hearing|inquest|inquiry"
    r"|interview|speech|statement|conference|jury|jurors|reporters|press)\b(?=\W*$)",
    re.IGNORECASE,
)
_TO_WHOM = re.compile(r"\W*to\b", re.IGNORECASE)  # what is said to somebody need not name him
# "Other scientists", "the critics": where the articles do not call them so, whoever says something may be one of them.
_GROUP = re.compile(r"(?:[a-zà-ÿ-]+ )*(?:[a-zà-ÿ-]*[^s\W]s|people|men|women)(?: (?:of|in|at|from|on|against) .+)?")


def gather(request: Request) -> Gathered:
    """Return what the speaker says, under the speaker's name; without a speaker, what anybody says of it."""
    request = replace(request, question=_AS_ASKED.sub(lambda match: _PLAINLY[fold(match[0])], request.question))
    if _ALL_SIDES.search(request.question):  # nobody is named: whoever says something is of one of them
        asked = _ALL_SIDES.sub("", request.question)
        return _of_speaker(replace(request, question=asked, hits=()), BOTH_SIDES, asked, request.search(asked))
    speaker, what = find_speaker(request.question)
    if (told := _of_source(request, speaker, what)) is not None:
        return told
    hits = request.search()
    if (sayer := find_sayer(request.question, hits)) is not None:
        name, citation = sayer
        return Gathered(Kind.STATEMENTS, (Point(name, (citation,)),), score=1.0, short=name)
    return _of_speaker(request, speaker, what, hits)


def _of_speaker(request: Request, speaker: str, what: str, hits: tuple[Hit, ...]) -> Gathered:
    """Return what the speaker, "" for anybody, says about `what`."""
    if speaker and not _GROUP.fullmatch(speaker):
        request, speaker, hits = _by_name(request, speaker, hits)
    own_texts = find_authored(request, speaker) if speaker else ()
    if own_texts:
        hits = join(own_texts, hits)
    if speaker and not _GROUP.fullmatch(speaker):
        hits = read_whole(hits, speaker)

    asked = topic_stems(request.question) - content_stems(speaker)

    def bonus(sentence: Sentence) -> float:
        return _worth(sentence, speaker, asked)

    ranked = rank_sentences(request.question, hits, request.library.embedder, request.vectors, bonus=bonus, read=READ)
    said = [item for item in ranked if speaker and says(item.sentence, speaker) >= SAID_PROBABLY]
    # Whether others tell of it says nothing of whether he speaks of it.
    score, answerable = judge_fit(request.question, said or ranked, LEAST_FIT_OPEN)
    topic = topic_stems(_WHERE.sub("", request.question)) - content_stems(speaker)
    said = _about(said, topic, speaker)
    named = frozenset(one.stem for name in find_capitals(what) for one in name.words)
    if topic and topic <= named and not _TO_WHOM.match(what):
        said = _of_named(said, topic)
    if (
        is_of_side(speaker) or are_critics(speaker) or (not said and _GROUP.fullmatch(speaker))
    ):  # nobody is named who may be the other one
        return _of_anybody(request, ranked, speaker)
    if not said:
        if speaker:
            return _told_of(request, ranked, speaker, topic)
        chosen = choose(ranked, request.most, near=NEAR, longest=QUOTE_CHARS)
        ordered = sorted(chosen, key=lambda quote: (quote.article.id, quote.span.start))
        return Gathered(Kind.STATEMENTS, to_points(ordered, _speaker_of), "", score, answerable)
    note = ""
    if topic and speaker:
        answerable = is_spoken_of(_WHERE.sub("", what), said, request)
        note = "" if answerable else f"Your articles do not quote {speaker} on this."
    points = _points_of(request, ranked, said, speaker, topic)
    return Gathered(Kind.STATEMENTS, points, note, score, answerable)


def _points_of(
    request: Request, ranked: Sequence[Ranked], said: Sequence[Ranked], speaker: str, topic: frozenset[str]
) -> tuple[Point, ...]:
    """Return what a speaker says in the order of its articles, and what others say on just that."""
    chosen = _his_own(said, speaker, topic, request.most)
    places = {id: place for place, id in enumerate(dict.fromkeys(quote.article.id for quote in chosen))}
    ordered = sorted(chosen, key=lambda quote: (places[quote.article.id], quote.span.start))
    name = "" if _GROUP.fullmatch(speaker) else _label(speaker)  # one of several stands under his own name
    own = to_points(ordered, lambda quote: name or _speaker_of(quote))
    return own + (_of_others(ranked, said, request.most - len(own)) if name else ())


def _told_of(request: Request, ranked: Sequence[Ranked], speaker: str, topic: frozenset[str]) -> Gathered:
    """Return what is told of a speaker who is nowhere quoted: of what does not name him nothing is his."""
    own = [item for item in ranked if content_stems(speaker) & content_stems(item.sentence.text)]
    chosen = choose(own, request.most, near=NEAR, longest=QUOTE_CHARS)
    score, answerable = judge_fit(request.question, own, LEAST_FIT_OPEN)
    answerable = answerable and any(topic & content_stems(quote.span.of(quote.article.text)) for quote in chosen)
    note = f"Your articles do not quote {speaker} on this; the nearest that they say is this."
    return Gathered(Kind.STATEMENTS, to_points(chosen, _speaker_of), note, score, answerable)


def _label(speaker: str) -> str:
    """Return the name of who is asked for; "Amini's father" is no Amini."""
    names = [speaker[one.start : one.end] for one in find_capitals(speaker)]
    return next((name for name in names if not re.search(r"['’]s?$", name)), speaker)


def _of_others(ranked: Sequence[Ranked], said: Sequence[Ranked], most: int) -> tuple[Point, ...]:
    """Return what others say on just what a speaker does, each under his own name, as far as there is room."""
    found = find_echoes(ranked, said) if most > 0 else []
    return to_points(choose(found, most, longest=QUOTE_CHARS, bridged=0), _speaker_of)


def _his_own(said: Sequence[Ranked], speaker: str, topic: frozenset[str], most: int) -> tuple[Quote, ...]:
    """Return what a speaker says, without the words of others beside it."""
    chosen = choose_spoken(said, topic, most)
    for quote in chosen:
        quote.span = own_words(quote.article, quote.span, speaker)
    return chosen


def _worth(sentence: Sentence, speaker: str, topic: frozenset[str]) -> float:
    """Return what a sentence is worth for who asks what `speaker` says; of "both sides" anybody may be one."""
    if are_critics(speaker):
        return AGAINST * speaks_against(sentence, topic)
    worth = says(sentence, speaker)
    return max(worth, 0.0) if _GROUP.fullmatch(speaker) else worth


def of_one_speaker(parts: Sequence[str]) -> tuple[str, ...]:
    """Return the parts of a question without those that ask once more what a speaker says of the same thing.

    "Whom did she mean by it, and what did she say about them?" is answered by all that she says of them.
    """
    kept: list[str] = []
    for part in parts:
        speaker, about = find_speaker(part)
        if kept and speaker and find_kind(part) is find_kind(kept[-1]) is Kind.STATEMENTS:
            own = content_stems(speaker)
            is_same = bool(own) and own == content_stems(find_speaker(kept[-1])[0])
            if is_same and topic_stems(about) <= topic_stems(kept[-1]):
                continue
        kept.append(part)
    return tuple(kept)


def gather_thought(request: Request) -> Gathered | None:
    """Return what somebody says where it is asked whether he thinks something; None where he is not quoted on it."""
    asked = _THINKS.match(request.question)
    if asked is None:
        return None
    question = f"What {asked['help'].lower()} {asked['who']} {asked['verb']} about {asked['what']}"
    found = gather(replace(request, question=question, hits=()))
    return found if found.kind is Kind.STATEMENTS and found.answerable and not found.note else None


def _of_source(request: Request, speaker: str, what: str) -> Gathered | None:
    """Return what the source that is asked for reports; None where the speaker is none, or tells nothing of it."""
    rows = request.library.articles(request.only)
    sources = called_sources(speaker, rows)
    if not sources:
        return None
    only = request.only.within(Filter(sources=frozenset(sources)))
    asked = replace(request, only=only, hits=())
    question = f"Tell me {what}" if topic_phrase(what) else f"Summarise {sources[0]}"
    told = gather_overview(replace(asked, question=question))
    return told if told.answerable else None


def _by_name(request: Request, speaker: str, hits: Sequence[Hit]) -> tuple[Request, str, tuple[Hit, ...]]:
    """Return a question for "the Iron Age expert" with the name that the articles introduce by that, and its hits."""
    anybody = re.search(rf"\b(?:an?|any|some)\s+{re.escape(speaker)}", request.question, re.IGNORECASE)
    if anybody or not is_role(speaker):  # "a shareholder" may be any of them
        return request, speaker, tuple(hits)
    place = re.compile(rf"(?:\b(?:the|an?|his|her|its|their)\s+)?{re.escape(speaker)}(?:['’]s?(?=\s))?", re.IGNORECASE)
    # Of several councillors it is that of the articles that are about it, not that of a list of councillors.
    topic = topic_stems(request.question) - content_stems(speaker)
    about = request.search(place.sub("", request.question)) if topic else ()
    looked_in = (about, hits, request.search(speaker))
    known = next(filter(None, (find_by_role(speaker, one, topic) for one in looked_in)), None)
    if known is None:
        return request, speaker, tuple(hits)
    name, article = known
    named = replace(request, question=place.sub(name, request.question, count=1), hits=())
    where = request.only.within(Filter(articles=frozenset((article.id,))))
    return named, name, join(named.search(only=where), join(named.search(), hits))


def _of_anybody(request: Request, ranked: Sequence[Ranked], speaker: str) -> Gathered:
    """Return what anybody says, under the names of those who do; for critics, what speaks against it."""
    ranked = sorted(ranked, key=lambda item: -item.fit)
    score, answerable = judge_fit(request.question, ranked, LEAST_FIT_OPEN)
    if are_critics(speaker):
        said = _against(request, ranked, topic_stems(request.question) - content_stems(speaker))
        note = "" if said else f"Your articles quote no {speaker} of this."
        chosen = choose(said, request.most, near=NEAR_AGAINST, longest=QUOTE_CHARS, bridged=0)
        return Gathered(Kind.STATEMENTS, to_points(chosen, _speaker_of), note, score, answerable and bool(said))
    said = [item for item in ranked if SAYING.search(item.sentence.text) or find_quotes(item.sentence.text)]
    chosen = choose(said or ranked, request.most, near=NEAR, longest=QUOTE_CHARS, bridged=0)
    return Gathered(Kind.STATEMENTS, to_points(chosen, _speaker_of), "", score, answerable)


def _against(request: Request, ranked: Sequence[Ranked], topic: frozenset[str]) -> list[Ranked]:
    """Return what speaks against the topic by its words and by its sense, of what fits the question."""
    blame, praise = (request.library.embedder.embed_question(said) for said in (BLAME, PRAISE))
    least = FIT_OF_CRITICS * max((item.fit for item in ranked), default=0.0)
    said = [item for item in ranked if item.fit >= least and speaks_against(item.sentence, topic)]
    whole = [item for item in said if topic <= content_stems(item.sentence.article.title + item.sentence.passage_text)]
    said = whole or said  # "critics say" of something else is none of it
    sure = [item for item in said if is_critic(item.sentence) or float(item.vector @ (blame - praise)) >= LEAST_BLAME]
    return sure or said


def _about(said: Sequence[Ranked], topic: frozenset[str], speaker: str = "") -> list[Ranked]:
    """Return what is said where the topic is spoken of, all of it where the topic is spoken of nowhere by its words."""
    around = {
        id(item): topic & content_stems(f"{item.sentence.article.title}\n{item.sentence.passage_text}") for item in said
    }
    if not topic or all(held != topic for held in around.values()):
        return list(said)
    near = {item.sentence.article.id for item in said if around[id(item)]}
    # Of another article, and of a text of his own, that is about it what the speaker says counts unnamed, too.
    near -= {item.sentence.article.id for item in said if is_own_voice(item.sentence.article, speaker)}
    kept = [item for item in said if around[id(item)] or _is_about_it(item.sentence.article, near, topic)]
    return with_neighbours(kept, said)


def _of_named(said: Sequence[Ranked], topic: frozenset[str]) -> list[Ranked]:
    """Return what a speaker says of somebody where he is named; all of it where he is named nowhere."""
    told = ((item, content_stems(item.sentence.whole.of(item.sentence.article.text))) for item in said)
    named = [item for item, stems in told if holds_any(topic, stems)]
    return with_neighbours(named, said) if named else list(said)


def _is_about_it(article: Article, near: Collection[str], topic: frozenset[str]) -> bool:
    """Tell whether an article, none of those in `near`, has every word of the topic."""
    return article.id not in near and topic <= content_stems(f"{article.title}\n{article.text}")


def _speaker_of(quote: Quote) -> str:
    return _named(quote.sentence) or quote.article.title


def _named(sentence: Sentence) -> str:
    """Return the name of whoever says a sentence; "" where nobody is named."""
    if sentence.speaker:
        return sentence.speaker
    sayers = voice_of(sentence.article.text, sentence.span).names
    named = (" ".join(word.text for word in name.words) for name in sayers)
    return next((name for name in named if fold(name) not in STOP_WORDS), "")
