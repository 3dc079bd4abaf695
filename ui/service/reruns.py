"""Comparison of an answer with the same one made again."""

from rag.types import Answer, Receipt

SAME = "Run again: the same answer, word for word, from the same passages."
NAMES = {
    "generation": "the library has changed since",
    "embedder": "another embedder searched",
    "generator": "another generator wrote",
    "model_sha256": "the model's file is another one",
    "versions": "other versions of the programs are at work",
}


def compare(before: Answer, after: Answer) -> str:
    """Return in a sentence or two whether `after` is the same answer as `before`, and why not if it is not."""
    is_same = (before.outcome, before.text, before.short) == (after.outcome, after.text, after.short)
    same_read = before.receipt.passages == after.receipt.passages
    changed = _changes(before.receipt, after.receipt)
    if is_same and same_read:
        return SAME if not changed else f"{SAME} Yet {_listed(changed)}."
    what = "the same answer, but from other passages" if is_same else f"another answer: “{after.text or 'none'}”"
    why = _listed(changed) if changed else "nothing else is different"
    return f"Run again: {what}; {why}."


def _changes(before: Receipt, after: Receipt) -> list[str]:
    return [said for name, said in NAMES.items() if getattr(before, name) != getattr(after, name)]


def _listed(said: list[str]) -> str:
    return said[0] if len(said) == 1 else f"{', '.join(said[:-1])} and {said[-1]}"
