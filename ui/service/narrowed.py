"""Words of the page for when that is gone which a question is asked of: what to press, nothing of a terminal."""

from index.errors import ArticleUnknown
from ui.collections.errors import CollectionEmpty, CollectionUnknown
from ui.errors import explain

NARROWED_AWAY = (ArticleUnknown, CollectionUnknown, CollectionEmpty)


def say_narrowed(error: Exception) -> str:
    """Return a failure in one sentence fit to show on the page."""
    if not isinstance(error, NARROWED_AWAY):
        return explain(error)
    what = "a collection that is" if isinstance(error, CollectionUnknown | CollectionEmpty) else "an article that is"
    gone = "empty" if isinstance(error, CollectionEmpty) else "gone: it was deleted, or has another name"
    return f"You are asking of {what} {gone}. Press “Ask all articles again”, or choose anew under “Asking”."
