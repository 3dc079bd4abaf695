"""Foreign names: the name of a question as another language writes it: "Ioukos" is Yukos, "Tschechow" Chekhov."""

from collections.abc import Callable, Sequence

from rag.words import fold

SHORTEST = 5
MOST_CHANGES = 3
MOST_TRIED = 4_000
# What one language writes as the other: the sound is the same.
_SAME = (
    ("tsch", "ch"), ("tch", "ch"), ("sch", "sh"), ("ch", "sh"), ("ch", "kh"), ("kh", "h"), ("iou", "yu"), ("ju", "yu"),
    ("ja", "ya"), ("ia", "ya"), ("ou", "u"), ("ow", "ov"), ("ow", "ev"), ("off", "ov"), ("eff", "ev"), ("ew", "ev"),
    ("i", "y"), ("j", "y"), ("k", "c"), ("w", "v"), ("ph", "f"), ("s", "z"), ("ks", "x"), ("dj", "j"), ("dsch", "j"),
    ("au", "ow"), ("ou", "ow"), ("ij", "y"), ("yj", "y"), ("ine", "in"), ("ss", "s"), ("qu", "k"), ("gu", "g"),
)  # fmt: skip
_CHANGES = (*_SAME, *((other, one) for one, other in _SAME))


def find_foreign(name: str, count: Callable[[Sequence[str]], tuple[int, ...]]) -> str:
    """Return how the library writes a name, folded, that no passage holds; "" where it holds none that sounds so.

    `count` tells for each word how many passages hold it; the fewest changes come first, then what most passages hold.
    """
    word = fold(name)
    if len(word) < SHORTEST:
        return ""
    tried, now = {word}, [word]
    for _ in range(MOST_CHANGES):
        now = list(dict.fromkeys(other for one in now for other in _changed(one) if other not in tried))[:MOST_TRIED]
        tried.update(now)
        held = count(now) if now else ()
        if any(held):
            return max(zip(held, now, strict=True))[1]
    return ""


def _changed(word: str) -> list[str]:
    """Return what one change of spelling makes of a word."""
    found = []
    for one, other in _CHANGES:
        at = word.find(one)
        while at >= 0:
            found.append(f"{word[:at]}{other}{word[at + len(one) :]}")
            at = word.find(one, at + 1)
    return found
