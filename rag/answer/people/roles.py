"""Roles: whom a question means by what he is, as the articles introduce him.

Who asks "What did the Iron Age expert say?" asks for the words of Leila Farouk.
"""

import re
from collections.abc import Iterator, Sequence

from index import Article, Hit
from index.search import rank_articles
from index.splitting import split_blocks
from rag.answer.people.introductions import Introduced, find_introduced
from rag.evidence.turns import speaker_at
from rag.support.names import Name, are_same, find_capitals, without_title
from rag.support.terms import holds_any, is_alike
from rag.words import Word, content_stems, fold, stem, words

MOST_ARTICLES = 12  # of the hits, that are read for whom they introduce
OF_TEXT = 0.25  # of a word that is asked with ("the museum's director"), where only the article has it
OF_LINE = 0.5
BY_KIN = 0.6  # of the head, where the article says it in another word: the leader is who leads it
OF_RANK = 0.5
# Words for one office or kinship: "the boss" is the managing director, and who chairs a board is its chairman.
_KIN = tuple(
    content_stems(group)
    for group in (
        "leader leads led leading heads headed head",
        "chairman chairwoman chair chairperson chairs chaired",
        "boss managing executive chief owner owns ceo",
        "owner owns owned runs run proprietor landlord landlady founder whose",
        "lawyer barrister solicitor counsel attorney defence defended represents",
        "expert specialist authority",
        "scientist researcher professor dr author biologist chemist physicist geologist",
        "doctor dr physician surgeon consultant",
        "policeman policewoman police officer detective inspector constable sergeant",
        "manager coach trainer",
        "captain skipper",
        "councillor cllr alderman",
        "mp parliament",
        "teacher teaches taught headmaster headmistress",
        "trader shopkeeper stallholder shop",
        "father dad", "mother mum", "wife husband widow widower spouse partner",
        "inventor invented discoverer discovered", "designer designed architect",
    )
)  # fmt: skip
_LESSER = content_stems("deputy vice associate assistant former acting ex")
_CHILD, _PARENT, _SPOUSE, _SIBLING = map(
    content_stems, ("daughter son child", "father mother parents", "husband wife partner", "brother sister")
)
_RELATIVES = {
    **dict.fromkeys(_PARENT, _CHILD),
    **dict.fromkeys(_CHILD, _PARENT),
    **dict.fromkeys(_SPOUSE, _SPOUSE),
    **dict.fromkeys(_SIBLING, _SIBLING),
}
_LEDGE = re.compile(r"\s+(?:of|for|in|at|from|on|with|who|whose|that|behind)\s+", re.IGNORECASE)
_HEAD_TEACHER = re.compile(r"\bhead ?(?:teacher|master|mistress)\b", re.IGNORECASE)
_OWNER = re.compile(r"^(?P<owner>.+)(?:['’]s|s['’])\s+(?P<role>.+)$")
_ANYBODY = re.compile(r"(?:man|woman|person|one|boy|girl|lady) (?:who|that) (?P<does>.+)", re.IGNORECASE)
# Who lost is told by a score, not by how anybody is introduced.
_SIDE = re.compile(r"\b(?:losing|winning|beaten|defeated|victorious)\b", re.IGNORECASE)
# Bodies and texts speak for themselves: the council's leader is not the council.
_NO_PERSON = frozenset(
    """council board police government ministry department directorate office agency authority parliament congress court
    commission committee inquiry company firm bank union club team party society association institute university
    college school hospital museum library church charity foundation fund crew band group family press media public
    newspaper paper report study survey article letter statement book interview editorial review minutes manual law
    town city village county country service embassy army staff jury side""".split()
)


def find_by_role(role: str, hits: Sequence[Hit], topic: frozenset[str] = frozenset()) -> tuple[str, Article] | None:
    """Return whom `hits` introduce by `role`, in full, and where; None for a name and where nobody fits.

    "The dead man's daughter" must be a daughter, in an article that knows of the dead man; of several whom a bare "the
    prosecutor" may be it is that of an article that has a stem of the `topic`.
    """
    head, more = _read_role(role)
    if head is None:
        return None
    side = content_stems(" ".join(_SIDE.findall(role)))
    wanted = (head.stem, frozenset().union(*(kin for kin in _KIN if head.stem in kin)))
    known = {hit.article.id: hit.article for hit in hits}
    articles = [known[id] for id in rank_articles(hits)[:MOST_ARTICLES]]
    fitting = [
        (fit + OF_RANK / (1 + rank), one.name, article)
        for rank, article in enumerate(articles)
        for one in (*find_introduced(article.text), *_interviewed(article))
        if side <= content_stems(one.role) and (fit := _fit(one, wanted, more, article))
    ]
    if topic and not more and any(not are_same(name, fitting[0][1]) for _, name, _ in fitting):
        fitting = [one for one in fitting if _has_any(topic, one[2])]
    if not fitting:
        return None
    _, name, article = max(fitting, key=lambda one: one[0])
    return _in_full(name, [article, *articles]), article


def is_of_side(speaker: str) -> bool:
    """Tell whether a speaker is asked for by having won or lost: "the losing manager"."""
    return _SIDE.search(speaker) is not None


def is_role(speaker: str) -> bool:
    """Tell whether a speaker is asked for by what he is, and not by name: "the Iron Age expert"."""
    return _read_role(speaker)[0] is not None


def _read_role(role: str) -> tuple[Word | None, frozenset[str]]:
    """Return the noun that says what somebody is, and the stems of what else does: whose, of what, and which."""
    if does := _ANYBODY.fullmatch(role):  # "the man who took over the firm" is known by what he does
        deeds = [word for word in words(does["does"]) if not word.is_stop]
        return (deeds[0], frozenset(word.stem for word in deeds[1:])) if deeds else (None, frozenset())
    plain = _HEAD_TEACHER.sub("head", role)
    owned = _OWNER.match(plain)
    own, _, rest = (_LEDGE.sub("\0", owned["role"] if owned else plain, count=1)).partition("\0")
    said = [word for word in words(own) if not word.is_stop or word.text.lower() == "head"]
    if not said or said[-1].is_name or fold(said[-1].text) in _NO_PERSON:
        return None, frozenset()
    more = content_stems(f"{owned['owner'] if owned else ''} {rest}") | {word.stem for word in said[:-1]}
    return said[-1], frozenset(more)


def _fit(one: Introduced, wanted: tuple[str, frozenset[str]], more: frozenset[str], article: Article) -> float:
    """Return how well somebody is who is asked for; 0 where he is not."""
    head, kin = wanted
    own = frozenset(word.stem for word in words(one.role))
    if (_LESSER & own) - more - {head}:  # "the administrator" is not her deputy
        return 0.0
    if head in _RELATIVES and "whose" in one.role.lower():  # "Amjad, whose daughter Mahsa died", is her father
        return 1.0 + bool(more & own) if _RELATIVES[head] & own else 0.0
    is_head = head in own or is_alike(head, own) or _doing(head) in own
    if not is_head and not kin & own:
        return 0.0
    line, text = content_stems(one.line), content_stems(f"{article.title}\n{article.text}")
    parts = [
        1.0 if stem in own or is_alike(stem, own) else OF_LINE if stem in line else OF_TEXT if stem in text else 0.0
        for stem in more
    ]
    if parts and not any(parts):
        return 0.0
    return (1.0 if is_head else BY_KIN) + sum(parts) / max(1, len(parts))


def _doing(head: str) -> str:
    """Return the stem of what somebody does by which he is called: who keeps bees is a keeper; "" of no such noun."""
    return stem(re.sub(r"(?:er|or)$", "e", head)) if head.endswith(("er", "or")) else ""


def _interviewed(article: Article) -> Iterator[Introduced]:
    """Yield whom an article interviews, by its title and the lines above the first question: who tunes is a tuner."""
    blocks = split_blocks(article.text)
    first = next((block for block in blocks if block.kind == "turn"), None)
    if first is None:
        return
    above = article.text[: first.span.start]
    label = speaker_at(article.text, first.span.start)
    known = [name for name in find_capitals(above) if any(are_same(name, one) for one in find_capitals(label))]
    if known:
        yield Introduced(known[0], f"{article.title}\n{above}", above)


def _has_any(topic: frozenset[str], article: Article) -> bool:
    told = content_stems(f"{article.title}\n{article.text}")
    return holds_any(topic, told)


def _in_full(name: Name, articles: Sequence[Article]) -> str:
    """Return the longest form of a name, without the title: "Ruth Pocock", of "His daughter, Ruth"."""
    bare = without_title(name)
    for article in articles:
        same = [without_title(one) for one in find_capitals(article.text) if are_same(one, bare)]
        longest = max(
            (one for one in same if len(one.words) > len(bare.words)), key=lambda one: len(one.words), default=None
        )
        if longest is not None and len(bare.words) == 1:
            return " ".join(word.text for word in longest.words)
    return " ".join(word.text for word in bare.words)
