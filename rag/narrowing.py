"""The narrowing of a question in words, for the receipt of its answer."""

from index import Filter

SHOWN_SOURCES = 5


def describe_filter(only: Filter) -> str:
    """Return one line, such as "The Courier, The Mercury; from 2024-01-01"; "" when nothing is narrowed."""
    parts = [f"the collection {name}" for name in sorted(only.collections)]
    if only.sources:
        named = sorted(only.sources)
        more = f" and {len(named) - SHOWN_SOURCES} more sources" if len(named) > SHOWN_SOURCES else ""
        parts.append(", ".join(named[:SHOWN_SOURCES]) + more)
    if only.articles:
        count = len(only.articles)
        parts.append(f"the article {next(iter(only.articles))}" if count == 1 else f"{count} chosen articles")
    if only.published_from:
        parts.append(f"from {only.published_from.isoformat()}")
    if only.published_to:
        parts.append(f"to {only.published_to.isoformat()}")
    parts += [f"tagged {tag}" for tag in sorted(only.tags)] + (["without a date"] if only.undated else [])
    return "; ".join(parts)
