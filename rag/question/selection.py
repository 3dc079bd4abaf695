"""Selection of the words that a follow-up leans on: chosen by the forest, put together as they stood."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rag.question.features import candidates, describe
from rag.question.follow_up import IT, OTHER, PERSON, THEY, FollowUp
from rag.question.forest import Forest
from rag.question.phrases import INSIDE, Conversation, Part, Phrase, Role
from rag.question.topics import find_answered, find_topics
from rag.words import Word

LINKS = frozenset("of the a an and in at on for to by with from as into".split())

CERTAIN = 0.6  # probability from which a name takes the place of its pronoun
TOLD = 0.1  # probability from which a word of the last answer follows "besides"
FIRST = 2  # topics that follow in any case
LIKELY = 0.2  # probability from which a further topic follows
SURE = 0.6  # probability from which a name of an answer follows in a conversation without a heading
ANY = frozenset(("he", "they", "it"))
NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Words of the conversation in their natural order; `pronouns` says which of "he", "they", "it" may mean them."""

    text: str
    stems: frozenset[str]
    is_subject: bool
    pronouns: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Run:
    part: Part
    first: Word
    last: Word
    stems: frozenset[str]
    is_name: bool


def choose(follow_up: FollowUp, talk: Conversation, forest: Forest) -> tuple[Excerpt, ...]:
    """Return what the follow-up leans on, the conversation's subject first, then the newest."""
    scores = score_words(follow_up, talk, forest)
    chosen = {stem: score for stem, score in scores.items() if score >= forest.threshold}
    topics = () if talk.has_heading else _likely(_name_topics(follow_up, talk), follow_up, scores)
    if not topics:
        if OTHER.search(follow_up.text) and chosen.keys() <= set(talk.subject):
            chosen |= _told(talk, scores)
        return put_together(chosen, follow_up, talk)
    known = frozenset().union(*(topic.stems for topic in topics))
    answer = {s for part in talk.parts if part.role is Role.ANSWER for p in part.phrases if p.is_name for s in p.stems}
    sure = {s: score for s, score in chosen.items() if score >= SURE and s in answer and s not in known}
    return (*topics, *put_together(sure, follow_up, talk))


def _told(talk: Conversation, scores: Mapping[str, float]) -> dict[str, float]:
    """Return the likeliest phrase of the newest answer: who asks for others knows that one."""
    answers = [part for part in talk.parts if part.role is Role.ANSWER]
    if not answers:
        return {}
    new = [[stem for stem in p.stems if stem in scores and stem not in talk.subject] for p in answers[-1].phrases]
    best = max(new, key=lambda stems: max((scores[stem] for stem in stems), default=0), default=[])
    return {stem: scores[stem] for stem in best if scores[stem] >= TOLD}


def _likely(topics: tuple[Excerpt, ...], follow_up: FollowUp, scores: Mapping[str, float]) -> tuple[Excerpt, ...]:
    """Return the first topics, those that a pronoun means, and others that the forest does not rule out."""
    kinds = kinds_of(follow_up.text)
    return tuple(
        topic
        for number, topic in enumerate(topics)
        if number < FIRST or kinds & topic.pronouns or max(scores.get(stem, 0) for stem in topic.stems) >= LIKELY
    )


def kinds_of(text: str) -> frozenset[str]:
    """Return which of "he", "they", "it" a question says, in any of their forms."""
    patterns = (("he", PERSON), ("they", THEY), ("it", IT))
    return frozenset(kind for kind, pattern in patterns if pattern.search(text))


def _name_topics(follow_up: FollowUp, talk: Conversation) -> tuple[Excerpt, ...]:
    """Return what the grammar of the last turn says that the follow-up is about."""
    answered = find_answered(talk)
    excerpts: list[Excerpt] = []
    taken: frozenset[str] = frozenset()  # pronouns that mean the answer, not what was asked about
    if answered:
        is_meant = bool(kinds_of(follow_up.text) & answered.pronouns)
        taken = answered.pronouns
        if (is_meant or OTHER.search(follow_up.text)) and not answered.stems <= follow_up.stems:
            excerpts.append(Excerpt(answered.text, answered.stems, is_meant, answered.pronouns))
    said = follow_up.stems
    for topic in find_topics(talk):
        if not topic.stems <= said and not any(topic.stems <= other.stems for other in excerpts):
            excerpts.append(Excerpt(topic.text, topic.stems, True, topic.pronouns - taken))
            said |= topic.stems
    return tuple(excerpts)


def score_words(follow_up: FollowUp, talk: Conversation, forest: Forest) -> dict[str, float]:
    """Return how likely each word of the conversation belongs into the stand-alone question."""
    found = candidates(follow_up, talk)
    return {stem: forest.score(describe(stem, mentions, follow_up, talk)) for stem, mentions in found.items()}


def put_together(chosen: Mapping[str, float], follow_up: FollowUp, talk: Conversation) -> tuple[Excerpt, ...]:
    """Return the fewest excerpts that hold the chosen words, each word once."""
    missing = set(chosen)
    known = set(follow_up.stems)
    excerpts: list[Excerpt] = []
    while missing:
        runs = [run for part in talk.parts for run in _runs(part, missing, known)]
        best = max(runs, key=lambda run: (len(run.stems), run.part.role is Role.TITLE, run.is_name, -run.part.age))
        is_subject = bool(best.stems.intersection(talk.subject))
        certain = best.is_name and max(chosen[stem] for stem in best.stems) >= CERTAIN
        excerpts.append(Excerpt(_text(best), best.stems, is_subject, _pronouns(talk, is_subject) if certain else NONE))
        missing -= best.stems
        known |= best.stems
    return tuple(sorted(excerpts, key=lambda excerpt: not excerpt.is_subject))


def _pronouns(talk: Conversation, is_subject: bool) -> frozenset[str]:
    """Return the pronouns that may mean a name; a person is neither "it" nor "they"."""
    if talk.on_person and is_subject:
        return frozenset(("he",))
    return ANY


def _runs(part: Part, missing: set[str], known: set[str]) -> Iterator[_Run]:
    """Yield the longest stretches of missing words; known ones may stand between them or complete a name."""
    run: list[tuple[Word, Phrase]] = []
    for phrase in part.phrases:
        for word in phrase.words:
            joins = bool(run) and _is_joined(part.text[run[-1][0].end : word.start])
            wanted = word.stem in missing or word.stem in known
            if run and not (joins and wanted):
                yield from _trimmed(part, run, missing)
                run = []
            if wanted:
                run.append((word, phrase))
    if run:
        yield from _trimmed(part, run, missing)


def _trimmed(part: Part, run: list[tuple[Word, Phrase]], missing: set[str]) -> Iterator[_Run]:
    places = [number for number, (word, _) in enumerate(run) if word.stem in missing]
    if not places:
        return
    start, end = places[0], places[-1]
    while start > 0 and run[start - 1][1] is run[start][1] and run[start][1].is_name:
        start -= 1
    while end + 1 < len(run) and run[end + 1][1] is run[end][1] and run[end][1].is_name:
        end += 1
    kept = run[start : end + 1]
    stems = frozenset(word.stem for word, _ in kept if word.stem in missing)
    is_name = part.role is Role.TITLE or any(phrase.is_name and word.is_name for word, phrase in kept)
    yield _Run(part, kept[0][0], kept[-1][0], stems, is_name)


def _is_joined(gap: str) -> bool:
    return gap in INSIDE or (gap[:1] == " " and gap[-1:] == " " and set(gap.lower().split()) <= LINKS)


def _text(run: _Run) -> str:
    start = run.first.start
    if run.is_name and run.first.is_name and run.part.text[:start].endswith("The "):
        start -= len("The ")
    text = " ".join(run.part.text[start : run.last.end].split())
    return text.removesuffix("'s").removesuffix("’s")
