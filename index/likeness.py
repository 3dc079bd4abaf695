"""Articles that are like others: of the same text, or under the same title of the same source."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from index.types import ListedArticle

# What is added to a title when its article comes again.
_AGAIN = re.compile(r"[(\[]?\b(updated?|corrected|copy|version \d+|v\d+)\b[)\]]?|[(\[]\d+[)\]]", re.IGNORECASE)
_WORDS = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Likeness:
    """What an article is like: others of the same text, and others under the same title whose text is another."""

    doubles: tuple[ListedArticle, ...] = ()
    versions: tuple[ListedArticle, ...] = ()

    def __bool__(self) -> bool:
        """Tell whether it is like any."""
        return bool(self.doubles or self.versions)


def find_likenesses(articles: Iterable[ListedArticle]) -> Mapping[str, Likeness]:
    """Return the likeness of each article that has one, by its id."""
    texts: dict[int, list[ListedArticle]] = defaultdict(list)
    titles: dict[tuple[str, str], list[ListedArticle]] = defaultdict(list)
    for one in articles:
        texts[one.text].append(one)
        if name := " ".join(_WORDS.findall(_AGAIN.sub(" ", one.title).casefold())):
            titles[name, one.source].append(one)
    texts.pop(0, None)
    found = {one.id: Likeness(tuple(o for o in some if o is not one)) for some in texts.values() for one in some}
    for some in titles.values():
        for one in some if len(some) > 1 else ():
            others = sorted((o for o in some if o.text != one.text), key=lambda o: o.published is None)
            doubles = found[one.id].doubles if one.id in found else ()
            found[one.id] = Likeness(doubles, tuple(others))
    return {name: one for name, one in found.items() if one}
