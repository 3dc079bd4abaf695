"""Lives: who somebody was: what for, the profession, the dates; not that she never married."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index import Hit
from index.splitting import split_article
from rag.answer.request import as_hits, best_articles
from rag.evidence.sentences import Sentence
from rag.support.names import find_names
from rag.words import content_stems

TELLS_LIFE, TELLS_PRIVATE = 0.14, -0.2
LEADS = 0.06  # for the first sentence of the article about somebody, which says who it is
LEAD_CHARS = 400
ARTICLES = 3  # of the best hits, one of which may be an obituary
MOST_CHARS = 60_000  # of an article that is read as a whole
READ, WORTH = 40, 0.35  # sentences, and of the best score, for those of a life
_WHO = re.compile(r"^\W*(?:and )?who(?:['’]s| is| was| were)\s+(?P<name>[^?]+?)\W*$", re.IGNORECASE)
# What makes a life worth telling, and its dates.
_LIFE = re.compile(
    r"\b(?:born|known (?:for|as)|became|(?:co-?)?founded|discover\w*|invent\w*|design\w*|built|wrote|writing|drew"
    r"|mapped|survey(?:ed|or)|painted|composed|publish\w*|led|won|awarded|first (?:woman|female|man|black|to)|professor"
    r"|career|work(?:s|ed|ing)?|taught|trained|served|elected|appointed|joined|studied|stood for|master of|maker"
    r"|teacher|founder|pioneer|best[- ]known|museums?|medal|prize)\b",
    re.IGNORECASE,
)
_PRIVATE = re.compile(
    r"\b(?:(?:re)?marr(?:y|ied)|wife|husband|widow(?:er)?|shared (?:her|his|a) (?:house|home|flat)|survived by"
    r"|leaves (?:a|an|his|her|two|three|four|five|one)\b|funeral|ashes|flowers)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Life:
    """Whom a question asks about with "Who was …": the stems of the name, and of its last word."""

    name: frozenset[str]
    surname: frozenset[str]

    @classmethod
    def of(cls, question: str) -> "Life | None":
        """Return whom `question` asks about; None where it asks something else, or more."""
        asked = _WHO.match(question)
        names = find_names(f"It was {asked['name']}.") if asked else ()
        if (
            asked is None
            or len(names) != 1
            or content_stems(asked["name"]) != content_stems(" ".join(word.text for word in names[0].words))
        ):
            return None
        words = [word.text for word in names[0].words]
        return cls(content_stems(" ".join(words)), content_stems(words[-1]))

    def about(self, hits: Sequence[Hit]) -> tuple[Hit, ...]:
        """Return all passages of the best article whose title names the person in full; () without one."""
        for article in best_articles(hits, ARTICLES):
            if self.name <= content_stems(article.title) and len(article.text) <= MOST_CHARS:
                score = max(hit.score for hit in hits if hit.article.id == article.id)
                return as_hits(article, split_article(article.text), score)
        return ()

    def worth(self, sentence: Sentence) -> float:
        """Return what a sentence is worth for telling who somebody was."""
        is_about = self.surname <= content_stems(sentence.article.title) or self.is_lead(sentence)
        text = sentence.whole.of(sentence.article.text)
        if not is_about and not self.surname <= content_stems(text):
            return 0.0
        lead = LEADS * self.is_lead(sentence)
        if _PRIVATE.search(sentence.text) and not lead:
            return TELLS_PRIVATE
        return lead + TELLS_LIFE * bool(_LIFE.search(sentence.text))

    def is_lead(self, sentence: Sentence) -> bool:
        """Tell whether a sentence begins the article and names the person in full."""
        return sentence.span.start < LEAD_CHARS and self.name <= content_stems(sentence.text)
