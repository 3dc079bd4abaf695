"""Spoken of: whether what somebody says is about what is asked, by its words and by its sense."""

import re
from collections.abc import Sequence

from rag.answer.request import Request
from rag.evidence.ranking import Ranked
from rag.language import differ
from rag.question.subject import topic_stems
from rag.support.terms import is_alike
from rag.words import content_stems

# Of the nearness of what in the library is nearest to it. Asked about what a speaker speaks of in other words, 22
# questions had .69 to 1, about what he never spoke of, 24 had .09 to .65.
NEARLY_AS_NEAR = 0.67
ENOUGH = 1.0  # for the share of its words and that nearness together: what is said in half of the words is near, too
READ = 20  # passages of the library, and of what is said
_THERE = re.compile(r"\s+(?:after|once|when|while|since)\s+", re.IGNORECASE)  # each of both sides is to be spoken of


def is_spoken_of(what: str, said: Sequence[Ranked], request: Request) -> bool:
    """Tell whether `said`, read in its paragraphs under its headlines, is about `what`.

    It has most of the words, or is about as near to it as the nearest passage of the whole library. Of what is said in
    another language than is asked neither tells.
    """
    if differ(request.question, [item.sentence.passage_text for item in said[:READ]]) is not None:
        return True
    return all(_is_about(part, said, request) for part in _THERE.split(f" {what}") if topic_stems(part))


def _is_about(what: str, said: Sequence[Ranked], request: Request) -> bool:
    around = dict.fromkeys(f"{one.article.title}\n{one.passage_text}" for one in (item.sentence for item in said))
    topic = topic_stems(what)
    share = max(_share(topic, content_stems(text)) for text in around)
    if share == 1.0:
        return True
    own = dict.fromkeys(item.sentence.passage_text for item in said)
    others = dict.fromkeys(hit.passage.text for hit in request.search(what)[:READ])
    nearness = _nearest(what, list(own)[:READ], request) / max(1e-6, _nearest(what, [*others, *own], request))
    return nearness >= NEARLY_AS_NEAR or share + nearness >= ENOUGH


def _share(topic: frozenset[str], told: frozenset[str]) -> float:
    return sum(stem in told or is_alike(stem, told) for stem in topic) / len(topic)


def _nearest(what: str, texts: Sequence[str], request: Request) -> float:
    embedder = request.library.embedder
    return max(0.0, float((request.vectors.of(embedder, texts) @ embedder.embed_question(what)).max()))
