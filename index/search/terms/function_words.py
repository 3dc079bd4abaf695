"""Function words: the commonest words of languages, which tell a language and say nothing of a matter."""

import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from types import MappingProxyType

# The commonest words of each, none of which is common in another: they tell the language of a sentence, and none
# of them says what a sentence is about.
FUNCTION_WORDS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "en": frozenset(
            "the of and to in is was that for it with as his her on be at by this had not are but from or have an they"
            " which were been has who will would there their".split()
        ),
        "de": frozenset(
            "der die das den dem des ein eine einen einem einer eines und ist war sind wurde wird nicht mit von vom für"
            " auf aus bei nach zu zum zur im am als auch sich dass er sie es ihr sein seine ihre hat haben oder aber"
            " wie über nur noch um ab bis seit kein keine keinen mehr ihm ihn wer wann wo".split()
        ),
        "fr": frozenset(
            "le la les un une des du de et est était sont été avec dans pour par sur que qui ne pas plus ce cette ces"
            " il elle ils elles son sa ses leur au aux en ou mais où depuis à se sera n d l qu jamais".split()
        ),
        "es": frozenset(
            "el la los las un una unos unas del de y es era son fue con en para por sobre que quien no más este esta"
            " estos su sus al o pero donde desde se será lo como ha han nunca entre".split()
        ),
    }
)
LEAST = 2  # words of a question that tell its language
# Words that ask or order, beside those of FUNCTION_WORDS, and the commonest words of further languages.
COMMON_WORDS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "en": FUNCTION_WORDS["en"]
        | frozenset("""what who when where why how does do did can could you about me all any""".split()),
        "de": FUNCTION_WORDS["de"]
        | frozenset(
            """was warum wieso weshalb wie welche welcher welches wem wen wozu wohin haben hatte hatten
            wurden gibt es ich mir fasse zusammen nenne erkläre zwischen gegen ohne durch""".split()
        ),
        "fr": FUNCTION_WORDS["fr"]
        | frozenset(
            """quoi quel quelle quels quelles quand comment combien pourquoi ont été cela entre si après très est-ce
            résumez expliquez selon""".split()
        ),
        "es": FUNCTION_WORDS["es"]
        | frozenset(
            """qué quién quiénes cuál cuáles cuándo dónde cómo cuánto cuántos cuántas cuánta cuanto por
            según dijo entre fueron está están hay también me le les ante hace""".split()
        ),
        "pt": frozenset(
            """os as um uma uns umas do da dos das no na nos nas de são foi foram com em para por pelo
            pela que não ao se mais quem qual quais quando onde como quanto porque seu sua ou mas
            também ele ela isso""".split()
        ),
        "it": frozenset(
            """il lo la gli le un uno una di del della dei delle dello sono era stato con in per su che
            non da dal dalla nel nella al alla ai si più chi cosa quale quali quando dove come
            quanto perché suo sua ma anche ha hanno""".split()
        ),
        "nl": frozenset(
            """de het een van en is was zijn niet met voor op in te dat die er aan ook als bij naar uit
            om door hij zij ze hun wie wat wanneer waar waarom hoe welke hoeveel heeft hebben werd
            wordt over maar of""".split()
        ),
        "sv": frozenset(
            """och att det som en ett är var av på för med den till har inte om från men vem vad när
            varför hur vilken vilka de han hon sig kan ska blev eller efter""".split()
        ),
        "pl": frozenset(
            """na do się jest nie że to jak po za od dla przez kto co kiedy gdzie dlaczego ile który
            która które są był była było oraz ale ma już czy jego jej ich""".split()
        ),
        "tr": frozenset(
            """ve bir bu da de için ile ne kim nerede neden nasıl kaç hangi olan olarak daha çok gibi
            ama en mi mı sonra kadar var yok değil""".split()
        ),
    }
)


def foreign_words(folded: Sequence[str]) -> frozenset[str]:
    """Return the common words, folded, of the language that most of a question's words are of; none of English.

    A full-text search for "Pourquoi les inondations au Pakistan ont-elles été si graves ?" found who wrote "les".
    """
    counts = {code: sum(word in known for word in folded) for code, known in _folded_words().items()}
    best = max(counts, key=lambda code: (counts[code], code == "en"))
    return frozenset() if best == "en" or counts[best] < LEAST else _folded_words()[best]


@cache
def _folded_words() -> Mapping[str, frozenset[str]]:
    return {code: frozenset(map(_fold, known)) for code, known in COMMON_WORDS.items()}


def _fold(word: str) -> str:
    """Return a word as the full-text index folds it: without accents."""
    return "".join(sign for sign in unicodedata.normalize("NFD", word) if not unicodedata.combining(sign))
