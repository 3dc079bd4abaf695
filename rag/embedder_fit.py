"""Fit of the embedder: does it know the language of the articles, and what mends it where it does not."""

import re
from collections import Counter

from index import Library
from index.embedders import MULTILINGUAL
from index.embedders.e5_small import INSTALL, is_installed
from index.models import DEFAULT_EMBEDDER
from rag.language import name_language, tell_language

SAMPLED = 24  # articles, evenly over the library
READ_CHARS = 600  # of each
# The default one, from wherever it came, and the models whose name says that they are for English.
_ENGLISH_ONLY = re.compile(rf"(?:^|/){re.escape(DEFAULT_EMBEDDER)}$|[-_.]en(?:[-_.]|$)", re.IGNORECASE)


def describe_misfit(library: Library) -> str:
    """Return in a sentence that most articles are in a language that the embedder does not know; "" where it fits.

    Of an embedder whose languages are not known nothing is said: who chose it knows why.
    """
    if not _ENGLISH_ONLY.search(library.embedder_name):
        return ""
    counts = _languages(library)
    foreign = sum(count for code, count in counts.items() if code != "en")
    if foreign * 2 <= sum(counts.values()):
        return ""
    commonest = max((code for code in counts if code != "en"), key=lambda code: counts[code])
    install = "" if is_installed() else f"`{INSTALL}`, then "
    return (
        f"Most of your articles are in {name_language(commonest)}, but {library.embedder_name} knows English alone and "
        f"finds less in them: {install}`broadsheet rebuild --embedder {MULTILINGUAL}` mends it."
    )


def _languages(library: Library) -> Counter[str]:
    """Return how many of the sampled articles are in each language that can be told."""
    rows = library.articles()
    counts: Counter[str] = Counter()
    for row in rows[:: max(1, len(rows) // SAMPLED)][:SAMPLED]:
        article = library.article(row.id)
        counts[tell_language(f"{article.title}\n{article.text[:READ_CHARS]}")] += 1
    del counts[""]
    return counts
