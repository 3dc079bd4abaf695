"""Statements: everything that a speaker says about something, in the order of their articles."""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from index import Article, Filter, Hit
from index.splitting import split_article
from rag.answer.about import say_unsaid
from rag.answer.authored import find_authored, is_own_voice
from rag.answer.introduced import find_by_role, is_role, sayers_of
from rag.answer.overview import gather as gather_overview
from rag.answer.refusal import LEAST_FIT_OPEN, judge_fit
from rag.answer.request import Gathered, Request
from rag.answer.sayer import find_sayer
from rag.answer.scope import called_sources
from rag.evidence.overlap import Pairs, are_copies, pairs_of
from rag.evidence.points import Quote, Ranked, choose, rank_sentences, to_points
from rag.evidence.sentences import Sentence
from rag.question.kind import Kind
from rag.question.subject import find_speaker, topic_phrase, topic_stems
from rag.support.names import Name, are_same, find_capitals
from rag.support.quotes import Quoted
from rag.support.quotes import quotes as find_quotes
from rag.support.speakers import ACCORDING, BEFORE_CHARS, SAYING, is_possessive
from rag.support.terms import is_alike
from rag.types import Point
from rag.words import STOP_WORDS, content_stems, fold, words

READ = 40  # sentences that are looked at: all that a speaker says, not the part that shares the question's words
NEAR = 0.6  # of the best score, for the best sentence of another article
NEAR_OWN, WORTH_OWN, GROWTH_OWN = 0.45, 0.4, 0.3  # of what the speaker says: a second article quotes him for his sake
UNFOUND = 0.5  # of the score of an article's best passage, for one that was not found
MOST_PASSAGES = 60  # of an article that are read for its speaker
SHORT_ROLE = 2  # words: "the director" may be of many things
QUOTE_CHARS = 320  # of one quotation: what stands further away is another's
ABOUT = 0.75  # of the best fit, for what another says: "the swindle of the century" is no answer for who asks of Gref
SAID = 0.25
SAID_PROBABLY = 0.15  # "he said", behind a sentence that names the speaker
QUOTED = 0.05
SAID_BY_ANOTHER = -0.1
TURNED = (" ", " the ")  # between verb and speaker: "said the council"
NAMED_CHARS = 1_000  # before "he said", for the name that it stands for
# Verbs of asking that are in the articles for something else: "I make coffee".
_PLAINLY = {"make of": "think of", "have against": "say against", "object to": "say against"}
_AS_ASKED = re.compile(r"\b(?:make of|have against|object to)\b", re.IGNORECASE)
_THINKS = re.compile(
    r"^\W*(?:(?:and|but|so)\s+)?(?P<help>does|do|did)\s+(?P<who>.{2,60}?)\s+(?P<verb>think|believe|expect|say|claim|feel)"
    r"\s+(?:that\s+)?(?P<what>.+)$",
    re.IGNORECASE,
)
# "Other scientists", "the critics": where the articles do not call them so, whoever says something may be one of them.
_GROUP = re.compile(r"(?:[a-zà-ÿ-]+ )*(?:[a-zà-ÿ-]*[^s\W]s|people|men|women)(?: (?:of|in|at|from|on|against) .+)?")
_PRONOUN_SAYS = re.compile(
    r"\b(?:he|she|they)\b[^.!?]{0,20}\b(?:said|says|added|told|wrote|tweeted|argued|warned|called|insisted"
    r"|explained|testified|denied|claimed|stressed|suggested|promised|admitted|replied|noted|predicted|thinks?"
    r"|believes?|hopes?)\b|[”\"’],? (?:he|she|they) \w+"
    r"|\bin (?:his|her|their) (?:opinion|view|judgement)\b|\b(?:he|she) (?:is|was) not (?:convinced|sure)\b"
    r"|\b(?:sagte?|erklärte?|betonte?|meinte?|warnte?|kritisierte?) (?:er|sie)\b"
    r"|\b(?:er|sie) (?:sagte?|erklärte?|betonte?)\b"
    r"|\b(?:il|elle) a (?:dit|déclaré|affirmé|expliqué)\b|\ba-t-(?:il|elle) (?:dit|déclaré|affirmé|expliqué|ajouté)\b",
    re.IGNORECASE,
)


def gather(request: Request) -> Gathered:
    """Return what the speaker says, under the speaker's name, and who else says so; without a speaker, all that do."""
    request = replace(request, question=_AS_ASKED.sub(lambda match: _PLAINLY[fold(match[0])], request.question))
    speaker, what = find_speaker(request.question)
    if (told := _of_source(request, speaker, what)) is not None:
        return told
    hits = request.search()
    if (sayer := find_sayer(request.question, hits)) is not None:
        name, citation = sayer
        return Gathered(Kind.STATEMENTS, (Point(name, (citation,)),), score=1.0, short=name)
    role = frozenset[str]()  # what else is known of whom is asked for
    if speaker and not _GROUP.fullmatch(speaker):
        role = content_stems(speaker)
        request, speaker, hits = _by_name(request, speaker, hits)
        role -= content_stems(speaker)
    own_texts = find_authored(request, speaker) if speaker else ()
    if own_texts:
        hits = _joined(own_texts, hits)

    def bonus(sentence: Sentence) -> float:
        return says(sentence, speaker)

    ranked = rank_sentences(request.question, hits, request.library.embedder, request.vectors, bonus=bonus, read=READ)
    score, answerable = judge_fit(request.question, ranked, LEAST_FIT_OPEN)
    said = [item for item in ranked if speaker and says(item.sentence, speaker) >= SAID_PROBABLY]
    topic = topic_stems(request.question) - content_stems(speaker)
    said = _about(said, topic)
    if not said and _GROUP.fullmatch(speaker):
        return _of_anybody(request, ranked)
    if said:
        chosen = choose(said, request.most, near=NEAR_OWN, worth=WORTH_OWN, growth=GROWTH_OWN, longest=QUOTE_CHARS)
    else:
        chosen = choose(ranked, request.most, near=NEAR, longest=QUOTE_CHARS)
    note = ""
    if speaker and not said:
        note = f"Your articles do not quote {speaker} on this; the nearest that they say is this."
    places = {id: place for place, id in enumerate(dict.fromkeys(quote.article.id for quote in chosen))}
    ordered = sorted(chosen, key=lambda quote: (places[quote.article.id], quote.span.start))
    is_named = said and not _GROUP.fullmatch(speaker)  # one of several stands under his own name
    name = next((speaker[one.start : one.end] for one in find_capitals(speaker)), speaker) if is_named else ""
    others = _others(ranked, chosen, request.most) if said else []
    own = to_points(ordered, lambda quote: name or _speaker_of(quote))
    answerable = answerable or speaks_of([item.sentence for item in said], topic)
    answerable = answerable or any(topic & content_stems(hit.article.text) for hit in own_texts)
    if said and not answerable:
        answerable, note = _where_it_is_spoken_of(said, what, role), say_unsaid(topic_phrase(what), hits)
    return Gathered(Kind.STATEMENTS, own, note, score, answerable, beside=to_points(others, _speaker_of))


def gather_thought(request: Request) -> Gathered | None:
    """Return what somebody says where it is asked whether he thinks something; None where he is not quoted on it."""
    asked = _THINKS.match(request.question)
    if asked is None:
        return None
    question = f"What {asked['help'].lower()} {asked['who']} {asked['verb']} about {asked['what']}"
    found = gather(replace(request, question=question, hits=()))
    return found if found.kind is Kind.STATEMENTS and found.answerable and not found.note else None


def _where_it_is_spoken_of(said: Sequence[Ranked], what: str, role: frozenset[str]) -> bool:
    """Tell whether the articles in which a speaker speaks have half of what he is asked about, in any form.

    Who is asked for by more than a word ("the Iron Age expert") is known by these, too.
    """
    known = topic_stems(what) | (role if len(role) > SHORT_ROLE else frozenset())
    is_word = len(known) == 1  # which an article says by chance
    told = frozenset().union(
        *(
            content_stems(f"{one.article.title}\n{one.passage_text if is_word else one.article.text}")
            for one in (item.sentence for item in said)
        )
    )
    held = [stem in told or is_alike(stem, told) for stem in known]
    return 2 * sum(held) >= len(held)


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
    if not is_role(speaker):
        return request, speaker, tuple(hits)
    place = re.compile(rf"(?:\b(?:the|an?|his|her|its|their)\s+)?{re.escape(speaker)}(?:['’]s?(?=\s))?", re.IGNORECASE)
    # Of several councillors it is that of the articles that are about it, not that of a list of councillors.
    about = request.search(place.sub("", request.question)) if topic_phrase(request.question) else ()
    known = next(filter(None, (find_by_role(speaker, one) for one in (about, hits, request.search(speaker)))), None)
    if known is None:
        return request, speaker, tuple(hits)
    name, article = known
    named = replace(request, question=place.sub(name, request.question, count=1), hits=())
    where = request.only.within(Filter(articles=frozenset((article.id,))))
    found = _joined(named.search(only=where), _joined(named.search(), hits))
    # What he says need not share a word with the question: of his article every passage is read.
    least = UNFOUND * max((hit.score for hit in found if hit.article.id == article.id), default=1.0)
    whole = [Hit(article, passage, least, 0.0, 0.0) for passage in split_article(article.text)[:MOST_PASSAGES]]
    return named, name, _joined(whole, found)


def _joined(first: Sequence[Hit], second: Sequence[Hit]) -> tuple[Hit, ...]:
    return tuple({(hit.article.id, hit.passage.start): hit for hit in (*first, *second)}.values())


def _of_anybody(request: Request, ranked: Sequence[Ranked]) -> Gathered:
    """Return what anybody says, under the names of those who do."""
    score, answerable = judge_fit(request.question, ranked, LEAST_FIT_OPEN)
    said = [item for item in ranked if SAYING.search(item.sentence.text) or find_quotes(item.sentence.text)]
    chosen = choose(said or ranked, request.most, near=NEAR, longest=QUOTE_CHARS)
    return Gathered(Kind.STATEMENTS, to_points(chosen, _speaker_of), "", score, answerable)


def _about(said: Sequence[Ranked], topic: frozenset[str]) -> list[Ranked]:
    """Return what is said where the topic is spoken of, all of it where the topic is spoken of nowhere by its words."""
    around = {
        id(item): topic & content_stems(f"{item.sentence.article.title}\n{item.sentence.passage_text}") for item in said
    }
    if not topic or all(held != topic for held in around.values()):
        return list(said)
    near = {item.sentence.article.id for item in said if around[id(item)]}
    # Of another article that is about it what the speaker says there counts, though no sentence names it again.
    return [item for item in said if around[id(item)] or _is_about_it(item.sentence.article, near, topic)]


def _is_about_it(article: Article, near: Collection[str], topic: frozenset[str]) -> bool:
    """Tell whether an article, none of those in `near`, has every word of the topic."""
    return article.id not in near and topic <= content_stems(f"{article.title}\n{article.text}")


def speaks_of(said: Sequence[Sentence], topic: frozenset[str]) -> bool:
    """Tell whether any of what the speaker says, or answers to, has every word of what was asked about."""
    return bool(topic) and any(topic <= content_stems(f"{one.heading}\n{one.text}") for one in said)


def _others(ranked: Sequence[Ranked], chosen: Sequence[Quote], most: int) -> list[Quote]:
    """Return what others say about it, as far as there is room behind what the speaker says, and it is about that."""
    least = ABOUT * max(item.fit for item in ranked)
    spans = [(quote.article.id, quote.span) for quote in chosen]
    others = [
        item
        for item in ranked
        if item.fit >= least
        and SAYING.search(item.sentence.text)
        and not any(
            item.sentence.article.id == article and item.sentence.whole.overlaps(span) for article, span in spans
        )
    ]
    told = [_pairs(quote) for quote in chosen]
    found = choose(others, most - len(chosen), near=NEAR, longest=QUOTE_CHARS)
    return [quote for quote in found if not any(are_copies(_pairs(quote), pairs) for pairs in told)]


def _pairs(quote: Quote) -> Pairs:
    return pairs_of(quote.span.of(quote.article.text))


def says(sentence: Sentence, speaker: str) -> float:
    """Return what a sentence is worth for who asks what `speaker` says ("" for anybody)."""
    text = sentence.text
    said = find_quotes(text)
    quoted = QUOTED if said else 0.0
    if not speaker:
        return (SAID if SAYING.search(text) or ACCORDING.search(text) else 0.0) + quoted
    stems = content_stems(speaker)
    if sentence.speaker:
        is_named = bool(stems & content_stems(sentence.speaker))
        is_own = is_named and not _is_namesake(sentence.speaker, speaker, sentence.article.text)
        return SAID + quoted if is_own else SAID_BY_ANOTHER
    sayers = sayers_of(text)
    if any(_is_speaker(name, speaker, sentence.article.text) for name in sayers):
        return SAID + quoted
    if not sayers and is_own_voice(sentence.article, speaker):
        return SAID_PROBABLY
    around = _outside(text, said)
    if _PRONOUN_SAYS.search(text) and stems & content_stems(around) == stems & content_stems(text):
        return SAID_PROBABLY + quoted if _is_last_named(sentence, speaker) else 0.0
    if sayers:
        return SAID_BY_ANOTHER
    if said and not words(around):  # the quotation goes on, or begins anew
        is_own = not stems & content_stems(text) and _spoke_last(sentence, speaker)
        return SAID_PROBABLY + quoted if is_own else 0.0
    return (SAID_PROBABLY if _has_said(around, stems) else 0.0) + quoted


def _has_said(text: str, stems: frozenset[str]) -> bool:
    """Tell whether a verb of saying stands with one of `stems`, as in "the council said" and "said the council"."""
    whose = [name for name in find_capitals(text) if is_possessive(name, text)]
    own = [
        word
        for word in words(text)
        if word.stem in stems and not any(name.start <= word.start < name.end for name in whose)
    ]
    return any(
        0 <= verb.start() - word.end <= BEFORE_CHARS or text[verb.end() : word.start] in TURNED
        for verb in SAYING.finditer(text)
        for word in own
    )


def _outside(text: str, said: Sequence[Quoted]) -> str:
    """Return what stands outside the quotation marks: who is named inside is spoken of, not speaking."""
    for one in reversed(said):
        text = text[: one.start] + text[one.end :]
    return text


def _is_speaker(sayer: Name, speaker: str, article: str) -> bool:
    """Tell whether a name that says something is the one asked for, and no namesake whom the article is about."""
    asked = next(iter(find_capitals(speaker)), None)
    if asked is None:
        return bool({word.stem for word in sayer.words} & content_stems(speaker))
    return are_same(sayer, asked) and not _is_namesake(" ".join(word.text for word in sayer.words), speaker, article)


def _is_namesake(sayer: str, speaker: str, article: str) -> bool:
    """Tell whether a name is another's with the same surname: "Marsh", where the article knows Yelena, is not Pavel."""
    asked, named = (next(iter(find_capitals(one)), None) for one in (speaker, sayer))
    last = sayer.split()[-1]
    if asked is None or len(asked.words) == 1 or asked.words[-1].text != last:
        return False
    if named is not None and len(named.words) > 1:
        return not are_same(named, asked)
    near = [name for line in article.split("\n") if last in line for name in find_capitals(line)]
    full = [name for name in near if len(name.words) > 1 and name.words[-1].text == last]
    return bool(full) and not any(are_same(name, asked) for name in full)


def _is_last_named(sentence: Sentence, speaker: str) -> bool:
    """Tell whether of those who speak before a sentence the speaker is the last: "he" is none of the firms between."""
    article, text = sentence.article.text, sentence.text
    pronoun = _PRONOUN_SAYS.search(text)
    outside = _outside(text[: pronoun.start()] if pronoun else "", find_quotes(text))
    before = f"{article[max(0, sentence.span.start - NAMED_CHARS) : sentence.span.start]}{outside}"
    sayers = sayers_of(before)
    for name in reversed([one for one in find_capitals(before) if not is_possessive(one, before)]):
        if _is_speaker(name, speaker, article):
            return True
        if any(are_same(name, sayer) for sayer in sayers):
            return False
    return False


def _spoke_last(sentence: Sentence, speaker: str) -> bool:
    """Tell whether the speaker is the last who says something before a sentence."""
    article = sentence.article.text
    sayers = sayers_of(article[max(0, sentence.span.start - NAMED_CHARS) : sentence.span.start])
    last = max(sayers, key=lambda name: name.start, default=None)
    return last is not None and _is_speaker(last, speaker, article)


def _speaker_of(quote: Quote) -> str:
    if quote.sentence.speaker:
        return quote.sentence.speaker
    sayers = (" ".join(word.text for word in name.words) for name in sayers_of(quote.sentence.text))
    return next((name for name in sayers if name.lower() not in STOP_WORDS), quote.article.title)
